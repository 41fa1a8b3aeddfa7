package metrics

// A Panel is a chart of the dashboards, or a table alone, as data: what it counts,
// the shape in which that is drawn, and what it says. The pages and the script that
// redraws them read the same panels, so that one of a known series and shape is
// made by a definition here and a line in [Panels].
//
// Its texts hold facts of the series in braces: {n} is a number or words,
// {n|action item} a number with its noun, {closed/n} a share. What stands in
// brackets is left out when its first fact is 0 or empty.
type Panel struct {
	Topic
	Series  Source   `json:"series"`
	Shape   Shape    `json:"shape,omitempty"`   // "" for a table alone, which is not folded away
	Note    string   `json:"note"`              // above the chart
	Desc    string   `json:"desc,omitempty"`    // of the drawing, for those who cannot see it
	Few     string   `json:"few,omitempty"`     // said above the chart when too few values are known
	Hint    string   `json:"hint,omitempty"`    // of a column that is pointed at
	End     string   `json:"end,omitempty"`     // at the right of the name of a row
	Head    string   `json:"head"`              // of the table's first column
	Columns []Column `json:"columns"`           // of the table
	Unnamed string   `json:"unnamed,omitempty"` // a row without a value; "" for "not given"
	Most    int      `json:"most,omitempty"`    // rows; 0 for all
	Total   bool     `json:"total,omitempty"`   // a row for all
	Shares  bool     `json:"shares,omitempty"`
	Lines   []Line   `json:"lines,omitempty"` // of the table, below its rows
	List    *List    `json:"list,omitempty"`  // of post mortems, below the lines
	More    More     `json:"more"`            // where to go on
}

// A Shape is a way to draw a series.
type Shape string

// The shapes. A panel without one is a table.
const (
	InColumns   Shape = "columns"   // counts, parted, side by side
	InRows      Shape = "rows"      // counts, parted, one below the other
	InHistogram Shape = "histogram" // a distribution
	InLines     Shape = "lines"     // trends
	InRanges    Shape = "ranges"    // spreads
	InHeat      Shape = "heat"      // times by row and period
)

// A Source is a series as data.
type Source struct {
	Kind     Kind     `json:"kind"`
	Counting Counting `json:"counting,omitzero"` // of counts
	Figures  []string `json:"figures,omitempty"` // keys of the figures of a distribution and of trends
}

// A Kind is a way to get a series.
type Kind string

// The kinds of series.
const (
	OfCounts       Kind = "counts"
	OfDistribution Kind = "distribution" // of a figure, in bins
	OfTrends       Kind = "trends"       // of figures, by period
	OfSpreads      Kind = "spreads"      // of every figure
	OfOutages      Kind = "outages"      // time by service and month
	OfAvailability Kind = "availability" // of services; the script does not compute it
	OfControls     Kind = "controls"     // that failed more than once
	OfVendors      Kind = "vendors"
	OfLuck         Kind = "luck"
)

// A Column is one of the table, or with Each one for every value.
type Column struct {
	Head  string   `json:"head,omitempty"`
	Each  bool     `json:"each,omitempty"`
	Count string   `json:"count,omitempty"` // the fact that a cell counts: the cell leads to as many, unless it is 0
	Text  string   `json:"text,omitempty"`  // of a cell; "" for the count
	Query []string `json:"query,omitempty"` // names and values that a cell asks for beside those of its row
	Page  bool     `json:"page,omitempty"`  // a cell leads to a post mortem, its row's
}

// A Line is a row of its own, of facts that are no row's.
type Line struct {
	Name  string   `json:"name"`
	Count string   `json:"count,omitempty"` // the fact that stands for {n}
	Of    string   `json:"of,omitempty"`    // and the one that stands for {all}
	Text  string   `json:"text,omitempty"`  // of the only cell; an empty one leaves out the line
	Some  bool     `json:"some,omitempty"`  // leave out the line when it counts none
	Query []string `json:"query,omitempty"`
}

// A List names post mortems, each with a cell for each text: of a distribution the
// longest, of counts the reviews that are late, of luck those where nothing hedges
// it.
type List struct {
	Key   string   `json:"key,omitempty"`   // of the drawing that has a dot for each; "" for none
	Title string   `json:"title,omitempty"` // of that
	Desc  string   `json:"desc,omitempty"`
	Most  int      `json:"most"`
	Texts []string `json:"texts"`
}

// More is where to go on from a panel; without a text, nowhere. It asks for action
// items or, with Posts, for post mortems that have what is named.
type More struct {
	Text  string   `json:"text,omitempty"`
	Path  string   `json:"path,omitempty"`
	Query []string `json:"query,omitempty"`
}

// maxRows is how many rows a panel lists before it sends the reader on.
const maxRows = 6

const (
	outside = "[; {outside} more on other dates, or without one]"
	numbers = " The table below has the numbers."
)

// Panels returns the panels of a dashboard, in page order.
func Panels() []Panel {
	return []Panel{
		severityPanel, durationPanel, trendPanel, timesPanel, detectionPanel, outagesPanel, availabilityPanel, impactPanel,
		actionsPanel, statesPanel, cohortsPanel, ownersPanel, agesPanel,
		controlsPanel, vendorsPanel, luckPanel, pipelinePanel,
	}
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
