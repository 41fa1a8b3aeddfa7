package metrics_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// recorded returns a post mortem whose revisions are on days, counted from 1 January 2026, with
// statuses; the last is the newest.
func recorded(statuses []string, days []int, items ...content.ItemHistory) *content.PostMortem {
	h := &content.History{Items: items}
	for i := len(days) - 1; i >= 0; i-- {
		h.Revisions = append(h.Revisions, content.Revision{Time: time.Date(2026, 1, 1+days[i], 12, 0, 0, 0, time.UTC), Status: statuses[min(i, len(statuses)-1)]})
	}
	return &content.PostMortem{History: h}
}

// step is the state of an item after the n-th of three commits, counted from the oldest.
func step(n int, state string, due ...int) content.ItemStep {
	s := content.ItemStep{Revision: 2 - n, State: state}
	if len(due) > 0 {
		s.Due = content.DateOf(time.Date(2026, 1, 1+due[0], 0, 0, 0, 0, time.UTC))
	}
	return s
}

func owned(owner string, s content.ItemStep) content.ItemStep { s.Owner = owner; return s }

func reworded(s content.ItemStep) content.ItemStep { s.Reworded = true; return s }

func steps(list ...content.ItemStep) content.ItemHistory { return content.ItemHistory{Steps: list} }

