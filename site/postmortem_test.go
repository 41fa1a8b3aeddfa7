package site_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
)

// several returns the site of post mortems with everything that a page can show.
var several = once(func(t testing.TB) *site.Site {
	c := collected(t, `
-- content/p5.md --
---
title: Fifth
date: 2026-05-05
status: review
incident: ZED1
prevented_by: ["pm-2026-0001#action-2", "PM-2026-0001", "p2#action-1", "PM-2026-0001#action-9", "PM-GONE#action-1"]
---
Words before any heading.

## Notes

### Deeper
#### Deepest
##### Below
###### Lowest
Text.

## Empty
-- content/p4.md --
---
title: Fourth
date: 2026-04-04
severity: near miss
duration: 10m
summary: Said twice.
incident: [INC7, INC8]
change: CHG1
vendor: Acme
vendor_case: [VC1, VC2]
authors: [one, two]
---
## Summary
Said twice. And more.

## Empty
-- content/p3.md --
---
title: Third
date: 2026-03-03
duration: 90m
status: completed
incident: INC7
change: [CHG2, CHG3]
vendor_case: VC3
---
-- content/p2.md --
---
title: Second
date: 2026-02-02
incident: ZED1
---
### Action Items
| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| Late *soon* | Detective | platform team | INC8, DESK-1 | 2026-11-22 | open |
| Today | | | desk-1 | 2026-11-23 | open |
| Shelved | Mitigation | platform team | | 2026-01-01 | cancelled |
| Going | Mitigation | platform team | | | in progress |
-- content/p1.md --
---
title: First
id: PM-2026-0001
date: 2026-01-01
incident: ZED1
---
### Action Items
- [ ] One
- [x] Two (Preventative; platform team; due 2026-02-02)
-- content/p0.md --
---
title: Zeroth
date: 2025-12-31
status: draft
service: []
impact: []
detection: ""
authors: []
---
`)
	return newSite(t, c, func(in *site.Input) {
		in.Drafts = true
		in.Config.Trackers = []config.Tracker{{Pattern: regexp.MustCompile(`(?i)DESK-(\d+)|CHG3`), URL: "https://desk.example.org/$0"}}
		in.Config.Repository = config.Repository{URL: "https://git.example.org/main", Branch: "trunk"}
	})
})

// TestNeighbours checks that each post mortem links to the next newer and the
// next older one.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	s := several(t)
	for i, name := range []string{"p5", "p4", "p3", "p2", "p1", "p0"} {
		titles := []string{"Fifth", "Fourth", "Third", "Second", "First", "Zeroth"}
		var want []string
		if i > 0 {
			want = append(want, fmt.Sprintf("[← Newer %s](../../postmortems/p%d/)", titles[i-1], 6-i))
		}
		if i < 5 {
			want = append(want, fmt.Sprintf("[Older → %s](../../postmortems/p%d/)", titles[i+1], 4-i))
		}
		text := read(t, render(t, s, "postmortems/"+name+"/index.html"))
		got := regexp.MustCompile(`\[(?:← Newer|Older →)[^)]*\)`).FindAllString(text, -1)
		if !slices.Equal(got, want) {
			t.Errorf("%s leads to %q, want %q", titles[i], got, want)
		}
	}
}

// TestPrevented checks that a page names the earlier action items that its
// document cites, by id or slug in any case, with their state. Items that are not
// on the site are left out.
func TestPrevented(t *testing.T) {
	t.Parallel()
	text := read(t, render(t, several(t), "postmortems/p5/index.html"))
	says(t, "a post mortem that could have been prevented", text, []string{"An earlier action item would have prevented this.\n" +
		"- [Two](../../postmortems/p1/#action-2) ✓ done from First, 1 January 2026\n" +
		"- [PM-2026-0001](../../postmortems/p1/) from First, 1 January 2026\n" +
		"- [Late soon](../../postmortems/p2/#action-1) ! overdue from Second, 2 February 2026\n" +
		"- [PM-2026-0001#action-9](../../postmortems/p1/) from First, 1 January 2026\n"}, []string{"PM-GONE"})
	says(t, "one that could not", read(t, render(t, several(t), "postmortems/p4/index.html")), nil, []string{"An earlier action item"})
}

