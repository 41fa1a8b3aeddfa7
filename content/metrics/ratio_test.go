package metrics_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/metrics"
)

// sampleOf returns a sample of minutes. Negative ones have not ended.
func sampleOf(minutes ...int) (s metrics.Sample) {
	slices.SortFunc(minutes, func(a, b int) int { return max(a, -a) - max(b, -b) })
	for _, m := range minutes {
		if m < 0 {
			s.Over = append(s.Over, time.Duration(-m)*time.Minute)
		} else {
			s.Known = append(s.Known, time.Duration(m)*time.Minute)
		}
	}
	return s
}

// logNormal returns a sample of n durations with the given median.
func logNormal(rng *rand.Rand, n int, median time.Duration) (s metrics.Sample) {
	for range n {
		s.Known = append(s.Known, time.Duration(float64(median)*math.Exp(1.3*rng.NormFloat64())))
	}
	slices.Sort(s.Known)
	return s
}

// The interval covers the true ratio in at least 94.5 % and at most 98 % of 10,000 pairs of
// log-normal samples, and a verdict is wrong in at most 5.5 % of those without a change.
func TestRatioCoversTheTruth(t *testing.T) {
	t.Parallel()
	for n, truth := range map[int]float64{6: 1, 8: 0.5, 12: 1, 30: 0.5} {
		rng := rand.New(rand.NewPCG(uint64(n), 7))
		covered, wrong := 0, 0
		for range 10000 {
			before := logNormal(rng, n, 100*time.Hour)
			now := logNormal(rng, n, time.Duration(truth*100)*time.Hour)
			r, ok := metrics.RatioOf(now, before)
			if !ok || r.Estimate != r.AtMost || r.Low > r.Estimate || r.High < r.Estimate {
				t.Fatalf("the ratio of %v to %v is %+v, %v", now, before, r, ok)
			}
			if r.Low <= truth && truth <= r.High {
				covered++
			}
			if v := r.Verdict(); v != metrics.Unclear && truth == 1 || v == metrics.Longer && truth < 1 {
				wrong++
			}
		}
		t.Logf("%d a side, ratio %g: covered %.2f %%, wrong %.2f %%", n, truth, float64(covered)/100, float64(wrong)/100)
		if covered < 9450 || covered > 9800 || wrong > 550 {
			t.Errorf("of 10,000 pairs of %d a side with the ratio %g, %d intervals cover it and %d verdicts are wrong", n, truth, covered, wrong)
		}
	}
}

// A few ratios in order are what sorting all of them gives.
func TestRatioIsThatOfAllPairs(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var minutes [2][]int
		for side := range minutes {
			for range 6 + rng.IntN(20) {
				m := rng.IntN(200)
				if rng.IntN(8) == 0 {
					m = -1 - m
				}
				minutes[side] = append(minutes[side], m)
			}
		}
		least, most := pairRatios(minutes[0], minutes[1], true), pairRatios(minutes[0], minutes[1], false)
		rank := rankOf(len(minutes[0]), len(minutes[1]))
		want := [4]float64{middle(least), middle(most), least[rank-1], most[len(most)-rank]}
		r, ok := metrics.RatioOf(sampleOf(minutes[0]...), sampleOf(minutes[1]...))
		if got := [4]float64{r.Estimate, r.AtMost, r.Low, r.High}; !ok || got != want {
			t.Fatalf("the ratio of %v to %v is %v, want %v", minutes[0], minutes[1], got, want)
		}
	}
}

// pairRatios returns all ratios in order, as small or as great as they can be.
func pairRatios(now, before []int, least bool) (out []float64) {
	value := func(m int, endless bool) float64 {
		if m < 0 && endless {
			return math.Inf(1)
		}
		return max(1, math.Abs(float64(m))) * 60
	}
	for _, x := range now {
		for _, y := range before {
			out = append(out, value(x, !least)/value(y, least))
		}
	}
	slices.Sort(out)
	return out
}

func middle(list []float64) float64 {
	low, high := list[(len(list)-1)/2], list[len(list)/2]
	if low == high {
		return low
	}
	return math.Sqrt(low) * math.Sqrt(high)
}

// rankOf returns the rank at which the interval begins, by counting the values of U of all
// ways to choose which of the values in order are from the first sample: the generating
// function of Mann and Whitney, in whole numbers.
func rankOf(m, n int) int {
	ways := make([][]float64, m+1) // by number chosen and sum of their ranks above the least
	for i := range ways {
		ways[i] = make([]float64, m*n+1)
	}
	ways[0][0] = 1
	for v := range m + n { // the value of rank v is chosen or not
		for i := min(m, v+1); i > 0; i-- {
			for u := m * n; u >= 0; u-- {
				if above := v - (i - 1); above >= 0 && above <= u { // values of the other sample below it
					ways[i][u] += ways[i-1][u-above]
				}
			}
		}
	}
	all, below, rank := 0.0, 0.0, 0
	for _, w := range ways[m] {
		all += w
	}
	for _, w := range ways[m] {
		if below += w; below/all > 0.025 {
			return rank
		}
		rank++
	}
	return rank
}