// Three commits, on 1, 11 and 31 January 2026. The day of the figures is 20 February, 50 days
// after the first.
func TestItemsOf(t *testing.T) {
	const open, done, cancelled, gone = content.Open, content.Done, content.Cancelled, ""
	asOf := content.Date{Year: 2026, Month: 2, Day: 20}
	for _, test := range []struct {
		what   string
		status string // in the first commit
		items  []content.ItemHistory
		want   string
	}{
		{"open", "draft", []content.ItemHistory{steps(step(0, open)), steps(step(2, open))}, "2026-01-01 50 pending, 2026-01-31 20 pending; 0 unknown"},
		{"done", "draft", []content.ItemHistory{steps(step(0, open), step(2, done)), steps(step(1, content.InProgress), step(2, done))}, "2026-01-01 30 done, 2026-01-11 20 done; 0 unknown"},
		{"cancelled, removed", "draft", []content.ItemHistory{steps(step(0, open), step(1, cancelled)), steps(step(0, open), step(2, gone))}, "2026-01-01 10 otherwise, 2026-01-01 30 otherwise removed; 0 unknown"},
		{"first done, then cancelled or removed", "draft", []content.ItemHistory{steps(step(0, open), step(1, done), step(2, cancelled)), steps(step(0, open), step(1, done), step(2, gone))}, "2026-01-01 10 done, 2026-01-01 10 done; 0 unknown"},
		{"reopened", "draft", []content.ItemHistory{steps(step(0, open), step(1, done), step(2, open)), steps(step(0, open), step(1, cancelled), step(2, content.InProgress))}, "2026-01-01 10 done reopened, 2026-01-01 10 otherwise reopened; 0 unknown"},
		{"moved", "draft", []content.ItemHistory{steps(step(0, open, 20), step(1, open, 40)), steps(step(0, open, 20), step(1, open, 10), step(2, open, 15))}, "2026-01-01 50 pending moved 1 by 20, 2026-01-01 50 pending moved 1 by 5; 0 unknown"},
		{"moved twice", "draft", []content.ItemHistory{steps(step(0, open, 20), step(1, open, 40), step(2, open, 45)), steps(step(0, open, 20), step(1, open, 40), step(2, done, 60))}, "2026-01-01 50 pending moved 2 by 25, 2026-01-01 30 done moved 1 by 20; 0 unknown"},
		{"reworded, reassigned", "draft", []content.ItemHistory{
			steps(owned("", step(0, open)), owned("desk", step(1, open)), owned("network team", reworded(step(2, open)))),
			steps(owned("desk", step(0, open)), owned("desk", reworded(step(1, open))), owned("", reworded(step(2, open)))),
			steps(owned("desk", step(0, open)), step(2, gone)),
		}, "2026-01-01 50 pending reworded 1 reassigned 1, 2026-01-01 50 pending reworded 2 reassigned 1, 2026-01-01 30 otherwise removed; 0 unknown"},
		{"not moved", "draft", []content.ItemHistory{steps(step(0, open), step(1, open, 40)), steps(step(0, open, 20), step(1, open), step(2, open, 20)), steps(step(0, open, 20), step(1, open, 10)), steps(step(0, open, 20), step(1, done, 40))}, "2026-01-01 50 pending, 2026-01-01 50 pending, 2026-01-01 50 pending, 2026-01-01 10 done; 0 unknown"},
		{"already closed", "draft", []content.ItemHistory{steps(step(0, done)), steps(step(1, cancelled), step(2, open)), steps(step(0, open))}, "2026-01-01 50 pending; 2 unknown"},
		{"already overdue", "draft", []content.ItemHistory{steps(step(1, open, 9)), steps(step(1, open, 10))}, "2026-01-11 40 pending; 1 unknown"},
		{"maybe older", "draft", []content.ItemHistory{{Cut: true, Steps: []content.ItemStep{step(0, open)}}}, "; 1 unknown"},
		{"completed at once", "completed", []content.ItemHistory{steps(step(0, open)), steps(step(1, done))}, "2026-01-01 50 pending; 1 unknown"},
		{"imported", "completed", []content.ItemHistory{steps(step(0, open)), steps(step(0, done)), steps(step(1, open))}, "2026-01-11 40 pending; 2 unknown"},
		{"imported, overdue", "completed", []content.ItemHistory{steps(step(0, open)), steps(step(0, open, -1))}, "; 2 unknown"},
	} {
		list, unknown := metrics.ItemsOf(recorded([]string{test.status}, []int{0, 10, 30}, test.items...), asOf)
		if got := fmt.Sprint(inWords(list), "; ", unknown, " unknown"); got != test.want {
			t.Errorf("%s: the items are %q, want %q", test.what, got, test.want)
		}
	}
	// As of 20 January, the last commit is still to come.
	early := content.Date{Year: 2026, Month: 1, Day: 20}
	pm := recorded([]string{"draft"}, []int{0, 10, 30}, steps(step(0, open), step(2, done)), steps(step(2, open)), steps(step(0, open), step(1, done), step(2, open)))
	list, unknown := metrics.ItemsOf(pm, early)
	if got := inWords(list); got != "2026-01-01 19 pending, 2026-01-01 10 done" || unknown != 0 {
		t.Errorf("as of 20 January, the items are %q, and %d are unknown", got, unknown)
	}
	if list, unknown := metrics.ItemsOf(&content.PostMortem{ActionItems: make([]content.ActionItem, 3)}, asOf); len(list) != 0 || unknown != 3 {
		t.Errorf("without a history, %d of 3 items are unknown", unknown)
	}
	// A commit may have an earlier time than the one before it.
	if list, _ := metrics.ItemsOf(recorded([]string{"draft"}, []int{10, 0, 30}, steps(step(0, open), step(1, done))), asOf); inWords(list) != "2026-01-11 0 done" {
		t.Errorf("with clocks that differ, the item is %q", inWords(list))
	}
}

func inWords(items []metrics.Item) (out string) {
	for _, item := range items {
		if out != "" {
			out += ", "
		}
		out += fmt.Sprintf("%s %g %s", item.Agreed, item.Days, []string{"pending", "done", "otherwise"}[item.End])
		if item.Slips > 0 {
			out += fmt.Sprintf(" moved %d by %d", item.Slips, item.Slipped)
		}
		if item.Removed {
			out += " removed"
		}
		if item.Reworded+item.Reassigned > 0 {
			out += fmt.Sprintf(" reworded %d reassigned %d", item.Reworded, item.Reassigned)
		}
		if item.Reopened {
			out += " reopened"
		}
	}
	return out
}

