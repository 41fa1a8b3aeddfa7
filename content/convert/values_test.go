package convert_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

// imported imports a document whose file name provides nothing. It returns the result and
// the notes, one per line.
func imported(t *testing.T, src string) (text, notes string) {
	t.Helper()
	out, err := convert.Import("content/a.md", []byte(src), convert.ImportOptions{Options: sevs()})
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return string(out.Text), noted(out.Notes)
}

// noted returns notes, one per line.
func noted(notes []convert.Note) string {
	var b strings.Builder
	for _, n := range notes {
		fmt.Fprintf(&b, "%d %s %s\n", n.Line, n.Kind, n.Text)
	}
	return b.String()
}

// A field is a line of metadata and the expected result.
type field struct {
	line string
	want string // the line of front matter; "" if the field stays in the body
	note string // its kind and text
}

// TestFields checks how each way to write a field is imported.
func TestFields(t *testing.T) {
	left := func(key, text string) string {
		return fmt.Sprintf("left %s: %q is not a valid value", key, text)
	}
	for _, f := range []field{
		// Severities, detections and statuses: a value, a synonym, or a text in which one
		// part names a value.
		{"**Severity:** High", "severity: high", "mapped severity: high"},
		{"**Severity:** SEV1", "severity: critical # Severity: SEV1", "mapped severity: critical"},
		{"**Severity:** SEV2 - major", "severity: high # Severity: SEV2 - major", "guessed severity: high"},
		{"**Severity:** SEV1 (P1)", "severity: critical # Severity: SEV1 (P1)", "guessed severity: critical"},
		{"**Severity:** SEV1 / SEV2", "", left("severity", "SEV1 / SEV2")},
		{"**Severity:** high, low", "", left("severity", "high, low")},
		{"**Severity:** dire", "", left("severity", "dire")},
		{"**Status:** ✅ final; signed", "status: draft # completed; Status: ✅ final; signed", "guessed status: completed"},
		{"**Status:** Draft / Review / Completed", "status: draft # Status: Draft / Review / Completed", "guessed status: draft"},
		{"**Detection Process:** Configured alarm", "detection: configured alarm # Detection Process", "mapped detection: configured alarm"},
		// Impacts: every part must be a value.
		{"**Impact:** latency / Data Loss; latency", "impact: [latency, data loss] # Impact: latency / Data Loss; latency", "mapped impact: [latency, data loss]"},
		{"**Impact:** latency, pain", "", left("impact", "latency, pain")},
		// Dates: year first, or month by name.
		{"**Date:** 2021-3-5", "date: 2021-03-05 # Date: 2021-3-5", "mapped date: 2021-03-05"},
		{"**Date:** 2021/03/05", "date: 2021-03-05", "mapped date: 2021-03-05"},
		{"**Date:** 2021.03.05", "date: 2021-03-05", "mapped date: 2021-03-05"},
		{"**Date:** March 5, 2021", "date: 2021-03-05 # Date: March 5, 2021", "mapped date: 2021-03-05"},
		{"**Date:** Mar 5 2021", "date: 2021-03-05 # Date: Mar 5 2021", "mapped date: 2021-03-05"},
		{"**Date:** 5 March 2021", "date: 2021-03-05 # Date: 5 March 2021", "mapped date: 2021-03-05"},
		{"**Date:** 5. Mar. 2021", "date: 2021-03-05 # Date: 5. Mar. 2021", "mapped date: 2021-03-05"},
		{"**Date:** 5-Mar-2021", "date: 2021-03-05 # Date: 5-Mar-2021", "mapped date: 2021-03-05"},
		{"**Date:** 2021 March 5", "date: 2021-03-05 # Date: 2021 March 5", "mapped date: 2021-03-05"},
		{"**Date:** 2021 Mar 5", "date: 2021-03-05 # Date: 2021 Mar 5", "mapped date: 2021-03-05"},
		{"**Date:** Fri, 5th March 2021", "date: 2021-03-05 # Date: Fri, 5th March 2021", "mapped date: 2021-03-05"},
		{"**Date:** WEDNESDAY March 3rd, 2021", "date: 2021-03-03 # Date: WEDNESDAY March 3rd, 2021", "mapped date: 2021-03-03"},
		{"**Date:** 03/05/2021", "", left("date", "03/05/2021")},
		{"**Date:** 2021-03/05", "", left("date", "2021-03/05")},
		{"**Date:** 2021-02-30", "", left("date", "2021-02-30")},
		// Durations, with or without a remark after them.
		{"**Duration:** 2h15m", "duration: 2h15m", "mapped duration: 2h15m"},
		{"**Duration:** 45 minutes (about)", "duration: 45 minutes # Duration: 45 minutes (about)", "guessed duration: 45 minutes"},
		{"**Duration:** 45 minutes [1]", "duration: 45 minutes # Duration: 45 minutes [1]", "guessed duration: 45 minutes"},
		{"**Duration:** half a day", "", left("duration", "half a day")},
		{"**Time zone:** America/Halifax", "timezone: America/Halifax # Time zone", "mapped timezone: America/Halifax"},
		{"**Time zone:** Eastern", "", left("timezone", "Eastern")},
		// Lists, separated by commas and semicolons.
		{"**Tags:** dns; cache, dns 2", "tags: [dns, cache, dns 2]", "mapped tags: [dns, cache, dns 2]"},
		{"**Authors:** platform team", "authors: platform team", "mapped authors: platform team"},
		{"**Services:** a: b, c", `service: ["a: b", c] # Services`, `mapped service: ["a: b", c]`},
		{"**Vendor:** Harbour, Inc", `vendor: "Harbour, Inc"`, `mapped vendor: "Harbour, Inc"`},
		{"**Incident / Change #:** CHG1; INC2 chg3, INC4", "incident: [INC2, INC4] # Incident / Change #: CHG1; INC2 chg3, INC4", "mapped incident: [INC2, INC4]"},
		// Other labels, and other ways to write a field.
		{"**Priority:** low", "severity: low # Priority", "mapped severity: low"},
		{"- **Date**: 2021-03-05", "date: 2021-03-05", "mapped date: 2021-03-05"},
		{"__Date__: 2021-03-05", "date: 2021-03-05", "mapped date: 2021-03-05"},
		{"* Date: 2021-03-05", "date: 2021-03-05", "mapped date: 2021-03-05"},
		{"Date: 2021-03-05", "date: 2021-03-05", "mapped date: 2021-03-05"},
		{"Incident date: 2021-03-05", "date: 2021-03-05 # Incident date", "mapped date: 2021-03-05"},
		{"**Date:** `2021-03-05`", "date: 2021-03-05", "mapped date: 2021-03-05"},
		{"**Authors:** [platform team](teams.md)", "authors: platform team # Authors: [platform team](teams.md)", "mapped authors: platform team"},
		{"**Weather:** fair", "", "left Weather: unknown field"},
	} {
		text, notes := imported(t, "# Gates\n\n"+f.line+"\n\nText.\n")
		front, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "---\n")
		if f.want == "" && !strings.Contains(body, f.line+"\n") {
			t.Errorf("%q does not stay in the body:\n%s", f.line, body)
		}
		if f.want != "" && (!strings.Contains("\n"+front, "\n"+f.want+"\n") || strings.Contains(body, f.line)) {
			t.Errorf("%q does not become %q in the front matter:\n%s", f.line, f.want, text)
		}
		if !strings.Contains(notes, "3 "+f.note+"\n") {
			t.Errorf("%q in line 3 does not have the note %q:\n%s", f.line, f.note, notes)
		}
	}
}

