package review_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// post returns a draft with the given path, slug, id and title.
func post(path, slug, id, title string) *content.PostMortem {
	return &content.PostMortem{Path: path, Slug: slug, ID: id, Title: title, Status: content.Draft, Zone: time.UTC}
}

// TestDocumentsOfTwoCollections checks what happened to each document, sorted by path. A
// removed and a new document count as renamed if they have the same id or, failing that,
// the same slug.
func TestDocumentsOfTwoCollections(t *testing.T) {
	t.Parallel()
	type posts = []*content.PostMortem
	for _, tc := range []struct {
		what          string
		before, after posts
		want          string
	}{
		{"unchanged", posts{post("a.md", "a", "1", "A")}, posts{post("a.md", "a", "1", "A")}, ""},
		{"changed", posts{post("a.md", "a", "", "A")}, posts{post("a.md", "a", "", "B")}, "field a.md [title: A → B]"},
		{"new", nil, posts{post("a.md", "a", "", "A")}, "added a.md []"},
		{"removed", posts{post("a.md", "a", "", "A")}, nil, "removed a.md []"},
		{
			"sorted by path",
			posts{post("d.md", "d", "", "D"), post("b.md", "b", "", "B")},
			posts{post("c.md", "c", "", "C"), post("b.md", "b", "", "X"), post("a.md", "a", "", "A")},
			"added a.md [], field b.md [title: B → X], added c.md [], removed d.md []",
		},
		{"moved, same id", posts{post("a.md", "a", "1", "A")}, posts{post("b.md", "b", "1", "A")}, "renamed b.md from a.md []"},
		{"moved and changed", posts{post("a.md", "a", "1", "A")}, posts{post("b.md", "b", "1", "B")}, "renamed b.md from a.md [title: A → B]"},
		{"moved, same slug", posts{post("x/a.md", "a", "", "A")}, posts{post("y/a.md", "a", "", "A")}, "renamed y/a.md from x/a.md []"},
		{"the id takes precedence over the slug", posts{post("x/a.md", "a", "2", "A"), post("z/b.md", "b", "1", "A")}, posts{post("y/a.md", "a", "1", "A")}, "removed x/a.md [], renamed y/a.md from z/b.md []"},
		{"two empty ids are not the same", posts{post("a.md", "a", "", "A")}, posts{post("b.md", "b", "", "A")}, "removed a.md [], added b.md []"},
		{"a document moves to one path only", posts{post("a.md", "a", "1", "A")}, posts{post("b.md", "b", "1", "A"), post("c.md", "c", "1", "A")}, "renamed b.md from a.md [], added c.md []"},
		{"a document that is still at its path has not moved", posts{post("a.md", "a", "1", "A")}, posts{post("b.md", "b", "1", "A"), post("a.md", "a", "1", "A")}, "added b.md []"},
	} {
		var got []string
		for _, d := range review.Documents(tc.before, tc.after) {
			from := ""
			if d.From != "" {
				from = " from " + d.From
			}
			got = append(got, fmt.Sprintf("%s %s%s %v", d.Kind, d.Path, from, d.Changes))
			if (d.After == nil) != (d.Kind == review.Removed) {
				t.Errorf("%s: After is %[3]v for %[2]s, which is %[4]s", tc.what, d.Path, d.After, d.Kind)
			}
			if _, err := json.Marshal(d); err != nil || d.Changes == nil || d.Facts == nil {
				t.Errorf("%s: the lists of %s are null in JSON", tc.what, d.Path)
			}
		}
		if text := strings.Join(got, ", "); text != tc.want {
			t.Errorf("%s: got\n%s, want\n%s", tc.what, text, tc.want)
		}
	}
}

