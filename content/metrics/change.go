package metrics

import "github.com/pmsite/pmsite/content"

// RecentDays is how many days, up to and with the last, are recent.
const RecentDays = 365

// A Change compares a figure of the recent days with that of as many before.
type Change struct {
	Definition
	Now, Before Point
	Recent      Filter // picks what Now rests on
	Earlier     Filter // and Before
}

// A Verdict says what a [Change] amounts to.
type Verdict string

// The verdicts. Two intervals that do not meet are apart by more than chance
// explains; of two that meet nothing is said, whatever their medians.
const (
	TooFew  Verdict = "few"     // a side has no interval
	Unclear Verdict = "unclear" // the intervals meet
	Shorter Verdict = "shorter"
	Longer  Verdict = "longer"
)

// Compare returns the change of a figure up to a day. A zero day compares
// nothing.
func Compare(records []Record, key string, until content.Date) Change {
	c := Change{Definition: definitions[place(key)]}
	if until.IsZero() {
		return c
	}
	c.Recent, c.Earlier = back(until, 0), back(until, RecentDays)
	c.Now = pointOf(column(Select(records, c.Recent), place(key)))
	c.Before = pointOf(column(Select(records, c.Earlier), place(key)))
	return c
}

// back picks [RecentDays] that end so many days before a day.
func back(until content.Date, days int) Filter {
	day := func(n int) content.Date { return content.DateOf(until.Time().AddDate(0, 0, -n)) }
	return Filter{Since: day(days + RecentDays - 1), Until: day(days)}
}

// Verdict says what the change amounts to.
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
