package render

import (
	"html/template"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// DashboardPage is /dashboard/ and /dashboard/YEAR/.
type DashboardPage struct {
	Page
	Year         string // "" for all years
	Years        []Link
	Stats        metrics.Stats
	Services     []metrics.Count // the services with the most post mortems
	MoreServices int             // number of services not in Services
	Recencies    []metrics.Recency
	Answers      []Answer // empty on the page of a year
	Panels       []Panel
}

// PostsURL returns the link to those of the page's post mortems that have a
// value.
func (p *DashboardPage) PostsURL(name, value string) string {
	return p.URL(dashboard{scope: p.scope()}.posts(name, value))
}

func (p *DashboardPage) scope() Scope {
	if p.Year == "" {
		return nil
	}
	return Scope{{"in", p.Year}}
}

// SetFigures fills in the panels and answers.
func (p *DashboardPage) SetFigures(of metrics.Dashboard) {
	p.Panels, p.Answers = DashboardPanels(&p.Page, of, p.scope())
	if p.Year != "" {
		p.Answers = nil // they are about the most recent days
	}
}

// Groups returns the panels by what a reader wants to know. A group without panels is left out.
func (p *DashboardPage) Groups() (out []PanelGroup) {
	for _, group := range metrics.Groups() {
		shown := PanelGroup{Key: group.Key, Title: group.Title}
		for _, of := range group.Panels {
			i := slices.IndexFunc(p.Panels, func(panel Panel) bool { return panel.Key == of.Key })
			if i >= 0 {
				shown.Panels = append(shown.Panels, p.Panels[i])
			}
		}
		if shown.Panels != nil {
			out = append(out, shown)
		}
	}
	return out
}

// A PanelGroup is a part of a dashboard with a heading of its own.
type PanelGroup struct {
	Key    string // its anchor on the page is group-Key
	Title  string
	Panels []Panel
}

// DefinitionsPage is /dashboard/definitions/: what every figure means.
type DefinitionsPage struct {
	Page
	Answers []metrics.Answer
	Topics  []metrics.Topic
	Figures []metrics.Definition

	Lessons []content.LessonKind // besides those of the template

	Factors       []Meaning // contributing factors, in the vocabulary's order
	FactorSources []string  // where the built-in ones come from; none if the site has its own
	Window        string    // the most time between two post mortems that are compared, such as "180 days"
}

// A Panel is a chart with its texts and table, or a table alone.
type Panel struct {
	Key     string // of its topic, also its anchor on the page
	Title   string
	Note    string // how many values are known, and how many unknown
	Legend  []LegendEntry
	Drawing template.HTML // "" if there is nothing to draw
	Few     string        // why there is no drawing, if there is none
	Table   Table
	Open    bool // the table is not collapsed
	More    Link // link to more; none if its Title is ""
}

// A LegendEntry names a colour. The glyph, if any, is shown beside it, so that
// nothing depends on colour alone.
type LegendEntry struct {
	Name, Class, Glyph string
	Hatched            bool
}

// A Table holds the numbers of a chart. The first cell of a row is its header.
type Table struct {
	Head []string
	Rows [][]Cell
}

// A Cell is a text with an optional link to a path on the site.
type Cell struct {
	Text, Path string
	After      string // follows the link
}

// DashboardPanels returns the panels of a dashboard on a page, and its answers.
func DashboardPanels(page *Page, of metrics.Dashboard, scope Scope) ([]Panel, []Answer) {
	b := dashboard{of, scope, page}
	panels := b.panels(metrics.Panels())
	return panels, answers(b, panels, "")
}

// termPanels are the keys of the panels on the page of a term, by taxonomy. The
// key "" is for taxonomies without panels of their own.
var termPanels = map[string][]string{
	"":           {"severity", "durations", "actions"},
	"services":   {"severity", "durations", "actions", "availability", "trend", "detection", "owners", "controls"},
	"severities": {"detection", "caught", "margins", "durations", "actions"},
	"vendors":    {"severity", "durations", "actions", "vendors"},
}

// saidAbove are the answer and the note of a panel that a page does not repeat in its figures, by taxonomy: that of a
// service begins with its open action items and their numbers.
var saidAbove = map[string]struct{ answer, note string }{"services": {"decide", "owners"}}

// TermPanels returns the panels of the page of one service, tag, severity or
// vendor, and its answers.
func TermPanels(page *Page, taxonomy string, of metrics.Dashboard, scope Scope) ([]Panel, []Answer) {
	keys, own := termPanels[taxonomy]
	if !own {
		keys = termPanels[""]
	}
	all := metrics.Panels()
	list := make([]metrics.Panel, len(keys))
	for i, key := range keys {
		list[i] = all[slices.IndexFunc(all, func(p metrics.Panel) bool { return p.Key == key })]
	}
	b, said := dashboard{of, scope, page}, saidAbove[taxonomy]
	panels := b.panels(list)
	for i := range panels {
		if panels[i].Key == said.note {
			panels[i].Note = ""
		}
	}
	return panels, answers(b, panels, said.answer)
}

// panels returns the panels of a list that have something to show.
func (d dashboard) panels(list []metrics.Panel) (out []Panel) {
	for _, p := range list {
		if shown := d.panel(p); len(shown.Table.Rows) > 0 {
			out = append(out, shown)
		}
	}
	return out
}

// Spark returns the panel of the number of post mortems by period on a page. Its
// table is empty if there are none. It has no drawing if the numbers are too small
// to show a trend.
func Spark(page *Page, of metrics.Counts) Panel {
	p := Panel{Key: "severity", Title: "Post mortems", Table: Table{Head: []string{"Period", "Post mortems"}}}
	d, total, most := chart.Spark{Class: "tone-1"}, 0, 0
	for i, r := range of.Rows {
		n, path := r.Sum(), dashboard{}.posts("in", in(of.Span.At(i)))
		total, most = total+n, max(most, n)
		d.Values = append(d.Values, float64(n))
		d.Notes = append(d.Notes, chart.Note{Text: r.Name + ": " + Plural(n, "post mortem"), Link: page.URL(path)})
		p.Table.Rows = append(p.Table.Rows, []Cell{{Text: r.Name}, number(n, path)})
	}
	if total == 0 {
		return Panel{}
	}
	d.Frame = chart.Frame{
		ID: "pm-spark", Title: "Post mortems by quarter",
		Desc: Plural(total, "post mortem") + " from " + of.Rows[0].Name + " to " + of.Rows[len(of.Rows)-1].Name + ".",
	}
	p.Note = d.Desc
	if most > metrics.FewCounts {
		p.Drawing = d.SVG()
	} else {
		p.Few = "Too few a quarter to show a trend."
	}
	return p
}
