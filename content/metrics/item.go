package metrics

import "github.com/pmsite/pmsite/content"

// An Item is an action item as git records it.
type Item struct {
	Agreed     content.Date // the day, in UTC, of the commit that first has it
	Wait                    // until it was first done, or Otherwise cancelled or removed
	Removed    bool         // from the document while it was open
	Reopened   bool         // after it was first done or cancelled
	Slips      int          // commits that moved it to a later due date while it was open
	Slipped    int          // days by which these moved it, in all
	Reworded   int          // commits that changed its words
	Reassigned int          // commits that gave it another owner, or took its owner away
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
	before := item.Steps[0]
	agreed, due := l.day(before), before.Due
	out := Item{Agreed: agreed, Wait: Wait{Days: float64(days(agreed, asOf))}}
	for _, s := range item.Steps[1:] {
		day := l.day(s)
		if asOf.Before(day) {
			break
		}
		switch gone := s.State == ""; {
		case out.End != Pending:
			out.Reopened = out.Reopened || !gone && !closed(s.State)
		case gone || closed(s.State):
			out.Wait, out.Removed = Wait{float64(max(0, days(agreed, day))), Otherwise}, gone
			if s.State == content.Done {
				out.End = Happened
			}
		case !due.IsZero() && due.Before(s.Due):
			out.Slips, out.Slipped = out.Slips+1, out.Slipped+days(due, s.Due)
		}
		out.count(before, s)
		if !s.Due.IsZero() {
			due = s.Due
		}
		before = s
	}
	return out
}

// count adds what a step changed beside the state and the due date.
func (i *Item) count(before, s content.ItemStep) {
	if s.Reworded {
		i.Reworded++
	}
	if s.State != "" && before.Owner != "" && before.Owner != s.Owner {
		i.Reassigned++
	}
}
