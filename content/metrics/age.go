package metrics

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// An Age is so many days since an incident: from From up to, but without, To.
type Age struct {
	From, To int // To is 0 for the last, which has no end; both -1 when the age is unknown
}

// ages part ages, in days.
var ages = []int{0, 30, 90, 180, 365}

// Ages returns the ages that things are counted by, youngest first, the unknown
// last.
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

// ageAt returns the place of an age in [Ages]. A day after "as of" counts as new.
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
