package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

func TestPeopleOfAllCommits(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one\n\nCo-authored-by: Grace Hopper <grace@example.org>\n", "a.md", "a")
	r.Git("checkout", "-q", "-b", "side")
	r.Git("-c", "user.name=x", "commit", "-q", "--allow-empty", "-m", "two", "--author", "Ada Lovelace <12+ada@users.noreply.github.com>")
	r.Git("checkout", "-q", "main")
	r.Git("merge", "-q", "--no-ff", "-m", "merge", "side")
	r.Write(".mailmap", "# who is who\nAda King <ada@example.org> Ada Lovelace <12+ada@users.noreply.github.com>\n<b@example.org> <c@example.org>\nbroken <\n")
	s := mustTree(t, r.Dir)
	want := []git.Person{
		{Name: "Ada Lovelace", Email: "12+ada@users.noreply.github.com"},
		{Name: "A", Email: "a@example.org"},
		{Name: "Ada King", Email: "ada@example.org"},
		{Name: "", Email: "b@example.org"},
		{Name: "", Email: "c@example.org"},
		{Name: "C", Email: "c@example.org"},
		{Name: "Grace Hopper", Email: "grace@example.org"},
	}
	for _, s := range []*Source{s, byProgram(t, s)} {
		people, err := s.People(context.Background())
		if err != nil || !slices.Equal(people, want) {
			t.Errorf("%v, %v", people, err)
		}
	}
	// People uses what History has cached, and reads a commit's own .mailmap.
	r.Commit("three")
	c := mustCommit(t, r.Dir, "HEAD")
	c.CacheDir = t.TempDir()
	if _, err := c.History(context.Background(), "."); err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{"", "", "damaged"} { // walked, cached, and walked again
		if damage != "" {
			files, err := filepath.Glob(filepath.Join(c.CacheDir, "people-*"))
			if err != nil || len(files) != 1 {
				t.Fatal(files, err)
			}
			if err := os.WriteFile(files[0], []byte(damage), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if people, err := c.People(context.Background()); err != nil || !slices.Equal(people, want) {
			t.Errorf("%v, %v", people, err)
		}
	}
	r.Git("commit", "-q", "--allow-empty", "-m", "four", "--author", "Late Comer <late@example.org>")
	later := mustCommit(t, r.Dir, "HEAD")
	later.CacheDir = c.CacheDir
	if people, err := later.People(context.Background()); err != nil || !slices.Contains(people, git.Person{Name: "Late Comer", Email: "late@example.org"}) {
		t.Errorf("the cached people of another commit are returned: %v, %v", people, err)
	}
	if people, err := mustTree(t, t.TempDir()).People(context.Background()); people != nil || err != nil {
		t.Errorf("without a repository: %v, %v", people, err)
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"1234+Ada@users.noreply.github.com": "ada", "ada@users.noreply.github.com": "ada", "12-ada-l@users.noreply.gitlab.com": "ada-l",
		"ada@example.org": "", "": "", "noreply@github.com": "", "12x+ada@users.noreply.github.com": "12x+ada",
		"a-b@users.noreply.github.com": "a-b", "noreply.@example.org": "", "12+34-ada@noreply.example.org": "34-ada", "ADA@NOREPLY.EXAMPLE.ORG": "ada",
	} {
		if got := (git.Person{Email: email}).Login(); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}

// TestPeopleOfDeepenedClone checks that the cached people of a shallow clone are not used once it is deepened.
func TestPeopleOfDeepenedClone(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Git("commit", "-q", "--allow-empty", "-m", "one", "--author", "First <first@example.org>")
	r.Commit("two", "a.md", "a")
	r.Commit("three", "a.md", "b")
	r.Git("clone", "-q", "--depth=1", "file://"+r.Dir, "clone")
	clone, cache := r.In(filepath.Join(r.Dir, "clone")), t.TempDir()
	for _, deep := range []bool{false, true} {
		if deep {
			clone.Git("fetch", "-q", "--unshallow")
		}
		for range 2 { // walked, and cached
			s := mustTree(t, clone.Dir)
			s.CacheDir = cache
			people, err := s.People(t.Context())
			if err != nil || slices.Contains(people, git.Person{Name: "First", Email: "first@example.org"}) != deep {
				t.Errorf("the people of a clone that has the first commit (%v): %v, %v", deep, people, err)
			}
		}
	}
}

// TestMailmapAtTop checks that .mailmap is read only at the repository's top, from the work tree and the commit, even
// if a folder is opened.
func TestMailmapAtTop(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", ".mailmap", "Top <top@example.org>\n", "sub/.mailmap", "Below <below@example.org>\n", "sub/a.md", "a")
	r.Write(".mailmap", "Edited <edited@example.org>\n", "sub/.mailmap", "Edited Below <below2@example.org>\n")
	committers := []git.Person{{Name: "A", Email: "a@example.org"}, {Name: "C", Email: "c@example.org"}}
	for what, test := range map[string]struct {
		s    *Source
		want []git.Person
	}{
		"of the work tree": {mustTree(t, r.Dir), append(slices.Clone(committers), git.Person{Name: "Edited", Email: "edited@example.org"}, git.Person{Name: "Top", Email: "top@example.org"})},
		"of a folder":      {mustTree(t, filepath.Join(r.Dir, "sub")), append(slices.Clone(committers), git.Person{Name: "Edited", Email: "edited@example.org"}, git.Person{Name: "Top", Email: "top@example.org"})},
		"of the commit":    {mustCommit(t, r.Dir, "HEAD"), append(slices.Clone(committers), git.Person{Name: "Top", Email: "top@example.org"})},
	} {
		got, err := test.s.People(t.Context())
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("the people %s: %v, %v; want %v", what, got, err, test.want)
		}
	}
}

// TestPeopleAreSorted checks that people are sorted by address and then by name, without duplicates.
func TestPeopleAreSorted(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one\n\nCo-authored-by: Zoe <b@example.org>\nCO-AUTHORED-BY:Al <b@example.org>\nReviewed-by: Re <r@example.org>\n"+
		"Co-authored-by: Zoe <b@example.org>\n co-authored-by: Not <not@example.org>", "a.md", "a")
	want := []git.Person{{Name: "A", Email: "a@example.org"}, {Name: "Al", Email: "b@example.org"}, {Name: "Zoe", Email: "b@example.org"}, {Name: "C", Email: "c@example.org"}}
	s := mustTree(t, r.Dir)
	h, err := s.History(t.Context(), ".")
	if err != nil || !slices.Equal(h.People, want) {
		t.Errorf("the history's people are %v, %v; want %v", h, err, want)
	}
	if people, err := s.People(t.Context()); err != nil || !slices.Equal(people, want) {
		t.Errorf("the people are %v, %v; want %v", people, err, want)
	}
	self := r.In(r.Dir)
	self.Git("-c", "user.name=x", "commit", "-q", "--allow-empty", "-m", "by one", "--author", "C <c@example.org>")
	if people, err := mustTree(t, r.Dir).People(t.Context()); err != nil || !slices.Equal(people, want) {
		t.Errorf("with another commit by a known author: %v, %v; want %v", people, err, want)
	}
	r.Commit("named again", ".mailmap", "A <a@example.org> Al <b@example.org>\nAl <b@example.org>\n")
	if people, err := mustTree(t, r.Dir).People(t.Context()); err != nil || !slices.Equal(people, want) {
		t.Errorf("with people repeated in .mailmap: %v, %v; want each once, %v", people, err, want)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.People(ended); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "walk the history of commit "+s.Commit) {
		t.Errorf("interrupted: %v", err)
	}
	fresh := gittest.New(t)
	if people, err := mustTree(t, fresh.Dir).People(t.Context()); people != nil || err != nil {
		t.Errorf("before the first commit: %v, %v", people, err)
	}
}
