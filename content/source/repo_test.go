package source

import (
	"testing"

	"github.com/pmsite/pmsite/content/git"
)

func open(t testing.TB, f func() (*Source, error)) *Source {
	t.Helper()
	s, err := f()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func mustTree(t testing.TB, dir string) *Source {
	t.Helper()
	return open(t, func() (*Source, error) { return Worktree(dir) })
}

func mustCommit(t testing.TB, dir, ref string) *Source {
	t.Helper()
	return open(t, func() (*Source, error) { return Commit(dir, ref) })
}

// byProgram returns a copy of a source that reads with the git program.
func byProgram(t testing.TB, s *Source) *Source {
	t.Helper()
	repo, err := git.OpenProgram(s.place, git.FindProgram())
	if err != nil {
		t.Fatal(err)
	}
	twin := *s
	twin.repo = repo
	t.Cleanup(func() {
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	})
	return &twin
}

// filesOf opens only the files of a folder.
func filesOf(dir string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	return Files(p)
}

// explicitly opens a folder in the repository and the work tree that GIT_DIR and GIT_WORK_TREE name.
func explicitly(dir, gitDir, top string) (*Source, error) {
	p, err := git.LocateIn(dir, git.Environment{GitDir: gitDir, WorkTree: top})
	if err != nil {
		return nil, err
	}
	return OpenPlace(p, "")
}
