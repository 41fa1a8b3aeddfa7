package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// changed compares the draft with an edited one; edits are pairs of old and new texts.
func changed(t *testing.T, edits ...string) review.Document {
	t.Helper()
	before, after := parse(t, draft), parse(t, edit(t, draft, edits...))
	documents := review.Documents([]*content.PostMortem{before}, []*content.PostMortem{after})
	if len(documents) != 1 {
		t.Fatalf("%d documents differ, want one", len(documents))
	}
	return documents[0]
}

// TestOutcome checks the few words that say what happened to a document.
func TestOutcome(t *testing.T) {
	t.Parallel()
	field := func(name, from, to string) review.Change {
		return review.Change{Kind: review.Field, Name: name, From: from, To: to}
	}
	closed, added := review.Change{Kind: review.ActionClosed}, review.Change{Kind: review.ActionAdded}
	row, length, text := review.Change{Kind: review.Timeline}, review.Change{Kind: review.Figure}, review.Change{Kind: review.Text}
	for _, tc := range []struct {
		kind    review.Kind
		status  string
		changes []review.Change
		want    string
	}{
		{review.Added, "draft", nil, "new draft"},
		{review.Added, "", nil, "new draft"},
		{review.Added, "review", []review.Change{added}, "new post mortem for review"},
		{review.Added, "completed", nil, "new completed post mortem"},
		{review.Removed, "completed", nil, "removed"},
		{review.Renamed, "draft", nil, "renamed"},
		{review.Renamed, "draft", []review.Change{text}, "renamed; text changed"},
		{review.Field, "review", []review.Change{field("status", "draft", "review")}, "ready for review"},
		{review.Field, "completed", []review.Change{field("status", "review", "completed"), text}, "completed; text changed"},
		{review.Field, "review", []review.Change{field("status", "completed", "review")}, "back in review"},
		{review.Field, "draft", []review.Change{field("status", "review", "draft")}, "back to draft"},
		{review.Field, "draft", []review.Change{field("severity", "high", "low"), row, length}, "severity and timeline changed"},
		{review.Field, "draft", []review.Change{length}, "duration changed"},
		{review.Field, "draft", []review.Change{field("tags", "a", "b"), {Kind: review.OwnKey}}, "facts changed"},
		{review.Field, "draft", []review.Change{field("title", "a", "b"), field("services", "a", "b"), closed}, "services, action items and text changed"},
		{review.Field, "draft", []review.Change{closed, closed}, "action items closed"},
		{review.Field, "draft", []review.Change{closed, added}, "action items changed"},
		{review.Field, "draft", []review.Change{added, closed}, "action items changed"},
		{review.Field, "draft", nil, "changed"},
	} {
		d := review.Document{Kind: tc.kind, Status: tc.status, Changes: tc.changes}
		if got := d.Outcome(); got != tc.want {
			t.Errorf("%s with the status %s and %v is %q, want %q", tc.kind, tc.status, tc.changes, got, tc.want)
		}
	}
}

// TestRows checks the rows of the timeline that differ: which row of the older version each
// was, and where it is in the newer one.
func TestRows(t *testing.T) {
	t.Parallel()
	line := strings.Count(draft[:strings.Index(draft, "| 2026-03-05 | 10:00")], "\n") + 1
	for _, tc := range []struct {
		what  string
		edits []string
		want  []string
	}{
		{"moved", []string{"| 10:00 | Outage begins |", "| 09:50 | Outage begins |"}, []string{"changed outage begins 10:00 09:50 0"}},
		{"reworded", []string{"a user calls", "an alarm"}, []string{"changed outage detected 10:10 10:10 1"}},
		{"moved and reworded", []string{"| 10:10 | Outage detected | a user calls |", "| 10:12 | Outage detected | an alarm |"}, []string{"changed outage detected 10:10 10:12 1"}},
		{"another event at the same time", []string{"| 10:10 | Outage detected |", "| 10:10 | Acknowledged |"}, []string{"changed acknowledged 10:10 10:10 1"}},
		{"added", []string{"| | 11:00 | Outage ends |", "| | 10:40 | | half is back |\n| | 11:00 | Outage ends |"}, []string{"added  - 10:40 2"}},
		{"removed", []string{"| | 10:10 | Outage detected | a user calls |\n", ""}, []string{"removed outage detected 10:10 - -"}},
		{"two", []string{"| 10:00 | Outage begins |", "| 09:50 | Outage begins |", "| | 10:10 | Outage detected | a user calls |\n", "", "restarted", "replaced"}, []string{"changed outage begins 10:00 09:50 0", "changed outage ends 11:00 11:00 1", "removed outage detected 10:10 - -"}},
		{"none", []string{"The queue stopped.", "It stopped."}, nil},
	} {
		var got []string
		for _, row := range changed(t, tc.edits...).Rows {
			from, to, where := "-", "-", "-"
			if !row.From.IsZero() {
				from = row.From.Format("15:04")
			}
			if !row.To.IsZero() {
				to = row.To.Format("15:04")
			}
			if row.Line > 0 {
				where = fmt.Sprint(row.Line - line)
			}
			got = append(got, fmt.Sprintf("%s %s %s %s %s", row.Change, strings.ToLower(row.Event), from, to, where))
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: the rows are %q, want %q", tc.what, got, tc.want)
		}
	}
	entries := func(note string) (out []content.Entry) {
		for i := range 301 {
			out = append(out, content.Entry{Note: fmt.Sprint(note, i)})
		}
		return out
	}
	before, after := post("a.md", "a", "", "A"), post("a.md", "a", "", "A")
	before.Timeline, after.Timeline = entries("x"), entries("y")
	if rows := review.Documents([]*content.PostMortem{before}, []*content.PostMortem{after})[0].Rows; rows != nil {
		t.Errorf("%d rows of 301 that differ are listed, want none", len(rows))
	}
}