// With six a side, P(U ≤ 5) = 19/924 and P(U ≤ 6) = 30/924, so the interval begins with the
// sixth ratio. The durations are such that the ratios are 1/6, 2/6 … 6/1.
func TestRatioOfSix(t *testing.T) {
	side := sampleOf(1, 2, 3, 4, 5, 6)
	r, ok := metrics.RatioOf(side, side)
	// In order: 1/6, 1/5, 1/4, 1/3, 2/6, 2/5; and mirrored at the other end.
	if want := (metrics.Ratio{Estimate: 1, AtMost: 1, Low: 0.4, High: 2.5}); !ok || r != want || r.Verdict() != metrics.Unclear {
		t.Errorf("the ratio is %+v, %v, want %+v", r, ok, want)
	}
	if _, ok := metrics.RatioOf(side, sampleOf(1, 2, 3, 4, 5)); ok {
		t.Error("five durations are compared")
	}
}

// Durations that have not ended count as longer than they are. If they decide where the
// interval ends, it has no end.
func TestRatioOfWhatHasNotEnded(t *testing.T) {
	before := sampleOf(60, 60, 60, 60, 60, 60)
	for _, test := range []struct {
		now  metrics.Sample
		want metrics.Ratio
	}{
		{sampleOf(120, 120, 120, 120, 120, -120), metrics.Ratio{Estimate: 2, AtMost: 2, Low: 2, High: math.Inf(1)}},
		{sampleOf(30, 30, 30, -30, -30, -30), metrics.Ratio{Estimate: 0.5, AtMost: math.Inf(1), Low: 0.5, High: math.Inf(1)}},
		{sampleOf(30, 30, 30, 30, -90, -90), metrics.Ratio{Estimate: 0.5, AtMost: 0.5, Low: 0.5, High: math.Inf(1)}},
	} {
		if r, ok := metrics.RatioOf(test.now, before); !ok || r != test.want {
			t.Errorf("the ratio of %v is %+v, want %+v", test.now, r, test.want)
		}
	}
	// An earlier outage that has not ended makes the ratio at most what it is so far.
	if r, _ := metrics.RatioOf(before, sampleOf(60, 60, 60, -60, -60, -60)); r.Low != 0 || r.High != 1 || r.AtMost != 1 || r.Estimate != 0 {
		t.Errorf("the ratio is %+v, want one between 0 and 1", r)
	}
}

func TestMedianOfWhatHasNotEnded(t *testing.T) {
	for _, test := range []struct {
		sample  metrics.Sample
		want    time.Duration
		atLeast bool
	}{
		{metrics.Sample{}, 0, false},
		{sampleOf(1, 2, 3), 2 * time.Minute, false},
		{sampleOf(1, 2, -3), 2 * time.Minute, false},
		{sampleOf(1, 2, 30, -3, -40), 3 * time.Minute, true},
		{sampleOf(1, 2, -1), time.Minute, true},
		{sampleOf(1, 2, -3, -3), 150 * time.Second, true},
		{sampleOf(-5), 5 * time.Minute, true},
	} {
		if got, atLeast := test.sample.Median(); got != test.want || atLeast != test.atLeast {
			t.Errorf("the median of %v is %s, at least: %v; want %s, %v", test.sample, got, atLeast, test.want, test.atLeast)
		}
	}
}

// With as many durations as needed, a halving is seen in about four of five comparisons.
func TestNeededToHalve(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	n := metrics.NeededToHalve(logNormal(rng, 2000, time.Hour), logNormal(rng, 2000, time.Hour))
	if n < 50 || n > 70 { // Noether's formula gives 61
		t.Errorf("%d durations are needed, want about 60", n)
	}
	seen := 0
	for range 1000 {
		if r, _ := metrics.RatioOf(logNormal(rng, n, time.Hour), logNormal(rng, n, 2*time.Hour)); r.Verdict() == metrics.Shorter {
			seen++
		}
	}
	if t.Logf("%d a side see a halving in %.1f %% of cases", n, float64(seen)/10); seen < 750 || seen > 880 {
		t.Errorf("%d a side see a halving in %d of 1,000 cases, want about 800", n, seen)
	}
	same := sampleOf(60, 60, 60, 60, 60, 60)
	for _, test := range []struct {
		now, before metrics.Sample
		want        int
	}{
		{same, same, 6},
		{same, sampleOf(60, 60, 60, 60, 60, -60), 0},
		{sampleOf(1, 10, 100, 1000, 10000, 100000), sampleOf(1, 10, 100, 1000, 10000, 100000), 1000},
	} {
		if got := metrics.NeededToHalve(test.now, test.before); got != test.want {
			t.Errorf("comparing %v with %v needs %d, want %d", test.now, test.before, got, test.want)
		}
	}
}

// For more than 10,000 pairs, the rank is that of the normal approximation.
func TestRatioOfLargeSamples(t *testing.T) {
	t.Parallel()
	for _, n := range []int{100, 101} {
		rng, covered := rand.New(rand.NewPCG(8, 9)), 0
		for range 600 {
			r, _ := metrics.RatioOf(logNormal(rng, n, time.Hour), logNormal(rng, 100, time.Hour))
			if r.Low <= 1 && 1 <= r.High {
				covered++
			}
		}
		if covered < 555 || covered > 585 {
			t.Errorf("%d of 600 intervals cover the truth, want about 570", covered)
		}
	}
}

func BenchmarkRatio(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	now, before := logNormal(rng, 2000, time.Hour), logNormal(rng, 2000, time.Hour)
	for b.Loop() {
		metrics.RatioOf(now, before)
	}
}
