package render

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// A Sense is how people made sense of an incident: lanes on one time axis, and the hypotheses.
type Sense struct {
	Drawing    template.HTML // "" if fewer than two rows have exact times
	Hypotheses []Hypothesis
	Joined     []Joined
	Said       string // how many hypotheses there were, and when the right one came; "" without any
}

// A Hypothesis is what people believed for some time.
type Hypothesis struct {
	Anchor, Clock string // of its row
	Text          string
	Held          bool   // it is the one that was right
	Outcome       string // ruled out at 16:40, after 4 min
	OutAnchor     string // of the row that rules it out, "" for none
}

// Joined is a row that says who joined.
type Joined struct{ Anchor, Clock, Text string }

// MakeSense prepares how people made sense of an incident for display.
func MakeSense(pm *content.PostMortem, s metrics.Sense) *Sense {
	out := &Sense{Said: saidOf(s)}
	for i, h := range s.Hypotheses {
		out.Hypotheses = append(out.Hypotheses, hypothesis(pm, h, i == s.Held))
	}
	for _, lane := range s.Lanes {
		for _, row := range lane.Rows {
			if entry := pm.Timeline[row]; lane.Event == content.Joined {
				out.Joined = append(out.Joined, Joined{entry.Anchor, entryClock(entry), entry.Note})
			}
		}
	}
	if s.From.Before(s.To) {
		out.Drawing = drawSense(pm, s)
	}
	return out
}

func hypothesis(pm *content.PostMortem, h metrics.Hypothesis, held bool) Hypothesis {
	entry := pm.Timeline[h.Row]
	shown := Hypothesis{Anchor: entry.Anchor, Clock: entryClock(entry), Text: entry.Note, Held: held, Outcome: "not ruled out"}
	if held {
		shown.Outcome = "held"
	}
	if h.RuledOut >= 0 {
		by := pm.Timeline[h.RuledOut]
		shown.OutAnchor, shown.Outcome = by.Anchor, "ruled out at "+entryClock(by)
		if entry.Exact() && by.Exact() && by.Time.After(entry.Time) {
			shown.Outcome += ", after " + content.FormatDuration(by.Time.Sub(entry.Time))
		}
	}
	return shown
}

func entryClock(e content.Entry) string {
	if e.Exact() {
		return Clock(e.Time)
	}
	if e.Clock == "" {
		return "an unknown time"
	}
	return e.Clock
}

// saidOf counts the hypotheses, and says when the right one came.
func saidOf(s metrics.Sense) string {
	n, out := len(s.Hypotheses), 0
	for _, h := range s.Hypotheses {
		if h.RuledOut >= 0 {
			out++
		}
	}
	switch {
	case n == 0:
		return ""
	case s.Held < 0:
		return fmt.Sprintf("%s, %d ruled out. Which one was right is not said.", hypotheses(n), out)
	case s.KnowsHeld():
		return fmt.Sprintf("%s, %d ruled out. The one that held came up %s after the detection.", hypotheses(n), out, content.FormatDuration(s.HeldAfter))
	}
	return fmt.Sprintf("%s, %d ruled out, one held.", hypotheses(n), out)
}

func hypotheses(n int) string {
	if n == 1 {
		return "1 hypothesis"
	}
	return fmt.Sprintf("%d hypotheses", n)
}

// drawSense draws the lanes. A hypothesis lasts until it is ruled out, and the one that held until the end of the timeline.
func drawSense(pm *content.PostMortem, s metrics.Sense) template.HTML {
	length := s.To.Sub(s.From).Seconds()
	at := func(t time.Time) float64 { return t.Sub(s.From).Seconds() / length }
	ends := map[int]metrics.Hypothesis{}
	for _, h := range s.Hypotheses {
		ends[h.Row] = h
	}
	d := chart.Lanes{
		Frame: chart.Frame{ID: "pm-sense", Title: "How people made sense of it", Desc: "To scale, on the time axis of the incident. The timeline has the rows."},
		Start: Clock(s.From), End: endClock(s),
	}
	for _, lane := range s.Lanes {
		drawn := chart.Lane{Name: lane.Event, Class: "lane-" + content.Slug(lane.Event)}
		for _, row := range lane.Rows {
			entry := pm.Timeline[row]
			if !entry.Exact() {
				continue
			}
			span := chart.Span{From: at(entry.Time), Note: chart.Note{Text: Clock(entry.Time) + " " + strings.TrimSpace(lane.Event+": "+entry.Note), Link: "#" + entry.Anchor}}
			if h, ok := ends[row]; ok {
				span.To, span.Open = 1, h.RuledOut < 0
				if h.RuledOut >= 0 {
					span.To = 0
					if by := pm.Timeline[h.RuledOut]; by.Exact() {
						span.To = at(by.Time)
					}
				}
			}
			drawn.Spans = append(drawn.Spans, span)
		}
		d.Lanes = append(d.Lanes, drawn)
	}
	return d.SVG()
}

// endClock returns when the axis ends, with the day if it is another one.
func endClock(s metrics.Sense) string {
	if content.DateOf(s.From) != content.DateOf(s.To) {
		return s.To.Format("2 January, 15:04")
	}
	return Clock(s.To)
}
