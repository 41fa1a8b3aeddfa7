package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

func has(t *testing.T, of, text string, want, not []string) {
	t.Helper()
	for _, line := range want {
		if !strings.Contains(text, line) {
			t.Errorf("%s does not say %q:\n%s", of, line, text)
		}
	}
	for _, line := range not {
		if strings.Contains(text, line) {
			t.Errorf("%s says %q, but must not", of, line)
		}
	}
}

// TestScopes checks where numbers lead on a page that covers only some post
// mortems: to those of its service, or to those of another service as well, and to
// the narrower of two ranges of dates.
func TestScopes(t *testing.T) {
	t.Parallel()
	records := fleet()
	f := frame(t, records, content.Date{Year: 2026, Month: 10, Day: 31}, metrics.Quarter)
	of := func(scope render.Scope) string {
		return describe(render.DashboardPanels(&render.Page{}, metrics.NewDashboard(records, f), scope))
	}
	has(t, "a page of a service", of(render.Scope{{"service", "service a"}}), []string{
		"(postmortems/?service=service%20a&duration=known)", "[4](postmortems/?service=service%20a&also=service%20b&duration=known)", "(postmortems/?service=service%20a&reaching=365)", "(action-items/?service=service%20a&state=cancelled)",
	}, []string{"service=service%20a&service=", "also=service%20a)"})
	has(t, "a page of some days", of(render.Scope{{"since", "2026-02-01"}, {"until", "2026-09-30"}}), []string{"(postmortems/?since=2026-02-01&until=2026-09-30&time_to_restore=known)"}, nil)
	has(t, "a page of more days", of(render.Scope{{"since", "2020-02-01"}, {"until", "2027-09-30"}}), []string{"(postmortems/?since=2025-11-01&until=2026-10-31&time_to_restore=known)"}, []string{"since=2020-02-01&until=2027-09-30&since="})
	has(t, "a page of a tag", of(render.Scope{{"tag", "a&b +c"}}), []string{"(postmortems/?tag=a%26b%20%2Bc&duration=known)"}, nil)
}

// TestRareStates checks what dashboards say in rare states: action items that are open
// and none late, an outage of a moment, a draft without a date, a control that
// fails twice in one post mortem, an outage without exact times.
func TestRareStates(t *testing.T) {
	t.Parallel()
	day := content.Date{Year: 2026, Month: 10, Day: 30}
	moment := post("moment", day, 1)
	moment.Timeline[3].Time = moment.Timeline[0].Time.Add(30 * time.Second)
	moment.Services = []string{"service a", "service z"}
	moment.ActionItems = []content.ActionItem{{Title: "Open", State: content.Open, Owner: "role"}}
	moment.Controls = []content.Control{{Anchor: "control-1", Name: "Guard", Outcome: content.DidNot}, {Anchor: "control-2", Name: "Guard", Outcome: content.NotThere}}
	vague := post("vague", day, 0)
	vague.Services = []string{"service a"}
	vague.HasStated, vague.Stated = true, time.Minute
	draft := &content.PostMortem{Slug: "draft", Title: "Draft", Status: content.Draft, Zone: moment.Zone}
	records := metrics.Records([]*content.PostMortem{moment, vague, draft})
	text := describe(render.DashboardPanels(&render.Page{}, metrics.NewDashboard(records, frame(t, records, day, metrics.Quarter)), nil))
	has(t, "the dashboard", text, []string{
		"What needs a decision? -> actions\n  None of 1 open action item\n  Past the due date on 2026-10-30: do it, give it another date, or drop it with a reason\n  - [open without a due date: 1](action-items/?state=unfinished&due=-)\n", "note: 1 open, 0 of them past the due date\n",
		"[0](postmortems/?service=service%20z&out=2026-10)", "| unknown | [1](postmortems/?age=-&status=draft) | 0\n", "| Guard | [2 times in 1 post mortem](postmortems/?control=guard) |",
		"| service a | [≤ 99.998 %](postmortems/?service=service%20a&reaching=30) |", "| [1](postmortems/?service=service%20a&missing=365)",
	}, []string{"the longest 0 days"})
}