// Git knows the items of the newest revision by their places, unless they have changed since.
func TestItemOf(t *testing.T) {
	const open, done = content.Open, content.Done
	asOf := content.Date{Year: 2026, Month: 2, Day: 20}
	pm := recorded([]string{"draft"}, []int{0, 10, 30}, steps(step(0, open), step(1, "")), steps(step(0, open), step(2, done)), steps(step(1, done)), steps(step(1, open, 40)))
	pm.History.Current = []int{3, 1, 2}
	pm.ActionItems = []content.ActionItem{{State: open, Due: content.Date{Year: 2026, Month: 2, Day: 10}}, {State: done}, {State: done}}
	want := []string{"2026-01-11 40 pending", "2026-01-01 30 done", ""}
	for i := range want {
		item, ok := metrics.ItemOf(pm, i, asOf)
		if got := inWords([]metrics.Item{item}); ok != (want[i] != "") || ok && got != want[i] {
			t.Errorf("item %d is %s, %v; want %q", i+1, got, ok, want[i])
		}
	}
	if item, ok := metrics.ItemOf(pm, 0, content.Date{Year: 2026, Month: 1, Day: 10}); ok {
		t.Errorf("an item is known the day before it was agreed on: %+v", item)
	}
	pm.ActionItems[1].State = open
	if item, ok := metrics.ItemOf(pm, 1, asOf); ok {
		t.Errorf("an item that has another state since is known: %+v", item)
	}
	pm.ActionItems = pm.ActionItems[:2]
	for _, other := range []*content.PostMortem{pm, {ActionItems: make([]content.ActionItem, 1)}} {
		if item, ok := metrics.ItemOf(other, 0, asOf); ok {
			t.Errorf("an item that is not committed is known: %+v", item)
		}
	}
}

// behaviour simulates n action items that are agreed on at random over so many days until asOf,
// and then done with a constant chance each day, or cancelled with another.
func behaviour(rng *rand.Rand, n, over int, done, cancelled float64) (posts []*content.PostMortem) {
	start := asOf.Time().AddDate(0, 0, -over)
	for range n {
		agreed := rng.IntN(over)
		pm := &content.PostMortem{History: &content.History{}}
		list := []content.ItemStep{{Revision: 0, State: content.Open}}
		revisions := []content.Revision{{Time: start.AddDate(0, 0, agreed), Status: content.Review}}
		for day := agreed + 1; day <= over; day++ {
			state := ""
			if p := rng.Float64(); p < done {
				state = content.Done
			} else if p < done+cancelled {
				state = content.Cancelled
			}
			if state != "" {
				revisions = append([]content.Revision{{Time: start.AddDate(0, 0, day), Status: content.Completed}}, revisions...)
				list[0].Revision = 1
				list = append(list, content.ItemStep{Revision: 0, State: state})
				break
			}
		}
		pm.History.Revisions, pm.History.Items = revisions, []content.ItemHistory{{Steps: list}}
		pm.Date = content.DateOf(start.AddDate(0, 0, agreed))
		posts = append(posts, pm)
	}
	return posts
}

