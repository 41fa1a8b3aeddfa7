package render

import "github.com/pmsite/pmsite/content/metrics"

// table returns the table of a panel: the rows, those below them, lines of facts,
// and post mortems.
func (d dashboard) table(p metrics.Panel, s series) Table {
	t := Table{Head: heads(p, s)}
	for _, r := range append(s.rows[:len(s.rows):len(s.rows)], s.below...) {
		t.Rows = append(t.Rows, d.cells(p, s, r))
	}
	for _, l := range p.Lines {
		r := row{name: l.Name, facts: facts{"n": s.facts[l.Count], "all": s.facts[l.Of]}, query: l.Query}
		switch text := fill(l.Text, s.facts); {
		case text != "":
			t.Rows = append(t.Rows, []Cell{{Text: l.Name}, {Text: text}})
		case l.Text == "" && !(l.SkipZero && s.facts.number(l.Count) == 0):
			t.Rows = append(t.Rows, d.cells(p, s, r))
		}
	}
	for _, r := range s.listed(p.List) {
		cells := []Cell{{Text: r.name, Path: r.path}}
		for _, text := range p.List.Texts {
			cells = append(cells, Cell{Text: fill(text, r.facts)})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func heads(p metrics.Panel, s series) []string {
	out := []string{p.Head}
	for _, c := range p.Columns {
		if !c.Each {
			out = append(out, c.Head)
			continue
		}
		for _, v := range s.values {
			out = append(out, v.name)
		}
	}
	return out
}

// listed returns the post mortems for which a list has room.
func (s series) listed(l *metrics.List) []row {
	if l == nil {
		return nil
	}
	return s.list[:min(l.Max, len(s.list))]
}

// cells returns a row of the table.
func (d dashboard) cells(p metrics.Panel, s series, r row) []Cell {
	out := []Cell{{Text: r.name, Path: r.path}}
	for _, c := range p.Columns {
		if !c.Each {
			out = append(out, d.cell(p, c, r.facts, r.query, c.Query))
			continue
		}
		for k, v := range s.values {
			var of facts
			if r.each != nil {
				of = r.each[k]
			}
			c.Count = "n"
			out = append(out, d.cell(p, c, of, r.query, v.query))
		}
	}
	return out
}

// cell returns a cell that links to what it counts, unless it counts 0. The link
// combines the queries of the row and the column.
func (d dashboard) cell(p metrics.Panel, c metrics.Column, f facts, row, column []string) Cell {
	text := c.Text
	if text == "" {
		text = "{" + c.Count + "}"
	}
	cell := Cell{Text: fill(text, f)}
	switch {
	case c.Page:
		cell.Path, _ = f["page"].(string)
	case f.number(c.Count) != 0:
		cell.Path = d.address(counted(p), joined(row, column, f))
	}
	return cell
}

// joined combines the queries of a row and a column. What the row says of a name counts.
func joined(row, column []string, f facts) []string {
	query := row[:len(row):len(row)]
	for i := 0; i < len(column); i += 2 {
		if key := fill(column[i], f); !names(row, key) {
			query = append(query, key, column[i+1])
		}
	}
	return query
}

// names reports whether pairs of names and values contain a name.
func names(pairs []string, name string) bool {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name {
			return true
		}
	}
	return false
}

// counted returns the list that shows what a panel counts.
func counted(p metrics.Panel) string {
	if p.Series.Counting.Items {
		return "action-items/"
	}
	return "postmortems/"
}
