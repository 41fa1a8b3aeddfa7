package content_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestSectionLevels checks that the outline of a page begins at level 2 and skips no
// level, whatever levels the author used.
func TestSectionLevels(t *testing.T) {
	pm, _ := read(t, front()+"# An outage\n\n#### A\na\n\n###### B\nb\n\n# C\nc\n\n## D\nd\n\n### E\ne\n\n###### F\nf\n\n## G\ng\n")
	var got []string
	for _, s := range pm.Sections {
		got = append(got, fmt.Sprint(s.Level, s.Title))
	}
	if got, want := strings.Join(got, " "), "0 2A 3B 2C 2D 3E 4F 2G"; got != want {
		t.Errorf("sections %s, want %s", got, want)
	}
}

// TestFirstHeading checks when the first heading of level 1 is the title, and when it is
// a section.
func TestFirstHeading(t *testing.T) {
	for headings, want := range map[string]string{
		"# An outage": "", "# AN-OUTAGE!": "", "# Post Mortem Title": "", "# Another outage": "Another outage", "## An outage": "An outage",
		"## A\n\n# An outage": "A", "# An outage\n\n# An outage": "An outage", "# Another\n\n# An outage": "Another, An outage",
	} {
		pm, _ := read(t, front()+"\n"+headings+"\n\nMore.\n")
		if got := titles(pm); got != want {
			t.Errorf("%q has the sections %q, want %q", headings, got, want)
		}
	}
}

// titles returns the titles of the sections that have a heading.
func titles(pm *content.PostMortem) string {
	var out []string
	for _, s := range pm.Sections {
		if s.Level > 0 {
			out = append(out, s.Title)
		}
	}
	return strings.Join(out, ", ")
}

// TestEmptySections checks that only the format's own sections are left out when they are
// empty, never the author's.
func TestEmptySections(t *testing.T) {
	for body, want := range map[string]string{
		"## Resolution\n":                                     "",
		"## Own\n":                                            "Own",
		"## Review\n### Action Items\n### Own\n":              "Review, Own",
		"## Review\n### Action Items\n## Own\n":               "Own",
		"## Review\n## Trigger\nt\n":                          "Trigger",
		"## Tags\n- a\n":                                      "",
		"## Tags\n- a\n\n```\ncode\n```\n":                    "Tags",
		"## Reminders\ntext\n### Within\ntext\n## After\na\n": "After",
		"## References\n<!-- none -->\n":                      "",
		"## Root Cause\nWhat led up to this issue? Generally failures are not caused by a single control failing, but by numerous controls failing. Which controls failed?\n": "",
		"## Root Cause\nWhat led up to this issue?\n": "Root Cause",
	} {
		pm, _ := read(t, strings.Replace(front(), "Text.\n", "", 1)+body)
		if got := titles(pm); got != want {
			t.Errorf("%q shows the sections %q, want %q", body, got, want)
		}
	}
}

// TestReservedAnchors checks that no heading gets an id that the page uses for its rows
// and parts.
func TestReservedAnchors(t *testing.T) {
	for heading, want := range map[string]string{
		"Timeline": "timeline", "Timeline 3": "section-timeline-3", "Action 10": "section-action-10", "Control 1": "section-control-1", "Went well 2": "section-went-well-2",
		"Went wrong 9": "section-went-wrong-9", "Got lucky 0": "section-got-lucky-0", "Timelines 3": "timelines-3", "Step 3": "step-3", "PM x": "section-pm-x", "Pmx": "pmx", "Action 3a": "action-3a",
	} {
		pm, _ := read(t, front()+"## "+heading+"\na\n")
		if got := pm.Sections[len(pm.Sections)-1].Anchor; got != want {
			t.Errorf("the heading %q has the id %q, want %q", heading, got, want)
		}
	}
}

