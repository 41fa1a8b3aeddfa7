package source

import (
	"strings"
	"testing"
)

// TestCommitNames asks for commits by name, from go-git and from the git program; "" is an error with a hint.
func TestCommitNames(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	one := r.commit("one", "a.md", text("a"))
	two := r.commit("two", "a.md", text("a", "two"))
	r.git("tag", "v1.2")
	r.git("tag", "-a", "-m", "annotated", "v2")
	r.git("tag", "-a", "-m", "of a tag", "v3", "v2")
	r.git("checkout", "-q", "-b", "feed/cafe", one)
	side := r.commit("side", "b.md", text("b"))
	r.git("branch", "decade", side) // hexadecimal digits only, and yet a branch
	r.git("checkout", "-q", "main")
	r.git("merge", "-q", "--no-ff", "-m", "merge", "feed/cafe")
	merge := r.tick()
	r.git("update-ref", "refs/remotes/origin/feature", side)
	r.git("update-ref", "refs/remotes/origin/main", two)
	r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	r.git("branch", "v1.2", side) // the tag goes first
	r.git("pack-refs", "--all")
	tests := []struct{ ref, commit, branch string }{
		{"main", merge, "main"},
		{"", merge, "main"},
		{"HEAD", merge, "main"},
		{"@", merge, "main"},
		{"HEAD~", two, ""},
		{"HEAD~2", one, ""},
		{"HEAD^2", side, ""},
		{"main^2~1", one, ""},
		{"main^0", merge, ""},
		{"main~1^1", one, ""},
		{"v1.2", two, ""},
		{"v2", two, ""},
		{"v3^{}", two, ""},
		{"v3~", one, ""},
		{"tags/v1.2", two, ""},
		{"heads/v1.2", side, "v1.2"},
		{"refs/heads/main", merge, "main"},
		{"origin/feature", side, "origin/feature"},
		{"origin", two, "origin/main"},
		{"feed/cafe", side, "feed/cafe"},
		{"decade", side, "decade"},
		{two, two, ""},
		{two[:12], two, ""},
		{strings.ToUpper(two[:9]), two, ""},
		{"none", "", ""},
		{"HEAD~9", "", ""},
		{"HEAD^3", "", ""},
		{"-q", "", ""},
		{"config", "", ""},
		{"../config", "", ""},
		{"main:a.md", "", ""},
		{"main@{1}", "", ""},
		{"abcd", "", ""},
		{strings.Repeat("0", 40), "", ""},
		{strings.TrimSpace(r.git("rev-parse", "HEAD:a.md")), "", ""}, // a blob
	}
	prog := byProgram(t, mustCommit(t, r.dir, "HEAD")).store
	for _, test := range tests {
		s, err := Commit(r.dir, test.ref)
		if err != nil {
			if test.commit != "" {
				t.Errorf("%q: %v", test.ref, err)
			}
		} else if s.Commit != test.commit || s.Branch != test.branch {
			t.Errorf("%q: commit %s, branch %q, want %s, %q", test.ref, s.Commit, s.Branch, test.commit, test.branch)
		}
		if test.ref == "" || len(test.ref) == 40 {
			continue // only Commit knows the former, and the latter is checked when it is read
		}
		id, branch, err := prog.resolve(test.ref)
		if (err != nil) != (test.commit == "") || err == nil && (id.String() != test.commit || branch != test.branch) {
			t.Errorf("git: %q: commit %s, branch %q, %v", test.ref, id, branch, err)
		}
	}
}

func TestBranches(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	one := r.commit("one", "a.md", "a")
	r.git("branch", "topic/x")
	two := r.commit("two", "a.md", "b")
	r.git("update-ref", "refs/remotes/origin/a", one)
	r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/a")
	r.git("tag", "v1")
	s := mustTree(t, r.dir)
	for _, s := range []*Source{s, byProgram(t, s)} {
		list, err := s.Branches()
		if err != nil {
			t.Fatal(err)
		}
		want := []Branch{{"main", false, two, start}, {"topic/x", false, one, start}, {"origin/a", true, one, start}}
		if len(list) != len(want) {
			t.Fatalf("%+v", list)
		}
		for i, b := range list {
			if b.Name != want[i].Name || b.Remote != want[i].Remote || b.Commit != want[i].Commit || b.Time.Before(start) {
				t.Errorf("%+v, want %+v", b, want[i])
			}
		}
	}
}
