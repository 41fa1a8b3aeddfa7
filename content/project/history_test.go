package project_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/project"
)

// TestHistory checks that each post mortem gets its commits, with roles instead of people,
// even if it comes from another source.
func TestHistory(t *testing.T) {
	t.Parallel()
	other := repository(t, commit("", 0, files("pm/b.md", text("B"))))
	dir := repository(
		t, commit("", 1, files("content/a.md", text("A"), "pmsite.yaml", "roles: [on-call engineer <ADA@example.org>]\nsources: [{url: "+other+", content: pm, prefix: more}]\n")),
		commit("", 2, files("content/a.md", []byte(strings.Replace(string(text("A")), "status: review", "status: completed", 1)))),
	)
	o, heard := opener(dir, nil)
	p := open(t, o, "")
	p.ReadHistory(t.Context())
	c, err := p.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.AddHistory(t.Context(), c, true); err != nil {
		t.Fatal(err)
	}
	posts := project.ByPath(c)
	a, b := posts["content/a.md"].History, posts["content/more/b.md"].History
	if a == nil || b == nil || len(a.Revisions) != 2 || len(b.Revisions) != 1 {
		t.Fatalf("histories %+v, %+v", a, b)
	}
	if newest := a.Revisions[0]; newest.Role != "on-call engineer" || newest.Status != "completed" || strings.Join(newest.Changes, "; ") != "status: review → completed" {
		t.Errorf("the newest revision is %+v", newest)
	}
	if !a.Created().Equal(noon.AddDate(0, 0, 1)) || !b.Created().Equal(noon) || a.Truncated {
		t.Errorf("created %v and %v", a.Created(), b.Created())
	}
	if got := p.Commits(); len(got) != 2 || got[0] != p.Source.Commit || got[1] == got[0] || len(heard.warnings) > 0 {
		t.Errorf("commits %v, warnings %v", got, heard.warnings)
	}
	p.DropCache()
	again, err := p.Histories(t.Context(), func() map[string]*content.PostMortem { return posts }, false)
	if err != nil || len(again) != 2 || len(again["content/a.md"].Revisions) != 2 {
		t.Errorf("after forgetting, the histories are %v (%v)", again, err)
	}
}

// TestCutOffHistory checks a shallow clone: a warning with advice, an error if the history
// is required, and histories marked as truncated.
func TestCutOffHistory(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"))), commit("", 1, files("content/b.md", text("B"))))
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "-q", "--depth=1", "file://"+filepath.ToSlash(dir), clone).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	o, heard := opener(clone, nil)
	p := open(t, o, "")
	c, err := p.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.AddHistory(t.Context(), c, true); failure(err) != "the history is cut off, as in a shallow clone | "+git.ShallowHint {
		t.Errorf("a required history that is cut off is reported as %q", failure(err))
	}
	if err := p.AddHistory(t.Context(), c, false); err != nil {
		t.Fatal(err)
	}
	for _, pm := range c.PostMortems {
		if pm.History == nil || !pm.History.Truncated {
			t.Errorf("%s: history %+v", pm.Path, pm.History)
		}
	}
	want := "the history is cut off, as in a shallow clone: when post mortems were written is unknown | " + git.ShallowHint
	if len(heard.warnings) != 1 || heard.warnings[0] != want {
		t.Errorf("warnings %q", heard.warnings)
	}
}

// TestNoHistory checks that a plain folder has no history, which is an error if one is
// required.
func TestNoHistory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "a.md"), text("A"))
	o, heard := opener(dir, nil)
	p := open(t, o, "")
	c, err := p.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.AddHistory(t.Context(), c, false); err != nil || c.PostMortems[0].History != nil || len(heard.warnings) > 0 {
		t.Errorf("history %v, warnings %v (%v)", c.PostMortems[0].History, heard.warnings, err)
	}
	if err := p.AddHistory(t.Context(), c, true); err == nil || !strings.HasPrefix(err.Error(), "there is no history: ") {
		t.Errorf("a required history that is missing is reported as %v", err)
	}
}

// TestHistoryAtTop checks that post mortems have their history when `content:` is the
// repository's top, also when another source is mounted there, and in a shallow clone.
func TestHistoryAtTop(t *testing.T) {
	t.Parallel()
	other := repository(t, commit("", 0, files("b.md", text("B"))))
	dir := repository(t, commit("", 1, files("a.md", text("A"), "pmsite.yaml", "content: .\nsources: [{url: "+other+", content: ., prefix: more}]\n")), commit("", 2, files("c.md", text("C"))))
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "-q", "--depth=1", "file://"+filepath.ToSlash(dir), clone).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	for _, at := range []string{dir, clone} {
		o, _ := opener(at, nil)
		p := open(t, o, "")
		c, err := p.Load(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.AddHistory(t.Context(), c, false); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a.md", "c.md", "more/b.md"} {
			pm := project.ByPath(c)[name]
			if pm == nil || pm.History == nil || pm.History.Truncated != (at == clone && name != "more/b.md") {
				t.Errorf("%s in %s is %+v", name, at, pm)
			}
		}
	}
}

// TestRolesByMailmap checks that a role is found by the address that a .mailmap gives an
// author, by the one in the commit, and by name where that tells authors apart.
func TestRolesByMailmap(t *testing.T) {
	t.Parallel()
	by := func(days int, name, email string) git.NewCommit {
		c := commit("", days, files("content/a.md", text("A", "id: PM-2026-000"+string(rune('1'+days)))))
		c.Author = git.Person{Name: name, Email: email}
		return c
	}
	first := by(0, "Ada", "ada@old.example.org")
	first.Files[".mailmap"] = []byte("<ada@example.org> <ada@old.example.org>\n<bo@example.org> <bo@old.example.org>\nCy <cy@example.org> Cy <shared@example.org>\n")
	first.Files["pmsite.yaml"] = []byte("roles: [database team <ada@example.org>, network team <bo@old.example.org>, support <cy@example.org>, everybody <shared@example.org>]\n")
	dir := repository(t, first, by(1, "Bo", "BO@old.example.org"), by(2, "Cy", "shared@example.org"), by(3, "Dee", "shared@example.org"), by(4, "Eve", "eve@example.org"))
	o, _ := opener(dir, nil)
	open(t, o, "").ReadHistory(t.Context()) // closing the project ends it
	p := open(t, o, "")
	p.ReadHistory(t.Context())
	c, err := p.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.AddHistory(t.Context(), c, true); err != nil {
		t.Fatal(err)
	}
	var roles []string
	for _, r := range c.PostMortems[0].History.Revisions {
		roles = append(roles, r.Role)
	}
	if got, want := strings.Join(roles, ", "), ", everybody, support, network team, database team"; got != want {
		t.Errorf("the roles, newest first, are %s; want %s", got, want)
	}
}
