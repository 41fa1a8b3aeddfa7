package metrics

import (
	"math"
	"strconv"
)

// Words returns the estimate, such as 0.65; as a range if durations that have not ended decide.
func (r Ratio) Words() string { return fromTo(r.Estimate, r.AtMost) }

// Interval returns the interval, such as 0.37 to 1.81.
func (r Ratio) Interval() string { return fromTo(r.Low, r.High) }

// fromTo writes a range of ratios.
func fromTo(low, high float64) string {
	switch {
	case low == high:
		return inWords(low)
	case low == 0 && math.IsInf(high, 1):
		return "any number"
	case low == 0:
		return inWords(high) + " or less"
	case math.IsInf(high, 1):
		return inWords(low) + " or more"
	}
	return inWords(low) + " to " + inWords(high)
}

// inWords writes a ratio with two digits after the point, as a whole number from 10 on. Only 1
// itself is written as 1.
func inWords(v float64) string {
	n := int(math.Floor(100*v + 0.5))
	switch {
	case v == 1:
		return "1"
	case n == 100 && v < 1:
		n = 99
	case n == 100:
		n = 101
	case v >= 10:
		return strconv.Itoa(int(math.Floor(v + 0.5)))
	}
	digits := strconv.Itoa(1000 + n%100)
	return strconv.Itoa(n/100) + "." + digits[2:]
}
