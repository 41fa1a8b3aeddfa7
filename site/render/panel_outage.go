package render

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

func durationPanel(b board) Panel {
	p, d := panel("durations"), b.Duration
	p.Note = known(d.Summary)
	if d.Count == 0 {
		return Panel{}
	}
	h := chart.Histogram{Class: "tone-1"}
	p.Table.Head = []string{"Duration", "Post mortems"}
	for i, bin := range d.Bins {
		name := binName(bin)
		h.Edges = append(h.Edges, edge(i, len(d.Bins), bin.From))
		h.Counts = append(h.Counts, float64(bin.N))
		h.Hints = append(h.Hints, name+": "+strconv.Itoa(bin.N))
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: name}, number(bin.N, b.posts("duration", binRange(bin)))})
	}
	h.Edges = append(h.Edges, edge(len(d.Bins), len(d.Bins), d.Bins[len(d.Bins)-1].To))
	strip := chart.Strip{Bins: len(d.Bins), Frame: chart.Frame{ID: "pm-chart-longest", Title: "The longest outages", Desc: "A dot for each of the longest outages, listed in the table below."}}
	if d.Enough() {
		for _, mark := range []struct {
			name string
			at   time.Duration
		}{{"median", d.Median}, {"p75", d.P75}, {"p90", d.P90}} {
			h.Marks = append(h.Marks, chart.Mark{At: place(d.Bins, mark.at), Text: mark.name + " " + content.FormatDuration(mark.at)})
			p.Table.Rows = append(p.Table.Rows, []Cell{{Text: mark.name}, {Text: content.FormatDuration(mark.at)}})
		}
	}
	for i, cell := range b.knownCells("duration", d.Summary) {
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: []string{"known", "unknown", "ongoing"}[i]}, cell})
	}
	for _, r := range d.Longest {
		value := r.Figures.Get("duration").Value
		strip.Dots = append(strip.Dots, chart.Mark{At: place(d.Bins, value), Text: r.PM.Title + ": " + content.FormatDuration(value), Class: "sev-" + Slug(r.PM.Severity)})
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: r.PM.Title, Path: PostMortemPath(r.PM)}, {Text: content.FormatDuration(value)}})
	}
	h.Frame = frame(p, fmt.Sprintf("Columns of how many of %s last how long, on a logarithmic scale. The table below has the numbers and the longest.", Plural(d.Count, "outage")))
	p.Drawing = h.SVG() + strip.SVG()
	if !d.Enough() {
		p.Few = "Too few to say where the median lies."
	}
	return p
}

// edge is the label of the i-th edge of n bins. Of many, only every second has
// room for one.
func edge(i, n int, at time.Duration) chart.Label {
	switch {
	case n <= 8:
		return chart.Label{Text: short(at), Minor: i%3 > 0}
	case i%2 == 0:
		return chart.Label{Text: short(at), Minor: i%4 > 0}
	}
	return chart.Label{}
}

// known says how many post mortems a summary rests on.
func known(s metrics.Summary) string {
	text := fmt.Sprintf("%d known, %d unknown", s.Count, s.Unknown)
	if s.Ongoing > 0 {
		text += fmt.Sprintf(", %d ongoing", s.Ongoing)
	}
	return text
}

func binName(b metrics.Bin) string {
	if b.To == 0 {
		return short(b.From) + " and more"
	}
	return short(b.From) + " to " + short(b.To)
}

// binRange names a bin in a query, in minutes: from, up to but without the
// second.
func binRange(b metrics.Bin) string {
	text := fmt.Sprintf("%.0f..", b.From.Minutes())
	if b.To != 0 {
		text += fmt.Sprintf("%.0f", b.To.Minutes())
	}
	return text
}

// short writes the edge of a bin.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return "0"
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	}
	return strconv.Itoa(int(d.Hours())) + " h"
}

// place gives where a duration lies among bins: 2.5 is the middle of the
// third, on a logarithmic scale.
func place(bins []metrics.Bin, d time.Duration) float64 {
	for i, bin := range bins {
		switch {
		case bin.To == 0:
			return float64(i) + .5
		case d >= bin.To:
		case bin.From == 0:
			return float64(i) + max(0, d.Seconds()/bin.To.Seconds())
		default:
			return float64(i) + max(0, math.Log(d.Seconds()/bin.From.Seconds())/math.Log(bin.To.Seconds()/bin.From.Seconds()))
		}
	}
	return float64(len(bins))
}

// limits of the levels of the heat map.
var limits = []time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour, 16 * time.Hour}

