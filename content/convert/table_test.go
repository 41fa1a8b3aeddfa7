package convert_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

const formatted = "---\ntitle: A\ndate: 2026-01-02\nstatus: draft\n---\n"

// bodyOf formats a document with the given body, and returns the body.
func bodyOf(t *testing.T, body string) string {
	t.Helper()
	out, problems := convert.Format("content/a.md", []byte(formatted+body), convert.FormatOptions{Options: plain()})
	if problems != nil {
		t.Fatal(problems)
	}
	got, ok := strings.CutPrefix(string(out), formatted)
	if !ok {
		t.Fatalf("front matter in order is changed:\n%s", out)
	}
	return got
}

// TestColumns checks the width of a table's columns.
func TestColumns(t *testing.T) {
	wide := func(n int) string { return strings.Repeat("x", n) }
	for _, c := range []struct{ holds, src, want string }{
		{"a column is as wide as its widest cell", "|a|b|\n|-|-|\n|four|x|\n", "| a    | b   |\n| ---- | --- |\n| four | x   |\n"},
		{"a column is at least three wide", "|a|\n|-|\n|x|\n", "| a   |\n| --- |\n| x   |\n"},
		{"a column is as wide as its head", "|heads|\n|-|\n|x|\n", "| heads |\n| ----- |\n| x     |\n"},
		{"a cell of 48 widens its column", "|a|\n|-|\n|" + wide(48) + "|\n", "| a" + strings.Repeat(" ", 47) + " |\n| " + strings.Repeat("-", 48) + " |\n| " + wide(48) + " |\n"},
		{"a cell of 49 does not", "|a|\n|-|\n|" + wide(49) + "|\n|four|\n", "| a    |\n| ---- |\n| " + wide(49) + " |\n| four |\n"},
		{"long dashes widen nothing", "|a|\n|----------|\n|x|\n", "| a   |\n| --- |\n| x   |\n"},
		{"a row with too few cells gets the others", "|a|b|\n|-|-|\n|x|\n", "| a   | b   |\n| --- | --- |\n| x   |     |\n"},
		{"a surplus cell stays as it is", "|a|\n|-|\n|x|many|\n", "| a   |\n| --- |\n| x   | many |\n"},
		{"to the left, to the right, or in the middle", "|a|b|c|d|\n|:-|-:|:-:|-|\n|four|four|four|four|\n|x|x|x|x|\n", "| a    |    b |  c   | d    |\n| :--- | ---: | :--: | ---- |\n| four | four | four | four |\n| x    |    x |  x   | x    |\n"},
		{"a wide character takes two columns, a combining mark none", "|a|\n|-|\n|東京|\n|e\u0301\u200bé|\n", "| a    |\n| ---- |\n| 東京 |\n| e\u0301\u200bé   |\n"},
		{"a full-width Latin letter takes two columns", "|a|\n|-|\n|ＡＢ|\n", "| a    |\n| ---- |\n| ＡＢ |\n"},
		{"an escaped pipe is part of its cell", "|a|\n|-|\n|b\\|c|\n", "| a    |\n| ---- |\n| b\\|c |\n"},
		{"a table without outer pipes gets them", "a|b\n-|-\nx|y\n", "| a   | b   |\n| --- | --- |\n| x   | y   |\n"},
		{"an empty cell stays empty", "|a|b|\n|-|-|\n||x|\n", "| a   | b   |\n| --- | --- |\n|     | x   |\n"},
		{"each table has its own widths", "|a|\n|-|\n|long|\n\n|a|\n|-|\n|x|\n", "| a    |\n| ---- |\n| long |\n\n| a   |\n| --- |\n| x   |\n"},
		{"code that looks like a table stays", "```\n|a|\n|-|\n```\n", "```\n|a|\n|-|\n```\n"},
		{"a table in a quote or a list stays", "> |a|\n> |-|\n\n- b\n\n  |a|\n  |-|\n", "> |a|\n> |-|\n\n- b\n\n  |a|\n  |-|\n"},
		{"prose stays, including blanks", "Text  \n  * a\n\n\nmore   text\n", "Text  \n  * a\n\n\nmore   text\n"},
	} {
		if got := bodyOf(t, c.src); got != c.want {
			t.Errorf("%s does not hold:\n%sbecomes\n%swant\n%s", c.holds, c.src, got, c.want)
		}
	}
}

