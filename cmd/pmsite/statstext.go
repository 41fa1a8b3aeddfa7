package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

// statsText writes stats for a terminal. It draws bars only if they fit.
type statsText struct {
	width   int
	asOf    content.Date
	stats   metrics.Stats
	periods []feed.PeriodStats

	strings.Builder
}

// Columns of the output.
const (
	nameWidth  = 24
	countWidth = 7
	shareWidth = 7
	wideEnough = nameWidth + countWidth + shareWidth + 20
)

func (t statsText) write(w io.Writer) error {
	out := &t
	out.line("%s, as of %s", count(t.stats.Count, "post mortem"), t.asOf)
	if t.stats.Count > 0 {
		out.counts("Severity", t.stats.BySeverity, t.stats.Count)
		out.counts("Detection", t.stats.ByDetection, t.stats.Count)
		out.counts("Impact", t.stats.ByImpact, t.stats.Count)
		out.counts("Service", t.stats.ByService, t.stats.Count)
		out.figures()
		out.actions()
		out.outcomes(t.stats.Outcomes)
		out.series()
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (t *statsText) line(format string, args ...any) {
	t.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

// maxListed is the maximum number of values listed per kind.
const maxListed = 10

func (t *statsText) counts(title string, list []metrics.Count, whole int) {
	t.line("\n%s", title)
	for i, c := range list {
		if i == maxListed {
			t.line("  and %d more", len(list)-i)
			break
		}
		name := c.Value
		if name == "" {
			name = "not given"
		}
		t.line("  %s%*d %4d %%  %s", cell(name, nameWidth), countWidth-2, c.N, share(c.N, whole), t.bar(c.N, whole))
	}
}

// share returns n in percent of whole, rounded half to even.
func share(n, whole int) int { return int(math.RoundToEven(100 * float64(n) / float64(max(whole, 1)))) }

// bar returns a bar whose length is proportional to n of whole.
func (t *statsText) bar(n, whole int) string {
	if t.width < wideEnough || whole == 0 {
		return ""
	}
	room := min(t.width, 100) - nameWidth - countWidth - shareWidth - 4
	eighths := (8*room*n + whole - 1) / whole
	return strings.Repeat("█", eighths/8) + string([]rune(" ▏▎▍▌▋▊▉")[eighths%8])
}

func (t *statsText) figures() {
	t.line("\n%s%7s%9s%9s%12s%12s%12s", cell("Durations", 40), "known", "unknown", "ongoing", "median", "p75", "p90")
	for _, f := range t.stats.Figures {
		if f.Count+f.Summary.Ongoing == 0 {
			continue
		}
		row := fmt.Sprintf("  %s%7d%9d%9d", cell(f.Name, 38), f.Count, f.Unknown, f.Summary.Ongoing)
		if !f.Enough() {
			t.line("%s%12s", row, "too few")
			continue
		}
		t.line("%s%12s%12s%12s", row, reached(f, f.Median), reached(f, f.P75), reached(f, f.P90))
	}
}

// reached returns a percentile. One of the time to publish is 0 if so many post mortems are
// not completed yet.
func reached(f metrics.FigureSummary, d time.Duration) string {
	if f.Key == metrics.TimeToPublish && d == 0 {
		return "not yet"
	}
	return short(d)
}

func short(d time.Duration) string { return content.FormatDuration(d) }

func (t *statsText) actions() {
	a := t.stats.Actions
	t.line("\n%s%7s%7s%9s", cell("Action items", nameWidth), "all", "open", "overdue")
	for _, kind := range a.ByType {
		name := kind.Type
		if name == "" {
			name = "not given"
		}
		t.line("  %s%7d%7d%9d", cell(name, nameWidth-2), kind.Count, kind.Open, kind.Overdue)
	}
	t.line("  %s%7d%7d%9d", cell("all", nameWidth-2), a.Count, a.Open, a.Overdue)
	if a.Count > 0 {
		t.counts("Action items by state", a.ByState, a.Count)
	}
}

// series lists the periods, below two sparklines.
func (t *statsText) series() {
	if len(t.periods) == 0 {
		return
	}
	if t.width >= max(wideEnough, len(t.periods)+nameWidth) {
		numbers := make([]int, len(t.periods))
		medians := make([]int, len(t.periods))
		for i, p := range t.periods {
			numbers[i] = p.Stats.Count
			if d := p.Stats.Figures[0]; d.Enough() {
				medians[i] = int(d.Median.Seconds())
			}
		}
		t.line("\n%s%s", cell("Post mortems", nameWidth), spark(numbers))
		t.line("%s%s", cell("Outage, median", nameWidth), spark(medians))
	}
	t.line("\n%s%7s%9s%12s%12s%12s", cell("Period", 12), "all", "known", "outage p50", "p90", "detect p50")
	for _, p := range t.periods {
		duration := p.Stats.Figures[0]
		t.line("  %s%7d%9d%12s%12s%12s", cell(p.Period, 10), p.Stats.Count, duration.Count, percentile(duration, duration.Median), percentile(duration, duration.P90), percentile(p.Stats.Figures[1], p.Stats.Figures[1].Median))
	}
}

func percentile(f metrics.FigureSummary, d time.Duration) string {
	if !f.Enough() {
		return "too few"
	}
	return short(d)
}

// spark returns a sparkline of the values; a dot stands for zero.
func spark(values []int) string {
	most := 1
	for _, v := range values {
		most = max(most, v)
	}
	var b strings.Builder
	for _, v := range values {
		if v == 0 {
			b.WriteRune('·')
			continue
		}
		b.WriteRune([]rune("▁▂▃▄▅▆▇█")[(8*v-1)/most])
	}
	return b.String()
}

// cell pads or cuts a text to width characters.
func cell(text string, width int) string {
	text = console.Visible(text)
	if n := utf8.RuneCountInString(text); n <= width {
		return text + strings.Repeat(" ", width-n)
	}
	return string([]rune(text)[:width-1]) + "…"
}
