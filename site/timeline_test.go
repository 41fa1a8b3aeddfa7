package site_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTimelineOfAPage checks how the rows of a timeline are shown: the day where it
// begins, the time zone where it changes, the times since the row above and since the
// incident began, which times are approximate or missing, and whether the service is out.
func TestTimelineOfAPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, `
-- content/a.md --
---
date: 2026-03-07
timezone: America/Halifax
---
## Timeline
| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-07 | 23:00 | | Before |
| | 23:50 | Outage begins | A [link](b.md) |
| 2026-03-08 | 00:00:30 | Outage begins | Again |
| | ~00:10 | Looked | |
| | | | No time |
| | 04:00 | Outage ends | |
| | 04:00 | | At once |
| | 05:00 | Outage begins | |
| | 06:00 | Outage ends | |
| 2026-03-20 | 06:00 | Incident ends | |
| | 06:01 | | A minute |
| 2026-05-20 | 06:00 | | Long after |
-- content/b.md --
---
date: 2026-03-07
---
## Timeline
| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-07 | 10:00 | Outage ends | |
| | 11:00 | | After |
-- content/c.md --
---
date: 2026-03-07
---
## Timeline
| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-07 | 10:00 | Outage begins | |
| | 11:00 | | Still |
`), nil)
	says(t, "the timeline of an outage with repeated labels", read(t, render(t, s, "postmortems/a/index.html")), []string{
		"Duration: 4 h 10 min degraded\n",
		"- Saturday, 7 March 2026 / [#](#timeline-1) 23:00 (2026-03-08T03:00:00Z) AST T−50 min / Before\n" +
			"- ▌ [#](#timeline-2) 23:50 (2026-03-08T03:50:00Z) +50 min T+0 / Outage begins / A [link](../../postmortems/b/)\n" +
			"- ▌ Sunday, 8 March 2026 / [#](#timeline-3) 00:00:30 (2026-03-08T04:00:30Z) T+11 min / Outage begins / Again\n" +
			"- ▌ [#](#timeline-4) ~00:10 (2026-03-08T04:10:00Z) approximate +10 min T+20 min / Looked\n" +
			"- ▌ [#](#timeline-5) no time / No time\n" +
			"- [#](#timeline-6) 04:00 (2026-03-08T07:00:00Z) ADT +2 h 50 min T+3 h 10 min / Outage ends\n" +
			"- [#](#timeline-7) 04:00 (2026-03-08T07:00:00Z) T+3 h 10 min / At once\n" +
			"- ▌ [#](#timeline-8) 05:00 (2026-03-08T08:00:00Z) +1 h T+4 h 10 min / Outage begins\n" +
			"- [#](#timeline-9) 06:00 (2026-03-08T09:00:00Z) +1 h T+5 h 10 min / Outage ends\n" +
			"- Friday, 20 March 2026 / [#](#timeline-10) 06:00 (2026-03-20T09:00:00Z) +12 d T+12 d 5 h / Incident ends\n" +
			"- [#](#timeline-11) 06:01 (2026-03-20T09:01:00Z) +1 min T+12 d 5 h / A minute\n" +
			"- Wednesday, 20 May 2026 / [#](#timeline-12) 06:00 (2026-05-20T09:00:00Z) +61 d T+73 d 5 h / Long after\n" +
			"The thick line marks when the service was degraded.",
		"▸ Times in\nAmerica/Halifax UTC your time zone\n",
	}, nil)
	says(t, "a timeline whose outage is unknown", read(t, render(t, s, "postmortems/b/index.html")), []string{"- [#](#timeline-2) 11:00 (2026-03-07T11:00:00Z) +1 h / After"}, []string{"▌", "The thick line", "T+"})
	says(t, "a timeline whose outage lasts", read(t, render(t, s, "postmortems/c/index.html")), []string{"- ▌ [#](#timeline-2) 11:00 (2026-03-07T11:00:00Z) T+1 h / Still / Not over: 1 h so far"}, nil)

	// The distance grows with the logarithm of the time, and is bounded.
	var got []string
	for _, m := range regexp.MustCompile(`<li id="timeline-\d+" class="([^"]*)"`).FindAllStringSubmatch(render(t, s, "postmortems/a/index.html"), -1) {
		got = append(got, m[1])
	}
	want := []string{
		"gap-4", "gap-14 out event event-outage-begins", "gap-7 out event event-outage-begins", "gap-6 out", "gap-4 out", "gap-21 event event-outage-ends",
		"gap-4", "gap-15 out event event-outage-begins", "gap-15 event event-outage-ends", "gap-47 event event-incident-ends", "gap-4", "gap-48",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rows are drawn as\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
