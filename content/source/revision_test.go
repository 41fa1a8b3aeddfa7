package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestCommitNames resolves names of commits with go-git and with the git program. A want of "" means an error.
func TestCommitNames(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "a.md", gittest.Text("a"))
	two := r.Commit("two", "a.md", gittest.Text("a", "two"))
	r.Git("tag", "v1.2")
	r.Git("tag", "-a", "-m", "annotated", "v2")
	r.Git("tag", "-a", "-m", "of a tag", "v3", "v2")
	r.Git("checkout", "-q", "-b", "feed/cafe", one)
	side := r.Commit("side", "b.md", gittest.Text("b"))
	r.Git("branch", "decade", side) // a branch whose name is also hexadecimal
	r.Git("checkout", "-q", "main")
	r.Git("merge", "-q", "--no-ff", "-m", "merge", "feed/cafe")
	merge := r.Tick()
	r.Git("update-ref", "refs/remotes/origin/feature", side)
	r.Git("update-ref", "refs/remotes/origin/main", two)
	r.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	r.Git("branch", "v1.2", side) // the tag takes precedence
	r.Git("pack-refs", "--all")
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
		{strings.TrimSpace(r.Git("rev-parse", "HEAD:a.md")), "", ""}, // a blob
	}
	prog := byProgram(t, mustCommit(t, r.Dir, "HEAD")).repo
	for _, test := range tests {
		s, err := Commit(r.Dir, test.ref)
		if err != nil {
			if test.commit != "" {
				t.Errorf("%q: %v", test.ref, err)
			}
		} else if s.Commit != test.commit || s.Branch != test.branch {
			t.Errorf("%q: commit %s, branch %q, want %s, %q", test.ref, s.Commit, s.Branch, test.commit, test.branch)
		}
		if test.ref == "" || len(test.ref) == 40 {
			continue // only Commit accepts "", and a full hash is checked only when it is read
		}
		id, branch, err := prog.Resolve(test.ref)
		if (err != nil) != (test.commit == "") || err == nil && (id.String() != test.commit || branch != test.branch) {
			t.Errorf("git: %q: commit %s, branch %q, %v", test.ref, id, branch, err)
		}
	}
}

func TestBranches(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "a.md", "a")
	r.Git("branch", "topic/x")
	two := r.Commit("two", "a.md", "b")
	r.Git("update-ref", "refs/remotes/origin/a", one)
	r.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/a")
	r.Git("tag", "v1")
	s := mustTree(t, r.Dir)
	for _, s := range []*Source{s, byProgram(t, s)} {
		list, err := s.Branches()
		if err != nil {
			t.Fatal(err)
		}
		want := []Branch{{"main", false, two, gittest.Start}, {"topic/x", false, one, gittest.Start}, {"origin/a", true, one, gittest.Start}}
		if len(list) != len(want) {
			t.Fatalf("%+v", list)
		}
		for i, b := range list {
			if b.Name != want[i].Name || b.Remote != want[i].Remote || b.Commit != want[i].Commit || b.Time.Before(gittest.Start) {
				t.Errorf("%+v, want %+v", b, want[i])
			}
		}
	}
}

// TestBranchesAreSorted checks that local branches come before remote ones, each sorted by name.
func TestBranchesAreSorted(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "a.md", "a")
	r.Commit("two", "a.md", "b")
	for _, ref := range []string{"refs/heads/b", "refs/heads/a/b", "refs/remotes/origin/b", "refs/remotes/a/x", "refs/heads/zz"} {
		r.Git("update-ref", ref, one)
		if ref == "refs/heads/a/b" {
			r.Git("pack-refs", "--all") // packed refs are read after the others
		}
	}
	s := mustTree(t, r.Dir)
	for who, s := range map[string]*Source{"go-git": s, "git": byProgram(t, s)} {
		list, err := s.Branches()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range list {
			if b.Commit == one != (b.Name != "main") || !b.Time.Equal(map[bool]Source{true: {Time: gittest.Start}, false: {Time: s.Time}}[b.Commit == one].Time) {
				t.Errorf("%s: the branch %s is at %s with the time %v", who, b.Name, b.Commit, b.Time)
			}
			got = append(got, fmt.Sprint(b.Name, " ", b.Remote))
		}
		if list := strings.Join(got, ", "); list != "a/b false, b false, main false, zz false, a/x true, origin/b true" {
			t.Errorf("%s: the branches are %s", who, list)
		}
	}
	if list, err := mustTree(t, t.TempDir()).Branches(); len(list) > 0 || err != nil {
		t.Errorf("without a repository: %v, %v", list, err)
	}
}
