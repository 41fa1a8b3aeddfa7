package render

import (
	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// change answers whether outages get shorter: how many times as long they are as the year
// before, how sure that is, and what it is based on.
func (d dashboard) change(a metrics.Answer) Answer {
	c := d.Change
	f := facts{
		"n": c.Now.Len() + c.Before.Len(), "ratio": c.Ratio.Words(), "interval": c.Ratio.Interval(),
		"name": c.Name, "ends": c.Ends, "now": medianOf(c.Now), "least": metrics.MinSide, "lag": c.Lag, "needed": c.Needed,
	}
	f["answer"] = fill(a.Text, f)
	out := Answer{Text: fill(a.Extra[string(c.Verdict())], f), Basis: fill(a.Basis, f)}
	if !c.Now.Since.IsZero() {
		out.Details = append(out.Details, d.side(a, c.Now), d.side(a, c.Before))
	}
	for _, key := range notes(c) {
		out.Details = append(out.Details, Cell{Text: fill(a.Extra[key], f)})
	}
	return out
}

// notes returns the keys of the texts that say what a change is based on.
func notes(c metrics.Change) (out []string) {
	switch {
	case c.Lag > 0:
		out = append(out, "lag")
	case c.LagUnknown:
		out = append(out, "nolag")
	}
	switch {
	case !c.Compared:
		out = append(out, "least")
	case c.Needed == metrics.MaxNeeded:
		out = append(out, "more")
	case c.Needed > 0:
		out = append(out, "needed")
	}
	return out
}

func (d dashboard) side(a metrics.Answer, s metrics.Side) Cell {
	since, until := s.Since.String(), s.Until.String()
	f := facts{"since": since, "until": until, "known": len(s.Known), "ongoing": len(s.Over), "unfinished": s.Unfinished, "median": medianOf(s)}
	return d.counted(fill(a.Detail, f), len(s.Known), []string{"since", since, "until", until, d.Change.Key, "known"})
}

// medianOf returns the median of a side in words, or "" if it has too few durations.
func medianOf(s metrics.Side) string {
	if s.Len() < metrics.MinCount {
		return ""
	}
	median, atLeast := s.Median()
	if atLeast {
		return "at least " + content.FormatDuration(median)
	}
	return content.FormatDuration(median)
}
