package chart

import (
	"fmt"
	"html/template"
	"slices"
)

// A Heat map shows values by row and column, in five levels of one colour.
type Heat struct {
	Frame
	Labels []Label
	Limits []float64 // lower bounds of the second to the last level, ascending
	Rows   []HeatRow
}

// A HeatRow is a name and a value for each label.
type HeatRow struct {
	Name   string
	End    string // text at the right of the name
	Values []float64
	Notes  []Note // of the values
}

// SVG draws the rows, each with its name above it.
func (d Heat) SVG() template.HTML {
	n := len(d.Labels)
	c := open(d.Frame, "heat", rowHeight*float64(len(d.Rows))+20)
	for k, row := range d.Rows {
		y := rowHeight * float64(k)
		c.text("name", "0", y+14, "", row.Name)
		c.text("tick", "100%", y+14, "end", row.End)
		c.put(`<svg y="%s" height="16"><rect class="level-0" width="100%%" height="16"/>`, px(y+20))
		for i, v := range row.Values {
			if v > 0 {
				c.rect(fmt.Sprintf(`class="level-%d" x="%s" width="%s" height="16"`, d.level(v), share(float64(i)+.05, n), share(.9, n)), at(row.Notes, i))
			}
		}
		c.WriteString(`</svg>`)
	}
	c.labels(d.Labels, rowHeight*float64(len(d.Rows))+14)
	return c.close()
}

// level returns the level of a value, from 1 for the smallest.
func (d Heat) level(v float64) int {
	i, exact := slices.BinarySearch(d.Limits, v)
	if exact {
		i++
	}
	return 1 + i
}
