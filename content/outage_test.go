package content_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
)

// front returns the beginning of a document without problems: ten lines of front matter,
// with further keys before the last, and a line of text.
func front(keys ...string) string {
	return "---\ntitle: An outage\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nauthors: [a]\nstatus: completed\n" +
		strings.Join(append(keys, ""), "\n") + "---\nText.\n"
}

// document returns a document with a timeline of the given rows, each "[date] time
// event".
func document(keys []string, rows ...string) string {
	text := front(keys...) + "\n## Timeline\n"
	for _, row := range rows {
		text += "- " + row + "\n"
	}
	return text
}

// read parses a text as content/a.md. It returns problems one per line, without hints.
func read(t *testing.T, text string) (*content.PostMortem, string) {
	t.Helper()
	pm, problems := content.Parse("content/a.md", []byte(text), content.Options{})
	return pm, reported(problems)
}

func reported(problems []content.Problem) string {
	var lines []string
	for _, problem := range problems {
		lines = append(lines, problem.String())
	}
	return strings.Join(lines, "\n")
}

// shown formats an outage as 10:00–10:30, with the day if it is not the fifth.
func shown(o content.Outage) string {
	at := func(t time.Time) string {
		switch {
		case t.IsZero():
			return "…"
		case t.Day() != 5:
			return t.Format("02 15:04")
		}
		return t.Format("15:04")
	}
	var intervals []string
	for _, i := range o.Intervals {
		intervals = append(intervals, at(i.Begin)+"–"+at(i.End))
	}
	return strings.Join(intervals, ", ")
}

// TestOutageIntervals checks the outage for rows that are repeated, out of order or not
// exact.
func TestOutageIntervals(t *testing.T) {
	for _, test := range []struct {
		name    string
		rows    []string
		want    string
		total   time.Duration
		known   bool
		ongoing bool
		unknown string
	}{
		{"a beginning and an end", []string{"10:00 Outage begins", "10:30 Outage ends"}, "10:00–10:30", 30 * time.Minute, true, false, ""},
		{"Outage begins twice in a row", []string{"10:00 Outage begins", "10:20 Outage begins", "11:00 Outage ends"}, "10:00–11:00", time.Hour, true, false, ""},
		{"Outage begins three times, never ended", []string{"10:00 Outage begins", "10:20 Outage begins", "10:40 Outage begins"}, "10:00–…", 0, false, true, ""},
		{"two intervals", []string{"10:00 Outage begins", "10:30 Outage ends", "11:00 Outage begins", "12:00 Outage ends"}, "10:00–10:30, 11:00–12:00", 90 * time.Minute, true, false, ""},
		{"the second interval lasts", []string{"10:00 Outage begins", "10:30 Outage ends", "11:00 Outage begins"}, "10:00–10:30, 11:00–…", 30 * time.Minute, false, true, ""},
		{"rows out of order", []string{"2026-03-05 11:00 Outage ends", "2026-03-05 10:00 Outage begins"}, "10:00–11:00", time.Hour, true, false, ""},
		{"over immediately", []string{"10:00 Outage begins", "10:00 Outage ends"}, "10:00–10:00", 0, true, false, ""},
		{"past midnight", []string{"23:00 Outage begins", "2026-03-06 01:00 Outage ends"}, "23:00–06 01:00", 2 * time.Hour, true, false, ""},
		{"ended twice", []string{"10:00 Outage begins", "10:30 Outage ends", "11:00 Outage ends"}, "", 0, false, false, "“Outage ends” without “Outage begins” before it"},
		{"ended before it began", []string{"10:00 Outage ends", "11:00 Outage begins"}, "", 0, false, false, "“Outage ends” without “Outage begins” before it"},
		{"without a beginning", []string{"10:00 Outage detected"}, "", 0, false, false, "the timeline has no “Outage begins”"},
		{"begun at an approximate time", []string{"~10:00 Outage begins", "11:00 Outage ends"}, "", 0, false, false, "“Outage begins” is approximate (~10:00)"},
		{"ended at an approximate time", []string{"10:00 Outage begins", "11:?? Outage ends"}, "", 0, false, false, "“Outage ends” is approximate (11:??)"},
		{"begun at an invalid time", []string{"25:00 Outage begins", "11:00 Outage ends"}, "", 0, false, false, "“Outage begins” has no time"},
		{"another row at an approximate time", []string{"10:00 Outage begins", "~10:10 Outage detected", "11:00 Outage ends"}, "10:00–11:00", time.Hour, true, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			pm, _ := read(t, document(nil, test.rows...))
			o := pm.Outage()
			if got := shown(o); got != test.want {
				t.Errorf("the service was out %q, want %q", got, test.want)
			}
			if got := o.Total(); got != test.total {
				t.Errorf("it was out for %v, want %v", got, test.total)
			}
			if o.Known() != test.known || o.Ongoing != test.ongoing {
				t.Errorf("the outage is known: %v, want %v; ongoing: %v, want %v", o.Known(), test.known, o.Ongoing, test.ongoing)
			}
			if o.Unknown != test.unknown {
				t.Errorf("the reason is %q, want %q", o.Unknown, test.unknown)
			}
		})
	}
	pm, _ := read(t, strings.Replace(document(nil, "10:00 Outage begins", "11:00 Outage ends"), "severity: low", "severity: near miss", 1))
	if o := pm.Outage(); o.Unknown != "a near miss has no outage" || o.Known() {
		t.Errorf("a near miss has the outage %s, %q", shown(o), o.Unknown)
	}
	if (content.Outage{}).Known() {
		t.Error("an outage without intervals is known")
	}
}