// TestAnchorsOfRows checks that rows of a kind are numbered through the whole document,
// even past the cached names.
func TestAnchorsOfRows(t *testing.T) {
	text := front() + "## Action Items\n" + strings.Repeat("- do it\n", 70) + "\n## Timeline\n- 10:00 a\n\n## Action Items\n- more\n"
	pm, _ := read(t, text)
	for i, item := range pm.ActionItems {
		if want := fmt.Sprintf("action-%d", i+1); item.Anchor != want {
			t.Errorf("action item %d has the anchor %s, want %s", i+1, item.Anchor, want)
		}
	}
	if len(pm.ActionItems) != 71 || pm.Timeline[0].Anchor != "timeline-1" {
		t.Errorf("%d action items, and a row with the anchor %s", len(pm.ActionItems), pm.Timeline[0].Anchor)
	}
}

// TestSummaryOf checks that the summary is the first paragraph about the whole.
func TestSummaryOf(t *testing.T) {
	bare := strings.Replace(front(), "Text.\n", "", 1)
	for body, want := range map[string]string{
		"First.\n\n## Summary\nSecond.\n":                                      "Second.",
		"First.\n\n## Summary\n- a list\n":                                     "First.",
		"## Summary\nAs follows:\n\nThen.\n":                                   "Then.",
		"## Summary\n\n### Own\nWithin.\n":                                     "Within.",
		"## Timeline\nNot.\n\n### Own\nNot.\n\n## Resolution\nTurned off.\n":   "Turned off.",
		"## References\nNot.\n\n## Lessons Learned\nNot.\n\n## Review\nNot.\n": "",
		"## What went well\nNot.\n\n## What went wrong\nNot.\n\n## Action Items\nNot.\n\n## Where we got lucky\nNot.\n\n## Controls that failed\nNot.\n\n## Tags\nnot\n\n## Reminders\nNot.\n": "",
		"## Root Cause\nWhy.\n": "Why.",
		"> quoted\n\nFirst.\n":  "First.",
		"**Impact**: gates\n**Found by**: a desk\n\n## Problem\nThey shut.\n": "They shut.",
		"影响：闸门\n\n## Problem\nThey shut.\n":                                   "They shut.",
		"Hello everyone,\n\nThey shut.\n":                                     "They shut.",
		"Gate Desk 2026-3-5.\n\nThey shut.\n":                                 "They shut.",
		"see https://example.org/a\n\nThey shut.\n":                           "They shut.",
		"Impact: gates\n": "Impact: gates",
		"They shut.\n\n## Summary\nWhat: gates shut.\n": "What: gates shut.",
		"At 14:05 they shut.\n\nThen.\n":                "At 14:05 they shut.",
	} {
		if pm, _ := read(t, bare+body); pm.Summary != want {
			t.Errorf("%q is summarised as %q, want %q", body, pm.Summary, want)
		}
	}
	if pm, _ := read(t, front("summary: Given.")+"## Summary\nOther.\n"); pm.Summary != "Given." {
		t.Errorf("a summary that is given is replaced by %q", pm.Summary)
	}
}

