package chart

import (
	"fmt"
	"html/template"
)

// A Mark is a position on an axis that is divided into bins: 2.5 is the middle
// of the third bin.
type Mark struct {
	At    float64
	Text  string
	Class string // of a dot
	Link  string // of a dot, an address; "" if it is no link
}

// A Histogram counts values in bins that are drawn with equal widths.
type Histogram struct {
	Frame
	Edges  []Label // one more than there are bins
	Counts []float64
	Notes  []Note // of the bins
	Marks  []Mark // drawn as vertical lines, such as percentiles
	Class  string
}

// SVG draws the bins and the marks. Each mark has its text in a line of its
// own, so that texts never overlap.
func (d Histogram) SVG() template.HTML {
	n := len(d.Counts)
	top := above + 16*float64(len(d.Marks))
	end, step := ceiling(highest([]Layer{{Values: d.Counts}}, n))
	c := open(d.Frame, "histogram", top+plot+bottom)
	for v := 0.0; v <= end; v += step {
		c.level(gridClass(v), top+plot*(1-v/end), tick(v))
	}
	for i, count := range d.Counts {
		if count > 0 {
			c.rect(fmt.Sprintf(`class="%s" x="%s" y="%s" width="%s" height="%s"`, d.Class, share(float64(i)+.02, n), px(top+plot*(1-count/end)), share(.96, n), px(plot*count/end)), at(d.Notes, i))
		}
	}
	for i, m := range d.Marks {
		x, y := share(m.At, n), above+16*float64(i)
		c.put(`<line class="mark" x1="%s" x2="%[1]s" y1="%s" y2="%s"/>`, x, px(y-8), px(top+plot))
		c.beside("name", m.At, n, y, m.Text)
	}
	c.edges(d.Edges, n, top+plot+18)
	return c.close()
}

// beside writes a text at that side of a position where there is more room.
func (c *canvas) beside(class string, at float64, n int, y float64, text string) {
	anchor, dx := "start", 5
	if at > float64(n)/2 {
		anchor, dx = "end", -5
	}
	fmt.Fprintf(&c.texts, `<svg x="%s" overflow="visible">`, share(at, n))
	c.text(class, number(float64(dx), 0), y, anchor, text)
	c.texts.WriteString(`</svg>`)
}

// edges writes the labels of the edges of n bins.
func (c *canvas) edges(edges []Label, n int, y float64) { c.below(edges, n, 0, y) }

// A Strip is a row of dots below a [Histogram] with as many bins.
type Strip struct {
	Frame
	Bins int
	Dots []Mark
}

// SVG draws the dots.
func (d Strip) SVG() template.HTML {
	c := open(d.Frame, "strip", 28)
	c.put(`<line class="axis" x2="100%%" y1="14" y2="14"/>`)
	for _, dot := range d.Dots {
		c.shape(fmt.Sprintf(`circle class="dot %s" cx="%s" cy="14" r="6"`, dot.Class, share(dot.At, d.Bins)), Note{dot.Text, dot.Link})
	}
	return c.close()
}
