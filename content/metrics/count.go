package metrics

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
	out.Rows = c.sorted(g, out.Values)
	return out
}
