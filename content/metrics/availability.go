package metrics

import (
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// Windows are the days, up to and with "as of", over which availability is
// given.
var Windows = []int{30, 90, 365}

// Availability is how much of its hours of operation a service worked. Every
// outage counts, whatever its impact.
type Availability struct {
	Service content.Service
	Windows []Window // in the order of [Windows]
}

// A Window is the availability of a service over some days.
type Window struct {
	Days    int
	Hours   time.Duration // of operation
	Down    time.Duration // of them; time that two outages share counts once
	Posts   int           // post mortems whose outage reaches into the window
	Missing int           // of the window's dates, without the times of an outage: the service was available at most so much
}

// Share is the available part of the hours, from 0 to 1.
func (w Window) Share() float64 {
	if w.Hours == 0 {
		return 0
	}
	return 1 - w.Down.Seconds()/w.Hours.Seconds()
}

// AvailabilityOf gives the availability of the services whose hours of
// operation are known, in their order. A nil zone means UTC.
func AvailabilityOf(records []Record, services []content.Service, asOf content.Date, zone *time.Location) (out []Availability) {
	if zone == nil {
		zone = time.UTC
	}
	byService := map[string][]Record{}
	for _, r := range records {
		for _, name := range r.PM.Services {
			byService[name] = append(byService[name], r)
		}
	}
	end := time.Date(asOf.Year, asOf.Month, asOf.Day+1, 0, 0, 0, 0, zone)
	for _, service := range services {
		if !service.Hours.Given() || asOf.IsZero() {
			continue
		}
		a := Availability{Service: service}
		for _, n := range Windows {
			begin := time.Date(asOf.Year, asOf.Month, asOf.Day+1-n, 0, 0, 0, 0, zone)
			w := Window{Days: n, Hours: service.Hours.Within(begin, end, zone)}
			w.add(byService[service.Name], service.Hours, begin, end, zone)
			a.Windows = append(a.Windows, w)
		}
		out = append(out, a)
	}
	return out
}

func (w *Window) add(records []Record, hours content.Hours, begin, end time.Time, zone *time.Location) {
	var down []content.Interval
	for _, r := range records {
		pm, outage := r.PM, r.Outage
		if !outage.Known() {
			if day := pm.Date.Time(); pm.Severity != content.NearMiss && !day.Before(content.DateOf(begin).Time()) && day.Before(content.DateOf(end).Time()) {
				w.Missing++
			}
			continue
		}
		reaches := false
		for _, interval := range outage.Intervals {
			if interval.Begin.Before(end) && interval.End.After(begin) {
				down = append(down, content.Interval{Begin: latest(interval.Begin, begin), End: earliest(interval.End, end)})
				reaches = true
			}
		}
		if reaches {
			w.Posts++
		}
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
