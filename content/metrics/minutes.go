package metrics

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// Outages holds the outage time of services by month. An outage that crosses the end of a
// month, in the post mortem's time zone, is split between both months. An outage of which
// only the duration is stated counts in the month of the post mortem's date.
type Outages struct {
	Span     Span // of months
	Services []ServiceOutages
	Others   *ServiceOutages // sum of the services that are not listed; nil if all are
	Unknown  int             // post mortems whose outage is unknown; they add no time
	Ongoing  int             // post mortems whose outage has not ended; they add no time
	Several  int             // post mortems with outage time that stand in several rows, because they name several services
}

// ServiceOutages is a row of [Outages].
type ServiceOutages struct {
	Service string          // "" for post mortems without a service
	Time    []time.Duration // by month
	Outside time.Duration   // time before or after the span
	Posts   int             // post mortems with a known duration
	Merged  int             // number of services; set only in Others
}

// Inside returns the total outage time within the span.
func (s ServiceOutages) Inside() (sum time.Duration) {
	for _, t := range s.Time {
		sum += t
	}
	return sum
}

// Total returns the total outage time, within the span and outside.
func (s ServiceOutages) Total() time.Duration { return s.Inside() + s.Outside }

// OutagesBy returns the outage time of each service, the one with the most time within the
// span first. If there are more than most services, the rest are merged into Others. An
// outage of two services counts for both.
func OutagesBy(records []Record, span Span, most int) Outages {
	out := Outages{Span: span.In(Month)}
	k := figureIndex("duration")
	byService := map[string]*ServiceOutages{}
	for _, r := range records {
		switch r.Figures[k].Class {
		case Known:
		case Ongoing:
			out.Ongoing++
			continue
		case Unknown:
			out.Unknown++
			continue
		default:
			continue // no outage
		}
		services := r.PM.Services
		switch len(services) {
		case 0:
			services = []string{""}
		case 1:
		default:
			out.Several++
		}
		for _, service := range services {
			row := byService[service]
			if row == nil {
				row = &ServiceOutages{Service: service, Time: make([]time.Duration, out.Span.Len())}
				byService[service] = row
			}
			row.add(out.Span, r)
		}
	}
	for _, row := range byService {
		out.Services = append(out.Services, *row)
	}
	slices.SortFunc(out.Services, func(a, b ServiceOutages) int {
		return cmp.Or(cmp.Compare(b.Inside(), a.Inside()), cmp.Compare(b.Total(), a.Total()), cmp.Compare(a.Service, b.Service))
	})
	if len(out.Services) > most {
		out.Others = merge(out.Services[most:], out.Span.Len(), records)
		out.Services = out.Services[:most]
	}
	return out
}

func (s *ServiceOutages) add(span Span, r Record) {
	s.Posts++
	for day, d := range r.OutageByMonth() {
		if i := span.Index(day); i >= 0 {
			s.Time[i] += d
		} else {
			s.Outside += d
		}
	}
}

// maxParts is the maximum number of parts of an outage, so that a mistyped year does not
// create a hundred thousand.
const maxParts = 240

// OutageByMonth returns the outage time by month, each part with a day in its month. It yields
// nothing if there was no outage, or its duration is unknown. There are at most maxParts parts; the last one has all
// remaining time.
func (r Record) OutageByMonth() iter.Seq2[content.Date, time.Duration] {
	return func(yield func(content.Date, time.Duration) bool) {
		f := r.Figures.Get("duration")
		if !f.Known() {
			return
		}
		if f.Stated {
			yield(r.PM.Date, f.Value)
			return
		}
		for _, interval := range r.Outage.Intervals {
			begin := interval.Begin
			for parts := 1; begin.Before(interval.End); parts++ {
				year, month, _ := begin.Date()
				end := earliest(interval.End, time.Date(year, month+1, 1, 0, 0, 0, 0, begin.Location()))
				if parts == maxParts {
					end = interval.End
				}
				if !yield(content.DateOf(begin), end.Sub(begin)) {
					return
				}
				begin = end
			}
		}
	}
}

func merge(rows []ServiceOutages, months int, records []Record) *ServiceOutages {
	sum := &ServiceOutages{Time: make([]time.Duration, months), Merged: len(rows)}
	merged := map[string]bool{}
	for _, row := range rows {
		merged[row.Service] = true
		for i, t := range row.Time {
			sum.Time[i] += t
		}
		sum.Outside += row.Outside
	}
	for _, r := range records {
		services := r.PM.Services
		if r.Figures.Get("duration").Known() && (slices.ContainsFunc(services, func(s string) bool { return merged[s] }) || len(services) == 0 && merged[""]) {
			sum.Posts++
		}
	}
	return sum
}
