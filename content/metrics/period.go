package metrics

import (
	"fmt"
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Step is the length of the periods of a series, in months. It divides 12.
type Step int

// The steps.
const (
	Month   Step = 1
	Quarter Step = 3
	Year    Step = 12
)

// A Period is a month, quarter or year of the calendar.
type Period struct {
	Step Step
	n    int // periods since the year 0
}

// Of returns the period that contains a day.
func (s Step) Of(d content.Date) Period {
	return Period{s, (12*d.Year + int(d.Month) - 1) / int(s)}
}

// months returns the number of months from the year 0 to the first month of the period.
func (p Period) months() int { return p.n * int(p.Step) }

// Year returns the calendar year of the period.
func (p Period) Year() int { return p.months() / 12 }

// Last returns the last day of the period.
func (p Period) Last() content.Date {
	next := Period{p.Step, p.n + 1}
	return content.DateOf(time.Date(next.Year(), time.Month(next.months()%12+1), 0, 0, 0, 0, 0, time.UTC))
}

// First reports whether the period is the first of its year.
func (p Period) First() bool { return p.months()%12 == 0 }

// String returns the period in the form 2026-03, 2026 Q1 or 2026.
func (p Period) String() string {
	switch p.Step {
	case Month:
		return fmt.Sprintf("%04d-%02d", p.Year(), p.months()%12+1)
	case Quarter:
		return fmt.Sprintf("%04d Q%d", p.Year(), p.months()%12/3+1)
	}
	return fmt.Sprintf("%04d", p.Year())
}

// Words returns the period as people say it: March 2026, 2026 Q1 or 2026.
func (p Period) Words() string {
	if p.Step == Month {
		return fmt.Sprintf("%s %d", time.Month(p.months()%12+1), p.Year())
	}
	return p.String()
}

// A Span is a sequence of periods, oldest first. It has no gaps: periods in which nothing
// happened are included. The zero value is empty.
type Span struct {
	Step        Step
	first, last int
	ok          bool
}

// Latest returns the periods from that of the oldest post mortem to that of until, but only
// the newest ones if there are more than most. A zero until means the date of the newest
// post mortem. Post mortems after the last period are outside the span, so that a mistyped
// year does not add decades of empty periods.
func Latest(records []Record, until content.Date, step Step, most int) Span {
	oldest, newest := 0, 0
	any := false
	for _, r := range records {
		if r.PM.Date.IsZero() {
			continue
		}
		n := step.Of(r.PM.Date).n
		if !until.IsZero() && n > step.Of(until).n {
			continue
		}
		if !any || n < oldest {
			oldest = n
		}
		newest, any = max(newest, n), true
	}
	if !any {
		return Span{}
	}
	if !until.IsZero() {
		newest = step.Of(until).n
	}
	return Span{step, max(oldest, newest-most+1), newest, true}
}

// The most periods for which a chart has room, by their step.
const (
	mostMonths   = 13 // a year that begins within a month
	mostQuarters = 21 // five years that begin within a quarter
	mostYears    = 20
)

// Fit returns the periods from that of the oldest post mortem to that of until, like [Latest]:
// months if a chart has room for them, or else quarters, or else years.
func Fit(records []Record, until content.Date) Span {
	all := Latest(records, until, Month, int(Year)*mostYears)
	switch quarters := all.In(Quarter); {
	case all.Len() <= mostMonths:
		return all
	case quarters.Len() <= mostQuarters:
		return quarters
	}
	return all.In(Year).Last(mostYears)
}

// A Recency is a period up to today that dashboards offer.
type Recency struct {
	Name  string
	Since content.Date
}

// Recencies returns the periods up to a day, shortest first: from the day after it, one or several
// years before.
func Recencies(asOf content.Date) []Recency {
	since := func(years int) content.Date { return content.DateOf(asOf.Time().AddDate(-years, 0, 1)) }
	return []Recency{{"Last 12 months", since(1)}, {"Last 3 years", since(3)}}
}

// YearSpan returns the periods of a calendar year, up to that of until if that is in the year.
func YearSpan(year int, until content.Date, step Step) Span {
	s := Span{step, step.Of(content.Date{Year: year, Month: 1}).n, step.Of(content.Date{Year: year, Month: 12}).n, true}
	if until.Year == year {
		s.last = step.Of(until).n
	}
	return s
}

// Len returns the number of periods.
func (s Span) Len() int {
	if !s.ok {
		return 0
	}
	return s.last - s.first + 1
}

// At returns the i-th period, counted from 0 for the oldest.
func (s Span) At(i int) Period { return Period{s.Step, s.first + i} }

// Index returns the index of a day's period, or -1 if the day is zero or outside the span.
func (s Span) Index(d content.Date) int {
	if !s.ok || d.IsZero() {
		return -1
	}
	if n := s.Step.Of(d).n; n >= s.first && n <= s.last {
		return n - s.first
	}
	return -1
}

// In returns the periods of another step that cover the span.
func (s Span) In(step Step) Span {
	if !s.ok {
		return s
	}
	end := (s.last + 1) * int(s.Step)
	return Span{step, s.first * int(s.Step) / int(step), (end - 1) / int(step), true}
}

// Until returns the span without the periods after that of a day. It keeps at least the
// first period. A zero day changes nothing.
func (s Span) Until(day content.Date) Span {
	if s.ok && !day.IsZero() {
		s.last = max(s.first, min(s.last, s.Step.Of(day).n))
	}
	return s
}

// Last returns the newest n periods of a span, or all if there are fewer.
func (s Span) Last(n int) Span {
	s.first = max(s.first, s.last-n+1)
	return s
}

// orYears returns the years of the span if fewer than half of its periods have a count of
// [MinCount] or more, and otherwise the span itself.
func (s Span) orYears(counts []int) Span {
	enough := 0
	for _, n := range counts {
		if n >= MinCount {
			enough++
		}
	}
	if 2*enough < s.Len() {
		return s.In(Year)
	}
	return s
}
