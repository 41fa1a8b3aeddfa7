package metrics

import (
	"math"
	"slices"
	"time"
)

// A Sample holds durations of which some have not ended. The zero value is empty.
type Sample struct {
	Known []time.Duration // sorted
	Over  []time.Duration // of those that have not ended: each is longer than this; sorted
}

// Len returns the number of durations.
func (s Sample) Len() int { return len(s.Known) + len(s.Over) }

// shortest is the duration as which shorter ones count in ratios, because the rows of a
// timeline have minutes.
const shortest = time.Minute

// seconds returns the durations in order, in seconds. Those that have not ended are as short
// as they can be, or else endless.
func (s Sample) seconds(endless bool) []float64 {
	out := make([]float64, 0, s.Len())
	for _, d := range s.Known {
		out = append(out, max(d, shortest).Seconds())
	}
	for _, d := range s.Over {
		if endless {
			out = append(out, math.Inf(1))
		} else {
			out = append(out, max(d, shortest).Seconds())
		}
	}
	slices.Sort(out)
	return out
}

// Median returns the median. If that depends on durations that have not ended, it returns
// the least that it can be, and atLeast is true. It returns 0 for an empty sample.
func (s Sample) Median() (median time.Duration, atLeast bool) {
	least, most := append(slices.Clone(s.Known), s.Over...), append(slices.Clone(s.Known), make([]time.Duration, len(s.Over))...)
	slices.Sort(least)
	for i := len(s.Known); i < len(most); i++ {
		most[i] = math.MaxInt64
	}
	median = Percentile(least, 50)
	return median, median != Percentile(most, 50)
}

// A Ratio estimates how many times as long the durations of one population are as those of
// another, from a sample of each: the median of the ratios of all pairs, which is the
// estimator of Hodges and Lehmann (1963) on a logarithmic scale.
type Ratio struct {
	Estimate  float64
	AtMost    float64 // the greatest that the estimate can be; greater only if durations that have not ended decide
	Low, High float64 // an interval of at least 95 %; High is infinite if there is no upper bound
}

// MinSide is the number of durations a side below which two samples are not compared.
const MinSide = 6

// RatioOf compares a sample with an earlier one. It returns false if one of them has fewer
// than [MinSide] durations. A duration that has not ended counts as longer than it is so far:
// the interval includes whatever its end may be. Durations below a minute count as a minute.
func RatioOf(now, before Sample) (Ratio, bool) {
	if min(now.Len(), before.Len()) < MinSide {
		return Ratio{}, false
	}
	rank, pairs := ratioRank(now.Len(), before.Len()), now.Len()*before.Len()
	least := ratios{now.seconds(false), before.seconds(true)}
	estimate := least.median()
	r := Ratio{estimate, estimate, least.at(rank), least.at(pairs + 1 - rank)}
	if len(now.Over)+len(before.Over) > 0 {
		most := ratios{now.seconds(true), before.seconds(false)}
		r.AtMost, r.High = most.median(), most.at(pairs+1-rank)
	}
	return r, true
}

// Verdict returns the conclusion from a ratio: only an interval without 1 shows a change.
func (r Ratio) Verdict() Verdict {
	switch {
	case r.High < 1:
		return Shorter
	case r.Low > 1:
		return Longer
	}
	return Unclear
}

// ratios are the quotients of all pairs of a number of the first list and one of the second.
// Both are sorted and positive.
type ratios [2][]float64

// median returns the middle ratio, or the geometric mean of the two in the middle.
func (r ratios) median() float64 {
	pairs := len(r[0]) * len(r[1])
	low, high := r.at((pairs+1)/2), r.at(pairs/2+1)
	if low == high {
		return low
	}
	return math.Sqrt(low) * math.Sqrt(high)
}

// at returns the ratio with a rank, counted from 1 for the least. It narrows the range of
// ratios by halves, because sorting all of them would take too long for large samples.
func (r ratios) at(rank int) float64 {
	x, endless := finite(r[0])
	y, zero := finite(r[1])
	switch {
	case rank <= zero*len(r[0]):
		return 0
	case rank > len(r[0])*len(r[1])-endless*len(r[1]):
		return math.Inf(1)
	}
	rank -= zero * len(r[0])
	low, high := x[0]/y[len(y)-1], x[len(x)-1]/y[0]
	for low < high {
		middle := math.Sqrt(low) * math.Sqrt(high)
		if middle >= high {
			middle = low // rounded
		}
		if n, last, next := upTo(x, y, max(low, middle)); n >= rank {
			high = last
		} else {
			low = next
		}
	}
	return low
}

// finite returns the numbers of a sorted list that are not infinite, and how many are.
func finite(list []float64) ([]float64, int) {
	n := len(list)
	for n > 0 && math.IsInf(list[n-1], 1) {
		n--
	}
	return list[:n], len(list) - n
}

// upTo returns the number of quotients of x and y that are at most a limit, the greatest of
// them, and the least of the others. Both lists are sorted.
func upTo(x, y []float64, limit float64) (n int, last, next float64) {
	next = math.Inf(1)
	k := 0 // the least divisor whose quotient is at most the limit
	for _, v := range x {
		for k < len(y) && v/y[k] > limit {
			k++
		}
		n += len(y) - k
		if k < len(y) {
			last = max(last, v/y[k])
		}
		if k > 0 {
			next = min(next, v/y[k-1])
		}
	}
	return n, last, next
}
