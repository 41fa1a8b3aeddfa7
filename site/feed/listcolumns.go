package feed

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A listColumn has a value for each post mortem. A value that is a place is one in the list of names.
type listColumn struct {
	Sum    uint32   `json:"sum"` // see [List.Sum]
	Names  []string `json:"names,omitempty"`
	Slugs  []string `json:"slugs,omitempty"`
	Values any      `json:"values"`
}

// A keyedColumn makes the column of a key.
type keyedColumn struct {
	key  string
	make func(*figures) listColumn
}

// listColumns are those of which the filters and orders of the list read some.
var listColumns = append([]keyedColumn{
	{"title", func(f *figures) listColumn { return listColumn{Values: ranks(f.Title)} }},
	{"date", func(f *figures) listColumn { return listColumn{Values: f.Date} }},
	{"status", func(f *figures) listColumn { return listColumn{Names: f.Statuses, Values: f.Status} }},
	{"severity", func(f *figures) listColumn {
		return listColumn{Names: f.Severities, Slugs: f.Slugs.Severities, Values: f.Severity}
	}},
	{"detection", func(f *figures) listColumn {
		return listColumn{Names: f.Detections, Slugs: f.Slugs.Detections, Values: f.Detection}
	}},
	{"harm", func(f *figures) listColumn { return listColumn{Names: f.Harms, Values: f.Harm} }},
	{"caught_by", func(f *figures) listColumn { return listColumn{Names: f.Caughts, Values: f.CaughtBy} }},
	{"service", func(f *figures) listColumn {
		return listColumn{Names: f.Services, Slugs: f.Slugs.Services, Values: f.Service}
	}},
	{"vendor", func(f *figures) listColumn {
		return listColumn{Names: f.Vendors, Slugs: f.Slugs.Vendors, Values: f.Vendor}
	}},
	{"impact", func(f *figures) listColumn { return listColumn{Names: f.Impacts, Values: f.Impact} }},
	{"factor", func(f *figures) listColumn {
		return listColumn{Names: f.Factors, Slugs: f.Slugs.Factors, Values: f.Factor}
	}},
	{"tag", func(f *figures) listColumn { return listColumn{Names: f.Tags, Slugs: f.Slugs.Tags, Values: f.Tag} }},
	{"outage", func(f *figures) listColumn { return listColumn{Values: f.Outage} }},
	{"control", func(f *figures) listColumn { return listColumn{Names: f.ControlKeys, Values: f.Control} }},
	{"luck", func(f *figures) listColumn { return listColumn{Values: f.Luck} }},
	{"reach", func(f *figures) listColumn { return listColumn{Values: f.Reach} }},
}, figureColumns()...)

func figureColumns() (out []keyedColumn) {
	for i, d := range definitions {
		out = append(out, keyedColumn{d.Key, func(f *figures) listColumn { return listColumn{Values: f.Figures[i].Values} }})
	}
	return out
}

func (l *List) column(c keyedColumn) listColumn {
	out := c.make(l.Columns().figures)
	out.Sum = l.Sum()
	return out
}

// ranks returns the place of each title in their order, in which neither case nor accents matter. Equal titles have one place.
func ranks(titles []string) []int {
	folded := make([]string, len(titles))
	for i, title := range titles {
		folded[i] = bare(title)
	}
	order := slices.Compact(slices.Sorted(slices.Values(folded)))
	out := make([]int, len(titles))
	for i, title := range folded {
		out[i], _ = slices.BinarySearch(order, title)
	}
	return out
}

// bare returns a text without its case and accents.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(text)))
}
