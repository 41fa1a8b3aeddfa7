package index_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/index"
)

// on returns a post mortem of the n-th day of 2026.
func on(day int, slug, title string, services ...string) *content.PostMortem {
	date := content.DateOf(time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC))
	return &content.PostMortem{Slug: slug, ID: "PM-" + slug, Title: title, Services: services, Date: date}
}

// with adds a control.
func with(pm *content.PostMortem, control, outcome string) *content.PostMortem {
	pm.Controls = append(pm.Controls, content.Control{Name: control, Outcome: outcome})
	return pm
}

func citing(pm *content.PostMortem, reference string) *content.PostMortem {
	pm.PreventedBy = append(pm.PreventedBy, reference)
	return pm
}

// pairsOf returns pairs with their reasons, one a line.
func pairsOf(pairs []metrics.Recurrence) string {
	var b strings.Builder
	for _, p := range pairs {
		fmt.Fprintf(&b, "%s %s %d: %s", p.Later.Slug, p.Earlier.Slug, p.Days, p.ReasonText())
		if p.Verdict != nil {
			fmt.Fprintf(&b, " (%s)", p.Verdict.Word())
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestRecurrences pairs what shares enough: a control that held in neither, an action item, or a service and two rare words.
func TestRecurrences(t *testing.T) {
	t.Parallel()
	undated := with(on(1, "undated", "Pattern denies traffic", "gate"), "canary stage", content.DidNot)
	undated.Date = content.Date{}
	posts := []*content.PostMortem{
		with(on(200, "a", "Deny pattern refuses traffic", "edge", "gate"), "canary stage", content.DidNot),
		with(on(150, "b", "Kernel blinds readers", "gate"), "Canary stage", content.NotThere),
		with(on(140, "held", "Readers are slow", "gate"), "canary stage", content.Held),
		on(130, "c", "A pattern that refuses", "edge"),          // two words and the service
		on(125, "word", "A pattern", "edge"),                    // one word
		on(124, "other", "A pattern that refuses", "warehouse"), // no service
		on(120, "edge", "The edge was slow", "edge"), on(119, "edge2", "At the edge, slow again", "edge"),
		on(19, "old", "Deny pattern refuses traffic", "edge"), // 181 days before a
		citing(on(118, "e", "Backup is stale", "db"), "pm-f#action-2"), on(100, "f", "Wi-Fi is down", "wifi"),
		undated,
	}
	for i := range 130 { // so that nothing above is frequent
		posts = append(posts, on(300+i, fmt.Sprintf("filler%d", i), fmt.Sprintf("x%dq", i), fmt.Sprintf("s%d", i)))
	}
	got := pairsOf(index.NewRelations(posts).Recurrences(index.Search{Window: 180}))
	want := `a b 50: control “canary stage”; service gate
a c 70: service edge; both mention “refuses” and “pattern”
c old 111: service edge; both mention “refuses” and “pattern”
e f 18: prevented by pm-f#action-2
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	asOf := content.DateOf(time.Date(2026, 1, 199, 0, 0, 0, 0, time.UTC))
	finder := index.NewRelatedFinder(posts, nil)
	if got, want := pairsOf(finder.Recurrences(index.Search{Window: 110, AsOf: asOf})), "e f 18: prevented by pm-f#action-2\n"; got != want {
		t.Errorf("as of the day before the newest, within 110 days, got\n%swant\n%s", got, want)
	}
}

// TestRecurrencesByFactor checks that contributing factors pair post mortems as rare words do: not alone, not without a
// service, and not if half of all name them; beside a control they are a reason.
func TestRecurrencesByFactor(t *testing.T) {
	t.Parallel()
	naming := func(pm *content.PostMortem, factors ...string) *content.PostMortem {
		pm.Factors = append(factors, "change")
		return pm
	}
	posts := []*content.PostMortem{
		naming(on(190, "a", "Deny pattern refuses traffic", "edge"), "capacity limit", "monitoring gap"),
		naming(on(180, "two", "Queue is full", "edge"), "monitoring gap", "capacity limit"),
		naming(on(170, "word", "A pattern", "edge"), "monitoring gap"),
		naming(on(160, "one", "Disks broke", "edge"), "monitoring gap"),
		naming(on(150, "elsewhere", "Wi-Fi is down", "wifi"), "capacity limit", "monitoring gap"),
		naming(on(140, "frequent", "Late again", "edge")),
		naming(with(on(130, "g", "Gates", "gate"), "load test", content.DidNot), "stale data"),
		naming(with(on(120, "h", "Backup", "db"), "load test", content.DidNot), "stale data"),
	}
	for i := range 4 { // so that there are enough for a factor to be frequent
		posts = append(posts, naming(on(300+i, fmt.Sprintf("filler%d", i), fmt.Sprintf("x%dq", i), fmt.Sprintf("s%d", i))))
	}
	got := pairsOf(index.NewRelations(posts).Recurrences(index.Search{Window: 180}))
	want := `a two 10: service edge; factors capacity limit and monitoring gap
a word 20: service edge; factor monitoring gap; both mention “pattern”
g h 10: control “load test”; factor stale data
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestRecurrencesWithVerdicts gives pairs their verdicts. One of a pair that shares nothing is a pair, too, unless one of its
// post mortems is not there.
func TestRecurrencesWithVerdicts(t *testing.T) {
	t.Parallel()
	posts := []*content.PostMortem{
		with(on(20, "a", "One", "x"), "load test", content.DidNot), with(on(10, "b", "Two", "x"), "load test", content.Hurt),
		with(on(9, "c", "Three", "x"), "load test", content.Named), on(8, "d", "Four", "y"),
	}
	verdicts := []content.Verdict{
		{Pair: [2]string{"b", "PM-a"}, Same: true}, {Pair: [2]string{"a", "d"}}, {Pair: [2]string{"a", "hidden"}}, {Pair: [2]string{"a", "b"}},
	}
	pairs := index.NewRelations(posts).Recurrences(index.Search{Window: 30, Verdicts: verdicts})
	want := `a b 10: control “load test”; service x (same)
a c 11: control “load test”; service x
a d 12:  (different)
b c 1: control “load test”; service x
`
	if got := pairsOf(pairs); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if seen, same := metrics.Seen(pairs); seen != 2 || same != 1 {
		t.Errorf("somebody looked at %d, of which %d are the same; want 2 and 1", seen, same)
	}
}

// TestRecurrencesAreLinear checks that of what very many share, each is paired with the nearest ones only.
func TestRecurrencesAreLinear(t *testing.T) {
	t.Parallel()
	var posts []*content.PostMortem
	for i := range 400 {
		pm := on(i/40+1, fmt.Sprintf("p%03d", i), fmt.Sprintf("x%dq", i), fmt.Sprintf("s%d", i))
		if i%3 == 0 {
			with(pm, "load test", content.DidNot)
		}
		posts = append(posts, pm)
	}
	pairs := index.NewRelations(posts).Recurrences(index.Search{Window: 180})
	if n, most := len(pairs), 134*25; n > most || n < most/2 {
		t.Errorf("134 post mortems with one control have %d pairs, want about %d", n, most)
	}
}