// TestFormatGivesUpWhatChangesMeaning checks that keys stay in place if reordering would
// change a value, and that tables are aligned anyway.
func TestFormatGivesUpWhatChangesMeaning(t *testing.T) {
	const front = "---\nnote: |+\n  The blank line below belongs to the note.\n\ntitle: A\ndate: 2026-01-02\nstatus: draft\n---\n"
	out, problems := convert.Format("content/a.md", []byte(front+"|a|\n|-|\n"), convert.FormatOptions{Options: plain()})
	if want := front + "| a   |\n| --- |\n"; string(out) != want || problems != nil {
		t.Errorf("a document whose note would lose a line when its keys are put in order becomes\n%s\nwant\n%s", out, want)
	}
	before, _ := content.Parse("content/a.md", []byte(front), plain())
	after, _ := content.Parse("content/a.md", []byte("---\ntitle: A\ndate: 2026-01-02\nstatus: draft\nnote: |+\n  The blank line below belongs to the note.\n---\n"), plain())
	if reflect.DeepEqual(before, after) {
		t.Error("the case proves nothing: the note has the same value without its line")
	}
}

// TestKeyOrder checks the order of keys, and which comments and blank lines move with
// them.
func TestKeyOrder(t *testing.T) {
	for _, c := range []struct{ holds, src, want string }{
		{"keys are in the order of the format", "tags: [a]\nstatus: draft\nauthors: a\ndate: 2026-01-02\nid: PM-2026-0001\ntitle: A\n", "title: A\nid: PM-2026-0001\ndate: 2026-01-02\nauthors: a\nstatus: draft\ntags: [a]\n"},
		{"unknown keys come last, in the order written", "zone: z\nteam: a\nstatus: draft\ndate: 2026-01-02\ntitle: A\n", "title: A\ndate: 2026-01-02\nstatus: draft\nzone: z\nteam: a\n"},
		{"a comment goes with the key below it", "# of the status\nstatus: draft\n# of the title\ntitle: A\ndate: 2026-01-02\n", "# of the title\ntitle: A\ndate: 2026-01-02\n# of the status\nstatus: draft\n"},
		{"a comment that a blank line sets apart stays on top", "# of the file\n\n# of the status\nstatus: draft\ntitle: A\ndate: 2026-01-02\n", "# of the file\n\ntitle: A\ndate: 2026-01-02\n# of the status\nstatus: draft\n"},
		{"a comment for the editor stays on top", "# yaml-language-server: $schema=x\nstatus: draft\ntitle: A\ndate: 2026-01-02\n", "# yaml-language-server: $schema=x\ntitle: A\ndate: 2026-01-02\nstatus: draft\n"},
		{"a comment after the last key stays at the end", "status: draft\ntitle: A\ndate: 2026-01-02\n# the end\n", "title: A\ndate: 2026-01-02\nstatus: draft\n# the end\n"},
		{"the lines of a value go with it", "services:\n  - a\n  # - b\n\n  - c\ntitle: A\ndate: 2026-01-02\nstatus: draft\n", "title: A\nservices:\n  - a\n  # - b\n\n  - c\ndate: 2026-01-02\nstatus: draft\n"},
	} {
		out, problems := convert.Format("content/a.md", []byte("---\n"+c.src+"---\nText.\n"), convert.FormatOptions{Options: plain()})
		if string(out) != "---\n"+c.want+"---\nText.\n" || problems != nil {
			t.Errorf("%s does not hold:\n%sbecomes\n%s%v", c.holds, c.src, out, problems)
		}
	}
}

// TestFormatLineEnds checks that line endings and a byte order mark are kept, and that
// mixed line endings become LF.
func TestFormatLineEnds(t *testing.T) {
	const src, want = "---\nstatus: draft\ntitle: A\ndate: 2026-01-02\n---\n", "---\ntitle: A\ndate: 2026-01-02\nstatus: draft\n---\n"
	crlf := func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
	for in, out := range map[string]string{
		src: want, crlf(src): crlf(want), "\ufeff" + src: "\ufeff" + want, windows(src): windows(want), strings.Replace(crlf(src), "\r\n", "\n", 1): want,
	} {
		if got, _ := convert.Format("content/a.md", []byte(in), convert.FormatOptions{Options: plain()}); string(got) != out {
			t.Errorf("%q becomes %q, want %q", in, got, out)
		}
	}
	const broken = "---\r\ntitle: [\r\n---\n"
	got, problems := convert.Format("content/a.md", []byte(broken), convert.FormatOptions{Options: plain()})
	if string(got) != broken || len(problems) == 0 {
		t.Errorf("an unreadable document is not returned unchanged with its problems: %q, %v", got, problems)
	}
}
