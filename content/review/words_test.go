package review_test

import (
	"slices"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// changeLines returns the changes between two versions, one line each.
func changeLines(before, after *content.PostMortem) []string {
	out := []string{}
	for _, c := range review.Compare(before, after) {
		out = append(out, c.String())
	}
	return out
}

// TestChangeInOneLine checks the text of each kind of change.
func TestChangeInOneLine(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]review.Change{
		"added":                          {Kind: review.Added},
		"added as review":                {Kind: review.Added, To: "review"},
		"removed":                        {Kind: review.Removed},
		"renamed from a.md":              {Kind: review.Renamed, From: "a.md"},
		"text edited":                    {Kind: review.Text},
		"text edited: Summary":           {Kind: review.Text, To: "Summary"},
		"timeline: 1 entry added":        {Kind: review.Timeline, To: "1 entry added"},
		"timeline: 1 entry added (x)":    {Kind: review.Timeline, To: "1 entry added", Note: "x"},
		"title reworded":                 {Kind: review.Field, Name: "title"},
		"duration reworded":              {Kind: review.Figure, Name: "duration"},
		"key weather added":              {Kind: review.OwnKey, Name: "weather", To: "added"},
		"severity: none → low":           {Kind: review.Field, Name: "severity", To: "low"},
		"severity: low → none":           {Kind: review.Field, Name: "severity", From: "low"},
		"tail: 1 h → 2 h":                {Kind: review.Figure, Name: "tail", From: "1 h", To: "2 h"},
		"action item added: A (open)":    {Kind: review.ActionAdded, Item: "A", Note: "open"},
		"action item added: A":           {Kind: review.ActionAdded, Item: "A"},
		"action item closed: A":          {Kind: review.ActionClosed, Item: "A", From: "open", To: "done"},
		"action item reopened: A":        {Kind: review.ActionReopened, Item: "A"},
		"action item removed: A":         {Kind: review.ActionRemoved, Item: "A"},
		"action item owner: none → x: A": {Kind: review.ActionChanged, Name: "owner", To: "x", Item: "A"},
		"action item owner: x → none: A": {Kind: review.ActionChanged, Name: "owner", From: "x", Item: "A"},
	} {
		if got := c.String(); got != want {
			t.Errorf("%+v reads %q, want %q", c, got, want)
		}
	}
}

// full has every front-matter key that is compared.
const full = `---
title: Queue stopped
id: PM-1
services: [queue, mail]
impact: [latency, availability]
severity: high
detection: manual
incidents: [INC1, INC2]
changes: [CHG1, CHG2]
vendor: Acme
vendor_cases: [VC1, VC2]
date: 2026-03-05
timezone: America/Halifax
authors: [on-call engineer, service owner]
status: draft
tags: [dns, tls]
aliases: [/2024/queue/]
prevented_by: [PM-0#action-1]
---
`

// TestEveryFieldIsCompared changes one key at a time. It checks the key's name, that lists
// are joined with commas, and whether the key counts as the author's words.
func TestEveryFieldIsCompared(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		from, to string // of the front matter
		want     string
		free     bool
	}{
		{"status: draft", "status: review", "status: draft → review", false},
		{"severity: high", "severity: low", "severity: high → low", false},
		{"[latency, availability]", "[cosmetic, latency]", "impact: latency, availability → cosmetic, latency", false},
		{"detection: manual", "detection: other", "detection: manual → other", false},
		{"date: 2026-03-05", "date: 2026-03-06", "date: 2026-03-05 → 2026-03-06", false},
		{"America/Halifax", "Europe/Berlin", "time zone: America/Halifax → Europe/Berlin", false},
		{"Queue stopped", "Queue slow", "title: Queue stopped → Queue slow", true},
		{"PM-1", "PM-2", "id: PM-1 → PM-2", true},
		{"[queue, mail]", "[queue, web]", "services: queue, mail → queue, web", true},
		{"[INC1, INC2]", "[INC1, INC3]", "incidents: INC1, INC2 → INC1, INC3", true},
		{"[CHG1, CHG2]", "[CHG1]", "changes: CHG1, CHG2 → CHG1", true},
		{"Acme", "Globex", "vendor: Acme → Globex", true},
		{"[VC1, VC2]", "[VC1]", "vendor cases: VC1, VC2 → VC1", true},
		{"[on-call engineer, service owner]", "[service owner]", "authors: on-call engineer, service owner → service owner", true},
		{"tags: [dns, tls]\n", "", "tags: dns, tls → none", true},
		{"/2024/queue/", "/2025/queue/", "aliases: 2024/queue → 2025/queue", true},
		{"[PM-0#action-1]", "[]", "prevented by: PM-0#action-1 → none", true},
	} {
		changes := review.Compare(parse(t, full), parse(t, edit(t, full, tc.from, tc.to)))
		if len(changes) != 1 || changes[0].String() != tc.want || changes[0].Kind != review.Field {
			t.Errorf("%s became %s: got %v, want only %q", tc.from, tc.to, changes, tc.want)
		} else if changes[0].Free != tc.free {
			t.Errorf("%q counts as the author's words: %v, want %v", tc.want, changes[0].Free, tc.free)
		}
	}
}

