package metrics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// document parses a post mortem with the given lines of front matter and items of the
// timeline.
func document(t testing.TB, front string, rows ...string) *content.PostMortem {
	t.Helper()
	src := "---\ntitle: a\nservice: a\nimpact: availability\ndetection: manual\nauthors: [a]\n" + front + "---\n## Timeline\n"
	for _, row := range rows {
		src += "- " + row + "\n"
	}
	pm, problems := content.Parse("a.md", []byte(src), content.Options{})
	if pm == nil {
		t.Fatalf("cannot parse the post mortem: %v", problems)
	}
	return pm
}

const completed = "severity: high\nstatus: completed\ndate: 2026-03-05\n"

func Example() {
	pm := document(&testing.T{}, completed, "10:00 Outage begins", "10:12 Outage detected", "~10:15 Incident created", "11:30 Outage ends")
	figures := metrics.FiguresOf(pm)
	for _, key := range []string{"duration", "time_to_detect", "time_to_declare"} {
		if f := figures.Get(key); f.Known() {
			fmt.Println(key, f.Value)
		} else {
			fmt.Println(key, "is unknown:", f.Reason)
		}
	}
	// Output:
	// duration 1h30m0s
	// time_to_detect 12m0s
	// time_to_declare is unknown: “Incident created” has no exact time
}

