package metrics

import (
	"math"
	"slices"
)

// NeededToHalve returns about how many durations a side it takes to see, in four of five
// comparisons, that they halved, if they vary as much as those of the two samples do. It
// returns [MaxNeeded] for that many and more, and 0 if there are too few known ones to tell how much they vary.
//
// It is the formula of Noether (1987) for the test that belongs to the interval of [RatioOf]:
// (z₀.₉₇₅ + z₀.₈)² / (6 (p − ½)²), where p is the probability that one of two durations of the
// same population is longer than half of the other.
func NeededToHalve(now, before Sample) int {
	if min(len(now.Known), len(before.Known)) < MinSide {
		return 0
	}
	longer, pairs := 0.0, 0.0
	for _, s := range []Sample{now, before} {
		list := Sample{Known: s.Known}.seconds(false)
		longer += moreThanHalf(list)
		pairs += float64(len(list)) * float64(len(list)-1)
	}
	const z80 = 0.8416212335729143
	excess := longer/pairs - 0.5
	if excess <= 0 {
		return MaxNeeded
	}
	n := (z975 + z80) * (z975 + z80) / (6 * excess * excess)
	return rounded(min(max(n, MinSide), MaxNeeded))
}

// MaxNeeded is the greatest number that [NeededToHalve] returns.
const MaxNeeded = 1000

// rounded returns a number as precise as an estimate of it can be: to the next 5 from 20 on,
// and to the next 50 from 100 on.
func rounded(n float64) int {
	step := 1.0
	switch {
	case n >= 100:
		step = 50
	case n >= 20:
		step = 5
	}
	return int(math.Ceil(n/step) * step)
}

// moreThanHalf returns the number of ordered pairs of different elements of a sorted list of
// which the first is more than half of the second; equal to half counts as half a pair.
func moreThanHalf(list []float64) float64 {
	n := 0.0
	for _, v := range list {
		from, _ := slices.BinarySearch(list, v/2)
		to := from
		for to < len(list) && list[to] == v/2 {
			to++
		}
		n += float64(len(list)-to-1) + float64(to-from)/2
	}
	return n
}
