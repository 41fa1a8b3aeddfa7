package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A thing is something to count: a post mortem, or one of its action items.
type thing struct {
	pm   *content.PostMortem
	item *content.ActionItem // nil for a post mortem
}

// things returns the post mortems or action items to count.
func (c Counting) things(records []Record, asOf content.Date) (out []thing) {
	add := func(t thing) {
		if len(c.Only) == 0 || slices.Contains(c.Only, c.part(t, asOf)) {
			out = append(out, t)
		}
	}
	for _, r := range records {
		if c.Harm != "" && Harm(r.PM) != c.Harm || c.Given && len(FieldOf(c.By).post(r.PM)) == 0 {
			continue
		}
		if !c.Items {
			add(thing{pm: r.PM})
			continue
		}
		for i := range r.PM.ActionItems {
			add(thing{r.PM, &r.PM.ActionItems[i]})
		}
	}
	return out
}

// part returns a thing's value of the split, or "" without a split.
func (c Counting) part(t thing, asOf content.Date) string {
	if c.Split == "" {
		return ""
	}
	return FieldOf(c.Split).values(t, asOf)[0]
}

// values returns the values of the split in order: those of the vocabulary first, then the
// most frequent.
func (c Counting) values(list []thing, f Settings) []string {
	switch {
	case len(c.Only) > 0:
		return c.Only
	case c.Split == "":
		return []string{""}
	}
	field, counts := FieldOf(c.Split), map[string]int{}
	for _, t := range list {
		counts[c.part(t, f.AsOf)]++
	}
	var out []string
	for _, count := range ordered(counts, field.Values(f.Vocabularies)) {
		out = append(out, count.Value)
	}
	return out
}

// A grouping holds the rows of a counting before they have numbers.
type grouping struct {
	rows   []Row
	known  int               // number of rows from a vocabulary; they come first
	places func(thing) []int // returns the indexes of the rows in which a thing counts, or -1 if it is outside the span
}

func (c Counting) group(list []thing, f Settings) (g grouping) {
	switch c.By {
	case "period":
		for i := range f.Span.Len() {
			g.rows = append(g.rows, Row{Name: f.Span.At(i).String()})
		}
		g.places = func(t thing) []int { return []int{f.Span.Index(t.pm.Date)} }
	case "age":
		for _, age := range Ages() {
			g.rows = append(g.rows, Row{Age: age})
		}
		g.places = func(t thing) []int { return []int{ageAt(t.pm.Date, f.AsOf)} }
	default:
		return byField(FieldOf(c.By), list, f)
	}
	return g
}

// byField returns a row for each value of the vocabulary, then for each other value that
// occurs.
func byField(field Field, list []thing, f Settings) (g grouping) {
	at := map[string]int{}
	place := func(value string) int {
		i, seen := at[value]
		if !seen {
			i = len(g.rows)
			at[value] = i
			g.rows = append(g.rows, Row{Name: value})
		}
		return i
	}
	for _, value := range field.Values(f.Vocabularies) {
		place(value)
	}
	g.known = len(g.rows)
	g.places = func(t thing) (out []int) {
		for _, value := range field.values(t, f.AsOf) {
			out = append(out, place(value))
		}
		return out
	}
	for _, t := range list {
		g.places(t)
	}
	return g
}

// sorted returns the rows in order. Rows that are not from a vocabulary are sorted by their
// sum. The unknown age is left out if its row is empty.
func (c Counting) sorted(g grouping) []Row {
	switch last := len(g.rows) - 1; {
	case c.By == "period", c.By == "age" && g.rows[last].Sum() > 0:
		return g.rows
	case c.By == "age":
		return g.rows[:last]
	}
	slices.SortFunc(g.rows[g.known:], func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Sum(), a.Sum()), cmp.Compare(a.Name, b.Name))
	})
	return g.rows
}
