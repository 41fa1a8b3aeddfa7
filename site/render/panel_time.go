package render

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// periodLabels names the years below the columns of a span, and what is
// between them where there is room.
func periodLabels(span metrics.Span) []chart.Label {
	labels := make([]chart.Label, span.Len())
	for i := range labels {
		p := span.At(i)
		short := p.String()[min(5, len(p.String())):] // Q2, 03
		switch {
		case p.Step == metrics.Year, p.First() && span.Len() > 12, p.First() && p.Step == metrics.Quarter:
			labels[i] = chart.Label{Text: strconv.Itoa(p.Year())}
		case span.Len() <= 12 && p.Step == metrics.Month:
			month, _ := strconv.Atoi(short)
			labels[i] = chart.Label{Text: time.Month(month).String()[:3], Minor: i%3 > 0}
		case span.Len() <= 12:
			labels[i] = chart.Label{Text: short, Minor: true}
		}
	}
	return labels
}

// elsewhere heads the row of what lies in none of the periods.
const elsewhere = "Other dates, or none"

func frame(p Panel, desc string) chart.Frame {
	return chart.Frame{ID: "pm-chart-" + p.Key, Title: p.Title, Desc: desc}
}

func severityPanel(b board) Panel {
	class := func(_ int, value string) (string, string) { return "sev-" + Slug(value), glyph(value) }
	return b.series(panel("severity"), b.Severity, class)
}

func detectionPanel(b board) Panel {
	class := func(i int, _ string) (string, string) { return "tone-" + strconv.Itoa(i%5+1), "■" }
	return b.series(panel("detection"), b.Detection, class)
}

// series draws counts by period as stacked columns; the panel's key is what
// lists of post mortems call the value.
func (b board) series(p Panel, s metrics.Series, class func(i int, value string) (class, glyph string)) Panel {
	d := chart.Columns{Labels: periodLabels(s.Span)}
	p.Table.Head = []string{"Period"}
	total := 0
	for k, value := range s.Values {
		name := given(value)
		css, glyph := class(k, value)
		layer := chart.Layer{Name: name, Class: css, Values: make([]float64, s.Span.Len())}
		for i := range layer.Values {
			layer.Values[i] = float64(s.N[i][k])
		}
		d.Layers = append([]chart.Layer{layer}, d.Layers...)
		p.Legend = append(p.Legend, LegendEntry{Name: name, Class: css, Glyph: glyph})
		p.Table.Head = append(p.Table.Head, name)
		total += s.Sum(k)
	}
	p.Table.Head = append(p.Table.Head, "All")
	for i := range s.N {
		n, period := s.Total(i), in(s.Span.At(i))
		row := []Cell{{Text: s.Span.At(i).String()}}
		hint := fmt.Sprintf("%s: %d", s.Span.At(i), n)
		for k, count := range s.N[i] {
			row = append(row, number(count, b.posts("in", period, p.Key, s.Values[k])))
			if count > 0 {
				hint += fmt.Sprintf(", %s %d", given(s.Values[k]), count)
			}
		}
		d.Hints = append(d.Hints, hint)
		p.Table.Rows = append(p.Table.Rows, append(row, number(n, b.posts("in", period))))
	}
	p.Note = Plural(total, "post mortem") + outside(s.Outside)
	if total == 0 {
		return Panel{}
	}
	p.Table.Rows = append(p.Table.Rows, b.sums(p.Key, s, total)...)
	d.Frame = frame(p, fmt.Sprintf("Stacked columns of %s, from %s to %s. The table below has the numbers.", Plural(total, "post mortem"), s.Span.At(0), s.Span.At(s.Span.Len()-1)))
	p.Drawing = d.SVG()
	return p
}

// sums are the rows below those of the periods: of all of them, of each value's
// share, and of what is in none.
func (b board) sums(key string, s metrics.Series, total int) [][]Cell {
	periods := stretch(s.Span)
	all, shares := []Cell{{Text: "All"}}, []Cell{{Text: "Share"}}
	for k, value := range s.Values {
		all = append(all, number(s.Sum(k), b.posts("in", periods, key, value)))
		shares = append(shares, Cell{Text: percent(s.Sum(k), total)})
	}
	rows := [][]Cell{append(all, number(total, b.posts("in", periods))), append(shares, Cell{})}
	if s.Outside > 0 {
		row := make([]Cell, len(all)+1)
		row[0], row[len(all)] = Cell{Text: elsewhere}, number(s.Outside, b.posts("not_in", periods))
		rows = append(rows, row)
	}
	return rows
}

