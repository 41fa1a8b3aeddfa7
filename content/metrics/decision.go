package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// CompareNeed compares two overdue action items by what they were to prevent: those of the
// most severe incidents come first, of these those whose impact was an outage, and of these
// those that are overdue longest.
func CompareNeed(x, y *content.PostMortem, dueX, dueY content.Date, v *content.Vocabularies) int {
	outage := func(pm *content.PostMortem) int {
		if slices.ContainsFunc(pm.Impacts, v.IsOutage) {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(v.Severity.Rank(x.Severity), v.Severity.Rank(y.Severity)),
		cmp.Compare(outage(x), outage(y)),
		dueX.Time().Compare(dueY.Time()),
	)
}

// Decisions counts the overdue action items by the severity of their incidents, most severe
// first, without those of which there are none. Each needs a decision: to do it, to give it
// another date, or to drop it with a reason.
func Decisions(records []Record, asOf content.Date, v *content.Vocabularies) (out []Count) {
	late := map[string]int{}
	for _, r := range records {
		for i := range r.PM.ActionItems {
			if r.PM.ActionItems[i].Overdue(asOf) {
				late[r.PM.Severity]++
			}
		}
	}
	for value, n := range late {
		out = append(out, Count{value, n})
	}
	slices.SortFunc(out, func(x, y Count) int {
		return cmp.Or(cmp.Compare(v.Severity.Rank(x.Value), v.Severity.Rank(y.Value)), cmp.Compare(x.Value, y.Value))
	})
	return out
}
