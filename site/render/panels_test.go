package render_test

import (
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

var update = flag.Bool("update", false, "write what the code gives into the golden files")

func sampleRecords(t testing.TB) []metrics.Record {
	t.Helper()
	c, err := collection.Load(t.Context(), content.Sample, collection.Options{Root: "postmortems"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return metrics.Records(c.PostMortems)
}

// fleet returns the post mortems of this year and the last, dated the 10th of each
// month from January to October, with outages of 100 to 109 minutes in 2025 and of
// 10 to 19 in 2026. Each has a service, a vendor, an owner, a control and luck of
// its own, so that no list of a panel has room for all. In addition, one is older
// than the dashboard's range, one has no date, one is ongoing, one is a near miss,
// one is in review, and seven are drafts.
func fleet() []metrics.Record {
	var posts []*content.PostMortem
	for year := 2026; year >= 2025; year-- {
		for i := 9; i >= 0; i-- {
			long := 10 + i
			if year == 2025 {
				long += 90
			}
			pm := post(fmt.Sprintf("p%d-%02d", year, i), content.Date{Year: year, Month: time.Month(i + 1), Day: 10}, long)
			pm.Services, pm.Vendor = []string{fmt.Sprintf("service %c", 'a'+i%8)}, fmt.Sprintf("vendor %c", 'A'+i%7)
			pm.Severity, pm.Detection = []string{"critical", "low"}[i%2], []string{"manual", "configured alarm", ""}[i%3]
			pm.Impacts = []string{"latency", "availability"}[:1+i%2]
			pm.Controls = []content.Control{{Anchor: "control-1", Name: fmt.Sprintf("Guard %c", 'a'+i%7), Outcome: content.DidNot}}
			pm.ActionItems = []content.ActionItem{
				{Anchor: "action-1", Title: "Late", Owner: fmt.Sprintf("role %c", 'a'+i%7), State: content.Open, Type: "Preventative", Due: content.Date{Year: 2026, Month: 10, Day: 30 - i}, Tracking: []string{"T"}},
				{Anchor: "action-2", Title: "Soon", Owner: "role a", State: "in progress", Type: "Detective"},
				{Anchor: "action-3", Title: "Gone", State: content.Cancelled},
			}
			pm.GotLucky = []content.Lesson{{Text: "Luck", HedgedBy: []string{"", "action-1"}[i%2]}}
			posts = append(posts, pm)
		}
	}
	old := post("old", content.Date{Year: 2019, Month: 5, Day: 5}, 5000)
	undated := post("undated", content.Date{}, 0)
	undated.ActionItems = []content.ActionItem{{Anchor: "action-1", Title: "Undated", State: content.Open}}
	lasting := post("lasting", content.Date{Year: 2026, Month: 10, Day: 20}, -1)
	miss := post("miss", content.Date{Year: 2026, Month: 10, Day: 21}, 30)
	miss.Severity, miss.NearMiss = content.NearMiss, true
	review := post("review", content.Date{Year: 2026, Month: 9, Day: 1}, 25)
	review.Status = content.Review
	posts = append(posts, old, undated, lasting, miss, review)
	for i := range 7 {
		draft := post(fmt.Sprintf("draft-%d", i), content.Date{Year: 2026, Month: 10, Day: 1 + i}, 0)
		draft.Status, draft.Severity = content.Draft, "security"
		posts = append(posts, draft)
	}
	return metrics.Records(posts)
}

// recorded gives the post mortems of the fleet a history: each was drafted a day after its
// date and completed 10 to 19 days after. The second action item of each is done 20 to
// 110 days after the first commit, the third is cancelled 40 days after it, and the
// first one is moved. The first commit of the oldest is an import.
func recorded(records []metrics.Record) []metrics.Record {
	var posts []*content.PostMortem
	for i, r := range records {
		posts = append(posts, r.PM)
		if i >= 20 {
			continue
		}
		at := func(days int) time.Time { return r.PM.Date.Time().AddDate(0, 0, days) }
		month := int(r.PM.Date.Month) - 1
		revisions := []content.Revision{{Time: at(1), Status: content.Draft}, {Time: at(10 + month), Status: content.Completed}, {Time: at(21 + 10*month)}, {Time: at(41)}}
		slices.Reverse(revisions)
		r.PM.History = &content.History{Revisions: revisions, Items: []content.ItemHistory{
			{Steps: []content.ItemStep{{Revision: 3, State: content.Open, Due: content.DateOf(at(5))}, {Revision: 2, State: content.Open, Due: content.DateOf(at(90))}}},
			{Steps: []content.ItemStep{{Revision: 3, State: content.Open}, {Revision: 1, State: content.Done}}},
			{Steps: []content.ItemStep{{Revision: 3, State: content.Open}, {Revision: 0, State: content.Cancelled}}},
		}}
		if i == 19 {
			revisions[3].Status, r.PM.History.Items[1].Steps[0].State = content.Completed, content.Done
		}
	}
	return metrics.Records(posts)
}

// post returns a post mortem of an outage of so many minutes, detected after two. 0
// means unknown, -1 ongoing.
func post(slug string, day content.Date, minutes int) *content.PostMortem {
	pm := &content.PostMortem{Slug: slug, Title: "Title of " + slug, Date: day, Zone: time.UTC, Status: content.Completed, Severity: "low"}
	if minutes == 0 {
		return pm
	}
	begin := day.Time().Add(10 * time.Hour)
	pm.Timeline = []content.Entry{{Event: content.OutageBegins, Time: begin}, {Event: content.OutageDetected, Time: begin.Add(2 * time.Minute)}, {Event: content.VendorContacted, Time: begin.Add(5 * time.Minute)}}
	if minutes > 0 {
		pm.Timeline = append(pm.Timeline, content.Entry{Event: content.OutageEnds, Time: begin.Add(time.Duration(minutes) * time.Minute)})
	}
	return pm
}

func frame(t testing.TB, records []metrics.Record, asOf content.Date, step metrics.Step) metrics.Settings {
	t.Helper()
	hours := func(s string) config.Hours {
		h, err := config.ParseHours(s)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	var posts []*content.PostMortem
	for _, r := range records {
		posts = append(posts, r.PM)
	}
	return metrics.Settings{
		Cited: metrics.CitedAmong(posts),
		Span:  metrics.Latest(records, asOf, step, 12), AsOf: asOf, TargetDays: 14, Vocabularies: content.BuiltinVocabularies(),
		Services: []config.Service{{Name: "service a", Hours: hours("24x7")}, {Name: "booking", Hours: hours("Mon-Fri 08:00-18:00")}, {Name: "none"}},
	}
}

// TestPanels checks the words and numbers of dashboards, and where each number
// leads: for the sample, for a fleet too large for the lists, for one service, and
// for so few post mortems that there is nothing to show.
func TestPanels(t *testing.T) {
	t.Parallel()
	sample := sampleRecords(t)
	day := content.Date{Year: 2026, Month: 11, Day: 23}
	eve := content.Date{Year: 2026, Month: 10, Day: 31}
	dashboard := func(records []metrics.Record, f metrics.Settings, scope render.Scope) string {
		panels, answers := render.DashboardPanels(&render.Page{}, metrics.NewDashboard(records, f), scope)
		return describe(panels, answers)
	}
	ofFleet := fleet()
	dated := recorded(fleet())
	few := metrics.Records([]*content.PostMortem{ofFleet[0].PM, ofFleet[21].PM, ofFleet[23].PM})
	for name, test := range map[string]struct {
		got  string
		says []string
	}{
		"sample": {dashboard(sample, frame(t, sample, day, metrics.Quarter), nil), []string{"21 known, 1 unknown, 1 ongoing; 7 post mortems without an outage", "41 open, 24 of them past the due date", "| Tailspin Telecom | [3](vendors/tailspin-telecom/)"}},
		"fleet": {dashboard(ofFleet, frame(t, ofFleet, eve, metrics.Quarter), nil), []string{
			"How long does it take to restore service? -> trend\n  Shorter: median", "| 3 other services |", "7 controls missing or not fully effective more than once", "6 rows of controls", "2 more owners in the list of all action items", "2 more on other dates or without one",
		}},
		"history": {dashboard(dated, frame(t, dated, eve, metrics.Quarter), nil), []string{"57 action items of which git shows", "3 items"}},
		"year":    {dashboard(ofFleet[:10], frame(t, ofFleet[:10], eve, metrics.Month), render.Scope{{"in", "2026"}}), []string{"postmortems/?in=2026-01&severity=critical", "January 2026: 1 post mortem, critical", "action-items/?in=2026&state=overdue"}},
		"few":     {dashboard(few, frame(t, few, eve, metrics.Quarter), nil), []string{"Too few to say"}},
		"nothing": {dashboard(nil, metrics.Settings{Vocabularies: content.BuiltinVocabularies()}, nil), []string{"Nothing that the post mortems tell of", "No incident in these 365 days", "No action items"}},
	} {
		for _, want := range test.says {
			if n, what, isCount := strings.Cut(want, " rows of "); isCount {
				if got := fmt.Sprint(rowsOf(test.got, what)); got != n {
					t.Errorf("%s: %s rows in the panel of %s, want %s", name, got, what, n)
				}
			} else if !strings.Contains(test.got, want) {
				t.Errorf("the dashboard of %s does not say %q", name, want)
			}
		}
		golden(t, "dashboard-"+name+".txt", test.got)
	}
}

// rowsOf returns the number of rows in the table of a panel.
func rowsOf(text, key string) (n int) {
	_, panel, _ := strings.Cut(text, "\n== "+key+" ")
	panel, _, _ = strings.Cut(panel, "\n== ")
	return strings.Count(panel, "\n|") - 1
}

// TestTermPanels checks which panels the page of a value has.
func TestTermPanels(t *testing.T) {
	t.Parallel()
	records := fleet()
	f := frame(t, records, content.Date{Year: 2026, Month: 10, Day: 31}, metrics.Quarter)
	for taxonomy, want := range map[string][]string{
		"services":   {"severity", "durations", "actions", "availability", "trend", "detection", "owners", "controls"},
		"severities": {"detection", "caught", "margins", "durations", "actions"},
		"vendors":    {"severity", "durations", "actions", "vendors"},
		"tags":       {"severity", "durations", "actions"},
	} {
		panels, answers := render.TermPanels(&render.Page{}, taxonomy, metrics.NewDashboard(records, f), render.Scope{{"service", "service a"}})
		var got []string
		for _, p := range panels {
			got = append(got, p.Key)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the page of one of the %s has panels of %q, want %q", taxonomy, got, want)
		}
		charts := []string{"controls", "luck", "actions", "severity", "trend", "detection"}
		if taxonomy == "services" {
			charts = slices.Delete(charts, 2, 3) // the page has them above
		}
		for i, chart := range charts {
			if !slices.Contains(want, chart) {
				chart = ""
			}
			if answers[i].Chart != chart {
				t.Errorf("on the page of one of the %s, %q leads to the chart %q, want %q", taxonomy, answers[i].Question, answers[i].Chart, chart)
			}
		}
		if got := describe(panels, answers); !strings.Contains(got, "](postmortems/?service=service%20a&in=2026Q4") || !strings.Contains(got, "[20](action-items/?service=service%20a&state=overdue)") {
			t.Errorf("on the page of a service, numbers lead to all services:\n%s", got)
		}
	}
}

// describe writes panels as readable text: the title with the key, the texts, the
// legend, the words in the drawing, and the table with the links of its cells.
func describe(panels []render.Panel, answers []render.Answer) string {
	var b strings.Builder
	cell := func(c render.Cell) string {
		if c.Path == "" {
			return c.Text
		}
		return "[" + c.Text + "](" + c.Path + ")"
	}
	for _, a := range answers {
		late := ""
		if a.Late {
			late = " !"
		}
		fmt.Fprintf(&b, "%s -> %s\n  %s%s\n  %s\n", a.Question, a.Chart, a.Text, late, a.Basis)
		for _, c := range a.Details {
			fmt.Fprintf(&b, "  - %s\n", cell(c))
		}
	}
	for _, p := range panels {
		fmt.Fprintf(&b, "\n== %s (%s) %s\n", p.Key, p.Title, map[bool]string{true: "open", false: "folded"}[p.Open])
		for what, line := range pairs("note", p.Note, "few", p.Few, "more", cell(render.Cell{Text: p.More.Title, Path: p.More.Path}), "legend", legend(p.Legend), "drawing", words(string(p.Drawing))) {
			if line != "" {
				fmt.Fprintf(&b, "%s: %s\n", what, line)
			}
		}
		fmt.Fprintf(&b, "| %s\n", strings.Join(p.Table.Head, " | "))
		for _, row := range p.Table.Rows {
			cells := make([]string, len(row))
			for i, c := range row {
				cells[i] = cell(c)
			}
			fmt.Fprintf(&b, "| %s\n", strings.TrimRight(strings.Join(cells, " | "), " "))
		}
	}
	return b.String()
}

func pairs(list ...string) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for i := 0; i < len(list); i += 2 {
			if !yield(list[i], list[i+1]) {
				return
			}
		}
	}
}

func legend(entries []render.LegendEntry) string {
	var out []string
	for _, e := range entries {
		sign := e.Glyph
		if e.Hatched {
			sign = "hatched"
		}
		out = append(out, strings.TrimSpace(sign+" "+e.Name)+" ("+e.Class+")")
	}
	return strings.Join(out, ", ")
}

var drawn = regexp.MustCompile(`<svg class="chart[^>]* aria-label="([^"]*)"|<(?:title|desc|text)[^>]*>([^<]*)<`)

// words returns the texts in a drawing, in order.
func words(svg string) string {
	var out []string
	for _, m := range drawn.FindAllStringSubmatch(svg, -1) {
		out = append(out, strings.ReplaceAll(html.UnescapeString(m[1]+m[2]), "\u00a0", " "))
	}
	return strings.Join(out, " · ")
}

// golden compares a text with a golden file, line by line.
func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, after := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := range max(len(before), len(after)) {
		had, has := "(the end)", "(the end)"
		if i < len(before) {
			had = before[i]
		}
		if i < len(after) {
			has = after[i]
		}
		if had != has {
			t.Errorf("%s:%d: the dashboard used to say\n\t%s\nand now says\n\t%s\n(run with -update to accept)", name, i+1, had, has)
			return
		}
	}
}
