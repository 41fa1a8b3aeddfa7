package source

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestMailmapOf checks which mailmaps apply: the one of the work tree, or of the commit that is read, and those that
// git's configuration names.
func TestMailmapOf(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", ".mailmap", "<first@example.org> <a@example.org>\n", "sub/a.md", "a", "sub/.mailmap", "<below@example.org> <a@example.org>\n")
	r.Commit("two", ".mailmap", "<second@example.org> <a@example.org>\n")
	bare := filepath.Join(t.TempDir(), "bare.git")
	r.Git("clone", "-q", "--bare", r.Dir, bare)
	r.Git("clone", "-q", r.Dir, "clone")
	clone := r.In(filepath.Join(r.Dir, "clone"))
	clone.Git("sparse-checkout", "set", "--no-cone", "/sub/")
	linked := r.In(filepath.Join(t.TempDir(), "linked"))
	r.Git("worktree", "add", "-q", linked.Dir)
	linked.Write(".mailmap", "-")
	if err := os.Symlink(filepath.Join(r.Dir, ".mailmap"), filepath.Join(linked.Dir, ".mailmap")); err != nil {
		t.Fatal(err)
	}
	r.Write(".mailmap", "<edited@example.org> <a@example.org>\n")
	for what, tc := range map[string]struct {
		s    *Source
		want string
	}{
		"the work tree":                 {mustTree(t, r.Dir), "edited"},
		"a folder":                      {mustTree(t, filepath.Join(r.Dir, "sub")), "edited"},
		"a commit":                      {mustCommit(t, r.Dir, "HEAD"), "second"},
		"an older one":                  {mustCommit(t, filepath.Join(r.Dir, "sub"), "HEAD~"), "first"},
		"a bare repository":             {open(t, func() (*Source, error) { return Open(bare, "") }), "second"},
		"a sparse checkout":             {mustTree(t, filepath.Join(clone.Dir, "sub")), "second"},
		"a link":                        {mustTree(t, linked.Dir), "a"},
		"a folder outside a repository": {mustTree(t, t.TempDir()), "a"},
	} {
		m, err := tc.s.Mailmap()
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Map(git.Person{Email: "a@example.org"}).Email; got != tc.want+"@example.org" {
			t.Errorf("%s: mapped to %s, want %s", what, got, tc.want)
		}
	}
	r.Write("more", "<a@example.org> <b@example.org>\nNew Name <edited@example.org> <a@example.org>\n")
	r.Git("config", "mailmap.file", "more")
	s := mustTree(t, r.Dir)
	m, err := s.Mailmap()
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Map(git.Person{Name: "A", Email: "a@example.org"}); got != (git.Person{Name: "New Name", Email: "edited@example.org"}) {
		t.Errorf("with mailmap.file: %v", got)
	}
	people, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range people {
		names[p.Name] = true
	}
	if !names["New Name"] || !names["A"] || !names["C"] {
		t.Errorf("with mailmap.file, the people are %v", people)
	}
}
