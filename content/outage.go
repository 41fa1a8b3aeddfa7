package content

import (
	"slices"
	"time"
)

// An Interval is a period in which the service was out. End is zero while the outage
// lasts.
type Interval struct{ Begin, End time.Time }

// An Outage describes when the service was out, according to the labelled rows of the
// timeline.
type Outage struct {
	Intervals []Interval
	Ongoing   bool   // the last interval has not ended
	Unknown   string // why the outage is not known; "" if it is known
}

// MaxLead is the longest time before an outage at which its detection is believed. Anything
// earlier is a mistake in the timeline.
const MaxLead = 24 * time.Hour

// Total returns the time for which the service was out: the sum of the intervals. It is
// meaningful only if the outage is known and over.
func (o Outage) Total() (sum time.Duration) {
	for _, interval := range o.Intervals {
		if !interval.End.IsZero() {
			sum += interval.End.Sub(interval.Begin)
		}
	}
	return sum
}

// Known reports whether the outage has a beginning and an end.
func (o Outage) Known() bool { return o.Unknown == "" && !o.Ongoing && len(o.Intervals) > 0 }

// Outage returns the outage. Every "Outage begins" opens an interval, and the next
// "Outage ends" closes it, in the order of their times, not of the rows.
func (pm *PostMortem) Outage() (out Outage) {
	if pm.NearMiss {
		return Outage{Unknown: "a near miss has no outage"}
	}
	var rows []*Entry
	for i := range pm.Timeline {
		entry := &pm.Timeline[i]
		if entry.Event != OutageBegins && entry.Event != OutageEnds {
			continue
		}
		if !entry.Exact() {
			if entry.Approximate {
				return Outage{Unknown: "“" + entry.Event + "” is approximate (" + entry.Clock + ")"}
			}
			return Outage{Unknown: "“" + entry.Event + "” has no time"}
		}
		rows = append(rows, entry)
	}
	slices.SortStableFunc(rows, func(a, b *Entry) int { return a.Time.Compare(b.Time) })
	for _, row := range rows {
		if row.Event == OutageBegins {
			if !out.Ongoing {
				out.Intervals = append(out.Intervals, Interval{Begin: row.Time})
			}
			out.Ongoing = true
			continue
		}
		if !out.Ongoing {
			return Outage{Unknown: "“" + OutageEnds + "” without “" + OutageBegins + "” before it"}
		}
		out.Intervals[len(out.Intervals)-1].End = row.Time
		out.Ongoing = false
	}
	if len(out.Intervals) == 0 {
		out.Unknown = "the timeline has no “" + OutageBegins + "”"
	}
	return out
}

// Has reports whether the timeline has a row of an event.
func (pm *PostMortem) Has(event string) bool {
	return slices.ContainsFunc(pm.Timeline, func(entry Entry) bool { return entry.Event == event })
}

// First returns the time of an event's earliest row, or the reason why it is unknown:
// there is no such row, or its first row has no exact time.
func (pm *PostMortem) First(event string) (at time.Time, reason string) {
	for i := range pm.Timeline {
		entry := &pm.Timeline[i]
		switch {
		case entry.Event != event:
		case !entry.Exact() && at.IsZero():
			return at, "“" + event + "” has no exact time"
		case entry.Exact() && (at.IsZero() || entry.Time.Before(at)):
			at = entry.Time
		}
	}
	if at.IsZero() {
		return at, "the timeline has no “" + event + "”"
	}
	return at, ""
}

// Last returns the time of an event's latest row, or the reason why it is unknown: there
// is no such row, or one of the rows has no exact time.
func (pm *PostMortem) Last(event string) (at time.Time, reason string) {
	for i := range pm.Timeline {
		entry := &pm.Timeline[i]
		switch {
		case entry.Event != event:
		case !entry.Exact():
			return time.Time{}, "“" + event + "” has no exact time"
		case entry.Time.After(at):
			at = entry.Time
		}
	}
	if at.IsZero() {
		return at, "the timeline has no “" + event + "”"
	}
	return at, ""
}

// checkArithmetic compares the stated duration and date with the timeline.
func checkArithmetic(d *decoder, pos func(key string) Pos) {
	outage := d.pm.Outage()
	if d.pm.HasStated && outage.Known() {
		total := outage.Total()
		if off := (d.pm.Stated - total).Abs(); off > 5*time.Minute && float64(off) > 0.05*float64(total) {
			d.error("duration-mismatch", pos("duration"), "correct one of them, or leave the duration out",
				"the stated duration is %s, but the timeline adds up to %s", FormatDuration(d.pm.Stated), FormatDuration(total))
		}
	}
	if outage.Unknown == "" && !d.pm.Date.IsZero() {
		if begun := DateOf(outage.Intervals[0].Begin.In(d.pm.Zone)); begun != d.pm.Date {
			d.warn("date", pos("date"), "the date is the day the outage began", "the date is %s, but the outage begins on %s", d.pm.Date, begun)
		}
	}
}