// TestActionRows checks which rows of action items are the template's, and which values
// count as empty.
func TestActionRows(t *testing.T) {
	for row, want := range map[string]string{
		"Fix it | Mitigation | ops | CHG1 | 2026-03-09 | done": `"Fix it" Mitigation "ops" [CHG1] 2026-03-09 done`,
		"Fix it | – | | - | x | --":                            `"Fix it"  "" []  open`,
		"Fix it | | That Guy | n/a | |":                        `"Fix it"  "" []  open; content/a.md:14:14: warning: the owner is from the template [placeholder]`,
		"Remove old code | | That Guy | | |":                   "; content/a.md:14:1: warning: this action item is from the template [placeholder]",
		"Remove old code | | | | |":                            "; content/a.md:14:1: warning: this action item is from the template [placeholder]",
		"Remove old code | | ops | | |":                        `"Remove old code"  "ops" []  open`,
		" | | | | |":                                           "; content/a.md:14:1: warning: this action item is from the template [placeholder]",
		" | | ops | | |":                                       `""  "ops" []  open`,
		"Fix it | | ops | CHG1; CHG2, CHG1 | |":                `"Fix it"  "ops" [CHG1 CHG2]  open`,
		"Fix it | | ops | CHG1, ,; CHG2, | |":                  `"Fix it"  "ops" [CHG1 CHG2]  open`,
		"Fix it | | ops | , | |":                               `"Fix it"  "ops" []  open`,
		"Fix it | | ops | #17 VC-1 2042 | |":                   `"Fix it"  "ops" [#17 VC-1 2042]  open`,
		"Fix it | | ops | see CHG1 | |":                        `"Fix it"  "ops" [see CHG1]  open`,
		"Fix it | | ops | N/A | |":                             `"Fix it"  "ops" []  open`,
		"Fix it | wrong | ops | | soon | never":                `"Fix it"  "ops" []  open; content/a.md:14:12: error: "wrong" is not an action type [vocabulary]; content/a.md:14:28: error: due: "soon" is not a date of the form 2026-03-05 [date]; content/a.md:14:35: error: "never" is not an action state [vocabulary]`,
	} {
		pm, problems := read(t, front()+"## Action Items\n| Action Item | Type | Owner | Tracking | Due | Status |\n| --- | --- | --- | --- | --- | --- |\n| "+row+" |\n")
		got := ""
		for _, a := range pm.ActionItems {
			got += fmt.Sprintf("%q %s %q %v %s %s", a.Title, a.Type, a.Owner, a.Tracking, a.Due, a.State)
		}
		if problems != "" {
			got += "; " + strings.ReplaceAll(problems, "\n", "; ")
		}
		if got != strings.ReplaceAll(want, ":14:", ":15:") {
			t.Errorf("%s\nis %s\nwant %s", row, got, strings.ReplaceAll(want, ":14:", ":15:"))
		}
	}
	draft := strings.Replace(front(), "status: completed", "status: draft", 1)
	if _, problems := read(t, draft+"## Action Items\n- item\n\n| Action Item | Owner |\n| --- | --- |\n| Fix it | That Guy |\n| Report creation | |\n"); problems != "" {
		t.Errorf("a draft may keep the template's words: %s", problems)
	}
}

// TestActionDetails checks when the parentheses at the end of an item are columns and
// when they are a remark.
func TestActionDetails(t *testing.T) {
	for item, want := range map[string]string{
		"Fix it (Mitigation; ops)":                        `"Fix it" Mitigation "ops" [] `,
		"Fix it (Mitigation;).":                           `"Fix it" Mitigation "" [] `,
		"Fix it (ops; CHG1)":                              `"Fix it (ops; CHG1)"  "" [] `,
		"Fix it (2026-05-01; CHG1; CHG1; #2)":             `"Fix it"  "" [CHG1 #2] 2026-05-01`,
		"Fix it (due 2026-05-01; ops)":                    `"Fix it"  "ops" [] 2026-05-01`,
		"Fix it (Due: 2026-05-01; ops)":                   `"Fix it"  "ops" [] 2026-05-01`,
		"Fix it (Mitigation, ops)":                        `"Fix it (Mitigation, ops)"  "" [] `,
		"Fix it (Mitigation; ops) soon":                   `"Fix it (Mitigation; ops) soon"  "" [] `,
		"Fix it (Mitigation; ops; db team)":               `"Fix it (Mitigation; ops; db team)"  "" [] `,
		"Fix it (due soon; ops)":                          `"Fix it"  "ops" [] ; content/a.md:13:3: error: due: "soon" is not a date of the form 2026-03-05 [date]`,
		"Fix it (Detective; Mitigation; 4 eyes; ops 24x)": `"Fix it (Detective; Mitigation; 4 eyes; ops 24x)"  "" [] `,
	} {
		pm, problems := read(t, front()+"## Action Items\n- "+item+"\n")
		a := pm.ActionItems[0]
		got := fmt.Sprintf("%q %s %q %v %s", a.Title, a.Type, a.Owner, a.Tracking, a.Due)
		if problems != "" {
			got += "; " + problems
		}
		if got != want {
			t.Errorf("%s\nis %s\nwant %s", item, got, want)
		}
	}
}

