package render

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// summary returns the facts of a figure. It leaves out the percentiles that so few values do not
// allow.
func summary(s metrics.Summary) facts {
	f := facts{
		"known": s.Count, "unknown": s.Unknown, "na": s.NotApplicable, "ongoing": s.Ongoing, "none": s.None, "before": s.Before,
		"p25": "", "median": "too few", "p75": "", "p90": "", "interval": interval(s), "longest": "", "total": "–", "top": 0,
	}
	if s.Count > 0 {
		f["longest"], f["total"] = content.FormatDuration(s.Longest), content.FormatDuration(s.Total)
	}
	if s.Count > metrics.TopCount && s.Total > 0 {
		f["top"], f["most"] = metrics.TopCount, percent(int(s.Top.Seconds()), int(s.Total.Seconds()))
	}
	if s.Enough() {
		f["median"] = content.FormatDuration(s.Median)
	}
	if s.Allows(75) {
		f["p25"], f["p75"] = content.FormatDuration(s.P25), content.FormatDuration(s.P75)
	}
	if s.Allows(90) {
		f["p90"] = content.FormatDuration(s.P90)
	}
	return f
}

// interval formats the interval of a median with its true level, rounded down.
func interval(s metrics.Summary) string {
	if !s.HasInterval() {
		return ""
	}
	level := strconv.FormatFloat(math.Floor(s.Level*1000)/10, 'f', 1, 64)
	return content.FormatDuration(s.Low) + " to " + content.FormatDuration(s.High) + ", " + level + " %"
}

// box returns the ends of the box around a median, from the 25th to the 75th percentile. If so
// few values do not allow them, both ends are at the median.
func box(s metrics.Summary) (low, high time.Duration) {
	if s.Allows(75) {
		return s.P25, s.P75
	}
	return s.Median, s.Median
}

// reach returns how far values reach: to the 90th percentile, or to the longest if so few do not
// allow it.
func reach(s metrics.Summary) time.Duration {
	if s.Allows(90) {
		return s.P90
	}
	return s.Longest
}

// distribution returns the values of a figure in bins.
func (d dashboard) distribution(p metrics.Panel) series {
	key := p.Series.Figures[0]
	dist := d.Distribution(key)
	s := series{facts: summary(dist.Summary), empty: dist.Count == 0, few: !dist.Enough(), bins: dist.Bins}
	for _, bin := range dist.Bins {
		s.rows = append(s.rows, row{
			name: binName(bin), facts: facts{"n": bin.N, "share": percent(bin.N, dist.Count)}, query: []string{key, binRange(bin)}, values: []float64{float64(bin.N)},
		})
	}
	if s.few {
		s.facts["median"] = ""
	} else {
		for i, at := range []time.Duration{dist.Median, dist.P75, dist.P90} {
			if dist.Allows([]int{50, 75, 90}[i]) {
				s.marks = append(s.marks, chart.Mark{
					At: place(dist.Bins, at), Text: []string{"median", "p75", "p90"}[i] + " " + content.FormatDuration(at),
				})
			}
		}
	}
	for _, r := range dist.Longest {
		value := r.Figures.Get(key).Value
		s.list = append(s.list, row{name: r.PM.Title, path: r.PM.Address(), facts: facts{"duration": content.FormatDuration(value)}})
		s.dots = append(s.dots, chart.Mark{
			At: place(dist.Bins, value), Text: content.KeepUnits(r.PM.Title + ": " + content.FormatDuration(value)), Class: "sev-" + lookOf(d.Vocabularies(), r.PM.Severity), Link: d.page.URL(r.PM.Address()),
		})
	}
	return s
}

// trends returns figures by period.
func (d dashboard) trends(p metrics.Panel) series {
	trends := d.Trends(p.Series.Figures...)
	s := series{facts: facts{"outside": trends[0].Outside}, span: trends[0].Span, empty: trends[0].Span.Len() == 0}
	var around extent
	for k, trend := range trends {
		line := chart.Line{Name: trend.Name, Class: "tone-" + strconv.Itoa(k+1)}
		for i, point := range trend.Points {
			f := s.point(trend, i)
			drawn := chart.Point{}
			if point.Enough() {
				low, high := box(point.Summary)
				around.add(low, max(high, point.High))
				drawn = chart.Point{
					Known: true, Mid: point.Median.Seconds(), Low: low.Seconds(), High: high.Seconds(),
					From: point.Low.Seconds(), To: point.High.Seconds(), Whisker: point.HasInterval(), Note: d.known(p, f, "in", in(s.span.At(i))),
				}
			}
			line.Points = append(line.Points, drawn)
		}
		s.lines = append(s.lines, line)
	}
	for i := range trends[0].Points {
		for _, trend := range trends {
			f := s.point(trend, i)
			s.rows = append(s.rows, row{name: s.span.At(i).String(), facts: f, query: []string{"in", in(s.span.At(i))}})
		}
	}
	s.scale = around.scale()
	s.few = s.scale == nil
	return s
}

