package review_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

const draft = `---
title: Queue stopped
services: [queue]
impact: availability
severity: high
detection: manual
date: 2026-03-05
status: draft
---

## Summary

The queue stopped.

## Timeline

| Date | Time | Metadata | Notes |
|---|---|---|---|
| 2026-03-05 | 10:00 | Outage begins | the queue stops |
| | 10:10 | Outage detected | a user calls |
| | 11:00 | Outage ends | restarted |

## Action Items

| Action Item | Type | Owner | Tracking information | Due | Status |
|---|---|---|---|---|---|
| Alarm on the depth of the queue | Detective | platform team | OPS-1 | 2026-04-01 | open |
| Write down how to restart the queue | Mitigation | on-call engineer | | | open |
| Buy a larger disk | Preventative | platform team | OPS-3 | | open |
`

func parse(t *testing.T, src string) *content.PostMortem {
	t.Helper()
	pm, problems := content.Parse("content/postmortems/queue.md", []byte(src), content.Options{})
	if pm == nil {
		t.Fatalf("cannot parse the post mortem: %v", problems)
	}
	return pm
}

func edit(t *testing.T, src string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(src, pairs[i]) {
			t.Fatalf("the document has no %q", pairs[i])
		}
		src = strings.Replace(src, pairs[i], pairs[i+1], 1)
	}
	return src
}

