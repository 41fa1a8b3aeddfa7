package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// Due is what needs somebody's attention on a day.
type Due struct {
	Decide []DueItem    // overdue action items, in the order of [CompareNeed]
	Soon   []DueItem    // open action items that are due within some days, the earliest first
	Late   []LateReview // see [LateOf]
}

// A DueItem is an action item that has a due date.
type DueItem struct {
	PM   *content.PostMortem
	Item *content.ActionItem
}

// DueOf returns what is due as of a day, and in the given number of days after it. The target
// is that of [LateOf].
func DueOf(records []Record, asOf content.Date, days, target int, v *content.Vocabularies) (d Due) {
	last := content.DateOf(asOf.Time().AddDate(0, 0, days))
	for _, r := range records {
		for i := range r.PM.ActionItems {
			item := &r.PM.ActionItems[i]
			switch {
			case item.Overdue(asOf):
				d.Decide = append(d.Decide, DueItem{r.PM, item})
			case !item.Closed() && !item.Due.IsZero() && !last.Before(item.Due):
				d.Soon = append(d.Soon, DueItem{r.PM, item})
			}
		}
	}
	slices.SortStableFunc(d.Decide, func(x, y DueItem) int { return CompareNeed(x.PM, y.PM, x.Item.Due, y.Item.Due, v) })
	slices.SortStableFunc(d.Soon, func(x, y DueItem) int {
		return cmp.Or(x.Item.Due.Time().Compare(y.Item.Due.Time()), CompareNeed(x.PM, y.PM, x.Item.Due, y.Item.Due, v))
	})
	d.Late = LateOf(records, asOf, target)
	return d
}

// Owners returns the roles that own the action items, sorted; "" means that an item has no owner.
func (d Due) Owners() []string {
	var owners []string
	for _, items := range [][]DueItem{d.Decide, d.Soon} {
		for _, x := range items {
			owners = append(owners, x.Item.Owner)
		}
	}
	slices.Sort(owners)
	return slices.Compact(owners)
}

// Of returns the action items of one owner.
func (d Due) Of(owner string) Due {
	others := func(x DueItem) bool { return x.Item.Owner != owner }
	return Due{Decide: slices.DeleteFunc(slices.Clone(d.Decide), others), Soon: slices.DeleteFunc(slices.Clone(d.Soon), others)}
}
