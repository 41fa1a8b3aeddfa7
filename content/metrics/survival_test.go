package metrics_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content/metrics"
)

// The remission of leukaemia under 6-MP, in weeks; + means still in remission (Freireich et
// al., 1963, as in Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data,
// 1980, p. 206): 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+. The
// published estimates of Kaplan and Meier are 0.857, 0.807, 0.753, 0.690, 0.627, 0.538 and
// 0.448, with standard errors by Greenwood of 0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282
// and 0.1346.
func TestKaplanMeierAsPublished(t *testing.T) {
	var waits []metrics.Wait
	for _, days := range []float64{6, 6, 6, 7, 10, 13, 16, 22, 23} {
		waits = append(waits, metrics.Wait{Days: days, End: metrics.Happened})
	}
	for _, days := range []float64{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35} {
		waits = append(waits, metrics.Wait{Days: days})
	}
	in := metrics.IncidenceOf(waits)
	for i, days := range []float64{6, 7, 10, 13, 16, 22, 23} {
		left := []float64{0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448}[i]
		deviation := []float64{0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346}[i]
		for _, at := range []float64{days, days + 0.5} {
			s, ok := in.Within(at, metrics.Happened)
			if !ok || math.Abs(1-s.Value-left) > 0.0005 {
				t.Errorf("after %g weeks, %v are left, want %g", at, 1-s.Value, left)
			}
			if want := wilsonOf(s.Value, s.Value*(1-s.Value)/deviation/deviation); math.Abs(s.Low-want[0]) > 0.002 || math.Abs(s.High-want[1]) > 0.002 {
				t.Errorf("after %g weeks, the interval is %v, want %v", at, s, want)
			}
		}
	}
	if s, ok := in.Within(5, metrics.Happened); !ok || s.Value != 0 || s.Low != 0 || s.High < 0.1 || s.High > 0.2 {
		t.Errorf("before the first, the share is %v, %v", s, ok)
	}
	if _, ok := in.Within(36, metrics.Happened); !ok {
		t.Error("nine of the waits ended, so it is known of them that they ended within 36 weeks")
	}
	if days, ok := in.Quantile(0.5); !ok || days != 23 { // the published median
		t.Errorf("the median is %g, %v, want 23", days, ok)
	}
	if days, ok := in.Quantile(0.6); ok {
		t.Errorf("60 %% happened within %g weeks, but only 55 %% did", days)
	}
}

// wilsonOf solves |p - share| = z √(p(1-p)/n) for p by halving.
func wilsonOf(share, n float64) (out [2]float64) {
	for side, end := range []float64{0, 1} {
		in, beyond := share, end
		for range 60 {
			p := (in + beyond) / 2
			if math.Abs(p-share) <= 1.959964*math.Sqrt(p*(1-p)/n) {
				in = p
			} else {
				beyond = p
			}
		}
		out[side] = in
	}
	return out
}

// The cumulative incidence is what redistributing each pending wait to those after it gives
// (Efron, 1967; for competing ends, Gooley et al., 1999): every wait begins with the same
// mass, and a pending one hands its mass on in equal parts to all longer ones.
func TestIncidenceByRedistribution(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 12))
	for range 500 {
		waits := make([]metrics.Wait, 5+rng.IntN(40))
		for i := range waits {
			waits[i] = metrics.Wait{Days: float64(rng.IntN(60)), End: metrics.End(rng.IntN(3))}
		}
		in := metrics.IncidenceOf(waits)
		for _, days := range []float64{0, 10, 30, 59} {
			for _, end := range []metrics.End{metrics.Happened, metrics.Otherwise} {
				got, ok := in.Within(days, end)
				if want := redistributed(waits, days, end); ok && math.Abs(got.Value-want) > 1e-9 {
					t.Fatalf("%v: %v of them ended as %d within %g days, want %v", waits, got.Value, end, days, want)
				}
				if ok != (in.Followed(days) >= metrics.MinCount) || ok && (got.Low > got.Value+1e-9 || got.High < got.Value-1e-9) {
					t.Fatalf("the share is %v, %v of %d", got, ok, in.Followed(days))
				}
			}
		}
	}
}

