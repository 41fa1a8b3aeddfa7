package metrics

import "github.com/pmsite/pmsite/content"

// Horizons are the days within which action items are expected to be done.
var Horizons = []int{30, 90, 180}

// FollowThrough says how soon action items are done after they were agreed on. Items that were
// cancelled or removed count among all, but never as done.
type FollowThrough struct {
	Span     Span
	Cohorts  []Cohort // by period in which the items were agreed on
	All      Incidence
	Outside  int // items that were agreed on in no period of the span
	Unknown  int // items of which git does not show when they were agreed on
	Moved    int // items that were moved to a later due date
	Reopened int
}

// A Cohort are the action items that were agreed on in a period.
type Cohort struct {
	Items int
	Done  []CohortShare // in the order of [Horizons]
}

// A CohortShare is the share of a cohort that was done within some days.
type CohortShare struct {
	Share
	Early bool // some items have not had the time yet
	Known bool // neither Early, nor of fewer than [MinCount] items
}

// FollowThroughOf returns the follow-through of the action items of records, as of a day. If
// fewer than half of the periods have [MinCount] items, its span has years.
func FollowThroughOf(records []Record, asOf content.Date, span Span) FollowThrough {
	var items []Item
	f := FollowThrough{}
	for _, r := range records {
		list, unknown := ItemsOf(r.PM, asOf)
		items, f.Unknown = append(items, list...), f.Unknown+unknown
	}
	waits, counts := make([]Wait, len(items)), make([]int, span.Len())
	for i, item := range items {
		waits[i] = item.Wait
		if item.Slips > 0 {
			f.Moved++
		}
		if item.Reopened {
			f.Reopened++
		}
		if i := span.Index(item.Agreed); i >= 0 {
			counts[i]++
		}
	}
	f.All, f.Span = IncidenceOf(waits), span.orYears(counts)
	cohorts := make([][]Wait, f.Span.Len())
	for _, item := range items {
		if i := f.Span.Index(item.Agreed); i >= 0 {
			cohorts[i] = append(cohorts[i], item.Wait)
		} else {
			f.Outside++
		}
	}
	for i, waits := range cohorts {
		f.Cohorts = append(f.Cohorts, cohortOf(waits, days(f.Span.At(i).Last(), asOf)))
	}
	return f
}

// cohortOf returns the shares of a cohort whose items were agreed on at least so many days ago.
// All have had the time, so the incidence is the share itself.
func cohortOf(waits []Wait, since int) Cohort {
	in := IncidenceOf(waits)
	c := Cohort{Items: len(waits), Done: make([]CohortShare, len(Horizons))}
	for k, days := range Horizons {
		s := &c.Done[k]
		if s.Early = since < days; !s.Early {
			s.Share, s.Known = in.Within(float64(days), Happened)
		}
	}
	return c
}
