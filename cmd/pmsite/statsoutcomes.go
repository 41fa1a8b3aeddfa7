package main

import (
	"cmp"
	"fmt"
	"math"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// maxShort is the maximum number of lines about action items, or controls, that came back.
const maxShort = 3

// short writes what came back, what surprised, and what needs a decision.
func (t *statsText) short(o *metrics.Outcomes) {
	t.line("\nCame back: %s to which a later post mortem points back, %s that failed again", count(len(o.Returns), "action item"), count(len(o.Recurring), "control"))
	for _, r := range o.Returns[:min(maxShort, len(o.Returns))] {
		t.line("  %s: cited after %s", r.Item.Title, content.FormatDays(r.Days))
	}
	for _, c := range o.Recurring[:min(maxShort, len(o.Recurring))] {
		apart := ""
		if days, ok := c.Gap(); ok {
			apart = fmt.Sprintf(", the last two %s apart", content.FormatDays(days))
		}
		t.line("  %s: failed %s%s", c.Name, count(len(c.Where), "time"), apart)
	}
	s := o.Surprises
	t.line("\nSurprises, %s to %s: %s that worked as designed and hurt,", o.Recent.Since, o.Recent.Until, count(len(s.Hurt), "control"))
	t.line("luck that nothing hedges in %d of %s", s.Lucky, count(s.All, "post mortem"))
	for _, m := range s.Hurt[:min(maxShort, len(s.Hurt))] {
		t.line("  %s", m.Control.Name)
	}
	t.line("\nNeeds a decision: %d of %s, past the due date", o.FollowUp.Overdue, count(o.FollowUp.Open+o.FollowUp.Overdue, "open action item"))
	for _, c := range o.Decisions {
		t.line("  %s%*d", cell("severity "+cmp.Or(c.Value, "not given"), nameWidth), countWidth-2, c.N)
	}
}

// outcomes writes whether outages get shorter, and what becomes of action items and luck.
func (t *statsText) outcomes(o *metrics.Outcomes) {
	t.line("\nTime to restore, %s to %s against the year before", o.Change.Now.Since, o.Change.Now.Until)
	t.line("  %s", verdict(o.Change))
	t.line("\n%s%12s%12s%12s", cell("Action items since agreed on", 40), "30 days", "90 days", "180 days")
	t.shares("done", o.FollowThrough.All, metrics.Happened)
	t.shares("cancelled or removed", o.FollowThrough.All, metrics.Otherwise)
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