// TestFactsOfANewDocument checks the facts of a new post mortem: its front matter without
// title and time zone, its known and ongoing figures, and the length of its timeline. Its
// action items are listed as changes.
func TestFactsOfANewDocument(t *testing.T) {
	t.Parallel()
	pm := parse(t, edit(t, draft, "services: [queue]", "id: PM-1\nservices: [queue, mail]\ntimezone: America/Halifax"))
	documents := review.Documents(nil, []*content.PostMortem{pm})
	if len(documents) != 1 {
		t.Fatalf("%d documents, want the new one", len(documents))
	}
	d := documents[0]
	want := []review.Fact{
		{"status", "draft"},
		{"severity", "high"},
		{"impact", "availability"},
		{"detection", "manual"},
		{"date", "2026-03-05"},
		{"id", "PM-1"},
		{"services", "queue, mail"},
		{"duration of the outage", "1 h"},
		{"time to detect", "10 min"},
		{"time to first internal communication", "none"},
		{"time to first external communication", "none"},
		{"longest silence", "50 min"},
		{"time to restore", "1 h"},
		{"time to restore from detection", "50 min"},
		{"timeline", "3 entries"},
	}
	if !slices.Equal(d.Facts, want) {
		t.Errorf("the facts of a new post mortem are\n%q, want\n%q", d.Facts, want)
	}
	if d.Summary != "The queue stopped." || d.Title != "Queue stopped" || d.ID != "PM-1" || d.Status != "draft" || d.After != pm {
		t.Errorf("a new post mortem is described as %+v", d)
	}
	if len(d.Changes) != 3 || d.Changes[0].String() != "action item added: Alarm on the depth of the queue (Detective, platform team, OPS-1, due 2026-04-01)" {
		t.Errorf("the action items of a new post mortem are %q", d.Changes)
	}
	ongoing := parse(t, edit(t, draft, "| | 11:00 | Outage ends | restarted |\n", "", "| | 10:10 | Outage detected | a user calls |\n", ""))
	facts := review.Documents(nil, []*content.PostMortem{ongoing})[0].Facts
	for _, fact := range []review.Fact{{"duration of the outage", "ongoing"}, {"timeline", "1 entry"}} {
		if !slices.Contains(facts, fact) {
			t.Errorf("the facts of a new post mortem with an ongoing outage lack %q: %q", fact, facts)
		}
	}
	empty := &content.PostMortem{Path: "a.md", Zone: time.UTC}
	if facts := review.Documents(nil, []*content.PostMortem{empty})[0].Facts; len(facts) > 0 {
		t.Errorf("an empty post mortem has the facts %q", facts)
	}
	changed := review.Documents([]*content.PostMortem{empty}, []*content.PostMortem{{Path: "a.md", Zone: time.UTC, Title: "A", Summary: "S"}})[0]
	if len(changed.Facts) > 0 || changed.Summary != "" {
		t.Errorf("a changed post mortem has facts or a summary: %+v", changed)
	}
}

// TestMask checks that all words of a document are masked: owners and authors by one
// function, everything else by the other.
func TestMask(t *testing.T) {
	t.Parallel()
	d := review.Document{
		Title: "t", Summary: "s", Facts: []review.Fact{{"services", "v"}, {"authors", "a"}},
		Changes: []review.Change{
			{Kind: review.Field, Name: "title", From: "f", To: "t"},
			{Kind: review.Field, Name: "authors", From: "f", To: "t"},
			{Kind: review.ActionChanged, Name: "owner", From: "f", To: "t", Item: "i"},
			{Kind: review.ActionChanged, Name: "wording", From: "f", To: "t", Item: "i"},
			{Kind: review.ActionAdded, Item: "i", Note: "n"},
			{Kind: review.Timeline, To: "t", Note: "n"},
		},
	}
	by := func(name string) func(string) string {
		return func(s string) string {
			if s == "" {
				return ""
			}
			return name + "(" + s + ")"
		}
	}
	d.Mask(by("text"), by("owners"))
	want := review.Document{
		Title: "text(t)", Summary: "text(s)", Facts: []review.Fact{{"services", "text(v)"}, {"authors", "owners(a)"}},
		Changes: []review.Change{
			{Kind: review.Field, Name: "title", From: "text(f)", To: "text(t)"},
			{Kind: review.Field, Name: "authors", From: "owners(f)", To: "owners(t)"},
			{Kind: review.ActionChanged, Name: "owner", From: "owners(f)", To: "owners(t)", Item: "text(i)"},
			{Kind: review.ActionChanged, Name: "wording", From: "text(f)", To: "text(t)", Item: "text(i)"},
			{Kind: review.ActionAdded, Item: "text(i)", Note: "owners(n)"},
			{Kind: review.Timeline, To: "text(t)", Note: "n"},
		},
	}
	if got, want := fmt.Sprintf("%#v", d), fmt.Sprintf("%#v", want); got != want {
		t.Errorf("the masked document is\n%s, want\n%s", got, want)
	}
}

