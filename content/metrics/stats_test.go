package metrics_test

import (
	"fmt"
	random "math/rand"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/quick"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/content/metrics"
)

func ExamplePercentile() {
	minutes := []time.Duration{1 * time.Minute, 2 * time.Minute, 3 * time.Minute, 10 * time.Minute}
	fmt.Println(metrics.Percentile(minutes, 50), metrics.Percentile(minutes, 90))
	// Output: 2m30s 7m54s
}

func TestPercentile(t *testing.T) {
	values := []time.Duration{10, 20, 30, 40, 50}
	for p, want := range map[float64]time.Duration{0: 10, 25: 20, 50: 30, 75: 40, 90: 46, 100: 50, 10: 14} {
		if got := metrics.Percentile(values, p); got != want {
			t.Errorf("percentile %v of %v is %d, want %d", p, values, got, want)
		}
	}
	// Fractions of a nanosecond are rounded to the nearest, halves up.
	for p, want := range map[float64]time.Duration{25: 10, 50: 11, 75: 11} {
		if got := metrics.Percentile([]time.Duration{10, 11}, p); got != want {
			t.Errorf("percentile %v of 10 and 11 is %d, want %d", p, got, want)
		}
	}
	if metrics.Percentile(nil, 50) != 0 || metrics.Percentile([]time.Duration{7}, 90) != 7 {
		t.Error("the percentile of no value is not 0, or that of one value is not the value")
	}
}

// naive computes a percentile to the nearest of a thousand steps between neighbouring values.
func naive(values []time.Duration, p float64) float64 {
	n := len(values)
	if n == 1 {
		return float64(values[0])
	}
	const steps = 1000
	at := int(float64((n-1)*steps)*p/100 + 0.5)
	if at == (n-1)*steps {
		return float64(values[n-1])
	}
	i, s := at/steps, at%steps
	return float64(values[i]) + float64(values[i+1]-values[i])*float64(s)/steps
}

func TestPercentileProperties(t *testing.T) {
	check := func(seconds []uint32, rank uint8) bool {
		if len(seconds) == 0 {
			return true
		}
		var values []time.Duration
		for _, s := range seconds {
			values = append(values, time.Duration(s%1e6)*time.Second)
		}
		slices.Sort(values)
		p := float64(rank % 101)
		got := metrics.Percentile(values, p)
		step := float64(values[len(values)-1]-values[0])/1000 + 1
		within := got >= values[0] && got <= values[len(values)-1] && got <= metrics.Percentile(values, min(p+1, 100))
		return within && abs(float64(got)-naive(values, p)) <= step
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 500, Rand: random.New(random.NewSource(1))}); err != nil {
		t.Error(err)
	}
}

func abs(x float64) float64 { return max(x, -x) }

func known(minutes ...int) (out []metrics.Figure) {
	for _, m := range minutes {
		out = append(out, metrics.Figure{Class: metrics.Known, Value: time.Duration(m) * time.Minute})
	}
	return out
}

// numbers adds up the numbers of all classes.
func numbers(s metrics.Summary) (n int) {
	for c := metrics.Unknown; c <= metrics.Before; c++ {
		n += s.Number(c)
	}
	return n
}

func TestSummarize(t *testing.T) {
	const m = time.Minute
	unknown, ongoing := metrics.Figure{Reason: "x"}, metrics.Figure{Class: metrics.Ongoing}
	for _, test := range []struct {
		name    string
		figures []metrics.Figure
		want    metrics.Summary
		enough  bool
	}{
		{"none", nil, metrics.Summary{}, false},
		{"one", known(4), metrics.Summary{Count: 1, P25: 4 * m, Median: 4 * m, P75: 4 * m, P90: 4 * m, Longest: 4 * m, Top: 4 * m, Total: 4 * m}, false},
		// Sorted 1 2 3 10: 25 % three quarters of the way from 1 to 2; median between 2 and 3; 75 % a quarter of the way from 3 to 10.
		{"four", known(10, 1, 3, 2), metrics.Summary{Count: 4, P25: 105 * time.Second, Median: 150 * time.Second, P75: 3*m + 105*time.Second, P90: 7*m + 54*time.Second, Longest: 10 * m, Top: 15 * m, Total: 16 * m}, false},
		{"five", known(5, 4, 3, 2, 1), metrics.Summary{Count: 5, P25: 2 * m, Median: 3 * m, P75: 4 * m, P90: 4*m + 36*time.Second, Longest: 5 * m, Top: 12 * m, Total: 15 * m}, true},
		{"mixed", append(known(0), unknown, ongoing, unknown), metrics.Summary{Count: 1, Unknown: 2, Ongoing: 1}, false},
	} {
		if got := metrics.Summarize(test.figures); got != test.want || got.Enough() != test.enough {
			t.Errorf("%s: %+v, enough %v; want %+v", test.name, got, got.Enough(), test.want)
		}
	}
}

