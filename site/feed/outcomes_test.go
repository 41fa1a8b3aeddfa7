package feed_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

// TestOutcomesOfStats checks that a number without a bound is null: here, six outages a year ago
// took an hour, and of six in this year one took half an hour and five have not ended. Of the 36
// ratios six are 0.5; the two in the middle are at least those to outages of 494 and 542 hours.
func TestOutcomesOfStats(t *testing.T) {
	t.Parallel()
	var posts []*content.PostMortem
	for i := range 12 {
		day := content.Date{Year: 2025 + i%2, Month: 4, Day: 1 + i}
		begin := day.Time().Add(10 * time.Hour)
		pm := &content.PostMortem{Date: day, Zone: time.UTC, Status: content.Completed, Severity: "high", Impacts: []string{"availability"}, Timeline: []content.Entry{{Event: content.OutageBegins, Time: begin}}}
		switch {
		case i%2 == 0:
			pm.Timeline = append(pm.Timeline, content.Entry{Event: content.OutageEnds, Time: begin.Add(time.Hour)})
		case i == 1:
			pm.Timeline = append(pm.Timeline, content.Entry{Event: content.OutageEnds, Time: begin.Add(30 * time.Minute)})
		}
		posts = append(posts, pm)
	}
	records := metrics.Records(posts)
	settings := metrics.Settings{AsOf: asOf, Vocabularies: content.BuiltinVocabularies()}
	stats, outcomes := metrics.Compute(records, asOf, settings.Vocabularies), metrics.OutcomesOf(records, settings)
	for _, with := range []*metrics.Outcomes{&outcomes, nil} {
		stats.Outcomes = with
		var b bytes.Buffer
		if err := feed.StatsJSON(&b, stats, nil, asOf.String()); err != nil {
			t.Fatal(err)
		}
		var got map[string]map[string]any
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(b.Bytes(), &keys); err != nil {
			t.Fatal(err)
		}
		if keys["comparison"] == nil {
			if with != nil {
				t.Error("the stats have no comparison")
			}
			continue
		}
		comparison := keys["comparison"]
		if err := json.Unmarshal([]byte(`{"comparison": `+string(comparison)+`}`), &got); err != nil {
			t.Fatal(err)
		}
		c := got["comparison"]
		if text := fmt.Sprintf("%v %v %v %v", c["verdict"], c["ratio"], c["needed_to_halve"], c["now"].(map[string]any)["ongoing"]); text != "unclear map[at_most:<nil> estimate:517.444 high:<nil> low:0.5] <nil> 5" {
			t.Errorf("the comparison is %s", text)
		}
	}
}