// TestFieldsComeInOrder checks that the most important changes come first, regardless of
// the order in the file.
func TestFieldsComeInOrder(t *testing.T) {
	t.Parallel()
	after := edit(t, full, "draft", "review", "high", "low", "Queue stopped", "Q", "PM-1", "PM-2", "Acme", "Globex", "dns", "web", "manual", "other")
	got := changeLines(parse(t, full), parse(t, after))
	want := []string{
		"status: draft → review", "severity: high → low", "detection: manual → other", "title: Queue stopped → Q",
		"id: PM-1 → PM-2", "vendor: Acme → Globex", "tags: dns, tls → web, tls",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the order is\n%q, want\n%q", got, want)
	}
}

// TestCompareTwoMissingDocuments checks that comparing nil with nil returns no changes.
func TestCompareTwoMissingDocuments(t *testing.T) {
	t.Parallel()
	if got := review.Compare(nil, nil); got != nil {
		t.Errorf("two missing documents differ by %v", got)
	}
}

// TestFiguresThatDiffer checks that a change of the outage is reported, and that the time
// to publish is not.
func TestFiguresThatDiffer(t *testing.T) {
	t.Parallel()
	const head = "---\ntitle: Queue stopped\ndate: 2026-03-05\nstatus: completed\n---\n\n## Timeline\n\n| Date | Time | Metadata | Notes |\n|---|---|---|---|\n"
	quiet := head + "| 2026-03-05 | 10:00 | | the queue stops |\n"
	begun := head + "| 2026-03-05 | 10:00 | Outage begins | the queue stops |\n"
	ended := begun + "| | 10:30 | Outage ends | restarted |\n"
	figures := func(before, after *content.PostMortem) (out []string) {
		for _, c := range review.Compare(before, after) {
			if c.Kind == review.Figure {
				out = append(out, c.String())
			}
		}
		return out
	}
	for _, tc := range []struct {
		what, before, after string
		want                []string
	}{
		{"an outage that turns out to be ongoing", quiet, begun, []string{"duration of the outage: unknown → ongoing", "time to first internal communication: unknown → ongoing", "time to first external communication: unknown → ongoing", "time to restore: unknown → ongoing", "tail: unknown → ongoing"}},
		{"an outage that is no longer claimed", begun, quiet, []string{"duration of the outage: ongoing → unknown", "time to first internal communication: ongoing → unknown", "time to first external communication: ongoing → unknown", "time to restore: ongoing → unknown", "tail: ongoing → unknown"}},
		{"an outage that has ended", begun, ended, []string{"duration of the outage: ongoing → 30 min", "time to first internal communication: ongoing → none", "time to first external communication: ongoing → none", "time to restore: ongoing → 30 min", "tail: ongoing → unknown"}},
		{"an outage that turns out not to be one", ended, quiet, []string{"duration of the outage: 30 min → unknown", "time to first internal communication: none → unknown", "time to first external communication: none → unknown", "time to restore: 30 min → unknown"}},
		{"the same outage", ended, ended, nil},
	} {
		if got := figures(parse(t, tc.before), parse(t, tc.after)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: the figures that changed are %q, want %q", tc.what, got, tc.want)
		}
	}
	published := parse(t, ended)
	published.History = &content.History{Revisions: []content.Revision{{Time: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC), Status: content.Completed}}}
	if got := changeLines(parse(t, ended), published); len(got) > 0 {
		t.Errorf("publishing a post mortem counts as a change of it: %q", got)
	}
}

