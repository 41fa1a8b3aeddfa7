package metrics_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// digested has a post mortem of each kind of event of a digest.
func digested() metrics.Digests {
	day := func(text string) content.Date {
		d, err := content.ParseDate(text)
		if err != nil {
			panic(err)
		}
		return d
	}
	history := func(revisions ...string) *content.History { // oldest first: "2026-05-03 review"
		h := &content.History{}
		for i, r := range revisions {
			at, status, _ := strings.Cut(r, " ")
			h.Revisions = append([]content.Revision{{Commit: fmt.Sprint(i, at), Time: day(at).Time().Add(23 * time.Hour), Status: status}}, h.Revisions...)
		}
		return h
	}
	lesson := func(text string) []content.Lesson { return []content.Lesson{{Anchor: "went-wrong-1", Text: text}} }
	posts := []*content.PostMortem{
		{Slug: "new", Date: day("2026-05-10"), Services: []string{"DNS"}, Severity: "high", Status: content.Review, PreventedBy: []string{"old#action-1"}, History: history("2026-05-11 draft", "2026-05-31 review")},
		{Slug: "done", Date: day("2026-04-10"), Services: []string{"mail"}, Severity: "low", Status: content.Completed, History: history("2026-04-11 review", "2026-06-01 completed")},
		{Slug: "imported", Date: day("2025-05-20"), Services: []string{"dns"}, Severity: "low", Status: content.Completed, WentWrong: lesson("slow"), History: history("2026-05-04 completed")},
		{Slug: "old", Date: day("2025-05-02"), Services: []string{"mail"}, Severity: "critical", Status: content.Completed, GotLucky: lesson("luck"), ActionItems: []content.ActionItem{
			{Anchor: "action-1", State: content.Open, Due: day("2026-05-31")},
			{Anchor: "action-2", State: content.Done, Due: day("2026-05-30")},
			{Anchor: "action-3", State: content.Open, Due: day("2026-06-30")},
		}},
	}
	records := metrics.Records(posts)
	return metrics.Digests{
		Records: records, Published: content.Publications(posts, false), Returns: metrics.ReturnsOf(records, metrics.CitedAmong(posts)),
		AsOf: day("2026-06-15"), V: content.BuiltinVocabularies(),
	}
}

func said(d metrics.Digest) string {
	var out []string
	for _, pm := range d.New {
		out = append(out, "new "+pm.Slug)
	}
	for _, pm := range d.Completed {
		out = append(out, "completed "+pm.Slug)
	}
	for _, back := range d.Returns {
		out = append(out, fmt.Sprintf("%s#%s came back in %s after %d", back.PM.Slug, back.Item.Anchor, back.Later.Slug, back.Days))
	}
	for _, x := range d.Decide {
		out = append(out, "decide "+x.Item.Anchor)
	}
	if d.Again != nil {
		out = append(out, fmt.Sprintf("again %s %q %s", d.Again.PM.Slug, d.Again.Lesson.Text, d.Again.Shares))
	}
	return strings.Join(out, ", ")
}

// TestDigestMonths checks what happened in which month, in UTC: what git does not tell counts on the day of the incident, what was
// added as completed was not completed then, and nothing of it is after the day.
func TestDigestMonths(t *testing.T) {
	t.Parallel()
	var got []string
	for _, d := range digested().Months() {
		got = append(got, fmt.Sprintf("%s to %s: %s", d.From, d.To, said(d)))
	}
	want := []string{
		"2026-06-01 to 2026-06-30: completed done",
		`2026-05-01 to 2026-05-31: new new, new imported, old#action-1 came back in new after 373, decide action-1, again imported "slow" dns`,
		"2026-04-01 to 2026-04-30: new done",
		"2025-05-01 to 2025-05-31: new old",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the months are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestDigestOf checks a digest of some days, and that the gravest lesson is read again if none shares a service.
func TestDigestOf(t *testing.T) {
	t.Parallel()
	s := digested()
	date := func(month time.Month, day int) content.Date { return content.Date{Year: 2026, Month: month, Day: day} }
	for _, c := range []struct {
		from, to content.Date
		want     string
	}{
		{date(5, 1), date(5, 3), `again old "luck" `},
		{date(5, 1), date(5, 30), `new imported, again imported "slow" dns`},
		{date(5, 31), date(6, 1), "new new, completed done, old#action-1 came back in new after 373, decide action-1"},
		{date(6, 2), date(6, 15), ""},
	} {
		d := s.Of(c.from, c.to)
		if got := said(d); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
		if d.Empty() != (len(d.New)+len(d.Completed)+len(d.Decide) == 0) {
			t.Errorf("from %s to %s: empty %v", c.from, c.to, d.Empty())
		}
	}
	if months := (metrics.Digests{AsOf: date(6, 1), V: content.BuiltinVocabularies()}).Months(); len(months) > 0 {
		t.Errorf("without post mortems there are the months %v", months)
	}
}
