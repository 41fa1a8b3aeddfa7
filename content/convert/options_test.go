package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

// TestImportOptions checks what the options give to documents that do not have it themselves.
func TestImportOptions(t *testing.T) {
	day := content.Date{Year: 2026, Month: 3, Day: 5}
	for _, c := range []struct {
		name, src  string
		opts       convert.ImportOptions
		text, note string
	}{
		{"a date that is given", "Text.\n", convert.ImportOptions{Date: day}, "date: 2026-03-05\n", "0 guessed date: 2026-03-05, as given\n"},
		{"a date from elsewhere", "Text.\n", convert.ImportOptions{Date: day, Dated: "from the first commit"}, "date: 2026-03-05\n", "0 guessed date: 2026-03-05, from the first commit\n"},
		{"the document's own date", "Text.\n\n**Date:** 2026-02-01\n", convert.ImportOptions{Date: day}, "date: 2026-02-01", "mapped date: 2026-02-01"},
		{"the document's own status", "**Status:** review\n", convert.ImportOptions{Status: content.Completed}, "status: draft # review", "mapped status: review"},
		{
			"a status that is given",
			"---\nservice: gates\nimpact: latency\nseverity: low\ndetection: manual\nauthors: a team\ndate: 2026-03-05\n---\n# Gates\n\nText.\n",
			convert.ImportOptions{Status: content.Completed},
			"status: completed\n", "0 guessed status: completed, as given\n",
		},
		{"a status that the document lacks too much for", "---\ndate: 2026-03-05\n---\n# Gates\n\nText.\n", convert.ImportOptions{Status: content.Completed}, "status: draft # completed", "status: draft, because it lacks what completed requires"},
		{
			"an outage without an end",
			"---\nservice: gates\nimpact: latency\nseverity: low\ndetection: manual\nauthors: a team\ndate: 2026-03-05\n---\n# Gates\n\n## Timeline\n\n- 14:05 Outage begins\n",
			convert.ImportOptions{Status: content.Completed},
			"status: draft # completed", "status: draft, because it lacks what completed requires",
		},
		{"a heading that import cannot read", "# Gates\n\nText.\n\n## Severity\n\nQuite something.\n\nBy all accounts.\n", convert.ImportOptions{}, "", "5 left severity: import cannot read it here; add it to the front matter\n"},
	} {
		out, err := convert.Import("content/a.md", []byte(c.src), c.opts)
		if err != nil {
			t.Fatal(err)
		}
		if notes := noted(out.Notes); !strings.Contains(string(out.Text), c.text) || !strings.Contains(notes, c.note) {
			t.Errorf("%s:\n%s%s", c.name, out.Text, notes)
		}
	}
}
