package site

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

// fillBody fills in the sections of the page, with all links resolved.
func (b *builder) fillBody(page *render.PostMortemPage) {
	resolve := b.resolver(page.PM, page.Path)
	filled := func(f content.Fragment) template.HTML {
		return render.Nobr(f.HTML(resolve)) // fragments are safe by construction
	}
	for i := range page.Timeline {
		page.Timeline[i].HTML = filled(page.PM.Timeline[i].NoteHTML)
	}
	sections := page.PM.Sections
	page.Sections = make([]render.Section, len(sections))
	for i, s := range sections {
		section := render.Section{
			Kind: s.Kind, Level: s.Level, Anchor: s.Anchor, Title: s.Title, Head: filled(s.Head),
			Parts: make([]render.Part, len(s.Parts)),
			Empty: len(s.Parts) == 0 && (i+1 == len(sections) || sections[i+1].Level <= s.Level),
		}
		section.Key = string(rune('0'+s.Level)) + s.Anchor + "\x00" + string(section.Head) + "\x00"
		for j, part := range s.Parts {
			section.Parts[j] = b.part(page, part, filled)
		}
		page.Sections[i] = section
	}
}

func (b *builder) part(page *render.PostMortemPage, p content.Part, filled func(content.Fragment) template.HTML) render.Part {
	out := render.Part{Kind: p.Kind}
	switch p.Kind {
	case content.Prose:
		out.HTML = filled(p.Prose)
	case content.TimelineRun:
		out.Timeline = page.Timeline[p.From:p.To]
	case content.ActionRun:
		for i := p.From; i < p.To; i++ {
			item := &page.PM.ActionItems[i]
			row := render.ActionRow{
				ActionItem: item, HTML: filled(item.HTML), DisplayState: item.StateOn(b.in.AsOf),
				Late: item.Overdue(b.in.AsOf), Tickets: page.TicketLinks(page.PM, item.Tracking), Ledger: b.ledger(page, i),
			}
			if !item.Due.IsZero() {
				row.Due = item.Due.String()
			}
			out.Actions = append(out.Actions, row)
		}
	default:
		list := page.PM.LessonsIn(p)
		for i := range list {
			out.Lessons = append(out.Lessons, render.LessonRow{Lesson: &list[i], HTML: filled(list[i].HTML), Hedge: render.HedgeOf(page.PM, list[i])})
		}
	}
	return out
}

// timelineRows returns the rows of the timeline as they are drawn.
func timelineRows(pm *content.PostMortem) []render.TimelineRow {
	rows := make([]render.TimelineRow, len(pm.Timeline))
	outage, began := pm.Outage(), metrics.Began(pm)
	var last time.Time
	var day content.Date
	zone := ""
	for i := range pm.Timeline {
		entry, row := &pm.Timeline[i], &rows[i]
		row.Anchor, row.Label, row.Approximate = entry.Anchor, entry.Label, entry.Approximate
		gap := 4
		if entry.Time.IsZero() {
			row.Clock = cmp.Or(entry.Clock, "no time")
			row.Out = i > 0 && rows[i-1].Out
		} else {
			row.UTC, row.Date, row.Clock = entry.Time.UTC().Format(time.RFC3339), entry.Time.Format(time.DateOnly), clock(entry)
			if name, _ := entry.Time.Zone(); name != zone {
				row.Zone, zone = name, name
			}
			if on := content.DateOf(entry.Time); on != day {
				row.Day, day = entry.Time.Format("Monday, 2 January 2006"), on
			}
			if !last.IsZero() {
				row.Elapsed, gap = elapsed(entry.Time.Sub(last))
			}
			last = entry.Time
			row.Since = since(entry.Time, began)
			if strings.TrimPrefix(row.Since, "T") == row.Elapsed {
				row.Elapsed = ""
			}
			row.Out = outage.Unknown == "" && out(outage, entry.Time)
		}
		row.Class = rowClass(gap, row.Out, entry.Event)
	}
	return rows
}

// clock returns the time of day as pages show it.
func clock(entry *content.Entry) string {
	if entry.Approximate {
		return "~" + render.Clock(entry.Time)
	}
	return render.Clock(entry.Time)
}

// since returns the time from the beginning of an incident, such as T+9 min or T−5 min, or "" if that is not known.
func since(t, began time.Time) string {
	switch {
	case began.IsZero():
		return ""
	case t.Before(began):
		return "T−" + content.FormatDuration(began.Sub(t))
	case t.Equal(began):
		return "T+0"
	}
	return "T+" + content.FormatDuration(t.Sub(began))
}

func rowClass(gap int, out bool, event string) string {
	class := "gap-" + strconv.Itoa(gap)
	if out {
		class += " out"
	}
	switch {
	case slices.Contains(content.SenseEvents, event):
		class += " lane-" + content.Slug(event)
	case event != "":
		class += " event event-" + content.Slug(event)
	}
	return class
}

// out reports whether the service is out right after an instant.
func out(o content.Outage, t time.Time) bool {
	for _, interval := range o.Intervals {
		if !t.Before(interval.Begin) && (interval.End.IsZero() || t.Before(interval.End)) {
			return true
		}
	}
	return false
}

// elapsed returns the time between two entries in words, and as a distance on the
// page. The distance grows with the logarithm of the time: a day is not drawn a
// thousand times as long as a minute.
func elapsed(d time.Duration) (words string, gap int) {
	if d <= 0 {
		return "", 4
	}
	pixels := 16 * math.Log2(1+d.Minutes()/5)
	return "+" + content.FormatDuration(d), min(48, max(4, int(math.Round(pixels/4))))
}
