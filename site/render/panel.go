package render

import (
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// panel returns a panel as the page shows it. A panel without rows has nothing
// to show.
func (b board) panel(p metrics.Panel) Panel {
	s := kinds[p.Series.Kind](b, p)
	if s.empty {
		return Panel{}
	}
	if s.facts["more"] = 0; p.Most > 0 && len(s.rows) > p.Most {
		s.facts["more"], s.rows = len(s.rows)-p.Most, s.rows[:p.Most]
	}
	if s.span.Len() > 0 {
		s.facts["first"], s.facts["last"] = s.span.At(0).String(), s.span.At(s.span.Len()-1).String()
	}
	out := Panel{
		Key: p.Key, Title: p.Name, Note: fill(p.Note, s.facts),
		Open: p.Shape == "", Table: b.table(p, s), More: b.more(p.More, s.facts),
	}
	if s.few {
		out.Few = p.Few
	}
	if draw := shapes[p.Shape]; draw != nil {
		out.Legend = s.legend(p)
		frame := chart.Frame{ID: "pm-chart-" + p.Key, Title: p.Name, Desc: fill(p.Desc, s.facts)}
		out.Drawing = draw(s, p, frame)
	}
	return out
}

// more returns the link to more; none if its text is empty.
func (b board) more(m metrics.More, f facts) Link {
	text := fill(m.Text, f)
	switch {
	case text == "":
		return Link{}
	case len(m.Query) == 0:
		return Link{text, m.Path}
	}
	return Link{text, b.address(m.Path, m.Query)}
}
