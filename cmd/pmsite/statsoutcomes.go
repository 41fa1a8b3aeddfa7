package main

import (
	"fmt"
	"math"

	"github.com/pmsite/pmsite/content/metrics"
)

// outcomes writes whether outages get shorter, and what becomes of action items and luck.
func (t *statsText) outcomes(o *metrics.Outcomes) {
	t.line("\nTime to restore, %s to %s against the year before", o.Change.Now.Since, o.Change.Now.Until)
	t.line("  %s", verdict(o.Change))
	t.line("\n%s%12s%12s%12s", cell("Action items since agreed on", 40), "30 days", "90 days", "180 days")
	t.shares("done", o.FollowThrough.All, metrics.Happened)
	t.shares("cancelled", o.FollowThrough.All, metrics.Otherwise)
	t.line("  %s, unknown when agreed on: %d", count(o.FollowThrough.All.Len(), "action item"), o.FollowThrough.Unknown)
	l := o.Luck
	t.line("\nLuck: %d hedged, %d to be hedged, %d not hedged", l.Hedged, l.Open, l.Unhedged)
}

func (t *statsText) shares(name string, in metrics.Incidence, end metrics.End) {
	row := "  " + cell(name, 38)
	for _, days := range metrics.Horizons {
		text := "too few"
		if s, ok := in.Within(float64(days), end); ok {
			text = fmt.Sprintf("%.0f %%", math.Floor(100*s.Value+0.5))
		}
		row += fmt.Sprintf("%12s", text)
	}
	t.line("%s", row)
}

func verdict(c metrics.Change) string {
	n := c.Now.Len() + c.Before.Len()
	switch c.Verdict() {
	case metrics.TooFew:
		return fmt.Sprintf("too few to say: %d and %d of at least %d", c.Now.Len(), c.Before.Len(), metrics.MinSide)
	case metrics.Unclear:
		return fmt.Sprintf("%s: %d outages cannot tell", ratio(c.Ratio), n)
	}
	return fmt.Sprintf("%s: %s", ratio(c.Ratio), c.Verdict())
}

func ratio(r metrics.Ratio) string {
	return fmt.Sprintf("%s times as long (95 %%: %s)", r.Words(), r.Interval())
}