// TestFirstAndLast checks which row of a repeated event counts.
func TestFirstAndLast(t *testing.T) {
	const none, vague = "the timeline has no “Incident ends”", "“Incident ends” has no exact time"
	for _, test := range []struct {
		name        string
		rows        []string
		first, last string // a time, or the reason
	}{
		{"one row", []string{"10:00 Incident ends"}, "10:00", "10:00"},
		{"no row", []string{"10:00 Outage ends"}, none, none},
		{"several rows", []string{"10:00 Incident ends", "11:00 Incident ends", "12:00 Incident ends"}, "10:00", "12:00"},
		{"several rows, out of order", []string{"2026-03-05 11:00 Incident ends", "2026-03-05 12:00 Incident ends", "2026-03-05 10:00 Incident ends"}, "10:00", "12:00"},
		{"the first at an approximate time", []string{"~10:00 Incident ends", "11:00 Incident ends"}, vague, vague},
		{"the last at an approximate time", []string{"10:00 Incident ends", "~11:00 Incident ends"}, "10:00", vague},
		{"one at an invalid time", []string{"10:00 Incident ends", "25:00 Incident ends"}, "10:00", vague},
		{"another event in between", []string{"10:00 Incident ends", "~10:30 Outage ends", "11:00 Incident ends"}, "10:00", "11:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pm, _ := read(t, document(nil, test.rows...))
			answer := func(at time.Time, reason string) string {
				if reason == "" {
					return at.Format("15:04")
				}
				if !at.IsZero() {
					t.Errorf("a time, %v, and a reason why it is unknown", at)
				}
				return reason
			}
			if got := answer(pm.First(content.IncidentEnds)); got != test.first {
				t.Errorf("the incident first ended at %s, want %s", got, test.first)
			}
			if got := answer(pm.Last(content.IncidentEnds)); got != test.last {
				t.Errorf("the incident last ended at %s, want %s", got, test.last)
			}
		})
	}
}

