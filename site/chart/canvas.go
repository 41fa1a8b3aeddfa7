package chart

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// A Frame holds what all charts have in common.
type Frame struct {
	ID    string // begins the ids in the drawing; unique on the page
	Title string // what is shown
	Desc  string // what the chart shows, in a sentence or two
}

// A Label is shown below a column. A minor label is shown only if there is
// room.
type Label struct {
	Text  string
	Minor bool
}

// A canvas gathers the elements of a drawing.
type canvas struct{ strings.Builder }

// open begins a drawing of a height in pixels.
func open(f Frame, class string, height float64) *canvas {
	c := &canvas{}
	id := html.EscapeString(f.ID)
	c.put(`<svg class="chart %[1]s" role="img" aria-labelledby="%[2]s-title %[2]s-desc" width="100%%" height="%[3]s"><title id="%[2]s-title">%[4]s</title><desc id="%[2]s-desc">%[5]s</desc>`,
		class, id, px(height), html.EscapeString(f.Title), html.EscapeString(f.Desc))
	return c
}

func (c *canvas) put(format string, args ...any) { fmt.Fprintf(c, format, args...) }

func (c *canvas) close() template.HTML {
	c.WriteString("</svg>")
	return template.HTML(c.String()) //nolint:gosec // texts are escaped, numbers formatted
}

// text writes a text. X is a length in SVG's syntax.
func (c *canvas) text(class, x string, y float64, anchor, text string) {
	c.put(`<text class="%s" x="%s" y="%s"`, class, x, px(y))
	if anchor != "" {
		c.put(` text-anchor="%s"`, anchor)
	}
	c.put(`>%s</text>`, html.EscapeString(text))
}

// level draws a horizontal line with its label on the left.
func (c *canvas) level(class string, y float64, text string) {
	c.put(`<line class="%s" x2="100%%" y1="%s" y2="%[2]s"/>`, class, px(y))
	c.text("tick", "-8", y+4, "end", text)
}

func (c *canvas) hint(text string) {
	if text != "" {
		c.put(`<title>%s</title>`, html.EscapeString(text))
	}
}

// hatch defines the pattern of a hatched layer and returns its fill attribute.
func (c *canvas) hatch(id, class string) string {
	id = html.EscapeString(id) + "-hatch"
	c.put(`<defs><pattern id="%s" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="%s" width="5" height="5"/><rect class="gap" width="1.5" height="5"/></pattern></defs>`, id, class)
	return `fill="url(#` + id + `)"`
}

// labels writes the labels of n columns, each centred below its column.
func (c *canvas) labels(labels []Label, y float64) {
	c.below(labels, len(labels), .5, y)
}

// below writes labels in a row among n columns, starting at a position.
func (c *canvas) below(labels []Label, n int, from, y float64) {
	c.WriteString(`<g text-anchor="middle">`)
	for i, label := range labels {
		if label.Text == "" {
			continue
		}
		class := "tick"
		if label.Minor {
			class = "tick minor"
		}
		c.text(class, share(float64(i)+from, n), y, "", label.Text)
	}
	c.WriteString(`</g>`)
}

// share returns a position among n columns as a percentage of the width.
func share(at float64, n int) string {
	if n == 0 {
		return "0%"
	}
	return number(100*at/float64(n), 1) + "%"
}

func px(v float64) string { return number(v, 1) }

// number formats a number without trailing zeros.
func number(v float64, digits int) string {
	scale := math.Pow10(digits)
	return strconv.FormatFloat(math.Round(v*scale)/scale+0, 'f', -1, 64)
}

// Count formats a number with a comma before every three digits: 12,345.
func Count(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// tick formats a number on an axis.
func tick(v float64) string {
	if v == math.Trunc(v) {
		return Count(int(v))
	}
	return number(v, 2)
}

// ceiling returns the end of an axis that has room for most, and its step: 1, 2
// or 5 times a power of ten. The axis has at most five steps.
func ceiling(most float64) (end, step float64) {
	step = 1
	for i := 0; most > 5*step; i++ {
		step *= []float64{2, 2.5, 2}[i%3]
	}
	return max(step, math.Ceil(most/step)*step), step
}
