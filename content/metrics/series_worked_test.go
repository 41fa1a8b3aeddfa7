package metrics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
)

func join(list []string) string { return strings.Join(list, " ") }

func date(year, month, day int) content.Date {
	return content.Date{Year: year, Month: time.Month(month), Day: day}
}

// out returns a post mortem of service a with an outage between two times.
func out(t testing.TB, day, from, to string) *content.PostMortem {
	t.Helper()
	return document(t, "severity: high\nstatus: completed\ndate: "+day+"\n", from+" Outage begins", to+" Outage ends")
}

// Outages from 10 to 14, from 11 to 12 and from 13 to 15 on the same day add up to five
// hours, in any order. An outage that ends when the window begins does not count; of one that
// crosses the beginning or end, only the part inside the window counts.
func TestOverlapsCountOnce(t *testing.T) {
	posts := []*content.PostMortem{
		out(t, "2026-11-20", "2026-11-20 10:00", "2026-11-20 14:00"), out(t, "2026-11-20", "2026-11-20 11:00", "2026-11-20 12:00"), out(t, "2026-11-20", "2026-11-20 13:00", "2026-11-20 15:00"),
		out(t, "2026-10-24", "2026-10-24 20:00", "2026-10-25 00:00"), // 30 days to 23 November begin on 25 October
	}
	services := []config.Service{{Name: "a", Hours: always}}
	down := func(posts []*content.PostMortem) metrics.Window {
		return metrics.AvailabilityOf(metrics.Records(posts), services, asOf, nil)[0].Windows[0]
	}
	if w := down(posts); w.Days != 30 || w.Down != 5*time.Hour || w.Posts != 3 || w.Missing != 0 {
		t.Errorf("in %d days, the service was out for %s in %d outages, %d missing; want 30 days, 5 h in 3, none missing", w.Days, w.Down, w.Posts, w.Missing)
	}
	slices.Reverse(posts)
	if w := down(posts); w.Down != 5*time.Hour {
		t.Errorf("in reverse order, the service was out for %s, want 5 h", w.Down)
	}
	if w := down([]*content.PostMortem{out(t, "2026-10-24", "2026-10-24 23:00", "2026-10-25 00:30")}); w.Down != 30*time.Minute || w.Posts != 1 {
		t.Errorf("%s of an outage across the beginning of the window count, want half an hour", w.Down)
	}
	if w := down([]*content.PostMortem{out(t, "2026-11-23", "2026-11-23 23:00", "2026-11-24 02:00")}); w.Down != time.Hour {
		t.Errorf("%s of an outage across the end of the window count, want an hour", w.Down)
	}
	if w := down([]*content.PostMortem{out(t, "2026-11-24", "2026-11-24 00:00", "2026-11-24 02:00")}); w.Down != 0 || w.Posts != 0 {
		t.Errorf("%s of an outage after the window count, want nothing", w.Down)
	}
	// 5 of 720 hours.
	if share := down(posts).Share(); share < 0.993055 || share > 0.993056 {
		t.Errorf("the share of available time is %f, want 0.993055", share)
	}
	if share := (metrics.Window{}).Share(); share != 0 {
		t.Errorf("the share of available time without hours is %f, want 0", share)
	}
	if got := metrics.AvailabilityOf(metrics.Records(posts), services, content.Date{}, nil); got != nil {
		t.Errorf("without a day, the availability is %v, want none", got)
	}
}

// An outage without times is missing in the windows that contain its date. They begin on
// 25 October 2026, 26 August 2026 and 24 November 2025, and end on 23 November 2026. A near
// miss is missing in none. An outage with times reaches the windows that it overlaps.
func TestReach(t *testing.T) {
	for _, test := range []struct {
		pm      *content.PostMortem
		days    int
		missing bool
	}{
		{on(2026, 11, 23), 30, true},
		{on(2026, 11, 24), 0, false},
		{on(2026, 10, 25), 30, true},
		{on(2026, 10, 24), 90, true},
		{on(2026, 8, 26), 90, true},
		{on(2026, 8, 25), 365, true},
		{on(2025, 11, 24), 365, true},
		{on(2025, 11, 23), 0, false},
		{&content.PostMortem{Severity: "high"}, 0, false},
		{&content.PostMortem{NearMiss: true, Date: asOf}, 0, false},
		{out(t, "2026-10-24", "2026-10-24 20:00", "2026-10-25 00:00"), 90, false},
		{out(t, "2026-10-24", "2026-10-24 20:00", "2026-10-25 00:01"), 30, false},
		{out(t, "2026-08-25", "2026-08-25 20:00", "2026-08-25 21:00"), 365, false},
		{out(t, "2025-11-23", "2025-11-23 20:00", "2025-11-23 21:00"), 0, false},
		{document(t, "severity: high\nstatus: completed\ndate: 2026-10-24\n", "2026-10-24 20:00 Outage begins", "2026-10-24 21:00 Outage ends", "2026-11-02 20:00 Outage begins", "2026-11-02 21:00 Outage ends"), 30, false},
	} {
		r := metrics.Records([]*content.PostMortem{test.pm})[0]
		if days, missing := metrics.Reach(r, asOf, nil); days != test.days || missing != test.missing {
			t.Errorf("the outage of %s, %+v, reaches %d days, missing %v; want %d, %v", test.pm.Date, r.Outage.Intervals, days, missing, test.days, test.missing)
		}
	}
	// In Berlin, the window begins at 22:00 UTC on 24 October.
	berlin, err := content.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r := metrics.Records([]*content.PostMortem{out(t, "2026-10-24", "2026-10-24 20:00", "2026-10-24 23:00")})[0]
	if days, _ := metrics.Reach(r, asOf, berlin); days != 30 {
		t.Errorf("in Berlin, the outage reaches %d days, want 30", days)
	}
}

