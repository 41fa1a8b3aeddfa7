package metrics

import "github.com/pmsite/pmsite/content"

// Horizons are the days within which action items are expected to be done.
var Horizons = []int{30, 90, 180}

// An Item is an action item as git records it.
type Item struct {
	Agreed   content.Date // the day, in UTC, of the commit that first has it
	Wait                  // until it was first done, or Otherwise cancelled or removed
	Moved    bool         // to a later due date, while it was open
	Reopened bool         // after it was first done or cancelled
}

// ItemsOf returns the action items of a post mortem of which git shows when they were agreed
// on, as of a day, and the number of others. It includes items that were removed, but none
// from commits after that day.
//
// Git does not show it if there is no history, or if an item was already closed or past its
// due date in the first commit that has it. If a document was completed in its first commit
// and this is so for one of its items, as after an import, it counts for all of that commit.
func ItemsOf(pm *content.PostMortem, asOf content.Date) (out []Item, unknown int) {
	if pm.History == nil || len(pm.History.Revisions) == 0 {
		return nil, len(pm.ActionItems)
	}
	at := func(s content.ItemStep) content.Date {
		return content.DateOf(pm.History.Revisions[s.Revision].Time.UTC())
	}
	imported := imported(pm.History, at)
	for _, item := range pm.History.Items {
		first := item.Steps[0]
		switch agreed := at(first); {
		case asOf.Before(agreed):
		case item.Cut, older(first, agreed), imported && first.Revision == len(pm.History.Revisions)-1:
			unknown++
		default:
			out = append(out, itemOf(item.Steps, agreed, asOf, at))
		}
	}
	return out, unknown
}

// older reports whether an item was agreed on before the commit that first has it.
func older(first content.ItemStep, day content.Date) bool {
	return closed(first.State) || !first.Due.IsZero() && first.Due.Before(day)
}

func closed(state string) bool { return content.ActionItem{State: state}.Closed() }

// imported reports whether a document was completed in its first commit and has an item that is
// older than that.
func imported(h *content.History, at func(content.ItemStep) content.Date) bool {
	oldest := len(h.Revisions) - 1
	if h.Revisions[oldest].Status != content.Completed {
		return false
	}
	for _, item := range h.Items {
		if first := item.Steps[0]; first.Revision == oldest && older(first, at(first)) {
			return true
		}
	}
	return false
}

func itemOf(steps []content.ItemStep, agreed, asOf content.Date, at func(content.ItemStep) content.Date) Item {
	out := Item{Agreed: agreed, Wait: Wait{Days: float64(days(agreed, asOf))}}
	due := steps[0].Due
	for _, s := range steps[1:] {
		day := at(s)
		switch gone := s.State == ""; {
		case asOf.Before(day):
			return out
		case out.End != Pending:
			out.Reopened = out.Reopened || !gone && !closed(s.State)
		case gone || closed(s.State):
			out.Wait = Wait{float64(max(0, days(agreed, day))), Otherwise}
			if s.State == content.Done {
				out.End = Happened
			}
		case !due.IsZero() && due.Before(s.Due):
			out.Moved = true
		}
		if !s.Due.IsZero() {
			due = s.Due
		}
	}
	return out
}

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
		if item.Moved {
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
