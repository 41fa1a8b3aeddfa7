package render

import (
	"html/template"

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

// DashboardPanels gives the panels of a dashboard, and its answers.
func DashboardPanels(of metrics.Board, scope Scope) ([]Panel, []Answer) {
	b := board{of, scope}
	panels := kept([]Panel{
		severityPanel(b), durationPanel(b), trendPanel(b), timesPanel(b), detectionPanel(b), outagesPanel(b), availabilityPanel(b), impactPanel(b),
		actionsPanel(b), statesPanel(b), cohortsPanel(b), ownersPanel(b), agesPanel(b), controlsPanel(b), vendorsPanel(b), luckPanel(b), pipelinePanel(b),
	})
	return panels, answers(b, panels)
}

// TermPanels gives the panels of the page of one service, tag, severity or
// vendor, and its answers.
func TermPanels(taxonomy string, of metrics.Board, scope Scope) ([]Panel, []Answer) {
	b := board{of, scope}
	panels := []Panel{severityPanel(b), durationPanel(b), actionsPanel(b)}
	switch taxonomy {
	case "services":
		panels = append(panels, availabilityPanel(b), trendPanel(b), detectionPanel(b), ownersPanel(b), controlsPanel(b))
	case "severities":
		panels[0] = detectionPanel(b)
	case "vendors":
		panels = append(panels, vendorsPanel(b))
	}
	panels = kept(panels)
	return panels, answers(b, panels)
}

// kept leaves out panels that say nothing.
func kept(panels []Panel) (out []Panel) {
	for _, p := range panels {
		if len(p.Table.Rows) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// titles are the names of the topics by key.
var titles = func() map[string]string {
	out := map[string]string{}
	for _, topic := range metrics.Topics() {
		out[topic.Key] = topic.Name
	}
	return out
}()

func panel(key string) Panel { return Panel{Key: key, Title: titles[key]} }

// Spark gives the panel of the number of post mortems by period; it has no rows
// when there are none.
func Spark(s metrics.Series) Panel {
	p := Panel{Key: "severity", Title: "Post mortems", Table: Table{Head: []string{"Period", "Post mortems"}}}
	d := chart.Spark{Class: "tone-1", Values: make([]float64, s.Span.Len()), Hints: make([]string, s.Span.Len())}
	total := 0
	for i := range d.Values {
		n := s.Total(i)
		total += n
		d.Values[i], d.Hints[i] = float64(n), s.Span.At(i).String()+": "+Plural(n, "post mortem")
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: s.Span.At(i).String()}, number(n, board{}.posts("in", in(s.Span.At(i))))})
	}
	if total == 0 {
		return Panel{}
	}
	d.Frame = chart.Frame{
		ID: "pm-spark", Title: "Post mortems by quarter",
		Desc: Plural(total, "post mortem") + " from " + s.Span.At(0).String() + " to " + s.Span.At(s.Span.Len()-1).String() + ".",
	}
	p.Note = d.Desc
	p.Drawing = d.SVG()
	return p
}
