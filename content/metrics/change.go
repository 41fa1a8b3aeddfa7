package metrics

import "github.com/pmsite/pmsite/content"

// RecentDays is the number of days that count as recent, including the last one.
const RecentDays = 365

// A Change compares a figure in the recent days with the same number of days before.
type Change struct {
	Definition
	Now, Before Point
	Recent      Filter // selects the post mortems of Now
	Earlier     Filter // selects the post mortems of Before
}

// A Verdict is the conclusion from a [Change].
type Verdict string

// The verdicts. If two intervals do not overlap, chance alone does not explain the
// difference. If they overlap, nothing can be concluded, even if the medians differ.
const (
	TooFew  Verdict = "few"     // a side has no interval
	Unclear Verdict = "unclear" // the intervals overlap
	Shorter Verdict = "shorter"
	Longer  Verdict = "longer"
)

// Compare returns the change of a figure, with recent days that end with until. If until is
// zero, both sides are empty.
func Compare(records []Record, key string, until content.Date) Change {
	c := Change{Definition: definitions[figureIndex(key)]}
	if until.IsZero() {
		return c
	}
	c.Recent, c.Earlier = back(until, 0), back(until, RecentDays)
	c.Now = pointOf(column(Select(records, c.Recent), figureIndex(key)))
	c.Before = pointOf(column(Select(records, c.Earlier), figureIndex(key)))
	return c
}

// back selects the [RecentDays] that end the given number of days before until.
func back(until content.Date, days int) Filter {
	day := func(n int) content.Date { return content.DateOf(until.Time().AddDate(0, 0, -n)) }
	return Filter{Since: day(days + RecentDays - 1), Until: day(days)}
}

// Verdict returns the conclusion from the change.
func (c Change) Verdict() Verdict {
	switch {
	case !c.Now.HasInterval || !c.Before.HasInterval:
		return TooFew
	case c.Now.High < c.Before.Low:
		return Shorter
	case c.Now.Low > c.Before.High:
		return Longer
	}
	return Unclear
}