// TestFacts checks what is shown above the text of a post mortem.
func TestFacts(t *testing.T) {
	t.Parallel()
	s := several(t)
	for name, want := range map[string]struct{ says, not []string }{
		"p5": {
			[]string{"In review. This post mortem is not final; details may change.", "Duration: unknown the timeline has no “Outage begins”\n", "Words before any heading."},
			[]string{"Draft."},
		},
		"p0": {
			[]string{"Draft. This post mortem is still being written. Do not rely on it.\nDate: 31 December 2025\nDuration: unknown", "Detection: not given\nImpact: not given\nService: not given\n", "1. Began not given\n2. Detected not given\n"},
			[]string{"Author", "Incident:", "Change:", "Vendor:", "In review."},
		},
		"p4": {
			[]string{"Duration: no outage\nDetection: ", "Incidents: [INC7](../../tickets/INC7/), [INC8](../../tickets/INC8/)\nChange: CHG1\nVendor: [Acme](../../vendors/acme/)\nVendor cases: VC1, VC2\nAuthors: one, two\n", "Averted impact: [latency](../../impacts/latency/)\n", "Does not apply: Duration of the outage; Duration of the degradation; Time to detect; "},
			[]string{"In review.", "# Fourth\nSaid twice."},
		},
		"p3": {
			[]string{"Duration: 1 h 30 min as stated degraded\n", "Incident: [INC7](../../tickets/INC7/)\nChanges: CHG2, [CHG3](https://desk.example.org/CHG3)\nVendor case: VC3\nAuthor: on-call engineer\n", "| Duration of the degradation | 1 h 30 min as stated |", "Impact: [latency](../../impacts/latency/)\nService: [shop](../../services/shop/)\n"},
			[]string{"Nothing is written here yet."},
		},
	} {
		says(t, "the page of "+name, read(t, render(t, s, "postmortems/"+name+"/index.html")), want.says, want.not)
	}
}

// TestUnwrittenSections checks that a section without text is said to be empty,
// until the post mortem is completed, unless it has subsections.
func TestUnwrittenSections(t *testing.T) {
	t.Parallel()
	s := several(t)
	text := read(t, render(t, s, "postmortems/p5/index.html"))
	says(t, "a page in review", text, []string{
		"## Notes [#](#notes)\n\n### Deeper [#](#deeper)\n\n#### Deepest [#](#deepest)\n\n##### Below [#](#below)\n\n###### Lowest [#](#lowest)\nText.\n\n## Empty [#](#empty)\nNothing is written here yet.\n",
		"▸ On this page\n1. [Notes](#notes)\n2. [Deeper](#deeper)\n3. [Empty](#empty)\nWords before any heading.\n\n",
	}, []string{"[Deepest](#deepest)"})
	if n := strings.Count(text, "Nothing is written here yet."); n != 1 {
		t.Errorf("%d sections are said to be empty, want 1", n)
	}
	says(t, "a completed page", read(t, render(t, s, "postmortems/p4/index.html")), []string{"## Empty [#](#empty)\n"}, []string{"Nothing is written here yet."})
}

// TestActionsOfAPage checks how the action items of a post mortem are shown on its
// own page.
func TestActionsOfAPage(t *testing.T) {
	t.Parallel()
	s := several(t)
	says(t, "the page of a post mortem with action items", read(t, render(t, s, "postmortems/p2/index.html")), []string{
		"! | Late soon [#](#action-1) came back: [Fifth](../../postmortems/p5/) | Detective | platform team | [INC8](../../tickets/INC8/), [DESK-1](https://desk.example.org/DESK-1) | 2026-11-22 | ! overdue |\n" +
			"| Today [#](#action-2) | none | nobody | [DESK-1](https://desk.example.org/DESK-1) | 2026-11-23 | ○ open |\n" +
			"| Shelved [#](#action-3) | Mitigation | platform team | none | 2026-01-01 | × cancelled |\n" +
			"| Going [#](#action-4) | Mitigation | platform team | none | none | ◐ in progress |\n",
	}, nil)
	if html := render(t, s, "postmortems/p2/index.html"); !strings.Contains(html, `<tr id="action-1" class="late">`) || !strings.Contains(html, "Late <em>soon</em>") {
		t.Error("an action item lost its anchor or its emphasis")
	}
}

