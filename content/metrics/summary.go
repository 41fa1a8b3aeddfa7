package metrics

import (
	"cmp"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Summary describes a set of figures. Count, Unknown and Ongoing add up to the number of
// figures.
type Summary struct {
	Count            int // known figures, on which the percentiles and the total are based
	Unknown, Ongoing int
	P25, Median      time.Duration
	P75, P90         time.Duration
	Total            time.Duration
}

// MinCount is the minimum number of known figures for percentiles to be meaningful.
const MinCount = 5

// Enough reports whether there are enough known figures to show percentiles.
func (s Summary) Enough() bool { return s.Count >= MinCount }

// Summarize returns the summary of figures.
func Summarize(figures []Figure) (s Summary) {
	for _, f := range figures {
		switch {
		case f.Known:
			s.Total += f.Value
		case f.Ongoing:
			s.Ongoing++
		default:
			s.Unknown++
		}
	}
	values := known(figures)
	s.Count = len(values)
	s.P25, s.Median, s.P75, s.P90 = Percentile(values, 25), Percentile(values, 50), Percentile(values, 75), Percentile(values, 90)
	return s
}

// Percentile returns the p-th percentile (0 to 100) of sorted values, by linear
// interpolation between order statistics (type 7 of Hyndman and Fan, 1996, the
// default of R and NumPy). It returns 0 if there are no values.
func Percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	h := float64(len(sorted)-1) * p / 100
	low := int(h)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + time.Duration((h-float64(low))*float64(sorted[high]-sorted[low])+0.5)
}

func longestGap(times []time.Time) (longest time.Duration) {
	slices.SortFunc(times, time.Time.Compare)
	for i := 1; i < len(times); i++ {
		longest = max(longest, times[i].Sub(times[i-1]))
	}
	return longest
}

// A Count is a value and how often it occurs. The empty value stands for "not given".
type Count struct {
	Value string
	N     int
}

// tally counts the values of a field of post mortems.
func tally(records []Record, key string, v *content.Vocabularies) []Count {
	f := FieldOf(key)
	return Tally(records, f.Values(v), f.post)
}

// Tally counts the values that of returns for each post mortem. Known values come first, in
// the order given, even if they do not occur. Other values follow, most frequent first.
func Tally(records []Record, known []string, of func(*content.PostMortem) []string) []Count {
	counts := map[string]int{}
	for _, r := range records {
		values := of(r.PM)
		if len(values) == 0 {
			values = []string{""}
		}
		for _, value := range values {
			counts[value]++
		}
	}
	return ordered(counts, known)
}

func ordered(counts map[string]int, known []string) (out []Count) {
	for _, value := range known {
		out = append(out, Count{value, counts[value]})
		delete(counts, value)
	}
	for value, n := range counts {
		out = append(out, Count{value, n})
	}
	slices.SortFunc(out[len(known):], func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value))
	})
	return out
}
