package assist_test

import (
	"strings"
	"testing"
)

// TestExplains holds on which lines what is explained.
func TestExplains(t *testing.T) {
	const (
		front    = "---\ntitle: A\ndate: 2026-03-05\nstatus: draft\n"
		timeline = "---\n## Timeline\n"
		figures  = "**Figures**"
	)
	for _, c := range []struct {
		holds, marked string
		says          []string // "" alone: nothing
	}{
		{"a key that is always needed is called so", "---\nti‸tle: A\n---\n", []string{"`title` (always needed): "}},
		{"a key that is needed past draft is", "---\nsev‸erity: high\n---\n", []string{"`severity` (needed past draft): ", "Values: critical, high, medium, low, near miss"}},
		{"a key that a review needs is", "---\nauth‸ors: a\n---\n", []string{"`authors` (needed past draft): "}},
		{"a key that may be left out is", "---\ntag‸s: a\n---\n", []string{"`tags` (optional): "}},
		{"the other name of a key is that key", "---\nser‸vices: a\n---\n", []string{"`service` (needed past draft): "}},
		{"a value is explained by its key", "---\nseverity: hi‸gh\n---\n", []string{"`severity`", "**Figures**"}},
		{"a key of one's own is not explained", "---\ncolo‸ur: red\n---\n", []string{""}},
		{"an item of a list is not explained", "---\ntags:\n  - d‸ns\n---\n", []string{""}},
		{"dashes are not explained", "-‸--\ntitle: A\n---\n", []string{""}},
		{"closing dashes are not explained", "---\ntitle: A\n--‸-\n", []string{""}},
		{"a stated duration is told to be", front + "dur‸ation: 45m\n---\n", []string{"- Duration of the outage: **45 min**, as stated\n"}},
		{"a time that rests on no outage stands alone", front + timeline + "- 13:5‸0 It was quiet.\n", []string{"**2026-03-05 13:50 UTC**\n\n" + figures}},
		{"the begin of the outage is not told to be after it", front + timeline + "- 14:00 Outage b‸egins\n", []string{"**2026-03-05 14:00 UTC**\n\n" + figures}},
		{"a moment before the outage is told to be", front + timeline + "- 13:50 De‸ploy\n- 14:00 Outage begins\n", []string{"**2026-03-05 13:50 UTC**, 10 min before the outage began\n\n"}},
		{"a moment after the begin is told to be", front + timeline + "- 14:00 Outage begins\n- 14:10 Rest‸art\n", []string{"**2026-03-05 14:10 UTC**, 10 min after the outage began\n\n"}},
		{"an approximate moment is in no figure", front + timeline + "- 14:00 Outage begins\n- ~14:10 Rest‸art\n", []string{"**2026-03-05 14:10 UTC**, approximate, so not used in figures\n\n"}},
		{"a numbered item is an entry", front + timeline + "1. 14:0‸0 Outage begins\n", []string{"**2026-03-05 14:00 UTC**"}},
		{"the head of the table has the figures alone", front + timeline + "| Ti‸me | Metadata |\n| - | - |\n| 14:00 | Outage begins |\n", []string{figures}},
		{"the heading has the figures", front + timeline[:len(timeline)-1] + "‸\n- 14:00 Outage begins\n", []string{figures}},
		{"the prose of the timeline is not explained", front + timeline + "All times in U‸TC.\n", []string{""}},
		{"code of the timeline is not explained", front + timeline + "```\n- 14:0‸0 a\n```\n", []string{""}},
		{"other sections are not explained", front + "---\n## Notes\n- 14:0‸0 a\n", []string{""}},
	} {
		got := answer(t, "hover", c.marked, offered())
		for _, says := range c.says {
			if says == "" && got != "" || !strings.Contains(got, says) {
				t.Errorf("%s does not hold: of\n%s\nis said\n%s\nwant %q", c.holds, c.marked, got, says)
			}
		}
	}
	for _, key := range []string{"duration: 45m", "date: 2026-03-05", "severity: high", "title: A"} {
		name, value, _ := strings.Cut(key, ":")
		got := answer(t, "hover", "---\n"+name+":‸"+value+"\n---\n", offered())
		if strings.Contains(got, "**Figures**") != (name != "title") {
			t.Errorf("on the key %s is said\n%s", name, got)
		}
		if !strings.HasPrefix(got, "\""+name+"\"\n") {
			t.Errorf("what is explained is not the key %s, but\n%s", name, got)
		}
	}
}

// TestSilencersInPlace holds where a silencer is put, and where none is offered.
func TestSilencersInPlace(t *testing.T) {
	const comment = "<!-- pmsite: allow person-name:  -->"
	for marked, want := range map[string]string{
		"A‸da  ":                        "Ada " + comment + "  ",
		"## A‸da":                       "## Ada " + comment,
		"- A‸da":                        "- Ada " + comment,
		"   A‸da":                       "   Ada " + comment,
		"    A‸da":                      "none",
		"‸":                             "none",
		"  ‸ ":                          "none",
		"```\nA‸da\n```":                "none",
		"``‸`\nAda\n```":                "none",
		"```\nAda\n``‸`":                "none",
		"```\nAda\n```\nA‸da":           "Ada " + comment,
		"A‸da <!-- pmsite: allow x -->": "none",
		"| T |\n| - |\n| A‸da |":        "| Ada " + comment + " |",
		"| T |\n| - |\n| A‸da |  ":      "| Ada " + comment + " |  ",
		"| T |\n| - |\n| A‸da":          "none",
		"| T |\n| -‸ |\n| Ada |":        "none",
		"| T‸ |\n| - |\n| Ada |":        "none",
		"---\ntitle: A‸da\n---":         "title: Ada # pmsite: allow person-name: ",
		"---\ntitle: A‸da  \n---":       "title: Ada # pmsite: allow person-name:   ",
		"---\ntags:\n  - A‸da\n---":     "  - Ada # pmsite: allow person-name: ",
		"---\ntags:\n- A‸da\n---":       "- Ada # pmsite: allow person-name: ",
		"---\ntags: [a,\n  A‸da]\n---":  "none",
		"---\nsummary: |\n  A‸da\n---":  "none",
		"---\nsummary: ‸|\n  Ada\n---":  "none",
		"---\nsummary: >‸\n  Ada\n---":  "none",
		"---\ntitle: Ada\n--‸-":         "none",
		"-‸--\ntitle: Ada\n---":         "none",
		"---\ntitle: A\n---\nA‸da":      "Ada " + comment,
	} {
		if got := answer(t, "silence", marked, offered()); got != want+"\n" {
			t.Errorf("to silence a finding in\n%s\nis offered\n%q, want\n%q", marked, got, want)
		}
	}
}
