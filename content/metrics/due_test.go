package metrics_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// TestDueOf checks which action items need a decision on a day and which are due soon, and the
// order of both: by what the item was to prevent, and by the date.
func TestDueOf(t *testing.T) {
	t.Parallel()
	item := func(title, owner, state string, due content.Date) content.ActionItem {
		return content.ActionItem{Title: title, Owner: owner, State: state, Due: due}
	}
	posts := []*content.PostMortem{
		{Slug: "low", Severity: "low", Status: content.Completed, Date: date(2026, 1, 1), ActionItems: []content.ActionItem{
			item("late since March", "platform team", content.Open, date(2026, 3, 1)),
			item("done", "platform team", content.Done, date(2026, 3, 1)),
			item("on the day", "", content.Open, date(2026, 4, 10)),
			item("undated", "platform team", content.Open, content.Date{}),
			item("a day too far", "platform team", content.Open, date(2026, 4, 25)),
		}},
		{Slug: "critical", Severity: "critical", Status: content.Review, Date: date(2026, 3, 1), ActionItems: []content.ActionItem{
			item("late since yesterday", "service owner", content.Open, date(2026, 4, 9)),
			item("last day", "service owner", content.Open, date(2026, 4, 24)),
			item("also on the day", "platform team", content.Open, date(2026, 4, 10)),
		}},
	}
	titles := func(items []metrics.DueItem) string {
		var out []string
		for _, x := range items {
			out = append(out, x.Item.Title)
		}
		return strings.Join(out, ", ")
	}
	d := metrics.DueOf(metrics.Records(posts), date(2026, 4, 10), 14, 30, content.BuiltinVocabularies())
	for what, pair := range map[string][2]string{
		"to decide": {titles(d.Decide), "late since yesterday, late since March"},
		"soon":      {titles(d.Soon), "also on the day, on the day, last day"},
		"owners":    {strings.Join(d.Owners(), ", "), ", platform team, service owner"},
		"of one":    {titles(d.Of("platform team").Decide) + "; " + titles(d.Of("platform team").Soon), "late since March; also on the day"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s, want %s", what, pair[0], pair[1])
		}
	}
	if len(d.Late) != 1 || d.Late[0].PM.Slug != "critical" || d.Late[0].Days != 40 {
		t.Errorf("late: %+v", d.Late)
	}
}
