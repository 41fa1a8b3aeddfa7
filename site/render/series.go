package render

import (
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// A series is the data of a panel: rows of facts for the table, and what its
// shape draws.
type series struct {
	facts  facts // of all rows
	values []value
	rows   []row
	below  []row // rows of the table that are not drawn
	list   []row // post mortems that the panel may list
	empty  bool  // there is nothing to show
	few    bool  // too few values are known to draw them, or to show percentiles

	span   metrics.Span // if rows or values are by period
	scale  []chart.Tick // of durations
	lines  []chart.Line
	ranges []chart.Range
	bins   []metrics.Bin
	marks  []chart.Mark
	dots   []chart.Mark
}

// A value is one of those that rows are divided into.
type value struct {
	name  string
	said  string // name in a sentence; "" if it is the same
	query []string
	look  look
}

// A look is how a value is drawn.
type look struct {
	class, glyph string
	hatched      bool
}

// A row is a row of the table, with the facts for its cells.
type row struct {
	name   string
	said   string // name in a sentence; "" if it is the same
	path   string // where the name leads; "" for nowhere
	facts  facts
	query  []string     // what its numbers have in common, as names and values
	each   []facts      // of each value
	values []float64    // to draw
	notes  []chart.Note // of each value
}

// kinds are the functions that compute each kind of series.
var kinds = map[metrics.Kind]func(dashboard, metrics.Panel) series{
	metrics.KindCounts:        dashboard.counts,
	metrics.KindDistribution:  dashboard.distribution,
	metrics.KindTrends:        dashboard.trends,
	metrics.KindSpreads:       dashboard.spreads,
	metrics.KindOutages:       dashboard.outages,
	metrics.KindAvailability:  dashboard.availability,
	metrics.KindControls:      dashboard.controls,
	metrics.KindFollowThrough: dashboard.followThrough,
	metrics.KindPublish:       dashboard.publishing,
	metrics.KindVendors:       dashboard.vendors,
	metrics.KindImpacts:       dashboard.impacts,
	metrics.KindLuck:          dashboard.luck,
}
