package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "docs/a.md", "a", "docs/b.md", "b", "other.md", "x")
	r.Git("checkout", "-q", "-b", "topic")
	first := r.Time
	r.Commit("two", "docs/a.md", "aa", "docs/sub/c.md", "c")
	r.Git("rm", "-q", "docs/b.md")
	r.Commit("three", "other.md", "y")
	top := mustTree(t, r.Dir)
	folder := mustTree(t, r.Dir+"/docs")
	for _, s := range []*Source{top, byProgram(t, top)} {
		list, err := s.Changes(one, "topic")
		if err != nil {
			t.Fatal(err)
		}
		if got := brief(list); got != "docs/a.md changed, docs/b.md deleted, docs/sub/c.md new, other.md changed" {
			t.Error(got)
		}
		if text, err := s.Blob(list[0].New); err != nil || string(text) != "aa" {
			t.Errorf("%q, %v", text, err)
		}
		if list, err = s.Changes("topic", "topic"); err != nil || len(list) > 0 {
			t.Error(list, err)
		}
		if _, err := s.Changes("none", "topic"); err == nil {
			t.Error("an unknown commit is not an error")
		}
		begun, people, err := s.BranchStart(one, "topic")
		if err != nil || begun.Sub(first).Abs() > time.Hour || !slices.Contains(people, git.Person{Name: "A", Email: "a@example.org"}) || !slices.Contains(people, git.Person{Name: "C", Email: "c@example.org"}) {
			t.Errorf("begun %v by %v, want about %v: %v", begun, people, first, err)
		}
		if begun, people, err := s.BranchStart("topic", "topic"); err != nil || !begun.IsZero() || len(people) > 0 {
			t.Error(begun, err)
		}
	}
	list, err := folder.Changes(one, "topic")
	if got := brief(list); err != nil || got != "a.md changed, b.md deleted, sub/c.md new" {
		t.Error(got, err)
	}
}

func brief(list []FileChange) string {
	var parts []string
	for _, c := range list {
		what := "changed"
		switch {
		case c.Old == "":
			what = "new"
		case c.New == "":
			what = "deleted"
		}
		parts = append(parts, fmt.Sprintf("%s %s", c.Path, what))
	}
	return strings.Join(parts, ", ")
}
