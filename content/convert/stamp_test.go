package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// timesOf imports a body of a document of 2021-03-05 and returns the times of its timeline. An
// approximate time begins with ~, an unknown one is "?".
func timesOf(t *testing.T, body string) (out []string) {
	t.Helper()
	imported := checkImport(t, "content/a.md", "---\ntitle: Gates\ndate: 2021-03-05\ntimezone: UTC\n---\n"+body)
	pm, problems := content.Parse("content/a.md", imported.Text, sevs())
	if content.HasErrors(problems) {
		t.Errorf("%s\nbecomes\n%s\nwith %v", body, imported.Text, problems)
	}
	for _, e := range pm.Timeline {
		at := "?"
		if !e.Time.IsZero() {
			at = e.Time.Format("2006-01-02 15:04")
		}
		if e.Approximate {
			at = "~" + at
		}
		out = append(out, at)
	}
	return out
}

// TestStamps checks the dates and times that people write at the beginning of an entry, in lists
// and in tables.
func TestStamps(t *testing.T) {
	for written, want := range map[string]string{
		"2021-03-06 14:05":            "2021-03-06 14:05",
		"2021/03/06, 14:05":           "2021-03-06 14:05",
		"2021.03.06 14:05":            "2021-03-06 14:05",
		"2021-03-06T14:05Z":           "2021-03-06 14:05",
		"2021-03-06 - 14:05":          "2021-03-06 14:05",
		"2021-03-06 at 2:05 PM":       "2021-03-06 14:05",
		"[2021-03-06 14:05]":          "2021-03-06 14:05",
		"**2021-03-06 14:05 UTC**":    "2021-03-06 14:05",
		"{{ 2021-03-06 14:05 }}":      "2021-03-06 14:05",
		"14:05 UTC Mar 6":             "2021-03-06 14:05",
		"14:05 UTC, March 6th, 2021":  "2021-03-06 14:05",
		"14:05 (UTC) on 6 March":      "2021-03-06 14:05",
		"March 6, 14:05":              "2021-03-06 14:05",
		"Mar 6, 2:05 PM":              "2021-03-06 14:05",
		"Sat, 6 Mar 2021 14:05":       "2021-03-06 14:05",
		"Saturday March 6th 2:05pm":   "2021-03-06 14:05",
		"6-Mar-2021 14:05":            "2021-03-06 14:05",
		"6. März 2021, 14:05 Uhr":     "2021-03-06 14:05",
		"Samstag, 6. März, 14.05 Uhr": "2021-03-06 14:05",
		"06.03.2021 14:05":            "2021-03-06 14:05",
		"06.03. 14:05":                "2021-03-06 14:05",
		"06.03.21 um 14:05 Uhr":       "2021-03-06 14:05",
		"6 mars 2021 à 14h05":         "2021-03-06 14:05",
		"samedi 6 mars, 14 h 05":      "2021-03-06 14:05",
		"6 de marzo de 2021, 14:05":   "2021-03-06 14:05",
		"6 de março de 2021 às 14h05": "2021-03-06 14:05",
		"2021年3月6日 14:05":             "2021-03-06 14:05",
		"2021年3月6日(土) 午後2時5分":         "2021-03-06 14:05",
		"3月6日 14時05分":                 "2021-03-06 14:05",
		"3月6日 下午2点05分":                "2021-03-06 14:05",
		"3월 6일 오후 2시 5분":              "2021-03-06 14:05",
		"14：05":                       "2021-03-05 14:05",
		"14時半":                        "2021-03-05 14:30",
		"14:05頃":                      "~2021-03-05 14:05",
		"13/03/2021 14:05":            "2021-03-13 14:05", // no month has this number
		"03/13/2021 14:05":            "2021-03-13 14:05",
		"06/03/2021 14:05":            "2021-03-06 14:05", // three months from the document's date else
		"3/6/21 14:05":                "2021-03-06 14:05",
		"2:05 PM":                     "2021-03-05 14:05",
		"2.05pm":                      "2021-03-05 14:05",
		"2 p.m.":                      "2021-03-05 14:00",
		"12:05a":                      "2021-03-05 00:05",
		"12 PM":                       "2021-03-05 12:00",
		"1405 UTC":                    "2021-03-05 14:05",
		"14h05":                       "2021-03-05 14:05",
		"14 Uhr":                      "2021-03-05 14:00",
		"~14:05":                      "~2021-03-05 14:05",
		"approx. 14:05":               "~2021-03-05 14:05",
		"gegen 14:05 Uhr":             "~2021-03-05 14:05",
		"vers 14h05":                  "~2021-03-05 14:05",
		"14:05-14:20":                 "2021-03-05 14:05",
		"14:05 – 14:20":               "2021-03-05 14:05",
		"2:05 - 2:20 PM":              "2021-03-05 14:05",
		"11:50 - 1:15 PM":             "2021-03-05 11:50",
	} {
		list := strings.Join(timesOf(t, "## Timeline\n\n- "+written+" – a\n"), ", ")
		table := strings.Join(timesOf(t, "## Timeline\n\n| Time | Event |\n|-|-|\n| "+written+" | a |\n"), ", ")
		heading := strings.Join(timesOf(t, "## Timeline\n\n### "+written+"\n\na\n"), ", ")
		if list != want || table != want || heading != want {
			t.Errorf("%q is %q in a list, %q in a table, %q in a heading; want %q", written, list, table, heading, want)
		}
	}
}

// TestNoStamps checks beginnings of entries that are not times, or whose date stays open.
func TestNoStamps(t *testing.T) {
	for _, written := range []string{
		"2h after the alert", "3 out of 5 nodes", "2 may fail", "5 a day", "10.12.0.1 is down", "version 2.15", "2.15 is deployed", "T+15m a", "09/10/2021 14:05 a",
	} {
		if got := timesOf(t, "## Timeline\n\n- "+written+"\n"); len(got) > 0 {
			t.Errorf("%q is read as %q", written, got)
		}
	}
}

// TestOrderOfNumbers checks how the other dates of a document tell the day from the month.
func TestOrderOfNumbers(t *testing.T) {
	for body, want := range map[string]string{
		"- 05/06/2021 10:00 a\n- 05/26/2021 11:00 b\n": "2021-05-06 10:00, 2021-05-26 11:00",
		"- 05/06/2021 10:00 a\n- 26/06/2021 11:00 b\n": "2021-06-05 10:00, 2021-06-26 11:00",
		"- 03/04/2021 10:00 a\n":                       "",
	} {
		imported := checkImport(t, "content/a.md", "---\ntitle: Gates\ndate: 2021-05-30\n---\n## Timeline\n"+body)
		pm, _ := content.Parse("content/a.md", imported.Text, sevs())
		var got []string
		for _, e := range pm.Timeline {
			got = append(got, e.Time.Format("2006-01-02 15:04"))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s\nis read as %q, want %q", body, got, want)
		}
	}
}
