package metrics_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
)

func on(year, month, day int) *content.PostMortem {
	return &content.PostMortem{Date: content.Date{Year: year, Month: time.Month(month), Day: day}, Severity: "high"}
}

// A period without post mortems counts 0. Post mortems after "as of", without a date, or
// from before the span count as outside.
func TestSpan(t *testing.T) {
	v := content.BuiltinVocabularies()
	records := metrics.Records([]*content.PostMortem{on(2025, 12, 31), on(2026, 8, 1), on(2062, 1, 1), on(26, 1, 1), {}})
	for _, test := range []struct {
		span metrics.Span
		want string
	}{
		{metrics.Latest(records, asOf, metrics.Quarter, 5), "2025 Q4:1 2026 Q1:0 2026 Q2:0 2026 Q3:1 2026 Q4:0 outside 3"},
		{metrics.Latest(records[:2], content.Date{}, metrics.Quarter, 9), "2025 Q4:1 2026 Q1:0 2026 Q2:0 2026 Q3:1 outside 3"},
		{metrics.Latest(records[:2], asOf, metrics.Year, 9), "2025:1 2026:1 outside 3"},
		{metrics.YearSpan(2025, asOf, metrics.Quarter), "2025 Q1:0 2025 Q2:0 2025 Q3:0 2025 Q4:1 outside 4"},
		{metrics.YearSpan(2026, content.Date{Year: 2026, Month: 2, Day: 3}, metrics.Month), "2026-01:0 2026-02:0 outside 5"},
		{metrics.YearSpan(2026, asOf, metrics.Quarter).In(metrics.Month).Last(4), "2026-09:0 2026-10:0 2026-11:0 2026-12:0 outside 5"},
		{metrics.Latest(nil, asOf, metrics.Quarter, 5), "outside 5"},
	} {
		s, got := metrics.CountBy(records, metrics.Counting{By: "period", Split: "severity"}, metrics.Settings{Span: test.span, Vocabularies: v}), ""
		for i, row := range s.Rows {
			got += fmt.Sprintf("%s:%d ", s.Span.At(i), row.Sum())
			if row.Name != s.Span.At(i).String() {
				t.Errorf("the name of the row for %s is %s", s.Span.At(i), row.Name)
			}
		}
		if got += fmt.Sprint("outside ", metrics.Row{N: s.Outside}.Sum()); got != test.want {
			t.Errorf("the counts are %s, want %s", got, test.want)
		}
	}
}

func TestBins(t *testing.T) {
	list := []int{0, 1, 2, 3, 60, 59, 100000}
	d := metrics.DistributionOf(minutes(len(list), func(i int) int { return list[i] }), "duration", 2)
	got := ""
	for _, bin := range d.Bins {
		if bin.N > 0 {
			got += fmt.Sprint(bin.From, "-", bin.To, ":", bin.N, " ")
		}
	}
	if want := "0s-1m0s:1 1m0s-2m0s:1 2m0s-4m0s:2 30m0s-1h0m0s:1 1h0m0s-2h0m0s:1 128h0m0s-0s:1 "; got != want || len(d.Bins) != 15 {
		t.Errorf("the bins are %s of %d, want %s of 15", got, len(d.Bins), want)
	}
	if len(d.Longest) != 2 || d.Longest[0].PM.Stated != 100000*time.Minute || d.Longest[1].PM.Stated != time.Hour {
		t.Errorf("the longest are %v", d.Longest)
	}
}

