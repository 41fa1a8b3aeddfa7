package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Pipeline is how far the writing and reviewing of post mortems is. Ages
// count from the date of the incident.
type Pipeline struct {
	Drafts, InReview []AgeCount
	Completed        int
	Late             []Late // not completed within the target, longest first; none without a target
}

// A Late is a post mortem that is not completed in time.
type Late struct {
	PM   *content.PostMortem
	Days int // since the incident
}

// PipelineOf counts post mortems by status, as of a day; target is the days
// from the incident within which they are to be completed, 0 for none.
func PipelineOf(records []Record, asOf content.Date, target int) Pipeline {
	p := Pipeline{Drafts: newAges(), InReview: newAges()}
	for _, r := range records {
		switch {
		case r.PM.IsDraft():
			p.Drafts[ageAt(r.PM.Date, asOf)].N++
		case r.PM.Status == content.Review:
			p.InReview[ageAt(r.PM.Date, asOf)].N++
		case r.PM.Status == content.Completed:
			p.Completed++
		}
		if late := r.PM.LateBy(asOf, target); late > 0 {
			p.Late = append(p.Late, Late{r.PM, target + late})
		}
	}
	slices.SortStableFunc(p.Late, func(a, b Late) int { return cmp.Compare(b.Days, a.Days) })
	return p
}

// Luck counts what went well by chance: hedged by an action item, or not.
type Luck struct {
	Hedged, Unhedged int
	Bare             []*content.PostMortem // with unhedged luck, in the order of the records
}

// LuckOf counts the lessons under "Where we got lucky".
func LuckOf(records []Record) (out Luck) {
	for _, r := range records {
		bare := false
		for _, lesson := range r.PM.GotLucky {
			if lesson.HedgedBy != "" {
				out.Hedged++
			} else {
				out.Unhedged++
				bare = true
			}
		}
		if bare {
			out.Bare = append(out.Bare, r.PM)
		}
	}
	return out
}