// Open items by the number of days from the incident to 23 November 2026. Each range includes
// its first day and excludes its last.
func TestAges(t *testing.T) {
	open := metrics.Counting{By: "age", Items: true}
	names := []string{"0..30", "30..90", "90..180", "180..365", "365..0", "-1..-1"}
	of := func(pm *content.PostMortem, asOf content.Date) (out []string) {
		pm.ActionItems = []content.ActionItem{{State: content.Open}}
		for _, row := range metrics.CountBy(metrics.Records([]*content.PostMortem{pm}), open, metrics.Settings{AsOf: asOf}).Rows {
			if row.Sum() > 0 {
				out = append(out, fmt.Sprintf("%d of %d..%d", row.Sum(), row.Age.From, row.Age.To))
			}
		}
		return out
	}
	for days, want := range map[int]int{-5: 0, 0: 0, 29: 0, 30: 1, 89: 1, 90: 2, 179: 2, 180: 3, 364: 3, 365: 4, 4000: 4} {
		got := of(&content.PostMortem{Date: content.DateOf(asOf.Time().AddDate(0, 0, -days))}, asOf)
		if join(got) != "1 of "+names[want] {
			t.Errorf("an item of an incident %d days ago counts as %q, want one in %s", days, got, names[want])
		}
	}
	if got := of(&content.PostMortem{}, asOf); join(got) != "1 of -1..-1" {
		t.Errorf("an item of an incident without a date counts as %v, want it as unknown", got)
	}
	if got := of(&content.PostMortem{Date: asOf}, content.Date{}); join(got) != "1 of -1..-1" {
		t.Errorf("without a day, an item counts as %v, want it as unknown", got)
	}
}

// The items belong to two post mortems, one of them within the span. b owns two overdue
// items; a one overdue and two open; c two open; d one open; and one open item has no owner.
// The overdue items are late by 22 days (1 November) and by 53 (1 October).
func TestActionItemCounts(t *testing.T) {
	late, later, next := date(2026, 11, 1), date(2026, 10, 1), date(2026, 12, 1)
	item := func(kind, owner, state string, due content.Date) content.ActionItem {
		return content.ActionItem{Type: kind, Owner: owner, State: state, Due: due}
	}
	posts := []*content.PostMortem{
		{Date: date(2026, 8, 1), ActionItems: []content.ActionItem{
			item("Odd", "a", content.Open, late), item("Odd", "a", content.Open, next), item("Odd", "a", content.InProgress, content.Date{}), item("Even", "b", content.InProgress, later), item("Even", "b", content.Open, late),
			item("Even", "d", content.Done, late), item("Even", "", content.Open, next),
		}},
		{Date: date(2020, 8, 1), ActionItems: []content.ActionItem{item("Detective", "c", content.Open, next), item("Detective", "c", content.Open, asOf), item("Detective", "d", content.Cancelled, content.Date{}), item("Detective", "d", content.Open, next)}},
	}
	posts[0].ActionItems[0].Tracking, posts[0].ActionItems[5].Tracking = []string{"A-1", "A-2"}, []string{"A-3"}
	frame := frame(nil)
	frame.Span = metrics.YearSpan(2026, asOf, metrics.Year)
	b := metrics.NewDashboard(metrics.Records(posts), frame)
	f, periods := b.FollowUp, b.Count(metrics.Counting{By: "period", Items: true, Split: "standing"})
	states := b.Count(metrics.Counting{By: "state", Items: true})
	for _, test := range []struct{ what, got, want string }{
		{"owners", rowsBy(b, "owner"), "a [2 1], b [0 2], c [2 0],  [1 0], d [1 0]"},
		// Types of the vocabulary come first, even if they do not occur; then the most frequent.
		{"types", rowsBy(b, "type"), "Mitigation [0 0 0 0], Preventative [0 0 0 0], Detective [0 1 3 0], Remediative [0 0 0 0], Even [1 0 1 2], Odd [0 0 2 1]"},
		{"states", fmt.Sprint(states.Rows), "[{overdue {0 0} [3]} {open {0 0} [5]} {in progress {0 0} [1]} {done {0 0} [1]} {cancelled {0 0} [1]}]"},
		{"periods", fmt.Sprint(periods.Rows, " outside ", periods.Outside), "[{2026 {0 0} [1 0 3 3]}] outside [0 1 3 0]"},
		{"all", fmt.Sprint(periods.All, f.Done, f.Cancelled, f.Open, f.Overdue, f.Count()), "[1 1 6 3] 1 1 6 3 11"},
		{"tracked, without a due date, late longest", fmt.Sprint(f.Tracked, f.NoDue, f.Longest), "2 1 53"},
		{"ages", rowsBy(b, "age"), "0..30 [0 0], 30..90 [0 0], 90..180 [3 3], 180..365 [0 0], 365..0 [3 0]"}, // from 1 August to 23 November is 114 days
	} {
		if test.got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, test.got, test.want)
		}
	}
}

