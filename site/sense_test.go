package site_test

import (
	"strings"
	"testing"
)

// TestSenseOfAPage checks what the page says below the timeline, and that nothing of a row becomes markup.
func TestSenseOfAPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, `
-- content/sense.md --
---
date: 2026-03-05
status: completed
---
## Timeline
| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 22:00 | Outage begins | |
| | 22:10 | Outage detected | |
| | 22:20 | Hypothesis | the <b>network</b> |
| | 22:25 | Ruled out | the network answers |
| | 22:30 | Joined | database administrator |
| | 22:40 | Hypothesis | the disk |
| | 23:00 | Outage ends | |
-- content/plain.md --
---
date: 2026-03-04
status: completed
---
## Timeline
| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-04 | 22:00 | Outage begins | |
`), nil)
	says(t, "the page", render(t, s, "postmortems/sense/index.html"), []string{
		"<p>2 hypotheses, 1 ruled out. The one that held came up 30 min after the detection.</p>",
		`<a href="#timeline-3"><title>22:20 Hypothesis: the &lt;b&gt;network&lt;/b&gt;</title><rect class="lane-hypothesis" x="33.3%" y="19" width="8.3%"`,
		`<li><a href="#timeline-3">22:20</a> the &lt;b&gt;network&lt;/b&gt; <small><a href="#timeline-4">ruled out at 22:25, after 5 min</a></small></li>`,
		`<li class="held"><a href="#timeline-6">22:40</a> the disk <small>held</small></li>`,
		`<p>Joined: <a href="#timeline-5">22:30</a> database administrator</p>`,
		`class="gap-6 out lane-hypothesis"`,
	}, []string{"event-hypothesis"})
	if strings.Contains(render(t, s, "postmortems/plain/index.html"), "made sense") {
		t.Error("a timeline without such rows has the section")
	}
}
