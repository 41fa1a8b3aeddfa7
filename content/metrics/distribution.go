package metrics

import (
	"cmp"
	"slices"
	"time"
)

// edges are the durations at which bins begin. Each bin is about twice as wide as the one
// before, with edges at customary values.
var edges = []time.Duration{
	0, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 32 * time.Hour, 64 * time.Hour, 128 * time.Hour,
}

// Edges returns the durations at which bins begin, shortest first. The first is 0; the last
// bin has no end.
func Edges() []time.Duration { return append([]time.Duration(nil), edges...) }

// A Bin counts the values from From up to but excluding To.
type Bin struct {
	From, To time.Duration // To is 0 for the last bin, which has no end
	N        int
}

// A Distribution describes how the values of a figure are distributed.
type Distribution struct {
	Definition
	Summary
	Bins    []Bin    // from the first to the last bin with a value; nil without values
	Longest []Record // the records with the greatest values, longest first
}

// DistributionOf returns the distribution of a figure. Its Longest has at most as many records
// as longest.
func DistributionOf(records []Record, key string, longest int) Distribution {
	k := figureIndex(key)
	d := Distribution{Definition: definitions[k], Summary: Summarize(column(records, k))}
	counts := make([]int, len(edges))
	first, last := len(edges), -1
	for _, r := range records {
		f := r.Figures[k]
		if !f.Known() {
			continue
		}
		i, exact := slices.BinarySearch(edges, f.Value)
		if !exact {
			i--
		}
		counts[i]++
		first, last = min(first, i), max(last, i)
		d.Longest = append(d.Longest, r)
	}
	for i := first; i <= last; i++ {
		bin := Bin{From: edges[i], N: counts[i]}
		if i+1 < len(edges) {
			bin.To = edges[i+1]
		}
		d.Bins = append(d.Bins, bin)
	}
	slices.SortStableFunc(d.Longest, func(a, b Record) int { return cmp.Compare(b.Figures[k].Value, a.Figures[k].Value) })
	d.Longest = slices.Clone(d.Longest[:min(longest, len(d.Longest))])
	return d
}

// figureIndex returns the index of a figure in [Definitions]. It panics if the key is
// unknown.
func figureIndex(key string) int {
	for i, d := range definitions {
		if d.Key == key {
			return i
		}
	}
	panic("metrics: no figure " + key)
}

func column(records []Record, k int) []Figure {
	out := make([]Figure, len(records))
	for i, r := range records {
		out[i] = r.Figures[k]
	}
	return out
}
