package render

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content/metrics"
)

// A Scope is what all post mortems behind a page's figures have in common, as
// names and values of a query: {"service", "dns"}. Lists of post mortems and of
// action items accept such queries, see README. The value "-" stands for a
// missing value.
type Scope [][2]string

// dashboard is the input of panels.
type dashboard struct {
	metrics.Dashboard
	scope Scope
}

// posts returns the address of the post mortems of the scope that also match
// pairs of names and values. A pair replaces one of the scope with the same
// name, with two exceptions: of two dates the narrower one counts, and two
// services must both match.
func (d dashboard) posts(pairs ...string) string { return d.address("postmortems/", pairs) }

// items returns the address of the action items of the scope's post mortems
// that also match.
func (d dashboard) items(pairs ...string) string { return d.address("action-items/", pairs) }

// address returns the address of a list, limited to the scope and pairs.
func (d dashboard) address(list string, pairs []string) string { return list + "?" + d.query(pairs) }

func (d dashboard) query(pairs []string) string {
	var out []string
	scope := map[string]string{}
	for _, pair := range d.scope {
		scope[pair[0]] = pair[1]
		if pair[0] == "service" || !slices.Contains(pairs, pair[0]) {
			out = append(out, pair[0]+"="+escape(pair[1]))
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := pairs[i], cmp.Or(pairs[i+1], "-")
		within, scoped := scope[name]
		switch {
		case scoped && name == "service" && within == value:
			continue
		case scoped && name == "service":
			name = "also"
		case scoped && (name == "since" && within > value || name == "until" && within < value):
			value = within
		}
		out = append(out, name+"="+escape(value))
	}
	return strings.Join(out, "&")
}

// escape escapes a value for a query. A space becomes %20 and not +, for which
// templates write five characters.
func escape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// number returns a cell that links to what it counts; 0 has no link.
func number(n int, path string) Cell {
	if n == 0 {
		path = ""
	}
	return Cell{Text: strconv.Itoa(n), Path: path}
}

// in returns a period as queries write it: 2026, 2026Q1, 2026-03.
func in(p metrics.Period) string { return strings.ReplaceAll(p.String(), " ", "") }

// stretch returns all periods of a span as queries write them: 2026Q1..2026Q4.
func stretch(s metrics.Span) string { return in(s.At(0)) + ".." + in(s.At(s.Len()-1)) }
