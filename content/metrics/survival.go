package metrics

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A Wait is for how long something has been waited for, and how that ended.
type Wait struct {
	Days float64
	End  End
}

// An End is how a [Wait] ended.
type End int

// The ends.
const (
	Pending   End = iota // not yet: all that is known is that the wait is longer
	Happened             // with what was waited for
	Otherwise            // with something else, after which that can no longer happen
)

// A Share is the estimated probability of an event, from 0 to 1, with an interval of about
// 95 % for it.
type Share struct {
	Value, Low, High float64
}

// Incidence is the share of waits that have ended in each way, by days: the cumulative
// incidence of Aalen and Johansen (1978). With only one kind of end, it is one minus the
// estimate of Kaplan and Meier (1958). If all were waited for as long, it is the share itself.
//
// Kaplan and Meier alone would count waits that ended otherwise like pending ones, which may
// still end as hoped. They will not, so it would overstate how much happens.
type Incidence struct {
	waits []Wait // sorted by days
	steps []incidenceStep
}

// An incidenceStep is a day on which waits ended.
type incidenceStep struct {
	days   float64
	atRisk float64    // waits that had not ended before, and were still observed
	ended  [2]float64 // number that Happened, and that ended Otherwise
	before float64    // share that had not ended before
	shares [2]float64 // that Happened, and that ended Otherwise, up to and including the day
}

// IncidenceOf returns the incidence of waits. Why a wait is pending must not depend on when it
// will end: it has begun too recently.
func IncidenceOf(waits []Wait) Incidence {
	in := Incidence{waits: slices.Clone(waits)}
	slices.SortFunc(in.waits, func(a, b Wait) int { return cmp.Compare(a.Days, b.Days) })
	left, shares := 1.0, [2]float64{}
	for i := 0; i < len(in.waits); {
		s := incidenceStep{days: in.waits[i].Days, atRisk: float64(len(in.waits) - i), before: left}
		for ; i < len(in.waits) && in.waits[i].Days == s.days; i++ {
			if end := in.waits[i].End; end != Pending {
				s.ended[end-1]++
			}
		}
		if s.ended[0]+s.ended[1] == 0 {
			continue
		}
		for k := range shares {
			shares[k] += left * s.ended[k] / s.atRisk
		}
		left *= 1 - (s.ended[0]+s.ended[1])/s.atRisk
		s.shares = shares
		in.steps = append(in.steps, s)
	}
	return in
}

// Len returns the number of waits.
func (in Incidence) Len() int { return len(in.waits) }

// Followed returns the number of waits of which it is known whether they ended within so many
// days.
func (in Incidence) Followed(days float64) (n int) {
	for _, w := range in.waits {
		if w.End != Pending || w.Days >= days {
			n++
		}
	}
	return n
}

// Within returns the share of waits that ended in a way within so many days. It returns false
// if fewer than [MinCount] were followed for so long.
//
// The interval is that of Wilson (1927) for a share of as many waits as would give the same
// variance without pending ones (Rothman, 1978).
func (in Incidence) Within(days float64, end End) (Share, bool) {
	followed := in.Followed(days)
	if followed < MinCount {
		return Share{}, false
	}
	n := 0
	for n < len(in.steps) && in.steps[n].days <= days {
		n++
	}
	share := 0.0
	if n > 0 {
		share = in.steps[n-1].shares[end-1]
	}
	size := float64(followed)
	if share > rounding && share < 1-rounding {
		size = share * (1 - share) / variance(in.steps[:n], end)
	}
	return wilson(share, size), true
}

// rounding is more than the error of a sum of shares.
const rounding = 1e-9

// duration returns the quantile as a duration, or 0 if there is none.
func (in Incidence) duration(share float64) time.Duration {
	days, _ := in.Quantile(share)
	return time.Duration(days * float64(24*time.Hour))
}

// variance returns the variance of the share of the last step (Marubini and Valsecchi,
// Analysing Survival Data, 1995, section 10.2, from the delta method).
func variance(steps []incidenceStep, end End) (v float64) {
	k := end - 1
	for _, s := range steps {
		ended := s.ended[0] + s.ended[1]
		later := steps[len(steps)-1].shares[k] - s.shares[k]
		if s.atRisk > ended {
			v += later * later * ended / (s.atRisk * (s.atRisk - ended))
		}
		v += s.before * s.before * (s.atRisk - s.ended[k]) * s.ended[k] / (s.atRisk * s.atRisk * s.atRisk)
		v -= 2 * later * s.before * s.ended[k] / (s.atRisk * s.atRisk)
	}
	return v
}

// wilson returns a share of n with its interval.
func wilson(share, n float64) Share {
	const z2 = z975 * z975
	middle := (share + z2/(2*n)) / (1 + z2/n)
	half := z975 / (1 + z2/n) * math.Sqrt(share*(1-share)/n+z2/(4*n*n))
	return Share{share, max(0, middle-half), min(1, middle+half)}
}

// Quantile returns the days within which a share of the waits has Happened. It returns false
// if so many have not, or if there are fewer than [MinCount] waits.
func (in Incidence) Quantile(share float64) (days float64, ok bool) {
	for _, s := range in.steps {
		if s.shares[0] >= share-rounding && len(in.waits) >= MinCount {
			return s.days, true
		}
	}
	return 0, false
}
