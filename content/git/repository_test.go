package git

import (
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestDropCache checks that DropCache drops cached objects and readers, and that the repository can still be read.
func TestDropCache(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Git("gc", "-q")
	s := opened(t, r.Dir)
	for range 2 {
		head, _, err := s.Head()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Commit(head); err != nil {
			t.Errorf("after forgetting: %v", err)
		}
		g := s.store.(*goGit)
		if len(g.cache.items) == 0 || len(g.readers.free) == 0 {
			t.Error("nothing is cached")
		}
		if err := s.DropCache(); err != nil {
			t.Error(err)
		}
		if len(g.cache.items) > 0 || len(g.readers.free) > 0 {
			t.Errorf("after DropCache, %d objects and %d readers are cached", len(g.cache.items), len(g.readers.free))
		}
	}
}

// TestStopsGit checks that DropCache and Close stop git, and that reading starts it again.
func TestStopsGit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t, "--object-format=sha256")
	head, err := ParseOID(r.Commit("one", "a.md", "a"))
	if err != nil {
		t.Fatal(err)
	}
	s := opened(t, r.Dir)
	running := func() int { return len(s.store.(*programStore).cats.free) }
	for range 2 {
		if _, err := s.Commit(head); err != nil || running() == 0 {
			t.Errorf("git is not running: %v", err)
		}
		if err := s.DropCache(); err != nil || running() > 0 {
			t.Errorf("git is still running: %v", err)
		}
	}
	if _, err := s.Commit(head); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil || running() > 0 {
		t.Errorf("closing leaves git running: %v", err)
	}
}
