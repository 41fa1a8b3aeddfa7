package site_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/site"
)

// told returns the site of post mortems whose timelines say much, little and nothing.
var told = once(func(t testing.TB) *site.Site {
	return newSite(t, collected(t, `
-- content/much.md --
---
date: 2026-03-05
status: completed
---
## Timeline
| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 22:00 | Outage begins | |
| | 22:10 | Outage detected | |
| | 22:12:30 | External communications | |
| 2026-03-06 | 01:00 | Outage ends | |
## Proximal and Root Causes
- Control: Canary stage, did not hold. It was empty.
- Control: canary stage, did not hold
- Control: Alarm, held
- Control: Load test, was not there -> action-2
### Action Items
| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| A | | | | 2026-01-01 | open |
| B | | | | | done |
| C | | | | 2026-01-01 | open |
-- content/little.md --
---
date: 2026-03-04
severity: near miss
status: review
---
## Proximal and Root Causes
- Control: canary stage, held partly -> action-1
### Action Items
- [ ] Fill the stage
-- content/nothing.md --
---
title: Only a date
date: 2026-03-03
status: completed
---
`), nil)
})

// TestStoryOfAPage checks the strip below the facts. A post mortem of which no moment is known has none.
func TestStoryOfAPage(t *testing.T) {
	t.Parallel()
	s := told(t)
	source := render(t, s, "postmortems/much/index.html")
	says(t, "the strip", read(t, source), []string{
		"1. [Began](#timeline-1) 22:00 (2026-03-05T22:00:00Z)\n2. [Detected](#timeline-2) 22:10 (2026-03-05T22:10:00Z) after 10 min\n3. Declared not given\n" +
			"4. [Communicated](#timeline-3) 22:12:30 (2026-03-05T22:12:30Z) after 3 min\n5. [Restored](#timeline-4) 01:00 (2026-03-06T01:00:00Z) 6 March after 2 h 48 min\n" +
			"6. Closed not given\nHatched: a moment there is not given.\n",
	}, []string{"so far"})
	says(t, "the bar", source, []string{
		"<title>Began to Detected: 10 min</title>", "<title>Detected to Communicated: 3 min</title>", "<title>after Restored</title>", `role="img" aria-label="`, `aria-describedby="pm-story-desc"`,
	}, []string{"style="})
	for _, name := range []string{"little", "nothing"} {
		says(t, "the page of a post mortem without a timeline", render(t, s, "postmortems/"+name+"/index.html"), nil, []string{"pm-story", `class="moments"`})
	}
}

// TestActionsInTheFacts checks that the facts count the action items by state, and lead to the first one in each.
func TestActionsInTheFacts(t *testing.T) {
	t.Parallel()
	s := told(t)
	says(t, "the page", read(t, render(t, s, "postmortems/much/index.html")), []string{"Action items: [3 in all](#action-items): [1 done](#action-2), [2 overdue](#action-1)\n"}, nil)
	says(t, "the page of a post mortem without action items", read(t, render(t, s, "postmortems/nothing/index.html")), nil, []string{"Action items:", "in all"})
}

// TestFailedControls checks that controls that failed are named once, with the other post mortems in which they did, and
// the action items that answer them.
func TestFailedControls(t *testing.T) {
	t.Parallel()
	s := told(t)
	says(t, "the page", read(t, render(t, s, "postmortems/much/index.html")), []string{
		"- [Canary stage](#control-1) control, did not hold / failed in 2 post mortems / [little](../../postmortems/little/#control-1) 4 March 2026 · held partly / [All controls](../../controls/) / ○ open [Fill the stage](../../postmortems/little/#action-1)\n" +
			"- [Load test](#control-4) control, was not there / ✓ done [B](#action-2)\n",
	}, nil)
	says(t, "the page of a post mortem without controls", render(t, s, "postmortems/nothing/index.html"), nil, []string{`class="failed"`})
}

// TestToWrite checks that a draft lists what is still to be written, with a link to each line. Other post mortems do not.
func TestToWrite(t *testing.T) {
	t.Parallel()
	c := collected(t, "-- content/d.md --\n---\nstatus: draft\n---\n-- content/r.md --\n---\nstatus: review\n---\n")
	missing := func(_ *collection.Collection, _ *content.PostMortem) []content.Problem {
		row := content.Problem{Pos: content.Pos{Line: 7}, Message: "this row is from the template", Hint: "fill the row in or remove it"}
		again := row
		again.Pos.Line = 9
		return []content.Problem{{Pos: content.Pos{Line: 2}, Message: "`service` is missing"}, row, again}
	}
	page := func(name string, change func(*site.Input)) string {
		return render(t, newSite(t, c, func(in *site.Input) {
			in.Drafts = true
			change(in)
		}), "postmortems/"+name+"/index.html")
	}
	inEditor := func(in *site.Input) {
		in.ToWrite = missing
		in.LineURL = func(name string, line int) string { return "editor://file/" + name + ":" + strings.Repeat("i", line) }
	}
	says(t, "the draft", read(t, page("d", inEditor)), []string{
		"▸ Still to be written\n- `service` is missing · line [2](editor://file/content/d.md:ii)\n" +
			"- This row is from the template fill the row in or remove it · lines [7](editor://file/content/d.md:iiiiiii), [9](editor://file/content/d.md:iiiiiiiii)\n",
	}, nil)
	says(t, "the draft of a repository without a forge", read(t, page("d", func(in *site.Input) { in.ToWrite = missing })), []string{"- `service` is missing · line 2\n"}, nil)
	says(t, "a post mortem in review", page("r", inEditor), nil, []string{"Still to be written"})
	says(t, "a site that does not know", page("d", func(*site.Input) {}), nil, []string{"Still to be written"})
}
