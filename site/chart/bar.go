package chart

import (
	"fmt"
	"html/template"
)

// A Bar is one bar of parts that follow each other, to scale.
type Bar struct {
	Frame
	Parts []Part
	Open  bool // it has not ended: the last part fades out
}

// A Part of a [Bar]. A part without a length, which is unknown, has a fixed width.
type Part struct {
	Length  float64 // 0 if it is unknown
	Class   string
	Hatched bool
	Hint    string // shown when the pointer is over it
}

const (
	barHeight = 20.0
	stub      = 6.0 // width of a part of unknown length, in percent of the bar
	least     = 1.5 // least width of a part of known length, so that nobody misses it
)

// SVG draws the bar.
func (d Bar) SVG() template.HTML {
	c := open(d.Frame, "parts", barHeight)
	x := 0.0
	widths := d.widths()
	for i, part := range d.Parts {
		paint := `class="` + part.Class + `"`
		switch id := d.ID + "-" + number(float64(i), 0); {
		case part.Hatched:
			paint = c.hatch(id, part.Class)
		case d.Open && i == len(d.Parts)-1:
			paint = c.fade(id, part.Class)
		}
		c.rect(fmt.Sprintf(`%s x="%s%%" width="%s%%" height="%s"`, paint, number(x, 2), number(widths[i], 2), px(barHeight)), Note{Text: part.Hint})
		x += widths[i]
	}
	return c.close()
}

// widths returns the width of each part in percent: its share of the known lengths, at least the least width.
func (d Bar) widths() []float64 {
	out := make([]float64, len(d.Parts))
	room, total, fixed := 100.0, 0.0, make([]bool, len(d.Parts))
	for i, part := range d.Parts {
		if total += part.Length; part.Length <= 0 {
			out[i], fixed[i] = stub, true
			room -= stub
		}
	}
	if total == 0 {
		for i := range out {
			out[i] = 100 / float64(len(out))
		}
		return out
	}
	for again := true; again; { // what short parts take, the others lack, which may make another one short
		again = false
		for i, part := range d.Parts {
			if !fixed[i] && part.Length/total*room < least {
				out[i], fixed[i], again = least, true, true
				room, total = room-least, total-part.Length
			}
		}
	}
	for i, part := range d.Parts {
		if !fixed[i] {
			out[i] = part.Length / total * room
		}
	}
	return out
}

// fade defines a gradient that ends in nothing, and returns its fill attribute.
func (c *canvas) fade(id, class string) string {
	id = template.HTMLEscapeString(id) + "-fade"
	c.put(`<defs><linearGradient id="%s" class="%s"><stop offset=".6"/><stop class="end" offset="1"/></linearGradient></defs>`, id, class)
	return `fill="url(#` + id + `)"`
}