// TestFieldsOfFrontMatter checks how keys written by other programs are imported, and
// that the original words follow a changed value.
func TestFieldsOfFrontMatter(t *testing.T) {
	for _, f := range []struct{ line, want, note string }{
		{"severity: high", "severity: high", ""},
		{"severity: SEV2 - major", "severity: high # SEV2 - major", `guessed severity: high, from "SEV2 - major"`},
		{"severity: \"SEV2, major\" # says the desk", "severity: high # SEV2, major; says the desk", `guessed severity: high, from "SEV2, major"`},
		{"severity: high / low", "severity: # high / low", `left severity: "high / low" is not a valid value`},
		{"date: March 5, 2021", "date: 2021-03-05 # March 5, 2021", `mapped date: 2021-03-05, from "March 5, 2021"`},
		{"date: 2021/03/05", "date: 2021/03/05", ""},
		{"duration: 45 minutes (about)", "duration: 45 minutes # 45 minutes (about)", `guessed duration: 45 minutes, from "45 minutes (about)"`},
		{"duration: 45m", "duration: 45m", ""},
		{"priority: low", "# priority\nseverity: low", "mapped severity: was priority"},
		{"weather: fair", "weather: fair", "left weather: a key of your own"},
		{"started_at: 2021-03-05T10:00:00Z", "date: 2021-03-05", "mapped date: 2021-03-05, from started_at"},
		{"labels: [dns, cache]", "# labels\ntags: [dns, cache]", "mapped tags: was labels"},
		{"labels:\n  a: b", "labels:\n  a: b", "left labels: a key of your own"},
		{"labels: {a: b}", "labels: {a: b}", "left labels: a key of your own"},
		{"labels:\n  - a\n  - b", "# labels\ntags:\n  - a\n  - b", "mapped tags: was labels"},
	} {
		text, notes := imported(t, "---\ntitle: Gates\n"+f.line+"\n---\nText.\n")
		if !strings.Contains(text, "\n"+f.want+"\n") {
			t.Errorf("%q does not become %q:\n%s", f.line, f.want, text)
		}
		if f.note != "" && !strings.Contains(notes, "3 "+f.note+"\n") || f.note == "" && strings.Contains(notes, "3 ") {
			t.Errorf("%q in line 3 does not have the note %q:\n%s", f.line, f.note, notes)
		}
	}
}

