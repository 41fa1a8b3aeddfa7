package metrics

import "math"

// maxExact is the number of pairs up to which the distribution of ranks is computed exactly.
const maxExact = 10000

// missing is the probability that an interval with a confidence of 95 % may miss on each side.
const missing = 0.025

// z975 is the 97.5th percentile of the standard normal distribution.
const z975 = 1.959963984540054

// ratioRank returns the rank, counted from 1, of the ratio at which the interval for two
// samples of m and n values begins: it reaches from the ratio of this rank to the one of the
// same rank counted from the top. It returns 0 if even the whole range has less than 95 %.
//
// If the populations differ only by a factor, the number of ratios below that factor is
// distributed as the statistic U of Mann and Whitney (1947), whatever the distribution, so
// the confidence is exact (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods,
// 2014, section 4.3). For more than 10,000 pairs, the rank is from the normal approximation
// with continuity correction. Ties can only raise the confidence, because the interval
// includes its ends.
func ratioRank(m, n int) (rank int) {
	pairs := float64(m) * float64(n)
	if pairs > maxExact {
		return max(0, int(pairs/2-0.5-z975*math.Sqrt(pairs*float64(m+n+1)/12))+1)
	}
	ways, all := waysOfU(min(m, n), max(m, n))
	for below := 0.0; rank < len(ways); rank++ {
		if below += ways[rank]; below/all > missing {
			break
		}
	}
	return rank
}

// waysOfU returns in how many ways each value of U up to half of the greatest comes about in
// two samples of m and n values, and the number of ways of all values. They are the
// coefficients of the product of (1 - xⁿ⁺ⁱ) / (1 - xⁱ) for i from 1 to m (Andrews, The Theory
// of Partitions, 1976, section 3.2).
func waysOfU(m, n int) (ways []float64, all float64) {
	ways, all = make([]float64, m*n/2+1), 1
	ways[0] = 1
	for i := 1; i <= m; i++ {
		all = all * float64(n+i) / float64(i)
		for u := i; u < len(ways); u++ {
			ways[u] += ways[u-i]
		}
		for u := len(ways) - 1; u >= n+i; u-- {
			ways[u] -= ways[u-n-i]
		}
	}
	return ways, all
}
