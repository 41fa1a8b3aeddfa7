package metrics

import (
	"math"
	"slices"
	"time"
)

// A Trend is a figure by period.
type Trend struct {
	Definition
	Span    Span
	Points  []Point // one per period
	Outside int     // post mortems with a date outside the span, or without one
}

// A Point summarizes a figure over the post mortems of one period.
type Point struct {
	Summary

	// Low and High are a confidence interval of at least 95 % for the median of
	// the population. If HasInterval is false, there are too few values for one.
	Low, High   time.Duration
	HasInterval bool
}

// TrendOf returns a figure by period.
func TrendOf(records []Record, key string, span Span) Trend {
	k := figureIndex(key)
	t := Trend{Definition: definitions[k], Span: span, Points: make([]Point, span.Len())}
	figures := make([][]Figure, span.Len())
	for _, r := range records {
		if i := span.Index(r.PM.Date); i >= 0 {
			figures[i] = append(figures[i], r.Figures[k])
		} else {
			t.Outside++
		}
	}
	for i, list := range figures {
		t.Points[i] = pointOf(list)
	}
	return t
}

func pointOf(figures []Figure) Point {
	values := known(figures)
	p := Point{Summary: Summarize(figures)}
	if low, high, ok := medianRanks(len(values)); ok {
		p.Low, p.High, p.HasInterval = values[low], values[high], true
	}
	return p
}

// known returns the known values, sorted.
func known(figures []Figure) (out []time.Duration) {
	out = make([]time.Duration, 0, len(figures))
	for _, f := range figures {
		if f.Known {
			out = append(out, f.Value)
		}
	}
	slices.Sort(out)
	return out
}

// medianRanks returns the 0-based ranks of the two order statistics that contain the median
// with a confidence of at least 95 %. Whatever the distribution, each value is below
// the median with probability ½, so the number of values below is binomial and the interval
// is exact (Hahn and Meeker, Statistical Intervals, 1991, section 5.2). It needs 6 values:
// with 5, even the widest interval has only 93.75 %.
func medianRanks(n int) (low, high int, ok bool) {
	const tail = 0.025
	below := 0.0                   // probability that at most low-1 values are below the median
	term := -float64(n) * math.Ln2 // logarithm of the probability of exactly low
	for ; low <= n/2; low++ {
		below += math.Exp(term)
		if below > tail {
			break
		}
		term += math.Log(float64(n-low)) - math.Log(float64(low+1))
	}
	if low == 0 {
		return 0, 0, false
	}
	return low - 1, n - low, true
}
