package assist_test

import (
	"strings"
	"testing"
)

// TestExplains checks which lines have which explanations.
func TestExplains(t *testing.T) {
	const (
		front    = "---\ntitle: A\ndate: 2026-03-05\nstatus: draft\n"
		timeline = "---\n## Timeline\n"
		figures  = "**Figures**"
	)
	for _, c := range []struct {
		holds, marked string
		says          []string // "" alone: no explanation
	}{
		{"an always required key says so", "---\nti‸tle: A\n---\n", []string{"`title` (always required): "}},
		{"a key that is required past draft says so", "---\nsev‸erity: high\n---\n", []string{"`severity` (required past draft): ", "Values: critical, high, medium, low, near miss"}},
		{"a key that a review requires says so", "---\nauth‸ors: a\n---\n", []string{"`authors` (required past draft): "}},
		{"an optional key says so", "---\ntag‸s: a\n---\n", []string{"`tags` (optional): "}},
		{"the plural of a key is that key", "---\nser‸vices: a\n---\n", []string{"`service` (required past draft): "}},
		{"a value is explained by its key", "---\nseverity: hi‸gh\n---\n", []string{"`severity`", "**Figures**"}},
		{"an unknown key is not explained", "---\ncolo‸ur: red\n---\n", []string{""}},
		{"an item of a list is not explained", "---\ntags:\n  - d‸ns\n---\n", []string{""}},
		{"dashes are not explained", "-‸--\ntitle: A\n---\n", []string{""}},
		{"closing dashes are not explained", "---\ntitle: A\n--‸-\n", []string{""}},
		{"a stated duration is marked as such", front + "dur‸ation: 45m\n---\n", []string{"- Duration of the outage: **45 min**, as stated\n"}},
		{"a time without an outage has no offset", front + timeline + "- 13:5‸0 It was quiet.\n", []string{"**2026-03-05 13:50 UTC**\n\n" + figures}},
		{"the beginning of the outage has no offset", front + timeline + "- 14:00 Outage b‸egins\n", []string{"**2026-03-05 14:00 UTC**\n\n" + figures}},
		{"a time before the outage has an offset", front + timeline + "- 13:50 De‸ploy\n- 14:00 Outage begins\n", []string{"**2026-03-05 13:50 UTC**, 10 min before the outage began\n\n"}},
		{"a time after the beginning has an offset", front + timeline + "- 14:00 Outage begins\n- 14:10 Rest‸art\n", []string{"**2026-03-05 14:10 UTC**, 10 min after the outage began\n\n"}},
		{"an approximate time is in no figure", front + timeline + "- 14:00 Outage begins\n- ~14:10 Rest‸art\n", []string{"**2026-03-05 14:10 UTC**, approximate, so not used in figures\n\n"}},
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
				t.Errorf("%s does not hold: for\n%s\ngot\n%s\nwant %q", c.holds, c.marked, got, says)
			}
		}
	}
	for _, key := range []string{"duration: 45m", "date: 2026-03-05", "severity: high", "title: A"} {
		name, value, _ := strings.Cut(key, ":")
		got := answer(t, "hover", "---\n"+name+":‸"+value+"\n---\n", offered())
		if strings.Contains(got, "**Figures**") != (name != "title") {
			t.Errorf("the key %s is explained as\n%s", name, got)
		}
		if !strings.HasPrefix(got, "\""+name+"\"\n") {
			t.Errorf("what is explained is not the key %s, but\n%s", name, got)
		}
	}
}

// TestSilencersInPlace checks where a silencer is inserted, and where none is offered.
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
			t.Errorf("to silence a finding in\n%s\ngot\n%q, want\n%q", marked, got, want)
		}
	}
}