func redistributed(waits []metrics.Wait, days float64, end metrics.End) (sum float64) {
	waits = slices.Clone(waits)
	slices.SortStableFunc(waits, func(a, b metrics.Wait) int { // a wait that ends on a day comes before those pending on it
		pending := func(w metrics.Wait) int { return map[bool]int{true: 1}[w.End == metrics.Pending] }
		return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(pending(a), pending(b)))
	})
	mass := make([]float64, len(waits))
	for i := range mass {
		mass[i] = 1 / float64(len(waits))
	}
	for i, w := range waits {
		if w.End == metrics.Pending {
			for j := i + 1; j < len(waits); j++ {
				mass[j] += mass[i] / float64(len(waits)-i-1)
			}
		}
		if w.End == end && w.Days <= days {
			sum += mass[i]
		}
	}
	return sum
}

// If no wait is pending, a share is that of the waits, with Wilson's interval for so many:
// 12 of 20 have one from 0.387 to 0.781.
func TestIncidenceWithoutPending(t *testing.T) {
	var waits []metrics.Wait
	for i := range 20 {
		waits = append(waits, metrics.Wait{Days: float64(i), End: []metrics.End{metrics.Happened, metrics.Happened, metrics.Happened, metrics.Otherwise, metrics.Otherwise}[i%5]})
	}
	s, _ := metrics.IncidenceOf(waits).Within(30, metrics.Happened)
	if math.Abs(s.Value-0.6) > 1e-12 || math.Abs(s.Low-0.387) > 0.001 || math.Abs(s.High-0.781) > 0.001 {
		t.Errorf("the share is %v, want 0.6 from 0.387 to 0.781", s)
	}
	for i := range waits {
		waits[i] = metrics.Wait{Days: float64(i / 3), End: metrics.Happened}
	}
	// All of 20: from 20/(20 + 1.96²) = 0.839.
	if s, _ := metrics.IncidenceOf(waits).Within(30, metrics.Happened); math.Abs(s.Value-1) > 1e-12 || math.Abs(s.Low-0.839) > 0.001 || s.High != 1 {
		t.Errorf("if all happened, the share is %v, want 1 from 0.839", s)
	}
	if s, ok := metrics.IncidenceOf(waits[:4]).Within(0, metrics.Happened); ok {
		t.Errorf("four waits have a share, %v", s)
	}
	if s, ok := metrics.IncidenceOf(nil).Within(0, metrics.Happened); ok {
		t.Errorf("no waits have a share, %v", s)
	}
}

// Most intervals of about 95 % cover the truth: here, waits end with 2 % a day, a third of
// them otherwise, and half of them have begun too recently to be followed for 90 days.
func TestIncidenceCoversTheTruth(t *testing.T) {
	t.Parallel()
	truth := 2.0 / 3 * (1 - math.Pow(0.98, 90))
	rng := rand.New(rand.NewPCG(13, 14))
	for _, n := range []int{20, 60} {
		covered := 0
		for range 2000 {
			waits := make([]metrics.Wait, n)
			for i := range waits {
				day := 1
				for rng.Float64() >= 0.02 {
					day++
				}
				end := metrics.Happened
				if rng.IntN(3) == 0 {
					end = metrics.Otherwise
				}
				if seen := rng.IntN(180); seen < day {
					day, end = seen, metrics.Pending
				}
				waits[i] = metrics.Wait{Days: float64(day), End: end}
			}
			if s, ok := metrics.IncidenceOf(waits).Within(90, metrics.Happened); ok && s.Low <= truth && truth <= s.High {
				covered++
			}
		}
		t.Logf("%d waits: %.1f %% of intervals cover the truth", n, float64(covered)/20)
		if covered < 1840 || covered > 1960 {
			t.Errorf("of 2,000 intervals of %d waits, %d cover the truth", n, covered)
		}
	}
}