// TestItemsOfADocument checks the action items that a reviewer sees: those of the newer
// version with their lines and what happened to them, and then those that are gone.
func TestItemsOfADocument(t *testing.T) {
	t.Parallel()
	const first = "| Alarm on the depth of the queue | Detective | platform team | OPS-1 | 2026-04-01 | open |"
	line := strings.Count(draft[:strings.Index(draft, first)], "\n") + 1
	describe := func(items []review.Item) (out []string) {
		for _, item := range items {
			where := "gone"
			if item.Line > 0 {
				where = fmt.Sprint(item.Line - line)
			}
			out = append(out, fmt.Sprintf("%s %s, %s %s %s, %s %v", where, item.Title, item.State, item.Owner, item.Due, item.Tracking, item.Changes))
		}
		return out
	}
	d := changed(t, first, "| Alarm on the depth of the queue | Detective | platform team | OPS-1 | 2026-05-01 | open |\n| Limit the queue | Mitigation | on-call engineer | | | |")
	got := describe(d.Items)
	if len(got) != 4 || got[0] != "0 Alarm on the depth of the queue, open platform team 2026-05-01, [OPS-1] [action item due date: 2026-04-01 → 2026-05-01: Alarm on the depth of the queue]" ||
		got[1] != "1 Limit the queue, open on-call engineer , [] [action item added: Limit the queue (Mitigation, on-call engineer)]" || !strings.HasSuffix(got[3], " []") {
		t.Errorf("the action items are %q", got)
	}
	gone := describe(changed(t, first+"\n", "").Items)
	if last := gone[len(gone)-1]; last != "gone Alarm on the depth of the queue, open platform team 2026-04-01, [OPS-1] [action item 1 was removed while it was open: Alarm on the depth of the queue]" {
		t.Errorf("the action item that is gone is %q", last)
	}
	removed := review.Documents([]*content.PostMortem{parse(t, draft)}, nil)[0]
	if len(removed.Items) != 3 || removed.Items[0].Changes != nil || removed.Items[0].Line != 0 {
		t.Errorf("the action items of a removed document are %+v", removed.Items)
	}
	for _, tc := range []struct {
		item            review.Item
		closed, overdue bool
	}{
		{review.Item{State: content.Open, Due: "2026-04-01"}, false, true},
		{review.Item{State: content.Open, Due: "2026-04-02"}, false, false},
		{review.Item{State: content.Open}, false, false},
		{review.Item{State: content.Done, Due: "2026-04-01"}, true, false},
		{review.Item{State: content.Cancelled}, true, false},
	} {
		if closed, overdue := tc.item.Closed(), tc.item.Overdue(content.Date{Year: 2026, Month: 4, Day: 2}); closed != tc.closed || overdue != tc.overdue {
			t.Errorf("%+v is closed: %v, and overdue: %v", tc.item, closed, overdue)
		}
	}
}

// TestWhatAReviewerNeeds checks severity, services, date and lengths of a document, and that
// every text of its author is masked.
func TestWhatAReviewerNeeds(t *testing.T) {
	t.Parallel()
	d := changed(t, "| 11:00 | Outage ends |", "| 11:30 | Outage ends |")
	if d.Severity != "high" || !slices.Equal(d.Services, []string{"queue"}) || d.Date != "2026-03-05" || !slices.Equal(d.Lengths, []review.Length{{Name: "outage", Before: "1 h", After: "1 h 30 min"}}) {
		t.Errorf("severity %q, services %q, date %q, lengths %v", d.Severity, d.Services, d.Date, d.Lengths)
	}
	if d := review.Documents(nil, []*content.PostMortem{parse(t, draft)})[0]; !slices.Equal(d.Lengths, []review.Length{{Name: "outage", After: "1 h"}}) {
		t.Errorf("the lengths of a new document are %v", d.Lengths)
	}
	pm := parse(t, draft)
	pm.Services, pm.Severity, pm.NoActions = []string{"Ada"}, "Ada", "Ada"
	pm.ActionItems = []content.ActionItem{{Title: "Ada", Owner: "Ada", Type: "Ada", Tracking: []string{"Ada"}}}
	d = review.Documents(nil, []*content.PostMortem{pm})[0]
	hide := func(s string) string { return strings.ReplaceAll(s, "Ada", "…") }
	d.Mask(hide, hide)
	if text := fmt.Sprint(d.Severity, d.Services, d.NoActions, d.Items); strings.Contains(text, "Ada") || strings.Count(text, "…") < 7 {
		t.Errorf("a name is not masked in %s", text)
	}
	if pm.Services[0] != "Ada" || pm.ActionItems[0].Tracking[0] != "Ada" {
		t.Error("the post mortem itself is masked")
	}
}
