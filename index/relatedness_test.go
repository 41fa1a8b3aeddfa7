package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// relatedTo lists the post mortems related to one of them, by slug.
func relatedTo(posts []*content.PostMortem, pm *content.PostMortem) string {
	var out []string
	for _, r := range Relate(posts)[pm] {
		out = append(out, r.PM.Slug)
	}
	return strings.Join(out, " ")
}

// reasons lists the reasons of the post mortems related to one of them.
func reasons(posts []*content.PostMortem, pm *content.PostMortem) (out []string) {
	for _, r := range Relate(posts)[pm] {
		out = append(out, r.PM.Slug+": "+r.Reason)
	}
	return out
}

// several returns n post mortems, newest first.
func several(n int, fill func(i int, pm *content.PostMortem)) []*content.PostMortem {
	posts := make([]*content.PostMortem, n)
	for i := range posts {
		posts[i] = &content.PostMortem{Slug: fmt.Sprintf("p%03d", i), Date: content.DateOf(day(1).Time().AddDate(0, 0, -i))}
		fill(i, posts[i])
	}
	return posts
}

// TestCommonThingsTellNothing checks that a feature of more than half of at least
// ten post mortems does not make them related.
func TestCommonThingsTellNothing(t *testing.T) {
	for _, c := range []struct {
		posts, tagged int
		related       bool
	}{{9, 9, true}, {9, 5, true}, {10, 5, true}, {10, 6, false}, {11, 5, true}, {11, 6, false}, {20, 10, true}, {20, 11, false}, {20, 20, false}} {
		posts := several(c.posts, func(i int, pm *content.PostMortem) {
			if i < c.tagged {
				pm.Tags = []string{"network"}
			}
		})
		if got := len(Relate(posts)[posts[0]]) > 0; got != c.related {
			t.Errorf("%d post mortems, of which %d share a tag, are related: %v, want %v", c.posts, c.tagged, got, c.related)
		}
	}
}

