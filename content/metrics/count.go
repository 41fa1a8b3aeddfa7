package metrics

// A Counting specifies what to count, by what to group it, and how to split each group. The
// dashboard's script reads the same specification and counts in the same way.
type Counting struct {
	By    string   `json:"by"`              // "period", "age" (days since the incident), or the key of a field
	Items bool     `json:"items,omitempty"` // count action items, not post mortems
	Split string   `json:"split,omitempty"` // the key of a field with a single value; "" for none
	Harm  string   `json:"harm,omitempty"`  // count only what [Occurred], or was [Averted]; "" for both
	Only  []string `json:"only,omitempty"`  // values of the split to count; empty for all
	Given bool     `json:"given,omitempty"` // count only what has a value of By, which is a field with several
}

// Counts is the result of a [Counting].
type Counts struct {
	Values  []string // of the split, in the vocabulary's order, then most frequent first; only "" without a split
	All     []int    // by value: everything that counts, each once
	Rows    []Row
	Span    Span  // of rows by period
	Outside []int // by value: what has a date outside the span, or no date
	Without int   // number of post mortems that [Counting.Given] leaves out
}

// A Row holds the numbers for one period, age or value.
type Row struct {
	Name string // "" stands for "not given"
	Age  Age    // set only in rows by age
	N    []int  // by value
}

// Sum returns the total over all values.
func (r Row) Sum() int { return sum(r.N) }

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// CountBy counts records as c specifies.
func CountBy(records []Record, c Counting, f Settings) Counts {
	list := c.things(records, f.AsOf)
	out := Counts{Values: c.values(list, f)}
	out.All, out.Outside = make([]int, len(out.Values)), make([]int, len(out.Values))
	if c.Given {
		out.Without = len(records) - len(list)
	}
	part := map[string]int{}
	for k, value := range out.Values {
		part[value] = k
	}
	g := c.group(list, f)
	for i := range g.rows {
		g.rows[i].N = make([]int, len(out.Values))
	}
	if c.By == "period" {
		out.Span = f.Span
	}
	for _, t := range list {
		k := part[c.part(t, f.AsOf)]
		out.All[k]++
		for _, i := range g.places(t) {
			if i < 0 {
				out.Outside[k]++
			} else {
				g.rows[i].N[k]++
			}
		}
	}
	out.Rows = c.sorted(g)
	return out
}