// With constant behaviour, the shares are the same in all periods: 2 % of the open items are done
// each day and 0.5 % cancelled, so 0.02/0.025 × (1 - 0.975ᵈ) are done within d days. Counting
// what is done by now instead, the newest periods would look worst.
func TestConstantBehaviourIsFlat(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(21, 22))
	records := metrics.Records(behaviour(rng, 12000, 3*365, 0.02, 0.005))
	f := metrics.FollowThroughOf(records, asOf, metrics.Latest(records, asOf, metrics.Quarter, 12))
	if f.Span.Step != metrics.Quarter || f.Span.Len() != 12 || f.Unknown != 0 || f.All.Len() != 12000 {
		t.Fatalf("there are %d periods of %d months, %d items and %d unknown ones", f.Span.Len(), f.Span.Step, f.All.Len(), f.Unknown)
	}
	for k, days := range metrics.Horizons {
		truth, shown := 0.8*(1-math.Pow(0.975, float64(days))), 0
		for i, c := range f.Cohorts {
			s := c.Done[k]
			if had := asOf.Time().Sub(f.Span.At(i).Last().Time()).Hours() >= float64(24*days); s.Early == had || s.Known != had {
				t.Errorf("%s has a share for %d days: %v", f.Span.At(i), days, s.Known)
			}
			if !s.Known {
				continue
			}
			shown++
			if math.Abs(s.Value-truth) > 0.06 { // four standard errors of a thousand items
				t.Errorf("in %s, %.3f of the items are done within %d days, want %.3f", f.Span.At(i), s.Value, days, truth)
			}
		}
		all, ok := f.All.Within(float64(days), metrics.Happened)
		if !ok || math.Abs(all.Value-truth) > 0.02 || all.Low > truth || all.High < truth {
			t.Errorf("%.3f of all items are done within %d days, from %.3f to %.3f; want %.3f", all.Value, days, all.Low, all.High, truth)
		}
		if want := []int{10, 9, 9}[k]; shown < want {
			t.Errorf("%d periods have a share for %d days, want %d", shown, days, want)
		}
	}
}

// Periods with too few items become years; one that some items have not had the time for has no
// share, nor has one with fewer than five.
func TestCohorts(t *testing.T) {
	var posts []*content.PostMortem
	add := func(year, month, n, days int, state string) {
		at := time.Date(year, time.Month(month), 10, 0, 0, 0, 0, time.UTC)
		for range n {
			pm := recorded([]string{"draft"}, []int{0, 1}, steps(content.ItemStep{Revision: 1, State: content.Open}, content.ItemStep{Revision: 0, State: state}))
			pm.History.Revisions[1].Time, pm.History.Revisions[0].Time = at, at.AddDate(0, 0, days)
			posts = append(posts, pm)
		}
	}
	add(2024, 3, 4, 10, content.Done)
	add(2025, 2, 3, 30, content.Done)
	add(2025, 8, 2, 31, content.Done)
	add(2025, 9, 5, 10, content.Cancelled)
	add(2026, 1, 9, 10, content.Done)
	records := metrics.Records(posts)
	f := metrics.FollowThroughOf(records, asOf, metrics.YearSpan(2024, asOf, metrics.Quarter))
	if f.Span.Step != metrics.Year || len(f.Cohorts) != 1 || f.Outside != 19 {
		t.Fatalf("the periods of 2024 are %+v, %d items are outside", f.Span, f.Outside)
	}
	span := metrics.Latest([]metrics.Record{{PM: on(2024, 1, 1)}}, asOf, metrics.Year, 5)
	got := ""
	for i, c := range metrics.FollowThroughOf(records, asOf, span).Cohorts {
		got += fmt.Sprint(span.At(i), " ", c.Items)
		for _, s := range c.Done {
			got += fmt.Sprintf(" %.1f %v %v", s.Value, s.Known, s.Early)
		}
		got += "; "
	}
	// In 2025, 3 of 10 are done within 30 days, 5 within 90; 2026 has not ended.
	want := "2024 4 0.0 false false 0.0 false false 0.0 false false; 2025 10 0.3 true false 0.5 true false 0.5 true false; 2026 9 0.0 false true 0.0 false true 0.0 false true; "
	if got != want {
		t.Errorf("the cohorts are\n%s, want\n%s", got, want)
	}
}

func TestLastDay(t *testing.T) {
	for day, want := range map[content.Date]string{{Year: 2026, Month: 2, Day: 3}: "2026-02-28 2026-03-31 2026-12-31", {Year: 2024, Month: 12, Day: 31}: "2024-12-31 2024-12-31 2024-12-31", {Year: 2024, Month: 2, Day: 1}: "2024-02-29 2024-03-31 2024-12-31"} {
		if got := fmt.Sprint(metrics.Month.Of(day).Last(), " ", metrics.Quarter.Of(day).Last(), " ", metrics.Year.Of(day).Last()); got != want {
			t.Errorf("the periods of %s end on %s, want %s", day, got, want)
		}
	}
}