// TestMetadataRows checks how a cell of the metadata table is split, and which tables are
// metadata tables.
func TestMetadataRows(t *testing.T) {
	rows := func(rows ...string) string {
		return "# T\n\n| Metadata | Information |\n| --- | --- |\n| Date | 2026-03-05 |\n| Status | draft |\n| Impact | latency |\n| Severity | low |\n| Detection | manual |\n| Service | s |\n| " + strings.Join(rows, " |\n| ") + " |\n"
	}
	for row, want := range map[string]string{
		"Incident / Change # | INC1, CH2; chg3 / 4 5": "incidents INC1|4|5, changes CH2|chg3",
		"Change | INC1, CHG2":                         "changes INC1|CHG2",
		"Vendor case | a b; c":                        "cases a b|c",
		"Authors | ops, dba; lead":                    "authors ops|dba|lead",
		"Tags | a, b; #c":                             "tags a|b|c",
		"ID | PM-1, x":                                "id PM-1, x",
		"Vendor | Acme, Inc.":                         "vendor Acme, Inc.",
	} {
		pm, problems := read(t, rows(row))
		if pm == nil {
			t.Errorf("%s: %s", row, problems)
			continue
		}
		var given []string
		for _, of := range []struct {
			name   string
			values []string
		}{
			{"id", []string{pm.ID}}, {"incidents", pm.Incidents}, {"changes", pm.Changes}, {"vendor", []string{pm.Vendor}}, {"cases", pm.VendorCases}, {"authors", pm.Authors}, {"tags", pm.Tags},
		} {
			if values := strings.Join(of.values, "|"); values != "" {
				given = append(given, of.name+" "+values)
			}
		}
		if got := strings.Join(given, ", "); got != want || problems != "" {
			t.Errorf("the row %s is read as %s, want %s; %s", row, got, want, problems)
		}
	}
	pm, problems := read(t, rows("Weather | fair", "Mood | bad", "Vendor |"))
	if fmt.Sprint(pm.Params) != "map[Mood:bad Weather:fair]" || pm.Vendor != "" || !strings.Contains(problems, `content/a.md:11:3: warning: "Weather" is not a known row of the metadata table [unknown-key]`) {
		t.Errorf("rows of the author's own are %v; %s", pm.Params, problems)
	}
	for text, want := range map[string]string{
		"| | |\n|-|-|\n| Severity | low |\n| Date | 2026-03-05 |\n| Status | draft |\n":                                     "low",
		"| | |\n|-|-|\n| Severity | low |\n| Date | 2026-03-05 |\n":                                                         "not read",
		"| A | B |\n|-|-|\n| Severity | low |\n| Date | 2026-03-05 |\n| Status | draft |\n":                                 "not read",
		"| Metadata | Information | C |\n|-|-|-|\n| Severity | low | |\n":                                                   "not read",
		"| Metadata | Information |\n|-|-|\n| Severity | low |\n\n| Metadata | Information |\n|-|-|\n| Severity | high |\n": "low",
	} {
		pm, _ := read(t, text)
		if got := "not read"; pm != nil {
			got = pm.Severity
			if got != want {
				t.Errorf("%q has the severity %s, want %s", text, got, want)
			}
		} else if got != want {
			t.Errorf("%q is not read, want the severity %s", text, want)
		}
	}
}

// TestNeeded checks what a document of each status requires.
func TestNeeded(t *testing.T) {
	for status, want := range map[string]string{
		"draft":  "error: date, error: title, warning: detection, warning: impact, warning: service, warning: severity",
		"review": "error: authors, error: date, error: detection, error: impact, error: service, error: severity, error: title",
	} {
		_, problems := content.Parse("a.md", []byte("---\nstatus: "+status+"\n---\n"), content.Options{})
		var got []string
		for _, level := range []content.Level{content.Error, content.Warning, content.Info} {
			for _, p := range problems {
				if name, ok := strings.CutSuffix(strings.TrimPrefix(p.Message, "`"), "` is missing"); ok && p.Level == level && p.Rule == "missing-field" {
					got = append(got, fmt.Sprintf("%s: %s", level, name))
				}
			}
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("a document in %s without any keys reports\n%s\nwant\n%s", status, got, want)
		}
	}
	// A value that cannot be read is reported once.
	if _, got := read(t, strings.Replace(front(), "2026-03-05", "soon", 1)); got != `content/a.md:7:7: error: date: "soon" is not a date of the form 2026-03-05 [date]` {
		t.Errorf("a date that cannot be read: %s", got)
	}
	// A key without a value is reported as missing at its own place.
	if _, got := read(t, strings.Replace(front(), "severity: low", "severity:", 1)); got != "content/a.md:5:1: error: `severity` is missing [missing-field]" {
		t.Errorf("a key without a value: %s", got)
	}
	// The template's value is an error where the key is required.
	if _, got := read(t, strings.Replace(front(), "impact: latency", "impact: data loss / latency / availability / cosmetic", 1)); got != "content/a.md:4:9: error: `impact` still has the template's value [placeholder]" {
		t.Errorf("the template's choice past draft: %s", got)
	}
	if _, got := read(t, front("duration: xx")); got != "content/a.md:10:11: warning: `duration` still has the template's value [placeholder]" {
		t.Errorf("the template's word for what may be left out: %s", got)
	}
}