// TestSharedWords checks which words make post mortems related: three words of at
// least three letters, each in some title, that at most three post mortems (or a
// twentieth of many) have.
func TestSharedWords(t *testing.T) {
	titles := func(list ...string) []*content.PostMortem {
		return several(len(list), func(i int, pm *content.PostMortem) {
			pm.Title, pm.Summary, _ = strings.Cut(list[i], "|")
		})
	}
	for name, c := range map[string]struct {
		posts []*content.PostMortem
		want  string
	}{
		"two words":                   {titles("Zone transfer", "Zone transfer"), ""},
		"three words":                 {titles("Zone transfer failed", "Failed zone transfer"), "p001: both mention “Zone”, “transfer” and “failed”"},
		"other forms of them":         {titles("Zone transfers failed", "The zones fail to transfer"), "p001: both mention “Zone”, “transfers” and “failed”"},
		"words of two letters":        {titles("Zone transfer db", "Zone transfer db"), ""},
		"words of three letters":      {titles("Zone transfer dns", "Zone transfer dns"), "p001: both mention “Zone”, “transfer” and “dns”"},
		"numbers":                     {titles("Zone transfer 2026", "Zone transfer 2026"), ""},
		"names with a number":         {titles("Zone transfer inc0042", "Zone transfer inc0042"), "p001: both mention “Zone”, “transfer” and “inc0042”"},
		"a word in the summary":       {titles("Zone transfer failed", "Zone transfer|It failed."), "p001: both mention “Zone”, “transfer” and “failed”"},
		"a word in no title":          {titles("Zone transfer|It failed.", "Zone transfer|It failed."), ""},
		"a title of an older one":     {titles("Zone transfer|It failed.", "Zone transfer failed"), "p001: both mention “Zone”, “transfer” and “failed”"},
		"three that have the words":   {titles("Zone transfer failed", "Zone transfer failed", "Zone transfer failed"), "p001: both mention “Zone”, “transfer” and “failed” p002: both mention “Zone”, “transfer” and “failed”"},
		"four that have them":         {titles("Zone transfer failed", "Zone transfer failed", "Zone transfer failed", "Zone transfer failed"), ""},
		"a twentieth of many":         {append(titles(slices.Repeat([]string{"Zone transfer failed"}, 4)...), several(76, func(i int, pm *content.PostMortem) { pm.Slug = fmt.Sprint("x", i) })...), "p001 p002 p003"},
		"more than a twentieth":       {append(titles(slices.Repeat([]string{"Zone transfer failed"}, 5)...), several(76, func(i int, pm *content.PostMortem) { pm.Slug = fmt.Sprint("x", i) })...), ""},
		"two words and another tag":   {tagged(titles("Zone transfer", "Zone transfer"), "dns", "tls"), ""},
		"one word and the same tag":   {tagged(titles("Zone lost", "Zone full"), "dns", "dns"), "p001: tag dns, both mention “Zone”"},
		"the same word many times":    {titles("Zone zone zones", "Zone, zone and zones"), ""},
		"stop words beside two words": {titles("The zone and the transfer", "The zone and the transfer"), ""},
	} {
		got := strings.Join(reasons(c.posts, c.posts[0]), " ")
		if strings.HasPrefix(name, "a twentieth") {
			got = relatedTo(c.posts, c.posts[0])
		}
		if got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func tagged(posts []*content.PostMortem, tags ...string) []*content.PostMortem {
	for i, tag := range tags {
		posts[i].Tags = []string{tag}
	}
	return posts
}

// TestWhatCountsMore compares a post mortem with others, each of which shares one
// thing only with it. A citation counts 6, a ticket 3, a failed control 2, a
// vendor 1.5, a tag 1.2, a service 1, a contributing factor 0.8.
func TestWhatCountsMore(t *testing.T) {
	self := &content.PostMortem{
		Slug: "self", Date: day(1), PreventedBy: []string{"cited#action-1"}, Incidents: []string{"INC1"}, Vendor: "Northwind", Services: []string{"dns"},
		Tags: []string{"tls"}, Factors: []string{"change"}, Controls: []content.Control{{Name: "Load test"}},
	}
	others := []*content.PostMortem{
		{Slug: "factor", Date: day(10), Factors: []string{"change"}},
		{Slug: "service", Date: day(9), Services: []string{"dns"}},
		{Slug: "tag", Date: day(8), Tags: []string{"tls"}},
		{Slug: "vendor", Date: day(7), Vendor: "Northwind"},
		{Slug: "control", Date: day(6), Controls: []content.Control{{Name: "load test"}}},
		{Slug: "ticket", Date: day(5), Incidents: []string{"inc1"}},
		{Slug: "cited", Date: day(4)},
	}
	posts := append([]*content.PostMortem{self}, others...)
	if got := relatedTo(posts, self); got != "cited ticket control vendor tag" {
		t.Errorf("the five most related are %s; want cited ticket control vendor tag", got)
	}
	if got := relatedTo(posts[:5], self); got != "vendor tag service factor" {
		t.Errorf("the most related are %s; want vendor tag service factor", got)
	}
	// Three words that two post mortems have count 3 · 0.5 = 1.5 times as much as
	// a service.
	self.Title = "Zone transfer failed"
	words := append([]*content.PostMortem{self, posts[2]}, &content.PostMortem{Slug: "words", Date: day(2), Title: "Zone transfer failed"})
	if got := relatedTo(words, self); got != "words service" {
		t.Errorf("the most related are %s; want words service", got)
	}
	words = append(words[:1:1], words[2], &content.PostMortem{Slug: "control", Date: day(9), Controls: []content.Control{{Name: "load test"}}})
	if got := relatedTo(words, self); got != "control words" { // 2 against 1.5
		t.Errorf("the most related are %s; want control words", got)
	}
}

// TestRareThingsCountMore checks that a tag that two post mortems share counts
// more than one that three share, that equally related ones are sorted newest
// first and then by slug, and that at most five are returned.
func TestRareThingsCountMore(t *testing.T) {
	posts := []*content.PostMortem{
		{Slug: "self", Date: day(1), Tags: []string{"common", "rare"}},
		{Slug: "new", Date: day(9), Tags: []string{"common"}},
		{Slug: "old", Date: day(2), Tags: []string{"rare"}},
		{Slug: "newer", Date: day(10), Tags: []string{"common"}},
	}
	if got := relatedTo(posts, posts[0]); got != "old newer new" {
		t.Errorf("got %s; want old newer new", got)
	}
	var same []*content.PostMortem
	for _, slug := range strings.Fields("g c f a e b d") {
		same = append(same, &content.PostMortem{Slug: slug, Date: day(1), Tags: []string{"tls"}})
	}
	if got := relatedTo(same, same[4]); got != "a b c d f" {
		t.Errorf("with the same date, got %s; want a b c d f", got)
	}
}

// TestReasonsNameThreeThings checks that a reason names the three features with
// the highest weight, the most specific kind first, and several of a kind
// together.
func TestReasonsNameThreeThings(t *testing.T) {
	control := func(texts ...string) (out []content.Control) {
		for _, text := range texts {
			out = append(out, content.Control{Name: text})
		}
		return out
	}
	for _, c := range []struct {
		pm   content.PostMortem
		want string
	}{
		{content.PostMortem{Services: []string{"dns", "edge"}}, "services dns and edge"},
		{content.PostMortem{Services: []string{"dns"}, Vendor: "V", Tags: []string{"tls"}}, "vendor V, service dns, tag tls"},
		{content.PostMortem{Factors: []string{"change"}, Tags: []string{"a"}}, "factor change, tag a"},
		{content.PostMortem{Factors: []string{"change", "tight coupling"}}, "factors change and tight coupling"},
		{content.PostMortem{Services: []string{"dns"}, Vendor: "V", Tags: []string{"a", "b"}}, "vendor V, tags a and b"},
		{content.PostMortem{Tags: []string{"a", "b", "c", "d"}}, "tags a, b and c"},
		{content.PostMortem{Controls: control("One", "Two"), Incidents: []string{"INC1"}, Tags: []string{"a"}}, "ticket INC1, same controls"},
		{content.PostMortem{Incidents: []string{"INC1", "INC2"}, Vendor: "V"}, "tickets INC1 and INC2, vendor V"},
		{content.PostMortem{Controls: control("One"), Services: []string{"dns"}, Tags: []string{"a"}}, "service dns, same control, tag a"},
		{content.PostMortem{Controls: control("— …", "")}, ""},
	} {
		a, b := c.pm, c.pm
		a.Slug, b.Slug = "a", "b"
		if got := strings.Join(reasons([]*content.PostMortem{&a, &b}, &a), " | "); got != strings.TrimSuffix("b: "+c.want, "b: ") {
			t.Errorf("%+v:\n got %q\nwant %q", c.pm, got, c.want)
		}
	}
}

// TestCitations checks which post mortem "prevented by" cites: the one with the
// id, or else the one with the slug, in any case. Unknown names and the post
// mortem's own are ignored.
func TestCitations(t *testing.T) {
	const there, here = "an action item there would have prevented this", "an action item here would have prevented it"
	self := &content.PostMortem{Slug: "self", Date: day(1)}
	byID := &content.PostMortem{Slug: "other", ID: "PM-7", Date: day(2)}
	bySlug := &content.PostMortem{Slug: "pm-7", Date: day(3)}
	posts := []*content.PostMortem{self, byID, bySlug}
	for cited, want := range map[string]string{
		"pm-7#action-1": "other: " + there, "PM-7": "other: " + there, "Other#action-2": "other: " + there, "PM-8#action-1": "", "self#action-1": "", "": "",
	} {
		self.PreventedBy = []string{cited, cited}
		if got := strings.Join(reasons(posts, self), " "); got != want {
			t.Errorf("prevented by %q: got %q, want %q", cited, got, want)
		}
	}
	self.PreventedBy = []string{"pm-7"}
	if got := strings.Join(reasons(posts, byID), " "); got != "self: "+here {
		t.Errorf("the reason at the cited post mortem is %q, want %q", got, "self: "+here)
	}
	if got := strings.Join(reasons([]*content.PostMortem{self, bySlug}, self), " "); got != "pm-7: "+there {
		t.Errorf("a slug that is no id: got %q", got)
	}
}

// TestOwnPreventionIsNothingShared checks that a post mortem that cites its own
// action item shares nothing by that.
func TestOwnPreventionIsNothingShared(t *testing.T) {
	posts := []*content.PostMortem{{Slug: "self", ID: "PM-1", PreventedBy: []string{"self#action-1", "PM-1#action-2"}}, {Slug: "other"}}
	for _, f := range newRelater(posts, newMemory(), nil).features {
		t.Errorf("a post mortem that cites its own action item shares %q with %d post mortems, want nothing", f.text, f.count)
	}
}

// TestNearbyPostMortems checks that for a feature that many share, the 25 nearest
// by date on either side are compared.
func TestNearbyPostMortems(t *testing.T) {
	posts := several(120, func(i int, pm *content.PostMortem) {
		if pm.Services = []string{"dns"}; i >= 60 {
			pm.Services = []string{"web"}
		}
	})
	for i, want := range map[int]string{
		0: "p001 p002 p003 p004 p005", 30: "p005 p006 p007 p008 p009", 59: "p034 p035 p036 p037 p038", 60: "p061 p062 p063 p064 p065",
	} {
		if got := relatedTo(posts, posts[i]); got != want {
			t.Errorf("the post mortems related to number %d of sixty with the same service are %s; want %s", i%60, got, want)
		}
	}
}

// TestRelatedFinderKnowsItsOwn checks that a RelatedFinder returns nothing for a post mortem
// that was not passed to it.
func TestRelatedFinderKnowsItsOwn(t *testing.T) {
	posts := several(3, func(_ int, pm *content.PostMortem) { pm.Tags = []string{"tls"} })
	if got := NewRelatedFinder(posts[:2], nil).Related(posts[2]); got != nil {
		t.Errorf("an unknown post mortem is related to %v", got)
	}
}

// TestRelaterNoticesIDs checks that a citation finds a post mortem that got its
// id later.
func TestRelaterNoticesIDs(t *testing.T) {
	citing, cited := &content.PostMortem{Slug: "citing", Date: day(2), PreventedBy: []string{"PM-7"}}, &content.PostMortem{Slug: "cited", Date: day(1)}
	before := NewRelatedFinder([]*content.PostMortem{citing, cited}, nil)
	if got := before.Related(citing); got != nil {
		t.Errorf("no post mortem has the id, but got %v", got)
	}
	named := *cited
	named.ID = "pm-7"
	if got := NewRelatedFinder([]*content.PostMortem{citing, &named}, before).Related(citing); len(got) != 1 || got[0].PM != &named {
		t.Errorf("a post mortem has the id now, but got %v", got)
	}
}

// TestAllThatIsSharedCounts checks that all shared features count, also those by
// which two post mortems are not neighbours. Eleven of 120 post mortems have a
// service, sixty a tag; the newest and the oldest have both.
func TestAllThatIsSharedCounts(t *testing.T) {
	posts := several(120, func(i int, pm *content.PostMortem) {
		if i == 0 || i >= 110 {
			pm.Services = []string{"dns"}
		}
		if i < 59 || i == 119 {
			pm.Tags = []string{"tls"}
		}
	})
	if got := relatedTo(posts, posts[0]); got != "p119 p110 p111 p112 p113" {
		t.Errorf("got %s; want p119, which shares the tag too, then p110 p111 p112 p113", got)
	}
}
