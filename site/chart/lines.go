package chart

import (
	"fmt"
	"html/template"
)

// Lines are values by period, each with a band, on a logarithmic scale, or on a
// linear one from 0.
type Lines struct {
	Frame
	Labels []Label
	Ticks  []Tick // of the scale, ascending; at least two
	Lines  []Line
}

// A Tick is a value on the scale, and its label.
type Tick struct {
	Value float64
	Text  string
}

// A Line is a row of points, one for each label.
type Line struct {
	Name   string
	Class  string
	Points []Point
}

// A Point is drawn only if Known. Its band goes from Low to High, and its
// whisker, if any, from From to To.
type Point struct {
	Known          bool
	Mid, Low, High float64
	From, To       float64
	Whisker        bool
	Note           Note
}

// SVG draws the bands, lines and points. A line is interrupted where a point is
// unknown.
func (d Lines) SVG() template.HTML {
	n := len(d.Labels)
	c := open(d.Frame, "lines", above+plot+bottom)
	for i, tick := range d.Ticks {
		class := "grid"
		if i == 0 {
			class = "axis"
		}
		c.level(class, d.y(tick.Value), tick.Text)
	}
	for _, line := range d.Lines {
		c.put(`<svg viewBox="0 0 %d %s" preserveAspectRatio="none" width="100%%" height="%[2]s">`, 100*n, px(above+plot+bottom))
		for _, run := range runs(line.Points) {
			d.band(c, line, run[0], run[1])
		}
		c.WriteString(`</svg>`)
	}
	for _, line := range d.Lines {
		for i, p := range line.Points {
			if p.Known {
				d.point(c, line, p, share(float64(i)+.5, n))
			}
		}
	}
	c.labels(d.Labels, above+plot+18)
	return c.close()
}

// y returns the height of a value. Values beyond the scale are drawn at its end.
func (d Lines) y(v float64) float64 { return above + plot*(1-onScale(d.Ticks, v)) }

// runs returns the half-open index ranges of consecutive known points.
func runs(points []Point) (out [][2]int) {
	for i := 0; i < len(points); i++ {
		from := i
		for i < len(points) && points[i].Known {
			i++
		}
		if i > from {
			out = append(out, [2]int{from, i})
		}
	}
	return out
}

func (d Lines) band(c *canvas, line Line, from, to int) {
	x := func(i int) int { return 100*i + 50 }
	if to-from == 1 { // a single point has a band as wide as its column
		p := line.Points[from]
		c.put(`<rect class="band %s" x="%d" y="%s" width="40" height="%s"/>`, line.Class, x(from)-20, px(d.y(p.High)), px(d.y(p.Low)-d.y(p.High)))
		return
	}
	c.put(`<path class="band %s" d="`, line.Class)
	for i := from; i < to; i++ {
		c.put("%s%d %s", letter(i == from), x(i), px(d.y(line.Points[i].High)))
	}
	for i := to - 1; i >= from; i-- {
		c.put("L%d %s", x(i), px(d.y(line.Points[i].Low)))
	}
	c.put(`Z"/><path class="line %s" d="`, line.Class)
	for i := from; i < to; i++ {
		c.put("%s%d %s", letter(i == from), x(i), px(d.y(line.Points[i].Mid)))
	}
	c.WriteString(`"/>`)
}

func letter(first bool) string {
	if first {
		return "M"
	}
	return "L"
}

func (d Lines) point(c *canvas, line Line, p Point, x string) {
	if p.Whisker {
		c.put(`<line class="whisker %s" x1="%s" x2="%[2]s" y1="%s" y2="%s"/>`, line.Class, x, px(d.y(p.From)), px(d.y(p.To)))
	}
	c.shape(fmt.Sprintf(`circle class="dot %s" cx="%s" cy="%s" r="4"`, line.Class, x, px(d.y(p.Mid))), p.Note)
}
