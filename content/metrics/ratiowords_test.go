package metrics_test

import (
	"math"
	"testing"

	"github.com/pmsite/pmsite/content/metrics"
)

// Ratios are rounded to two digits, or to none from 10 on, but never to 1.
func TestRatioInWords(t *testing.T) {
	for _, test := range []struct {
		low, high float64
		want      string
	}{
		{0.648, 0.648, "0.65"},
		{0.368, 1.8125, "0.37 to 1.81"},
		{1, 1, "1"},
		{0.999, 1.001, "0.99 to 1.01"},
		{0.994, 1.006, "0.99 to 1.01"},
		{0.125, 9.994, "0.13 to 9.99"},
		{0.004, 10.49, "0.00 to 10"},
		{2, 123.5, "2.00 to 124"},
		{0, 0.5, "0.50 or less"},
		{0.5, math.Inf(1), "0.50 or more"},
		{0, math.Inf(1), "any number"},
	} {
		if got := (metrics.Ratio{Estimate: test.low, AtMost: test.high}).Words(); got != test.want {
			t.Errorf("from %g to %g is written as %q, want %q", test.low, test.high, got, test.want)
		}
		if got := (metrics.Ratio{Low: test.low, High: test.high}).Interval(); got != test.want {
			t.Errorf("the interval from %g to %g is written as %q, want %q", test.low, test.high, got, test.want)
		}
	}
}