// TestTimelinesThatDiffer checks the numbers of entries that were added, changed and
// removed, and the names of their events.
func TestTimelinesThatDiffer(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 5, hour, minute, 0, 0, time.UTC) }
	plain := func(minute int, note string) content.Entry {
		return content.Entry{Time: at(9, minute), Clock: "09:00", Note: note}
	}
	event := func(minute int, name string) content.Entry {
		return content.Entry{Time: at(9, minute), Event: name, Label: name}
	}
	with := func(entries ...content.Entry) *content.PostMortem {
		return &content.PostMortem{Zone: time.UTC, Timeline: entries}
	}
	clock, label := plain(1, "a"), plain(1, "a")
	clock.Clock, label.Label = "about 9", "Somebody calls"
	for _, tc := range []struct {
		what          string
		before, after *content.PostMortem
		want          []string
	}{
		{"entries that were only reordered", with(plain(1, "a"), plain(2, "b")), with(plain(2, "b"), plain(1, "a")), nil},
		{"one more", with(plain(1, "a")), with(plain(1, "a"), plain(2, "b")), []string{"timeline: 1 entry added"}},
		{"two more", with(), with(plain(1, "a"), plain(2, "b")), []string{"timeline: 2 entries added"}},
		{"two fewer", with(plain(1, "a"), plain(2, "b"), plain(3, "c")), with(plain(2, "b")), []string{"timeline: 2 entries removed"}},
		{"one of two equal entries removed", with(plain(1, "a"), plain(1, "a")), with(plain(1, "a")), []string{"timeline: 1 entry removed"}},
		{"a different note", with(plain(1, "a")), with(plain(1, "b")), []string{"timeline: 1 entry changed"}},
		{"a different time", with(plain(1, "a")), with(plain(2, "a")), []string{"timeline: 1 entry changed"}},
		{"the same time, written differently", with(plain(1, "a")), with(clock), []string{"timeline: 1 entry changed"}},
		{"a different label", with(plain(1, "a")), with(label), []string{"timeline: 1 entry changed"}},
		{"one added and two changed", with(plain(1, "a"), plain(2, "b")), with(plain(3, "c"), plain(4, "d"), plain(5, "e")), []string{"timeline: 1 entry added, 2 entries changed"}},
		{"one removed and one changed", with(plain(1, "a"), plain(2, "b")), with(plain(3, "c")), []string{"timeline: 1 entry changed, 1 entry removed"}},
		{
			"events that were added and changed", with(plain(1, "a"), event(5, "Acknowledged"), event(6, "Vendor contacted")),
			with(plain(1, "a"), event(5, "Acknowledged"), event(7, "Vendor contacted"), event(8, "Vendor escalated")),
			[]string{"time to escalate to the vendor: does not apply → 1 min", "timeline: 1 entry added, 1 entry changed (Vendor contacted, Vendor escalated)"},
		},
	} {
		if got := changeLines(tc.before, tc.after); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %q, want %q", tc.what, got, tc.want)
		}
	}
}

const worded = `---
title: Queue stopped
date: 2026-03-05
status: draft
---

Before all.

## Summary

The queue stopped.

## Causes

The disk.

## Notes

One.

## Lessons Learned

### What went well

- alarms

### What went wrong

- backups

### Where we got lucky

- it was night

## References

- a book
`

// TestTextsThatDiffer checks that each part whose text changed is named once, as the newer
// document writes it, and that removed parts come last.
func TestTextsThatDiffer(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		what  string
		edits []string
		want  []string
	}{
		{"before the first heading", []string{"Before all.", "First of all."}, []string{"text edited: the beginning"}},
		{"a section", []string{"The disk.", "The disk was full."}, []string{"text edited: Causes"}},
		{"a heading's case", []string{"## Causes", "## CAUSES"}, nil},
		{"a heading's case and the text below it", []string{"## Causes\n\nThe disk.", "## CAUSES\n\nThe cable."}, []string{"text edited: CAUSES"}},
		{"a removed section, listed after one that changed", []string{"## Causes\n\nThe disk.\n\n", "", "One.", "Two."}, []string{"text edited: Notes, Causes"}},
		{"a new section", []string{"## Notes", "## Doubts\n\nMany.\n\n## Notes"}, []string{"text edited: Doubts"}},
		{"a new section without text", []string{"## Notes", "## Doubts\n\n## Notes"}, []string{"text edited: Doubts"}},
		{"sections with the same name", []string{"## Notes\n\nOne.", "## Notes\n\nOne.\n\n## Causes\n\nThe cable, too."}, []string{"text edited: Causes"}},
		{"sections whose names differ only in case", []string{"The disk.", "The rack.", "## Notes\n\nOne.", "## causes\n\nThe cable."}, []string{"text edited: Causes, Notes"}},
		{"what went well", []string{"- alarms", "- the alarms"}, []string{"text edited: What went well"}},
		{"what went wrong", []string{"- backups", "- no backups"}, []string{"text edited: What went wrong"}},
		{"luck", []string{"- it was night", "- it was dark"}, []string{"text edited: Where we got lucky"}},
		{"references", []string{"- a book", "- two books"}, []string{"text edited: References"}},
		{"no references", []string{"## References\n\n- a book\n", ""}, []string{"text edited: References"}},
		{"a failed control", []string{"The disk.", "The disk.\n\n- Control: nobody looks"}, []string{"text edited: Causes, controls"}},
	} {
		changes := review.Compare(parse(t, worded), parse(t, edit(t, worded, tc.edits...)))
		var got []string
		for _, c := range changes {
			got = append(got, c.String())
			if !c.Free {
				t.Errorf("%s: %q does not count as the author's words, but section titles are", tc.what, c)
			}
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %q, want %q", tc.what, got, tc.want)
		}
	}
}
