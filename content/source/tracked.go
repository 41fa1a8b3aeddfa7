package source

import (
	"path"
	"sync"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/glob"
)

// readIndex reads the index. If that fails, it returns one without files: ignored files stay hidden even if they are
// tracked.
func readIndex(repo *git.Repository) (*git.Index, error) {
	if repo == nil {
		return &git.Index{}, nil
	}
	x, err := repo.Index()
	if err != nil {
		return &git.Index{}, err
	}
	return x, nil
}

// inIndex reports whether a path from the work tree's top is in the index, as a file or a folder of files.
func (w *worktreeFS) inIndex(name string) bool {
	_, found := w.index.Find(name)
	return found || w.index.Holds(name)
}

// inFolded returns a function that is like inIndex, but does not distinguish upper and lower case.
func inFolded(index *git.Index) func(name string) bool {
	names := sync.OnceValue(func() map[string]bool {
		all, err := index.All()
		if err != nil {
			return nil
		}
		names := map[string]bool{}
		for _, e := range all {
			for name := glob.Fold(e.Path); name != "." && !names[name]; name = path.Dir(name) {
				names[name] = true
			}
		}
		return names
	})
	return func(name string) bool { return names()[glob.Fold(name)] }
}
