package content_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
)

// Only an action item that is done hedges luck. One that is cancelled, or is not there, does not.
func TestHedgeOf(t *testing.T) {
	t.Parallel()
	pm := &content.PostMortem{ActionItems: []content.ActionItem{
		{Anchor: "action-1", State: content.Done},
		{Anchor: "action-2", State: content.Open},
		{Anchor: "action-3", State: content.InProgress},
		{Anchor: "action-4", State: "waiting for parts"}, // of a team's own vocabulary
		{Anchor: "action-5", State: content.Cancelled},
	}}
	for by, want := range map[string]content.Hedge{
		"action-1": content.Hedged, "action-2": content.HedgeOpen, "action-3": content.HedgeOpen, "action-4": content.HedgeOpen,
		"action-5": content.Unhedged, "action-6": content.Unhedged, "": content.Unhedged,
	} {
		got, item := pm.HedgeOf(content.Lesson{HedgedBy: by})
		if exists := by != "" && by != "action-6"; got != want || (item != nil) != exists || exists && item.Anchor != by {
			t.Errorf("the luck of a lesson that names %q is %s by %+v, want %s", by, got, item, want)
		}
	}
}