// TestTickets checks the page of a number, which numbers have one, and that case
// does not matter.
func TestTickets(t *testing.T) {
	t.Parallel()
	s := several(t)
	says(t, "the page of an incident of two post mortems", read(t, render(t, s, "tickets/INC7/index.html")), []string{
		"title: INC7 – Post mortems", "Mentioned 2 times\n- [Fourth](../../postmortems/p4/) 4 April 2026\n- [Third](../../postmortems/p3/) 3 March 2026\n", "1. [Tickets](../../tickets/)",
	}, []string{"in its tracker"})
	says(t, "the page of a number that an action item has", read(t, render(t, s, "tickets/INC8/index.html")),
		[]string{"- [Fourth](../../postmortems/p4/) 4 April 2026\n- [Late soon](../../postmortems/p2/#action-1) action item of Second, 2 February 2026\n"}, nil)
	says(t, "the list of tickets", read(t, render(t, s, "tickets/index.html")),
		[]string{"that several post mortems mention: 3, of 10 numbers in all\nNumber Go to it\n\n## All numbers\n- [List of all numbers](../tickets/all/) 10\n\n## In several post mortems\n- [ZED1](../tickets/ZED1/) 3 post mortems\n- [INC7](../tickets/INC7/) 2 post mortems\n- [INC8](../tickets/INC8/) 2 post mortems\n"}, []string{"DESK-1", "CHG1"})
	says(t, "the list of all numbers", read(t, render(t, s, "tickets/all/index.html")), []string{
		"10 numbers. Each leads to", "- [CHG1](../../postmortems/p4/)\n", "- [INC7](../../tickets/INC7/) 2 post mortems\n",
		"- [DESK-1](../../postmortems/p2/#action-1), [Today](../../postmortems/p2/#action-2)\n",
	}, nil)
	for _, name := range []string{"CHG1", "DESK-1"} {
		if _, err := s.Open("tickets/" + name); err == nil {
			t.Errorf("the ticket %s, which one post mortem mentions, has a page", name)
		}
	}
}

// TestRegisterInOrder checks the order of the register: overdue items first, the
// longest overdue at the top; then open ones by due date, those without a date
// last; then closed ones, newest post mortem first.
func TestRegisterInOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, `
-- content/new.md --
---
title: New
date: 2026-06-06
---
### Action Items
| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| Closed early | | | | 2026-01-01 | done |
| Open later | | | | 2027-02-02 | open |
| Undated | | | | | open |
| Late | | | | 2026-11-20 | in progress |
| Cancelled | | | | 2025-01-01 | cancelled |
-- content/old.md --
---
title: Old
date: 2026-05-05
---
### Action Items
| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| Later than late | | | | 2026-11-22 | open |
| Long late | | platform team | | 2026-10-24 | open |
| Due today | | | | 2026-11-23 | open |
| Undated too | | | | | in progress |
| Closed too | | | | | done |
`), nil)
	says(t, "the register", read(t, render(t, s, "action-items/index.html")), []string{
		"10 action items, 7 open, 3 of them past the due date. Those need a decision: do it, give it another date, or drop it with a reason. They come first, by what they were to prevent\n",
		"! | [Long late](../postmortems/old/#action-2) Old | none | platform team | none | 2026-10-24 30 days late | ! overdue |\n" +
			"! | [Late](../postmortems/new/#action-4) New | none | nobody | none | 2026-11-20 3 days late | ! overdue |\n" +
			"! | [Later than late](../postmortems/old/#action-1) Old | none | nobody | none | 2026-11-22 1 day late | ! overdue |\n" +
			"| [Due today](../postmortems/old/#action-3) Old | none | nobody | none | 2026-11-23 | ○ open |\n" +
			"| [Open later](../postmortems/new/#action-2) New | none | nobody | none | 2027-02-02 | ○ open |\n" +
			"| [Undated](../postmortems/new/#action-3) New | none | nobody | none | none | ○ open |\n" +
			"| [Undated too](../postmortems/old/#action-4) Old | none | nobody | none | none | ◐ in progress |\n" +
			"| [Closed early](../postmortems/new/#action-1) New | none | nobody | none | 2026-01-01 | ✓ done |\n" +
			"| [Cancelled](../postmortems/new/#action-5) New | none | nobody | none | 2025-01-01 | × cancelled |\n" +
			"| [Closed too](../postmortems/old/#action-5) Old | none | nobody | none | none | ✓ done |\n",
		"| open |  | 5 | 50 % |", "| in progress |  | 2 | 20 % |", "| cancelled |  | 1 | 10 % |",
	}, nil)
	says(t, "the home page", read(t, render(t, s, "index.html")), []string{
		"[shop](services/shop/) · unknown · 1 overdue action item\n", "[shop](services/shop/) · unknown · 2 overdue action items\n",
		"## Needs a decision\n- [Long late](postmortems/old/#action-2) platform team · 30 days late\n- [Late](postmortems/new/#action-4) 3 days late\n- [Later than late](postmortems/old/#action-1) 1 day late\n[All action items]",
	}, nil)
	says(t, "the calendar", render(t, s, "action-items/due.ics"), []string{"X-WR-CALNAME:Post mortems: action items\r\n", "SUMMARY:Late\r\n", "SUMMARY:Open later\r\n", "DTSTAMP:20261123T000000Z"}, []string{"SUMMARY:Closed early", "SUMMARY:Cancelled", "SUMMARY:Undated"})
}

