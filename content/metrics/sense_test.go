package metrics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// TestSense works out by hand what rules out which hypothesis, and which one held.
func TestSense(t *testing.T) {
	for _, test := range []struct {
		what string
		rows []string
		want string
	}{
		{"nothing", []string{"10:00 Outage begins", "11:00 Outage ends"}, "0 lanes"},
		{
			"one that held",
			[]string{"10:00 Outage begins", "10:10 Outage detected", "10:40 Hypothesis: the disk", "11:00 Outage ends"},
			"1 lanes; 3 open; held 0 after 30 min",
		},
		{
			"a word in common, of a plural, before the last one",
			[]string{"10:05 Outage detected", "10:10 Hypothesis: certificates", "10:20 Hypothesis: network", "10:30 Ruled out: the certificate is valid", "11:00 Outage ends"},
			"2 lanes; 2 by 4; 3 open; held 1 after 15 min",
		},
		{
			"the only one without a word in common",
			[]string{"10:10 Hypothesis: certificate", "10:30 Ruled out: no, it is not", "11:00 Outage ends"},
			"2 lanes; 1 by 2",
		},
		{
			"several without a word in common",
			[]string{"10:10 Hypothesis: certificate", "10:20 Hypothesis: network", "10:30 Ruled out: no", "11:00 Outage ends"},
			"2 lanes; 1 open; 2 open",
		},
		{
			"each at most once",
			[]string{"10:10 Hypothesis: network in Halifax", "10:20 Hypothesis: network", "10:30 Ruled out: network", "10:40 Ruled out: network again", "10:50 Ruled out: network", "11:00 Outage ends"},
			"2 lanes; 1 by 4; 2 by 3",
		},
		{"a hypothesis after the row", []string{"10:10 Ruled out: network", "10:20 Hypothesis: network", "11:00 Outage ends"}, "2 lanes; 2 open; held 0"},
		{"an outage that lasts", []string{"10:00 Outage begins", "10:10 Hypothesis: network"}, "1 lanes; 2 open"},
		{"a hypothesis before the detection", []string{"10:00 Hypothesis: network", "10:10 Outage detected", "11:00 Outage ends"}, "1 lanes; 1 open; held 0"},
		{"an inexact time", []string{"10:00 Outage detected", "~10:10 Hypothesis: network", "11:00 Outage ends"}, "1 lanes; 2 open; held 0"},
		{"other words for it", []string{"10:10 Theory: network", "10:20 Decided: wait", "10:30 Joins: vendor"}, "3 lanes; 1 open; held 0"},
	} {
		var rows strings.Builder
		for _, row := range test.rows {
			rows.WriteString("- " + row + "\n")
		}
		pm, _ := content.Parse("a.md", []byte("---\ntitle: a\ndate: 2026-03-05\n---\n## Timeline\n"+rows.String()), content.Options{})
		if got := sensed(metrics.SenseOf(pm)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.what, got, test.want)
		}
	}
}

// sensed writes lanes and hypotheses in one line, with rows counted from 1.
func sensed(s metrics.Sense) string {
	out := fmt.Sprint(len(s.Lanes), " lanes")
	for _, h := range s.Hypotheses {
		if h.RuledOut < 0 {
			out += fmt.Sprintf("; %d open", h.Row+1)
		} else {
			out += fmt.Sprintf("; %d by %d", h.Row+1, h.RuledOut+1)
		}
	}
	if s.Held >= 0 {
		out += fmt.Sprint("; held ", s.Held)
	}
	if s.KnowsHeld() {
		out += " after " + content.FormatDuration(s.HeldAfter)
	}
	return out
}
