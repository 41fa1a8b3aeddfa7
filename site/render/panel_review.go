package render

import (
	"fmt"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

func controlsPanel(b metrics.Board) Panel {
	p, controls := panel("controls"), b.Recurring()
	p.Open = true
	p.Table.Head = []string{"Control", "Failed", "Post mortems", "Newest"}
	for _, c := range controls[:min(maxRows, len(controls))] {
		newest := c.Where[0]
		p.Table.Rows = append(p.Table.Rows, []Cell{
			{Text: c.Name, Path: "controls/"},
			{Text: Plural(len(c.Where), "time")},
			{Text: strconv.Itoa(c.Posts())},
			{Text: newest.PM.Date.String(), Path: PostMortemPath(newest.PM) + "#" + newest.Anchor},
		})
	}
	p.Note = Plural(len(controls), "control") + " failed more than once"
	p.More = Link{"All failed controls", "controls/"}
	return p
}

func vendorsPanel(b metrics.Board) Panel {
	p := panel("vendors")
	p.Open = true
	p.Table.Head = []string{"Vendor", "Post mortems", "Outage time", "Engaged, median", "Restored, median"}
	for _, v := range b.Vendors[:min(maxRows, len(b.Vendors))] {
		p.Table.Rows = append(p.Table.Rows, []Cell{
			{Text: v.Vendor, Path: TermPath("vendors", v.Vendor)},
			{Text: strconv.Itoa(v.Posts)},
			{Text: content.FormatDuration(v.Outage.Total)},
			{Text: median(v.Engage)},
			{Text: median(v.Restore)},
		})
	}
	p.Note = Plural(len(b.Vendors), "vendor") + "; times from detected to contacted, from contacted to restored, with how many are known"
	p.More = Link{"All vendors", "vendors/"}
	return p
}

func median(s metrics.Summary) string {
	if !s.Enough() {
		return fmt.Sprintf("too few (%d)", s.Count)
	}
	return fmt.Sprintf("%s (%d)", content.FormatDuration(s.Median), s.Count)
}

func luckPanel(b metrics.Board) Panel {
	p, l := panel("luck"), b.Luck
	if l.Hedged+l.Unhedged == 0 {
		return Panel{}
	}
	p.Open = true
	p.Table.Head = []string{"Luck", "Lessons", "Share"}
	p.Table.Rows = [][]Cell{
		{{Text: "hedged by an action item"}, {Text: strconv.Itoa(l.Hedged)}, {Text: percent(l.Hedged, l.Hedged+l.Unhedged)}},
		{{Text: "not hedged", Path: "lessons/"}, {Text: strconv.Itoa(l.Unhedged)}, {Text: percent(l.Unhedged, l.Hedged+l.Unhedged)}},
	}
	for _, pm := range l.Bare[:min(3, len(l.Bare))] {
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: pm.Title, Path: PostMortemPath(pm)}, {Text: "not hedged"}, {}})
	}
	p.Note = fmt.Sprintf("%s with luck that no action item hedges; the newest below", Plural(len(l.Bare), "post mortem"))
	p.More = Link{"All lessons", "lessons/"}
	return p
}

func pipelinePanel(b metrics.Board) Panel {
	p, n := panel("pipeline"), 0
	p.Open = true
	p.Table.Head = []string{"Days since the incident", "Drafts", "In review"}
	for i, age := range b.Pipeline.Drafts {
		review := b.Pipeline.InReview[i]
		n += age.N + review.N
		if age.From >= 0 || age.N+review.N > 0 {
			p.Table.Rows = append(p.Table.Rows, []Cell{{Text: ageName(age)}, {Text: strconv.Itoa(age.N)}, {Text: strconv.Itoa(review.N)}})
		}
	}
	if n == 0 {
		return Panel{}
	}
	p.Note = Plural(n, "post mortem") + " not completed"
	if late := b.Pipeline.Late; len(late) > 0 {
		p.Note += fmt.Sprintf(", %d of them late; the longest late below", len(late))
		for _, l := range late[:min(maxRows, len(late))] {
			p.Table.Rows = append(p.Table.Rows, []Cell{{Text: l.PM.Title, Path: PostMortemPath(l.PM)}, {Text: Plural(l.Days, "day")}, {Text: "late"}})
		}
	}
	p.More = Link{"In review", TermPath("statuses", content.Review)}
	for i := range b.Pipeline.InReview {
		if b.Pipeline.InReview[i].N > 0 {
			return p
		}
	}
	p.More = Link{}
	return p
}
