package chart

import (
	"fmt"
	"html/template"
)

// Lanes are moments and spans on one time axis, a lane for each kind, with its name above it.
type Lanes struct {
	Frame
	Start, End string // of the axis
	Lanes      []Lane
}

// A Lane is one row of [Lanes].
type Lane struct {
	Name  string
	Class string
	Spans []Span
}

// A Span of a [Lane] is from 0 to 1 on the axis. One whose end is not after its beginning is a moment.
type Span struct {
	From, To float64
	Open     bool // it fades out, since it has no end
	Note     Note
}

const (
	laneHeight = 36.0
	momentSize = 10.0 // width of a moment in pixels
)

// SVG draws the lanes.
func (d Lanes) SVG() template.HTML {
	height := laneHeight * float64(len(d.Lanes))
	c := open(d.Frame, "lanes", height+18)
	for i, lane := range d.Lanes {
		y := laneHeight * float64(i)
		c.text("name", "0", y+13, "", lane.Name)
		c.put(`<line class="grid" x2="100%%" y1="%s" y2="%[1]s"/>`, px(y+26))
		for j, span := range lane.Spans {
			c.span(span, fmt.Sprintf("%s-%d-%d", d.ID, i, j), lane.Class, y+19)
		}
	}
	c.text("tick", "0", height+14, "", d.Start)
	c.text("tick", "100%", height+14, "end", d.End)
	return c.close()
}

// span draws one span or moment. A moment begins at its place, or ends there in the second half, so that it is never cut.
func (c *canvas) span(s Span, id, class string, y float64) {
	paint := `class="` + class + `"`
	if s.Open {
		paint = c.fade(id, class)
	}
	if s.To > s.From {
		c.rect(fmt.Sprintf(`%s x="%s" y="%s" width="%s" height="14" rx="2"`, paint, share(s.From, 1), px(y), share(max(s.To-s.From, least/100), 1)), s.Note)
		return
	}
	shift := ""
	if s.From > .5 {
		shift = fmt.Sprintf(` transform="translate(-%s)"`, px(momentSize))
	}
	c.rect(fmt.Sprintf(`%s x="%s" y="%s" width="%s" height="14" rx="5"%s`, paint, share(s.From, 1), px(y), px(momentSize), shift), s.Note)
}
