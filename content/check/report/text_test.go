package report_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/check/report"
)

// TestExcerpts checks which part of a line is shown, and what is marked below it.
func TestExcerpts(t *testing.T) {
	const ten = "0123456789"
	for _, c := range []struct {
		holds, source    string
		column, end      int
		wantLine, wantUp string
	}{
		{"a short line is shown completely", "a careless change", 3, 11, "a careless change", "  ^^^^^^^^"},
		{"a line of 110 characters is shown completely", strings.Repeat(ten, 11), 101, 111, strings.Repeat(ten, 11), strings.Repeat(" ", 100) + "^^^^^^^^^^"},
		{"a longer line is cut after the marked part", strings.Repeat(ten, 11) + "x", 101, 111, strings.Repeat(ten, 11) + "…", strings.Repeat(" ", 100) + "^^^^^^^^^^"},
		{"if the marked part ends after the cut, the excerpt moves", strings.Repeat(ten, 11) + "x", 103, 112, "…" + (strings.Repeat(ten, 11) + "x")[1:], strings.Repeat(" ", 102) + "^^^^^^^^^"},
		{"twenty characters are shown before the marked part", strings.Repeat(ten, 30), 151, 154, "…" + strings.Repeat(ten, 11) + "…", strings.Repeat(" ", 21) + "^^^"},
		{"at the end of a line, the last 110 characters are shown", strings.Repeat(ten, 30), 296, 301, "…" + strings.Repeat(ten, 11), strings.Repeat(" ", 106) + "^^^^^"},
		{"a tab is shown as one blank", "\ta\tb", 4, 5, " a b", "   ^"},
		{"a finding after the end of the line has one mark", "abc", 9, 12, "abc", "   ^"},
		{"blanks at the end are not shown", "abc   ", 1, 4, "abc", "^^^"},
		{"wide letters have two marks", "障害 a", 1, 3, "障害 a", "^^^^"},
		{"marks after wide letters are in the right column", "障한🔥ﾊＡ a", 7, 8, "障한🔥ﾊＡ a", "          ^"},
		{"combining characters take no column", "e\u0301\ufe0f\u200d a", 6, 7, "e\u0301\ufe0f\u200d a", "  ^"},
		{"a blank line is not shown", "   ", 1, 2, "", ""},
		{"an unknown line is not shown", "", 1, 2, "", ""},
	} {
		f := check.Finding{File: "a.md", Line: 1, Column: c.column, EndLine: 1, EndColumn: c.end, Level: content.Warning, Rule: "r", Message: "m", Source: c.source}
		got := string(write(t, "text", []check.Finding{f}, report.Options{}))
		want := "a.md:1:" + itoa(c.column) + ": warning: m [r]\n"
		if c.wantLine != "" {
			want += "  " + c.wantLine + "\n  " + c.wantUp + "\n"
		}
		if got != want {
			t.Errorf("%s: got\n%swant\n%s", c.holds, got, want)
		}
	}
}

// TestWidths checks the first and last character of each range with a width of two columns
// or none, and their neighbours, which have a width of one.
func TestWidths(t *testing.T) {
	for columns, letters := range map[int][]rune{
		0: {0x300, 0x36f, 0x200d, 0xfe00, 0xfe0f},
		1: {0x2ff, 0x370, 0x200c, 0x200e, 0xfdff, 0xfe10, 0x10ff, 0x1160, 0x2e7f, 0xa4d0, 0xabff, 0xd7a4, 0xf8ff, 0xfb00, 0xfe2f, 0xfe70, 0xfeff, 0xff61, 0xffdf, 0xffe7, 0x1f2ff, 0x1fb00, 0x1ffff, 0x3fffe, 'a', 'é'},
		2: {0x1100, 0x115f, 0x2e80, 0xa4cf, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1faff, 0x20000, 0x3fffd},
	} {
		for _, letter := range letters {
			f := check.Finding{File: "a.md", Line: 1, Column: 3, EndLine: 1, EndColumn: 4, Rule: "r", Message: "m", Source: "x" + string(letter) + "y"}
			lines := strings.Split(string(write(t, "text", []check.Finding{f}, report.Options{})), "\n")
			if got, want := lines[2], strings.Repeat(" ", 2+1+columns)+"^"; got != want {
				t.Errorf("the mark after %U is %q, want %q: the character has a width of %d", letter, got, want, columns)
			}
		}
	}
}

// TestColors checks the colour of each level, and that the rest of the line has none.
func TestColors(t *testing.T) {
	for level, color := range map[content.Level]string{content.Error: "31", content.Warning: "33", content.Info: "2"} {
		f := check.Finding{File: "error: a.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 2, Level: level, Rule: "r", Message: level.String() + ": m", Hint: "h", Source: "x"}
		got := string(write(t, "text", []check.Finding{f}, report.Options{Color: true, Verbose: true}))
		paint := func(color, text string) string { return "\x1b[" + color + "m" + text + "\x1b[0m" }
		want := "error: a.md:1:1: " + paint(color, level.String()+":") + " " + level.String() + ": m [r]\n" + paint("2", "hint: h") + "\n  x\n  " + paint(color, "^") + "\n"
		if got != want {
			t.Errorf("a finding of level %s is written as %q, want %q", level, got, want)
		}
	}
}

// TestNotesAreAskedFor checks that notes are left out of the text unless it is verbose, and
// of no other format.
func TestNotesAreAskedFor(t *testing.T) {
	note := []check.Finding{{File: "a.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 2, Level: content.Info, Rule: "date", Message: "a note"}}
	if got := string(write(t, "text", note, report.Options{})); got != "" {
		t.Errorf("a note is written without Verbose: %q", got)
	}
	if got := string(write(t, "text", note, report.Options{Verbose: true})); got != "a.md:1:1: info: a note [date]\n" {
		t.Errorf("with Verbose, a note is written as %q", got)
	}
	for _, format := range report.Formats() {
		if got := string(write(t, format.Name, note, report.Options{})); format.Name != "text" && !strings.Contains(got, "a note") {
			t.Errorf("the %s report lacks a note: %s", format.Name, got)
		}
	}
}