// TestSpark checks the drawing of the home page, and that there is none without
// post mortems.
func TestSpark(t *testing.T) {
	t.Parallel()
	records := fleet()
	frame := metrics.Settings{Vocabularies: content.BuiltinVocabularies()}
	frame.Span = metrics.Latest(records, content.Date{Year: 2026, Month: 10, Day: 31}, metrics.Quarter, 2)
	got := describe([]render.Panel{render.Spark(&render.Page{}, metrics.CountBy(records, metrics.Counting{By: "period"}, frame))}, nil)
	want := "\n== severity (Post mortems) folded\nnote: 14 post mortems from 2026 Q3 to 2026 Q4.\n" +
		"drawing: Post mortems by quarter · 14 post mortems from 2026 Q3 to 2026 Q4. · 2026 Q3: 4 post mortems · 2026 Q4: 10 post mortems\n" +
		"| Period | Post mortems\n| 2026 Q3 | [4](postmortems/?in=2026Q3)\n| 2026 Q4 | [10](postmortems/?in=2026Q4)\n"
	if got != want {
		t.Errorf("the home page draws\n%s\nwant\n%s", got, want)
	}
	if p := render.Spark(&render.Page{}, metrics.CountBy(nil, metrics.Counting{By: "period"}, frame)); p.Drawing != "" || p.Note != "" || len(p.Table.Rows) > 0 {
		t.Errorf("without post mortems the home page shows %+v", p)
	}
}

// TestYearHasNoAnswers checks that the dashboard of a year has no answers, which
// are about the most recent days, and that its numbers lead to that year.
func TestYearHasNoAnswers(t *testing.T) {
	t.Parallel()
	records := fleet()
	dashboard := metrics.NewDashboard(records, frame(t, records, content.Date{Year: 2026, Month: 10, Day: 31}, metrics.Quarter))
	for year, want := range map[string]struct {
		answers int
		url     string
	}{"": {6, "../services/mail/"}, "2026": {0, "../postmortems/?in=2026&service=mail"}} {
		p := &render.DashboardPage{Page: render.Page{Site: &render.Site{}, Path: "dashboard/"}, Year: year}
		p.SetFigures(dashboard)
		if len(p.Answers) != want.answers || len(p.Panels) == 0 || p.PostsURL("service", "mail") != want.url {
			t.Errorf("the dashboard of %q has %d answers and leads to %s, want %d and %s", year, len(p.Answers), p.PostsURL("service", "mail"), want.answers, want.url)
		}
	}
}

// TestScales checks the ticks around durations, and the labels of spans of more
// than twelve quarters.
func TestScales(t *testing.T) {
	t.Parallel()
	day := content.Date{Year: 2026, Month: 1, Day: 1}
	for want, minutes := range map[string][]int{
		" · 4 min · 15 min · Duration": {4, 4, 4, 4, 4}, " · 1 min · 4 min · Duration": {3, 3, 3, 4, 4}, " · 15 min · 1 h · Duration": {5, 5, 20, 20, 20},
	} {
		var posts []*content.PostMortem
		for _, m := range minutes {
			posts = append(posts, &content.PostMortem{Slug: "a", Date: day, HasStated: true, Stated: time.Duration(m) * time.Minute})
		}
		panels, _ := render.DashboardPanels(&render.Page{}, metrics.NewDashboard(metrics.Records(posts), metrics.Settings{AsOf: day, Vocabularies: content.BuiltinVocabularies()}), nil)
		for _, p := range panels {
			if got := words(string(p.Drawing)); p.Key == "times" && !strings.Contains(got, want) {
				t.Errorf("outages of %v minutes are drawn on a scale without %q: %s", minutes, want, got)
			}
		}
	}
	records := fleet()
	span := metrics.Latest(records, content.Date{Year: 2026, Month: 10, Day: 31}, metrics.Quarter, 14)
	panels, _ := render.DashboardPanels(&render.Page{}, metrics.NewDashboard(records, metrics.Settings{Span: span, AsOf: day, Vocabularies: content.BuiltinVocabularies()}), nil)
	if got := words(string(panels[0].Drawing)); !strings.HasSuffix(got, " · 2024 · 2025 · 2026") {
		t.Errorf("fourteen quarters are named %s", got)
	}
}

// TestPageOfNumber checks that a number leads to the page that holds just what it counts, where there is one.
func TestPageOfNumber(t *testing.T) {
	t.Parallel()
	for value, want := range map[[2]string]string{
		{"service", "Web Shop"}: "services/web-shop/", {"severity", "near miss"}: "severities/near-miss/", {"tag", "dns"}: "tags/dns/",
		{"vendor", "Northwind"}: "vendors/northwind/", {"detection", "manual"}: "detections/manual/",
		{"service", ""}: "postmortems/?service=-", {"status", "draft"}: "postmortems/?status=draft", {"duration", "known"}: "postmortems/?duration=known",
	} {
		p := &render.DashboardPage{Page: render.Page{Site: &render.Site{}}}
		if got := p.PostsURL(value[0], value[1]); got != want {
			t.Errorf("%s=%s leads to %s, want %s", value[0], value[1], got, want)
		}
	}
}
