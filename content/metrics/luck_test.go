package metrics_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// Post mortems with luck that is not hedged come before those whose luck is to be hedged, by
// the first due date of their open items.
func TestLuck(t *testing.T) {
	early, late := content.Date{Year: 2026, Month: 4, Day: 1}, content.Date{Year: 2026, Month: 5, Day: 1}
	luck := func(by ...string) *content.PostMortem {
		pm := &content.PostMortem{ActionItems: []content.ActionItem{
			{Anchor: "action-1", State: content.Done, Due: early},
			{Anchor: "action-2", State: content.Open, Due: late},
			{Anchor: "action-3", State: content.InProgress, Due: early},
			{Anchor: "action-4", State: content.Cancelled, Due: early},
			{Anchor: "action-5", State: content.Open},
		}}
		for _, anchor := range by {
			pm.GotLucky = append(pm.GotLucky, content.Lesson{HedgedBy: anchor})
		}
		return pm
	}
	posts := []*content.PostMortem{
		luck("action-2", "action-3", "action-1"), // two to be hedged, the first by 1 April
		luck("action-1"),
		luck("action-3", "", "action-4", "action-9"), // three not hedged
		luck(),
		luck("action-5"),
		luck("action-5", "action-2"),
	}
	l := metrics.LuckOf(metrics.Records(posts))
	if l.Hedged != 2 || l.Open != 6 || l.Unhedged != 3 {
		t.Errorf("%d lessons are hedged, %d to be hedged, %d not; want 2, 6 and 3", l.Hedged, l.Open, l.Unhedged)
	}
	want := []metrics.Unlucky{{posts[2], content.Unhedged, content.Date{}}, {posts[0], content.HedgeOpen, early}, {posts[4], content.HedgeOpen, content.Date{}}, {posts[5], content.HedgeOpen, late}}
	if len(l.Posts) != len(want) {
		t.Fatalf("%d post mortems have luck that is not hedged, or not yet; want %d", len(l.Posts), len(want))
	}
	for i, got := range l.Posts {
		if got != want[i] {
			t.Errorf("post mortem %d in the list is %+v, want %+v", i+1, got, want[i])
		}
	}
}
