package render

import (
	"fmt"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// maxRows is how many rows a panel lists before it sends the reader on.
const maxRows = 6

// standingLegend names the colours of action items.
var standingLegend = []LegendEntry{
	{Name: "closed", Class: "done"}, {Name: "open", Class: "open"}, {Name: "overdue", Class: "late", Hatched: true},
}

// What lists of action items take for a state, beside the states themselves.
const (
	closed     = "closed"
	onTime     = "on time" // open and not overdue
	unfinished = "unfinished"
)

func standingLayers(list []metrics.Standing) []chart.Layer {
	layers := make([]chart.Layer, len(standingLegend))
	for k, entry := range standingLegend {
		layers[k] = chart.Layer{Name: entry.Name, Class: entry.Class, Hatched: entry.Hatched}
		for _, s := range list {
			layers[k].Values = append(layers[k].Values, float64([]int{s.Closed, s.Open, s.Overdue}[k]))
		}
	}
	return layers
}

// standingCells are a row of the items that have what is named.
func (b board) standingCells(head string, s metrics.Standing, named ...string) []Cell {
	in := func(state string) string { return b.items(append(named[:len(named):len(named)], "state", state)...) }
	return []Cell{
		{Text: head},
		number(s.Closed, in(closed)),
		number(s.Open, in(onTime)),
		number(s.Overdue, in(content.Overdue)),
		number(s.Count(), b.items(named...)),
		{Text: percent(s.Closed, s.Count())},
	}
}

var standingHead = []string{"Closed", "Open", "Overdue", "All", "Closing rate"}

func actionsPanel(b board) Panel {
	p, f := panel("actions"), b.FollowUp
	if f.All.Count() == 0 {
		return Panel{}
	}
	d := chart.Rows{Layers: standingLayers(f.Types)}
	p.Table.Head = append([]string{"Type"}, standingHead...)
	for _, s := range f.Types {
		d.Names = append(d.Names, given(s.Name))
		d.Ends = append(d.Ends, strconv.Itoa(s.Count()))
		p.Table.Rows = append(p.Table.Rows, b.standingCells(given(s.Name), s, "type", s.Name))
	}
	p.Table.Rows = append(p.Table.Rows, b.standingCells("All", f.All))
	p.Legend = standingLegend
	p.Note = fmt.Sprintf("%s, %s closed", Plural(f.All.Count(), "action item"), percent(f.All.Closed, f.All.Count()))
	p.More = Link{"All action items", "action-items/"}
	d.Frame = frame(p, fmt.Sprintf("Bars of %s by type: closed, open and overdue. The table below has the numbers.", Plural(f.All.Count(), "action item")))
	p.Drawing = d.SVG()
	return p
}

func statesPanel(b board) Panel {
	p, f := panel("states"), b.FollowUp
	all := f.All.Count()
	if all == 0 {
		return Panel{}
	}
	p.Table.Head = []string{"State", "Action items", "Share"}
	row := func(name string, n, of int, path string) {
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: name}, number(n, path), {Text: percent(n, of)}})
	}
	layer := chart.Layer{Name: "action items", Class: "tone-1"}
	d := chart.Rows{}
	for _, c := range f.States {
		d.Names, d.Ends = append(d.Names, given(c.Value)), append(d.Ends, fmt.Sprintf("%d, %s", c.N, percent(c.N, all)))
		layer.Values = append(layer.Values, float64(c.N))
		row(given(c.Value), c.N, all, b.items("state", c.Value))
	}
	d.Layers = []chart.Layer{layer}
	row("with tracking", f.Tracked, all, b.items("tracking", "yes"))
	row("open without a due date", f.NoDue, f.All.Open+f.All.Overdue, b.items("state", unfinished, "due", ""))
	p.Note = fmt.Sprintf("%s; %s have tracking; %d open without a due date", Plural(all, "action item"), percent(f.Tracked, all), f.NoDue)
	d.Frame = frame(p, "Bars of action items by state. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

func cohortsPanel(b board) Panel {
	p, f := panel("cohorts"), b.FollowUp
	if f.All.Count() == 0 || len(f.Cohorts) == 0 {
		return Panel{}
	}
	p.Table.Head = append([]string{"Period"}, standingHead...)
	d := chart.Columns{Labels: periodLabels(f.Span), Layers: standingLayers(f.Cohorts)}
	for i, s := range f.Cohorts {
		d.Hints = append(d.Hints, fmt.Sprintf("%s: %d closed, %d open, %d overdue", s.Name, s.Closed, s.Open, s.Overdue))
		p.Table.Rows = append(p.Table.Rows, b.standingCells(s.Name, s, "in", in(f.Span.At(i))))
	}
	if f.Outside.Count() > 0 {
		p.Table.Rows = append(p.Table.Rows, b.standingCells(elsewhere, f.Outside, "not_in", stretch(f.Span)))
	}
	p.Legend = standingLegend
	p.Note = Plural(f.All.Count()-f.Outside.Count(), "action item") + " by the period of the incident" + outside(f.Outside.Count())
	d.Frame = frame(p, "Stacked columns of action items by the period of their incident: closed, open and overdue. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

func ownersPanel(b board) Panel {
	p, f := panel("owners"), b.FollowUp
	if len(f.Owners) == 0 {
		return Panel{}
	}
	p.Table.Head = []string{"Owner", "Open", "Overdue"}
	shown := f.Owners[:min(maxRows, len(f.Owners))]
	d := chart.Rows{Layers: standingLayers(shown)[1:]}
	for _, s := range shown {
		name := owner(s)
		d.Names = append(d.Names, name)
		d.Ends = append(d.Ends, fmt.Sprintf("%d overdue of %d", s.Overdue, s.Open+s.Overdue))
		p.Table.Rows = append(p.Table.Rows, []Cell{
			{Text: name},
			number(s.Open+s.Overdue, b.items("owner", s.Name, "state", unfinished)),
			number(s.Overdue, b.items("owner", s.Name, "state", content.Overdue)),
		})
	}
	p.Table.Rows = append(p.Table.Rows, []Cell{{Text: "All"}, number(f.All.Open+f.All.Overdue, b.items("state", unfinished)), number(f.All.Overdue, b.items("state", content.Overdue))})
	p.Legend = standingLegend[1:]
	p.Note = fmt.Sprintf("%d open, of which %d overdue", f.All.Open+f.All.Overdue, f.All.Overdue)
	if f.Longest > 0 {
		p.Note += ", the longest " + Plural(f.Longest, "day")
	}
	if n := len(f.Owners) - len(shown); n > 0 {
		p.Note += "; " + Plural(n, "more owner") + " in the register"
	}
	p.More = Link{"Overdue action items", b.items("state", content.Overdue)}
	d.Frame = frame(p, "Bars of open and overdue action items by owner, most overdue first. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

func owner(s metrics.Standing) string {
	if s.Name == "" {
		return "nobody"
	}
	return s.Name
}

func agesPanel(b board) Panel {
	p, n := panel("ages"), 0
	p.Table.Head = []string{"Days since the incident", "Open", "Overdue"}
	open, overdue := chart.Layer{Name: "open", Class: "open"}, chart.Layer{Name: "overdue", Class: "late", Hatched: true}
	d := chart.Columns{}
	for _, age := range b.FollowUp.Ages {
		if age.From < 0 && age.N == 0 {
			continue
		}
		n += age.N
		name := ageName(age)
		d.Labels = append(d.Labels, chart.Label{Text: name})
		d.Hints = append(d.Hints, fmt.Sprintf("%s days: %d open, of which %d overdue", name, age.N, age.Overdue))
		open.Values, overdue.Values = append(open.Values, float64(age.N-age.Overdue)), append(overdue.Values, float64(age.Overdue))
		p.Table.Rows = append(p.Table.Rows, []Cell{
			{Text: name},
			number(age.N, b.items("age", ageRange(age), "state", unfinished)),
			number(age.Overdue, b.items("age", ageRange(age), "state", content.Overdue)),
		})
	}
	if n == 0 {
		return Panel{}
	}
	d.Layers = []chart.Layer{open, overdue}
	p.Legend = standingLegend[1:]
	p.Note = Plural(n, "open item") + " by the days since the incident"
	d.Frame = frame(p, "Columns of open and overdue action items by the days since the incident. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

func ageName(a metrics.AgeCount) string {
	switch {
	case a.From < 0:
		return "unknown"
	case a.To == 0:
		return strconv.Itoa(a.From) + "+"
	}
	return fmt.Sprintf("%d–%d", a.From, a.To-1)
}

// ageRange names an age in a query: from, up to but without the second.
func ageRange(a metrics.AgeCount) string {
	switch {
	case a.From < 0:
		return ""
	case a.To == 0:
		return fmt.Sprintf("%d..", a.From)
	}
	return fmt.Sprintf("%d..%d", a.From, a.To)
}
