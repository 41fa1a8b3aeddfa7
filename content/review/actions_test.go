package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

func promised(items ...content.ActionItem) *content.PostMortem {
	return &content.PostMortem{Zone: time.UTC, ActionItems: items}
}

func item(title string, numbers ...string) content.ActionItem {
	return content.ActionItem{Title: title, State: content.Open, Tracking: numbers}
}

func in(state string, a content.ActionItem) content.ActionItem {
	a.State = state
	return a
}

// TestActionItemsBecome tells what became of a promise: what it is, as opposed
// to how it is written.
func TestActionItemsBecome(t *testing.T) {
	t.Parallel()
	due := content.Date{Year: 2026, Month: 4, Day: 1}
	for _, tc := range []struct {
		what          string
		before, after content.ActionItem
		want          string
	}{
		{"done", item("A"), in(content.Done, item("A")), "action item closed: A"},
		{"given up", in(content.InProgress, item("A")), in(content.Cancelled, item("A")), "action item closed: A"},
		{"open again", in(content.Done, item("A")), in(content.InProgress, item("A")), "action item reopened: A"},
		{"taken up again", in(content.Cancelled, item("A")), item("A"), "action item reopened: A"},
		{"begun", item("A"), in(content.InProgress, item("A")), "action item state: open → in progress: A"},
		{"given up after all", in(content.Done, item("A")), in(content.Cancelled, item("A")), "action item state: done → cancelled: A"},
		{"of another type", content.ActionItem{Title: "A", Type: "Mitigation"}, content.ActionItem{Title: "A", Type: "Detective"}, "action item type: Mitigation → Detective: A"},
		{"with a date", content.ActionItem{Title: "A"}, content.ActionItem{Title: "A", Due: due}, "action item due date: none → 2026-04-01: A"},
		{"without an owner", content.ActionItem{Title: "A", Owner: "team"}, content.ActionItem{Title: "A"}, "action item owner: team → none: A"},
		{"with another number", item("A", "OPS-1"), item("A", "OPS-1", "OPS-2"), "action item tracking: OPS-1 → OPS-1, OPS-2: A"},
		{"with all numbers new", item("A", "OPS-1"), item("A", "OPS-2"), "action item tracking: OPS-1 → OPS-2: A"},
		{"reworded, same number", item("A", "OPS-1"), item("B", "OPS-1"), "action item wording: A → B: B"},
		{"reworded, one number of several", item("A", "X-1", "OPS-1"), item("B", "OPS-1", "Y-2"), "action item tracking: X-1, OPS-1 → OPS-1, Y-2: B action item wording: A → B: B"},
	} {
		if got := strings.Join(said(promised(tc.before), promised(tc.after)), " "); got != tc.want {
			t.Errorf("%s: told is %q, want %q", tc.what, got, tc.want)
		}
	}
}

// TestWordsOfActionItems holds which parts of an action item are its author's
// words.
func TestWordsOfActionItems(t *testing.T) {
	t.Parallel()
	before := content.ActionItem{Title: "Watch the disk of the queue", Type: "Mitigation", Owner: "a", Tracking: []string{"X"}}
	after := content.ActionItem{
		Title: "Watch the disk of the mail queue", Type: "Detective", Owner: "b", Tracking: []string{"X", "Y"},
		State: content.InProgress, Due: content.Date{Year: 2026, Month: 4, Day: 1},
	}
	var free, plain []string
	for _, c := range review.Compare(promised(before), promised(after)) {
		if c.Free {
			free = append(free, c.Name)
		} else {
			plain = append(plain, c.Name)
		}
	}
	if got := fmt.Sprint(free, plain); got != "[owner tracking wording] [state type due date]" {
		t.Errorf("words of the author, and values: %s, want [owner tracking wording] [state type due date]", got)
	}
}