// Both ends of a filter's period are inclusive. A post mortem without a date is in no period.
func TestFilter(t *testing.T) {
	pm := &content.PostMortem{Date: date(2026, 3, 5), Services: []string{"dns", "web"}, Severity: "high", Tags: []string{"tls"}}
	for _, test := range []struct {
		filter metrics.Filter
		pm     *content.PostMortem
		want   bool
	}{
		{metrics.Filter{}, pm, true},
		{metrics.Filter{}, &content.PostMortem{}, true},
		{metrics.Filter{Service: "web"}, pm, true},
		{metrics.Filter{Service: "we"}, pm, false},
		{metrics.Filter{Severity: "high"}, pm, true},
		{metrics.Filter{Severity: "low"}, pm, false},
		{metrics.Filter{Tag: "tls"}, pm, true},
		{metrics.Filter{Tag: "dns"}, pm, false},
		{metrics.Filter{Service: "dns", Severity: "high", Tag: "dns"}, pm, false},
		{metrics.Filter{Since: date(2026, 3, 5)}, pm, true},
		{metrics.Filter{Since: date(2026, 3, 6)}, pm, false},
		{metrics.Filter{Until: date(2026, 3, 5)}, pm, true},
		{metrics.Filter{Until: date(2026, 3, 4)}, pm, false},
		{metrics.Filter{Since: date(2026, 3, 5), Until: date(2026, 3, 5)}, pm, true},
		{metrics.Filter{Since: date(2020, 1, 1)}, &content.PostMortem{}, false},
		{metrics.Filter{Until: date(2030, 1, 1)}, &content.PostMortem{}, false},
	} {
		if got := test.filter.Matches(test.pm); got != test.want {
			t.Errorf("%+v matches the post mortem of %s: %v, want %v", test.filter, test.pm.Date, got, test.want)
		}
		if got := len(metrics.Select(metrics.Records([]*content.PostMortem{test.pm}), test.filter)) == 1; got != test.want {
			t.Errorf("%+v selects the post mortem of %s: %v, want %v", test.filter, test.pm.Date, got, test.want)
		}
	}
}

// Three drafts, two reviews, one completed and one with another status, as of 23 November
// with a target of 14 days. One draft has no date, one is 14 days old, which is in time, and
// one is 15 days old, which is late.
func TestPipeline(t *testing.T) {
	post := func(status string, day content.Date) *content.PostMortem {
		return &content.PostMortem{Status: status, Date: day}
	}
	posts := []*content.PostMortem{
		post(content.Draft, content.Date{}), post(content.Draft, date(2026, 11, 9)), post(content.Draft, date(2026, 11, 8)),
		post(content.Review, date(2026, 10, 24)), post(content.Review, date(2025, 1, 1)), post(content.Completed, date(2020, 1, 1)), post("other", date(2026, 10, 24)),
	}
	records := metrics.Records(posts)
	p := metrics.CountBy(records, metrics.Counting{By: "age", Split: "status", Only: []string{content.Draft, content.Review}}, metrics.Settings{AsOf: asOf})
	if got, want := fmt.Sprint(p.Values, p.All, p.Rows), "[draft review] [3 2] [{ {0 30} [2 0]} { {30 90} [0 1]} { {90 180} [0 0]} { {180 365} [0 0]} { {365 0} [0 1]} { {-1 -1} [1 0]}]"; got != want {
		t.Errorf("the drafts and reviews are\n%s\nwant\n%s", got, want)
	}
	statuses := metrics.CountBy(records, metrics.Counting{By: "status"}, frame(records)).Rows
	if got, want := fmt.Sprint(statuses), "[{draft {0 0} [3]} {review {0 0} [2]} {completed {0 0} [1]} {other {0 0} [1]}]"; got != want {
		t.Errorf("the counts by status are %s, want %s", got, want)
	}
	list := metrics.LateOf(records, asOf, 14)
	var late []string
	for _, l := range list {
		late = append(late, fmt.Sprint(l.PM.Date, " ", l.Days))
	}
	// From 1 January 2025 to 23 November 2026 is 691 days, from 24 October it is 30.
	if got, want := strings.Join(late, ", "), "2025-01-01 691, 2026-10-24 30, 2026-10-24 30, 2026-11-08 15"; got != want || list[1].PM != posts[3] {
		t.Errorf("the late ones are %s, want %s", got, want)
	}
	if list := metrics.LateOf(records, asOf, 0); list != nil {
		t.Errorf("without a target, %d post mortems are late", len(list))
	}
}