// The comment above each document computes its figures by hand. Figures that are not in want
// are unknown.
func TestFigures(t *testing.T) {
	for _, test := range []struct {
		name, front string
		rows        []string
		want        string // key value, in page order
	}{
		{
			// One row of each kind. 10:00 begins, 10:10 detected (10 after), 10:11 created (1 after detection), 10:13 acknowledged (3),
			// 10:20 internal (10), 10:30 vendor (20), 10:50 escalated (20 after the vendor), 11:00 external (50), 12:00 ends,
			// 13:00 incident ends. Silences: 10:10–10:20, 10:20–11:00 (40), 11:00–12:00 (60).
			"everything", completed,
			[]string{
				"10:00 Outage begins", "10:10 Outage detected", "10:11 Incident created", "10:13 Acknowledged", "10:20 Internal communications",
				"10:30 Vendor contacted", "10:50 Vendor escalated", "11:00 External communications", "12:00 Outage ends", "13:00 Incident ends",
			},
			"duration 2h0m0s, time_to_detect 10m0s, time_to_declare 1m0s, time_to_acknowledge 3m0s, time_to_internal_communication 10m0s, " +
				"time_to_external_communication 50m0s, longest_silence 1h0m0s, time_to_engage_vendor 20m0s, time_to_escalate_vendor 20m0s, " +
				"vendor_to_restore 1h30m0s, time_to_restore 2h0m0s, time_to_restore_from_detection 1h50m0s, incident_duration 2h49m0s, tail 1h0m0s",
		},
		{
			// New York sets its clocks back at 02:00 EDT on 1 November 2026: from 00:30 EDT (04:30Z) to 02:30 EST (07:30Z) are three hours.
			"clocks set back", "severity: high\nstatus: completed\ndate: 2026-11-01\ntimezone: America/New_York\n",
			[]string{"00:30 Outage begins", "01:30 EST Outage detected", "02:30 Outage ends"},
			"duration 3h0m0s, time_to_detect 2h0m0s, longest_silence 1h0m0s, time_to_restore 3h0m0s, time_to_restore_from_detection 1h0m0s",
		},
		{
			// And forward on 8 March 2026: from 01:30 EST (06:30Z) to 03:30 EDT (07:30Z) is one.
			"clocks set forward", "severity: high\nstatus: completed\ndate: 2026-03-08\ntimezone: America/New_York\n",
			[]string{"01:30 Outage begins", "03:30 Outage ends"},
			"duration 1h0m0s, time_to_restore 1h0m0s",
		},
		{
			// From 10:00 on 5 March to 22:00 on 7 March is 60 hours.
			"several days", completed,
			[]string{"2026-03-05 10:00 Outage begins", "2026-03-06 10:00 Outage detected", "2026-03-07 22:00 Outage ends"},
			"duration 60h0m0s, time_to_detect 24h0m0s, longest_silence 36h0m0s, time_to_restore 60h0m0s, time_to_restore_from_detection 36h0m0s",
		},
		{
			// Detected and over at once: a known zero is not unknown.
			"no time passes", completed,
			[]string{"10:00 Outage begins", "10:00 Outage detected", "10:00 Outage ends"},
			"duration 0s, time_to_detect 0s, longest_silence 0s, time_to_restore 0s, time_to_restore_from_detection 0s",
		},
		{
			// Out 10:00–10:30 and 11:00–12:00: 1 h 30 min of outage, restored 2 h after it began. The second "detected" is not the first.
			"two intervals", completed,
			[]string{"10:00 Outage begins", "10:05 Outage detected", "10:30 Outage ends", "11:00 Outage begins", "11:01 Outage detected", "12:00 Outage ends"},
			"duration 1h30m0s, time_to_detect 5m0s, longest_silence 1h55m0s, time_to_restore 2h0m0s, time_to_restore_from_detection 1h55m0s",
		},
		{
			// The order of the rows does not matter, only their times.
			"out of order", completed,
			[]string{"2026-03-05 12:00 Outage ends", "2026-03-05 10:00 Outage begins", "2026-03-05 10:20 Outage detected"},
			"duration 2h0m0s, time_to_detect 20m0s, longest_silence 1h40m0s, time_to_restore 2h0m0s, time_to_restore_from_detection 1h40m0s",
		},
		{
			"still out", completed,
			[]string{"10:00 Outage begins", "10:05 Outage detected", "10:06 Incident created", "10:20 Internal communications"},
			"duration ongoing, time_to_detect 5m0s, time_to_declare 1m0s, time_to_internal_communication 15m0s, time_to_external_communication ongoing, longest_silence ongoing, " +
				"time_to_restore ongoing, time_to_restore_from_detection ongoing, incident_duration ongoing, tail ongoing",
		},
		{
			// A stated duration does not count while the outage has not ended.
			"still out, and stated", completed + "duration: 45m\n",
			[]string{"10:00 Outage begins"},
			"duration ongoing, time_to_internal_communication ongoing, time_to_external_communication ongoing, time_to_restore ongoing, tail ongoing",
		},
		{
			// Out again: the first interval is over, the outage is not.
			"out again", completed,
			[]string{"10:00 Outage begins", "10:30 Outage ends", "11:00 Outage begins"},
			"duration ongoing, time_to_internal_communication ongoing, time_to_external_communication ongoing, time_to_restore ongoing, tail ongoing",
		},
		{
			"stated", completed + "duration: 45m\n", []string{"10:00 Outage detected"}, "duration 45m0s stated",
		},
		{
			// The timeline takes precedence over the stated duration.
			"stated and timed", completed + "duration: 61m\n", []string{"10:00 Outage begins", "11:00 Outage ends"}, "duration 1h0m0s, time_to_restore 1h0m0s",
		},
		{
			"near miss", "severity: near miss\nstatus: completed\ndate: 2026-03-05\nduration: 5m\n",
			[]string{"10:00 Incident created", "10:30 Incident ends"},
			"incident_duration 30m0s",
		},
		{
			// Detected before it began (a forecast): no negative figures.
			"ends before it begins", completed,
			[]string{"2026-03-05 09:00 Outage detected", "2026-03-05 10:00 Outage begins", "2026-03-05 11:00 Outage ends", "2026-03-05 10:30 Incident ends"},
			"duration 1h0m0s, longest_silence 2h0m0s, time_to_restore 1h0m0s, time_to_restore_from_detection 2h0m0s",
		},
		{
			// Communications before the detection and after the end do not interrupt the silence: 10:10–11:00 is 50 minutes.
			"silence", completed,
			[]string{"10:00 Outage begins", "10:05 Internal communications", "10:10 Outage detected", "11:00 Outage ends", "11:30 External communications"},
			"duration 1h0m0s, time_to_detect 10m0s, time_to_external_communication 1h20m0s, longest_silence 50m0s, time_to_restore 1h0m0s, time_to_restore_from_detection 50m0s",
		},
		{
			// Neither do those long before or after, or exactly at the ends: 10:10–10:30 is 20 minutes, 10:30–11:00 is 30.
			"silence outside the outage", completed,
			[]string{
				"08:00 Internal communications", "10:00 Outage begins", "10:10 Outage detected", "10:10 Internal communications", "10:30 External communications",
				"11:00 Outage ends", "11:00 External communications", "14:00 External communications",
			},
			"duration 1h0m0s, time_to_detect 10m0s, time_to_external_communication 20m0s, longest_silence 30m0s, time_to_restore 1h0m0s, time_to_restore_from_detection 50m0s",
		},
		{
			// Silences follow the times, not the order of the rows: 10:00–10:50, 10:50–11:00, 11:00–11:30.
			"communications out of order", completed,
			[]string{
				"2026-03-05 10:00 Outage begins", "2026-03-05 10:00 Outage detected", "2026-03-05 11:00 External communications", "2026-03-05 10:50 Internal communications", "2026-03-05 11:30 Outage ends",
			},
			"duration 1h30m0s, time_to_detect 0s, time_to_internal_communication 50m0s, time_to_external_communication 1h0m0s, longest_silence 50m0s, time_to_restore 1h30m0s, time_to_restore_from_detection 1h30m0s",
		},
		{
			// The incident ended twice; the last time counts: 10:10–13:00 and 11:00–13:00.
			"incident ends twice", completed,
			[]string{"10:00 Outage begins", "10:10 Incident created", "11:00 Outage ends", "12:00 Incident ends", "13:00 Incident ends"},
			"duration 1h0m0s, time_to_restore 1h0m0s, incident_duration 2h50m0s, tail 2h0m0s",
		},
		{
			// The incident has ended, the outage has not.
			"incident ends before the outage", completed,
			[]string{"10:00 Outage begins", "10:10 Incident created", "12:00 Incident ends"},
			"duration ongoing, time_to_internal_communication ongoing, time_to_external_communication ongoing, time_to_restore ongoing, incident_duration 1h50m0s, tail ongoing",
		},
		{
			// A vendor was contacted, and the outage has not ended.
			"vendor while out", completed,
			[]string{"10:00 Outage begins", "10:10 Vendor contacted"},
			"duration ongoing, time_to_internal_communication ongoing, time_to_external_communication ongoing, vendor_to_restore ongoing, time_to_restore ongoing, tail ongoing",
		},
		{
			// Contacted twice: the first contact counts, up to the last end.
			"vendor twice", completed,
			[]string{"10:00 Outage begins", "10:10 Outage detected", "10:20 Vendor contacted", "10:40 Vendor contacted", "10:50 Vendor escalated", "11:00 Vendor escalated", "12:00 Outage ends"},
			"duration 2h0m0s, time_to_detect 10m0s, longest_silence 1h50m0s, time_to_engage_vendor 10m0s, time_to_escalate_vendor 30m0s, vendor_to_restore 1h40m0s, time_to_restore 2h0m0s, time_to_restore_from_detection 1h50m0s",
		},
		{"nothing", completed, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := shown(metrics.FiguresOf(document(t, test.front, test.rows...))); got != test.want {
				t.Errorf("the figures are\n%s\nwant\n%s", strings.ReplaceAll(got, ", ", "\n"), strings.ReplaceAll(test.want, ", ", "\n"))
			}
		})
	}
}

