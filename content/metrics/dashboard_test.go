package metrics_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/content/metrics"
)

var asOf = content.Date{Year: 2026, Month: 11, Day: 23}

func sampleRecords(t testing.TB) []metrics.Record {
	t.Helper()
	c, err := collection.Load(t.Context(), content.Sample, collection.Options{Root: "postmortems"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return metrics.Records(c.PostMortems)
}

func frame(records []metrics.Record) metrics.Settings {
	return metrics.Settings{
		Span: metrics.Latest(records, asOf, metrics.Quarter, 24), AsOf: asOf, TargetDays: 14, Vocabularies: content.BuiltinVocabularies(),
		Services: []config.Service{{Name: "booking", Hours: always}, {Name: "dns"}},
	}
}

var always, _ = config.ParseHours("24x7")

// The expected values are computed by hand from the sample's 30 post mortems.
//
// Outages in minutes, sorted: 62 62 105 112 127 130 132 135 135 135 145 165 192
// 220 220 285 290 320 580 1680 2005, which are 21. Seven have no outage: four
// near misses, and three degradations: a slow search (135) and two cosmetic
// faults (1185 and 1680). One outage begins about 06:40, and one has not ended.
// Median: the 11th (145). p75: the 16th (285). 21 are too few for p90. Of 21,
// the 6th (130) to the 16th (285) contain the median with
// 1 − 2·(1+21+210+1330+5985+20349)/2²¹ = 97.3 %. The three longest are 4265 of
// 7237 minutes. Bins: 4 from 1 to 2 h, 11 up to 4 h, 3 up to 8 h, 1 up to 16 h,
// 1 up to 32 h, 1 of 33 h 25 min.
//
// Fourth quarter of 2026: two medium (both drafts), one low, one near miss;
// detected by: other, alarm, manual, manual.
//
// Vendors: Tailspin Telecom has 3, one of them ongoing (285 + 135 known
// minutes); Harbour Payments has 3, one of them a near miss (165 + 135); others
// have two each.
//
// Late as of 23 November with a target of 14 days: the near miss of 6 October
// (48 days) and the review of 3 November (20). The drafts of 17 and 22 November
// are more recent.
//
// Booking, 90 days to 23 November: no outage with known times (17 November
// begins about 06:40). 365 days, from 24 November 2025: 580 (2026-07-29), 62
// (2026-05-21), 145 (2026-02-10) and 135 (2025-11-27) minutes, 922 of 525,600.
func TestSample(t *testing.T) {
	records := sampleRecords(t)
	b := metrics.NewDashboard(records, frame(records))
	d := b.Distribution("duration")
	got := []string{
		fmt.Sprint(len(records), d.Count, d.NotApplicable, d.Unknown, d.Ongoing, d.Median, d.P75, d.Allows(75), d.Allows(90)),
		fmt.Sprintf("%v to %v at %.3f", d.Low, d.High, d.Level), fmt.Sprint(d.Top.Minutes(), d.Total.Minutes()),
	}
	for _, bin := range d.Bins {
		got = append(got, fmt.Sprint(bin.From.Hours(), "h:", bin.N))
	}
	last := b.Span.Len() - 1
	severity, detection := b.Count(metrics.Counting{By: "period", Split: "severity"}), b.Count(metrics.Counting{By: "period", Split: "detection"})
	got = append(got, fmt.Sprint(b.Span.At(0), " ", b.Span.At(last), severity.Values, severity.Rows[last].N, detection.Values, detection.Rows[last].N))
	for _, v := range b.Vendors[:2] {
		got = append(got, fmt.Sprint(v.Vendor, " ", v.Posts, v.Outage.Count, v.Outage.Ongoing, v.Outage.Total))
	}
	for _, late := range b.Late {
		got = append(got, fmt.Sprint(late.PM.Date, late.Days))
	}
	for _, w := range b.Availability[0].Windows[1:] {
		got = append(got, fmt.Sprint(w.Days, w.Hours, w.Down, w.Posts, w.Missing))
	}
	want := []string{
		"30 21 7 1 1 2h25m0s 4h45m0s true false", "2h10m0s to 4h45m0s at 0.973", "4265 7237", "1h:4", "2h:11", "4h:3", "8h:1", "16h:1", "32h:1",
		"2023 Q4 2026 Q4 [critical high medium low near miss] [0 0 2 1 1] [manual configured alarm other] [2 1 1]",
		"Tailspin Telecom 3 2 1 7h0m0s", "Harbour Payments 3 2 0 5h0m0s", "2026-10-06 48", "2026-11-03 20",
		"90 2160h0m0s 0s 0 1", "365 8760h0m0s 15h22m0s 4 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the sample's figures are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// For any subset, every series counts each post mortem and each action item exactly once.
func TestSeriesCountEverythingOnce(t *testing.T) {
	c, err := collection.Load(t.Context(), corpus.FS(400, 3), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	posts := append(c.PostMortems, &content.PostMortem{}, document(t, completed, "10:00 Outage begins"), document(t, completed+"duration: 5m\n"))
	all := metrics.Records(posts)
	subsets := [][]metrics.Record{
		all, nil, all[:1], all[:4], all[:5], metrics.Select(all, metrics.Filter{Service: "dns"}), metrics.Select(all, metrics.Filter{Severity: "high", Tag: "dns"}),
		metrics.Select(all, metrics.Filter{Since: content.Date{Year: 2020, Month: 1, Day: 1}, Until: content.Date{Year: 2022, Month: 6, Day: 30}}),
	}
	for i, records := range subsets {
		for _, span := range []metrics.Span{
			metrics.Latest(records, content.Date{Year: 2022, Month: 5, Day: 5}, metrics.Quarter, 12), metrics.Latest(records, content.Date{}, metrics.Month, 1000), metrics.YearSpan(2020, asOf, metrics.Month), {},
		} {
			f := frame(records)
			f.Span = span
			checkCountedOnce(t, fmt.Sprintf("subset %d, %d periods", i, span.Len()), records, metrics.NewDashboard(records, f))
		}
	}
}

func checkCountedOnce(t *testing.T, name string, records []metrics.Record, b metrics.Dashboard) {
	t.Helper()
	equal := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s: %d, want %d", name, what, got, want)
		}
	}
	for _, what := range []string{"severity", "detection", "vendor", "status"} {
		s := b.Count(metrics.Counting{By: "period", Split: what})
		periods, values, all := metrics.Row{N: s.Outside}.Sum(), make([]int, len(s.Values)), metrics.Row{N: s.All}.Sum()
		copy(values, s.Outside)
		for _, row := range s.Rows {
			periods += row.Sum()
			for k, n := range row.N {
				values[k] += n
			}
		}
		equal(what+" by period", periods, len(records))
		equal(what+" by value", all, len(records))
		if !slices.Equal(values, s.All) {
			t.Errorf("%s: %s: the periods add up to %v by value, want %v", name, what, values, s.All)
		}
	}
	inBins, duration := 0, b.Distribution("duration")
	for _, bin := range duration.Bins {
		inBins += bin.N
	}
	equal("bins", inBins, duration.Count)
	equal("all classes", numbers(duration.Summary), len(records))
	for _, trend := range b.Trends("time_to_restore", "time_to_detect") {
		n := trend.Outside
		for _, p := range trend.Points {
			n += numbers(p.Summary)
			if p.P25 > p.Median || p.HasInterval() && (p.Low > p.Median || p.Median > p.High) {
				t.Errorf("%s: %s: %+v", name, trend.Key, p)
			}
		}
		equal(trend.Key, n, len(records))
	}
	// Each document of the corpus has a single service, so no outage counts twice.
	var total time.Duration
	for _, row := range b.Outages.Services {
		total += row.Total()
	}
	if b.Outages.Others != nil {
		total += b.Outages.Others.Total()
	}
	equal("outage minutes", int(total.Minutes()), int(duration.Total.Minutes()))
	checkFollowUp(t, name, b)
	drafts := 0
	for _, row := range b.Count(metrics.Counting{By: "age", Split: "status"}).Rows {
		drafts += row.Sum()
	}
	equal("pipeline", drafts, len(records))
}

func checkFollowUp(t *testing.T, name string, b metrics.Dashboard) {
	t.Helper()
	f := b.FollowUp
	all := []int{f.Done, f.Cancelled, f.Open, f.Overdue}
	for _, by := range []string{"type", "period", "owner", "age", "state"} {
		c := b.Count(metrics.Counting{By: by, Items: true, Split: "standing"})
		got := slices.Clone(c.Outside)
		for _, row := range c.Rows {
			for k, n := range row.N {
				got[k] += n
			}
		}
		if !slices.Equal(got, all) || !slices.Equal(c.All, all) {
			t.Errorf("%s: the rows by %s add up to %v action items, the total is %v, want %v", name, by, got, c.All, all)
		}
	}
	open, old := []int{0, 0}, 0
	for _, row := range b.Count(metrics.Counting{By: "owner", Items: true, Split: "standing", Only: []string{metrics.OnTime, content.Overdue}}).Rows {
		open[0], open[1] = open[0]+row.N[0], open[1]+row.N[1]
	}
	if !slices.Equal(open, all[2:]) {
		t.Errorf("%s: the owners add up to %v open action items, want %v", name, open, all[2:])
	}
	for _, row := range b.Count(metrics.Counting{By: "age", Items: true, Split: "standing", Only: []string{metrics.OnTime, content.Overdue}}).Rows {
		old += row.Sum()
	}
	if a := b.Stats.Actions; a.Count != f.Count() || a.Open != f.Open+f.Overdue || a.Overdue != f.Overdue || old != a.Open {
		t.Errorf("%s: the follow-up is %+v, the ages add up to %d, but the stats are %+v", name, f, old, a)
	}
}

// Ranks of the 95 % interval of the median as in printed tables, 1-based.
func TestMedianInterval(t *testing.T) {
	for n, want := range map[int][2]int{5: {0, 0}, 6: {1, 6}, 8: {1, 8}, 9: {2, 8}, 10: {2, 9}, 15: {4, 12}, 20: {6, 15}, 25: {8, 18}, 50: {18, 33}, 100: {40, 61}} {
		records := minutes(n, func(i int) int { return i + 1 })
		p := metrics.TrendOf(records, "duration", metrics.YearSpan(2026, content.Date{}, metrics.Year)).Points[0]
		// The level is 1 − 2·P(at most low−1 of n), as added up from binomial coefficients.
		if level := levelOf(n, want[0]); math.Abs(p.Level-level) > 1e-9 {
			t.Errorf("the level for %d values is %f, want %f", n, p.Level, level)
		}
		if got := [2]int{int(p.Low.Minutes()), int(p.High.Minutes())}; got != want || p.HasInterval() != (want[0] > 0) {
			t.Errorf("the ranks for %d values are %v, want %v", n, got, want)
		}
	}
}

// levelOf returns the probability that the median is between the low-th of n values, counted
// from 1, and the low-th from above; 0 if low is 0.
func levelOf(n, low int) float64 {
	if low == 0 {
		return 0
	}
	below := new(big.Int)
	for k := range low {
		below.Add(below, new(big.Int).Binomial(int64(n), int64(k)))
	}
	share, _ := new(big.Rat).SetFrac(below, new(big.Int).Lsh(big.NewInt(1), uint(n))).Float64()
	return 1 - 2*share
}

// A percentile is shown if, whatever the distribution, the interval of 95 % around it has both
// ends: from 13 values for the 75th (0.75¹³ = 0.0238, 0.75¹² = 0.0317), from 36 for the 90th
// (0.9³⁶ = 0.0225, 0.9³⁵ = 0.02503).
func TestAllowedPercentiles(t *testing.T) {
	for p, want := range map[int]int{50: 5, 25: 13, 75: 13, 90: 36, 10: 36} {
		for n := range 50 {
			if got := (metrics.Summary{Count: n}).Allows(p); got != (n >= want) {
				t.Errorf("%d values allow p%d: %v, want it from %d on", n, p, got, want)
			}
		}
	}
}

// minutes returns n records with stated durations; of returns the minutes of the i-th.
func minutes(n int, of func(i int) int) []metrics.Record {
	posts := make([]*content.PostMortem, n)
	for i := range posts {
		posts[i] = &content.PostMortem{Date: content.Date{Year: 2026, Month: 2, Day: 1}, HasStated: true, Stated: time.Duration(of(i)) * time.Minute}
	}
	return metrics.Records(posts)
}

// The interval contains the true median at least as often as it claims to, even for
// durations as skewed as those of outages.
func TestMedianIntervalCovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	const draws, median = 2000, 60
	for _, n := range []int{6, 12, 40} {
		held := 0
		records := minutes(n, func(int) int { return 0 })
		for range draws {
			for _, r := range records { // the first figure is the duration
				r.Figures[0].Value = time.Duration(median*math.Exp(1.2*rng.NormFloat64())) * time.Minute
			}
			p := metrics.TrendOf(records, "duration", metrics.YearSpan(2026, content.Date{}, metrics.Year)).Points[0]
			if p.Low.Minutes() <= median && median <= p.High.Minutes() {
				held++
			}
		}
		if held < draws*945/1000 {
			t.Errorf("with %d values, the interval contains the median in %d of %d draws", n, held, draws)
		}
	}
}
