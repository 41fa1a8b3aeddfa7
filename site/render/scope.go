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
// action items take such queries, see README; "-" stands for a value that is
// not given.
type Scope [][2]string

// board is what panels are made of.
type board struct {
	metrics.Board
	scope Scope
}

// posts is the address of the post mortems of the scope that have what is named
// too, in names and values. What is named anew replaces that of the scope, but
// of days the narrower one counts, and of services both.
func (b board) posts(pairs ...string) string { return b.asking("postmortems/", pairs) }

// items is the address of the action items of the scope's post mortems.
func (b board) items(pairs ...string) string { return b.asking("action-items/", pairs) }

// asking is the address of what a list has of the scope that is named too.
func (b board) asking(list string, pairs []string) string { return list + "?" + b.query(pairs) }

func (b board) query(pairs []string) string {
	var out []string
	scope := map[string]string{}
	for _, pair := range b.scope {
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

// escape makes a value fit for a query. A blank is no +, which templates write
// in five characters.
func escape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// number is a cell that leads to what it counts; nothing leads nowhere.
func number(n int, path string) Cell {
	if n == 0 {
		path = ""
	}
	return Cell{Text: strconv.Itoa(n), Path: path}
}

// in names a period in a query: 2026, 2026Q1, 2026-03.
func in(p metrics.Period) string { return strings.ReplaceAll(p.String(), " ", "") }

// stretch names all periods of a span in a query.
func stretch(s metrics.Span) string { return in(s.At(0)) + ".." + in(s.At(s.Len()-1)) }
