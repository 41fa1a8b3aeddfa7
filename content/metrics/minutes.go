package metrics

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// Outages is how long services were out, by month. An outage that crosses the
// end of a month, in the post mortem's zone, counts in both. Where only a
// duration is stated, it counts in the month of the date.
type Outages struct {
	Span     Span // of months
	Services []ServiceOutages
	Others   *ServiceOutages // services not listed, taken together; nil when there are none
	Unknown  int             // post mortems whose outage is unknown
	Ongoing  int             // and those whose outage has not ended; neither has minutes here
}

// ServiceOutages is a row of [Outages].
type ServiceOutages struct {
	Service string // "" for post mortems that name none
	Time    []time.Duration
	Outside time.Duration // before or after the span
	Posts   int           // post mortems with a known duration
	Merged  int           // of "others": how many services
}

// Inside is the time in all months of the span.
func (s ServiceOutages) Inside() (sum time.Duration) {
	for _, t := range s.Time {
		sum += t
	}
	return sum
}

// Total is the time in all months of the span and outside.
func (s ServiceOutages) Total() time.Duration { return s.Inside() + s.Outside }

// OutagesBy returns the outage time of each service, that with the most in the
// span first, at most so many; the rest are taken together. An outage of two services counts for both.
func OutagesBy(records []Record, span Span, most int) Outages {
	out := Outages{Span: span.In(Month)}
	k := place("duration")
	byService := map[string]*ServiceOutages{}
	for _, r := range records {
		switch f := r.Figures[k]; {
		case f.Ongoing:
			out.Ongoing++
			continue
		case !f.Known:
			out.Unknown++
			continue
		}
		services := r.PM.Services
		if len(services) == 0 {
			services = []string{""}
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
	for day, d := range r.Passed() {
		if i := span.Index(day); i >= 0 {
			s.Time[i] += d
		} else {
			s.Outside += d
		}
	}
}

// maxParts bounds the months of one outage: a mistyped year must not make a
// hundred thousand of them.
const maxParts = 240

// Passed returns the parts of an outage of known duration, each with a day of the
// month in which it passed. What is left after twenty years counts in the last month.
func (r Record) Passed() iter.Seq2[content.Date, time.Duration] {
	return func(yield func(content.Date, time.Duration) bool) {
		f := r.Figures.Get("duration")
		if !f.Known {
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
		if r.Figures.Get("duration").Known && (slices.ContainsFunc(services, func(s string) bool { return merged[s] }) || len(services) == 0 && merged[""]) {
			sum.Posts++
		}
	}
	return sum
}
