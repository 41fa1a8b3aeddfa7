package preview

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/site/serve"
)

// TestNotesAreFindings checks that the notes on a page are the findings of
// pmsite check in its post mortem, with links to the lines, and that other
// pages have none.
func TestNotesAreFindings(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "with space")
	text := "---\ntitle: One\ndate: 2026-03-05\nstatus: draft\n---\n## Summary\nAda Lovelace should have known better. See [two](two.md#nowhere).\n"
	if err := git.Init(dir, []git.NewCommit{{
		Message: "One", Author: git.Person{Name: "Ada Lovelace", Email: "ada@example.org"}, Time: time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC),
		Files: map[string][]byte{"content/one.md": []byte(text), "content/two.md": []byte("---\ntitle: Two\ndate: 2026-03-05\nstatus: draft\n---\n## Summary\nBy Ada Lovelace, see [one](one.md#nowhere).\n")},
	}}); err != nil {
		t.Fatal(err)
	}
	f := &Follower{Opener: openerOf(dir), Server: &serve.Server{}, Log: textLog{io.Discard}, Editor: editors["vscode"]}
	if err := f.Show(t.Context()); err != nil {
		t.Fatal(err)
	}
	asOf, err := f.project.AsOf("")
	if err != nil {
		t.Fatal(err)
	}
	of := f.notes(f.project, f.collection, asOf)
	notes := of(t.Context(), "postmortems/one/index.html")
	if notes == nil {
		t.Fatal("no notes")
	}
	all, _, err := f.project.Check(t.Context(), project.CheckOptions{AsOf: asOf, Paths: []string{filepath.Join(dir, "content/one.md")}})
	if err != nil {
		t.Fatal(err)
	}
	other := slices.DeleteFunc(slices.Clone(all), func(found check.Finding) bool { return found.File == "content/one.md" })
	if len(other) == 0 {
		t.Error("check does not report a broken link in another file")
	}
	all = slices.DeleteFunc(all, func(found check.Finding) bool { return found.File != "content/one.md" })
	if len(all) < 3 || len(notes.List) != len(all) {
		t.Fatalf("%d notes, %d findings", len(notes.List), len(all))
	}
	base := "vscode://file" + strings.ReplaceAll(filepath.ToSlash(f.project.Source.Dir), " ", "%20") + "/content/one.md"
	for i, found := range all {
		want := serve.Note{
			Line: found.Line, Link: fmt.Sprintf("%s:%d:%d", base, found.Line, found.Column), Level: found.Level.String(),
			Message: found.Message, Hint: found.Hint, Name: found.Rule,
		}
		if notes.List[i] != want {
			t.Errorf("note %+v, want %+v", notes.List[i], want)
		}
	}
	if notes.File != "content/one.md" || notes.Link != base+":1:1" {
		t.Errorf("notes on %s, with link %s", notes.File, notes.Link)
	}
	for _, page := range []string{"index.html", "postmortems/index.html", "postmortems/none/index.html", "postmortems/one/index.json"} {
		if of(t.Context(), page) != nil {
			t.Errorf("notes on %s", page)
		}
	}
	if !strings.Contains(fmt.Sprint(notes.List), "person-name") || check.HasErrors(all) != strings.Contains(fmt.Sprint(notes.List), content.Error.String()) {
		t.Errorf("notes: %v", notes.List)
	}
}

// TestEditor checks the accepted names and URLs of editors.
func TestEditor(t *testing.T) {
	for _, test := range []struct {
		name, file, want string
	}{
		{"", "/a b/c#1.md", "vscode://file/a%20b/c%231.md:3:1"},
		{"idea", "/a.md", "idea://open?file=/a.md&line=3&column=1"},
		{"zed", "/a.md", "zed://file/a.md:3:1"},
		{"none", "/a.md", ""},
		{"", "", ""},
		{"txmt://open?url=file://{path}&line={line}", "/a.md", "txmt://open?url=file:///a.md&line=3"},
		{"vim", "", "error"},
		{"txmt://open?line={line}", "", "error"},
		{"vim {path}", "", "error"},
	} {
		e, err := EditorNamed(test.name)
		if test.want == "error" {
			if err == nil {
				t.Errorf("%q is accepted", test.name)
			}
			continue
		}
		if got := e.link(test.file, 3, 0); err != nil || got != test.want {
			t.Errorf("%q: %q, %v, want %q", test.name, got, err, test.want)
		}
	}
	if os.PathSeparator == '\\' {
		if got := editors["vscode"].link(`C:\a.md`, 1, 1); got != "vscode://file/C:/a.md:1:1" {
			t.Errorf("with a drive: %s", got)
		}
	}
}
