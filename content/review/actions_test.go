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

func agreed(items ...content.ActionItem) *content.PostMortem {
	return &content.PostMortem{Zone: time.UTC, ActionItems: items}
}

func item(title string, numbers ...string) content.ActionItem {
	return content.ActionItem{Title: title, State: content.Open, Tracking: numbers}
}

func owned(title, owner string) content.ActionItem {
	return content.ActionItem{Title: title, State: content.Open, Owner: owner}
}

func in(state string, a content.ActionItem) content.ActionItem {
	a.State = state
	return a
}

// TestCompareActionItems compares single action items. What an item is matters, not how
// it is written.
func TestCompareActionItems(t *testing.T) {
	t.Parallel()
	due := content.Date{Year: 2026, Month: 4, Day: 1}
	for _, tc := range []struct {
		what          string
		before, after content.ActionItem
		want          string
	}{
		{"done", item("A"), in(content.Done, item("A")), "action item closed: A"},
		{"cancelled", in(content.InProgress, item("A")), in(content.Cancelled, item("A")), "action item closed: A"},
		{"reopened after done", in(content.Done, item("A")), in(content.InProgress, item("A")), "action item reopened: A"},
		{"reopened after cancelled", in(content.Cancelled, item("A")), item("A"), "action item reopened: A"},
		{"started", item("A"), in(content.InProgress, item("A")), "action item state: open → in progress: A"},
		{"cancelled after done", in(content.Done, item("A")), in(content.Cancelled, item("A")), "action item state: done → cancelled: A"},
		{"type changed", content.ActionItem{Title: "A", Type: "Mitigation"}, content.ActionItem{Title: "A", Type: "Detective"}, "action item type: Mitigation → Detective: A"},
		{"due date added", content.ActionItem{Title: "A"}, content.ActionItem{Title: "A", Due: due}, "action item due date: none → 2026-04-01: A"},
		{"owner removed", content.ActionItem{Title: "A", Owner: "team"}, content.ActionItem{Title: "A"}, "action item owner: team → none: A"},
		{"number added", item("A", "OPS-1"), item("A", "OPS-1", "OPS-2"), "action item tracking: OPS-1 → OPS-1, OPS-2: A"},
		{"number replaced", item("A", "OPS-1"), item("A", "OPS-2"), "action item tracking: OPS-1 → OPS-2: A"},
		{"reworded, same number", item("A", "OPS-1"), item("B", "OPS-1"), "action item wording: A → B: B"},
		{"reworded, one number of several", item("A", "X-1", "OPS-1"), item("B", "OPS-1", "Y-2"), "action item tracking: X-1, OPS-1 → OPS-1, Y-2: B action item wording: A → B: B"},
	} {
		if got := strings.Join(changeLines(agreed(tc.before), agreed(tc.after)), " "); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.what, got, tc.want)
		}
	}
}

// TestWordsOfActionItems checks which parts of an action item count as the author's words.
func TestWordsOfActionItems(t *testing.T) {
	t.Parallel()
	before := content.ActionItem{Title: "Watch the disk of the queue", Type: "Mitigation", Owner: "a", Tracking: []string{"X"}}
	after := content.ActionItem{
		Title: "Watch the disk of the mail queue", Type: "Detective", Owner: "b", Tracking: []string{"X", "Y"},
		State: content.InProgress, Due: content.Date{Year: 2026, Month: 4, Day: 1},
	}
	var free, plain []string
	for _, c := range review.Compare(agreed(before), agreed(after)) {
		if c.Free {
			free = append(free, c.Name)
		} else {
			plain = append(plain, c.Name)
		}
	}
	if got := fmt.Sprint(free, plain); got != "[owner tracking wording] [state type due date]" {
		t.Errorf("free text and values are %s, want [owner tracking wording] [state type due date]", got)
	}
}