// TestNewActionItem says who promises what and until when, without what is not
// given.
func TestNewActionItem(t *testing.T) {
	t.Parallel()
	full := content.ActionItem{
		Title: "A", Type: "Detective", Owner: "team", Tracking: []string{"X-1", "X-2"}, State: content.Open,
		Due: content.Date{Year: 2026, Month: 4, Day: 1},
	}
	got := review.Compare(promised(), promised(full, in(content.InProgress, item("B")), item("C", "X-3")))
	want := []review.Change{
		{Kind: review.ActionAdded, Item: "A", To: content.Open, Note: "Detective, team, X-1, X-2, due 2026-04-01"},
		{Kind: review.ActionAdded, Item: "B", To: content.InProgress},
		{Kind: review.ActionAdded, Item: "C", To: content.Open, Note: "X-3"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("new action items are told as\n%+v, want\n%+v", got, want)
	}
	if len(full.Tracking) != 2 || full.Tracking[0] != "X-1" {
		t.Errorf("telling of an item changes its tracking numbers to %q", full.Tracking)
	}
	gone := review.Compare(promised(in(content.Done, item("A"))), promised())
	if len(gone) != 1 || gone[0].Kind != review.ActionRemoved || gone[0].From != content.Done {
		t.Errorf("an item that is gone is told as %+v, want its last state with it", gone)
	}
}

// TestRewordedActionItems holds that an item is the same one while more than
// half of its words stay, as the longer text counts them.
func TestRewordedActionItems(t *testing.T) {
	t.Parallel()
	const same, other = "the same item", "another item"
	for _, tc := range []struct{ before, after, want string }{
		{"watch the disk daily", "watch the disk weekly", same},             // 3 of 4
		{"one two three four five", "one two three six seven", same},        // 3 of 5
		{"one two three four", "one two five six", other},                   // half
		{"one two three", "one two three four five six", other},             // 3 of 6
		{"one two three", "one two three four five", same},                  // 3 of 5
		{"one two three four five", "one two three", same},                  // 3 of 5
		{"Watch The Disk (daily)!", "watch, the; \"disk\": 'daily'?", same}, // but for case and signs
		{"the the the the disk", "the cat sat", other},                      // a word counts once: 1 of 3
		{"", "watch the disk", other},                                       // nothing is like nothing
	} {
		changes := review.Compare(promised(item(tc.before)), promised(item(tc.after)))
		got := other
		if len(changes) == 1 && changes[0].Name == "wording" {
			got = same
		}
		if got != tc.want {
			t.Errorf("%q became %q: taken for %s, want %s", tc.before, tc.after, got, tc.want)
		}
	}
}

// TestActionItemsArePaired holds which item before is which item now, when there
// are several candidates.
func TestActionItemsArePaired(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		what          string
		before, after *content.PostMortem
		want          []string
	}{
		{
			"of two alike, the one most alike", promised(item("watch the disk of x"), item("watch the disk of the queue daily")),
			promised(item("watch the disk of the queue")),
			[]string{"action item wording: watch the disk of the queue daily → watch the disk of the queue: watch the disk of the queue", "action item removed: watch the disk of x"},
		},
		{
			"title and number go before the number alone", promised(item("A", "OPS-1"), item("B", "OPS-1")), promised(item("B", "OPS-1"), item("A", "OPS-1")), nil,
		},
		{
			"the number goes before the title", promised(item("A", "OPS-1"), item("B", "OPS-2")), promised(item("A", "OPS-2")),
			[]string{"action item wording: B → A: A", "action item removed: A"},
		},
		{
			"the title goes before its words", promised(item("watch the disk"), item("watch the disk daily")), promised(item("watch the disk daily", "OPS-1")),
			[]string{"action item tracking: none → OPS-1: watch the disk daily", "action item removed: watch the disk"},
		},
		{
			"one before is one now, not two", promised(item("A", "OPS-1")), promised(item("A", "OPS-1"), item("A", "OPS-1")),
			[]string{"action item added: A (OPS-1)"},
		},
		{
			"one now is one before, not two", promised(item("A", "OPS-1"), item("A", "OPS-1")), promised(item("A", "OPS-1")),
			[]string{"action item removed: A"},
		},
		{
			"words of an item that is paired already pair no other", promised(item("watch the disk")), promised(item("watch the disk"), item("watch the disk daily")),
			[]string{"action item added: watch the disk daily"},
		},
		{
			"of two that are as alike, the first", promised(item("watch disk one"), item("watch disk two")), promised(item("watch disk three")),
			[]string{"action item wording: watch disk one → watch disk three: watch disk three", "action item removed: watch disk two"},
		},
	} {
		if got := said(tc.before, tc.after); !slices.Equal(got, tc.want) {
			t.Errorf("%s: told is\n%q, want\n%q", tc.what, got, tc.want)
		}
	}
}

// TestManyActionItems holds that of more than 300 items only titles and numbers
// are looked at, before or after: rewordings would take too long to find.
func TestManyActionItems(t *testing.T) {
	t.Parallel()
	many := func(n int, word string) *content.PostMortem {
		pm := promised(item("watch the disk "+word), item("A "+word, "OPS-1"), in(content.Done, item("same title")))
		for i := len(pm.ActionItems); i < n; i++ {
			pm.ActionItems = append(pm.ActionItems, item(fmt.Sprintf("filler%d", i)))
		}
		return pm
	}
	for _, tc := range []struct {
		before, after int
		reworded      bool
	}{{300, 300, true}, {301, 300, false}, {300, 301, false}} {
		text := strings.Join(said(many(tc.before, "daily"), many(tc.after, "weekly")), "\n")
		if got := strings.Contains(text, "wording: watch the disk daily"); got != tc.reworded {
			t.Errorf("of %d items before and %d after, a reworded one is found: %v, want %v", tc.before, tc.after, got, tc.reworded)
		}
		if !strings.Contains(text, "wording: A daily → A weekly") {
			t.Errorf("of %d items before and %d after, one is not known by its number", tc.before, tc.after)
		}
		if strings.Contains(text, "same title") {
			t.Errorf("of %d items before and %d after, one is not known by its title", tc.before, tc.after)
		}
	}
}
