package main

import (
	"fmt"
	"io"
	"math"
	"slices"
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
		out.short(t.stats.Outcomes)
		out.counts("Severity", t.stats.BySeverity, t.stats.Count)
		averted := t.stats.Count - t.stats.Harmed
		out.counts("Detection, without near misses", t.stats.ByDetection, t.stats.Harmed)
		out.counts("Impact that happened", t.stats.ByImpact, t.stats.Harmed)
		out.counts("Impact that near misses averted", t.stats.ByAverted, averted)
		out.counts("Near misses, caught by", t.stats.ByCaught, averted)
		out.counts("Service (a post mortem may stand in several rows)", t.stats.ByService, t.stats.Count)
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

// counts lists the values of a field and their shares of a whole, unless that is empty.
func (t *statsText) counts(title string, list []metrics.Count, whole int) {
	if whole == 0 {
		return
	}
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

// figures lists the durations, each with its classes below it. Percentiles that so few values
// do not allow are left out.
func (t *statsText) figures() {
	t.line("\n%s%7s%12s%12s%12s%12s", cell("Durations", 40), "known", "median", "p75", "p90", "longest")
	for _, f := range t.stats.Figures {
		if t.stats.Count == f.NotApplicable || t.stats.Count == f.NotApplicable+f.Unknown {
			continue
		}
		if row := fmt.Sprintf("  %s%7d", cell(f.Name, 38), f.Count); f.Count == 0 {
			t.line("%s", row)
		} else {
			t.line("%s%12s%12s%12s%12s", row, percentile(f, 50, f.Median), percentile(f, 75, f.P75), percentile(f, 90, f.P90), short(f.Longest))
		}
		if more := details(f); more != "" {
			t.line("    %s", more)
		}
	}
}

// details returns the interval of the median, the numbers of figures without a value, and the
// share of the longest outages.
func details(f metrics.FigureSummary) string {
	var out []string
	if f.HasInterval() {
		out = append(out, fmt.Sprintf("interval of the median %s to %s, %.1f %%", short(f.Low), short(f.High), math.Floor(f.Level*1000)/10))
	}
	for _, class := range []metrics.Class{metrics.Unknown, metrics.NotApplicable, metrics.Ongoing, metrics.None, metrics.Before} {
		if n := f.Number(class); n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, class))
		}
	}
	if f.Key == metrics.Duration && f.Count > metrics.TopCount && f.Total > 0 {
		out = append(out, fmt.Sprintf("the %d longest are %d %% of %s", metrics.TopCount, share(int(f.Top.Seconds()), int(f.Total.Seconds())), short(f.Total)))
	}
	return strings.Join(out, ", ")
}

func short(d time.Duration) string { return content.FormatDuration(d) }

func (t *statsText) actions() {
	a := t.stats.Actions
	t.line("\n%s%7s%7s%10s", cell("Action items", nameWidth), "all", "open", "past due")
	for _, kind := range a.ByType {
		name := kind.Type
		if name == "" {
			name = "not given"
		}
		t.line("  %s%7d%7d%10d", cell(name, nameWidth-2), kind.Count, kind.Open, kind.Overdue)
	}
	t.line("  %s%7d%7d%10d", cell("all", nameWidth-2), a.Count, a.Open, a.Overdue)
	if a.Count > 0 {
		t.counts("Action items by state, overdue or not", a.ByState, a.Count)
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
			if d := p.Stats.Figure(metrics.Duration); d.Enough() {
				medians[i] = int(d.Median.Seconds())
			}
		}
		t.WriteString("\n")
		if slices.Max(numbers) > metrics.FewCounts {
			t.line("%s%s", cell("Post mortems", nameWidth), spark(numbers))
		} else {
			t.line("At most %d post mortems a period: too few to show a trend", metrics.FewCounts)
		}
		if slices.Max(medians) > 0 {
			t.line("%s%s", cell("Outage, median", nameWidth), spark(medians))
		}
	}
	t.line("\n%s%7s%9s%12s%12s%12s", cell("Period", 12), "all", "outages", "median", "longest", "detected in")
	for _, p := range t.periods {
		duration, detect := p.Stats.Figure(metrics.Duration), p.Stats.Figure(metrics.TimeToDetect)
		longest := "–"
		if duration.Count > 0 {
			longest = short(duration.Longest)
		}
		t.line("  %s%7d%9d%12s%12s%12s", cell(p.Period, 10), p.Stats.Count, duration.Count, percentile(duration, 50, duration.Median), longest, percentile(detect, 50, detect.Median))
	}
}

// percentile formats the p-th percentile of a figure, if there are enough values.
func percentile(f metrics.FigureSummary, p int, d time.Duration) string {
	switch {
	case !f.Allows(p):
		return "too few"
	case f.Key == metrics.TimeToPublish && d == 0:
		return "not yet" // so many post mortems are not completed
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
