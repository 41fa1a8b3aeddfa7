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
	l := ledgerOf(pm.History)
	for _, item := range pm.History.Items {
		switch agreed := l.day(item.Steps[0]); {
		case asOf.Before(agreed):
		case l.unknown(item):
			unknown++
		default:
			out = append(out, l.item(item, asOf))
		}
	}
	return out, unknown
}

// ItemOf returns what git records of an action item of a post mortem, by its index. It returns
// false if git does not show when it was agreed on, see [ItemsOf], or if the action items have
// changed since the last commit.
func ItemOf(pm *content.PostMortem, i int, asOf content.Date) (Item, bool) {
	h := pm.History
	if h == nil || len(h.Current) != len(pm.ActionItems) {
		return Item{}, false
	}
	item, l := h.Items[h.Current[i]], ledgerOf(h)
	last := item.Steps[len(item.Steps)-1]
	if l.unknown(item) || asOf.Before(l.day(item.Steps[0])) || last.State != pm.ActionItems[i].State || last.Due != pm.ActionItems[i].Due {
		return Item{}, false
	}
	return l.item(item, asOf), true
}

// A ledger is what git knows of a document's action items.
type ledger struct {
	history  *content.History
	imported bool // the document was completed in its first commit, and has an item that is older than that
}

func ledgerOf(h *content.History) ledger {
	l, oldest := ledger{history: h}, len(h.Revisions)-1
	if h.Revisions[oldest].Status != content.Completed {
		return l
	}
	for _, item := range h.Items {
		if first := item.Steps[0]; first.Revision == oldest && older(first, l.day(first)) {
			l.imported = true
		}
	}
	return l
}

// day returns the day of a step's commit, in UTC.
func (l ledger) day(s content.ItemStep) content.Date {
	return content.DateOf(l.history.Revisions[s.Revision].Time.UTC())
}

// unknown reports whether git does not show when an item was agreed on.
func (l ledger) unknown(item content.ItemHistory) bool {
	first := item.Steps[0]
	return item.Cut || older(first, l.day(first)) || l.imported && first.Revision == len(l.history.Revisions)-1
}

// older reports whether an item was agreed on before the commit that first has it.
func older(first content.ItemStep, day content.Date) bool {
	return closed(first.State) || !first.Due.IsZero() && first.Due.Before(day)
}

func closed(state string) bool { return content.ActionItem{State: state}.Closed() }

func (l ledger) item(item content.ItemHistory, asOf content.Date) Item {
	first := item.Steps[0]
	agreed, due := l.day(first), first.Due
	out := Item{Agreed: agreed, Wait: Wait{Days: float64(days(agreed, asOf))}}
	for _, s := range item.Steps[1:] {
		day := l.day(s)
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
