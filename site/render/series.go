package render

import (
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// A series is what a panel shows: rows of facts, and what its shape draws.
type series struct {
	facts  facts // of all rows
	values []value
	rows   []row
	below  []row // rows of the table that are not drawn
	list   []row // post mortems that the panel may name
	empty  bool  // there is nothing to show
	few    bool  // too few values are known to draw them, or to say where the median lies

	span   metrics.Span // of rows or values by period
	scale  []chart.Tick // of durations
	lines  []chart.Line
	ranges []chart.Range
	bins   []metrics.Bin
	marks  []chart.Mark
	dots   []chart.Mark
}

// A value is one of those that rows are parted into.
type value struct {
	name  string
	query []string
	look  look
}

// A look is how a value is drawn.
type look struct {
	class, glyph string
	hatched      bool
}

// A row is one of the table, with facts that its cells say.
type row struct {
	name   string
	path   string // where the name leads; "" for nowhere
	facts  facts
	query  []string  // what its numbers have in common
	each   []facts   // of each value
	values []float64 // that are drawn
}

// kinds are the ways to get a series.
var kinds = map[metrics.Kind]func(board, metrics.Panel) series{
	metrics.OfCounts:       board.counts,
	metrics.OfDistribution: board.distribution,
	metrics.OfTrends:       board.trends,
	metrics.OfSpreads:      board.spreads,
	metrics.OfOutages:      board.outages,
	metrics.OfAvailability: board.availability,
	metrics.OfControls:     board.controls,
	metrics.OfVendors:      board.vendors,
	metrics.OfLuck:         board.luck,
}

// panel is a panel as the page shows it; without rows it has nothing to say.
func (b board) panel(p metrics.Panel) Panel {
	s := kinds[p.Series.Kind](b, p)
	if s.empty {
		return Panel{}
	}
	s.facts["more"] = 0
	if p.Most > 0 && len(s.rows) > p.Most {
		s.facts["more"] = len(s.rows) - p.Most
		s.rows = s.rows[:p.Most]
	}
	if s.span.Len() > 0 {
		s.facts["first"], s.facts["last"] = s.span.At(0).String(), s.span.At(s.span.Len()-1).String()
	}
	out := Panel{Key: p.Key, Title: p.Name, Note: fill(p.Note, s.facts), Open: p.Shape == "", Table: b.table(p, s)}
	if s.few {
		out.Few = p.Few
	}
	if more := fill(p.More.Text, s.facts); more != "" {
		out.More = Link{more, p.More.Path}
		if len(p.More.Query) > 0 {
			out.More.Path = b.asking(p.More.Path, p.More.Query)
		}
	}
	if draw := shapes[p.Shape]; draw != nil {
		out.Legend = s.legend(p)
		frame := chart.Frame{ID: "pm-chart-" + p.Key, Title: p.Name, Desc: fill(p.Desc, s.facts)}
		out.Drawing = draw(s, p, frame)
	}
	return out
}

// table has the rows, those below them, lines of facts, and post mortems.
func (b board) table(p metrics.Panel, s series) Table {
	t := Table{Head: []string{p.Head}}
	for _, c := range p.Columns {
		if !c.Each {
			t.Head = append(t.Head, c.Head)
			continue
		}
		for _, v := range s.values {
			t.Head = append(t.Head, v.name)
		}
	}
	for _, r := range append(s.rows[:len(s.rows):len(s.rows)], s.below...) {
		t.Rows = append(t.Rows, b.cells(p, s, r))
	}
	for _, l := range p.Lines {
		r := row{name: l.Name, facts: facts{"n": s.facts[l.Count], "all": s.facts[l.Of]}, query: l.Query}
		switch text := fill(l.Text, s.facts); {
		case text != "":
			t.Rows = append(t.Rows, []Cell{{Text: l.Name}, {Text: text}})
		case l.Text == "" && !(l.Some && s.facts.number(l.Count) == 0):
			t.Rows = append(t.Rows, b.cells(p, s, r))
		}
	}
	if p.List != nil {
		for _, r := range s.list[:min(p.List.Most, len(s.list))] {
			cells := []Cell{{Text: r.name, Path: r.path}}
			for _, text := range p.List.Texts {
				cells = append(cells, Cell{Text: fill(text, r.facts)})
			}
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

// cells is a row of the table.
func (b board) cells(p metrics.Panel, s series, r row) []Cell {
	out := []Cell{{Text: r.name, Path: r.path}}
	for _, c := range p.Columns {
		if !c.Each {
			out = append(out, b.cell(p, c, r.facts, r.query, c.Query))
			continue
		}
		for k, v := range s.values {
			var of facts
			if r.each != nil {
				of = r.each[k]
			}
			c.Count = "n"
			out = append(out, b.cell(p, c, of, r.query, v.query))
		}
	}
	return out
}

// cell leads to what it counts, if that is not nothing: what the row and the column
// have in common.
func (b board) cell(p metrics.Panel, c metrics.Column, f facts, row, column []string) Cell {
	text := c.Text
	if text == "" {
		text = "{" + c.Count + "}"
	}
	cell := Cell{Text: fill(text, f)}
	switch {
	case c.Page:
		cell.Path, _ = f["page"].(string)
	case f.number(c.Count) != 0:
		query := row[:len(row):len(row)]
		for i := 0; i < len(column); i += 2 {
			if key := fill(column[i], f); !names(row, key) {
				query = append(query, key, column[i+1])
			}
		}
		cell.Path = b.asking(listed(p), query)
	}
	return cell
}

// names reports whether names and values have a name.
func names(pairs []string, name string) bool {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name {
			return true
		}
	}
	return false
}

// listed is the list of what a panel counts.
func listed(p metrics.Panel) string {
	if p.Series.Counting.Items {
		return "action-items/"
	}
	return "postmortems/"
}