// point returns the facts of a figure in a period.
func (s series) point(trend metrics.Trend, i int) facts {
	f := summary(trend.Points[i].Summary)
	f["name"], f["key"], f["figure"] = s.span.At(i).String(), trend.Key, trend.Name
	return f
}

// spreads returns the spread of some figures, from the 25th to the 90th percentile.
func (d dashboard) spreads(p metrics.Panel) series {
	s := series{facts: facts{}}
	any := 0
	var around extent
	for _, key := range p.Series.Figures {
		figure := d.Stats.Figure(key)
		any += d.Stats.Count - figure.NotApplicable
		f := summary(figure.Summary)
		f["key"], f["name"] = figure.Key, figure.Name
		if longest := figure.LongestOf; longest != nil {
			f["title"], f["page"] = longest.Title, longest.Address()
		}
		s.rows = append(s.rows, row{name: figure.Name, facts: f})
		drawn := chart.Range{Name: figure.Name, End: fmt.Sprintf("too few (%d)", figure.Count)}
		if figure.Enough() {
			low, high := box(figure.Summary)
			far := reach(figure.Summary)
			around.add(low, far)
			drawn = chart.Range{
				Name: figure.Name, End: content.FormatDuration(figure.Median), Known: true, Low: low.Seconds(),
				Mid: figure.Median.Seconds(), High: high.Seconds(), Far: far.Seconds(), Note: d.known(p, f),
			}
		}
		if figure.Count > 0 {
			s.ranges = append(s.ranges, drawn)
		}
	}
	s.scale = around.scale()
	s.empty, s.few = any == 0, s.scale == nil
	return s
}

// known returns what a point or a spread of a figure stands for. It leads to the post mortems of a query whose value is known.
func (d dashboard) known(p metrics.Panel, f facts, query ...string) chart.Note {
	return chart.Note{Text: hint(p, f), Link: d.page.URL(d.posts(append(query, f["key"].(string), "known")...))}
}

// An extent is the range of the durations to draw.
type extent struct{ low, high time.Duration }

func (e *extent) add(low, high time.Duration) {
	if e.high == 0 || low < e.low {
		e.low = low
	}
	e.high = max(e.high, high)
}

// ticks are the values of the logarithmic scale of durations.
var ticks = []time.Duration{
	time.Minute, 4 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour,
	24 * time.Hour, 4 * 24 * time.Hour, 16 * 24 * time.Hour, 64 * 24 * time.Hour,
}

// scale returns the ticks around an extent, or none if nothing is drawn.
func (e extent) scale() (out []chart.Tick) {
	if e.high == 0 {
		return nil
	}
	first, last := 0, len(ticks)-1
	for first < last-1 && ticks[first+1] <= e.low {
		first++
	}
	for last > first+1 && ticks[last-1] >= e.high {
		last--
	}
	for _, tick := range ticks[first : last+1] {
		out = append(out, chart.Tick{Value: tick.Seconds(), Text: content.FormatDuration(tick)})
	}
	return out
}

func binName(b metrics.Bin) string {
	if b.To == 0 {
		return short(b.From) + " and more"
	}
	return short(b.From) + " to " + short(b.To)
}

// binRange returns a bin as queries write it, in minutes: from the first number
// to the second, exclusive.
func binRange(b metrics.Bin) string {
	text := fmt.Sprintf("%.0f..", b.From.Minutes())
	if b.To != 0 {
		text += fmt.Sprintf("%.0f", b.To.Minutes())
	}
	return text
}

// short formats the edge of a bin.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return "0"
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	}
	return strconv.Itoa(int(d.Hours())) + " h"
}

// place returns the position of a duration among bins, on a logarithmic scale:
// 2.5 is the middle of the third.
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
