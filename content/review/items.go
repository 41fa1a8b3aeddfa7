package review

import (
	"hash/fnv"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// An itemState is what the history keeps of an action item.
type itemState struct {
	State string       `json:"s"`
	Due   content.Date `json:"d,omitzero"`
	Owner string       `json:"o,omitempty"`
	Words uint32       `json:"w,omitempty"` // a checksum of the title
}

func statesOf(items []content.ActionItem) []itemState {
	out := make([]itemState, len(items))
	for i, item := range items {
		out[i] = itemState{item.State, item.Due, item.Owner, checksum(item.Title)}
	}
	return out
}

func checksum(title string) uint32 {
	sum := fnv.New32a()
	sum.Write([]byte(title)) // returns no error
	return sum.Sum32()
}

// step returns the step of an item that a commit changed or added.
func (i itemState) step(revision int) content.ItemStep {
	return content.ItemStep{Revision: revision, State: i.State, Due: i.Due, Owner: i.Owner}
}

// items returns the action items of a version; none if it is not a post mortem.
func (d *document) items() []itemState {
	if pm := d.whole(); pm != nil {
		return statesOf(pm.ActionItems)
	}
	return nil
}

// An itemChange is what a commit did to the action items of a document.
type itemChange struct {
	Before []itemState `json:"b,omitempty"`
	After  []itemState `json:"a"`
	From   []int       `json:"f,omitempty"` // of each of After: its index in Before, or -1 if it is new
	Lost   bool        `json:"l,omitempty"` // one of the versions is not a post mortem, so Before and From are unknown
}

// changeOf compares the action items of two versions. It returns nil if all have the same
// state, due date, owner and words.
func changeOf(before, after []content.ActionItem) *itemChange {
	c := &itemChange{Before: statesOf(before), After: statesOf(after), From: pair(before, after)}
	same := slices.Equal(c.Before, c.After)
	for j, i := range c.From {
		same = same && i == j
	}
	if same {
		return nil
	}
	return c
}

// A tracker follows the action items of a document from its oldest version to its newest. It
// does not parse the oldest one: as long as no commit changes an item, the next version that
// is parsed anyway has the same. It begins anew when the file is removed or not readable.
type tracker struct {
	cut     bool // older versions are missing
	all     []content.ItemHistory
	now     []int // indexes in all of the items of the current version
	pending bool  // the items of the current version are not known yet
	since   int   // the revision that added the document
	added   string
	first   *itemChange // the items that were added with the document, if that was not known before
}

// step follows the commit that turned the version before into the one called blob.
func (t *tracker) step(revision int, before, blob string, s step) {
	switch {
	case blob == "":
		*t = tracker{cut: t.cut}
	case before == "":
		t.since, t.added, t.pending = revision, blob, true
		if s.Items != nil {
			t.add(s.Items.After, t.cut)
		}
	case s.Items == nil:
	case s.Items.Lost:
		*t = tracker{cut: t.cut, since: revision}
		t.add(s.Items.After, true)
	default:
		if t.pending {
			t.begin(s.Items.Before)
		}
		t.change(revision, s.Items)
	}
}

// begin adds the items of the version that added the document.
func (t *tracker) begin(items []itemState) {
	t.first = &itemChange{After: items}
	t.add(items, t.cut)
}

func (t *tracker) add(items []itemState, cut bool) {
	t.pending, t.now = false, nil
	for _, item := range items {
		t.now = append(t.now, len(t.all))
		t.all = append(t.all, content.ItemHistory{Steps: []content.ItemStep{item.step(t.since)}, Cut: cut})
	}
}

func (t *tracker) change(revision int, c *itemChange) {
	if len(c.Before) != len(t.now) {
		return // the cache is of a version that reads documents differently
	}
	now := make([]int, len(c.After))
	kept := make([]bool, len(t.now))
	for j, item := range c.After {
		step := item.step(revision)
		i := c.From[j]
		if i < 0 {
			now[j] = len(t.all)
			t.all = append(t.all, content.ItemHistory{Steps: []content.ItemStep{step}})
			continue
		}
		now[j], kept[i] = t.now[i], true
		if c.Before[i] != item {
			step.Reworded = c.Before[i].Words != item.Words
			t.all[now[j]].Steps = append(t.all[now[j]].Steps, step)
		}
	}
	for i, k := range t.now {
		if !kept[i] {
			t.all[k].Steps = append(t.all[k].Steps, content.ItemStep{Revision: revision})
		}
	}
	t.now = now
}