// TestTotals checks that Totals returns only the figures that differ.
func TestTotals(t *testing.T) {
	t.Parallel()
	v, asOf := content.BuiltinVocabularies(), content.Date{Year: 2026, Month: 4, Day: 2}
	one := parse(t, draft)
	type posts = []*content.PostMortem
	if got := review.Totals(posts{one}, posts{one}, asOf, v); len(got) > 0 {
		t.Errorf("the totals of equal collections differ: %q", got)
	}
	done := parse(t, edit(t, draft, "status: draft", "status: completed", "2026-04-01 | open", "2026-04-01 | done"))
	if got, want := review.Totals(posts{one}, posts{done}, asOf, v), []review.Total{
		{"status draft", "1", "0"}, {"status completed", "0", "1"}, {"open action items", "3", "2"}, {"overdue action items", "1", "0"},
	}; !slices.Equal(got, want) {
		t.Errorf("completing a post mortem changes the totals by\n%q, want\n%q", got, want)
	}
	long := parse(t, edit(t, draft, "11:00", "12:00"))
	if got := review.Totals(posts{one, one, one, one}, posts{long, long, long, one}, asOf, v); len(got) > 0 {
		t.Errorf("three longer outages of four, which are too few for a total, change the totals by\n%q", got)
	}
	if got, want := review.Totals(posts{one, one, one, one, one, one}, posts{long, long, long, one, one, one}, asOf, v), []review.Total{
		{"duration of the outage, median", "1 h (1 h to 1 h at 96.8 %)", "1 h 30 min (1 h to 2 h at 96.8 %)"},
		{"duration of the outage, total", "6 h", "9 h"},
		{"time to restore, median", "1 h (1 h to 1 h at 96.8 %)", "1 h 30 min (1 h to 2 h at 96.8 %)"},
	}; !slices.Equal(got, want) {
		t.Errorf("three longer outages of six change the totals by\n%q, want\n%q", got, want)
	}
	if got, want := review.Totals(nil, posts{one, one, one, one, done}, asOf, v), []review.Total{
		{"post mortems", "0", "5"},
		{"status draft", "0", "4"},
		{"status completed", "0", "1"},
		{"duration of the outage, median", "too few to say", "1 h"},
		{"duration of the outage, total", "too few to say", "5 h"},
		{"time to detect, median", "too few to say", "10 min"},
		{"time to restore, median", "too few to say", "1 h"},
		{"action items", "0", "15"},
		{"open action items", "0", "14"},
		{"overdue action items", "0", "4"},
	}; !slices.Equal(got, want) {
		t.Errorf("five new post mortems change the totals by\n%q, want\n%q", got, want)
	}
	const lucky = "\n## Lessons Learned\n### Where we got lucky\n1. It was night. -> action-1\n2. Nobody looked.\n"
	open, hedged := parse(t, draft+lucky), parse(t, edit(t, draft, "2026-04-01 | open", "2026-04-01 | done")+lucky)
	if got, want := review.Totals(posts{open}, posts{hedged, open}, asOf, v), []review.Total{
		{"post mortems", "1", "2"},
		{"status draft", "1", "2"},
		{"action items", "3", "6"},
		{"open action items", "3", "5"},
		{"luck hedged", "0", "1"},
		{"luck not hedged", "1", "2"},
	}; !slices.Equal(got, want) {
		t.Errorf("luck that is hedged changes the totals by\n%q, want\n%q", got, want)
	}
}
