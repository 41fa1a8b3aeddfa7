package render

import (
	"fmt"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

func controlsPanel(b board) Panel {
	p, controls := panel("controls"), b.Recurring
	p.Open = true
	p.Table.Head = []string{"Control", "Failed", "Newest"}
	for _, c := range controls[:min(maxRows, len(controls))] {
		newest := c.Where[0]
		p.Table.Rows = append(p.Table.Rows, []Cell{
			{Text: c.Name},
			{Text: failed(c), Path: b.control(c)},
			{Text: newest.PM.Date.String(), Path: PostMortemPath(newest.PM) + "#" + newest.Anchor},
		})
	}
	p.Note = Plural(len(controls), "control") + " failed more than once"
	p.More = Link{"All failed controls", "controls/"}
	return p
}

// failed says how often a control failed, and in how many post mortems if some
// name it several times.
func failed(c metrics.FailedControl) string {
	text := Plural(len(c.Where), "time")
	if n := c.Posts(); n < len(c.Where) {
		text += " in " + Plural(n, "post mortem")
	}
	return text
}

func (b board) control(c metrics.FailedControl) string {
	_, key := metrics.ControlName(c.Name)
	return b.posts("control", key)
}

func vendorsPanel(b board) Panel {
	p := panel("vendors")
	p.Open = true
	p.Table.Head = []string{"Vendor", "Post mortems", "Outage time", "Engaged, median", "Restored, median"}
	for _, v := range b.Vendors[:min(maxRows, len(b.Vendors))] {
		known := func(s metrics.Summary, text, figure string) Cell {
			cell := number(s.Count, b.posts("vendor", v.Vendor, figure, "known"))
			cell.Text = text
			return cell
		}
		p.Table.Rows = append(p.Table.Rows, []Cell{
			{Text: v.Vendor},
			number(v.Posts, b.posts("vendor", v.Vendor)),
			known(v.Outage, content.FormatDuration(v.Outage.Total), "duration"),
			known(v.Engage, median(v.Engage), "time_to_engage_vendor"),
			known(v.Restore, median(v.Restore), "vendor_to_restore"),
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

func luckPanel(b board) Panel {
	p, l := panel("luck"), b.Luck
	if l.Hedged+l.Unhedged == 0 {
		return Panel{}
	}
	p.Open = true
	p.Table.Head = []string{"Luck", "Lessons", "Share"}
	p.Table.Rows = [][]Cell{
		{{Text: "hedged by an action item"}, number(l.Hedged, b.posts("luck", "hedged")), {Text: percent(l.Hedged, l.Hedged+l.Unhedged)}},
		{{Text: "not hedged"}, number(l.Unhedged, b.posts("luck", "unhedged")), {Text: percent(l.Unhedged, l.Hedged+l.Unhedged)}},
	}
	for _, pm := range l.Bare[:min(3, len(l.Bare))] {
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: pm.Title, Path: PostMortemPath(pm)}, {Text: "not hedged"}, {}})
	}
	p.Note = fmt.Sprintf("%s with luck that no action item hedges; the newest below", Plural(len(l.Bare), "post mortem"))
	p.More = Link{"All lessons", "lessons/"}
	return p
}

func pipelinePanel(b board) Panel {
	p, n := panel("pipeline"), 0
	p.Open = true
	p.Table.Head = []string{"Days since the incident", "Drafts", "In review"}
	for i, age := range b.Pipeline.Drafts {
		review := b.Pipeline.InReview[i]
		n += age.N + review.N
		if age.From >= 0 || age.N+review.N > 0 {
			p.Table.Rows = append(p.Table.Rows, []Cell{
				{Text: ageName(age)},
				number(age.N, b.posts("status", content.Draft, "age", ageRange(age))),
				number(review.N, b.posts("status", content.Review, "age", ageRange(age))),
			})
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
		p.More = Link{"All " + strconv.Itoa(len(late)) + " late", b.posts("late", "yes")}
	}
	return p
}