func TestCompare(t *testing.T) {
	for _, tc := range []struct {
		name  string
		edits []string
		want  []string
	}{
		{"nothing", nil, nil},
		{"status", []string{"status: draft", "status: review"}, []string{"status: draft → review"}},
		{"vocabulary", []string{"severity: high", "severity: critical", "detection: manual", "detection: configured alarm"}, []string{
			"severity: high → critical", "detection: manual → configured alarm",
		}},
		{"title", []string{"Queue stopped", "Queue stood still"}, []string{"title: Queue stopped → Queue stood still"}},
		{"figures", []string{"| | 11:00 |", "| | 11:30 |"}, []string{
			"duration of the outage: 1 h → 1 h 30 min", "longest silence: 50 min → 1 h 20 min", "time to restore: 1 h → 1 h 30 min", "time to restore from detection: 50 min → 1 h 20 min",
			"timeline: 1 entry changed (Outage ends)",
		}},
		{"closed", []string{"2026-04-01 | open", "2026-04-01 | done"}, []string{"action item closed: Alarm on the depth of the queue"}},
		{"due date moved", []string{"2026-04-01", "2026-06-01"}, []string{
			"action item due date: 2026-04-01 → 2026-06-01: Alarm on the depth of the queue",
		}},
		{"matched by words", []string{"Write down how to restart the queue", "Write down how to restart the queue safely"}, []string{
			"action item wording: Write down how to restart the queue → Write down how to restart the queue safely: Write down how to restart the queue safely",
		}},
		{"matched by number", []string{"Buy a larger disk", "Move old messages elsewhere"}, []string{
			"action item wording: Buy a larger disk → Move old messages elsewhere: Move old messages elsewhere",
		}},
		{"silently removed", []string{"| Buy a larger disk | Preventative | platform team | OPS-3 | | open |\n", ""}, []string{
			"action item 3 was removed while it was open: Buy a larger disk",
		}},
		{"text", []string{"The queue stopped.", "The queue stopped for an hour."}, []string{"text edited: Summary"}},
		{"sections", []string{"## Timeline", "See below.\n\n## Causes\n\nThe disk.\n\n## What went well\n\n- a\n\n## Timeline"}, []string{"text edited: Summary, Causes, What went well"}},
		{"action item added", []string{"| Buy a larger", "| Retry with jitter | Preventative | platform team | OPS-4 | 2026-05-01 | open |\n| Buy a larger"}, []string{
			"action item added: Retry with jitter (Preventative, platform team, OPS-4, due 2026-05-01)",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, c := range review.Compare(parse(t, draft), parse(t, edit(t, draft, tc.edits...))) {
				got = append(got, c.String())
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
	if got := fmt.Sprint(review.Compare(nil, parse(t, draft)), review.Compare(parse(t, draft), nil)); got != "[added as draft] [removed]" {
		t.Error(got)
	}
}

// Text that was removed from a document may have been removed for a reason.
func TestWordsDoNotQuoteTheAuthor(t *testing.T) {
	before := edit(t, draft, "Queue stopped", "Robin Example stopped the queue", "platform team | OPS-1", "Robin Example | OPS-1", "a user calls", "Robin Example calls")
	got := review.Describe(review.Compare(parse(t, before), parse(t, draft)))
	want := []string{"title changed", "timeline: 1 entry changed", "1 action item changed"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHistories(t *testing.T) {
	blobs := map[string]string{
		"1": draft,
		"2": edit(t, draft, "status: draft", "status: review"),
		"3": edit(t, draft, "status: draft", "status: review", "2026-04-01 | open", "2026-04-01 | done"),
		"4": edit(t, draft, "status: draft", "status: completed", "2026-04-01 | open", "2026-04-01 | done"),
		"5": "not a post mortem",
	}
	reads := 0
	day := func(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }
	versions := []review.Version{
		{Commit: "f", Time: day(8), Blob: "4", Path: "b.md", Renamed: true, Author: "a@example.org"},
		{Commit: "e", Time: day(7), Blob: "4", Path: "a.md"},
		{Commit: "d", Time: day(6), Blob: "5", Path: "a.md"},
		{Commit: "c", Time: day(5), Blob: "3", Path: "a.md"},
		{Commit: "b", Time: day(4), Blob: "2", Path: "a.md"},
		{Commit: "a", Time: day(3), Blob: "1", Path: "a.md"},
	}
	dir := t.TempDir()
	historian := func() *review.Historian {
		return &review.Historian{
			Read: func(blob string) ([]byte, error) {
				reads++
				if src, ok := blobs[blob]; ok {
					return []byte(src), nil
				}
				return nil, errors.New("no such blob")
			},
			Known: func(string, string) (*content.PostMortem, []byte) { return nil, nil },
			Role:  func(address string) string { return map[string]string{"a@example.org": "service owner"}[address] },
			Cache: review.OpenCache(dir, "x"),
		}
	}
	want := []string{
		"f completed [file renamed] service owner", "e completed [text edited] ", "d  [text edited] ",
		"c review [1 action item closed] ", "b review [status: draft → review] ", "a draft [added as draft] ",
	}
	for run := range 2 {
		h := historian()
		histories, err := h.Histories(context.Background(), map[string][]review.Version{"b.md": versions}, false)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range histories["b.md"].Revisions {
			got = append(got, fmt.Sprintf("%s %s %v %s", r.Commit, r.Status, r.Changes, r.Role))
		}
		if !slices.Equal(got, want) {
			t.Errorf("run %d:\ngot  %q\nwant %q", run, got, want)
		}
		if created, completed := histories["b.md"].Created(), histories["b.md"].Reached("completed"); created != day(3) || completed != day(7) {
			t.Errorf("created %v, completed %v", created, completed)
		}
		if err := h.Cache.Save(); err != nil {
			t.Fatal(err)
		}
	}
	if reads > 7 { // five blobs in the first run, and the blob of the rename in the second
		t.Errorf("%d reads: the second run did not use the cache", reads)
	}
	cut, err := historian().Histories(context.Background(), map[string][]review.Version{"b.md": versions[:2]}, true)
	if err != nil {
		t.Fatal(err)
	}
	if h := cut["b.md"]; !h.Created().IsZero() || !h.Reached("completed").IsZero() || h.Changed() != day(8) || len(h.Revisions[1].Changes) > 0 {
		t.Errorf("a truncated history claims to know its beginning: %+v", h)
	}
	if _, err := historian().Histories(context.Background(), map[string][]review.Version{"c.md": {{Blob: "6"}}}, false); err == nil {
		t.Error("no error for an old version that cannot be read")
	}
}
