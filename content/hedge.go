package content

// A Hedge says whether an action item makes luck unnecessary next time.
type Hedge string

// The hedges.
const (
	Hedged    Hedge = "hedged"   // the item is done
	HedgeOpen Hedge = "open"     // the item is neither done nor cancelled
	Unhedged  Hedge = "unhedged" // the lesson names no item, or one that is cancelled or does not exist
)

// HedgeOf returns how far the luck of a lesson is hedged, and the action item that the lesson
// names; nil if it names none, or one that does not exist.
func (pm *PostMortem) HedgeOf(l Lesson) (Hedge, *ActionItem) {
	for i := range pm.ActionItems {
		switch item := &pm.ActionItems[i]; {
		case item.Anchor != l.HedgedBy:
		case item.State == Done:
			return Hedged, item
		case item.Closed():
			return Unhedged, item
		default:
			return HedgeOpen, item
		}
	}
	return Unhedged, nil
}