// Vendors are sorted by number of post mortems, then by outage time, then by name. The
// outages of Beta took 60 and 30 minutes. It was contacted 10 minutes after the detection,
// and the service was restored 50 minutes later.
func TestVendors(t *testing.T) {
	with := func(vendor string, pm *content.PostMortem) *content.PostMortem {
		pm.Vendor = vendor
		return pm
	}
	posts := []*content.PostMortem{
		with("", out(t, "2026-01-01", "10:00", "20:00")), with("Zeta", out(t, "2026-01-01", "10:00", "10:20")), with("Alpha", out(t, "2026-01-01", "10:00", "10:20")), with("Omega", out(t, "2026-01-01", "10:00", "10:30")),
		with("Beta", document(t, completed, "10:00 Outage begins", "10:00 Outage detected", "10:10 Vendor contacted", "11:00 Outage ends")), with("Beta", out(t, "2026-01-01", "10:00", "10:30")),
	}
	var got []string
	for _, v := range metrics.Vendors(metrics.Records(posts)) {
		got = append(got, fmt.Sprintf("%s %d: out %s in %d, engaged %s in %d, restored %s in %d", v.Vendor, v.Posts, v.Outage.Total, v.Outage.Count, v.Engage.Median, v.Engage.Count, v.Restore.Median, v.Restore.Count))
	}
	want := []string{
		"Beta 2: out 1h30m0s in 2, engaged 10m0s in 1, restored 50m0s in 1", "Omega 1: out 30m0s in 1, engaged 0s in 0, restored 0s in 0",
		"Alpha 1: out 20m0s in 1, engaged 0s in 0, restored 0s in 0", "Zeta 1: out 20m0s in 1, engaged 0s in 0, restored 0s in 0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the vendors are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Services are sorted by outage time within the span, then by total outage time, then by
// name. Services beyond the limit are merged; a post mortem of two of them counts once.
func TestServicesByOutageTime(t *testing.T) {
	stated := func(day content.Date, hours int, services ...string) *content.PostMortem {
		return &content.PostMortem{Date: day, HasStated: true, Stated: time.Duration(hours) * time.Hour, Services: services}
	}
	posts := []*content.PostMortem{
		stated(date(2026, 2, 1), 3, "long"), stated(date(2026, 4, 1), 2, "long"), stated(date(2026, 2, 1), 3, "b", "a"), stated(date(2025, 2, 1), 9, "b"), stated(date(2020, 1, 1), 99, "old"), stated(date(2026, 3, 1), 2), stated(date(2026, 3, 1), 1, "a"),
		{Services: []string{"a"}}, // unknown
	}
	records := metrics.Records(posts)
	for most, want := range map[int]string{
		9: "long 5h0m0s+0s of 2, a 4h0m0s+0s of 2, b 3h0m0s+9h0m0s of 2,  2h0m0s+0s of 1, old 0s+99h0m0s of 1; others none",
		5: "long 5h0m0s+0s of 2, a 4h0m0s+0s of 2, b 3h0m0s+9h0m0s of 2,  2h0m0s+0s of 1, old 0s+99h0m0s of 1; others none",
		1: "long 5h0m0s+0s of 2; others 9h0m0s+108h0m0s of 5, 4 services", // the post mortem of a and b counts once; the one without a service counts, too
		4: "long 5h0m0s+0s of 2, a 4h0m0s+0s of 2, b 3h0m0s+9h0m0s of 2,  2h0m0s+0s of 1; others 0s+99h0m0s of 1, 1 services",
	} {
		o := metrics.OutagesBy(records, metrics.YearSpan(2026, asOf, metrics.Month), most)
		var rows []string
		for _, s := range o.Services {
			rows = append(rows, fmt.Sprintf("%s %s+%s of %d", s.Service, s.Inside(), s.Outside, s.Posts))
		}
		got := strings.Join(rows, ", ") + "; others none"
		if o.Others != nil {
			got = strings.Join(rows, ", ") + fmt.Sprintf("; others %s+%s of %d, %d services", o.Others.Inside(), o.Others.Outside, o.Others.Posts, o.Others.Merged)
		}
		if got != want || o.Unknown != 1 || o.Ongoing != 0 {
			t.Errorf("with at most %d services:\n got %s, %d unknown\nwant %s, 1 unknown", most, got, o.Unknown, want)
		}
	}
	tied := metrics.Records([]*content.PostMortem{stated(date(2026, 2, 1), 3, "b", "a"), stated(date(2025, 2, 1), 1, "b")})
	if o := metrics.OutagesBy(tied, metrics.YearSpan(2026, asOf, metrics.Month), 9); o.Services[0].Service != "b" {
		t.Errorf("with equal time within the span, %q comes first, want the service with more total time", o.Services[0].Service)
	}
}

// Periods of each length, and spans of them.
func TestPeriods(t *testing.T) {
	for _, test := range []struct {
		period metrics.Period
		name   string
		year   int
		first  bool
	}{
		{metrics.Month.Of(date(2026, 1, 31)), "2026-01", 2026, true},
		{metrics.Month.Of(date(2026, 12, 1)), "2026-12", 2026, false},
		{metrics.Quarter.Of(date(2026, 3, 31)), "2026 Q1", 2026, true},
		{metrics.Quarter.Of(date(2026, 4, 1)), "2026 Q2", 2026, false},
		{metrics.Quarter.Of(date(2026, 12, 31)), "2026 Q4", 2026, false},
		{metrics.Year.Of(date(2026, 12, 31)), "2026", 2026, true},
		{metrics.Year.Of(date(26, 1, 1)), "0026", 26, true},
	} {
		if p := test.period; p.String() != test.name || p.Year() != test.year || p.First() != test.first {
			t.Errorf("the period is %s in %d, first %v; want %s in %d, first %v", p, p.Year(), p.First(), test.name, test.year, test.first)
		}
	}
	records := metrics.Records([]*content.PostMortem{on(2024, 5, 1), on(2026, 8, 1)})
	for _, test := range []struct {
		what string
		span metrics.Span
		want string
	}{
		{"a year in quarters", metrics.YearSpan(2025, asOf, metrics.Quarter), "2025 Q1 2025 Q2 2025 Q3 2025 Q4"},
		{"the year of the day", metrics.YearSpan(2026, asOf, metrics.Quarter), "2026 Q1 2026 Q2 2026 Q3 2026 Q4"},
		{"the year of an earlier day", metrics.YearSpan(2026, date(2026, 6, 30), metrics.Quarter), "2026 Q1 2026 Q2"},
		{"the last two", metrics.YearSpan(2026, asOf, metrics.Quarter).Last(2), "2026 Q3 2026 Q4"},
		{"more than there are", metrics.YearSpan(2026, asOf, metrics.Year).Last(5), "2026"},
		{"quarters in months", metrics.YearSpan(2026, date(2026, 2, 1), metrics.Quarter).In(metrics.Month), "2026-01 2026-02 2026-03"},
		{"months in quarters", metrics.YearSpan(2026, date(2026, 4, 1), metrics.Month).In(metrics.Quarter), "2026 Q1 2026 Q2"},
		{"quarters in years", metrics.Latest(records, asOf, metrics.Quarter, 5).In(metrics.Year), "2025 2026"},
		{"until a day", metrics.YearSpan(2026, content.Date{}, metrics.Quarter).Until(date(2026, 4, 30)), "2026 Q1 2026 Q2"},
		{"until a day after", metrics.YearSpan(2025, content.Date{}, metrics.Quarter).Until(date(2026, 4, 30)), "2025 Q1 2025 Q2 2025 Q3 2025 Q4"},
		{"until a day before", metrics.YearSpan(2026, content.Date{}, metrics.Quarter).Until(date(2020, 4, 30)), "2026 Q1"},
		{"until no day", metrics.YearSpan(2026, content.Date{}, metrics.Quarter).Until(content.Date{}), "2026 Q1 2026 Q2 2026 Q3 2026 Q4"},
		{"the newest three years", metrics.Latest(records, asOf, metrics.Year, 3), "2024 2025 2026"},
		{"the newest two years", metrics.Latest(records, asOf, metrics.Year, 2), "2025 2026"},
		{"up to the newest post mortem", metrics.Latest(records, content.Date{}, metrics.Quarter, 2), "2026 Q2 2026 Q3"},
		{"up to a day before the newest", metrics.Latest(records, date(2024, 12, 1), metrics.Quarter, 9), "2024 Q2 2024 Q3 2024 Q4"},
		{"thirteen months that fit", metrics.Fit(metrics.Records([]*content.PostMortem{on(2025, 12, 31)}), date(2026, 12, 1)), "2025-12 2026-01 2026-02 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08 2026-09 2026-10 2026-11 2026-12"},
		{"fourteen months that do not", metrics.Fit(metrics.Records([]*content.PostMortem{on(2025, 11, 30)}), date(2026, 12, 1)), "2025 Q4 2026 Q1 2026 Q2 2026 Q3 2026 Q4"},
		{"ten years that fit as years", metrics.Fit(metrics.Records([]*content.PostMortem{on(2017, 3, 3), on(2026, 6, 1)}), date(2026, 12, 1)), "2017 2018 2019 2020 2021 2022 2023 2024 2025 2026"},
		{"a mistyped year", metrics.Fit(metrics.Records([]*content.PostMortem{on(203, 3, 3), on(2026, 6, 1)}), date(2026, 12, 1)), "2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 2025 2026"},
		{"no post mortem", metrics.Fit(nil, date(2026, 12, 1)), ""},
		{"one post mortem in the current quarter", metrics.Latest(metrics.Records([]*content.PostMortem{on(2026, 10, 1)}), asOf, metrics.Quarter, 9), "2026 Q4"},
		{"the empty span", metrics.Span{}.In(metrics.Year).Until(asOf).Last(3), ""},
	} {
		var names []string
		for i := range test.span.Len() {
			names = append(names, test.span.At(i).String())
		}
		if got := join(names); got != test.want {
			t.Errorf("%s: %s, want %s", test.what, got, test.want)
		}
	}
}

// The last twelve months and three years end with the day, also in leap years.
func TestRecencies(t *testing.T) {
	for day, want := range map[content.Date]string{
		date(2026, 12, 1): "2025-12-02 2023-12-02", date(2025, 12, 31): "2025-01-01 2023-01-01", date(2024, 2, 29): "2023-03-02 2021-03-02",
	} {
		var got []string
		for _, recent := range metrics.Recencies(day) {
			got = append(got, recent.Since.String())
		}
		if join(got) != want {
			t.Errorf("up to %s: %v, want %s", day, got, want)
		}
	}
}

// Gaps of up to fifty years are filled with empty years, longer ones are not.
func TestEmptyYears(t *testing.T) {
	for _, test := range []struct{ first, last, want int }{{1976, 2026, 51}, {1975, 2026, 2}, {2025, 2026, 2}, {2024, 2026, 3}, {26, 27, 2}} {
		records := metrics.Records([]*content.PostMortem{on(test.first, 1, 1), on(test.last, 1, 1)})
		if got := metrics.Compute(records, asOf, content.BuiltinVocabularies()).ByYear; len(got) != test.want || got[0].N != 1 || got[len(got)-1].N != 1 {
			t.Errorf("from %d to %d, there are %d years, want %d: %v", test.first, test.last, len(got), test.want, got)
		}
	}
}

// Counts by each field.
func TestStats(t *testing.T) {
	posts := []*content.PostMortem{
		{Severity: "high", Detection: "manual", Status: content.Review, Services: []string{"a", "b"}, Impacts: []string{"latency"}},
		{Severity: "odd", Detection: "manual", Status: content.Completed, Services: []string{"b"}},
		{},
	}
	s := metrics.Compute(metrics.Records(posts), asOf, content.BuiltinVocabularies())
	for what, c := range map[string][2]string{
		"severities": {fmt.Sprint(s.BySeverity), "[{critical 0} {high 1} {medium 0} {low 0} {near miss 0} { 1} {odd 1}]"},
		"detections": {fmt.Sprint(s.ByDetection), "[{manual 2} {configured alarm 0} {other 0} { 1}]"},
		"statuses":   {fmt.Sprint(s.ByStatus), "[{draft 0} {review 1} {completed 1} { 1}]"},
		"services":   {fmt.Sprint(s.ByService), "[{b 2} { 1} {a 1}]"},
		"impacts":    {fmt.Sprint(s.ByImpact), "[{data loss 0} {latency 1} {availability 0} {cosmetic 0} { 2}]"},
		"years":      {fmt.Sprint(s.ByYear), "[]"},
	} {
		if c[0] != c[1] {
			t.Errorf("the %s are %s, want %s", what, c[0], c[1])
		}
	}
}

// A dashboard shows at most six services, the six longest outages and the last twelve months.
func TestDashboardIsBounded(t *testing.T) {
	var posts []*content.PostMortem
	for i := range 8 {
		posts = append(posts, &content.PostMortem{
			Date: date(2025, 6+i, 1), Services: []string{fmt.Sprint("s", i)}, HasStated: true, Stated: time.Duration(i+1) * time.Hour, Detection: "manual", Severity: "high",
			Controls: []content.Control{{Text: fmt.Sprint("Control ", i/2*i%3)}},
		})
	}
	posts[0].Detection = "other"
	posts[1].ActionItems = []content.ActionItem{{Anchor: "action-1", State: content.Done}}
	posts[1].GotLucky, posts[1].Vendor, posts[1].Status = []content.Lesson{{HedgedBy: "action-1"}, {}, {}}, "Northwind", content.Review
	posts = append(posts, &content.PostMortem{Date: date(2024, 1, 1), Services: []string{"s9"}, Detection: "other"})
	records := metrics.Records(posts)
	f := frame(records)
	f.Services = []config.Service{{Name: "s1", Hours: always}}
	f.Until = date(2026, 5, 31) // the recent days begin on 1 June 2025
	b := metrics.NewDashboard(records, f)
	longest, trends := b.Distribution("duration"), b.Trends("time_to_restore", "time_to_detect")
	if len(b.Outages.Services) != 6 || b.Outages.Others.Merged != 2 || b.Outages.Span.Len() != 12 || len(longest.Longest) != 6 {
		t.Errorf("the dashboard shows %d services and %d others, %d months, the %d longest; want 6, 2, 12 and 6", len(b.Outages.Services), b.Outages.Others.Merged, b.Outages.Span.Len(), len(longest.Longest))
	}
	if got := fmt.Sprint(b.Outages.Span.At(0), " ", b.Outages.Span.At(11)); got != "2025-12 2026-11" {
		t.Errorf("the months are %s, want 2025-12 2026-11", got)
	}
	if got := fmt.Sprint(b.RecentDetections); got != "[{manual 7} {configured alarm 0} {other 1}]" {
		t.Errorf("the detections of recent post mortems are %s", got)
	}
	if b.Recent != (metrics.Filter{Since: date(2025, 6, 1), Until: date(2026, 5, 31)}) || b.Change.Before.Filter != (metrics.Filter{Since: date(2024, 6, 1), Until: date(2025, 5, 31)}) {
		t.Errorf("the recent filter is %+v, the earlier one %+v", b.Recent, b.Change.Before.Filter)
	}
	if b.Change.Key != "time_to_restore" || len(trends) != 2 || trends[0].Key != "time_to_restore" || trends[1].Key != "time_to_detect" || longest.Key != "duration" {
		t.Errorf("the dashboard compares %s and follows %s, %s", b.Change.Key, trends[0].Key, trends[1].Key)
	}
	if b.Luck.Hedged != 1 || b.Luck.Unhedged != 2 || len(b.Vendors) != 1 || b.Vendors[0].Vendor != "Northwind" || b.Stats.Count != 9 || b.Availability[0].Service.Name != "s1" {
		t.Errorf("the dashboard shows luck %+v, vendors %+v, %d post mortems and the availability of %+v", b.Luck, b.Vendors, b.Stats.Count, b.Availability)
	}
	// The incident of the review was on 1 July 2025, 510 days before 23 November 2026.
	reviews := b.Count(metrics.Counting{By: "age", Split: "status", Only: []string{content.Review}})
	if len(b.Late) == 0 || reviews.Rows[4].Sum() != 1 || !slices.ContainsFunc(b.Late, func(l metrics.LateReview) bool { return l.PM == posts[1] && l.Days == 510 }) {
		t.Errorf("the dashboard's late post mortems are %+v, those in review %+v", b.Late, reviews)
	}
	for _, control := range b.Recurring {
		if len(control.Where) < 2 {
			t.Errorf("%s failed only once", control.Name)
		}
	}
	f.Until = content.Date{}
	if b := metrics.NewDashboard(records, f); b.Recent.Until != asOf {
		t.Errorf("without Until, the recent days end on %s, want %s", b.Recent.Until, asOf)
	}
}

// A dashboard computes availability by days in its time zone. In Berlin, 25 October 2026 begins
// at 22:00 UTC on the 24th, so an hour of this outage is in the last 30 days.
func TestDashboardHasAZone(t *testing.T) {
	berlin, err := content.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	records := metrics.Records([]*content.PostMortem{out(t, "2026-10-24", "2026-10-24 20:00", "2026-10-24 23:00")})
	f := frame(records)
	f.Services = []config.Service{{Name: "a", Hours: always}}
	for want, zone := range map[time.Duration]*time.Location{time.Hour: berlin, 0: nil} {
		f.Zone = zone
		if w := metrics.NewDashboard(records, f).Availability[0].Windows[0]; w.Down != want {
			t.Errorf("in zone %v, %s of the outage are in the last 30 days, want %s", zone, w.Down, want)
		}
	}
}

// Controls that failed most often come first, then those that failed first. A control that
// failed twice in the same post mortem is recurring; what held or hurt, and what nobody says,
// is no failure.
func TestRecurringControls(t *testing.T) {
	records := metrics.Records([]*content.PostMortem{
		controlled("Once, did not", "Guard, held", "Guard", "Guard, as designed and hurt"), controlled("Twice, was not there. At night.", "TWICE, partly."), controlled("Thrice, did not"),
		controlled("thrice: did not. No.", "Thrice", "Guard, did not"), controlled("“Thrice” did not hold"),
	})
	b := metrics.NewDashboard(records, frame(records))
	var got []string
	for _, c := range b.Recurring {
		got = append(got, fmt.Sprintf("%s: %d times in %d", c.Name, len(c.Where), c.Posts()))
	}
	if want := "Thrice: 3 times in 3, Twice: 2 times in 1"; strings.Join(got, ", ") != want {
		t.Errorf("the recurring controls are %s, want %s", strings.Join(got, ", "), want)
	}
	if b.UnsaidOutcomes != 2 {
		t.Errorf("%d mentions have no outcome, want 2", b.UnsaidOutcomes)
	}
}

// The trends of a dashboard have a point per quarter if at least half of the quarters have five
// known outages, and otherwise a point per year.
func TestDenseEnough(t *testing.T) {
	for _, test := range []struct {
		perQuarter []int
		step       metrics.Step
	}{
		{[]int{5, 5, 5, 5}, metrics.Quarter}, {[]int{5, 0, 5, 4}, metrics.Quarter}, {[]int{5, 4, 4, 4}, metrics.Year}, {[]int{9, 0, 1, 0}, metrics.Year}, {[]int{5, 5, 1, 0}, metrics.Quarter},
	} {
		var posts []*content.PostMortem
		for q, n := range test.perQuarter {
			for range n {
				day := fmt.Sprintf("2025-%02d-05", 1+3*q)
				posts = append(posts, out(t, day, day+" 10:00", day+" 11:00"))
			}
			posts = append(posts, on(2025, 1+3*q, 7)) // unknown
		}
		records := metrics.Records(posts)
		f := frame(records)
		f.Span = metrics.YearSpan(2025, asOf, metrics.Quarter)
		if b := metrics.NewDashboard(records, f); b.Trends("time_to_restore")[0].Span.Step != test.step || b.Span.Step != metrics.Quarter {
			t.Errorf("with %v known outages per quarter, a point stands for %d months, want %d", test.perQuarter, b.Trends("time_to_restore")[0].Span.Step, test.step)
		}
	}
}

// A bin includes its beginning and excludes its end: a value at each edge is in the bin that
// begins there, and a value one nanosecond shorter is in the bin before.
func TestBinEdges(t *testing.T) {
	edges := []int{0, 1, 2, 4, 8, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680} // minutes
	at := metrics.DistributionOf(minutes(len(edges), func(i int) int { return edges[i] }), "duration", 0)
	before := minutes(len(edges)-1, func(i int) int { return edges[i+1] })
	for _, r := range before {
		r.Figures[0].Value--
	}
	shorter := metrics.DistributionOf(before, "duration", 0)
	for i, from := range edges {
		want := metrics.Bin{From: time.Duration(from) * time.Minute, N: 1}
		if i+1 < len(edges) {
			want.To = time.Duration(edges[i+1]) * time.Minute
		}
		if i >= len(at.Bins) || at.Bins[i] != want {
			t.Errorf("bin %d for outages at the edges is not %+v: %+v", i, want, at.Bins)
		}
		if i+1 < len(edges) && (i >= len(shorter.Bins) || shorter.Bins[i] != want) {
			t.Errorf("bin %d for outages just below the edges is not %+v: %+v", i, want, shorter.Bins)
		}
	}
	if one := metrics.DistributionOf(minutes(1, func(int) int { return 0 }), "duration", 0); len(one.Bins) != 1 {
		t.Errorf("an outage of no length has the bins %+v, want one", one.Bins)
	}
	if len(at.Longest) != 0 {
		t.Errorf("the longest are %v, want none", at.Longest)
	}
}

// The first quarter has outages of one, two and six hours, an ongoing one and a post mortem
// without a timeline; the second quarter has none; one outage is before the span.
func TestFollow(t *testing.T) {
	posts := []*content.PostMortem{
		out(t, "2026-01-05", "10:00", "11:00"), out(t, "2026-02-05", "10:00", "16:00"), out(t, "2026-03-31", "10:00", "12:00"), document(t, "severity: high\nstatus: review\ndate: 2026-01-07\n", "10:00 Outage begins"),
		on(2026, 1, 9), out(t, "2025-12-31", "10:00", "11:00"),
	}
	trend := metrics.TrendOf(metrics.Records(posts), "time_to_restore", metrics.YearSpan(2026, date(2026, 6, 1), metrics.Quarter))
	if len(trend.Points) != 2 || trend.Outside != 1 {
		t.Fatalf("the trend has %d points and %d outside, want 2 and 1", len(trend.Points), trend.Outside)
	}
	p := trend.Points[0]
	if p.Count != 3 || p.Unknown != 1 || p.Ongoing != 1 || p.Median != 2*time.Hour || p.P25 != 90*time.Minute || p.P75 != 4*time.Hour || p.Total != 9*time.Hour || p.HasInterval() {
		t.Errorf("the point of the first quarter is %+v", p)
	}
	if trend.Points[1] != (metrics.Point{}) {
		t.Errorf("the point of an empty quarter is %+v", trend.Points[1])
	}
}