// TestSaidTwice checks that nothing is left of a value that the front matter has, as of a line of
// fields of which one cannot be read.
func TestSaidTwice(t *testing.T) {
	_, notes := imported(t, "# Gates\n\n**Date:** 5 March 2021 | **Severity:** SEV2\n\nText.\n")
	if !strings.Contains(notes, "3 mapped date: 2021-03-05\n") || strings.Contains(notes, "left date") {
		t.Errorf("a date that is read has the notes\n%s", notes)
	}
}

// TestFirstWins checks that of two fields for the same key the first is taken, and the
// other stays where it is.
func TestFirstWins(t *testing.T) {
	text, notes := imported(t, "# Gates\n\n- Severity: high\n- Priority: low\n\nText.\n")
	if !strings.Contains(text, "\nseverity: high\n") || !strings.Contains(text, "\n- Priority: low\n") {
		t.Errorf("two severities become\n%s", text)
	}
	if !strings.Contains(notes, "4 left severity: the front matter already has it\n") {
		t.Errorf("the second severity has the note\n%s", notes)
	}
	text, _ = imported(t, "---\ntitle: Gates\nseverity: low\npriority: high\n---\n**Severity:** medium\n")
	if !strings.Contains(text, "severity: low\n") || !strings.Contains(text, "\npriority: high\n") || !strings.Contains(text, "**Severity:** medium") {
		t.Errorf("the front matter is changed:\n%s", text)
	}
}

// TestFieldsStay checks which lines that look like fields are left alone.
func TestFieldsStay(t *testing.T) {
	for holds, src := range map[string]string{
		"a text that goes on in the next line is no field": "# Gates\n\nSeverity: high\nit was.\n",
		"a field below a section of its own is no field":   "# Gates\n\n## Lessons\n\nSeverity: high\n",
		"code is no field":               "# Gates\n\n```\nSeverity: high\n```\n",
		"a comment of parts is no field": "# Gates\n\n<!--\n\nSeverity: high\n\n-->\n",
		"a comment is no field":          "# Gates\n\n<!--\nSeverity: high\n-->\n",
		"a quote is not a field":         "# Gates\n\n> Severity: high\n",
		"a label in small letters":       "# Gates\n\nseverity: high\n",
		"a field with a list below it":   "# Gates\n\n- Severity: high\n  - as the desk says\n",
	} {
		text, _ := imported(t, src)
		if strings.Contains(text, "\nseverity: high\n---") || strings.Contains(text, "\nseverity: high\nstatus") || !strings.HasSuffix(text, src) {
			t.Errorf("%s does not hold: the result is\n%s", holds, text)
		}
	}
	for _, heading := range []string{"Summary", "Metadata", "Overview", "Details", "Incident Details", "Incident summary", "Information", "General information", "Key facts", "At a glance"} {
		if text, _ := imported(t, "# Gates\n\n## "+heading+"\n\nSeverity: high\n"); !strings.Contains(text, "\nseverity: high\n") {
			t.Errorf("a field below the heading %q is not taken:\n%s", heading, text)
		}
	}
}

// TestFirstStartTells checks that the first of several start times provides the date,
// unless there is a date.
func TestFirstStartTells(t *testing.T) {
	text, notes := imported(t, "---\ntitle: Gates\nstart_time: 2021-03-05T10:00:00Z\nstarted_at: 2021-03-07T10:00:00Z\n---\n")
	if !strings.Contains(text, "\ndate: 2021-03-05\n") || !strings.Contains(notes, "4 left started_at: a key of your own\n") {
		t.Errorf("the first of two start times does not provide the date:\n%s%s", text, notes)
	}
	if text, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-01\nstart_time: 2021-03-05T10:00:00Z\n---\n"); !strings.Contains(text, "\ndate: 2021-03-01\n") {
		t.Errorf("a start time replaces an existing date:\n%s", text)
	}
}

// TestOwnSeverities checks that import writes only the severities of the site.
func TestOwnSeverities(t *testing.T) {
	v := content.BuiltinVocabularies()
	v.Severity.Replace([]string{"SEV1", "SEV2"})
	for word, want := range map[string]string{"sev 2": "\nseverity: SEV2", "hoch": "hoch", "high": "high"} {
		src := "# Mail down\n\n**Date:** 2026-03-05\n\n**Severity:** " + word + "\n"
		out, err := convert.Import("content/a.md", []byte(src), convert.ImportOptions{Options: content.Options{Vocabularies: v}})
		if err != nil {
			t.Fatal(err)
		}
		if text := string(out.Text); !strings.Contains(text, want) || strings.Contains(text, "\nseverity: high") {
			t.Errorf("severity %s:\n%s", word, text)
		}
	}
}
