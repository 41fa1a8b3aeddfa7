package foreign_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content/convert/foreign"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestRead compares exports with the markdown that is wanted: testdata/*.txtar has a file by its name, and
// want.md.
func TestRead(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no files")
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := archive.Files[0]
		d, err := foreign.Read(in.Name, in.Data)
		got := "From: " + d.From + "\nLeft: " + strings.Join(d.Left, "; ") + "\nDate: " + d.Date.String() + "\n\n" + string(d.Text)
		if err != nil {
			got = err.Error() + "\n"
			var hinted interface{ Hint() string }
			if errors.As(err, &hinted) {
				got += hinted.Hint() + "\n"
			}
		}
		if *update {
			archive.Files = []txtar.File{in, {Name: "want.md", Data: []byte(got)}}
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want := string(archive.Files[1].Data); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", file, got, want)
		}
	}
}

// TestMarkdownStays leaves markdown alone that no other program has written.
func TestMarkdownStays(t *testing.T) {
	for _, src := range []string{"", "# A\n\n- 14:05 - b\n", "```\na\\-b\n```\n", "[link](a) at the beginning\n", "{not json\n", "\xff\n", "a <table> in a sentence\n"} {
		if d, err := foreign.Read("a.md", []byte(src)); err != nil || string(d.Text) != src || d.From != "" {
			t.Errorf("%q became %q from %q, %v", src, d.Text, d.From, err)
		}
	}
}

// TestRefused names what cannot be read.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"a.docx":  {"PK\x03\x04...", "it seems to be an archive or an office document"},
		"a.pdf":   {"%PDF-1.7", "it seems to be a PDF"},
		"a.json":  {`{"fields": {"summary": "x"}, "key": "OPS-1"}`, "it seems to be a Jira issue"},
		"b.json":  {`[{"title": "a", "body": "b"}, {}]`, `it seems to be a list of 2 things with "body", "title"`},
		"c.json":  {`{"a": 1}`, `it seems to be JSON with "a"`},
		"d.json":  {`{"a": `, "it seems to be JSON that is not complete: unexpected end of JSON input"},
		"e.json":  {`[]`, "it seems to be JSON with nothing in it"},
		"f.csv":   {"a,b\n", "it seems to be a table of data"},
		"g.json":  {`{"name": "x", "incident_updates": []}`, "it seems to be an incident of a Statuspage"},
		"h.json":  {`{"incident": {"id": 1}}`, `it seems to be an incident with "id"`},
		"i.json":  {`{"log_entries": []}`, "it seems to be a PagerDuty export without times"},
		"j.json":  {`[{"ts": "1.0", "text": ""}]`, "it seems to be a Slack export without messages"},
		"k.json":  {`{"title": 1, "body": "b", "number": 2}`, "it seems to be a GitHub issue, but "},
		"l.html":  {strings.Repeat("<b><i>", 400), "it seems to be HTML that cannot be read: "},
		"m.json":  {`"text"`, "it seems to be JSON with nothing in it"},
		"n.png":   {"\x89PNG\r\n", "it seems to be a picture"},
		"o.json":  {`null`, "it seems to be JSON with nothing in it"},
		"p.jsonl": {"{\"title\":1}", `it seems to be JSON with "title"`},
	} {
		_, err := foreign.Read(name, []byte(c.src))
		var refused *foreign.RefusedError
		if !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		if archive, err := txtar.ParseFile(file); err == nil {
			f.Add(archive.Files[0].Name, archive.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, name string, src []byte) {
		if len(src) > 1<<16 {
			t.Skip("large files are slow, not different")
		}
		if d, err := foreign.Read(name, src); err == nil && d.From == "" && len(src) > 0 && len(d.Text) == 0 {
			t.Errorf("%q became nothing", src)
		}
	})
}