func given(value string) string {
	if value == "" {
		return "not given"
	}
	return value
}

func outside(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %d more on other dates, or without one", n)
}

// ticks of the logarithmic scale of durations.
var ticks = []time.Duration{time.Minute, 4 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 24 * time.Hour, 4 * 24 * time.Hour, 16 * 24 * time.Hour, 64 * 24 * time.Hour}

func trendPanel(b board) Panel {
	p := panel("trend")
	d := chart.Lines{}
	var low, high time.Duration
	for k, trend := range b.Trends {
		d.Labels = periodLabels(trend.Span)
		line := chart.Line{Name: trend.Name, Class: "tone-" + strconv.Itoa(k+1), Points: make([]chart.Point, len(trend.Points))}
		for i, point := range trend.Points {
			if !point.Enough() {
				continue
			}
			if high == 0 || point.P25 < low {
				low = point.P25
			}
			high = max(high, point.P75, point.High)
			line.Points[i] = chart.Point{
				Known: true, Mid: point.Median.Seconds(), Low: point.P25.Seconds(), High: point.P75.Seconds(),
				From: point.Low.Seconds(), To: point.High.Seconds(), Whisker: point.HasInterval,
				Hint: fmt.Sprintf("%s, %s: median %s of %d", trend.Name, trend.Span.At(i), content.FormatDuration(point.Median), point.Count),
			}
		}
		d.Lines = append(d.Lines, line)
		p.Legend = append(p.Legend, LegendEntry{Name: strings.ToLower(trend.Name), Class: line.Class, Glyph: "●"})
		p.Table.Head = []string{"Period", "Figure", "Known", "Unknown", "Ongoing", "p25", "Median", "p75", "Median, 95 % interval"}
		p.Note = "Median and the middle half, logarithmic scale" + outside(trend.Outside)
	}
	if len(b.Trends) == 0 || b.Trends[0].Span.Len() == 0 {
		return Panel{}
	}
	for i := range b.Trends[0].Points {
		for _, trend := range b.Trends {
			p.Table.Rows = append(p.Table.Rows, b.trendRow(trend, i))
		}
	}
	if high == 0 {
		p.Few = "Too few to say: no period has five known values."
		return p
	}
	d.Ticks = scale(low, high)
	d.Frame = frame(p, "Lines of the median time to restore and to detect by period, with bands from the 25th to the 75th percentile and whiskers for the uncertainty of the median. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

func (b board) trendRow(trend metrics.Trend, i int) []Cell {
	point, period := trend.Points[i], trend.Span.At(i)
	row := append([]Cell{{Text: period.String()}, {Text: trend.Name}}, b.knownCells(trend.Key, point.Summary, "in", in(period))...)
	if !point.Enough() {
		return append(row, Cell{}, Cell{Text: "too few"}, Cell{}, Cell{})
	}
	text := func(d time.Duration) Cell { return Cell{Text: content.FormatDuration(d)} }
	row = append(row, text(point.P25), text(point.Median), text(point.P75))
	return append(row, Cell{Text: interval(point)})
}

// knownCells are the numbers that a figure rests on, and those of which it is
// not known.
func (b board) knownCells(figure string, s metrics.Summary, named ...string) []Cell {
	with := func(what string) string { return b.posts(append(named[:len(named):len(named)], figure, what)...) }
	return []Cell{number(s.Count, with("known")), number(s.Unknown, with("unknown")), number(s.Ongoing, with("ongoing"))}
}

func interval(p metrics.Point) string {
	if !p.HasInterval {
		return ""
	}
	return content.FormatDuration(p.Low) + " to " + content.FormatDuration(p.High)
}

// scale gives the ticks around a range.
func scale(low, high time.Duration) (out []chart.Tick) {
	first, last := 0, len(ticks)-1
	for first < last-1 && ticks[first+1] <= low {
		first++
	}
	for last > first+1 && ticks[last-1] >= high {
		last--
	}
	for _, tick := range ticks[first : last+1] {
		out = append(out, chart.Tick{Value: tick.Seconds(), Text: content.FormatDuration(tick)})
	}
	return out
}
