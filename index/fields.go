package index

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Field is a text of the search documents, and the name of the search field.
type Field string

// The text fields. Title, Labels, IDs and Body are what a word without a field
// is looked for in; the others are parts of Body.
const (
	Title    Field = "title"
	Labels   Field = "labels" // services, vendor, tags and the words of the file's name
	IDs      Field = "ids"    // of the post mortem, its incidents, changes, vendor cases and tracking
	Body     Field = "body"   // everything readable on the page but the above
	Summary  Field = "summary"
	Causes   Field = "causes"   // root causes, failed controls, triggering condition, resolution
	Timeline Field = "timeline" // what the rows say, without the names of events
	Lessons  Field = "lessons"
	Actions  Field = "actions" // action items and their owners
	Other    Field = "other"   // sections of the author's own
)

// A Weight says how much a match in a field counts.
type Weight struct {
	Field Field
	Boost float64
}

// DefaultFields are those in which a word without a field is looked for.
var DefaultFields = []Weight{{Title, 1.5}, {Labels, 1}, {IDs, 2}, {Body, 2}}

// BodyFields are the parts of [Body], in the order in which it holds them.
var BodyFields = []Field{Summary, Causes, Timeline, Lessons, Actions, Other}

// A Facet is a property with few values by which post mortems are filtered.
type Facet struct {
	Name  string // of the search field
	Title string
	Of    func(*content.PostMortem) []string
}

// Facets are all facets, in the order in which they are shown.
var Facets = []Facet{
	{"severity", "Severity", func(pm *content.PostMortem) []string { return some(pm.Severity) }},
	{"impact", "Impact", func(pm *content.PostMortem) []string { return pm.Impacts }},
	{"detection", "Detection", func(pm *content.PostMortem) []string { return some(pm.Detection) }},
	{"status", "Status", func(pm *content.PostMortem) []string { return some(pm.Status) }},
	{"service", "Service", func(pm *content.PostMortem) []string { return pm.Services }},
	{"vendor", "Vendor", func(pm *content.PostMortem) []string { return some(pm.Vendor) }},
	{"tag", "Tag", func(pm *content.PostMortem) []string { return pm.Tags }},
	{"action_type", "Action type", actionTypes},
	{"year", "Year", func(pm *content.PostMortem) []string {
		if pm.Date.IsZero() {
			return nil
		}
		return []string{strconv.Itoa(pm.Date.Year)}
	}},
}

func some(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func actionTypes(pm *content.PostMortem) (out []string) {
	for _, item := range pm.ActionItems {
		if item.Type != "" {
			out = appendNew(out, item.Type)
		}
	}
	return out
}

func appendNew(list []string, value string) []string {
	for _, known := range list {
		if known == value {
			return list
		}
	}
	return append(list, value)
}

// A Number is a figure by which post mortems are ranged over, in minutes.
type Number struct {
	Name   string // of the search field
	Title  string
	Figure string // its key among [metrics.Definitions]
}

// Numbers are all numbers but the date.
var Numbers = []Number{
	{"duration", "Duration", "duration"},
	{"detect", "Time to detect", "time_to_detect"},
	{"resolve", "Time to resolve", "time_to_restore"},
}

// FacetKey gives what values of a facet are compared by: case, white space,
// hyphens and underscores do not count.
func FacetKey(value string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, Fold(value))
}

// Day gives the number by which dates are ranged over: days since 1970.
func Day(d content.Date) float64 { return float64(d.Time().Unix() / 86400) }

// minutes gives the figures of [Numbers]; those not known are not there.
func minutes(pm *content.PostMortem) map[string]float64 {
	figures := metrics.Of(pm)
	out := map[string]float64{}
	for _, n := range Numbers {
		if f := figures.Get(n.Figure); f.Known {
			out[n.Name] = f.Value.Minutes()
		}
	}
	return out
}