// TestDateIsTheDayOfTheOutage checks that a date other than the day the outage began, in
// the document's zone, is reported.
func TestDateIsTheDayOfTheOutage(t *testing.T) {
	warning := func(day string) string {
		return "content/a.md:7:7: warning: the date is 2026-03-05, but the outage begins on " + day + " [date]"
	}
	for _, test := range []struct {
		name string
		keys []string
		rows []string
		want string
	}{
		{"the same day", nil, []string{"10:00 Outage begins", "11:00 Outage ends"}, ""},
		{"begun the day before", nil, []string{"2026-03-04 10:00 Outage begins", "2026-03-04 11:00 Outage ends"}, warning("2026-03-04")},
		{"begun the day after", nil, []string{"2026-03-06 10:00 Outage begins", "2026-03-06 11:00 Outage ends"}, warning("2026-03-06")},
		{"begun the day after, not over", nil, []string{"2026-03-06 10:00 Outage begins"}, warning("2026-03-06")},
		{"another day in UTC", []string{"timezone: America/New_York"}, []string{"23:00 Outage begins", "23:30 Outage ends"}, ""},
		{"the same day in UTC", []string{"timezone: America/New_York"}, []string{"2026-03-04 23:00 Outage begins", "2026-03-04 23:30 Outage ends"}, warning("2026-03-04")},
		{"the second interval on another day", nil, []string{"10:00 Outage begins", "11:00 Outage ends", "2026-03-06 10:00 Outage begins", "2026-03-06 11:00 Outage ends"}, ""},
		{"nothing known", nil, []string{"2026-03-06 ~10:00 Outage begins"}, ""},
	} {
		if _, got := read(t, document(test.keys, test.rows...)); got != test.want {
			t.Errorf("%s: reported\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

// TestStatedDuration checks when a stated duration contradicts the timeline: if they
// differ by more than five minutes and more than five percent.
func TestStatedDuration(t *testing.T) {
	for _, test := range []struct {
		stated, end string // an outage from 00:00 to the end
		want        string // what the message says; "" for no problem
	}{
		{"10h", "10:00", ""},
		{"10h30m", "10:00", ""}, // five percent
		{"10h31m", "10:00", "the stated duration is 10 h 31 min, but the timeline adds up to 10 h"},
		{"9h30m", "10:00", ""},
		{"9h29m", "10:00", "the stated duration is 9 h 29 min, but the timeline adds up to 10 h"},
		{"15m", "00:10", ""}, // five minutes
		{"16m", "00:10", "the stated duration is 16 min, but the timeline adds up to 10 min"},
		{"4m", "00:10", "the stated duration is 4 min, but the timeline adds up to 10 min"},
		{"0m", "00:05", ""},
	} {
		_, got := read(t, document([]string{"duration: " + test.stated}, "00:00 Outage begins", test.end+" Outage ends"))
		want := ""
		if test.want != "" {
			want = fmt.Sprintf("content/a.md:10:11: error: %s [duration-mismatch]", test.want)
		}
		if got != want {
			t.Errorf("stated %s, over at %s: reported\n%s\nwant\n%s", test.stated, test.end, got, want)
		}
	}
	if _, got := read(t, document([]string{"duration: 5h"}, "00:00 Outage begins")); got != "" {
		t.Errorf("an ongoing outage contradicts a stated duration: %s", got)
	}
}

// TestOtherWordsForTheEnd checks that the first of several words for the end of an outage ends
// it, and that the format's own word always does.
func TestOtherWordsForTheEnd(t *testing.T) {
	for rows, want := range map[string]string{
		"10:00 Start of impact|10:20 Mitigated|10:40 Resolved":                             "20 min",
		"10:00 Impact started|10:40 Resolved":                                              "40 min",
		"10:00 Outage begins|10:20 Outage ends|10:40 Restored":                             "20 min",
		"10:00 Outage begins|10:20 Mitigated|10:30 Outage begins|10:40 Restored":           "30 min",
		"10:00 Outage begins|10:20 Mitigated|10:40 Outage ends":                            "“Outage ends” without “Outage begins” before it",
		"10:00 Outage begins|10:20 Outage ends|10:30 Resolved|10:50 Incident ends: closed": "20 min",
	} {
		text := strings.Replace(document(nil, strings.Split(rows, "|")...), "impact: latency", "impact: availability", 1)
		pm, problems := read(t, text)
		got := pm.Outage().Unknown
		if got == "" {
			got = content.FormatDuration(pm.Outage().Total())
		}
		if got != want {
			t.Errorf("%s: the outage takes %s, want %s; %s", rows, got, want, problems)
		}
	}
}
