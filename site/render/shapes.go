package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// shapes are the functions that draw each shape.
var shapes = map[metrics.Shape]func(series, metrics.Panel, chart.Frame) template.HTML{
	metrics.ShapeColumns:   series.columns,
	metrics.ShapeRows:      series.bars,
	metrics.ShapeHistogram: series.histogram,
	metrics.ShapeLines:     series.trendLines,
	metrics.ShapeShares:    series.trendLines,
	metrics.ShapeRanges:    series.spreadRanges,
	metrics.ShapeHeat:      series.heat,
}

// layers returns the numbers of each value in all rows.
func (s series) layers() []chart.Layer {
	out := make([]chart.Layer, len(s.values))
	for k, v := range s.values {
		out[k] = chart.Layer{Class: v.look.class, Hatched: v.look.hatched}
		for _, r := range s.rows {
			out[k].Values, out[k].Notes = append(out[k].Values, r.values[k]), append(out[k].Notes, r.notes[k])
		}
	}
	return out
}

// columns draws stacked columns. The first value of the vocabulary, the most severe,
// is on top; closed action items are at the bottom.
func (s series) columns(p metrics.Panel, frame chart.Frame) template.HTML {
	d := chart.Columns{Frame: frame, Labels: s.labels(), Layers: s.layers()}
	if !p.Series.Counting.Items {
		slices.Reverse(d.Layers)
	}
	return d.SVG()
}

// labels returns the names of the rows, or short names of their periods.
func (s series) labels() []chart.Label {
	if s.span.Len() > 0 {
		return periodLabels(s.span)
	}
	out := make([]chart.Label, len(s.rows))
	for i, r := range s.rows {
		out[i].Text = r.name
	}
	return out
}

func (s series) bars(p metrics.Panel, frame chart.Frame) template.HTML {
	d := chart.Rows{Frame: frame, Layers: s.layers()}
	for _, r := range s.rows {
		d.Names, d.Ends = append(d.Names, r.name), append(d.Ends, fill(p.End, r.facts))
	}
	return d.SVG()
}

func (s series) histogram(p metrics.Panel, frame chart.Frame) template.HTML {
	n := len(s.bins)
	h := chart.Histogram{Frame: frame, Marks: s.marks, Class: "tone-1"}
	for i, r := range s.rows {
		h.Edges = append(h.Edges, edge(i, n, s.bins[i].From))
		h.Counts, h.Notes = append(h.Counts, r.values[0]), append(h.Notes, r.notes[0])
	}
	h.Edges = append(h.Edges, edge(n, n, s.bins[n-1].To))
	strip := chart.Frame{ID: "pm-chart-" + p.List.Key, Title: p.List.Title, Desc: p.List.Desc}
	return h.SVG() + chart.Strip{Frame: strip, Bins: n, Dots: s.dots}.SVG()
}

// edge returns the label of the i-th edge of n bins. If there are many, only
// every second one has room for a label. The end of the last bin is 0 if it is open.
func edge(i, n int, at time.Duration) chart.Label {
	switch {
	case at == 0 && i > 0:
		return chart.Label{}
	case n <= 8:
		return chart.Label{Text: short(at), Minor: i%3 > 0}
	case i%2 == 0:
		return chart.Label{Text: short(at), Minor: i%4 > 0}
	}
	return chart.Label{}
}

func (s series) trendLines(_ metrics.Panel, frame chart.Frame) template.HTML {
	if s.few {
		return ""
	}
	return chart.Lines{Frame: frame, Labels: s.labels(), Ticks: s.scale, Lines: s.lines}.SVG()
}

func (s series) spreadRanges(_ metrics.Panel, frame chart.Frame) template.HTML {
	if s.few {
		return ""
	}
	return chart.Ranges{Frame: frame, Ticks: s.scale, Rows: s.ranges}.SVG()
}

// limits are the lower bounds of the second to the last level of a heat map.
var limits = []time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour, 16 * time.Hour}

func (s series) heat(p metrics.Panel, frame chart.Frame) template.HTML {
	d := chart.Heat{Frame: frame, Labels: s.labels()}
	for _, limit := range limits {
		d.Limits = append(d.Limits, limit.Seconds())
	}
	for _, r := range s.rows {
		d.Rows = append(d.Rows, chart.HeatRow{Name: r.name, End: fill(p.End, r.facts), Values: r.values, Notes: r.notes})
	}
	return d.SVG()
}

// legend returns the colours of a drawing, if there are several.
func (s series) legend(p metrics.Panel) (out []LegendEntry) {
	switch {
	case p.Shape == metrics.ShapeHeat:
		return levels()
	case p.Shape == metrics.ShapeLines, p.Shape == metrics.ShapeShares:
		for _, line := range s.lines {
			out = append(out, LegendEntry{Name: strings.ToLower(line.Name), Class: line.Class, Glyph: "●"})
		}
	case p.Series.Counting.Split != "":
		for _, v := range s.values {
			out = append(out, LegendEntry{Name: v.name, Class: v.look.class, Glyph: v.look.glyph, Hatched: v.look.hatched})
		}
	}
	return out
}

// levels returns the legend of a heat map.
func levels() (out []LegendEntry) {
	from := "0"
	for i, limit := range limits {
		out = append(out, LegendEntry{Name: from + " to " + short(limit), Class: "level-" + strconv.Itoa(i+1)})
		from = short(limit)
	}
	return append(out, LegendEntry{Name: from + " and more", Class: "level-" + strconv.Itoa(len(limits)+1)})
}

// periodLabels labels the columns of a span with years, and the periods within a
// year where there is room.
func periodLabels(span metrics.Span) []chart.Label {
	const few = 13
	labels := make([]chart.Label, span.Len())
	for i := range labels {
		p := span.At(i)
		short := p.String()[min(5, len(p.String())):] // Q2, 03
		switch {
		case p.Step == metrics.Year, p.First() && span.Len() > few, p.First() && p.Step == metrics.Quarter, p.First() && i > 0:
			labels[i] = chart.Label{Text: strconv.Itoa(p.Year())}
		case span.Len() <= few && p.Step == metrics.Month:
			month, _ := strconv.Atoi(short)
			labels[i] = chart.Label{Text: time.Month(month).String()[:3], Minor: month%3 != 1}
		case span.Len() <= few:
			labels[i] = chart.Label{Text: short, Minor: true}
		}
	}
	return labels
}
