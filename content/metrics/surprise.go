package metrics

import "github.com/pmsite/pmsite/content"

// Surprises are what went otherwise than the people involved believed: what was to help did
// harm, and luck limited it.
type Surprises struct {
	Hurt  []Mention // controls that worked as designed and hurt, in the order of the records
	Lucky int       // post mortems with luck that nothing hedges; see [LuckOf]
	All   int       // all post mortems
}

// SurprisesOf returns the surprises of records.
func SurprisesOf(records []Record) Surprises {
	out := Surprises{All: len(records)}
	for _, r := range records {
		for i := range r.PM.Controls {
			if control := &r.PM.Controls[i]; control.Outcome == content.Hurt {
				out.Hurt = append(out.Hurt, Mention{r.PM, control})
			}
		}
		if n, _ := r.luck(); n.Unhedged > 0 {
			out.Lucky++
		}
	}
	return out
}
