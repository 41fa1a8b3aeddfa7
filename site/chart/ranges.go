package chart

import (
	"fmt"
	"html/template"
	"math"
)

// Ranges are spreads below each other on one logarithmic scale, each with its
// name above it.
type Ranges struct {
	Frame
	Ticks []Tick // of the scale, ascending; at least two
	Rows  []Range
}

// A Range is drawn only if Known: a bar from Low to High with a dot at Mid, and
// a line on to Far. Values beyond the scale are drawn at its end.
type Range struct {
	Name                string
	End                 string // text at the right of the name
	Known               bool
	Low, Mid, High, Far float64
	Note                Note
}

// SVG draws the rows.
func (d Ranges) SVG() template.HTML {
	height := rowHeight * float64(len(d.Rows))
	c := open(d.Frame, "ranges", height+22)
	for i, tick := range d.Ticks {
		anchor := "middle"
		switch i {
		case 0:
			anchor = "start"
		case len(d.Ticks) - 1:
			anchor = "end"
		}
		x := d.x(tick.Value)
		c.put(`<line class="grid" x1="%s" x2="%[1]s" y2="%s"/>`, x, px(height))
		c.text("tick", x, height+16, anchor, tick.Text)
	}
	for i, row := range d.Rows {
		y := rowHeight * float64(i)
		c.text("name", "0", y+14, "", row.Name)
		c.text("tick", "100%", y+14, "end", row.End)
		if !row.Known {
			continue
		}
		low, high, far := d.at(row.Low), d.at(row.High), d.at(row.Far)
		c.group(row.Note, fmt.Sprintf(`<line class="whisker tone-1" x1="%s" x2="%s" y1="%s" y2="%[3]s"/>`, share(high, 1), share(far, 1), px(y+28))+
			fmt.Sprintf(`<rect class="spread" x="%s" y="%s" width="%s" height="12"/>`, share(low, 1), px(y+22), share(high-low, 1))+
			fmt.Sprintf(`<circle class="dot tone-1" cx="%s" cy="%s" r="5"/>`, d.x(row.Mid), px(y+28)))
	}
	return c.close()
}

// at returns the position of a value on the scale, from 0 to 1.
func (d Ranges) at(v float64) float64 { return onScale(d.Ticks, v) }

func (d Ranges) x(v float64) string { return share(d.at(v), 1) }

// onScale returns the position of a value on a logarithmic scale, from 0 to 1. A
// scale that begins at 0 is linear. Values beyond the scale are drawn at its end.
func onScale(ticks []Tick, v float64) float64 {
	least, most := ticks[0].Value, ticks[len(ticks)-1].Value
	if least == 0 {
		return min(1, max(0, v/most))
	}
	low, high := math.Log(least), math.Log(most)
	at := low
	if v > 0 {
		at = math.Log(v)
	}
	return min(1, max(0, (at-low)/(high-low)))
}
