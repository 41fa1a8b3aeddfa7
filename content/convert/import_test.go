package convert_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/markdown"
)

// sevs are the synonyms that a site's config may define.
var sevs = sync.OnceValue(func() content.Options {
	v := content.BuiltinVocabularies()
	v.Severity.Extend(nil, map[string]string{"SEV1": "critical", "P1": "critical", "SEV2": "high"})
	v.Status.Extend(nil, map[string]string{"final": "completed"})
	return content.Options{Vocabularies: v}
})

func TestImport(t *testing.T) {
	golden(t, "import", func(name, src string) string {
		out := checkImport(t, name, src)
		if out == nil {
			t.Fatalf("%s is refused", name)
		}
		pm, problems := content.Parse(name, out.Text, sevs())
		var b strings.Builder
		b.Write(out.Text)
		b.WriteString("==== notes\n")
		for _, note := range out.Notes {
			fmt.Fprintf(&b, "%d %s %s\n", note.Line, note.Kind, note.Text)
		}
		for _, e := range pm.Timeline {
			if e.Event != "" {
				fmt.Fprintf(&b, "%s %s\n", e.Time.Format("2006-01-02 15:04"), e.Event)
			}
		}
		for _, p := range problems {
			b.WriteString(p.String() + "\n")
		}
		return b.String()
	})
}

// TestImportKeepsAll imports all documents, with and without their front matter. Most of
// them need no import. Line endings and a byte order mark make no difference and are
// kept.
func TestImportKeepsAll(t *testing.T) {
	n := 0
	for name, src := range documents(t) {
		if out := checkImport(t, name, src); out != nil {
			n++
			if strings.Contains(src, "\n") && !strings.ContainsAny(src, "\r\ufeff") {
				got, err := convert.Import(name, []byte(windows(src)), convert.ImportOptions{Options: sevs()})
				if want := windows(string(out.Text)); err != nil || string(got.Text) != want {
					t.Errorf("with Windows line endings: %v\n%q\nwant\n%q", err, got.Text, want)
				}
			}
		}
		if _, body, ok := strings.Cut(src, "\n---\n"); ok {
			checkImport(t, name, body)
		}
		if t.Failed() {
			t.Fatalf("in %s", name)
		}
	}
	if n < 50 {
		t.Errorf("only %d documents are taken", n)
	}
}

// TestImportLeavesOurs checks that a document in pmsite's format is not changed, unless
// it has the template's table.
func TestImportLeavesOurs(t *testing.T) {
	for name, src := range documents(t) {
		if strings.HasPrefix(name, "postmortems/") && !strings.Contains(src, "| Information ") {
			if out := checkImport(t, name, src); string(out.Text) != src {
				t.Errorf("%s changes: %v\n%s", name, out.Notes, out.Text)
			}
		}
	}
}

// checkImport checks what is true of every import: no word is lost, the result is a
// document, and importing it again changes nothing.
func checkImport(t *testing.T, name, src string) *convert.Imported {
	t.Helper()
	out, err := convert.Import(name, []byte(src), convert.ImportOptions{Options: sevs()})
	if err != nil {
		return nil
	}
	lost := counted(string(out.Text))
	for word, n := range counted(src) {
		if lost[word] < n {
			t.Errorf("the word %q is lost:\n%s\nbecame\n%s", word, src, out.Text)
		}
	}
	again, err := convert.Import(name, out.Text, convert.ImportOptions{Options: sevs()})
	if err != nil {
		t.Fatalf("the result is refused: %v\n%s\nbecame\n%s", err, src, out.Text)
	}
	if string(again.Text) != string(out.Text) {
		t.Errorf("importing again changes:\n%s\nbecame\n%s\nand then\n%s", src, out.Text, again.Text)
	}
	lines := strings.Count(string(markdown.Normalize([]byte(src))), "\n") + 1
	if i := slices.IndexFunc(out.Notes, func(n convert.Note) bool { return n.Line < 0 || n.Line > lines || n.Text == "" }); i >= 0 {
		t.Errorf("note %+v of %d lines", out.Notes[i], lines)
	}
	return out
}