// Outage time counts in the month in which it passed, in the document's time zone: an outage
// over New Year, one over several months, one of no length, one in which the clocks went
// back (23:00 to 03:00 is five hours), an ongoing one, and one with a stated duration.
func TestOutagesBy(t *testing.T) {
	zoned := completed + "timezone: America/Halifax\n"
	posts := []*content.PostMortem{
		document(t, zoned, "2025-12-31 23:00 Outage begins", "2026-01-01 02:00 Outage ends"),
		document(t, zoned, "2026-01-31 12:00 Outage begins", "2026-03-01 12:00 Outage ends"),
		document(t, zoned, "10:00 Outage begins", "10:00 Outage ends"),
		document(t, zoned, "2026-10-31 23:00 Outage begins", "2026-11-01 03:00 Outage ends"),
		document(t, zoned, "2026-06-01 23:00 Outage begins"),
		document(t, completed+"duration: 5h\n"),
		document(t, completed),
	}
	records := metrics.Records(posts)
	o := metrics.OutagesBy(records, metrics.YearSpan(2026, asOf, metrics.Year), 3)
	row, got := o.Services[0], ""
	for i, d := range row.Time {
		if d > 0 {
			got += fmt.Sprint(o.Span.At(i), " ", d, "; ")
		}
	}
	got += fmt.Sprint(row.Outside, " outside, ", row.Posts, " known, ", o.Ongoing, " ongoing, ", o.Unknown, " unknown")
	want := "2026-01 14h0m0s; 2026-02 672h0m0s; 2026-03 17h0m0s; 2026-10 1h0m0s; 2026-11 4h0m0s; 1h0m0s outside, 5 known, 1 ongoing, 1 unknown"
	if got != want || o.Others != nil {
		t.Errorf("the outages are %s, others %v, want %s and no others", got, o.Others, want)
	}
}

// A mistyped year does not create thousands of parts.
func TestOutageOfCenturies(t *testing.T) {
	pm := document(t, completed, "0900-01-01 10:00 Outage begins", "1100-01-01 10:00 Outage ends")
	parts, sum := 0, time.Duration(0)
	for _, d := range metrics.Records([]*content.PostMortem{pm})[0].OutageByMonth() {
		parts++
		sum += d
	}
	if parts != 240 || sum != pm.Outage().Total() {
		t.Errorf("%d parts add up to %s, want 240 parts of %s", parts, sum, pm.Outage().Total())
	}
}

func TestOutagesOfOthers(t *testing.T) {
	posts := []*content.PostMortem{document(t, completed+"duration: 5h\n"), document(t, completed+"duration: 1h\n"), document(t, completed+"duration: 2h\n")}
	posts[0].Services, posts[1].Services, posts[2].Services = []string{"a"}, []string{"b"}, []string{"c", "b"}
	o := metrics.OutagesBy(metrics.Records(posts), metrics.YearSpan(2026, asOf, metrics.Year), 1)
	if len(o.Services) != 1 || o.Services[0].Service != "a" || o.Others == nil || o.Others.Merged != 2 || o.Others.Posts != 2 || o.Others.Total() != 5*time.Hour {
		t.Errorf("the services are %+v, others %+v", o.Services, o.Others)
	}
}

// Two overlapping outages of a service count once. Time outside the window or the hours does
// not count. Outages without times are counted as missing.
func TestAvailability(t *testing.T) {
	weekdays, err := config.ParseHours("Mon-Fri 08:00-18:00")
	if err != nil {
		t.Fatal(err)
	}
	date := "severity: high\nstatus: completed\ndate: 2026-11-20\n"
	posts := []*content.PostMortem{
		document(t, date, "2026-11-20 17:00 Outage begins", "2026-11-20 19:00 Outage ends"), // a Friday
		document(t, date, "2026-11-20 16:30 Outage begins", "2026-11-20 17:30 Outage ends"),
		document(t, date, "2026-10-24 23:00 Outage begins", "2026-10-25 01:00 Outage ends"), // 30 days begin on 25 October
		document(t, date, "2026-11-20 16:30 Outage begins"),
		document(t, date+"duration: 5h\n"),
	}
	services := []config.Service{{Name: "a", Hours: always}, {Name: "b", Hours: always}, {Name: "c"}}
	list := metrics.AvailabilityOf(metrics.Records(posts), services, asOf, nil)
	if len(list) != 2 || list[1].Windows[2].Share() != 1 {
		t.Fatalf("%+v", list)
	}
	// 16:30 to 19:00 on Friday, and an hour on 25 October.
	if w := list[0].Windows[0]; w.Hours != 720*time.Hour || w.Down != 210*time.Minute || w.Posts != 3 || w.Missing != 2 {
		t.Errorf("24x7: %+v", w)
	}
	services[0].Hours = weekdays
	// 16:30 to 18:00. There are 21 weekdays from 25 October to 23 November.
	if w := metrics.AvailabilityOf(metrics.Records(posts), services, asOf, nil)[0].Windows[0]; w.Hours != 210*time.Hour || w.Down != 90*time.Minute {
		t.Errorf("weekdays: %+v", w)
	}
}

