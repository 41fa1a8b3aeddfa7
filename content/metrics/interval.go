package metrics

import "math"

// MinCount is the minimum number of known figures for a median to be shown.
const MinCount = 5

// Enough reports whether there are enough known figures to show their median.
func (s Summary) Enough() bool { return s.Count >= MinCount }

// Allows reports whether there are enough known figures to show their p-th percentile, or
// the (100−p)-th. The median needs [MinCount]. Any other needs as many as it takes for a value
// beyond it: that all n values are below the p-th percentile must have a probability of at
// most 0.025, which is (p/100)ⁿ whatever the distribution (Hahn and Meeker, Statistical
// Intervals, 1991, section 5.2). That is 13 for the 75th and 36 for the 90th percentile; with
// fewer, no order statistic is an upper bound of a 95 % interval, and the percentile says
// little that the longest figure does not.
func (s Summary) Allows(p int) bool {
	p = max(p, 100-p)
	return s.Enough() && (p == 50 || math.Pow(float64(p)/100, float64(s.Count)) <= tail95)
}

// FewCounts is the greatest number of post mortems a period of which no trend is drawn: if they
// happen at random, numbers from 0 to 3 follow each other without any reason.
const FewCounts = 3

// tail95 is the probability on each side of a 95 % interval.
const tail95 = 0.025

// medianRanks returns the 0-based ranks of the two order statistics of n values that contain
// the median of the population with a confidence of at least 95 %, and the confidence itself.
// If incidents are independent, then each value of a continuous distribution is below its
// median with probability ½, so the number of values below is binomial, and so is the level of
// the interval between two order statistics (Hahn and Meeker, Statistical Intervals, 1991,
// section 5.2; David and Nagaraja, Order Statistics, 2003, section 7.1). It takes 6 values:
// with 5, even the widest interval has only 93.75 %. If there are too few, the level is 0.
func medianRanks(n int) (low, high int, level float64) {
	outside := 0.0                 // probability that at most low-1 values are below the median
	term := -float64(n) * math.Ln2 // logarithm of the probability of exactly low
	for ; low <= n/2; low++ {
		next := outside + math.Exp(term)
		if next > tail95 {
			break
		}
		outside = next
		term += math.Log(float64(n-low)) - math.Log(float64(low+1))
	}
	if low == 0 {
		return 0, 0, 0
	}
	return low - 1, n - low, 1 - 2*outside
}
