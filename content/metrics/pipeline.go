package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A LateReview is a post mortem that is past its target and not yet completed.
type LateReview struct {
	PM   *content.PostMortem
	Days int // since the incident
}

// LateOf returns the post mortems that are past the target and not yet completed, as of a
// day, the oldest incident first. The target is in days since the incident; 0 means none.
func LateOf(records []Record, asOf content.Date, target int) (out []LateReview) {
	for _, r := range records {
		if late := r.PM.LateBy(asOf, target); late > 0 {
			out = append(out, LateReview{r.PM, target + late})
		}
	}
	slices.SortStableFunc(out, func(a, b LateReview) int { return cmp.Compare(b.Days, a.Days) })
	return out
}