func outagesPanel(b board) Panel {
	p, o := panel("outages"), b.Outages
	rows := o.Services
	if o.Others != nil {
		rows = append(rows[:len(rows):len(rows)], *o.Others)
	}
	if len(rows) == 0 || o.Span.Len() == 0 {
		return Panel{}
	}
	d := chart.Heat{Labels: periodLabels(o.Span)}
	p.Table.Head = []string{"Service", "Outages", "All time"}
	from := "0"
	for i, limit := range limits {
		d.Limits = append(d.Limits, limit.Seconds())
		p.Legend = append(p.Legend, LegendEntry{Name: from + " to " + short(limit), Class: "level-" + strconv.Itoa(i+1)})
		from = short(limit)
	}
	p.Legend = append(p.Legend, LegendEntry{Name: from + " and more", Class: "level-" + strconv.Itoa(len(limits)+1)})
	for i := range o.Span.Len() {
		p.Table.Head = append(p.Table.Head, o.Span.At(i).String())
	}
	var listed []string
	for _, row := range rows {
		if row.Merged == 0 {
			listed = append(listed, cmp.Or(row.Service, "-"))
		}
		head, services := Cell{Text: given(row.Service)}, []string{"service", row.Service}
		if row.Merged > 0 {
			head, services = Cell{Text: Plural(row.Merged, "other service")}, []string{"not_service", strings.Join(listed, "|")}
		}
		with := func(pairs ...string) string { return b.posts(append(pairs, services...)...) }
		cells := []Cell{head, number(row.Posts, with("duration", "known")), {Text: content.FormatDuration(row.Total())}}
		heat := chart.HeatRow{Name: head.Text, Values: make([]float64, len(row.Time)), Hints: make([]string, len(row.Time))}
		for i, t := range row.Time {
			heat.Values[i] = t.Seconds()
			heat.Hints[i] = o.Span.At(i).String() + ": " + content.FormatDuration(t)
			cells = append(cells, minutesCell(t, with("out", in(o.Span.At(i)))))
		}
		heat.End = content.FormatDuration(row.Inside())
		d.Rows = append(d.Rows, heat)
		p.Table.Rows = append(p.Table.Rows, cells)
	}
	p.Note = fmt.Sprintf("%s to %s; in the table, minutes by month. Without time: %d unknown, %d ongoing", o.Span.At(0), o.Span.At(o.Span.Len()-1), o.Unknown, o.Ongoing)
	for _, state := range []struct {
		name string
		n    int
	}{{"unknown", o.Unknown}, {"ongoing", o.Ongoing}} {
		if state.n > 0 {
			row := make([]Cell, len(p.Table.Head))
			row[0], row[1] = Cell{Text: state.name}, number(state.n, b.posts("duration", state.name))
			p.Table.Rows = append(p.Table.Rows, row)
		}
	}
	d.Frame = frame(p, "A row for each service, a cell for each month, the darker the longer the service was out. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

// minutesCell rounds down; a moment of an outage is one, too.
func minutesCell(t time.Duration, path string) Cell {
	if t == 0 {
		path = ""
	}
	return Cell{Text: strconv.Itoa(int(t.Minutes())), Path: path}
}

func availabilityPanel(b board) Panel {
	p := panel("availability")
	p.Open = true
	p.Table.Head = []string{"Service"}
	for _, n := range metrics.Windows {
		p.Table.Head = append(p.Table.Head, strconv.Itoa(n)+" days")
	}
	p.Table.Head = append(p.Table.Head, "Hours", "Out, 365 days", "Without times")
	for _, a := range b.Availability {
		with := func(name string, w metrics.Window) string {
			return b.posts("service", a.Service.Name, name, strconv.Itoa(w.Days))
		}
		row := []Cell{{Text: a.Service.Name}}
		for _, w := range a.Windows {
			cell := number(w.Posts, with("reaching", w))
			cell.Text = availability(w)
			row = append(row, cell)
		}
		year := a.Windows[len(a.Windows)-1]
		down := number(year.Posts, with("reaching", year))
		down.Text = content.FormatDuration(year.Down)
		row = append(row, Cell{Text: a.Service.Hours.String()}, down, number(year.Missing, with("missing", year)))
		p.Table.Rows = append(p.Table.Rows, row)
	}
	p.Note = "Of the hours of operation in the config. ≤: an outage without exact times is left out"
	return p
}

// availability is rounded down: 99.999 % is not 100.
func availability(w metrics.Window) string {
	if w.Hours == 0 {
		return "–"
	}
	text := strconv.FormatFloat(math.Floor(w.Share()*1e5)/1e3, 'f', -1, 64) + " %"
	if w.Missing > 0 {
		return "≤ " + text
	}
	return text
}
