package review

import "github.com/pmsite/pmsite/content"

// An Item is an action item of a document, and what happened to it.
type Item struct {
	Title    string   `json:"title"`
	State    string   `json:"state"`
	Type     string   `json:"type,omitempty"`
	Owner    string   `json:"owner,omitempty"`
	Tracking []string `json:"tracking,omitempty"`
	Due      string   `json:"due,omitempty"`     // a day such as 2026-12-18
	Line     int      `json:"line,omitempty"`    // 1-based, in the newer version; 0 if that does not have the item
	Changes  []Change `json:"changes,omitempty"` // nil if nothing happened to it
}

// Closed reports whether the item is done or cancelled.
func (i Item) Closed() bool { return content.ActionItem{State: i.State}.Closed() }

// Overdue reports whether the item is open past its due date on the given day.
func (i Item) Overdue(asOf content.Date) bool {
	return !i.Closed() && i.Due != "" && i.Due < asOf.String()
}

// itemsOf returns the action items of the newer version, and then those of the older one that it does not have.
func itemsOf(before, after []content.ActionItem) (items []Item) {
	pairs := pair(before, after)
	for j, item := range after {
		changes := []Change{added(item)}
		if i := pairs[j]; i >= 0 {
			changes = compareAction(before[i], item)
		}
		items = append(items, itemOf(item, item.Pos.Line, changes))
	}
	for _, item := range Gone(before, after) {
		items = append(items, itemOf(item, 0, []Change{{Kind: ActionRemoved, Name: item.Name(), Item: item.Title, From: item.State}}))
	}
	return items
}

// Same returns, for each action item of the newer version, the index of the same item in the older one, or -1 if it is new.
func Same(before, after []content.ActionItem) []int { return pair(before, after) }

// Gone returns the action items of the older version that the newer one does not have.
func Gone(before, after []content.ActionItem) (gone []content.ActionItem) {
	kept := make([]bool, len(before))
	for _, i := range pair(before, after) {
		if i >= 0 {
			kept[i] = true
		}
	}
	for i, item := range before {
		if !kept[i] {
			gone = append(gone, item)
		}
	}
	return gone
}

func itemOf(a content.ActionItem, line int, changes []Change) Item {
	return Item{Title: a.Title, State: a.State, Type: a.Type, Owner: a.Owner, Tracking: a.Tracking, Due: a.Due.String(), Line: line, Changes: changes}
}

func (i *Item) mask(text, owners func(string) string) {
	i.Title, i.Type, i.Owner = text(i.Title), text(i.Type), owners(i.Owner)
	tracking := make([]string, len(i.Tracking))
	for k, number := range i.Tracking {
		tracking[k] = text(number)
	}
	i.Tracking = tracking
	for k := range i.Changes {
		i.Changes[k].mask(text, owners)
	}
}
