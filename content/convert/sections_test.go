package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/convert"
)

// TestHeadingsStay checks that headings of sections keep their words, and so their anchors.
func TestHeadingsStay(t *testing.T) {
	for _, heading := range []string{"Executive Summary", "3. Timeline", "Timeline (PST)", "Follow-ups", "Summary", "A section of our own"} {
		if text, notes := imported(t, "---\ntitle: Gates\n---\n## "+heading+"\nText.\n"); !strings.Contains(text, "\n## "+heading+"\nText.\n") || strings.Contains(notes, "section") {
			t.Errorf("the section %q does not stay as it is:\n%s\n%s", heading, text, notes)
		}
	}
}

// TestUnderlined checks which lines are headings because of the line below.
func TestUnderlined(t *testing.T) {
	for src, want := range map[string]string{
		"A title\n=======\n\nText.":     "# A title\n\nText.",
		"A part\n------\nText.":         "## A part\n\nText.",
		"A part\n-\nText.":              "## A part\n\nText.",
		"Text\nA part\n------\n\nText.": "Text\nA part\n------\n\nText.",
		"- an item\n------\n":           "- an item\n------\n",
		"> a quote\n------\n":           "> a quote\n------\n",
		"a | b\n------\n":               "a | b\n------\n",
		"1. item\n------\n":             "1. item\n------\n",
		"```\nA part\n------\n```":      "```\nA part\n------\n```",
	} {
		text, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\nstatus: draft\n---\n"+src+"\n")
		if _, got, _ := strings.Cut(text, "\n---\n"); got != want+"\n" {
			t.Errorf("of\n%s\nbecomes\n%s\nwant\n%s", src, got, want)
		}
	}
}

// TestUndated checks which titles lose the date in front of them, and that the heading goes with them.
func TestUndated(t *testing.T) {
	for heading, title := range map[string]string{
		"2021-03-05 — Gates **shut**": "Gates shut # 2021-03-05 — Gates shut",
		"[2021-03-05] Gates shut":     "Gates shut # [2021-03-05] Gates shut",
		"5 March 2021: Gates shut":    "Gates shut # 5 March 2021: Gates shut",
		"2021-3-5, Gates shut":        "Gates shut # 2021-3-5, Gates shut",
		"2021-03-04 Gates shut":       "2021-03-04 Gates shut",
		"2021-03-05 14:05 Gates shut": "2021-03-05 14:05 Gates shut",
		"2021-03-05, 504":             "2021-03-05, 504",
		"2021-03-05":                  "2021-03-05",
		"Gates shut on March 5, 2021": "Gates shut on March 5, 2021",
	} {
		text, _ := imported(t, "# "+heading+"\n\n**Date:** 2021-03-05\n\nThey shut.\n")
		if !strings.Contains(strings.ReplaceAll(text, `"`, ""), "title: "+title+"\n") {
			t.Errorf("the heading %q gives no title %s:\n%s", heading, title, text)
		}
		if kept := strings.Contains(text, "\n# "+heading+"\n"); kept != !strings.Contains(title, " # ") {
			t.Errorf("the heading does not go with the title %s:\n%s", title, text)
		}
	}
}

// TestHeadingFields checks which headings with a line or a list below are fields.
func TestHeadingFields(t *testing.T) {
	for src, want := range map[string]string{
		"## Date\n\n2021-03-05\n":            "date: 2021-03-05",
		"## Authors\n- a\n- b\n":             "authors: [a, b]",
		"### Severity\nhigh\n":               "severity: high",
		"## Duration\n45m\n":                 "duration: 45m",
		"## Services\n* a\n* b\n":            "service: [a, b] # Services",
		"## Timezone\nUTC\n":                 "timezone: UTC",
		"## Status\nfinal\n":                 "status: draft # completed; Status: final",
		"## Date\n\n2021-03-05\n\nIt was.\n": "",
		"## Tags\na, b\n":                    "",
		"## Authors\n- a\nb\n":               "",
		"## Date\n\n```\n2021-03-05\n```\n":  "",
		"## Severity\n| a |\n":               "",
		"## Severity\n":                      "",
		"## Severity\ndire\n":                "",
		"# Date\n2021-03-05\n":               "",
	} {
		text, _ := imported(t, "---\ntitle: Gates\n---\n"+src+"\n## Notes\nText.\n")
		taken := want != "" && strings.Contains(text, "\n"+want+"\n") && strings.Contains(text, "\n---\n## Notes\nText.\n")
		stays := want == "" && strings.Contains(text, src)
		if !taken && !stays {
			t.Errorf("%s\nbecomes\n%s\nwant the field %q", src, text, want)
		}
	}
}

