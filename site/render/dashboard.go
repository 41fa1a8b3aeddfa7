package render

import (
	"html/template"
	"slices"

	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// DashboardPage is /dashboard/ and /dashboard/YEAR/.
type DashboardPage struct {
	Page
	Year     string // "" for all
	Years    []Link
	Stats    metrics.Stats
	Services []metrics.Count // those with the most post mortems
	Further  int             // services not among them
	Answers  []Answer        // none on the page of a year
	Panels   []Panel
}

// PostsURL leads from the page to those of its post mortems that have a value.
func (p *DashboardPage) PostsURL(name, value string) string {
	return p.URL(board{scope: p.scope()}.posts(name, value))
}

func (p *DashboardPage) scope() Scope {
	if p.Year == "" {
		return nil
	}
	return Scope{{"in", p.Year}}
}

// SetBoard gives the page its panels and answers.
func (p *DashboardPage) SetBoard(of metrics.Board) {
	p.Panels, p.Answers = DashboardPanels(of, p.scope())
	if p.Year != "" {
		p.Answers = nil // they are of the newest days
	}
}

// DefinitionsPage is /dashboard/definitions/: what every figure means.
type DefinitionsPage struct {
	Page
	Topics  []metrics.Topic
	Figures []metrics.Definition
}

// A Panel is a chart with what stands around it, or a table alone.
type Panel struct {
	Key     string // of its topic, and of its anchor on the page
	Title   string
	Note    string // what it rests on: how many, and how many are unknown
	Legend  []LegendEntry
	Drawing template.HTML // "" where there is nothing to draw
	Few     string        // why there is no drawing
	Table   Table
	Open    bool // the table is shown, not folded away
	More    Link // where to go on; Title "" for nowhere
}

// A LegendEntry names a colour. The glyph stands beside it where there is one,
// so that colour never stands alone.
type LegendEntry struct {
	Name, Class, Glyph string
	Hatched            bool
}

// A Table holds the numbers of a chart. The first cell of a row is its head.
type Table struct {
	Head []string
	Rows [][]Cell
}

// A Cell is a text, and where it leads on the site.
type Cell struct {
	Text, Path string
}

// DashboardPanels returns the panels of a dashboard, and its answers.
func DashboardPanels(of metrics.Board, scope Scope) ([]Panel, []Answer) {
	b := board{of, scope}
	panels := b.panels(metrics.Panels())
	return panels, answers(b, panels)
}

// termPanels are the keys of the panels on the page of a term; "" for those of
// taxonomies without panels of their own.
var termPanels = map[string][]string{
	"":           {"severity", "durations", "actions"},
	"services":   {"severity", "durations", "actions", "availability", "trend", "detection", "owners", "controls"},
	"severities": {"detection", "durations", "actions"},
	"vendors":    {"severity", "durations", "actions", "vendors"},
}

// TermPanels returns the panels of the page of one service, tag, severity or
// vendor, and its answers.
func TermPanels(taxonomy string, of metrics.Board, scope Scope) ([]Panel, []Answer) {
	keys, own := termPanels[taxonomy]
	if !own {
		keys = termPanels[""]
	}
	all := metrics.Panels()
	list := make([]metrics.Panel, len(keys))
	for i, key := range keys {
		list[i] = all[slices.IndexFunc(all, func(p metrics.Panel) bool { return p.Key == key })]
	}
	b := board{of, scope}
	panels := b.panels(list)
	return panels, answers(b, panels)
}

// panels leaves out those that say nothing.
func (b board) panels(list []metrics.Panel) (out []Panel) {
	for _, p := range list {
		if shown := b.panel(p); len(shown.Table.Rows) > 0 {
			out = append(out, shown)
		}
	}
	return out
}

// Spark returns the panel of the number of post mortems by period; it has no rows
// when there are none.
func Spark(of metrics.Counts) Panel {
	p := Panel{Key: "severity", Title: "Post mortems", Table: Table{Head: []string{"Period", "Post mortems"}}}
	d, total := chart.Spark{Class: "tone-1"}, 0
	for i, r := range of.Rows {
		n := r.Sum()
		total += n
		d.Values, d.Hints = append(d.Values, float64(n)), append(d.Hints, r.Name+": "+Plural(n, "post mortem"))
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: r.Name}, number(n, board{}.posts("in", in(of.Span.At(i))))})
	}
	if total == 0 {
		return Panel{}
	}
	d.Frame = chart.Frame{
		ID: "pm-spark", Title: "Post mortems by quarter",
		Desc: Plural(total, "post mortem") + " from " + of.Rows[0].Name + " to " + of.Rows[len(of.Rows)-1].Name + ".",
	}
	p.Note = d.Desc
	p.Drawing = d.SVG()
	return p
}