// TestControls checks that controls are grouped by the name that authors give them, with what
// became of them.
func TestControls(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, `
-- content/a.md --
---
title: Newer
date: 2026-02-02
---
## Proximal and Root Causes
- Control: Backup, was not there. It had been moved.
- Control: Alarm
- Control: Canary, held
-- content/b.md --
---
title: Older
---
## Proximal and Root Causes
- Control: the alarm, for one
- Control: backup: did not
- Control: backup, did not hold. Twice.
`), nil)
	says(t, "/controls/", read(t, render(t, s, "controls/index.html")), []string{
		"| Backup | did not hold 2 times, was not there | [Newer](../postmortems/a/#control-1) 2 February 2026 · was not there / [Older](../postmortems/b/#control-2) 2 January 2026 · did not hold / [Older](../postmortems/b/#control-3) 2 January 2026 · did not hold |\n",
		"| Alarm | named | [Newer](../postmortems/a/#control-2) 2 February 2026 |\n", "| Canary | held | [Newer](../postmortems/a/#control-3) 2 February 2026 · held |\n",
	}, nil)
}

// TestHistoryOfAPage checks that a page shows when it changed, the role of who
// changed it, and what changed, in the document's time zone, for at most twenty
// commits.
func TestHistoryOfAPage(t *testing.T) {
	t.Parallel()
	c := collected(t, "-- content/a.md --\n---\ntimezone: America/Halifax\n---\n-- content/b.md --\n-- content/c.md --\n-- content/d.md --\n-- content/e.md --\n")
	revision := func(i int) content.Revision {
		return content.Revision{Commit: fmt.Sprintf("%02dabcdef0123456789", i), Time: time.Date(2026, 5, i+1, 1, 30, 0, 0, time.UTC)}
	}
	for _, pm := range c.PostMortems {
		switch pm.Slug {
		case "a":
			pm.History = &content.History{Revisions: []content.Revision{revision(4), revision(3)}}
			pm.History.Revisions[0].Changes, pm.History.Revisions[0].Role = []string{"status: draft → review", "1 action item closed"}, "platform team"
		case "b":
			pm.History = &content.History{Truncated: true}
			for i := 21; i > 0; i-- {
				pm.History.Revisions = append(pm.History.Revisions, revision(i))
			}
		case "c":
			pm.History = &content.History{Truncated: true}
		case "d":
			pm.History = &content.History{Revisions: []content.Revision{revision(1)}}
		case "e":
			pm.History = &content.History{}
		}
	}
	linked := newSite(t, c, func(in *site.Input) {
		in.Config.Repository = config.Repository{URL: "https://git.example.org/main/", Branch: "trunk"}
	})
	says(t, "a page with a history", read(t, render(t, linked, "postmortems/a/index.html")), []string{
		"▸ Last changed 4 May 2026, 2 revisions\n" +
			"1. 4 May 2026 (2026-05-05T01:30:00Z) status: draft → review, 1 action item closed by the platform team [`04abcde`](https://git.example.org/main/commit/04abcdef0123456789)\n" +
			"2. 3 May 2026 (2026-05-04T01:30:00Z) changed [`03abcde`](https://git.example.org/main/commit/03abcdef0123456789)\n",
		"[Edit this page](https://git.example.org/main/edit/trunk/content/a.md)",
	}, []string{"earlier revision", "Older revisions are not known"})
	plain := newSite(t, c, nil)
	says(t, "a page with a long history that is cut off", read(t, render(t, plain, "postmortems/b/index.html")), []string{
		"▸ Last changed 22 May 2026, 21 revisions\n", "20. 3 May 2026 (2026-05-03T01:30:00Z) changed `02abcde`\nand 1 earlier revision\nOlder revisions, and who merged them, are not known, because this site was built from a truncated git history.\n",
	}, []string{"21. ", "https://git.example.org"})
	says(t, "a page whose history is all cut off", read(t, render(t, plain, "postmortems/c/index.html")),
		[]string{"It is not known when this page was written and last changed, because this site was built from a truncated git history."}, []string{"Last changed"})
	says(t, "a page with one revision", read(t, render(t, plain, "postmortems/d/index.html")), []string{"▸ Last changed 2 May 2026\n1. 2 May 2026"}, []string{"revisions"})
	says(t, "a page that was never committed", read(t, render(t, plain, "postmortems/e/index.html")), nil, []string{"Last changed", "is not known: the history"})
}