// TestNewActionItem checks that a new action item is described with its type, owner,
// tracking numbers and due date, as far as they are given.
func TestNewActionItem(t *testing.T) {
	t.Parallel()
	full := content.ActionItem{
		Title: "A", Type: "Detective", Owner: "team", Tracking: []string{"X-1", "X-2"}, State: content.Open,
		Due: content.Date{Year: 2026, Month: 4, Day: 1},
	}
	got := review.Compare(agreed(), agreed(full, in(content.InProgress, item("B")), item("C", "X-3")))
	want := []review.Change{
		{Kind: review.ActionAdded, Item: "A", To: content.Open, Note: "Detective, team, X-1, X-2, due 2026-04-01"},
		{Kind: review.ActionAdded, Item: "B", To: content.InProgress},
		{Kind: review.ActionAdded, Item: "C", To: content.Open, Note: "X-3"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("the new action items are described as\n%+v, want\n%+v", got, want)
	}
	if len(full.Tracking) != 2 || full.Tracking[0] != "X-1" {
		t.Errorf("Compare changed an item's tracking numbers to %q", full.Tracking)
	}
	gone := review.Compare(agreed(in(content.Done, item("A"))), agreed())
	if len(gone) != 1 || gone[0].Kind != review.ActionRemoved || gone[0].From != content.Done {
		t.Errorf("a removed item is described as %+v, want its last state included", gone)
	}
}

// TestRewordedActionItems checks which titles are those of the same item if nothing else tells.
func TestRewordedActionItems(t *testing.T) {
	t.Parallel()
	const same, other = "the same item", "another item"
	for _, tc := range []struct{ before, after, want string }{
		{"watch the disk daily", "watch the disk weekly", same},             // values change
		{"raise the limit to 200", "raise the limit to 500 MB", same},       // values change
		{"restore test of orders", "restore test of invoices", other},       // only the thing differs
		{"watch the disk of db-1", "watch the disk of db-2", other},         // names differ
		{"watch the disk of db-1", "watch disks of db-1 and db-2", same},    // one name is the same
		{"watch the disk of db-1", "watch the disks", same},                 // a name is left out
		{"one two three", "one two three four five six", same},              // words are added
		{"one two three four five six", "one two three", same},              // words are left out
		{"one two three four", "four three six one", same},                  // 3 in common, 1 replaced, in another order
		{"one two three four", "four five six one", other},                  // 2 in common, 2 replaced
		{"two kill switches for push", "add a kill switch for push", same},  // most items could have "add"
		{"add alert for the queue", "write runbook for the cache", other},   // grammar and usual words say nothing
		{"Watch The Disk (daily)!", "watch, the; \"disk\": 'daily'?", same}, // case and punctuation do not matter
		{"alerts for failed query", "alert on failing queries", same},       // endings
		{"Alrt on replicaton", "alert on replication", same},                // typos
		{"sort restart reports", "sort restore reports", other},             // similar words that are no typos
		{"doc for configs", "document configurations", other},               // too short
		{"move repo", "move the repository of prod", same},                  // short for it
		{"fail-over of web/api", "fail over of web api", same},              // parts of words
		{"閾値を見直す", "閾値の見直し", same},                                          // Hiragana is grammar
		{"告警磁盘", "告知磁盘", other},                                             // similar bytes are no typo
		{"데이터베이스 복구 훈련", "데이터베이스 복구 훈련을 실시", same},                          // an ending
		{"", "watch the disk", other},                                       // an empty title is like nothing
		{"_", "-/.", other},
	} {
		changes := review.Compare(agreed(item(tc.before)), agreed(item(tc.after)))
		got := other
		if len(changes) == 1 && changes[0].Name == "wording" {
			got = same
		}
		if got != tc.want {
			t.Errorf("%q became %q: treated as %s, want %s", tc.before, tc.after, got, tc.want)
		}
	}
}

// TestActionItemsArePaired checks which items are paired if there are several candidates.
func TestActionItemsArePaired(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		what          string
		before, after *content.PostMortem
		want          []string
	}{
		{
			"the most similar of two candidates", agreed(item("watch the disk of x"), item("watch the disk of the queue daily")),
			agreed(item("watch the disk of the queue")),
			[]string{"action item wording: watch the disk of the queue daily → watch the disk of the queue: watch the disk of the queue", "action item removed: watch the disk of x"},
		},
		{
			"title and number take precedence over the number alone", agreed(item("A", "OPS-1"), item("B", "OPS-1")), agreed(item("B", "OPS-1"), item("A", "OPS-1")), nil,
		},
		{
			"the title takes precedence over the number", agreed(item("A", "OPS-1"), item("B", "OPS-2")), agreed(item("A", "OPS-2")),
			[]string{"action item tracking: OPS-1 → OPS-2: A", "action item removed: B"},
		},
		{
			"numbers were exchanged", agreed(item("A", "OPS-1"), item("B", "OPS-2")), agreed(item("A", "OPS-2"), item("B", "OPS-1")),
			[]string{"action item tracking: OPS-1 → OPS-2: A", "action item tracking: OPS-2 → OPS-1: B"},
		},
		{
			"a number that several items share tells nothing", agreed(item("A", "EPIC-1"), item("B", "EPIC-1")), agreed(item("A", "EPIC-1"), item("C", "EPIC-1")),
			[]string{"action item added: C (EPIC-1)", "action item removed: B"},
		},
		{
			"a shared number confirms similar titles", agreed(item("A", "EPIC-1"), item("the certificate bot", "EPIC-1")), agreed(item("A", "EPIC-1"), item("bot for keys", "EPIC-1")),
			[]string{"action item wording: the certificate bot → bot for keys: bot for keys"},
		},
		{
			"two numbers need more similar titles", agreed(item("watch the disk and memory of x", "OPS-1")), agreed(item("watch memory, disk, and fans of y and z", "OPS-2")),
			[]string{"action item added: watch memory, disk, and fans of y and z (OPS-2)", "action item removed: watch the disk and memory of x"},
		},
		{
			"words that no other item has tell much", agreed(item("import of partner fares by zone")), agreed(item("partner import of ports by zone")),
			[]string{"action item wording: import of partner fares by zone → partner import of ports by zone: partner import of ports by zone"},
		},
		{
			"words that other items have tell little", agreed(item("import of partner fares by zone")), agreed(item("partner import of ports by zone"), item("zone of partner import vessels")),
			[]string{"action item added: partner import of ports by zone", "action item added: zone of partner import vessels", "action item removed: import of partner fares by zone"},
		},
		{
			"something done does not become something to do", agreed(in(content.Done, item("patch the kernel"))), agreed(item("patch the kernel of the gateway")),
			[]string{"action item added: patch the kernel of the gateway", "action item removed: patch the kernel"},
		},
		{
			"a neighbour confirms that a title was completed", agreed(item("A"), item("Runbook"), item("B")), agreed(item("A"), item("Runbook for outages of the vault")),
			[]string{"action item wording: Runbook → Runbook for outages of the vault: Runbook for outages of the vault", "action item removed: B"},
		},
		{
			"without the neighbour, it is another", agreed(item("A"), item("Runbook"), item("B")), agreed(item("B"), item("Runbook for outages of the vault"), item("A")),
			[]string{"action item added: Runbook for outages of the vault", "action item removed: Runbook"},
		},
		{
			"of items with the same title, the owner's", agreed(owned("A", "dba"), owned("A", "sre")), agreed(owned("A", "sre")), []string{"action item removed: A"},
		},
		{
			"the whole title takes precedence over its words", agreed(item("watch the disk"), item("watch the disk daily")), agreed(item("watch the disk daily", "OPS-1")),
			[]string{"action item tracking: none → OPS-1: watch the disk daily", "action item removed: watch the disk"},
		},
		{
			"an old item is paired with only one new item", agreed(item("A", "OPS-1")), agreed(item("A", "OPS-1"), item("A", "OPS-1")),
			[]string{"action item added: A (OPS-1)"},
		},
		{
			"a new item is paired with only one old item", agreed(item("A", "OPS-1"), item("A", "OPS-1")), agreed(item("A", "OPS-1")),
			[]string{"action item removed: A"},
		},
		{
			"an item that is already paired is not matched by its words", agreed(item("watch the disk")), agreed(item("watch the disk"), item("watch the disk daily")),
			[]string{"action item added: watch the disk daily"},
		},
		{
			"the first of two equally similar candidates", agreed(item("watch disk one"), item("watch disk two")), agreed(item("watch disk")),
			[]string{"action item wording: watch disk one → watch disk: watch disk", "action item removed: watch disk two"},
		},
	} {
		if got := changeLines(tc.before, tc.after); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got\n%q, want\n%q", tc.what, got, tc.want)
		}
	}
}

