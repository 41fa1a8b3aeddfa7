package render

import (
	"fmt"
	"maps"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// counts returns numbers by period, age or value, each divided by the values of
// a split.
func (d dashboard) counts(p metrics.Panel) series {
	c := p.Series.Counting
	n := d.Count(c)
	s := series{values: d.partsOf(c, n.Values), span: n.Span}
	s.facts = s.numbers(n.All)
	all, out := s.facts.number("n"), sum(n.Outside)
	s.facts["shown"], s.facts["outside"], s.facts["late"] = all-out, out, len(d.Late)
	s.facts["without"] = n.Without
	if c.Items {
		maps.Copy(s.facts, d.followed())
	}
	s.facts["scarce"] = few(n)
	s.empty, s.list = all == 0 || len(n.Rows) == 0 || p.Total && all == out, d.late()
	for i, r := range n.Rows {
		line := row{name: given(r.Name), facts: s.numbers(r.N), query: []string{c.By, r.Name}}
		switch {
		case c.By == "period":
			line.said, line.query = n.Span.At(i).Words(), []string{"in", in(n.Span.At(i))}
		case c.By == "age":
			line.name, line.said, line.query[1] = ageName(r.Age), ageSaid(r.Age), ageRange(r.Age)
		case r.Name == "" && p.Unnamed != "":
			line.name = p.Unnamed
		}
		line.query = harmQuery(c, line.query)
		line.facts["all"] = all
		line.parts(r.N)
		s.rows = append(s.rows, line)
	}
	if p.Total {
		s.below = append(s.below, s.total(c, n))
	}
	if p.Shares {
		s.below = append(s.below, s.shares(n, all-out))
	}
	if out > 0 {
		s.below = append(s.below, row{name: elsewhere, facts: s.numbers(n.Outside), query: harmQuery(c, []string{"not_in", stretch(n.Span)})})
	}
	return s
}

// followed returns the facts about all action items.
func (d dashboard) followed() facts {
	f := d.FollowUp
	return facts{
		"items": f.Count(), "open": f.Open, "overdue": f.Overdue, "unfinished": f.Open + f.Overdue,
		"tracked": f.Tracked, "undated": f.NoDue, "longest": f.Longest,
	}
}

// few returns the greatest number of a period if all periods have so few that they show no trend,
// and else 0.
func few(n metrics.Counts) (most int) {
	if n.Span.Len() < 2 {
		return 0
	}
	for _, r := range n.Rows {
		most = max(most, r.Sum())
	}
	if most > metrics.FewCounts {
		return 0
	}
	return most
}

// total returns the row that sums up the rows above it.
func (s series) total(c metrics.Counting, n metrics.Counts) row {
	inside := inside(n)
	line := row{name: "All", facts: s.numbers(inside)}
	if n.Span.Len() > 0 {
		line.query = []string{"in", stretch(n.Span)}
	}
	line.query = harmQuery(c, line.query)
	line.parts(inside)
	return line
}

// harmQuery limits a query to what a counting counts.
func harmQuery(c metrics.Counting, query []string) []string {
	if c.Harm != "" {
		query = append(query, "harm", c.Harm)
	}
	return query
}

// shares returns the row with the percentage of each value.
func (s series) shares(n metrics.Counts, shown int) row {
	line := row{name: "Share"}
	for _, v := range inside(n) {
		line.each = append(line.each, facts{"n": percent(v, shown)})
	}
	return line
}

func inside(n metrics.Counts) []int {
	out := make([]int, len(n.All))
	for k := range out {
		out[k] = n.All[k] - n.Outside[k]
	}
	return out
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// numbers returns the facts of a row: the number of each value by its name, and
// their sum.
func (s series) numbers(n []int) facts {
	f := facts{}
	for k, v := range s.values {
		f[v.name] = n[k]
	}
	f["n"] = sum(n)
	return f
}

func (r *row) parts(n []int) {
	for _, v := range n {
		r.each, r.values = append(r.each, facts{"n": v}), append(r.values, float64(v))
	}
}

// standings are the names and looks of the standings of action items.
var standings = map[string]value{
	content.Done:      {name: "done", look: look{class: "done"}},
	content.Cancelled: {name: "cancelled", look: look{class: "dropped"}},
	metrics.OnTime:    {name: "open", said: "open, not overdue", look: look{class: "open"}},
	content.Overdue:   {name: "overdue", look: look{class: "late", hatched: true}},
}

// partsOf returns the values of a split with their looks.
func (d dashboard) partsOf(c metrics.Counting, values []string) (out []value) {
	for i, v := range values {
		part := value{name: given(v), query: []string{c.Split, v}, look: look{"tone-" + strconv.Itoa(i%5+1), "■", false}}
		switch c.Split {
		case "":
			part.name, part.query = "post mortems", nil
			if c.Items {
				part.name = "action items"
			}
		case "standing":
			part.name, part.said, part.look = standings[v].name, standings[v].said, standings[v].look
			part.query[0] = "state"
		case "severity":
			kind := lookOf(d.Vocabularies(), v)
			part.look = look{"sev-" + kind, glyph(kind), false}
		}
		out = append(out, part)
	}
	return out
}

// elsewhere is the header of the row for dates outside of all periods.
const elsewhere = "Other dates, or none"

// ageName formats an age in days.
func ageName(a metrics.Age) string {
	switch {
	case a.From < 0:
		return "unknown"
	case a.To == 0:
		return strconv.Itoa(a.From) + "+"
	}
	return fmt.Sprintf("%d–%d", a.From, a.To-1)
}

// ageSaid returns an age as a sentence says it.
func ageSaid(a metrics.Age) string {
	if a.From < 0 {
		return "unknown age"
	}
	return ageName(a) + " days"
}

// ageRange returns an age as queries write it: from the first number of days to
// the second, exclusive.
func ageRange(a metrics.Age) string {
	switch {
	case a.From < 0:
		return ""
	case a.To == 0:
		return fmt.Sprintf("%d..", a.From)
	}
	return fmt.Sprintf("%d..%d", a.From, a.To)
}
