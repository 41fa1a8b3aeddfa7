package index

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Field is the name of a text field in search documents and in the index.
type Field string

// The text fields. A word without a field is searched for in Title, Labels, IDs and Body; the
// others are parts of Body.
const (
	Title    Field = "title"
	Labels   Field = "labels" // services, vendor, tags and the words of the file's name
	IDs      Field = "ids"    // ids of the post mortem, its incidents, changes, vendor cases and tracking
	Body     Field = "body"   // all other text on the page
	Summary  Field = "summary"
	Causes   Field = "causes"   // root causes, failed controls, triggering condition, resolution
	Timeline Field = "timeline" // notes of the rows, without the names of events
	Lessons  Field = "lessons"
	Actions  Field = "actions" // action items and their owners
	Other    Field = "other"   // sections of the author's own
)

// A Weight is the weight of matches in a field.
type Weight struct {
	Field Field
	Boost float64
}

// DefaultFields are the fields in which a word without a field is searched for.
var DefaultFields = []Weight{{Title, 1.5}, {Labels, 1}, {IDs, 2}, {Body, 2}}

// BodyFields are the parts of [Body], in their order there.
var BodyFields = []Field{Summary, Causes, Timeline, Lessons, Actions, Other}

// A Facet is a property with few values that queries can filter by.
type Facet struct {
	Name   string // name of the search field
	Title  string
	Values func(*content.PostMortem) []string

	vocabulary func(*content.Vocabularies) *content.Vocabulary // nil if the values are free
}

// synonyms returns the values of the facet by the [FacetKey] of the other words for them: synonyms
// of the vocabulary, and former names.
func (f Facet) synonyms(o content.Options) map[string]string {
	out := map[string]string{}
	former := map[string]map[string]string{"service": o.Renames.Services, "tag": o.Renames.Tags, "vendor": o.Renames.Vendors}
	for old, today := range former[f.Name] {
		out[FacetKey(old)] = today
	}
	if f.vocabulary != nil {
		for word, value := range f.vocabulary(o.WithDefaults().Vocabularies).Synonyms() {
			out[FacetKey(word)] = value
		}
	}
	return out
}

// order returns a function that sorts values of the facet: as in the vocabulary, years from the last on. It is nil for
// facets whose most frequent values come first.
func (f Facet) order(o content.Options) func(a, b string) int {
	switch {
	case f.vocabulary != nil:
		values := f.vocabulary(o.WithDefaults().Vocabularies).Values
		rank := func(value string) int { return (slices.Index(values, value) + len(values) + 1) % (len(values) + 1) }
		return func(a, b string) int { return cmp.Or(rank(a)-rank(b), cmp.Compare(a, b)) }
	case f.Name == year:
		return func(a, b string) int { return cmp.Compare(b, a) }
	}
	return nil
}

// year is the name of a facet.
const year = "year"

// keys are those of the front matter, facets first in the order in which they are shown.
var keys = content.KeysFrom("severity", "impact", "detection", "status", "service", "vendor", "factors", "tags")

// Facets are all facets, in the order in which they are shown: those of the front matter, then
// those that are computed.
var Facets = append(keyFacets(),
	Facet{"action_type", "Action type", actionTypes, func(v *content.Vocabularies) *content.Vocabulary { return v.ActionType }},
	Facet{"kind", "Kind of lesson", lessonKinds, nil},
	Facet{year, "Year", func(pm *content.PostMortem) []string {
		if pm.Date.IsZero() {
			return nil
		}
		return []string{strconv.Itoa(pm.Date.Year)}
	}, nil},
)

func keyFacets() (out []Facet) {
	for _, key := range keys {
		if name := key.Facet; name != "" {
			title := strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
			out = append(out, Facet{name, title, key.Values, key.Vocabulary})
		}
	}
	return out
}

func actionTypes(pm *content.PostMortem) (out []string) {
	for _, item := range pm.ActionItems {
		if item.Type != "" {
			out = appendNew(out, item.Type)
		}
	}
	return out
}

func lessonKinds(pm *content.PostMortem) (out []string) {
	for _, list := range pm.Lessons() {
		out = append(out, list.Kind)
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

// A Number is a figure in minutes that queries can select ranges of.
type Number struct {
	Name   string // name of the search field
	Title  string
	Figure string // its key among [metrics.Definitions]
}

// Numbers lists all numbers except the date.
var Numbers = []Number{
	{"duration", "Duration", "duration"},
	{"detect", "Time to detect", "time_to_detect"},
	{"resolve", "Time to resolve", "time_to_restore"},
}

// FacetKey returns the form in which values of a facet are compared: it ignores case, white
// space, hyphens and underscores.
func FacetKey(value string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, Fold(value))
}

// Day returns the number that stands for a date: days since 1970.
func Day(d content.Date) float64 { return float64(d.Time().Unix() / 86400) }

// minutes returns the figures of [Numbers] by name, without those that have no value. The
// duration is that of an outage or a degradation.
func minutes(pm *content.PostMortem) map[string]float64 {
	figures := metrics.FiguresOf(pm)
	out := map[string]float64{}
	for _, n := range Numbers {
		f := figures.Get(n.Figure)
		if n.Figure == metrics.Duration {
			f = figures.Lasted()
		}
		if f.Known() {
			out[n.Name] = f.Value.Minutes()
		}
	}
	return out
}
