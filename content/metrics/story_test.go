package metrics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// told writes a story in one line: moments, and between them how long it takes. A stage with ? lacks a moment, one with
// … is still going on.
func told(s metrics.Story) string {
	name := func(i int) string {
		if i < 0 {
			return "."
		}
		return s.Moments[i].Name
	}
	var stages, without []string
	for _, stage := range s.Stages {
		mark := ""
		if stage.Unknown {
			mark = "?"
		} else if stage.To < 0 {
			mark = "…"
		}
		stages = append(stages, fmt.Sprint(name(stage.From), " ", content.FormatDuration(stage.Length), mark, " ", name(stage.To)))
	}
	for _, m := range s.Moments {
		if m.Class != metrics.Known {
			without = append(without, fmt.Sprint(m.Name, " is ", m.Class, ": ", m.Reason))
		}
	}
	return strings.Join(append(stages, without...), "; ")
}

// The story of each document is worked out by hand.
func TestStories(t *testing.T) {
	const miss = "severity: near miss\nstatus: completed\ndate: 2026-03-05\n"
	for _, test := range []struct {
		what, front string
		rows        []string
		want        string
	}{
		{
			"everything, with the communication before the declaration", completed,
			[]string{"10:00 Outage begins", "10:10 Outage detected", "10:12 External communications", "10:20 Internal communications", "10:30 Incident created", "12:00 Outage ends", "13:00 Incident ends"},
			"Began 10 min Detected; Detected 2 min Communicated; Communicated 18 min Declared; Declared 1 h 30 min Restored; Restored 1 h Closed",
		},
		{
			"two outages, detected before the first one", completed + "communication: none needed\n",
			[]string{"09:50 Outage detected", "10:00 Outage begins", "10:30 Outage ends", "11:00 Outage begins", "11:10 Outage detected", "12:00 Outage ends"},
			"Detected 10 min? Began; Began 2 h Restored; Restored 0 s? .; Declared is unknown: the timeline has no “Incident created”; Closed is unknown: the timeline has no “Incident ends”",
		},
		{
			"a first communication whose time is not exact", completed,
			[]string{"10:00 Outage begins", "~10:10 Internal communications", "11:00 External communications", "12:00 Outage ends"},
			"Began 2 h? Restored; Restored 0 s? .; Detected is unknown: the timeline has no “Outage detected”; Declared is unknown: the timeline has no “Incident created”; " +
				"Communicated is unknown: “Internal communications” has no exact time; Closed is unknown: the timeline has no “Incident ends”",
		},
		{
			"an outage that lasts", completed,
			[]string{"10:00 Outage begins", "10:10 Outage detected", "10:30 Internal communications", "12:00 Asked again"},
			"Began 10 min Detected; Detected 20 min? Communicated; Communicated 1 h 30 min… .; Declared is unknown: the timeline has no “Incident created”; " +
				"Restored is ongoing: the outage has not ended; Closed is ongoing: the outage has not ended",
		},
		{
			"a near miss", miss,
			[]string{"09:00 Deploy", "10:00 Outage detected", "12:00 Would have begun"},
			"Detected 2 h Would have begun",
		},
		{
			"a near miss with an incident", miss,
			[]string{"10:00 Outage detected", "10:05 Incident created", "11:00 Internal communications", "12:00 Incident ends"},
			"Detected 5 min Declared; Declared 55 min Communicated; Communicated 1 h? Closed; Would have begun is unknown: the timeline has no “Would have begun”",
		},
		{
			"an end without a beginning", completed,
			[]string{"10:10 Outage detected", "11:00 Outage ends"},
			". 0 s? Detected; Detected 0 s? .; Began is unknown: the timeline has no “Outage begins”; Declared is unknown: the timeline has no “Incident created”; Communicated is unknown: the timeline has no communication; " +
				"Restored is unknown: “Outage ends” without “Outage begins” before it; Closed is unknown: the timeline has no “Incident ends”",
		},
	} {
		s := metrics.StoryOf(document(t, test.front, test.rows...))
		if got := told(s); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.what, got, test.want)
		}
	}
	nothing := metrics.StoryOf(document(t, completed))
	if nothing.Known() || len(nothing.Moments) != 6 || fmt.Sprint(nothing.Stages) != "[{-1 -1 0s true}]" {
		t.Errorf("the story of a post mortem without a timeline is %+v", nothing)
	}
}

// An outage that lasts has taken until the last exact row of the timeline, whatever the order of the rows.
func TestSoFar(t *testing.T) {
	s := metrics.StoryOf(document(t, completed, "10:00 Outage begins", "2026-03-06 09:00 Still out", "2026-03-05 11:00 Noted late", "2026-03-07 ~12:00 Perhaps"))
	if !s.Ongoing || s.SoFar.String() != "23 h" {
		t.Errorf("the outage has lasted for %v so far (ongoing: %v), want 23 h", s.SoFar, s.Ongoing)
	}
	if over := metrics.StoryOf(document(t, completed, "10:00 Outage begins", "11:00 Outage ends")); over.Ongoing || over.SoFar.Known() {
		t.Errorf("an outage that is over has lasted for %v so far", over.SoFar)
	}
}

// A moment leads to its own row, even if another one is at the same time.
func TestAnchors(t *testing.T) {
	pm := document(t, completed, "09:00 Deploy", "10:00 Outage begins", "10:00 Outage detected", "11:00 Outage ends")
	s := metrics.StoryOf(pm)
	if got := s.Moments[0].Anchor + " " + s.Moments[1].Anchor; got != "timeline-2 timeline-3" {
		t.Errorf("the beginning and the detection are at %s, want timeline-2 timeline-3", got)
	}
	if began := metrics.Began(pm); !began.Equal(pm.Timeline[1].Time) {
		t.Errorf("it began at %v", began)
	}
}
