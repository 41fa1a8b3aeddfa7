package metrics

import (
	"cmp"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Summary describes a set of figures. Its numbers of each [Class] add up to the number of
// figures.
type Summary struct {
	Count                       int // known figures, on which the percentiles and the total are based
	Unknown, Ongoing            int
	NotApplicable, None, Before int
	P25, Median                 time.Duration
	P75, P90                    time.Duration
	Longest, Total              time.Duration
	Top                         time.Duration // total of the [TopCount] longest

	// Low and High are a confidence interval for the median of the population, see
	// [medianRanks]. Level is its true level, such as 0.984 for 7 values; 0 means that there
	// are too few values for an interval.
	Low, High time.Duration
	Level     float64
}

// TopCount is the number of the longest figures whose share of the total is named.
const TopCount = 3

// HasInterval reports whether there are enough values for an interval of the median.
func (s Summary) HasInterval() bool { return s.Level > 0 }

// Summarize returns the summary of figures.
func Summarize(figures []Figure) (s Summary) {
	for _, f := range figures {
		s.Total += f.Value
		*s.number(f.Class)++
	}
	values := known(figures)
	if low, high, level := medianRanks(len(values)); level > 0 {
		s.Low, s.High, s.Level = values[low], values[high], level
	}
	for _, top := range values[max(0, len(values)-TopCount):] {
		s.Longest, s.Top = top, s.Top+top
	}
	s.P25, s.Median, s.P75, s.P90 = Percentile(values, 25), Percentile(values, 50), Percentile(values, 75), Percentile(values, 90)
	return s
}

// Number returns the number of figures of a class.
func (s Summary) Number(c Class) int { return *s.number(c) }

func (s *Summary) number(c Class) *int {
	return [...]*int{&s.Unknown, &s.Count, &s.NotApplicable, &s.Ongoing, &s.None, &s.Before}[c]
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
