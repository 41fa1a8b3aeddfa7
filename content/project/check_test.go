package project_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/project"
)

// TestCheck checks which post mortems are checked: all, those at or below paths, or those
// that differ from the commit where the branch diverged from the base.
func TestCheck(t *testing.T) {
	t.Parallel()
	old := text("Old", "prevented_by: [PM-2020-0001#action-1]")
	dir := repository(
		t, commit("", 0, files("content/a.md", old, "content/2026/b.md", old, "content/2026x/c.md", old)),
		commit("topic", 1, files("content/a.md", text("New", "prevented_by: [PM-2020-0001#action-2]"))),
	)
	o, _ := opener(dir, nil)
	p := open(t, o, "")
	topic := open(t, o, "topic")
	all := "content/2026/b.md broken-link\ncontent/2026x/c.md broken-link\ncontent/a.md broken-link"
	for _, test := range []struct {
		what  string
		p     *project.Project
		o     project.CheckOptions
		want  string
		total int
	}{
		{"everything", p, project.CheckOptions{}, all, 3},
		{"a file", p, project.CheckOptions{Paths: []string{"content/a.md"}}, "content/a.md broken-link", 1},
		{"a folder", p, project.CheckOptions{Paths: []string{filepath.Join(dir, "content", "2026")}}, "content/2026/b.md broken-link", 1},
		{"the repository", p, project.CheckOptions{Paths: []string{dir}}, all, 3},
		{"two paths", p, project.CheckOptions{Paths: []string{"content/2026", "content/2026x"}}, strings.Join(strings.Split(all, "\n")[:2], "\n"), 2},
		{"a branch", topic, project.CheckOptions{Base: "main"}, "content/a.md broken-link", 1},
		{"only what a branch changed", topic, project.CheckOptions{Base: "main", Paths: []string{"content/2026"}}, "", 0},
		{"main, the base itself", p, project.CheckOptions{Base: "main"}, "", 0},
	} {
		found, total, err := test.p.Check(t.Context(), test.o)
		var kept []string
		for line := range strings.Lines(rules(found)) {
			if strings.Contains(line, "broken-link") {
				kept = append(kept, strings.TrimSpace(line))
			}
		}
		if got := strings.Join(kept, "\n"); err != nil || got != test.want || total != test.total {
			t.Errorf("%s: of %d post mortems\n%s\nwant of %d\n%s\n(%v)", test.what, total, got, test.total, test.want, err)
		}
	}
	for path, want := range map[string]string{
		"content/none.md": `there is no file or folder "content/none.md" | name post mortems, or folders that contain some`,
		".git":            `".git" is not a post mortem or a folder that contains any`,
		os.TempDir():      `it is not in the repository`,
	} {
		if _, _, err := p.Check(t.Context(), project.CheckOptions{Paths: []string{path}}); !strings.Contains(failure(err), want) {
			t.Errorf("checking %s returns the error %q, want %q", path, failure(err), want)
		}
	}
	if _, _, err := p.Check(t.Context(), project.CheckOptions{Base: "nowhere"}); err == nil || !strings.HasPrefix(err.Error(), "--base: ") {
		t.Errorf("a missing base is reported as %v", err)
	}
}

// TestCheckKnowsPeople checks that the texts are searched for everybody named in git.
func TestCheckKnowsPeople(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", append(text("A"), "\nAda Lovelace restarted it.\n"...))))
	o, _ := opener(dir, nil)
	p := open(t, o, "")
	found, _, err := p.Check(t.Context(), project.CheckOptions{})
	if err != nil || !strings.Contains(rules(found), "content/a.md person-name") {
		t.Errorf("a committer's name is not found: %s (%v)", rules(found), err)
	}
	found, err = p.CheckText(t.Context(), "content/new.md", append(text("New"), "\nAda Lovelace restarted it.\n"...), content.Date{})
	if err != nil || !strings.Contains(rules(found), "content/new.md person-name") {
		t.Errorf("a committer's name is not found in a text: %s (%v)", rules(found), err)
	}
}

