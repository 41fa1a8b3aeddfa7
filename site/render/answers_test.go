package render_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

// TestWhoFindsThem checks the answer for ties, for processes that the format does not define,
// and for years with nothing but near misses, or nothing at all.
func TestWhoFindsThem(t *testing.T) {
	t.Parallel()
	day := content.Date{Year: 2026, Month: 10, Day: 30}
	for _, test := range []struct {
		detections []string
		misses     int
		want       string
	}{
		{[]string{"manual", "manual", "configured alarm"}, 2, "Most often a person: 2 of 3"},
		{[]string{"manual", "configured alarm", "manual", "configured alarm", "other"}, 0, "As often a person as an alarm: 2 each, of 5"},
		{[]string{"manual", "configured alarm", "other"}, 0, "As often a person as an alarm as something else: 1 each, of 3"},
		{[]string{"a bird", "a bird", ""}, 0, "Most often a bird: 2 of 3"},
		{[]string{""}, 0, "Most often not recorded: 1 of 1"},
		{nil, 1, "No incident in these 365 days, but 1 near miss"},
		{nil, 2, "No incident in these 365 days, but 2 near misses"},
		{nil, 0, "No incident in these 365 days"},
	} {
		var posts []*content.PostMortem
		for _, detection := range test.detections {
			posts = append(posts, &content.PostMortem{Slug: "a", Date: day, Severity: "low", Detection: detection})
		}
		for range test.misses {
			posts = append(posts, &content.PostMortem{Slug: "b", Date: day, Severity: content.NearMiss, NearMiss: true, Detection: "manual"})
		}
		records := metrics.Records(posts)
		_, answers := render.DashboardPanels(&render.Page{}, metrics.NewDashboard(records, frame(t, records, day, metrics.Quarter)), nil)
		if got := answers[5]; got.Text != test.want || got.Basis != "Detection process of incidents from 2025-10-31 to 2026-10-30, without near misses" {
			t.Errorf("of incidents detected by %q and %d near misses, the dashboard says %q (%s), want %q", test.detections, test.misses, got.Text, got.Basis, test.want)
		}
	}
}