// TestHedges checks which arrow of a lesson names the action item that replaces the luck.
func TestHedges(t *testing.T) {
	for item, want := range map[string]string{
		"It was night -> action-2":           "It was night|action-2",
		"a -> b -> action-2":                 "a -> b|action-2",
		"a => action-12.":                    "a|action-12",
		"a → #action-3":                      "a|action-3",
		"a -> action-2 or so":                "a -> action-2 or so|",
		"a -> action-x":                      "a -> action-x|",
		"a -> action-2 -> nothing":           "a -> action-2 -> nothing|",
		"a":                                  "a|",
		"a -> the action-2":                  "a -> the action-2|",
		"-> action-1":                        "|action-1",
		"Ein Satz — mit Strich → action-1 .": "Ein Satz — mit Strich|action-1",
	} {
		pm, _ := read(t, front()+"## Where we got lucky\n- "+item+"\n")
		if l := pm.GotLucky[0]; l.Text+"|"+l.HedgedBy != want {
			t.Errorf("%q is read as the luck %q, hedged by %q, want %s", item, l.Text, l.HedgedBy, want)
		}
	}
}

// TestOneLine checks that title and summary are one line, however they are written.
func TestOneLine(t *testing.T) {
	text := strings.Replace(front("summary: |", "  one", "", "  two"), "title: An outage", "title: |\n  An  outage\n  of two\tlines", 1)
	if pm, problems := read(t, text); pm.Title != "An outage of two lines" || pm.Summary != "one two" || problems != "" {
		t.Errorf("title %q, summary %q; %s", pm.Title, pm.Summary, problems)
	}
}

// TestAliasForms checks which former addresses are valid paths of the site.
func TestAliasForms(t *testing.T) {
	for alias, want := range map[string]string{
		"/2024/old/": "2024/old", "/old.html": "old.html", "/a b": "a b", "/..a/b..": "..a/b..", "old": "postmortems/old", "2024/old/": "postmortems/2024/old", "postmortems/old": "postmortems/old", "a:b": "", "a#b": "", "a%20b": "", "a?b": "", "..": "", "a/./b": "", "a//b": "", "/": "", "a/..": "",
		"/.well-known/a": ".well-known/a", ".git/hooks": "", "a/.GIT.": "", "a/GIT~1/b": "", "a/.g\u200cit": "", "/a.git/.gitx": "a.git/.gitx",
		"/" + strings.Repeat("a", 255): strings.Repeat("a", 255), strings.Repeat("a", 256): "", "/" + strings.Repeat("a/", 250): strings.Repeat("a/", 249) + "a", "/" + strings.Repeat("a/", 251): "",
	} {
		pm, problems := read(t, front("aliases: ['"+alias+"']"))
		if got := strings.Join(pm.Aliases, " "); got != want || (problems == "") != (want != "") {
			t.Errorf("the former address %q is read as %q, want %q; %s", alias, got, want, problems)
		}
	}
}

