package convert_test

import (
	"strings"
	"testing"
)

// TestEventsInWords checks which sentences of a timeline state an event, and that a sentence
// with a reservation states none.
func TestEventsInWords(t *testing.T) {
	for said, event := range map[string]string{
		"Service restored.":                            "Outage ends",
		"The gates are fixed (**resolved**)":           "Outage ends",
		"Resolved":                                     "Outage ends",
		"Impact starts for all stations.":              "Outage begins",
		"The alert fired. Nobody saw it.":              "Outage detected",
		"Incident declared by the desk":                "Incident created",
		"The status page was updated.":                 "External communications",
		"Störung behoben":                              "Outage ends",
		"Service is not restored.":                     "",
		"Service partially restored.":                  "",
		"We read the logs of the start of the outage":  "",
		"A change halves the cache. Service restored.": "",
		"The fix is tested.":                           "",
	} {
		for form, want := range map[string]string{
			"- 14:05 " + said + "\n":                                  "- 14:05 " + event + ": " + said + "\n",
			"| Time | Event |\n| - | - |\n| 14:05 | " + said + " |\n": "| 14:05 | " + event + ": " + said + " |\n",
			"### 14:05\n\n" + said + "\n":                             "- 14:05 " + event + ":\n\n  " + said + "\n",
		} {
			text, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n## Timeline\n\n"+form)
			if strings.Contains(text, want) != (event != "") {
				t.Errorf("%s\nbecomes\n%s\nwant the event %q", form, text, event)
			}
		}
	}
}

// TestSettled checks the dates of rows that are earlier than the row above.
func TestSettled(t *testing.T) {
	for rows, want := range map[string]string{
		"- 23:50 a\n- 00:10 b\n- 00:20 c\n": "- 23:50 a\n- 2021-03-06 00:10 b\n- 00:20 c\n",
		"- 14:50 a\n- 14:10 b\n":            "- 14:50 a\n- 2021-03-05 14:10 b\n",
		"- 14:50 a\n- 02:10 b\n":            "- 14:50 a\n  - 02:10 b\n", // nobody can tell its day
		"- 17:50 a\n- 09:10 b\n":            "- 17:50 a\n- 2021-03-06 09:10 b\n",
		"- 14:10 a\n- 14:50 b\n":            "- 14:10 a\n- 14:50 b\n",
	} {
		text, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n## Timeline\n\n"+rows)
		if !strings.HasSuffix(text, "\n\n"+want) {
			t.Errorf("%s\nbecomes\n%s\nwant\n%s", rows, text, want)
		}
	}
}
