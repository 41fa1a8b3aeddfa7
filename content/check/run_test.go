package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

// TestFindingsInOrder checks that findings are sorted by file, line, column, rule and
// message, regardless of the order of the rules.
func TestFindingsInOrder(t *testing.T) {
	late := documentOf("title: TODO TBD", "See @octocat: careless TODO.\n\n[a](gone.md) ![b](gone.png)\n")
	in := site{}.input(t, map[string]string{"b.md": late, "a/z.md": late, "a.md": documentOf("status: completed", "")})
	var got []string
	for _, f := range runAll(in) {
		if f.Rule != "section-missing" {
			got = append(got, fmt.Sprintf("%s:%02d:%02d %s %s", f.File, f.Line, f.Column, f.Rule, f.Message))
		}
	}
	if !slices.IsSorted(got) || len(got) != 18 {
		t.Errorf("the %d findings are in the order\n%s", len(got), strings.Join(got, "\n"))
	}
}

// TestReportedOnce checks that equal findings at the same place are reported once. The two
// authors with escapes are not found in the text, so both are reported at the whole list.
func TestReportedOnce(t *testing.T) {
	site{}.check(t, "owner-not-role", []ruling{
		{"two equal findings at the same place are reported once", `authors: ["Grac\x65 Hopper", "Alan Turin\x67"]`, "", `8 "[\"Grac\\x65 Hopper\", \"Alan Turin\\x67\"]" warning: one of the authors looks like the name of a person`},
		{"equal findings at two places are both reported", `authors: [Grace Hopper, Alan Turing]`, "", "8 \"G•••••••••••\" warning: one of the authors looks like the name of a person\n8 \"A••••••••••\" warning: one of the authors looks like the name of a person"},
	})
}

// touchedBy returns the findings for a collection if a branch touches some files.
func touchedBy(t *testing.T, s site, documents map[string]string, touched ...string) string {
	t.Helper()
	in := s.input(t, documents)
	in.Touched = map[string]bool{}
	for _, name := range touched {
		in.Touched["content/"+name] = true
	}
	var b strings.Builder
	for _, f := range runAll(in) {
		if f.Rule != "section-missing" {
			fmt.Fprintf(&b, "%s:%d: %s [%s]\n", strings.TrimPrefix(f.File, "content/"), f.Line, f.Message, f.Rule)
		}
	}
	return b.String()
}

