package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Counting says what is counted, by what, and into what each row is parted. The
// dashboard's script reads the same and counts in the same way.
type Counting struct {
	By    string   `json:"by"`              // "period", "age" (days since the incident), or the key of a field
	Items bool     `json:"items,omitempty"` // action items, not post mortems
	Split string   `json:"split,omitempty"` // the key of a field with one value; "" for none
	Only  []string `json:"only,omitempty"`  // values of the split that count; none for all
	First string   `json:"first,omitempty"` // value of the split of which the first rows have most
}

// Counts is the answer to a [Counting].
type Counts struct {
	Values  []string // of the split, in the vocabulary's order, then most frequent first; "" without a split
	All     []int    // by value: whatever counts, once
	Rows    []Row
	Span    Span  // of rows by period
	Outside []int // by value: of a day before or after the span, or of none
}

// A Row is one period, age or value, and its numbers.
type Row struct {
	Name string // "" stands for "not given"
	Age  Age    // of a row by age
	N    []int  // by value
}

// Sum is the number of all values.
func (r Row) Sum() int { return sum(r.N) }

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// CountBy counts records as a counting says, within a frame.
func CountBy(records []Record, c Counting, f Frame) Counts {
	list := c.things(records, f.AsOf)
	out := Counts{Values: c.values(list, f)}
	out.All, out.Outside = make([]int, len(out.Values)), make([]int, len(out.Values))
	part := map[string]int{}
	for k, value := range out.Values {
		part[value] = k
	}
	rows, places := c.rows(list, f)
	for i := range rows {
		rows[i].N = make([]int, len(out.Values))
	}
	if c.By == "period" {
		out.Span = f.Span
	}
	for _, t := range list {
		k := part[c.part(t, f.AsOf)]
		out.All[k]++
		for _, i := range places(t) {
			if i < 0 {
				out.Outside[k]++
			} else {
				rows[i].N[k]++
			}
		}
	}
	out.Rows = c.sorted(rows, out.Values, f)
	return out
}

// A thing is what is counted: a post mortem, or an action item of it.
type thing struct {
	pm   *content.PostMortem
	item *content.ActionItem
}

// things gives what counts.
func (c Counting) things(records []Record, asOf content.Date) (out []thing) {
	add := func(t thing) {
		if len(c.Only) == 0 || slices.Contains(c.Only, c.part(t, asOf)) {
			out = append(out, t)
		}
	}
	for _, r := range records {
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

// part is the value of the split.
func (c Counting) part(t thing, asOf content.Date) string {
	if c.Split == "" {
		return ""
	}
	return FieldOf(c.Split).values(t, asOf)[0]
}

// values gives the values of the split among what counts.
func (c Counting) values(list []thing, f Frame) []string {
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

// rows gives the rows, still without numbers, and those in which a thing counts:
// -1 for outside.
func (c Counting) rows(list []thing, f Frame) (rows []Row, places func(thing) []int) {
	switch c.By {
	case "period":
		for i := range f.Span.Len() {
			rows = append(rows, Row{Name: f.Span.At(i).String()})
		}
		return rows, func(t thing) []int { return []int{f.Span.Index(t.pm.Date)} }
	case "age":
		for _, age := range Ages() {
			rows = append(rows, Row{Age: age})
		}
		return rows, func(t thing) []int { return []int{ageAt(t.pm.Date, f.AsOf)} }
	}
	field, at := FieldOf(c.By), map[string]int{}
	named := func(value string) int {
		i, seen := at[value]
		if !seen {
			i = len(rows)
			at[value] = i
			rows = append(rows, Row{Name: value})
		}
		return i
	}
	for _, value := range field.Values(f.Vocabularies) {
		named(value)
	}
	for _, t := range list {
		for _, value := range field.values(t, f.AsOf) {
			named(value)
		}
	}
	return rows, func(t thing) (out []int) {
		for _, value := range field.values(t, f.AsOf) {
			out = append(out, named(value))
		}
		return out
	}
}

// sorted puts the rows of values that no vocabulary has in order, and leaves an
// unknown age out if nothing is of it.
func (c Counting) sorted(rows []Row, values []string, f Frame) []Row {
	switch c.By {
	case "period":
		return rows
	case "age":
		if last := len(rows) - 1; rows[last].Sum() == 0 {
			return rows[:last]
		}
		return rows
	}
	first := slices.Index(values, c.First) // -1 for none
	slices.SortFunc(rows[len(FieldOf(c.By).Values(f.Vocabularies)):], func(a, b Row) int {
		return cmp.Or(
			compareAt(b.N, a.N, first),
			cmp.Compare(b.Sum(), a.Sum()),
			cmp.Compare(a.Name, b.Name),
		)
	})
	return rows
}

func compareAt(a, b []int, i int) int {
	if i < 0 {
		return 0
	}
	return cmp.Compare(a[i], b[i])
}