func TestSummarizeLeavesFiguresAlone(t *testing.T) {
	figures := known(3, 1, 2)
	metrics.Summarize(figures)
	if !slices.Equal(figures, known(3, 1, 2)) {
		t.Error("Summarize sorted the caller's figures")
	}
}

// Every figure counts each post mortem once. The totals of any partition add up to the total
// of the whole.
func TestPartitionsAddUp(t *testing.T) {
	c, err := collection.Load(t.Context(), corpus.FS(200, 5), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	posts := append(c.PostMortems, document(t, completed, "10:00 Outage begins"), document(t, completed), document(t, completed+"duration: 5m\n"))
	asOf, v := content.Date{Year: 2021, Month: 1, Day: 1}, content.BuiltinVocabularies()
	whole := metrics.Compute(metrics.Records(posts), asOf, v)
	for _, f := range whole.Figures {
		if numbers(f.Summary) != len(posts) {
			t.Errorf("%s: the classes of %+v add up to %d, want %d", f.Key, f.Summary, numbers(f.Summary), len(posts))
		}
		if f.Median > f.P75 || f.P75 > f.P90 || f.P90 > f.Total {
			t.Errorf("%s: %+v", f.Key, f.Summary)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		parts := make([][]*content.PostMortem, 1+rng.IntN(6))
		for _, pm := range posts {
			i := rng.IntN(len(parts))
			parts[i] = append(parts[i], pm)
		}
		sums, actions, count := make([]metrics.Summary, len(whole.Figures)), metrics.Actions{}, 0
		for _, part := range parts {
			stats := metrics.Compute(metrics.Records(part), asOf, v)
			count += stats.Count
			actions.Count, actions.Open, actions.Overdue = actions.Count+stats.Actions.Count, actions.Open+stats.Actions.Open, actions.Overdue+stats.Actions.Overdue
			for i, f := range stats.Figures {
				sums[i].Count += f.Count
				sums[i].Unknown += f.Unknown
				sums[i].Ongoing += f.Ongoing
				sums[i].NotApplicable, sums[i].None, sums[i].Before = sums[i].NotApplicable+f.NotApplicable, sums[i].None+f.None, sums[i].Before+f.Before
				sums[i].Total += f.Total
			}
		}
		for i, f := range whole.Figures {
			want := metrics.Summary{Count: f.Count, Unknown: f.Unknown, Ongoing: f.Ongoing, NotApplicable: f.NotApplicable, None: f.None, Before: f.Before, Total: f.Total}
			if sums[i] != want {
				t.Errorf("%s: the parts add up to %+v, want %+v", f.Key, sums[i], want)
			}
		}
		if count != whole.Count || actions.Count != whole.Actions.Count || actions.Open != whole.Actions.Open || actions.Overdue != whole.Actions.Overdue {
			t.Errorf("the parts have %d post mortems and the action items %+v, the whole has %d and %+v", count, actions, whole.Count, whole.Actions)
		}
	}
}

// The order of the post mortems does not matter.
func TestOrderDoesNotMatter(t *testing.T) {
	c, err := collection.Load(t.Context(), corpus.FS(50, 6), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	asOf, v := content.Date{Year: 2021, Month: 1, Day: 1}, content.BuiltinVocabularies()
	want := text(metrics.Compute(metrics.Records(c.PostMortems), asOf, v))
	slices.Reverse(c.PostMortems)
	if got := text(metrics.Compute(metrics.Records(c.PostMortems), asOf, v)); got != want {
		t.Errorf("in reverse order, the stats are\n%s\nwant\n%s", got, want)
	}
}

// text returns stats as text, without the functions in definitions.
func text(s metrics.Stats) string {
	out := fmt.Sprint(s.Count, s.BySeverity, s.ByImpact, s.ByDetection, s.ByStatus, s.ByService, s.ByYear, s.Actions)
	for _, f := range s.Figures {
		out += fmt.Sprint("\n", f.Key, f.Summary)
	}
	return out
}

func TestComputeSmall(t *testing.T) {
	v := content.BuiltinVocabularies()
	for n := range 6 {
		var posts []*content.PostMortem
		for range n {
			posts = append(posts, document(t, completed, "10:00 Outage begins", "11:00 Outage ends"))
		}
		s := metrics.Compute(metrics.Records(posts), content.Date{}, v)
		duration := s.Figures[0]
		if s.Count != n || duration.Count != n || duration.Total != time.Duration(n)*time.Hour || duration.Enough() != (n >= 5) {
			t.Errorf("%d post mortems: %+v", n, duration)
		}
		if len(s.BySeverity) != len(v.Severity.Values) || s.BySeverity[1] != (metrics.Count{Value: "high", N: n}) {
			t.Errorf("%d post mortems: severities %v", n, s.BySeverity)
		}
		if (len(s.ByYear) == 0) != (n == 0) || (len(s.ByService) == 0) != (n == 0) {
			t.Errorf("%d post mortems: years %v, services %v", n, s.ByYear, s.ByService)
		}
	}
}

func TestTally(t *testing.T) {
	posts := []*content.PostMortem{
		{Impacts: []string{"latency", "security"}, Services: []string{"b"}}, {Impacts: []string{"latency"}, Services: []string{"a", "c"}}, {Services: []string{"c"}},
	}
	records := metrics.Records(posts)
	for _, test := range []struct {
		name string
		got  []metrics.Count
		want string
	}{
		{"vocabulary first, including values that do not occur", metrics.Tally(records, content.BuiltinVocabularies().Impact.Values, func(pm *content.PostMortem) []string { return pm.Impacts }), "[{data loss 0} {latency 2} {availability 0} {cosmetic 0} { 1} {security 1}]"},
		{"most frequent first", metrics.Tally(records, nil, func(pm *content.PostMortem) []string { return pm.Services }), "[{c 2} {a 1} {b 1}]"},
		{"nothing", metrics.Tally(nil, nil, func(pm *content.PostMortem) []string { return pm.Services }), "[]"},
	} {
		if got := fmt.Sprint(test.got); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestYears(t *testing.T) {
	year := func(y int) *content.PostMortem {
		return &content.PostMortem{Date: content.Date{Year: y, Month: 1, Day: 1}}
	}
	for _, test := range []struct {
		posts []*content.PostMortem
		want  string
	}{
		{nil, "[]"},
		{[]*content.PostMortem{{}}, "[]"},
		{[]*content.PostMortem{year(2026), year(2023), year(2026), {}}, "[{2023 1} {2024 0} {2025 0} {2026 2}]"},
	} {
		if got := fmt.Sprint(metrics.Compute(metrics.Records(test.posts), content.Date{}, content.BuiltinVocabularies()).ByYear); got != test.want {
			t.Errorf("the years are %s, want %s", got, test.want)
		}
	}
}

// A mistyped year must neither add thousands of empty years nor hide the others.
func TestYearsFarApart(t *testing.T) {
	year := func(y int) *content.PostMortem {
		return &content.PostMortem{Date: content.Date{Year: y, Month: 1, Day: 1}}
	}
	s := metrics.Compute(metrics.Records([]*content.PostMortem{year(26), year(2024), year(2026)}), content.Date{}, content.BuiltinVocabularies())
	sum := 0
	for _, count := range s.ByYear {
		sum += count.N
	}
	if len(s.ByYear) > 300 || sum != 3 {
		t.Errorf("%d years with %d post mortems: %v", len(s.ByYear), sum, s.ByYear)
	}
}

func TestActions(t *testing.T) {
	due := content.Date{Year: 2026, Month: 3, Day: 5}
	pm := &content.PostMortem{ActionItems: []content.ActionItem{
		{Type: "Detective", State: content.Open, Due: due},
		{Type: "Detective", State: content.Done, Due: due},
		{Type: "Mitigation", State: content.InProgress},
		{State: content.Cancelled, Due: due},
		{Type: "Fix", State: content.Open},
	}}
	got := metrics.Compute(metrics.Records([]*content.PostMortem{pm}), content.Date{Year: 2026, Month: 3, Day: 6}, content.BuiltinVocabularies()).Actions
	want := "{5 1 3 [{Mitigation 1 1 0} {Preventative 0 0 0} {Detective 2 1 1} {Remediative 0 0 0} { 1 0 0} {Fix 1 1 0}] [{open 2} {in progress 1} {done 1} {cancelled 1}]}"
	if fmt.Sprint(got) != want {
		t.Errorf("the action items are %v, want %s", got, want)
	}
}
