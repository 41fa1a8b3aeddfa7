package render

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// maxRows is how many rows a panel lists before it sends the reader on.
const maxRows = 8

// register is the path of the action items with a filter set.
func register(field, value string) string {
	return "action-items/?" + field + "=" + url.QueryEscape(value)
}

// standingLegend names the colours of action items.
var standingLegend = []LegendEntry{
	{Name: "closed", Class: "done"}, {Name: "open", Class: "open"}, {Name: "overdue", Class: "late", Hatched: true},
}

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

func standingCells(head Cell, s metrics.Standing) []Cell {
	return []Cell{
		head,
		{Text: strconv.Itoa(s.Closed)},
		{Text: strconv.Itoa(s.Open)},
		{Text: strconv.Itoa(s.Overdue)},
		{Text: strconv.Itoa(s.Count())},
		{Text: percent(s.Closed, s.Count())},
	}
}

var standingHead = []string{"Closed", "Open", "Overdue", "All", "Closing rate"}

func actionsPanel(b metrics.Board) Panel {
	p, f := panel("actions"), b.FollowUp
	if f.All.Count() == 0 {
		return Panel{}
	}
	d := chart.Rows{Layers: standingLayers(f.Types)}
	p.Table.Head = append([]string{"Type"}, standingHead...)
	for _, s := range f.Types {
		d.Names = append(d.Names, given(s.Name))
		d.Ends = append(d.Ends, strconv.Itoa(s.Count()))
		head := Cell{Text: given(s.Name)}
		if s.Name != "" {
			head.Path = register("type", s.Name)
		}
		p.Table.Rows = append(p.Table.Rows, standingCells(head, s))
	}
	p.Table.Rows = append(p.Table.Rows, standingCells(Cell{Text: "All"}, f.All))
	p.Legend = standingLegend
	p.Note = fmt.Sprintf("%s, %s closed; %s with tracking; %d open without a due date", Plural(f.All.Count(), "action item"), percent(f.All.Closed, f.All.Count()), percent(f.Tracked, f.All.Count()), f.NoDue)
	p.More = Link{"All action items", "action-items/"}
	d.Frame = frame(p, fmt.Sprintf("Bars of %s by type: closed, open and overdue. The table below has the numbers.", Plural(f.All.Count(), "action item")))
	p.Drawing = d.SVG()
	return p
}

func cohortsPanel(b metrics.Board) Panel {
	p, f := panel("cohorts"), b.FollowUp
	if f.All.Count() == 0 || len(f.Cohorts) == 0 {
		return Panel{}
	}
	p.Table.Head = append([]string{"Period"}, standingHead...)
	d := chart.Columns{Labels: periodLabels(f.Span), Layers: standingLayers(f.Cohorts)}
	for i, s := range f.Cohorts {
		d.Hints = append(d.Hints, fmt.Sprintf("%s: %d closed, %d open, %d overdue", s.Name, s.Closed, s.Open, s.Overdue))
		p.Table.Rows = append(p.Table.Rows, standingCells(periodCell(f.Span.At(i), s.Count()), s))
	}
	p.Legend = standingLegend
	p.Note = Plural(f.All.Count()-f.Outside.Count(), "action item") + " by the period of the incident" + outside(f.Outside.Count())
	d.Frame = frame(p, "Stacked columns of action items by the period of their incident: closed, open and overdue. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

func ownersPanel(b metrics.Board) Panel {
	p, f := panel("owners"), b.FollowUp
	if len(f.Owners) == 0 {
		return Panel{}
	}
	p.Table.Head = []string{"Owner", "Open", "Overdue"}
	shown := f.Owners[:min(maxRows, len(f.Owners))]
	d := chart.Rows{Layers: standingLayers(shown)[1:]}
	for _, s := range shown {
		head := Cell{Text: "nobody"}
		if s.Name != "" {
			head = Cell{Text: s.Name, Path: register("owner", s.Name)}
		}
		d.Names = append(d.Names, head.Text)
		d.Ends = append(d.Ends, fmt.Sprintf("%d overdue of %d", s.Overdue, s.Open+s.Overdue))
		p.Table.Rows = append(p.Table.Rows, []Cell{head, {Text: strconv.Itoa(s.Open + s.Overdue)}, {Text: strconv.Itoa(s.Overdue)}})
	}
	p.Legend = standingLegend[1:]
	p.Note = fmt.Sprintf("%d open, of which %d overdue", f.All.Open+f.All.Overdue, f.All.Overdue)
	if f.Longest > 0 {
		p.Note += ", the longest " + Plural(f.Longest, "day")
	}
	if n := len(f.Owners) - len(shown); n > 0 {
		p.Note += "; " + Plural(n, "more owner") + " in the register"
	}
	p.More = Link{"Overdue action items", register("state", content.Overdue)}
	d.Frame = frame(p, "Bars of open and overdue action items by owner, most overdue first. The table below has the numbers.")
	p.Drawing = d.SVG()
	return p
}

func agesPanel(b metrics.Board) Panel {
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
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: name}, {Text: strconv.Itoa(age.N)}, {Text: strconv.Itoa(age.Overdue)}})
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
