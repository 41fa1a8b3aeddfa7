package metrics

import "github.com/pmsite/pmsite/content"

// Luck counts the lessons about luck by whether an action item hedges them.
type Luck struct {
	Hedged   int // the item is done
	Open     int // the item is neither done nor cancelled
	Unhedged int // there is no item, or it is cancelled
	Posts    []Unlucky
}

// An Unlucky is a post mortem with luck that is not hedged, or not yet.
type Unlucky struct {
	PM    *content.PostMortem
	Hedge content.Hedge // the worst: unhedged or open
	Due   content.Date  // if open, when the first of the items is due; zero if none is
}

// LuckOf counts the lessons under "Where we got lucky". Post mortems with luck that is not
// hedged come first, then those whose luck is to be hedged, both in the order of the records.
func LuckOf(records []Record) (out Luck) {
	var open []Unlucky
	for _, r := range records {
		n, due := r.luck()
		out.Hedged, out.Open, out.Unhedged = out.Hedged+n.Hedged, out.Open+n.Open, out.Unhedged+n.Unhedged
		switch {
		case n.Unhedged > 0:
			out.Posts = append(out.Posts, Unlucky{PM: r.PM, Hedge: content.Unhedged})
		case n.Open > 0:
			open = append(open, Unlucky{r.PM, content.HedgeOpen, due})
		}
	}
	out.Posts = append(out.Posts, open...)
	return out
}

// luck counts the lessons of one post mortem, and returns when the first of the open items is
// due.
func (r Record) luck() (n Luck, due content.Date) {
	for _, lesson := range r.PM.GotLucky {
		switch hedge, item := r.PM.HedgeOf(lesson); hedge {
		case content.Hedged:
			n.Hedged++
		case content.HedgeOpen:
			if n.Open++; !item.Due.IsZero() && (due.IsZero() || item.Due.Before(due)) {
				due = item.Due
			}
		default:
			n.Unhedged++
		}
	}
	return n, due
}
