package metrics

import (
	"math"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// RecentDays is the number of days that count as recent, including the last one.
const RecentDays = 365

// A Change compares a figure in the recent days with the same number of days before.
type Change struct {
	Definition
	Now, Before Side
	Ratio       Ratio // of Now to Before; meaningful only if Compared
	Compared    bool  // both sides have at least [MinSide] durations
	Needed      int   // durations a side to see a halving, see [NeededToHalve]; 0 if not known
	Lag         int   // days by which the recent days end early, see [PublishLag]; 0 if they do not
	LagUnknown  bool  // there is no [PublishLag], so the recent days do not end early
}

// changeMeans is what the definitions say about a change.
var changeMeans = []string{
	"The times to restore of the last 365 days are compared with those of the 365 days before: how many times as " +
		"long they are is the median of the ratios of all pairs of a later and an earlier outage (Hodges and Lehmann, " +
		"1963, on a logarithmic scale). The interval contains the true factor with a probability of at least 95 %, if incidents are " +
		"independent and the two years differ by a factor, whatever the distribution: it is taken from the ranks of " +
		"the ratios (Mann and Whitney, 1947), exactly for up to 10,000 pairs, and beyond that by the normal " +
		"approximation. If some durations are equal, its level is higher.",
	"Outages have become shorter or longer only if the interval excludes 1. With fewer than six outages in one of " +
		"the years, there is no comparison. An outage that has not ended counts as longer than it has lasted so far, as of the " +
		"day of the figures: where that leaves a number open, it is a range.",
	"Outages of the newest days may not be written up yet, and those that are may be the short ones. So the later " +
		"year ends early, by the number of days within which nine of ten post mortems are completed, as Kaplan and " +
		"Meier (1958) estimate it from all of them. Drafts that the site hides are not counted.",
	"How many outages a year would show a halving in four of five cases follows from the formula of Noether (1987), with " +
		"durations that vary as much as in these two years. From few outages, it is a rough number.",
}

// A Side is one of the two periods of a [Change].
type Side struct {
	Filter // selects its post mortems
	Sample
	Unfinished int // post mortems that are not completed
}

// A Verdict is the conclusion from a [Change].
type Verdict string

// The verdicts.
const (
	TooFew  Verdict = "few"     // a side has too few durations
	Unclear Verdict = "unclear" // the interval of the ratio contains 1
	Shorter Verdict = "shorter"
	Longer  Verdict = "longer"
)

// Verdict returns the conclusion from the change.
func (c Change) Verdict() Verdict {
	if !c.Compared {
		return TooFew
	}
	return c.Ratio.Verdict()
}

// Compare returns the change of a figure. The recent days end with f.Until, but before the
// last f.PublishLag days, of whose incidents some have no post mortem yet. Ongoing figures
// count as longer than as of f.AsOf. Without a day, both sides are empty.
func Compare(records []Record, key string, f Settings) Change {
	k := figureIndex(key)
	c := Change{Definition: definitions[k]}
	if f.AsOf.IsZero() {
		return c
	}
	c.LagUnknown = f.PublishLag == 0
	until, latest := f.lastDay(), daysBefore(f.AsOf, f.PublishLag)
	if latest.Before(until) {
		until, c.Lag = latest, f.PublishLag
	}
	c.Now, c.Before = side(records, k, back(until, 0), f.AsOf), side(records, k, back(until, RecentDays), f.AsOf)
	c.Ratio, c.Compared = RatioOf(c.Now.Sample, c.Before.Sample)
	c.Needed = NeededToHalve(c.Now.Sample, c.Before.Sample)
	return c
}

func side(records []Record, k int, f Filter, asOf content.Date) Side {
	s := Side{Filter: f}
	for _, r := range records {
		if !f.Matches(r.PM) {
			continue
		}
		if Progress(r.PM) != content.Completed {
			s.Unfinished++
		}
		switch figure := r.Figures[k]; figure.Class {
		case Known:
			s.Known = append(s.Known, figure.Value)
		case Ongoing:
			s.Over = append(s.Over, figure.Elapsed(asOf))
		}
	}
	slices.Sort(s.Known)
	slices.Sort(s.Over)
	return s
}

// PublishLag returns the number of days within which nine of ten post mortems are completed
// after the incident, at least 1, by the estimate of Kaplan and Meier. It returns 0 if that is
// not known.
func PublishLag(records []Record, asOf content.Date) int {
	days, ok := IncidenceOf(PublishWaits(records, asOf)).Quantile(0.9)
	if !ok {
		return 0
	}
	return max(1, int(math.Ceil(days)))
}

// back selects the [RecentDays] that end the given number of days before until.
func back(until content.Date, days int) Filter {
	return Filter{Since: daysBefore(until, days+RecentDays-1), Until: daysBefore(until, days)}
}

func daysBefore(day content.Date, n int) content.Date {
	return content.DateOf(day.Time().Add(-time.Duration(n) * 24 * time.Hour))
}
