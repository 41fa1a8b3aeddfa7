package metrics_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// outagesOf returns a post mortem on a day for each outage of so many minutes; 0 stands for
// one that has not ended.
func outagesOf(t *testing.T, date string, minutes ...int) (out []*content.PostMortem) {
	t.Helper()
	for _, m := range minutes {
		rows := []string{"10:00 Outage begins", fmt.Sprintf("%02d:%02d Outage ends", 10+m/60, m%60)}
		if m == 0 {
			rows = rows[:1]
		}
		out = append(out, document(t, "severity: high\nstatus: completed\ndate: "+date+"\n", rows...))
	}
	return out
}

// The year before has outages of 30, 40 … 80 minutes; the year up to 23 November 2026 has up
// to six. The interval of six a side is from the sixth of 36 ratios to the sixth from the top.
func TestCompare(t *testing.T) {
	before := append(outagesOf(t, "2025-11-23", 30, 40, 50, 60, 70, 80), outagesOf(t, "2024-11-23", 1, 2)...) // the last two are too old
	settings := metrics.Settings{AsOf: asOf}
	for _, test := range []struct {
		now    []int
		want   metrics.Verdict
		needed int
	}{
		// Of 60 pairs within the sides, 47 are more than half: 20 of 30 now and 27 before, so
		// the excess is 17/60 and the number 1.308 / (17/60)² = 16.3.
		{[]int{1, 2, 3, 4, 5, 29}, metrics.Shorter, 17},
		{[]int{1, 2, 3, 4, 5, 70}, metrics.Shorter, 17}, // 70/30 … 70/70 are five of 1 or more
		{[]int{1, 2, 3, 4, 5, 80}, metrics.Unclear, 17}, // 80/30 … 80/80 are six
		{[]int{80, 90, 100, 110, 120, 130}, metrics.Longer, 7},
		{[]int{55, 55, 55, 55, 55, 55}, metrics.Unclear, 7},
		{[]int{61, 71, 81, 0, 0, 0}, metrics.Longer, 0}, // those that have not ended count as longer than eight days
		{[]int{1, 2, 3, 4, 5}, metrics.TooFew, 0},
		{nil, metrics.TooFew, 0},
	} {
		for _, date := range []string{"2025-11-24", "2026-11-15"} {
			c := metrics.Compare(metrics.Records(append(outagesOf(t, date, test.now...), before...)), "time_to_restore", settings)
			if c.Verdict() != test.want || c.Now.Len() != len(test.now) || c.Before.Len() != 6 || c.Needed != test.needed {
				t.Errorf("%s, %v: the verdict is %s by %+v, with %d values now and %d before, %d needed; want %s, %d", date, test.now, c.Verdict(), c.Ratio, c.Now.Len(), c.Before.Len(), c.Needed, test.want, test.needed)
			}
		}
	}
	if c := metrics.Compare(metrics.Records(before), "time_to_restore", metrics.Settings{}); c.Verdict() != metrics.TooFew || c.Before.Len() != 0 || c.Now.Filter != (metrics.Filter{}) || c.Before.Filter != (metrics.Filter{}) {
		t.Errorf("without a day, the recent post mortems are %+v and the earlier ones %+v, want none", c.Now, c.Before)
	}
}

// The recent year ends early by the days within which nine of ten post mortems are completed,
// unless it ends earlier anyway, and counts those in it that are not completed.
func TestCompareEndsEarly(t *testing.T) {
	posts := outagesOf(t, "2026-11-02", 10, 20)
	posts[1].Status = content.Review
	posts = append(posts, outagesOf(t, "2026-11-03", 30)...) // 20 days before 23 November
	records := metrics.Records(posts)
	october := content.Date{Year: 2026, Month: 10, Day: 31}
	for _, test := range []struct {
		settings   metrics.Settings
		until      string
		lag, known int
	}{
		{metrics.Settings{AsOf: asOf}, "2026-11-23", 0, 3},
		{metrics.Settings{AsOf: asOf, PublishLag: 20}, "2026-11-03", 20, 3},
		{metrics.Settings{AsOf: asOf, PublishLag: 21}, "2026-11-02", 21, 2},
		{metrics.Settings{AsOf: asOf, Until: asOf, PublishLag: 21}, "2026-11-02", 21, 2},
		{metrics.Settings{AsOf: asOf, Until: october, PublishLag: 21}, "2026-10-31", 0, 0},
	} {
		c := metrics.Compare(records, "time_to_restore", test.settings)
		unfinished := min(test.known, 1)
		if c.Now.Until.String() != test.until || c.Lag != test.lag || len(c.Now.Known) != test.known || c.Now.Unfinished != unfinished || c.LagUnknown != (test.settings.PublishLag == 0) {
			t.Errorf("the recent year ends on %s, %d days early, with %d outages, %d of them unfinished; want %s, %d, %d and %d", c.Now.Until, c.Lag, len(c.Now.Known), c.Now.Unfinished, test.until, test.lag, test.known, unfinished)
		}
		if days := c.Now.Until.Time().Sub(c.Now.Since.Time()); days != 364*24*time.Hour || c.Before.Until.Time() != c.Now.Since.Time().AddDate(0, 0, -1) {
			t.Errorf("the years are from %s and from %s", c.Now.Since, c.Before.Since)
		}
	}
}

// Nine of ten were completed within 12 days and a bit, as far as that is known: one that was
// imported does not count, one that is not completed waits.
func TestPublishLag(t *testing.T) {
	var posts []*content.PostMortem
	end := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for i := range 12 {
		pm := outagesOf(t, "2026-03-05", 120)[0]
		pm.History = &content.History{Revisions: []content.Revision{
			{Time: end.Add(time.Duration(24*i+1) * time.Hour), Status: content.Completed},
			{Time: end, Status: []string{content.Draft, content.Completed}[i/11]},
		}}
		posts = append(posts, pm)
	}
	records := metrics.Records(posts)
	// The eleven waits are 1 h, 25 h … 241 h; the tenth is 217 h, a bit more than nine days.
	if got := metrics.PublishLag(records, asOf); got != 10 {
		t.Errorf("the lag is %d days, want 10", got)
	}
	if got := metrics.PublishLag(records[:1], asOf); got != 0 {
		t.Errorf("the lag of a single post mortem is %d, want 0: not known", got)
	}
	posts[10].Status, posts[10].History.Revisions = content.Review, posts[10].History.Revisions[1:]
	posts[9].Status, posts[9].History.Revisions = content.Review, posts[9].History.Revisions[1:]
	if got := metrics.PublishLag(metrics.Records(posts), asOf); got != 0 {
		t.Errorf("if two of eleven wait, the lag is %d, want 0: not known", got)
	}
	for i := range posts {
		posts[i].History.Revisions = slices.Clone(posts[9].History.Revisions)
		posts[i].History.Revisions = append([]content.Revision{{Time: end, Status: content.Completed}}, posts[i].History.Revisions...)
	}
	if got := metrics.PublishLag(metrics.Records(posts), asOf); got != 1 {
		t.Errorf("if all are completed at once, the lag is %d, want 1", got)
	}
}
