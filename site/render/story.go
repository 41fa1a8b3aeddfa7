package render

import (
	"fmt"
	"html/template"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// A Story is the course of an incident: a bar to scale, and its moments.
type Story struct {
	Bar     template.HTML
	Moments []Moment
	Hatched bool   // a part of the bar is, since a moment there has no time
	Ongoing bool   // the outage has not ended
	SoFar   string // how long an ongoing outage has lasted, until the last row of the timeline: "12 h 11 min"
}

// A Moment is a moment of a [Story].
type Moment struct {
	Name   string
	Class  string // stage-NAME, for the colour of the stage that leads to it
	Anchor string // of its row in the timeline, "" without a time
	Clock  string // 14:05, 14:05:30; "" without a time
	UTC    string // the instant as RFC 3339
	Date   string // the calendar day of the instant
	Day    string // 6 March if it is another day than that of the moment before, else ""
	After  string // since the moment before: "36 min"; "" for the first
	Lacks  string // not given, not yet; "" with a time
	Reason string // why it has no time
}

// TellStory prepares a story for display.
func TellStory(s metrics.Story) *Story {
	out := &Story{Ongoing: s.Ongoing, Moments: make([]Moment, len(s.Moments))}
	if s.SoFar.Known() {
		out.SoFar = s.SoFar.String()
	}
	var day content.Date
	for i, m := range s.Moments {
		shown := &out.Moments[i]
		*shown = Moment{Name: m.Name, Class: stageClass(m.Name), Anchor: m.Anchor, Reason: m.Reason}
		switch m.Class {
		case metrics.Known:
			shown.Clock, shown.UTC, shown.Date = Clock(m.At), m.At.UTC().Format(time.RFC3339), m.At.Format(time.DateOnly)
			if on := content.DateOf(m.At); on != day {
				if !day.IsZero() {
					shown.Day = fmt.Sprintf("%d %s", on.Day, on.Month)
				}
				day = on
			}
		case metrics.Ongoing:
			shown.Lacks = "not yet"
		default:
			shown.Lacks = "not given"
		}
	}
	for _, stage := range s.Stages {
		if out.Hatched = out.Hatched || stage.Unknown; stage.From >= 0 && stage.To >= 0 {
			out.Moments[stage.To].After = content.FormatDuration(stage.Length)
		}
	}
	out.Bar = storyBar(s, out.Hatched)
	return out
}

// Clock returns the time of day of an instant as pages show it.
func Clock(t time.Time) string {
	if t.Second() != 0 {
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}

func stageClass(name string) string { return "stage-" + content.Slug(name) }

// storyBar draws the stages. Those without any length, since two moments are at the same time, are left out.
func storyBar(s metrics.Story, hatched bool) template.HTML {
	bar := chart.Bar{Frame: chart.Frame{ID: "pm-story", Title: "Course of the incident", Desc: "To scale. The list below has the times."}, Open: s.Ongoing}
	if hatched {
		bar.Desc = "To scale; hatched where a moment is not given. The list below has the times."
	}
	for _, stage := range s.Stages {
		part := chart.Part{Length: stage.Length.Seconds(), Class: "stage-unknown", Hatched: stage.Unknown}
		switch {
		case stage.From < 0 && stage.To < 0:
			part.Hint = "not given"
		case stage.From < 0:
			part.Class, part.Hint = stageClass(s.Moments[stage.To].Name), "until "+s.Moments[stage.To].Name
		case stage.To >= 0:
			if stage.Length == 0 {
				continue
			}
			part.Class = stageClass(s.Moments[stage.To].Name)
			part.Hint = s.Moments[stage.From].Name + " to " + s.Moments[stage.To].Name + ": " + content.FormatDuration(stage.Length)
		case stage.Unknown:
			part.Hint = "after " + s.Moments[stage.From].Name
		default:
			part.Class, part.Hint = stageClass("Restored"), "ongoing: "+content.FormatDuration(stage.Length)+" since "+s.Moments[stage.From].Name+", so far"
		}
		bar.Parts = append(bar.Parts, part)
	}
	return bar.SVG()
}
