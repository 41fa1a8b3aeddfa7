package render

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A Hedge says in words whether an action item makes luck unnecessary next time.
type Hedge struct {
	Text   string // hedged by action item 2
	Anchor string // of the action item, "" if there is none
	Not    bool   // the luck is not hedged
}

// HedgeOf returns how far the luck of a lesson is hedged.
func HedgeOf(pm *content.PostMortem, l content.Lesson) Hedge {
	hedge, item := pm.HedgeOf(l)
	name := strings.Replace(l.HedgedBy, "action-", "action item ", 1)
	switch {
	case l.HedgedBy == "":
		return Hedge{Text: "not hedged", Not: true}
	case item == nil:
		return Hedge{Text: "not hedged: there is no " + name, Not: true}
	case hedge == content.Hedged:
		return Hedge{Text: "hedged by " + name, Anchor: item.Anchor}
	case hedge == content.Unhedged:
		return Hedge{Text: "not hedged: " + name + " is " + item.State, Anchor: item.Anchor, Not: true}
	case item.Due.IsZero():
		return Hedge{Text: "to be hedged by " + name + ", no date", Anchor: item.Anchor}
	}
	return Hedge{Text: "to be hedged by " + name + ", due " + item.Due.String(), Anchor: item.Anchor}
}
