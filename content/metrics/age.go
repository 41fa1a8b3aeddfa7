package metrics

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// An Age is a range of days since an incident, from From up to but excluding To.
type Age struct {
	From, To int // To is 0 for the last range, which has no end; both are -1 if the age is unknown
}

// ages are the days with which the ranges begin.
var ages = []int{0, 30, 90, 180, 365}

// Ages returns the ranges that post mortems and action items are counted by, youngest
// first, with unknown last.
func Ages() []Age {
	out := make([]Age, 0, len(ages)+1)
	for i, from := range ages {
		age := Age{From: from}
		if i+1 < len(ages) {
			age.To = ages[i+1]
		}
		out = append(out, age)
	}
	return append(out, Age{From: -1, To: -1})
}

// ageAt returns the index in [Ages] of a day's age. A day after asOf counts as age 0. If a
// date is zero, the age is unknown.
func ageAt(from, asOf content.Date) int {
	if from.IsZero() || asOf.IsZero() {
		return len(ages)
	}
	i, exact := slices.BinarySearch(ages, max(0, days(from, asOf)))
	if !exact {
		i--
	}
	return i
}

func days(from, to content.Date) int { return int(to.Time().Sub(from.Time()).Hours() / 24) }