func shown(figures metrics.Figures) string {
	var out []string
	for i, d := range metrics.Definitions() {
		switch f := figures[i]; {
		case f.Known() && f.Stated:
			out = append(out, fmt.Sprint(d.Key, " ", f.Value, " stated"))
		case f.Known():
			out = append(out, fmt.Sprint(d.Key, " ", f.Value))
		case f.Class == metrics.Ongoing:
			out = append(out, d.Key+" ongoing")
		}
	}
	return strings.Join(out, ", ")
}

// Unknown figures give a reason and never have a value.
func TestUnknownFiguresSayWhy(t *testing.T) {
	for _, test := range []struct {
		name, front string
		rows        []string
		key, reason string
	}{
		{"no rows", completed, nil, "duration", "the timeline has no “Outage begins”"},
		{"no detection", completed, []string{"10:00 Outage begins"}, "time_to_detect", "the timeline has no “Outage detected”"},
		{"approximate begin", completed, []string{"~10:00 Outage begins", "11:00 Outage ends"}, "duration", "“Outage begins” is approximate (~10:00)"},
		{"unknown minute", completed, []string{"10:00 Outage begins", "11:?? Outage ends"}, "time_to_restore", "“Outage ends” is approximate (11:??)"},
		{"no time", completed, []string{"25:00 Outage begins", "11:00 Outage ends"}, "duration", "“Outage begins” has no time"},
		{"approximate detection", completed, []string{"10:00 Outage begins", "~10:05 Outage detected", "11:00 Outage ends"}, "time_to_detect", "“Outage detected” has no exact time"},
		{"end without begin", completed, []string{"11:00 Outage ends"}, "duration", "“Outage ends” without “Outage begins” before it"},
		{"end twice", completed, []string{"10:00 Outage begins", "11:00 Outage ends", "12:00 Outage ends"}, "duration", "“Outage ends” without “Outage begins” before it"},
		{"near miss", "severity: near miss\nstatus: completed\ndate: 2026-03-05\n", nil, "duration", "a near miss has no outage"},
		{"more than a day before", completed, []string{"2026-03-05 10:00 Outage begins", "2026-03-04 09:59 Outage detected"}, "time_to_detect", "its end is before its beginning"},
		{"approximate communication", completed, []string{"10:00 Outage begins", "10:00 Outage detected", "~10:30 Internal communications", "11:00 Outage ends"}, "longest_silence", "a communication has no exact time"},
		{"approximate last end", completed, []string{"10:00 Incident created", "11:00 Incident ends", "~12:00 Incident ends"}, "incident_duration", "“Incident ends” has no exact time"},
		{"stated alone", completed + "duration: 45m\n", nil, "time_to_restore", "the timeline has no “Outage begins”"},
		{"stated for a near miss", "severity: near miss\nstatus: completed\ndate: 2026-03-05\nduration: 5m\n", nil, "duration", "a near miss has no outage"},
		{"no end of the incident", completed, []string{"10:00 Outage begins", "10:10 Incident created", "11:00 Outage ends"}, "tail", "the timeline has no “Incident ends”"},
		{"incident without a beginning", completed, []string{"11:00 Incident ends"}, "incident_duration", "the timeline has no “Incident created”"},
		{"contacted after the end", completed, []string{"10:00 Outage begins", "11:00 Outage ends", "12:00 Vendor contacted"}, "vendor_to_restore", "its end is before its beginning"},
		{"incident closed before the end", completed, []string{"10:00 Outage begins", "2026-03-05 10:30 Incident ends", "2026-03-05 11:00 Outage ends"}, "tail", "its end is before its beginning"},
		{"silence without a detection", completed, []string{"10:00 Outage begins", "11:00 Outage ends"}, "longest_silence", "the timeline has no “Outage detected”"},
		{"silence of no outage", completed, []string{"10:00 Outage detected"}, "longest_silence", "the timeline has no “Outage begins”"},
		{"published without a history", completed, []string{"10:00 Outage begins", "11:00 Outage ends"}, "time_to_publish", "there is no history of the document"},
		{"detected after", completed, []string{"10:00 Outage begins", "11:00 Outage ends", "12:00 Outage detected"}, "longest_silence", "its end is before its beginning"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := metrics.FiguresOf(document(t, test.front, test.rows...)).Get(test.key)
			if f.Known() || f.Class == metrics.Ongoing || f.Value != 0 || f.Reason != test.reason {
				t.Errorf("%s is %+v, want unknown: %s", test.key, f, test.reason)
			}
		})
	}
}

func TestEveryUnknownFigureHasAReason(t *testing.T) {
	for i, f := range metrics.FiguresOf(document(t, completed)) {
		if !f.Known() && f.Reason == "" {
			t.Errorf("%s is unknown, but gives no reason", metrics.Definitions()[i].Key)
		}
	}
}

func TestGet(t *testing.T) {
	figures := metrics.FiguresOf(document(t, completed, "10:00 Outage begins", "11:00 Outage ends"))
	for i, d := range metrics.Definitions() {
		if figures.Get(d.Key) != figures[i] || d.Name == "" || d.Ends == "" {
			t.Errorf("Get does not return the figure of %+v, or its definition is incomplete", d)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for an unknown figure")
		}
	}()
	figures.Get("time_to_lunch")
}
