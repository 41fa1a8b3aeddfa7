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

// TestFindingsInOrder holds that findings come by file, line, column, rule and
// message, whatever order the rules have.
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

// TestSaidOnce holds that what would be said twice of one place is said once: two
// authors who are not written as they read are looked for in vain, and reported at
// the list.
func TestSaidOnce(t *testing.T) {
	site{}.check(t, "owner-not-role", []ruling{
		{"one thing of one place is said once", `authors: ["Grac\x65 Hopper", "Alan Turin\x67"]`, "", `8 "[\"Grac\\x65 Hopper\", \"Alan Turin\\x67\"]" warning: one of the authors looks like the name of a person`},
		{"one thing of two places is said of both", `authors: [Grace Hopper, Alan Turing]`, "", "8 \"G•••••••••••\" warning: one of the authors looks like the name of a person\n8 \"A••••••••••\" warning: one of the authors looks like the name of a person"},
	})
}

// touchedBy returns what is said of a collection when a branch touches some files.
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

// TestTouchedFiles holds what is reported of documents that a branch does not
// touch: what the branch breaks in them, and nothing more.
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
			"a picture that is taken away is missed where it is shown",
			map[string]string{"a.md": documentOf("", "careless ![a](gone.png) ![b](other.png)\n")},
			[]string{"gone.png"},
			"a.md:11: there is no file \"content/gone.png\" [attachment-missing]\n",
		},
		{
			"a silencer holds for what a branch breaks, and is not called unused",
			map[string]string{"a.md": documentOf("", "[a](gone.md) <!-- pmsite: allow broken-link: history -->\nText. <!-- pmsite: allow secret: x -->\n")},
			[]string{"gone.md"},
			"",
		},
		{
			"errors of a document that only links to what is touched are not reported",
			map[string]string{"a.md": documentOf("severity: hihg\nprevented_by: PM-1999-0001", "[a](gone.md)\n")},
			[]string{"gone.md"},
			"a.md:12: there is no file \"content/gone.md\" [broken-link]\n",
		},
		{
			"an address that another file has is reported on the one that is touched",
			map[string]string{"2025/a.md": documentOf("", ""), "2026/a.md": documentOf("", "")},
			[]string{"2025/a.md"},
			"2025/a.md:2: its address is also used by content/2026/a.md [duplicate-slug]\n",
		},
		{
			"an address that another file has is reported once when both are touched",
			map[string]string{"2025/a.md": documentOf("", ""), "2026/a.md": documentOf("", "")},
			[]string{"2025/a.md", "2026/a.md"},
			"2026/a.md:1: address /postmortems/a/ is also used by content/2025/a.md [duplicate-slug]\n",
		},
		{
			"an id that another file has is reported on the one that is touched",
			map[string]string{"a.md": documentOf("id: PM-1", ""), "b.md": documentOf("title: B\nid: PM-1", "")},
			[]string{"a.md"},
			"a.md:9: its id is also used by content/b.md [duplicate-id]\n",
		},
		{
			"a document whose log is touched is reported whole",
			map[string]string{"a/index.md": documentOf("", "careless\n"), "a/x.log": "text"},
			[]string{"a/x.log"},
			"a/index.md:11: “careless” blames [blaming-phrase]\n",
		},
		{
			"a document that links to a file which is touched is reported whole",
			map[string]string{"a.md": documentOf("", "careless [a](x.txt)\n"), "x.txt": "text"},
			[]string{"x.txt"},
			"a.md:11: “careless” blames [blaming-phrase]\n",
		},
		{"a branch that touches nothing has no findings", map[string]string{"a.md": documentOf("", "careless\n")}, nil, ""},
	} {
		if got := touchedBy(t, site{}, c.documents, c.touched...); got != c.want {
			t.Errorf("%s does not hold: said is\n%swant\n%s", c.holds, got, c.want)
		}
	}
}

// TestUnsavedTexts holds that a text in an editor is looked at instead of its file.
func TestUnsavedTexts(t *testing.T) {
	in := site{}.input(t, map[string]string{"a.md": documentOf("", "careless\n")})
	in.Unsaved = map[string][]byte{"content/a.md": []byte(documentOf("", "careless and\ncareless\n"))}
	if found := of("blaming-phrase", runAll(in)); len(found) != 2 {
		t.Errorf("of a text that is not saved yet is said %q, want both of its words", written(found, false))
	}
}

// TestNoLinesToLookAt holds what is said of a file that is no text, or too large.
func TestNoLinesToLookAt(t *testing.T) {
	cfg := config.Default()
	c := load(t, fstest.MapFS{"content/a.md": {Data: []byte("\xff")}, "content/b.md": {Data: []byte("---\n" + strings.Repeat("a", 1<<20+1))}, "content/c.md": {Data: []byte("")}}, cfg)
	var got []string
	for _, f := range runAll(check.Input{Collection: c, Config: cfg}) {
		got = append(got, fmt.Sprintf("%s:%d:%d-%d:%d %s: %s [%s] %s, in %q", f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Level, f.Message, f.Rule, f.Hint, f.Source))
	}
	want := []string{
		`content/a.md:1:1-1:2 error: invalid UTF-8 (byte 0xff) [front-matter] , in ""`,
		`content/b.md:1:1-1:4 error: the file is larger than 1024 KiB [front-matter] move logs and data into attachments, in "---"`,
		"content/c.md:1:1-1:2 error: no front matter [front-matter] begin the file with a block of `key: value` lines between two lines of ---, in \"\"",
	}
	if !slices.Equal(got, want) {
		t.Errorf("of files that cannot be read is said\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