// TestConcerned checks which other documents are read when a branch is checked: those that
// a changed one links to or cites, and those that may have its id or link to it.
func TestConcerned(t *testing.T) {
	t.Parallel()
	link := func(title, to string) []byte { return append(text(title), "\nSee ["+to+"]("+to+").\n"...) }
	dir := repository(
		t, commit("", 0, files(
			"content/changed.md", text("Changed"), "content/links.md", link("Links", "changed.md#nowhere"), "content/linked.md", text("Linked"),
			"content/twin.md", text("Twin", "id: PM-2026-0001"), "content/cited.md", text("Cited", "id: PM-2026-0002"), "content/aside.md", link("Aside", "none.md"),
		)),
		commit("topic", 1, files("content/changed.md", append(text("Changed", "id: pm-2026-0001", "prevented_by: [PM-2026-0002#action-1]"), "\nSee [linked](linked.md#nowhere).\n"...))),
	)
	o, _ := opener(dir, nil)
	p := open(t, o, "topic")
	found, total, err := p.Check(t.Context(), project.CheckOptions{Base: "main"})
	got := rules(found)
	for _, want := range []string{"content/changed.md broken-link\ncontent/changed.md broken-link", "content/links.md broken-link", "duplicate-id"} {
		if !strings.Contains(got, want) {
			t.Errorf("not found: %s, in\n%s", want, got)
		}
	}
	if strings.Contains(got, "aside") || total > 1 || err != nil {
		t.Errorf("of %d post mortems, %s (%v)", total, got, err)
	}
}

// TestConcernedByAddresses checks that a branch whose document has the address of another one
// is reported, whatever has that address and however it is written.
func TestConcernedByAddresses(t *testing.T) {
	t.Parallel()
	for mine, theirs := range map[string]string{
		"aliases: [/Old/Name/]":             "aliases: ['/old/name']",
		"aliases: [/x/, /old.html/b/]":      "aliases: [/old.html]",
		"aliases: [/old.html]":              "aliases: [/old.html/b/]",
		"aliases: [/id/PM-1/]":              "id: pm-1",
		"id: pm-1":                          "aliases: [/id/PM-1/]",
		"id: PM 1":                          "id: PM.1",
		"id: PM-1":                          "id: 'PM 1'",
		"aliases: [/postmortems/THEIRS/a/]": "vendor: V",
		"vendor: V":                         "aliases: [/postmortems/MINE/]",
	} {
		dir := repository(
			t, commit("", 0, files("content/theirs.md", text("Theirs", theirs))),
			commit("topic", 1, files("content/mine.md", text("Mine", mine))),
		)
		o, _ := opener(dir, nil)
		found, _, err := open(t, o, "topic").Check(t.Context(), project.CheckOptions{Base: "main"})
		if got := rules(found); !strings.Contains(got, "content/mine.md duplicate-address") || strings.Contains(got, "theirs.md") || err != nil {
			t.Errorf("a document with %s on a branch beside one with %s has the findings\n%s (%v)", mine, theirs, got, err)
		}
	}
}

// TestDiff checks the description of a branch: documents, totals, findings in the files it
// touches, and an address for each file. It must not name people.
func TestDiff(t *testing.T) {
	t.Parallel()
	dir := repository(
		t, commit("", 0, files("content/a.md", text("A"), "content/b.md", text("B"), "pmsite.yaml", "repository: {url: 'https://git.example.org/team/pm/'}\n")),
		commit("topic", 1, files("content/a.md", text("Ada Lovelace did it"), "content/new one.md", text("New"))),
	)
	o, _ := opener(dir, nil)
	p := open(t, o, "topic")
	d, err := p.Diff(t.Context(), project.CheckOptions{Base: "main"})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, document := range d.Documents {
		lines = append(lines, document.Path+" "+document.Title)
	}
	if got := strings.Join(lines, "\n"); d.Base != "main" || len(lines) != 2 || strings.Contains(got, "Lovelace") || !strings.Contains(got, "content/new one.md New") {
		t.Errorf("the branch changes\n%s", got)
	}
	if got := rules(d.Findings); !strings.Contains(got, "content/a.md person-name") || strings.Contains(got, "content/b.md") {
		t.Errorf("findings\n%s", got)
	}
	if got, want := d.URL("content/new one.md"), "https://git.example.org/team/pm/blob/"+p.Source.Commit+"/content/new%20one.md"; got != want {
		t.Errorf("the file has the address %s, want %s", got, want)
	}
	var count string
	for _, total := range d.Totals {
		if total.Name == "post mortems" {
			count = total.Before + " → " + total.After
		}
	}
	if count != "2 → 3" {
		t.Errorf("totals %v", d.Totals)
	}
}

