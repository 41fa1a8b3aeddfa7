package metrics

import (
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
)

// A Return is an action item that a later post mortem names in its `prevented_by`, because its
// authors judge that the item would have prevented the later incident.
type Return struct {
	PM    *content.PostMortem // has the item
	Item  *content.ActionItem
	Later *content.PostMortem // names it
	Days  int                 // from the date of PM to the date of Later
}

// ReturnsOf returns the action items that the records name, in the order of the records. It
// leaves out items of post mortems that are not older, or have no date. Cited returns the post
// mortem that a reference names, such as PM-2025-0012#action-2, or nil; without it, there are
// none.
func ReturnsOf(records []Record, cited func(reference string) *content.PostMortem) (out []Return) {
	if cited == nil {
		return nil
	}
	for _, r := range records {
		for _, reference := range r.PM.PreventedBy {
			pm := cited(reference)
			if pm == nil || pm.Date.IsZero() || !pm.Date.Before(r.PM.Date) {
				continue
			}
			_, anchor, _ := strings.Cut(reference, "#")
			at := slices.IndexFunc(pm.ActionItems, func(item content.ActionItem) bool { return item.Anchor == anchor })
			if at >= 0 {
				out = append(out, Return{pm, &pm.ActionItems[at], r.PM, days(pm.Date, r.PM.Date)})
			}
		}
	}
	return out
}

// Ledger returns what git records of the item as of a day, as [ItemOf] does.
func (r Return) Ledger(asOf content.Date) (Item, bool) {
	i := slices.IndexFunc(r.PM.ActionItems, func(item content.ActionItem) bool { return item.Anchor == r.Item.Anchor })
	return ItemOf(r.PM, i, asOf)
}

// Then says of an item that was done once whether it was when it came back; "" of others.
func (r Return) Then(item Item) string {
	switch {
	case item.End != Happened:
		return ""
	case item.DoneBy(r.Later.Date):
		return "done by then"
	}
	return "done only after that"
}

// DoneBy reports whether an item was done by a day, even if it was reopened later.
func (i Item) DoneBy(day content.Date) bool {
	return i.End == Happened && days(i.Agreed, day) >= int(i.Days)
}

// CitedAmong returns a function that looks up references by id or slug among post mortems.
func CitedAmong(posts []*content.PostMortem) func(reference string) *content.PostMortem {
	byKey := sync.OnceValue(func() map[string]*content.PostMortem {
		out := make(map[string]*content.PostMortem, 2*len(posts))
		for _, pm := range posts {
			out[strings.ToLower(pm.Slug)] = pm
			if pm.ID != "" {
				out[strings.ToLower(pm.ID)] = pm
			}
		}
		return out
	})
	return func(reference string) *content.PostMortem {
		key, _, _ := strings.Cut(reference, "#")
		return byKey()[strings.ToLower(strings.TrimSpace(key))]
	}
}

// Gap returns the days between the dates of the two newest post mortems that mention a
// control. It returns false if there are no two with a date.
func (c Control) Gap() (int, bool) {
	for _, m := range c.Where[1:] {
		newest := c.Where[0].PM
		switch {
		case m.PM == newest:
		case m.PM.Date.IsZero() || newest.Date.IsZero():
			return 0, false
		default:
			return days(m.PM.Date, newest.Date), true
		}
	}
	return 0, false
}
