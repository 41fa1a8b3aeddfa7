package source

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestPeopleOfAllCommits(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("one\n\nCo-authored-by: Grace Hopper <grace@example.org>\n", "a.md", "a")
	r.git("checkout", "-q", "-b", "side")
	r.git("-c", "user.name=x", "commit", "-q", "--allow-empty", "-m", "two", "--author", "Ada Lovelace <12+ada@users.noreply.github.com>")
	r.git("checkout", "-q", "main")
	r.git("merge", "-q", "--no-ff", "-m", "merge", "side")
	r.write(".mailmap", "# who is who\nAda King <ada@example.org> Ada Lovelace <12+ada@users.noreply.github.com>\n<b@example.org> <c@example.org>\nbroken <\n")
	s := mustTree(t, r.dir)
	want := []Person{
		{"Ada Lovelace", "12+ada@users.noreply.github.com"},
		{"A", "a@example.org"},
		{"Ada King", "ada@example.org"},
		{"", "b@example.org"},
		{"", "c@example.org"},
		{"C", "c@example.org"},
		{"Grace Hopper", "grace@example.org"},
	}
	for _, s := range []*Source{s, byProgram(t, s)} {
		people, err := s.People(context.Background())
		if err != nil || !slices.Equal(people, want) {
			t.Errorf("%v, %v", people, err)
		}
	}
	// What History has kept is taken over, and a commit's own .mailmap read.
	r.commit("three")
	c := mustCommit(t, r.dir, "HEAD")
	c.CacheDir = t.TempDir()
	if _, err := c.History(context.Background(), "."); err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{"", "", "damaged"} { // walked, kept, and walked again
		if damage != "" {
			kept, err := filepath.Glob(filepath.Join(c.CacheDir, "people-*"))
			if err != nil || len(kept) != 1 {
				t.Fatal(kept, err)
			}
			if err := os.WriteFile(kept[0], []byte(damage), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if people, err := c.People(context.Background()); err != nil || !slices.Equal(people, want) {
			t.Errorf("%v, %v", people, err)
		}
	}
	r.git("commit", "-q", "--allow-empty", "-m", "four", "--author", "Late Comer <late@example.org>")
	later := mustCommit(t, r.dir, "HEAD")
	later.CacheDir = c.CacheDir
	if people, err := later.People(context.Background()); err != nil || !slices.Contains(people, Person{"Late Comer", "late@example.org"}) {
		t.Errorf("what is kept of another commit is taken: %v, %v", people, err)
	}
	if people, err := mustTree(t, t.TempDir()).People(context.Background()); people != nil || err != nil {
		t.Errorf("without a repository: %v, %v", people, err)
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"1234+Ada@users.noreply.github.com": "ada", "ada@users.noreply.github.com": "ada", "12-ada-l@users.noreply.gitlab.com": "ada-l",
		"ada@example.org": "", "": "", "noreply@github.com": "",
	} {
		if got := (Person{Email: email}).Login(); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}