// TestWhatTellsTitleAndDate checks where the keys that every document requires come from,
// and in which order of precedence.
func TestWhatTellsTitleAndDate(t *testing.T) {
	for _, c := range []struct{ holds, name, src, want, note string }{
		{"the first heading is the title", "a.md", "## Part\n# The *gates*\n# Others\n", "title: The gates\n", "2 mapped title: The gates\n"},
		{"a title that YAML would misread is quoted", "a.md", "# Gates: closed\n", "title: \"Gates: closed\"\n", "1 mapped title: Gates: closed\n"},
		{"without a heading the file's name is the title", "x/the-east_gates.md", "Text.\n", "title: the east gates\n", "0 guessed title: the east gates, from the file's name\n"},
		{"a date in the file's name is not part of the title", "x/20210305_gates.md", "Text.\n", "title: gates\ndate: 2021-03-05\n", "0 guessed date: 2021-03-05, from the file's name\n"},
		{"the heading's date takes precedence over the name's", "2020-01-01-a.md", "# Gates of 2021-03-05\n", "date: 2021-03-05\n", "1 guessed date: 2021-03-05, from the heading\n"},
		{"a date in words is read from the heading", "a.md", "# Gates on March 5, 2021\n", "date: 2021-03-05\n", "1 guessed date: 2021-03-05, from the heading\n"},
		{"the timeline's date takes precedence over the name's", "2021-03-09-a.md", "## Timeline\n- 2021-03-05 14:05 a\n", "date: 2021-03-05\n", "2 guessed date: 2021-03-05, from the timeline\n"},
		{"a change long before the day of the name is not the incident", "2021-03-09-a.md", "## Timeline\n- 2021-02-01 14:05 a\n- 2021-03-09 10:00 b\n", "date: 2021-03-09\n", "0 guessed date: 2021-03-09, from the file's name\n"},
		{"a title that the name and the timeline contradict was copied", "2021-03-09-a.md", "# Gates of 2021-01-01\n## Timeline\n- 2021-03-09 10:00 b\n", "date: 2021-03-09\n", "3 guessed date: 2021-03-09, from the timeline\n"},
		{"folders may have the year of a name", "2021-03/03-09-a.md", "Text.\n", "date: 2021-03-09\n", "0 guessed date: 2021-03-09, from the file's name\n"},
		{"the timeline's first date is the date", "a.md", "## Timeline\n- 2021-03-05 14:05 a\n- 2021-03-06 b\n", "date: 2021-03-05\n", "2 guessed date: 2021-03-05, from the timeline\n"},
		{"a date in words is read from the timeline", "a.md", "## Timeline\nMarch 5, 2021\n", "date: 2021-03-05\n", "2 guessed date: 2021-03-05, from the timeline\n"},
		{"a date elsewhere is the date, if there is no other", "a.md", "## Notes\nOn 2021-03-05 they closed.\n", "date: 2021-03-05\n", "2 guessed date: 2021-03-05, from the text\n"},
		{"a date in the summary comes before others", "a.md", "## Notes\n2021-03-05\n## Summary\nThey closed on March 4th, 2021.\n", "date: 2021-03-04\n", "4 guessed date: 2021-03-04, from the text\n"},
		{"a version is not a date", "a.md", "Version 2021.3.5.1 of the gates.\n", "status: draft\n", "0 left date: import found none; add it to the front matter\n"},
		{"an invalid date in the name is ignored", "2021-02-30-a.md", "Text.\n", "status: draft\n", "0 left date: import found none; add it to the front matter\n"},
		{"without a status it is a draft", "a.md", "Text.\n", "status: draft\n", "0 guessed status: draft, as import found none\n"},
		{"what the document does not say is noted", "a.md", "Text.\n", "", "0 left service: import found none; add it to the front matter\n0 left impact: import found none; add it to the front matter\n0 left severity: import found none; add it to the front matter\n0 left detection: import found none; add it to the front matter\n"},
		{"a missing key is noted only once", "a.md", "**Severity:** dire\n", "", "0 left impact: import found none; add it to the front matter\n0 left detection: import found none; add it to the front matter\n"},
	} {
		out, err := convert.Import(c.name, []byte(c.src), convert.ImportOptions{Options: sevs()})
		if err != nil {
			t.Fatal(err)
		}
		if notes := noted(out.Notes); !strings.Contains(string(out.Text), "\n"+c.want) && c.want != "" || !strings.Contains(notes, c.note) {
			t.Errorf("%s does not hold: %s with\n%sbecomes\n%swith the notes\n%s", c.holds, c.name, c.src, out.Text, notes)
		}
	}
}

// TestEndsOfFiles checks the last line of a file without a line ending.
func TestEndsOfFiles(t *testing.T) {
	for src, want := range map[string]string{
		"Severity: high":                "title: Gates\nseverity: high\nstatus: draft\n---\n",
		"**Authors:**\n  - a":           "title: Gates\nauthors: a\nstatus: draft\n---\n",
		"## Severity\nhigh":             "title: Gates\nseverity: high\nstatus: draft\n---\n",
		"A part\n---":                   "title: Gates\nstatus: draft\n---\n## A part\n",
		"## Follow-ups":                 "title: Gates\nstatus: draft\n---\n## Follow-ups",
		"**Incident / Change #:** INC1": "title: Gates\nincident: INC1 # Incident / Change #\nstatus: draft\n---\n",
		"**Incident / Change #:** CHG1": "title: Gates\nincident: # Incident / Change #: CHG1\nchange: CHG1\nstatus: draft\n---\n",
	} {
		if text, _ := imported(t, "---\ntitle: Gates\n---\n"+src); text != "---\n"+want {
			t.Errorf("of\n%s\nbecomes\n%q, want\n%q", src, text, "---\n"+want)
		}
	}
}