func counted(text string) map[string]int {
	out := map[string]int{}
	for _, word := range strings.FieldsFunc(strings.ToLower(string(markdown.Normalize([]byte(text)))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}) {
		out[word]++
	}
	return out
}

func FuzzImport(f *testing.F) {
	for _, src := range documents(f) {
		if len(src) < 2000 {
			f.Add(src)
		}
	}
	for _, src := range []string{
		"- **Date**: 2015-10-21\n- Status: done\n", "## Timeline\n### 2:05 PM A\ntext\n### 14.10 B\n",
		"| Date | 2026-01-02 |\n|---|---|\n| Severity | SEV1 |\n", "Date: 2026-01-02\nPriority: P1\n", "## Authors\n- a\n- b\n",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<14 {
			t.Skip("large files are slow, not different")
		}
		checkImport(t, "content/2026-03-05-a-b.md", src)
	})
}

// fragments are pieces of documents as people write them. TestImportMixtures combines
// them in every order.
var fragments = []string{
	"# Outage of 2021-03-05", "Title of it\n===========", "---", "***", "",
	"**Date:** 5 March 2021", "- **Status**: Complete (mostly)", "Severity: SEV1", "* Severity: P1 / SEV2", "**Authors**:\n- a team\n- [b](c.md)", "Duration: ~2h",
	"| Metadata | Information |\n|---|---|\n| Date | 2021/03/05 |\n| Service name | `a`, b |\n| Weather | fair |",
	"| Date | 2021-03-06 |\n| --- | --- |\n| Impact | latency |\n| Vendor Case # | n/a |", "||\n|-|", "Date | Time\n--|--\n1 | 2:05 PM",
	"## Summary", "## Timeline (UTC)", "Timeline\n--------", "### 2021-03-05", "**2021-03-06**", "### 2:05 PM It begins", "#### 14.30: found", "## Date\n\n2021-03-07", "## Authors\n- x\n- y",
	"- 2:05pm: it begins", "- 14:05 - **OUTAGE ENDS** now", "1. 14h30 it ends", "- and more\n  - within", "  * 9:00 indented", "14:05 a line", "14:05-14:20 a range", "[14:10] in brackets", "`14:12` in code", "(3 PM) about tea",
	"| Time (CET) | Event |\n|---|---|\n| 2021-03-05 3:15 PM | Outage ends |\n| 9:01 | a \\| b |", "| When | What |\n|---|---|\n| 12:29p | x |",
	"## Action Items", "## Follow-ups", "| Action | Type | Due | State |\n|---|---|---|---|\n| a | process | Oct 1, 2021 | ✅ |\n| b | prevent | soon | done | extra |", "- [ ] do it", "## What went poorly?",
	"```\n## Timeline\n- 2:05 PM\n```", "~~~", "<!-- Date: 2021-01-01 -->", "<!--\n- 3 PM\n-->", "    - 2:05 PM code", "> **Date:** quoted", "Text that\ngoes on: and on", "All times are in UTC.", "## Timeline ##", "* * *", "+ 3:05 AM: plus", "- 25:99 no time", "- ~3 PM about",
}

func TestImportMixtures(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const n = 600
	taken := 0
	for range n {
		var b strings.Builder
		if random.IntN(3) == 0 {
			b.WriteString([]string{"---\ntitle: T\n---\n", "---\nname: T\nstart_time: 2021-03-05T10:00:00Z\nsystems: [a]\nseverity: SEV1 or so\nstatus: final, signed\n---\n", "---\n# x\n---\n"}[random.IntN(3)])
		}
		for range random.IntN(12) {
			b.WriteString(fragments[random.IntN(len(fragments))])
			b.WriteString([]string{"\n", "\n\n", "\n\n\n"}[random.IntN(3)])
		}
		if checkImport(t, "content/2021-03-05-x.md", b.String()) != nil {
			taken++
		}
		checkFormat(t, b.String())
		if t.Failed() {
			t.Fatalf("of\n%s", b.String())
		}
	}
	if taken < n*9/10 {
		t.Errorf("%d of %d are taken", taken, n)
	}
}
