package metrics_test

import (
	"fmt"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// TestReturns looks up what post mortems name by id and slug. The newest is of 10 November; it
// names items of posts that are 36 and 5 days older, and some that do not count: of a newer
// post mortem, of the same day, without a date, and those that do not exist.
func TestReturns(t *testing.T) {
	items := func(n int) (out []content.ActionItem) {
		for i := range n {
			out = append(out, content.ActionItem{Title: fmt.Sprintf("Item %d", i+1), Anchor: fmt.Sprintf("action-%d", i+1)})
		}
		return out
	}
	posts := []*content.PostMortem{
		{Slug: "newer", Date: date(2026, 11, 11), ActionItems: items(1)},
		{Slug: "newest", Date: date(2026, 11, 10), ActionItems: items(1), PreventedBy: []string{
			"pm-1#action-2", " five #action-1", "newer#action-1", "same#action-1", "undated#action-1", "five#action-9", "five", "gone#action-1",
		}},
		{Slug: "same", Date: date(2026, 11, 10), ActionItems: items(1)},
		{Slug: "five", Date: date(2026, 11, 5), ActionItems: items(1)},
		{Slug: "one", ID: "PM-1", Date: date(2026, 10, 5), ActionItems: items(2)},
		{Slug: "undated", ActionItems: items(1)},
	}
	records := metrics.Records(posts)
	got := ""
	for _, r := range metrics.ReturnsOf(records, metrics.CitedAmong(posts)) {
		got += fmt.Sprintf("%s of %s by %s after %d; ", r.Item.Title, r.PM.Slug, r.Later.Slug, r.Days)
	}
	if want := "Item 2 of one by newest after 36; Item 1 of five by newest after 5; "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := metrics.ReturnsOf(records, nil); got != nil {
		t.Errorf("without a way to look them up, %v came back", got)
	}
}

// TestGap checks the days between the two newest post mortems in which a control failed.
func TestGap(t *testing.T) {
	a, b, undated := &content.PostMortem{Date: date(2026, 11, 10)}, &content.PostMortem{Date: date(2026, 10, 5)}, &content.PostMortem{}
	for _, test := range []struct {
		posts []*content.PostMortem
		want  string
	}{
		{[]*content.PostMortem{a, b, b}, "36 true"},
		{[]*content.PostMortem{a, a, b}, "36 true"},
		{[]*content.PostMortem{a, a}, "0 false"},
		{[]*content.PostMortem{a, undated}, "0 false"},
		{[]*content.PostMortem{a}, "0 false"},
	} {
		c := metrics.Control{}
		for _, pm := range test.posts {
			c.Where = append(c.Where, metrics.Mention{PM: pm})
		}
		if days, ok := c.Gap(); test.want != fmt.Sprint(days, ok) {
			t.Errorf("the gap is %d, %v, want %s", days, ok, test.want)
		}
	}
}

// TestSurprises counts two controls that hurt, and of three post mortems with luck the one
// that no action item hedges.
func TestSurprises(t *testing.T) {
	lucky := func(text, state string) *content.PostMortem {
		return &content.PostMortem{GotLucky: []content.Lesson{{Text: text}}, ActionItems: []content.ActionItem{{Anchor: "action-1", State: state}}}
	}
	hurt := &content.PostMortem{Controls: []content.Control{{Name: "Retry", Outcome: content.Hurt}, {Name: "Alarm", Outcome: content.DidNot}, {Name: "Failover", Outcome: content.Hurt}}}
	s := metrics.SurprisesOf(metrics.Records([]*content.PostMortem{hurt, lucky("a quiet day", content.Done)}))
	if len(s.Hurt) != 2 || s.Hurt[0].Control.Name != "Retry" || s.Hurt[1].Control.Name != "Failover" || s.Hurt[1].PM != hurt || s.Lucky != 1 || s.All != 2 {
		t.Errorf("got %+v", s)
	}
}

// TestDecisions orders overdue action items by severity, outage and days, and counts them by
// severity.
func TestDecisions(t *testing.T) {
	v := content.BuiltinVocabularies()
	post := func(severity, impact string, state string, due ...content.Date) *content.PostMortem {
		pm := &content.PostMortem{Severity: severity, Impacts: []string{impact}}
		for _, d := range due {
			pm.ActionItems = append(pm.ActionItems, content.ActionItem{State: state, Due: d})
		}
		return pm
	}
	late, later := date(2026, 11, 1), date(2026, 10, 1)
	posts := []*content.PostMortem{
		post("odd", "latency", content.Open, late), post("low", "latency", content.Open, late, later), post("critical", "latency", content.Open, later),
		post("critical", "availability", content.Open, late), post("high", "latency", content.Done, late), post("", "latency", content.Open, late, asOf),
	}
	if got, want := fmt.Sprint(metrics.Decisions(metrics.Records(posts), asOf, v)), "[{critical 2} {low 2} { 1} {odd 1}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, test := range []struct {
		x, y   *content.PostMortem
		dx, dy content.Date
		want   int
	}{
		{posts[2], posts[1], late, later, -1}, // more severe
		{posts[2], posts[3], later, late, 1},  // no outage
		{posts[2], posts[2], later, late, -1}, // longer
		{posts[2], posts[2], late, late, 0},
	} {
		if got := metrics.CompareNeed(test.x, test.y, test.dx, test.dy, v); got != test.want {
			t.Errorf("%s %s and %s %s compare as %d, want %d", test.x.Severity, test.dx, test.y.Severity, test.dy, got, test.want)
		}
	}
}
