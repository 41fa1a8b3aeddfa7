package render

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// A Scope is what all post mortems behind a page's figures have in common, as
// names and values of a query: {"service", "dns"}. Lists of post mortems and of
// action items accept such queries, see README. The value "-" stands for a
// missing value.
type Scope [][2]string

// filters are the names of the filters of the list of post mortems, besides those of figures.
var filters = []string{
	"text", "service", "also", "not_service", "severity", "status", "tag", "year", "in", "not_in", "since", "until", "age", "late", "impact",
	"detection", "harm", "caught_by", "vendor", "factor", "luck", "control", "out", "reaching", "missing",
}

// dashboard is the input of panels.
type dashboard struct {
	metrics.Dashboard
	scope Scope
	page  *Page // on which it is
}

// posts returns the address of the post mortems of the scope that also match
// pairs of names and values. A pair replaces one of the scope with the same
// name, with two exceptions: of two dates the narrower one counts, and two
// services must both match.
func (d dashboard) posts(pairs ...string) string { return d.address("postmortems/", pairs) }

// items returns the address of the action items of the scope's post mortems
// that also match.
func (d dashboard) items(pairs ...string) string { return d.address("action-items/", pairs) }

// address returns the address of a list, limited to the scope and pairs. If a page holds just these post mortems, it is
// that of the page, which needs no script.
func (d dashboard) address(list string, pairs []string) string {
	of := d.narrowed(pairs)
	if list == "postmortems/" && len(of) == 1 {
		if page := pageOf(of[0][0], of[0][1]); page != "" {
			return page
		}
	}
	query := make([]string, len(of))
	for i, pair := range of {
		query[i] = pair[0] + "=" + escape(pair[1])
	}
	return list + "?" + strings.Join(query, "&")
}

// paged are the taxonomies whose pages hold the post mortems that a filter selects, by the name of the filter.
var paged = map[string]string{"service": "services", "severity": "severities", "detection": "detections", "vendor": "vendors", "factor": "factors", "tag": "tags"}

// pageOf returns the path of the page that holds the post mortems with a value, "" if there is none. The value must be that
// of a post mortem.
func pageOf(name, value string) string {
	if _, err := strconv.ParseUint(value, 10, 16); name == "in" && len(value) == len("2026") && err == nil {
		return TermPath("years", value)
	}
	if taxonomy := paged[name]; taxonomy != "" && value != missing {
		return TermPath(taxonomy, value)
	}
	return ""
}

// missing stands for a missing value in queries.
const missing = "-"

// narrowed returns the scope and the pairs as one list.
func (d dashboard) narrowed(pairs []string) (out Scope) {
	scope := map[string]string{}
	for _, pair := range d.scope {
		scope[pair[0]] = pair[1]
		if pair[0] == "service" || !slices.Contains(pairs, pair[0]) {
			out = append(out, pair)
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := pairs[i], cmp.Or(pairs[i+1], missing)
		within, scoped := scope[name]
		switch {
		case scoped && name == "service" && within == value:
			continue
		case scoped && name == "service":
			name = "also"
		case scoped && (name == "since" && within > value || name == "until" && within < value):
			value = within
		}
		out = append(out, [2]string{name, value})
	}
	return out
}

// escape escapes a value for a query. A space becomes %20 and not +, for which
// templates write five characters.
func escape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// number returns a cell that links to what it counts; 0 has no link.
func number(n int, path string) Cell {
	if n == 0 {
		path = ""
	}
	return Cell{Text: chart.Count(n), Path: path}
}

// in returns a period as queries write it: 2026, 2026Q1, 2026-03.
func in(p metrics.Period) string { return strings.ReplaceAll(p.String(), " ", "") }

// stretch returns all periods of a span as queries write them: 2026Q1..2026Q4.
func stretch(s metrics.Span) string { return in(s.At(0)) + ".." + in(s.At(s.Len()-1)) }
