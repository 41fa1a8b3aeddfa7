package source

import (
	"path"
	"sync"

	"github.com/pmsite/pmsite/content/git"
)

// readIndex reads the index. If that fails, ignored files stay hidden even if they are tracked.
func readIndex(repo *git.Repository) *git.Index {
	if repo != nil {
		if x, err := repo.Index(); err == nil {
			return x
		}
	}
	return &git.Index{}
}

// inIndex reports whether a path from the work tree's top is in the index, as a file or a folder of files.
func (w *worktreeFS) inIndex(name string) bool {
	_, found := w.index().Find(name)
	return found || w.index().Holds(name)
}

// inFolded returns a function that is like inIndex, but does not distinguish upper and lower case.
func inFolded(index func() *git.Index) func(name string) bool {
	names := sync.OnceValue(func() map[string]bool {
		all, err := index().All()
		if err != nil {
			return nil
		}
		names := map[string]bool{}
		for _, e := range all {
			for name := git.Fold(e.Path); name != "." && !names[name]; name = path.Dir(name) {
				names[name] = true
			}
		}
		return names
	})
	return func(name string) bool { return names()[git.Fold(name)] }
}
