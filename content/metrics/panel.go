package metrics

// A Panel is a chart with a table, or only a table, on the dashboards, as data: what it
// counts, the shape in which to draw that, and its texts. The pages and the script that
// redraws them use the same panels, so a new panel of a known series and shape needs only
// a definition here and a line in [Groups].
//
// Texts contain facts of the series in braces: {n} is a number or a text,
// {n|action item} a number with its noun, {closed/n} a share. Text in brackets is left
// out if its first fact is 0 or empty.
type Panel struct {
	Topic
	Series  Source   `json:"series"`
	Shape   Shape    `json:"shape,omitempty"`   // "" for only a table, which is not collapsed
	Note    string   `json:"note"`              // above the chart
	Desc    string   `json:"desc,omitempty"`    // of the drawing, for people who cannot see it
	Few     string   `json:"few,omitempty"`     // above the chart if too few values are known
	Hint    string   `json:"hint,omitempty"`    // tooltip of a mark in the chart; of a bar, with the facts name, value, n, and of, the sum of the row
	End     string   `json:"end,omitempty"`     // to the right of the name of a row
	Head    string   `json:"head"`              // heading of the table's first column
	Columns []Column `json:"columns"`           // further columns of the table
	Unnamed string   `json:"unnamed,omitempty"` // name of the row without a value; "" for "not given"
	Max     int      `json:"max,omitempty"`     // maximum number of rows; 0 for all
	Total   bool     `json:"total,omitempty"`   // add a row with the totals
	Shares  bool     `json:"shares,omitempty"`  // add a row with the shares of the total
	Lines   []Line   `json:"lines,omitempty"`   // below the rows of the table
	List    *List    `json:"list,omitempty"`    // of post mortems, below the lines
	More    More     `json:"more"`              // link to more
}

// A Shape is a way to draw a series.
type Shape string

// The shapes. A panel without one is a table.
const (
	ShapeColumns   Shape = "columns"   // stacked columns of counts
	ShapeRows      Shape = "rows"      // stacked bars of counts
	ShapeHistogram Shape = "histogram" // a distribution
	ShapeLines     Shape = "lines"     // trends
	ShapeRanges    Shape = "ranges"    // spreads
	ShapeShares    Shape = "shares"    // shares by period
	ShapeHeat      Shape = "heat"      // times by row and period
)

// A Source is a series as data.
type Source struct {
	Kind     Kind     `json:"kind"`
	Counting Counting `json:"counting,omitzero"` // set only for counts
	Figures  []string `json:"figures,omitempty"` // keys of the figures; set only for a distribution, trends and spreads
}

// A Kind is a kind of series.
type Kind string

// The kinds of series.
const (
	KindCounts        Kind = "counts"
	KindDistribution  Kind = "distribution"  // of a figure, in bins
	KindTrends        Kind = "trends"        // of figures, by period
	KindSpreads       Kind = "spreads"       // of figures
	KindOutages       Kind = "outages"       // time by service and month
	KindAvailability  Kind = "availability"  // of services; the script does not compute it
	KindControls      Kind = "controls"      // controls that failed more than once
	KindFollowThrough Kind = "followthrough" // how soon action items are done
	KindPublish       Kind = "publish"       // how soon post mortems are completed
	KindVendors       Kind = "vendors"
	KindImpacts       Kind = "impacts" // how long incidents of each impact lasted
	KindLuck          Kind = "luck"
)

// A Column is a column of the table.
type Column struct {
	Head  string   `json:"head,omitempty"`
	Each  bool     `json:"each,omitempty"`  // repeat the column for every value
	Count string   `json:"count,omitempty"` // the fact that cells count; unless it is 0, a cell links to the list of what it counts
	Text  string   `json:"text,omitempty"`  // of a cell; "" for the count
	Query []string `json:"query,omitempty"` // names and values to add to the query of the row
	Page  bool     `json:"page,omitempty"`  // cells link to the post mortem of their row
}

// A Line is an additional row of the table, with facts of the whole series.
type Line struct {
	Name     string   `json:"name"`
	Count    string   `json:"count,omitempty"`     // the fact that {n} stands for
	Of       string   `json:"of,omitempty"`        // the fact that {all} stands for
	Text     string   `json:"text,omitempty"`      // of the only cell; if it is empty, the line is left out
	SkipZero bool     `json:"skip_zero,omitempty"` // leave out the line if its count is 0
	Query    []string `json:"query,omitempty"`
}

// A List lists post mortems, each with one cell per text: for a distribution the longest,
// for counts the late reviews, for luck those with luck that is not hedged, or not yet.
type List struct {
	Key   string   `json:"key,omitempty"`   // key of a drawing with a dot for each post mortem; "" for none
	Title string   `json:"title,omitempty"` // title of the drawing
	Desc  string   `json:"desc,omitempty"`  // description of the drawing
	Max   int      `json:"max"`             // maximum number of post mortems
	Texts []string `json:"texts"`
}

// More is a link from a panel to the list at Path, filtered by Query. Without a text, there
// is no link.
type More struct {
	Text  string   `json:"text,omitempty"`
	Path  string   `json:"path,omitempty"`
	Query []string `json:"query,omitempty"`
}

// maxRows is the maximum number of rows of a panel that links to the full list.
const maxRows = 6

const (
	outside = "[; {outside} more on other dates or without one]"
	scarce  = "[; at most {scarce} a period, which is too few to show a trend]"
	numbers = " The table below has the numbers."
)

// A Group is a part of a dashboard with a heading of its own.
type Group struct {
	Key    string // its anchor on the page
	Title  string
	Panels []Panel
}

// Groups returns the panels of a dashboard in page order, by what a reader wants to know.
func Groups() []Group {
	return []Group{
		{"often", "Severity and how often", []Panel{severityPanel, impactPanel}},
		{"long", "How long", []Panel{durationPanel, trendPanel, timesPanel, outagesPanel, availabilityPanel, impactsPanel}},
		{"actions", "Action items", []Panel{actionsPanel, statesPanel, followThroughPanel, ownersPanel, agesPanel}},
		{"noticed", "Who noticed", []Panel{detectionPanel, caughtPanel, marginsPanel}},
		{"rest", "Factors, controls, vendors and reviews", []Panel{factorsPanel, controlsPanel, luckPanel, vendorsPanel, pipelinePanel, publishPanel}},
	}
}

// Panels returns the panels of all groups.
func Panels() (out []Panel) {
	for _, group := range Groups() {
		out = append(out, group.Panels...)
	}
	return out
}

// Topics returns what each panel counts, in page order.
func Topics() []Topic {
	panels := Panels()
	out := make([]Topic, len(panels))
	for i, p := range panels {
		out[i] = p.Topic
	}
	return out
}