// TestTouchedFiles checks that for documents that a branch does not touch, only what the
// branch breaks is reported.
func TestTouchedFiles(t *testing.T) {
	for _, c := range []struct {
		holds     string
		documents map[string]string
		touched   []string
		want      string
	}{
		{
			"a document that is not touched is not reported",
			map[string]string{"a.md": documentOf("", "careless\n"), "b.md": documentOf("title: B", "careless\n")},
			[]string{"b.md"},
			"b.md:11: “careless” blames [blaming-phrase]\n",
		},
		{
			"a removed picture is reported where it is shown",
			map[string]string{"a.md": documentOf("", "careless ![a](gone.png) ![b](other.png)\n")},
			[]string{"gone.png"},
			"a.md:11: there is no file \"content/gone.png\" [attachment-missing]\n",
		},
		{
			"a silencer applies to what a branch breaks and is not reported as unused",
			map[string]string{"a.md": documentOf("", "[a](gone.md) <!-- pmsite: allow broken-link: history -->\nText. <!-- pmsite: allow secret: x -->\n")},
			[]string{"gone.md"},
			"",
		},
		{
			"other errors of a document that only links to a touched file are not reported",
			map[string]string{"a.md": documentOf("severity: hihg\nprevented_by: PM-1999-0001", "[a](gone.md)\n")},
			[]string{"gone.md"},
			"a.md:12: there is no file \"content/gone.md\" [broken-link]\n",
		},
		{
			"a duplicate address is reported on the touched file",
			map[string]string{"2025/a.md": documentOf("", ""), "2026/a.md": documentOf("", "")},
			[]string{"2025/a.md"},
			"2025/a.md:2: its address is also used by content/2026/a.md [duplicate-slug]\n",
		},
		{
			"a duplicate address is reported once if both files are touched",
			map[string]string{"2025/a.md": documentOf("", ""), "2026/a.md": documentOf("", "")},
			[]string{"2025/a.md", "2026/a.md"},
			"2026/a.md:1: address /postmortems/a/ is also used by content/2025/a.md [duplicate-slug]\n",
		},
		{
			"a duplicate id is reported on the touched file",
			map[string]string{"a.md": documentOf("id: PM-1", ""), "b.md": documentOf("title: B\nid: PM-1", "")},
			[]string{"a.md"},
			"a.md:9: its id is also used by content/b.md [duplicate-id]\n",
		},
		{
			"an alias of a touched file is reported there if another document has it",
			map[string]string{"a.md": documentOf("aliases: [/x/, /old/]", ""), "b.md": documentOf("title: B\naliases: [/OLD/]", "")},
			[]string{"a.md"},
			"a.md:9: its address is also used by content/b.md [duplicate-address]\n",
		},
		{
			"a touched file is reported if its name is the alias of another document",
			map[string]string{"a.md": documentOf("aliases: [/b.md]", ""), "b.md": documentOf("title: B\naliases: [/postmortems/a/]", "")},
			[]string{"a.md"},
			"a.md:2: its address is also used by content/b.md [duplicate-address]\n",
		},
		{
			"a document whose log is touched is checked completely",
			map[string]string{"a/index.md": documentOf("", "careless\n"), "a/x.log": "text"},
			[]string{"a/x.log"},
			"a/index.md:11: “careless” blames [blaming-phrase]\n",
		},
		{
			"a document that links to a touched file is checked completely",
			map[string]string{"a.md": documentOf("", "careless [a](x.txt)\n"), "x.txt": "text"},
			[]string{"x.txt"},
			"a.md:11: “careless” blames [blaming-phrase]\n",
		},
		{"a branch that touches nothing has no findings", map[string]string{"a.md": documentOf("", "careless\n")}, nil, ""},
	} {
		if got := touchedBy(t, site{}, c.documents, c.touched...); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", c.holds, got, c.want)
		}
	}
}

// TestUnsavedTexts checks that the text in an editor is checked instead of its file.
func TestUnsavedTexts(t *testing.T) {
	in := site{}.input(t, map[string]string{"a.md": documentOf("", "careless\n")})
	in.Unsaved = map[string][]byte{"content/a.md": []byte(documentOf("", "careless and\ncareless\n"))}
	if found := of("blaming-phrase", runAll(in)); len(found) != 2 {
		t.Errorf("the findings for an unsaved text are %q, want two", written(found, false))
	}
}

// TestUncheckableFiles checks the findings for files that are not text, too large or empty.
func TestUncheckableFiles(t *testing.T) {
	cfg := config.Default()
	c := load(t, fstest.MapFS{"content/a.md": {Data: []byte("\xff")}, "content/b.md": {Data: []byte("---\n" + strings.Repeat("a", 1<<20+1))}, "content/c.md": {Data: []byte("")}}, cfg)
	var got []string
	for _, f := range runAll(check.Input{Collection: c, Config: cfg}) {
		got = append(got, fmt.Sprintf("%s:%d:%d-%d:%d %s: %s [%s] %s, in %q", f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Level, f.Message, f.Rule, f.Hint, f.Source))
	}
	want := []string{
		`content/a.md:1:1-1:2 error: invalid UTF-8 (byte 0xff) [front-matter] save it as UTF-8; if it is in Windows-1252 or Latin-1: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW, in ""`,
		`content/b.md:1:1-1:4 error: the file is larger than 1024 KiB [front-matter] move logs and data into attachments, in "---"`,
		"content/c.md:1:1-1:2 error: no front matter [front-matter] begin the file with a block of `key: value` lines between two lines of ---, in \"\"",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the findings are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
