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

// A Note is what a shape stands for, and where it leads.
type Note struct {
	Text string // shown when the pointer is over the shape; the name of a link
	Link string // an address; "" if the shape is no link
}

// A canvas gathers the elements of a drawing: shapes, and texts, which are above all shapes.
type canvas struct {
	strings.Builder
	texts  strings.Builder
	frame  Frame
	class  string
	height float64
	linked bool // a shape is a link
}

// open begins a drawing of a height in pixels.
func open(f Frame, class string, height float64) *canvas {
	return &canvas{frame: f, class: class, height: height}
}

func (c *canvas) put(format string, args ...any) { fmt.Fprintf(c, format, args...) }

// close returns the drawing. It is an image, or a group if there are links, since an image has no parts for a screen
// reader. A group has no texts for it: the names of the links say more.
func (c *canvas) close() template.HTML {
	role, texts := "img", c.texts.String()
	if c.linked {
		role, texts = "group", `<g aria-hidden="true">`+texts+`</g>`
	}
	id := html.EscapeString(c.frame.ID)
	start := fmt.Sprintf(`<svg class="chart %[1]s" role="%[2]s" aria-label="%[3]s" aria-describedby="%[4]s-desc" width="100%%" height="%[5]s"><desc id="%[4]s-desc">%[6]s</desc>`,
		c.class, role, html.EscapeString(c.frame.Title), id, px(c.height), html.EscapeString(c.frame.Desc))
	return template.HTML(start + c.String() + texts + "</svg>") //nolint:gosec // texts are escaped, numbers formatted
}

// text writes a text. X is a length in SVG's syntax.
func (c *canvas) text(class, x string, y float64, anchor, text string) {
	if anchor != "" {
		anchor = ` text-anchor="` + anchor + `"`
	}
	fmt.Fprintf(&c.texts, `<text class="%s" x="%s" y="%s"%s>%s</text>`, class, x, px(y), anchor, html.EscapeString(text))
}

// rect writes a rectangle with attributes and a note.
func (c *canvas) rect(attributes string, n Note) { c.shape("rect "+attributes, n) }

// shape writes an element without content, of which the name and the attributes are given, and a note.
func (c *canvas) shape(element string, n Note) {
	if n.Link == "" {
		name, _, _ := strings.Cut(element, " ")
		c.put(`<%s>%s</%s>`, element, title(n.Text), name)
		return
	}
	c.group(n, `<`+element+`/>`)
}

// group writes some shapes as one with a note.
func (c *canvas) group(n Note, shapes string) {
	if n.Link == "" {
		c.put(`<g>%s%s</g>`, title(n.Text), shapes)
		return
	}
	c.linked = true
	c.put(`<a href="%s">%s%s</a>`, html.EscapeString(n.Link), title(n.Text), shapes)
}

func title(text string) string {
	if text == "" {
		return ""
	}
	return `<title>` + html.EscapeString(text) + `</title>`
}

// level draws a horizontal line with its label on the left.
func (c *canvas) level(class string, y float64, text string) {
	c.put(`<line class="%s" x2="100%%" y1="%s" y2="%[2]s"/>`, class, px(y))
	c.text("tick", "-8", y+4, "end", text)
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
	c.texts.WriteString(`<g text-anchor="middle">`)
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
	c.texts.WriteString(`</g>`)
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