// rowsBy returns the rows in which a dashboard's panels count action items by type, period,
// owner or age, as text. The numbers are done, cancelled, open and overdue, or by owner and
// age only the last two.
func rowsBy(b metrics.Dashboard, by string) string {
	var out []string
	for _, p := range metrics.Panels() {
		if c := p.Series.Counting; c.By == by && c.Split == "standing" {
			for _, row := range b.Count(c).Rows {
				name := row.Name
				if by == "age" {
					name = fmt.Sprintf("%d..%d", row.Age.From, row.Age.To)
				}
				out = append(out, fmt.Sprint(name, " ", row.N))
			}
		}
	}
	return strings.Join(out, ", ")
}

func TestFollowUp(t *testing.T) {
	day := content.Date{Year: 2026, Month: 11, Day: 1}
	pm := &content.PostMortem{Date: content.Date{Year: 2026, Month: 5, Day: 27}, ActionItems: []content.ActionItem{
		{Type: "Detective", Owner: "platform team", State: content.Open, Due: day, Tracking: []string{"A-1"}},
		{Type: "Detective", Owner: "platform team", State: content.InProgress},
		{Type: "Mitigation", State: content.Open, Due: content.Date{Year: 2026, Month: 11, Day: 23}},
		{Owner: "vendor manager", State: content.Cancelled, Due: day},
	}}
	records := metrics.Records([]*content.PostMortem{pm})
	b := metrics.NewDashboard(records, frame(records))
	f := b.FollowUp
	// From 27 May to 23 November is 180 days.
	got := fmt.Sprint(f.Done, f.Cancelled, f.Open, f.Overdue, " ", rowsBy(b, "type"), " ", rowsBy(b, "owner"), " ", rowsBy(b, "age"), " ", f.Tracked, f.NoDue, f.Longest)
	want := "0 1 2 1 Mitigation [0 0 1 0], Preventative [0 0 0 0], Detective [0 0 1 1], Remediative [0 0 0 0],  [0 1 0 0] platform team [1 1],  [1 0] " +
		"0..30 [0 0], 30..90 [0 0], 90..180 [0 0], 180..365 [2 1], 365..0 [0 0] 1 1 22"
	if got != want {
		t.Errorf("the follow-up is\n%s, want\n%s", got, want)
	}
}

// controlled returns a post mortem with the controls.
func controlled(texts ...string) *content.PostMortem {
	pm := &content.PostMortem{}
	for i, text := range texts {
		control := content.ReadControl(text, content.BuiltinVocabularies())
		control.Anchor = fmt.Sprintf("control-%d", i+1)
		pm.Controls = append(pm.Controls, control)
	}
	return pm
}

// TestControls checks that controls are grouped by their names, with what became of them:
// first those that failed most often, then those that are named most often.
func TestControls(t *testing.T) {
	records := metrics.Records([]*content.PostMortem{
		controlled("Backup", "Canary", "Load test, did not. It was skipped.", "load-test held", "Alarm, worked as designed and hurt"),
		controlled("LOAD TEST: was not there", "Load test.", "canary", "Alarm, as designed and hurt"),
	})
	var got []string
	for _, c := range metrics.Controls(records) {
		got = append(got, fmt.Sprintf("%s (%s): %v in %d", c.Name, c.Key, c.Outcomes(), c.Posts()))
	}
	want := "Load test (load test): [{did not hold 1} {was not there 1} {held 1} {named 1}] in 2 | Canary (canary): [{named 2}] in 2 | " +
		"Alarm (alarm): [{worked as designed and hurt 2}] in 2 | Backup (backup): [{named 1}] in 1"
	if strings.Join(got, " | ") != want {
		t.Errorf("the controls are\n%s, want\n%s", strings.Join(got, " | "), want)
	}
	if n := metrics.UnsaidOutcomes(records); n != 4 {
		t.Errorf("%d mentions have no outcome, want 4", n)
	}
}
