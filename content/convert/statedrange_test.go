package convert_test

import (
	"strings"
	"testing"
)

// TestStatedRange checks which sentences say from when until when the outage lasted, so that the
// rows at these times are its beginning and its end.
func TestStatedRange(t *testing.T) {
	const rows = "\n## Timeline\n- 10:00 a\n- 10:20 b\n- 11:30 c\n"
	for text, labelled := range map[string]bool{
		"The outage lasted from 10:00 to 11:30 UTC.":                     true,
		"The site was down for ninety minutes (10:00 – 11:30).":          true,
		"Der Ausfall dauerte von 10:00 bis 11:30 Uhr.":                   true,
		"La panne a duré de 10:00 à 11:30.":                              true,
		"La caída fue de 10:00 a 11:30.":                                 true,
		"**Downtime duration:** 90 minutes (10:00-11:30)":                true,
		"障害は (10:00 - 11:30) に発生した。":                                     true,
		"We talked from 10:00 to 11:30.":                                 false,
		"The site was down. We talked from 10:00 to 11:30.":              false,
		"The outage lasted from 09:00 to 12:00.":                         false,
		"## Root cause\nIt took from 10:00 to 11:30 to find the outage.": false,
	} {
		body, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n"+text+"\n"+rows)
		got := strings.Contains(body, "- 10:00 Outage begins: a") && strings.Contains(body, "- 11:30 Outage ends: c")
		if got != labelled || !labelled && strings.Contains(body, "Outage ") {
			t.Errorf("%s\nmakes the rows\n%s", text, body)
		}
	}
	body, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\nThe outage lasted from 10:00 to 11:30.\n\n## Timeline\n| Time | Event |\n|-|-|\n| 10:00 | a |\n| 11:30 | Outage ends |\n")
	if !strings.Contains(body, "| 10:00 | Outage begins: a |") || strings.Contains(body, "Outage ends: Outage") {
		t.Errorf("a table becomes\n%s", body)
	}
}
