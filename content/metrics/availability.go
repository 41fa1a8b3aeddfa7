package metrics

import (
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// Windows are the lengths in days of the periods, ending with "as of", for which
// availability is computed.
var Windows = []int{30, 90, 365}

// Availability is the share of its hours of operation in which a service was available.
// Every incident whose impact counts as an outage counts in full, however few it hit; others
// do not count.
type Availability struct {
	Service config.Service
	Windows []Window // in the order of [Windows]
}

// A Window is the availability of a service over a number of days.
type Window struct {
	Days    int
	Hours   time.Duration // hours of operation
	Down    time.Duration // outage time within Hours; overlapping outages count once
	Posts   int           // post mortems with an outage that overlaps the window
	Missing int           // post mortems dated in the window whose outage has no times; if not 0, Share is an upper bound
}

// Share returns the available share of the hours, from 0 to 1. It is 0 without hours.
func (w Window) Share() float64 {
	if w.Hours == 0 {
		return 0
	}
	return 1 - w.Down.Seconds()/w.Hours.Seconds()
}

// AvailabilityOf returns the availability of the services that have hours of operation, in
// the order given. A nil zone means UTC.
func AvailabilityOf(records []Record, services []config.Service, asOf content.Date, zone *time.Location) (out []Availability) {
	if zone == nil {
		zone = time.UTC
	}
	byService := map[string][]Record{}
	for _, r := range records {
		for _, name := range r.PM.Services {
			key := content.FoldName(name)
			byService[key] = append(byService[key], r)
		}
	}
	for _, service := range services {
		if !service.Hours.Known() || asOf.IsZero() {
			continue
		}
		a := Availability{Service: service}
		for _, n := range Windows {
			stretch := window(n, asOf, zone)
			w := Window{Days: n, Hours: service.Hours.Within(stretch.Begin, stretch.End, zone)}
			w.add(byService[content.FoldName(service.Name)], service.Hours, stretch, zone)
			a.Windows = append(a.Windows, w)
		}
		out = append(out, a)
	}
	return out
}

// window returns the interval of the given number of days that ends with asOf.
func window(days int, asOf content.Date, zone *time.Location) content.Interval {
	return content.Interval{
		Begin: time.Date(asOf.Year, asOf.Month, asOf.Day+1-days, 0, 0, 0, 0, zone), End: time.Date(asOf.Year, asOf.Month, asOf.Day+1, 0, 0, 0, 0, zone),
	}
}

// within returns the parts of an outage that lie in a window. It returns missing if the
// outage has no times, but the post mortem's date is in the window.
func within(r Record, w content.Interval) (parts []content.Interval, missing bool) {
	if r.PM.NearMiss || r.PM.Degraded {
		return nil, false
	}
	if !r.Outage.Known() {
		day := r.PM.Date.Time()
		return nil, !day.Before(content.DateOf(w.Begin).Time()) && day.Before(content.DateOf(w.End).Time())
	}
	for _, interval := range r.Outage.Intervals {
		if interval.Begin.Before(w.End) && interval.End.After(w.Begin) {
			parts = append(parts, content.Interval{Begin: latest(interval.Begin, w.Begin), End: earliest(interval.End, w.End)})
		}
	}
	return parts, false
}

// Reach returns the length in days of the shortest of the [Windows] that an outage overlaps
// or in which it is missing, or 0 if there is none. A nil zone means UTC.
func Reach(r Record, asOf content.Date, zone *time.Location) (days int, missing bool) {
	if zone == nil {
		zone = time.UTC
	}
	for _, n := range Windows {
		if parts, missing := within(r, window(n, asOf, zone)); missing || len(parts) > 0 {
			return n, missing
		}
	}
	return 0, false
}

func (w *Window) add(records []Record, hours config.Hours, stretch content.Interval, zone *time.Location) {
	var down []content.Interval
	for _, r := range records {
		parts, missing := within(r, stretch)
		if missing {
			w.Missing++
		}
		if len(parts) > 0 {
			w.Posts++
		}
		down = append(down, parts...)
	}
	slices.SortFunc(down, func(a, b content.Interval) int { return a.Begin.Compare(b.Begin) })
	var until time.Time
	for _, interval := range down {
		from := latest(interval.Begin, until)
		if from.Before(interval.End) {
			w.Down += hours.Within(from, interval.End, zone)
			until = interval.End
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
