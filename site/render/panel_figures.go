package render

import (
	"fmt"
	"strconv"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// timesPanel has every duration that post mortems hold.
func timesPanel(b board) Panel {
	p := panel("times")
	if b.Stats.Count == 0 {
		return Panel{}
	}
	p.Table.Head = []string{"Figure", "Known", "Unknown", "Ongoing", "Median", "p75", "p90", "Total"}
	d := chart.Ranges{}
	var low, high time.Duration
	for _, f := range b.Stats.Figures {
		p.Table.Rows = append(p.Table.Rows, append(append([]Cell{{Text: f.Name}}, b.knownCells(f.Key, f.Summary)...), percentiles(f.Summary)...))
		row := chart.Range{Name: f.Name, End: fmt.Sprintf("too few (%d)", f.Count)}
		if f.Enough() {
			if high == 0 || f.P25 < low {
				low = f.P25
			}
			high = max(high, f.P90)
			row = chart.Range{
				Name: f.Name, End: content.FormatDuration(f.Median), Known: true,
				Low: f.P25.Seconds(), Mid: f.Median.Seconds(), High: f.P75.Seconds(), Far: f.P90.Seconds(),
				Hint: fmt.Sprintf("%s: median %s, p25 %s, p75 %s, p90 %s of %d", f.Name, content.FormatDuration(f.Median), content.FormatDuration(f.P25), content.FormatDuration(f.P75), content.FormatDuration(f.P90), f.Count),
			}
		}
		if f.Count > 0 {
			d.Rows = append(d.Rows, row)
		}
	}
	p.Note = "Median, middle half and p90, logarithmic scale"
	if high == 0 {
		p.Few = "Too few to say: no figure has five known values."
		return p
	}
	d.Ticks = scale(low, high)
	d.Frame = frame(p, "Bars from the 25th to the 75th percentile of each figure, with a dot at the median and a line to the 90th percentile. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

// percentiles are the cells of a summary, of which only the total is told of
// few.
func percentiles(s metrics.Summary) []Cell {
	text := func(d time.Duration) Cell { return Cell{Text: content.FormatDuration(d)} }
	total := Cell{Text: "–"}
	if s.Count > 0 {
		total = text(s.Total)
	}
	if !s.Enough() {
		return []Cell{{Text: "too few"}, {}, {}, total}
	}
	return []Cell{text(s.Median), text(s.P75), text(s.P90), total}
}

func impactPanel(b board) Panel {
	p := panel("impact")
	if b.Stats.Count == 0 {
		return Panel{}
	}
	p.Table.Head = []string{"Impact", "Post mortems", "Share"}
	layer, d := chart.Layer{Name: "post mortems", Class: "tone-1"}, chart.Rows{}
	for _, c := range b.Stats.ByImpact {
		share := percent(c.N, b.Stats.Count)
		d.Names, d.Ends = append(d.Names, given(c.Value)), append(d.Ends, strconv.Itoa(c.N)+", "+share)
		layer.Values = append(layer.Values, float64(c.N))
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: given(c.Value)}, number(c.N, b.posts("impact", c.Value)), {Text: share}})
	}
	d.Layers = []chart.Layer{layer}
	p.Note = Plural(b.Stats.Count, "post mortem") + ", of which some have several"
	d.Frame = frame(p, "Bars of post mortems by impact. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}
