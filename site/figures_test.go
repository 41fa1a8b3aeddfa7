package site_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// maxDashboard is the largest size of a dashboard, in bytes, for a collection of
// any size.
const maxDashboard = 150_000

// TestDashboardSize checks that a dashboard stays small however large the
// collection is.
func TestDashboardSize(t *testing.T) {
	c := load(t, corpus.FS(450, 2), "content")
	for i, pm := range c.PostMortems { // many services, vendors and owners with long names
		pm.Services = append(pm.Services, fmt.Sprintf("service-with-a-long-name-%d", i%300))
		pm.Vendor = fmt.Sprintf("Vendor with a long name %d", i%100)
		pm.Title += strings.Repeat(" and more of it", 4)
		for k := range pm.ActionItems {
			pm.ActionItems[k].Owner = fmt.Sprintf("owner of a role with a long name %d", i%100)
		}
		pm.Controls = append(pm.Controls, content.Control{Anchor: "control-1", Name: fmt.Sprintf("a control that has a long name and fails over and over %d", i%200), Outcome: content.DidNot})
	}
	s := newSite(t, c, func(in *site.Input) { in.AsOf = content.Date{Year: 2026, Month: 1, Day: 1}; in.Drafts = true })
	for _, name := range []string{"dashboard/index.html", "dashboard/2020/index.html", "services/dns/index.html"} {
		size := len(render(t, s, name))
		t.Logf("%s has %d bytes", name, size)
		if size > maxDashboard {
			t.Errorf("%s has more than %d bytes", name, maxDashboard)
		}
	}
}

// TestAvailabilityWhereItIsWhole checks that availability, which needs all
// outages of a service, is shown on the service's own page and on the dashboard,
// and not on pages of only some of its outages.
func TestAvailabilityWhereItIsWhole(t *testing.T) {
	hours, err := config.ParseHours("24x7")
	if err != nil {
		t.Fatal(err)
	}
	s := sample(t, func(in *site.Input) {
		in.Config.Services = []config.Service{{Name: "booking", Hours: hours}, {Name: "payments", Hours: hours}}
	})
	// 922 minutes of 365 days, as calculated in the test of package metrics.
	const booking = `>booking</th><td>100 %</td><td>100 %</td><td><a href="../../postmortems/?service=booking&amp;reaching=365">99.824 %</a></td>`
	const payments = ">payments</th><td>100 %"
	for name, want := range map[string][2]bool{
		"dashboard/index.html": {true, true}, "services/booking/index.html": {true, false},
		"dashboard/2026/index.html": {false, false}, "severities/critical/index.html": {false, false}, "tags/database/index.html": {false, false},
	} {
		page := strings.ReplaceAll(render(t, s, name), "\u00a0", " ")
		if name == "dashboard/index.html" {
			page = strings.ReplaceAll(page, `"../postmortems`, `"../../postmortems`)
		}
		if got := [2]bool{strings.Contains(page, booking), strings.Contains(page, payments)}; got != want {
			t.Errorf("%s shows the availability of booking and payments: %v, want %v", name, got, want)
		}
	}
}

// TestDashboardOfFew checks that dashboards of the smallest collections say how
// little they know.
func TestDashboardOfFew(t *testing.T) {
	for n := range 6 {
		c := &collection.Collection{}
		if n > 0 {
			c = load(t, corpus.FS(n, 3), "content")
		}
		s := newSite(t, c, func(in *site.Input) { in.Drafts = true; in.AsOf = content.Date{Year: 2016, Month: 1, Day: 1} })
		page := render(t, s, "dashboard/index.html")
		if few := strings.Contains(page, "Too few to compare"); !few {
			t.Errorf("with %d post mortems, no answer says that they are too few", n)
		}
		if drawn := strings.Contains(page, `id="chart-severity"`); drawn != (n > 0) {
			t.Errorf("with %d post mortems, a chart of severities is drawn: %v", n, drawn)
		}
	}
}

