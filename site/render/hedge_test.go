package render_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

func TestHedgeInWords(t *testing.T) {
	t.Parallel()
	pm := &content.PostMortem{ActionItems: []content.ActionItem{
		{Anchor: "action-1", State: content.Done},
		{Anchor: "action-2", State: content.Open, Due: content.Date{Year: 2026, Month: 4, Day: 30}},
		{Anchor: "action-3", State: content.InProgress},
		{Anchor: "action-4", State: content.Cancelled},
	}}
	for by, want := range map[string]render.Hedge{
		"":         {Text: "not hedged", Not: true},
		"action-1": {Text: "hedged by action item 1", Anchor: "action-1"},
		"action-2": {Text: "to be hedged by action item 2, due 2026-04-30", Anchor: "action-2"},
		"action-3": {Text: "to be hedged by action item 3, no date", Anchor: "action-3"},
		"action-4": {Text: "not hedged: action item 4 is cancelled", Anchor: "action-4", Not: true},
		"action-5": {Text: "not hedged: there is no action item 5", Not: true},
	} {
		if got := render.HedgeOf(pm, content.Lesson{HedgedBy: by}); got != want {
			t.Errorf("the hedge by %q is %+v, want %+v", by, got, want)
		}
	}
}
