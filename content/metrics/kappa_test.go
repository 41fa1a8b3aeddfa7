package metrics

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestKappaPublished compares with published values: Cohen's own example of 1968, with his weights and with none (.348 and .492), and
// the ratings of 91 couples (M. Hout, O. D. Duncan and M. E. Sobel, Sociological Methodology 17, 1987), for which the package vcd of R
// prints 0.2374 with linear weights, with a standard error of 0.07832, and 0.1293 with none.
func TestKappaPublished(t *testing.T) {
	t.Parallel()
	cohen := [][]int{{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}
	couples := [][]int{{7, 7, 2, 3}, {2, 8, 3, 7}, {1, 5, 4, 9}, {2, 8, 9, 14}}
	cohens := [][]float64{{0, 1, 3}, {1, 0, 6}, {3, 6, 0}}
	none := func(i, j int) float64 {
		if i == j {
			return 0
		}
		return 1
	}
	for _, c := range []struct {
		of     string
		got    Kappa
		n      int
		want   float64
		digits float64
		ase    float64
	}{
		{"Cohen's example, his weights", weightedKappa(cohen, func(i, j int) float64 { return cohens[i][j] }), 200, 0.348, 0.0005, 0},
		{"Cohen's example, no weights", weightedKappa(cohen, none), 200, 0.492, 0.0005, 0},
		{"couples, linear", KappaOf(couples), 91, 0.2374, 0.00005, 0.07832},
		{"couples, no weights", weightedKappa(couples, none), 91, 0.1293, 0.00005, 0.06860},
	} {
		if c.got.N != c.n || math.Abs(c.got.Value-c.want) > c.digits {
			t.Errorf("%s: %+v, want %v of %d", c.of, c.got, c.want, c.n)
		}
		if ase := (c.got.High - c.got.Low) / 2 / 1.959964; c.ase > 0 && math.Abs(ase-c.ase) > 0.000005 {
			t.Errorf("%s: the standard error is %v, want %v", c.of, ase, c.ase)
		}
	}
}

// TestKappaLaws checks what holds for all ratings: the raters can be exchanged, the scale reversed and all ratings doubled;
// agreement gives 1, and nothing more than 1.
func TestKappaLaws(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 27))
	same := func(a, b Kappa) bool { return math.Abs(a.Value-b.Value) < 1e-9 || !a.Defined() && !b.Defined() }
	for range 500 {
		size := 2 + random.IntN(4)
		table, swapped, reversed, doubled, agreed := square(size), square(size), square(size), square(size), square(size)
		for i := range size {
			for j := range size {
				n := random.IntN(4) * random.IntN(2)
				table[i][j], swapped[j][i], reversed[size-1-i][size-1-j], doubled[i][j] = n, n, n, 2*n
				agreed[i][i] += n
			}
		}
		k := KappaOf(table)
		if !same(k, KappaOf(swapped)) || !same(k, KappaOf(reversed)) || !same(k, KappaOf(doubled)) {
			t.Errorf("%v: %v, swapped %v, reversed %v, doubled %v", table, k, KappaOf(swapped), KappaOf(reversed), KappaOf(doubled))
		}
		if k.Defined() && (k.Value > 1 || k.Value < -1 || k.Low > k.Value || k.High < k.Value) {
			t.Errorf("%v: %v is out of range", table, k)
		}
		if a := KappaOf(agreed); a.Defined() && math.Abs(a.Value-1) > 1e-9 {
			t.Errorf("%v: raters who agree have %v", agreed, a)
		}
	}
	for _, table := range [][][]int{square(3), {{0, 0}, {0, 5}}, {{4}}} {
		if k := KappaOf(table); k.Defined() {
			t.Errorf("%v: %v, want no value", table, k)
		}
	}
	near, far := KappaOf([][]int{{4, 1, 0}, {0, 4, 0}, {0, 0, 4}}), KappaOf([][]int{{4, 0, 1}, {0, 4, 0}, {0, 0, 4}})
	if near.Value <= far.Value {
		t.Errorf("one step apart gives %v, two steps %v", near, far)
	}
}

func square(size int) [][]int {
	return slices.Collect(func(yield func([]int) bool) {
		for range size {
			if !yield(make([]int, size)) {
				return
			}
		}
	})
}
