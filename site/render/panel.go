package render

import (
	"cmp"
	"maps"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// panel returns a panel as the page shows it. A panel without rows has nothing
// to show.
func (d dashboard) panel(p metrics.Panel) Panel {
	s := kinds[p.Series.Kind](d, p)
	if s.empty {
		return Panel{}
	}
	if s.facts["more"] = 0; p.Max > 0 && len(s.rows) > p.Max {
		s.facts["more"], s.rows = len(s.rows)-p.Max, s.rows[:p.Max]
	}
	if s.span.Len() > 0 {
		s.facts["first"], s.facts["last"] = s.span.At(0).String(), s.span.At(s.span.Len()-1).String()
	}
	out := Panel{
		Key: p.Key, Title: p.Name, Note: fill(p.Note, s.facts),
		Open: p.Shape == "", Table: d.table(p, s), More: d.more(p.More, s.facts),
	}
	if s.few {
		out.Few = p.Few
	}
	if draw := shapes[p.Shape]; draw != nil {
		out.Legend = s.legend(p)
		for i, r := range s.rows {
			s.rows[i].notes = d.notes(p, s, r)
		}
		frame := chart.Frame{ID: "pm-chart-" + p.Key, Title: p.Name, Desc: fill(p.Desc, s.facts)}
		out.Drawing = draw(s, p, frame)
	}
	return out
}

// notes returns what the bars of a row stand for. A bar leads where its number in the table does; there is none for 0.
func (d dashboard) notes(p metrics.Panel, s series, r row) []chart.Note {
	out := make([]chart.Note, len(r.values))
	for k, n := range r.values {
		if n == 0 {
			continue
		}
		var v value
		if k < len(s.values) {
			v = s.values[k]
		}
		f := maps.Clone(r.facts)
		f["of"] = f["n"]
		if r.each != nil {
			maps.Copy(f, r.each[k])
		}
		f["name"], f["value"] = cmp.Or(r.said, r.name), cmp.Or(v.said, v.name)
		out[k] = chart.Note{Text: hint(p, f), Link: d.page.URL(d.address(counted(p), joined(r.query, v.query, f)))}
	}
	return out
}

// hint returns the tooltip of a shape.
func hint(p metrics.Panel, f facts) string { return content.KeepUnits(fill(p.Hint, f)) }

// more returns the link to more; none if its text is empty.
func (d dashboard) more(m metrics.More, f facts) Link {
	text := fill(m.Text, f)
	switch {
	case text == "":
		return Link{}
	case len(m.Query) == 0:
		return Link{text, m.Path}
	}
	return Link{text, d.address(m.Path, m.Query)}
}