// BenchmarkDashboards renders all figures and charts of 10,000 post mortems that
// are already loaded: the dashboard, the dashboard of each year, and the first
// page of each term.
func BenchmarkDashboards(b *testing.B) {
	theme, err := themes.Open("default")
	if err != nil {
		b.Fatal(err)
	}
	c, err := collection.Load(context.Background(), corpus.FS(10000, 1), collection.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	every := regexp.MustCompile(`^dashboard/|^(services|tags|severities|vendors|factors)/[^/]+/index.html$`)
	for name, pages := range map[string]*regexp.Regexp{"dashboard": regexp.MustCompile(`^dashboard/index.html$`), "every page": every} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				s, err := site.New(site.Input{Collection: c, Config: config.Default(), Theme: theme, AsOf: asOf, Drafts: true})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				for _, name := range s.Paths() {
					if !pages.MatchString(name) {
						continue
					}
					if err := s.Render(io.Discard, name); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// TestDashboardNumbers checks numbers on the sample's dashboard, as calculated
// in the test of package metrics.
func TestDashboardNumbers(t *testing.T) {
	s := sampleWithDrafts(t)
	var page bytes.Buffer
	if err := s.Render(&page, "dashboard/index.html"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<a href="../postmortems/?in=2026Q4&amp;severity=medium"><title>2026 Q4: 2 post mortems, medium</title>`, "21 known, 1 unknown, 1 ongoing", "median 2 h 25 min", "2\u00a0h to 4\u00a0h: 11",
		`Tailspin Telecom</th><td><a href="../vendors/tailspin-telecom/">3</a></td><td><a href="../postmortems/?vendor=Tailspin%20Telecom&amp;duration=known">2 of 3 known</a></td>`, "41 open, 24 of them past the due date",
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the dashboard does not say %q", want)
		}
	}
}

// TestFiguresAreDefined checks that every chart of the sample leads to a
// definition, and that the page of definitions says of every figure where it
// starts and ends, when it is unknown, when it does not apply, and what to
// keep in mind.
func TestFiguresAreDefined(t *testing.T) {
	s := sampleWithDrafts(t)
	page, definitions := render(t, s, "dashboard/index.html"), render(t, s, "dashboard/definitions/index.html")
	charts := regexp.MustCompile(`id="chart-([a-z]+)"`).FindAllStringSubmatch(page, -1)
	if len(charts) < 15 {
		t.Errorf("%d charts", len(charts))
	}
	for _, chart := range charts {
		if !strings.Contains(page, `definitions/#`+chart[1]+`"`) || !strings.Contains(definitions, `id="`+chart[1]+`"`) {
			t.Errorf("%s leads to no definition", chart[1])
		}
	}
	definitions = strings.NewReplacer("<code>", "`", "</code>", "`").Replace(definitions)
	for _, d := range metrics.Definitions() {
		for what, text := range map[string]string{"name": d.Name, "ends": d.Ends, "unknown": d.WhenUnknown, "not applicable": d.WhenNot, "caveat": d.Caveat} {
			if text == "" && what != "not applicable" || !strings.Contains(definitions, text) {
				t.Errorf("%s: the definitions do not have its %s: %q", d.Key, what, text)
			}
		}
		if !strings.Contains(definitions, `id="figure-`+d.Key+`"`) {
			t.Errorf("%s: no anchor", d.Key)
		}
	}
	for _, topic := range metrics.Topics() {
		if topic.Counts == "" || topic.Unknown == "" || topic.Caveat == "" {
			t.Errorf("%s: %+v", topic.Key, topic)
		}
	}
}

// TestSmallDashboards checks that pages of few post mortems have figures too,
// and that pages of services answer the questions of their owners.
func TestSmallDashboards(t *testing.T) {
	s := sampleWithoutDrafts(t)
	for name, charts := range map[string][]string{
		"services/booking/index.html":         {"severity", "durations", "trend", "detection", "actions", "owners", "controls"},
		"services/identity/index.html":        {"severity", "durations", "actions"},
		"tags/database/index.html":            {"severity", "durations", "actions"},
		"severities/critical/index.html":      {"detection", "durations", "actions"},
		"vendors/tailspin-telecom/index.html": {"severity", "durations", "actions", "vendors"},
		"dashboard/2025/index.html":           {"severity", "durations", "trend", "times", "detection", "outages", "impact", "actions", "states", "followthrough", "owners", "ages", "luck"},
		"services/terminal-wifi/index.html":   {"severity"},
		"vendors/harbour-payments/index.html": {"vendors"},
		"factors/tight-coupling/index.html":   {"severity", "durations", "actions"},
		"severities/near-miss/index.html":     {"caught", "margins"},
		"tags/certificate/index.html":         {"severity"},
		"services/customer-portal/index.html": {"trend"},
		"services/vessel-tracking/index.html": {"owners"},
	} {
		page := render(t, s, name)
		for _, chart := range charts {
			if !strings.Contains(page, `id="chart-`+chart+`"`) {
				t.Errorf("%s has no chart of %s", name, chart)
			}
		}
		if !strings.HasPrefix(name, "dashboard") && !strings.Contains(page, "What came back?") {
			t.Errorf("%s answers nothing", name)
		}
	}
}