// TestPlacesOfKeys checks where a contradiction is reported: at the value in the front
// matter, or at the one in the metadata table.
func TestPlacesOfKeys(t *testing.T) {
	const rows = "\n## Timeline\n- 10:00 Outage begins\n- 12:00 Outage ends\n"
	if _, got := read(t, front("duration: 5h")+rows); got != "content/a.md:10:11: error: the stated duration is 5 h, but the timeline adds up to 2 h [duration-mismatch]" {
		t.Errorf("stated in the front matter: %s", got)
	}
	table := "## Summary\n| Metadata | Information |\n| --- | --- |\n| Duration | 5h |\n"
	if _, got := read(t, front()+table+rows); got != "content/a.md:15:14: error: the stated duration is 5 h, but the timeline adds up to 2 h [duration-mismatch]" {
		t.Errorf("stated in the table: %s", got)
	}
	if _, got := read(t, strings.TrimPrefix(table, "## Summary\n")+"\n## A\n\n# B\n"); !strings.Contains(got, "content/a.md:1:1: error: `title` is missing") {
		t.Errorf("a heading below other sections is taken for the title: %s", got)
	}
	if pm, _ := read(t, strings.TrimPrefix(table, "## Summary\n")+"\n# B\n\n# C\n"); pm.Title != "B" {
		t.Errorf("with a heading below the table only, the title is %q, want B", pm.Title)
	}
}

// TestValuesOfKeys checks how values are split, and which list items count as empty.
func TestValuesOfKeys(t *testing.T) {
	for keys, want := range map[string]string{
		"incident: [a, '', ~, ' b ']":         "incidents [a b]",
		"incident: a,, b ,":                   "incidents [a b]",
		"incident: [a, a, b]":                 "incidents [a b]",
		"incident: ['a, b']":                  "incidents [a, b]",
		"incident: n/a":                       "incidents []",
		"incident: [none, a]":                 "incidents [a]",
		"tags: ['#a, b', b, '#']":             "tags [a b]",
		"tags: a, '#b'":                       "tags [a '#b']",
		"prevented_by: PM-1#action-1, PM-2":   "prevented [PM-1#action-1 PM-2]",
		"change: CH1\nchanges: [CH2, CH1]":    "changes [CH1 CH2]",
		"vendor_cases: a b\nvendor_case: c":   "cases [a b c]",
		"vendor: [Acme]":                      "vendor [Acme]",
		"vendor: Acme, Inc.":                  "vendor [Acme, Inc.]",
		"incidents: 0042\nvendor: '- none -'": "incidents [0042]",
		"summary: 'A: b, c'\nvendor: 'x'":     "vendor [x]",
		"incident: \"a\\tb\"\ntags: [x , y ]": "incidents [a\tb] tags [x y]",
	} {
		pm, problems := read(t, front(keys))
		if pm == nil {
			t.Errorf("%q cannot be read: %s", keys, problems)
			continue
		}
		var given []string
		for _, of := range []struct {
			name   string
			values []string
		}{
			{"incidents", pm.Incidents}, {"changes", pm.Changes}, {"cases", pm.VendorCases}, {"tags", pm.Tags}, {"prevented", pm.PreventedBy}, {"vendor", strings.Fields(pm.Vendor)},
		} {
			if len(of.values) > 0 || strings.HasPrefix(want, of.name) {
				given = append(given, fmt.Sprint(of.name, " ", of.values))
			}
		}
		if got := strings.Join(given, " "); got != want || problems != "" {
			t.Errorf("%q gives %s, want %s; %s", keys, got, want, problems)
		}
	}
	text := strings.Replace(front(), "impact: latency", "impact: latency / loss / worse", 1)
	if pm, got := read(t, text); got != `content/a.md:4:9: error: "loss" is not an impact [vocabulary]` || fmt.Sprint(pm.Impacts) != "[latency]" {
		t.Errorf("only the first bad word of a text is reported: %v, %s", pm.Impacts, got)
	}
	_, problems := content.Parse("a.md", []byte(front("servcies: a", "Vendor-cases: b", "x: y")), content.Options{})
	var hints []string
	for _, p := range problems {
		hints = append(hints, p.Hint)
	}
	if got, want := strings.Join(hints, " "), "did you mean `services`? did you mean `vendor_cases`?"; got != want {
		t.Errorf("misspelt keys: %s, want %s", got, want)
	}
}

// TestTagsSection checks that the tags of the body are added to those of the front
// matter.
func TestTagsSection(t *testing.T) {
	pm, _ := read(t, front("tags: [dns]")+"## Tags\n- item\n- #tls\n- dns, queue\n\nmore, `code`\n")
	if got := strings.Join(pm.Tags, "|"); got != "dns|tls|queue|more|code" {
		t.Errorf("tags %s", got)
	}
}
