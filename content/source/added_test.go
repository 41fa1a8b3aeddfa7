package source

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestAdded checks that files of other branches and deleted ones are found, also below a folder and in a shallow clone.
func TestAdded(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "docs/a.md", "a", "docs/b.md", "b", "other/c.md", "c")
	r.Git("rm", "-q", "docs/b.md")
	r.Git("commit", "-q", "-m", "two")
	r.Git("checkout", "-q", "-b", "side")
	r.Commit("three", "docs/d.md", "d", "docs/a.md", "a changed")
	r.Git("checkout", "-q", "main")
	r.Commit("four", "docs/e.md", "e")
	names := func(s *Source, under string) []string {
		t.Helper()
		found, err := s.Added(context.Background(), under)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Sorted(maps.Values(found))
	}
	s := mustTree(t, r.Dir)
	if got, want := names(s, "docs"), []string{"docs/a.md", "docs/b.md", "docs/d.md", "docs/e.md"}; !slices.Equal(got, want) {
		t.Errorf("below docs, the files added are %q, want %q", got, want)
	}
	if got, want := names(s, "."), []string{"docs/a.md", "docs/b.md", "docs/d.md", "docs/e.md", "other/c.md"}; !slices.Equal(got, want) {
		t.Errorf("the files added are %q, want %q", got, want)
	}
	clone := t.TempDir()
	r.Git("clone", "-q", "--depth", "1", "--no-single-branch", "file://"+r.Dir, clone)
	if got, want := names(mustTree(t, clone), "docs"), []string{"docs/a.md", "docs/a.md", "docs/d.md", "docs/e.md"}; !slices.Equal(got, want) {
		t.Errorf("in a shallow clone, the files added are %q, want %q", got, want)
	}
}
