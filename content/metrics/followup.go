package metrics

import "github.com/pmsite/pmsite/content"

// A FollowUp counts the action items of a set of post mortems by what happened to them.
// Done, Cancelled, Open and Overdue add up to the number of all items.
type FollowUp struct {
	Done      int
	Cancelled int
	Open      int // neither done nor cancelled, and not overdue
	Overdue   int
	Tracked   int // with a tracking number
	NoDue     int // neither done nor cancelled, and without a due date, so never overdue
	Longest   int // days since the oldest due date of an overdue item
}

// Count returns the number of all items.
func (f FollowUp) Count() int { return f.Done + f.Cancelled + f.Open + f.Overdue }

// FollowUpOf counts the action items of records, as of a day.
func FollowUpOf(records []Record, asOf content.Date) (f FollowUp) {
	for _, r := range records {
		for i := range r.PM.ActionItems {
			f.count(&r.PM.ActionItems[i], asOf)
		}
	}
	return f
}

func (f *FollowUp) count(item *content.ActionItem, asOf content.Date) {
	if len(item.Tracking) > 0 {
		f.Tracked++
	}
	switch item.State {
	case content.Done:
		f.Done++
		return
	case content.Cancelled:
		f.Cancelled++
		return
	}
	if item.Due.IsZero() {
		f.NoDue++
	}
	if item.Overdue(asOf) {
		f.Overdue++
		f.Longest = max(f.Longest, days(item.Due, asOf))
	} else {
		f.Open++
	}
}
