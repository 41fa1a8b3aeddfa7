package review

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// compareActions returns what happened to each action item. [pair] says which ones are the same.
func compareActions(before, after []content.ActionItem) (changes []Change) {
	for _, item := range itemsOf(before, after) {
		changes = append(changes, item.Changes...)
	}
	return changes
}

func added(item content.ActionItem) Change {
	note := slices.DeleteFunc(append([]string{item.Type, item.Owner}, item.Tracking...), func(s string) bool { return s == "" })
	if !item.Due.IsZero() {
		note = append(note, "due "+item.Due.String())
	}
	return Change{Kind: ActionAdded, Item: item.Title, To: item.State, Note: strings.Join(note, ", ")}
}

func compareAction(x, y content.ActionItem) (changes []Change) {
	switch {
	case !x.Closed() && y.Closed():
		changes = append(changes, Change{Kind: ActionClosed, Item: y.Title, From: x.State, To: y.State})
	case x.Closed() && !y.Closed():
		changes = append(changes, Change{Kind: ActionReopened, Item: y.Title, From: x.State, To: y.State})
	case x.State != y.State:
		changes = append(changes, Change{Kind: ActionChanged, Name: "state", Item: y.Title, From: x.State, To: y.State})
	}
	for _, part := range []struct {
		name, from, to string
		free           bool
	}{
		{"type", x.Type, y.Type, false},
		{"due date", x.Due.String(), y.Due.String(), false},
		{"owner", x.Owner, y.Owner, true},
		{"tracking", strings.Join(x.Tracking, ", "), strings.Join(y.Tracking, ", "), true},
		{"effect", x.Effect, y.Effect, true},
		{"wording", x.Title, y.Title, true},
	} {
		if part.from != part.to {
			changes = append(changes, Change{Kind: ActionChanged, Name: part.name, Item: y.Title, From: part.from, To: part.to, Free: part.free})
		}
	}
	return changes
}
