package corpus

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// firstDay is the date of the first post mortem; the dates span the ten years that follow.
var firstDay = time.Date(2016, time.January, 4, 0, 0, 0, 0, time.UTC)

const span = 10 * 365 * 24 * time.Hour

// An event is a row of a timeline.
type event struct {
	minute int // since the outage began
	name   string
}

// document returns the i-th of n post mortems, counted from 0.
func (w *writer) document(i, n int) (name string, text []byte) {
	day := firstDay.Add(span / time.Duration(n) * time.Duration(i)).Truncate(24 * time.Hour)
	start := day.Add(time.Duration(w.between(6*60, 20*60+59)) * time.Minute)
	length := min(max(3, int(w.logNormal(4.3, 1.2))), 2880)
	service, vendor, severity := w.one(services), w.one(vendors), w.one(severities)
	id := fmt.Sprintf("PM-%d-%05d", day.Year(), i)

	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("---\ntitle: \"%s: %s\"\nid: %s\nservice: %s", service, cut(w.sentence(), 48), id, service)
	line("impact: %s\nseverity: %s\ndetection: %s", w.one(impacts), severity, w.one(detections))
	line("incident: INC%d\ndate: %s\nduration: %s\ntimezone: UTC", 100000+i, day.Format(time.DateOnly), hoursMinutes(length))
	line("authors: [%s]", w.one(roles))
	if vendor != "" {
		line("vendor: %s\nvendor_case: VC-%d", vendor, w.between(1000, 9999))
	}
	line("status: %s\ntags: [%s]\n---\n", w.one(statuses), strings.Join(w.tags(), ", "))

	line("## Summary\n%s\n", w.paragraph(4))
	line("## Timeline\nAll times in UTC in 24-hour format.\n\n| Date | Time | Metadata | Notes |\n| --- | --- | --- | --- |\n%s", w.timeline(start, length, vendor != ""))
	line("## Proximal and Root Causes\n%s\n\n- Control: %s\n- Control: %s\n", w.paragraph(w.between(8, 14)), w.sentence(), w.sentence())
	line("### Triggering Condition\n%s\n", w.paragraph(w.between(3, 6)))
	line("### Resolution\n%s\n\n```console\n$ systemctl status %s\n%s.service - %s\n```\n", w.paragraph(w.between(3, 7)), service, service, w.sentence())
	line("## Review\n\n### Action Items\n| Action Item | Type | Owner | Tracking information | Due | Status |\n| --- | --- | --- | --- | --- | --- |\n%s", w.actions(day))
	line("## Lessons Learned\n### What went well\n%s\n### What went wrong\n%s\n### Where we got lucky\n%s", w.list(), w.list(), w.list())
	line("## References\n- https://status.example.org/incidents/%d", i)
	return fmt.Sprintf("content/postmortems/%d/%s-%05d-%s.md", day.Year(), day.Format(time.DateOnly), i, service), []byte(b.String())
}

// logNormal draws from a log-normal distribution, which fits outage durations: many short ones, a few
// very long ones.
func (w *writer) logNormal(mu, sigma float64) float64 { return math.Exp(mu + sigma*w.NormFloat64()) }

// events returns a timeline in which the outage is detected before it ends.
func (w *writer) events(length int, vendor bool) []event {
	detected := min(max(1, int(w.logNormal(2, 1))), length-1)
	out := []event{
		{0, "Outage begins"},
		{detected, "Outage detected"},
		{detected + w.between(1, 9), "Incident created"},
		{detected + w.between(3, 20), "Internal communications"},
		{detected + w.between(10, 60), "External communications"},
		{length, "Outage ends"},
		{max(length, detected) + w.between(60, 240), "Incident ends"},
	}
	if vendor {
		out = append(out, event{detected + w.between(8, 40), "Vendor contacted"})
	}
	slices.SortStableFunc(out, func(a, b event) int { return cmp.Compare(a.minute, b.minute) })
	return out
}

func (w *writer) timeline(start time.Time, length int, vendor bool) string {
	var b strings.Builder
	last := ""
	for _, e := range w.events(length, vendor) {
		at := start.Add(time.Duration(e.minute) * time.Minute)
		date := at.Format(time.DateOnly)
		if date == last {
			date = ""
		} else {
			last = date
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", date, at.Format("15:04"), e.name, w.sentence())
	}
	return b.String()
}

func (w *writer) actions(day time.Time) string {
	var b strings.Builder
	for range w.between(2, 6) {
		due := day.AddDate(0, 0, w.between(14, 180)).Format(time.DateOnly)
		fmt.Fprintf(&b, "| %s | %s | %s | CHG%d | %s | %s |\n", cut(w.sentence(), 70), w.one(types), w.one(roles), w.between(1000, 99999), due, w.one(states))
	}
	return b.String()
}

func (w *writer) list() string {
	var b strings.Builder
	for range w.between(2, 4) {
		b.WriteString("1. " + w.sentence() + "\n")
	}
	return b.String()
}

func (w *writer) tags() (out []string) {
	for _, i := range w.Perm(len(tags))[:w.between(2, 5)] {
		out = append(out, tags[i])
	}
	slices.Sort(out)
	return out
}

func hoursMinutes(minutes int) string {
	if minutes < 60 {
		return fmt.Sprintf("%dm", minutes)
	}
	return fmt.Sprintf("%dh%dm", minutes/60, minutes%60)
}
