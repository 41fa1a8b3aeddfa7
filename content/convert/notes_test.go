package convert_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/markdown"
)

// TestNotesOfLaterRounds checks that notes about text that the import itself wrote have
// no line: here the days in a table, which get a year once the file's name has provided
// the date.
func TestNotesOfLaterRounds(t *testing.T) {
	src := "# Gates\n\n## Timeline\n\n| Date | Time | Event |\n| - | - | - |\n| 6 Mar | 14:05 | Outage begins |\n"
	out, err := convert.Import("content/2021-03-05-gates.md", []byte(src), convert.ImportOptions{Options: sevs()})
	if err != nil {
		t.Fatal(err)
	}
	notes := noted(out.Notes)
	if !strings.Contains(string(out.Text), "| 2021-03-06 | 14:05 | Outage begins | (6 Mar) |") {
		t.Fatalf("the day of the table has no year:\n%s", out.Text)
	}
	if !strings.Contains(notes, "7 guessed timeline: 6 Mar is 2021-03-06\n") {
		t.Errorf("the row without a year has the notes\n%s", notes)
	}
	if n := strings.Count(notes, "timezone"); n != 1 {
		t.Errorf("a remaining task is noted %d times, want once:\n%s", n, notes)
	}
}

// TestNotesInOrder checks that notes are in the order of the source's lines.
func TestNotesInOrder(t *testing.T) {
	_, notes := imported(t, "# Gates\n**Duration:** 45m\n**Status:** final\n\n## Follow-ups\n\n**Date:** no\n\n## Timeline\n- 2:05 PM a\n")
	last := ""
	for line := range strings.Lines(notes) {
		if number, _, _ := strings.Cut(line, " "); len(number) < len(last) || len(number) == len(last) && number < last {
			t.Fatalf("the notes are not in the order of lines:\n%s", notes)
		} else {
			last = number
		}
	}
}

// TestRefused checks which files are not imported, and the errors.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ holds, src, says string }{
		{"a file of more than a MiB is refused", strings.Repeat("a", markdown.MaxSize+1), "import \"content/a.md\": larger than 1024 KiB"},
		{"a file that is not text is refused", "\xff", "import \"content/a.md\": 1:1: invalid UTF-8 (byte 0xff)"},
		{"front matter that is not YAML is refused", "---\ntitle: [\n---\n", "import \"content/a.md\": its front matter cannot be read or does not have one key per line"},
		{"front matter in one line is refused", "---\n{title: a, date: b}\n---\n", "import \"content/a.md\": its front matter cannot be read or does not have one key per line"},
	} {
		out, err := convert.Import("content/a.md", []byte(c.src), convert.ImportOptions{})
		if err == nil {
			t.Fatalf("%s does not hold: it becomes\n%s", c.holds, out.Text)
		}
		if !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%s does not hold: the error is %q, want %q", c.holds, err, c.says)
		}
		if strings.Contains(c.says, "front matter") != errors.Is(err, convert.ErrTemplate) {
			t.Errorf("%q is, or is not, ErrTemplate", err)
		}
	}
}

// TestMetadataTables checks which tables are metadata, and what remains of them.
func TestMetadataTables(t *testing.T) {
	for _, c := range []struct{ holds, table, front, body string }{
		{"a table whose rows are all fields goes", "| Key | Value |\n| - | - |\n| Severity | high |\n| Date | 2021-03-05 |\n", "severity: high\ndate: 2021-03-05\nstatus: draft\n# Key | Value\n", ""},
		{"a row that is not a field stays, with the head", "| Key | Value |\n| - | - |\n| Severity | high |\n| Weather | fair |\n| Date | 2021-03-05 |\n", "severity: high\ndate: 2021-03-05\nstatus: draft\n", "| Key | Value |\n| - | - |\n| Weather | fair |\n"},
		{"a row whose value is not understood stays", "| Key | Value |\n| - | - |\n| Severity | dire |\n| Date | 2021-03-05 |\n", "date: 2021-03-05\nstatus: draft\n", "| Key | Value |\n| - | - |\n| Severity | dire |\n"},
		{"a head that is a field is one", "| Severity | high |\n| - | - |\n| Date | 2021-03-05 |\n", "severity: high\ndate: 2021-03-05\nstatus: draft\n", ""},
		{"one field alone is not a table of fields", "| Key | Value |\n| - | - |\n| Severity | high |\n| Weather | fair |\n", "status: draft\n", "| Key | Value |\n| - | - |\n| Severity | high |\n| Weather | fair |\n"},
		{"a table of three columns is not a table of fields", "| Severity | high | a |\n| - | - | - |\n| Date | 2021-03-05 | b |\n", "date: 2021-03-05\nstatus: draft\n", "| Severity | high | a |\n| - | - | - |\n| Date | 2021-03-05 | b |\n"},
		{"an empty head leaves no remark", "| | |\n| - | - |\n| Severity | high |\n| Date | 2021-03-05 |\n", "severity: high\ndate: 2021-03-05\nstatus: draft\n", ""},
	} {
		text, _ := imported(t, "---\ntitle: Gates\n---\n"+c.table+"\nText.\n")
		want := "---\ntitle: Gates\n" + c.front + "---\n" + c.body + "\nText.\n"
		if got := strings.Replace(text, "---\n\nText", "---\nText", 1); got != strings.Replace(want, "---\n\nText", "---\nText", 1) {
			t.Errorf("%s does not hold:\n%sbecomes\n%swant\n%s", c.holds, c.table, text, want)
		}
	}
}

// TestFieldsBehindTables checks that fields after a table are taken, whether the table is
// removed completely, partly or not at all.
func TestFieldsBehindTables(t *testing.T) {
	for _, table := range []string{
		"| Key | Value |\n| - | - |\n| Impact | latency |\n| Date | 2021-03-05 |\n",
		"| Key | Value |\n| - | - |\n| Impact | latency |\n| Weather | fair |\n| Date | 2021-03-05 |\n",
		"| Key | Value |\n| - | - |\n| Weather | fair |\n",
	} {
		if text, _ := imported(t, "---\ntitle: Gates\n---\n"+table+"\nSeverity: high\nDetection: manual\n"); !strings.Contains(text, "\nseverity: high\n") || !strings.Contains(text, "\ndetection: manual\n") {
			t.Errorf("after the table\n%sa field is not taken:\n%s", table, text)
		}
	}
}