// TestManyActionItems checks that, with more than 300 items on either side, items are
// matched by title and number only: finding rewordings would take too long.
func TestManyActionItems(t *testing.T) {
	t.Parallel()
	many := func(n int, word string) *content.PostMortem {
		pm := agreed(item("watch the disk "+word), item("A "+word, "OPS-1"), in(content.Done, item("same title")))
		for i := len(pm.ActionItems); i < n; i++ {
			pm.ActionItems = append(pm.ActionItems, item(fmt.Sprintf("filler%d", i)))
		}
		return pm
	}
	for _, tc := range []struct {
		before, after int
		reworded      bool
	}{{300, 300, true}, {301, 300, false}, {300, 301, false}} {
		text := strings.Join(changeLines(many(tc.before, "daily"), many(tc.after, "weekly")), "\n")
		if got := strings.Contains(text, "wording: watch the disk daily"); got != tc.reworded {
			t.Errorf("with %d items before and %d after, found the reworded item: %v, want %v", tc.before, tc.after, got, tc.reworded)
		}
		if !strings.Contains(text, "wording: A daily → A weekly") {
			t.Errorf("with %d items before and %d after, an item was not matched by its number", tc.before, tc.after)
		}
		if strings.Contains(text, "same title") {
			t.Errorf("with %d items before and %d after, an item was not matched by its title", tc.before, tc.after)
		}
	}
}