// TestDiffOfDrafts checks that a diff lists what is still to be written in the drafts that the
// branch touches, at its lines and without names, also at a commit that is not checked out.
func TestDiffOfDrafts(t *testing.T) {
	t.Parallel()
	draft := func(title string) []byte {
		return []byte(strings.Replace(string(text(title)), "status: review", "status: draft", 1) + "TODO: ask Ada Lovelace\n")
	}
	dir := repository(
		t, commit("", 0, files("content/a.md", draft("A"), "content/b.md", draft("B"))),
		commit("topic", 1, files("content/a.md", draft("A changed"), "content/c.md", text("C"))),
	)
	o, _ := opener(dir, nil)
	d, err := open(t, o, "topic").Diff(t.Context(), project.CheckOptions{Base: "main", AsOf: content.Date{Year: 2026, Month: 5, Day: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if d.AsOf.String() != "2026-05-01" {
		t.Errorf("items are overdue as of %s", d.AsOf)
	}
	if got, want := rules(d.Ahead), "content/a.md section-missing\ncontent/a.md placeholder"; got != want || d.Ahead[1].Line != 16 {
		t.Errorf("to be written before the review is\n%s, want\n%s: %+v", got, want, d.Ahead)
	}
	if text := fmt.Sprint(d.Ahead); strings.Contains(text, "Lovelace") {
		t.Errorf("what is to be written has a name: %s", text)
	}
}

// TestOutsideOfGit checks that a comparison without git is refused.
func TestOutsideOfGit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "a.md"), text("A"))
	o, _ := opener(dir, nil)
	p := open(t, o, "")
	if _, _, err := p.Check(t.Context(), project.CheckOptions{Base: "main"}); err == nil {
		t.Error("a folder is compared with a branch")
	}
	if found, total, err := p.Check(t.Context(), project.CheckOptions{}); err != nil || total != 1 {
		t.Errorf("%v, %d post mortems: %v", found, total, err)
	}
	if branches, err := p.Branches(t.Context()); err != nil || branches != nil {
		t.Errorf("branches %v (%v)", branches, err)
	}
}

// TestGitMissing checks that a repository that cannot be read is treated as a plain folder,
// with a warning.
func TestGitMissing(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"))))
	if out, err := exec.Command("git", "-C", dir, "config", "extensions.unheardOf", "true").CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if out, err := exec.Command("git", "-C", dir, "config", "core.repositoryFormatVersion", "1").CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	o, heard := opener(dir, nil)
	p := open(t, o, "")
	if len(heard.warnings) != 1 || !strings.HasSuffix(heard.warnings[0], "; continuing without history") {
		t.Errorf("warnings %q", heard.warnings)
	}
	c, err := p.Load(t.Context(), 0)
	if err != nil || len(c.PostMortems) != 1 {
		t.Fatal(c, err)
	}
	if branches, err := p.Branches(t.Context()); err != nil || branches != nil {
		t.Errorf("branches %v (%v)", branches, err)
	}
	if err := p.AddHistory(t.Context(), c, false); err != nil || c.PostMortems[0].History != nil {
		t.Errorf("history %v (%v)", c.PostMortems[0].History, err)
	}
	if err := p.AddHistory(t.Context(), c, true); err == nil {
		t.Error("a required history is missing without an error")
	}
}
