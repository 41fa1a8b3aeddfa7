package chart

import (
	"fmt"
	"html/template"
	"math"
)

// A Layer holds the numbers of one value, for every column or row.
type Layer struct {
	Class   string
	Hatched bool
	Values  []float64
	Notes   []Note // of the values
}

// Columns are stacked bars side by side, for example one for each quarter.
type Columns struct {
	Frame
	Labels []Label
	Layers []Layer // from the bottom up
}

const (
	plot   = 180.0 // height of the part of a drawing that holds the data
	above  = 12.0
	bottom = 24.0 // room for the labels
)

// SVG draws the columns.
func (d Columns) SVG() template.HTML {
	n := len(d.Labels)
	end, step := ceiling(highest(d.Layers, n))
	c := open(d.Frame, "columns", above+plot+bottom)
	paints := c.paints(d.ID, d.Layers)
	for v := 0.0; v <= end; v += step {
		c.level(gridClass(v), above+plot*(1-v/end), tick(v))
	}
	for i := range n {
		c.put(`<svg x="%s" width="%s">`, share(float64(i)+.08, n), share(.84, n))
		sum, foot := 0.0, above+plot
		for k, layer := range d.Layers {
			sum += layer.Values[i]
			head := math.Round(above + plot*(1-sum/end))
			if head < foot {
				c.rect(fmt.Sprintf(`%s y="%s" height="%s"`, paints[k], px(head), px(foot-head)), at(layer.Notes, i))
			}
			foot = head
		}
		c.WriteString(`</svg>`)
	}
	c.labels(d.Labels, above+plot+18)
	return c.close()
}

// paints returns the attribute that colours each layer. A hatched layer has no
// class, since a rule of the style sheet would override the pattern.
func (c *canvas) paints(id string, layers []Layer) []string {
	out := make([]string, len(layers))
	for k, layer := range layers {
		out[k] = `class="` + layer.Class + `"`
		if layer.Hatched {
			out[k] = c.hatch(id, layer.Class)
		}
	}
	return out
}

func highest(layers []Layer, n int) (most float64) {
	for i := range n {
		sum := 0.0
		for _, layer := range layers {
			sum += layer.Values[i]
		}
		most = max(most, sum)
	}
	return most
}

func gridClass(v float64) string {
	if v == 0 {
		return "axis"
	}
	return "grid"
}

// at returns an entry of a list, or the zero value beyond its end.
func at[T any](list []T, i int) (entry T) {
	if i < len(list) {
		entry = list[i]
	}
	return entry
}

// Rows are stacked bars below each other, each with its name above it.
type Rows struct {
	Frame
	Names  []string
	Ends   []string // texts at the right of the names, such as totals
	Layers []Layer  // from the left
}

const rowHeight = 42.0

// SVG draws the rows. The longest takes the full width.
func (d Rows) SVG() template.HTML {
	most := max(highest(d.Layers, len(d.Names)), 1)
	c := open(d.Frame, "rows", rowHeight*float64(len(d.Names)))
	paints := c.paints(d.ID, d.Layers)
	for i, name := range d.Names {
		y := rowHeight * float64(i)
		c.text("name", "0", y+14, "", name)
		c.text("tick", "100%", y+14, "end", at(d.Ends, i))
		x := 0.0
		for k, layer := range d.Layers {
			if v := layer.Values[i]; v > 0 {
				c.rect(fmt.Sprintf(`%s x="%s%%" y="%s" width="%s%%" height="14"`, paints[k], number(100*x/most, 1), px(y+20), number(100*v/most, 1)), at(layer.Notes, i))
				x += v
			}
		}
	}
	return c.close()
}

// A Spark is a row of bars without an axis.
type Spark struct {
	Frame
	Class  string
	Values []float64
	Notes  []Note // of the values
}

// SVG draws the bars.
func (d Spark) SVG() template.HTML {
	const height = 36.0
	most := max(highest([]Layer{{Values: d.Values}}, len(d.Values)), 1)
	c := open(d.Frame, "spark", height)
	c.put(`<line class="axis" x2="100%%" y1="%s" y2="%[1]s"/>`, px(height-.5))
	for i, v := range d.Values {
		if v > 0 {
			c.rect(fmt.Sprintf(`class="%s" x="%s" y="%s" width="%s" height="%s"`, d.Class, share(float64(i)+.1, len(d.Values)), px((height-1)*(1-v/most)), share(.8, len(d.Values)), px((height-1)*v/most)), at(d.Notes, i))
		}
	}
	return c.close()
}
