package collection_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// TestSpellings checks that what readers see has one spelling of each name, that of most places, and that the documents
// themselves stay as they are.
func TestSpellings(t *testing.T) {
	post := func(service, owner, ticket string, tags ...string) *content.PostMortem {
		return &content.PostMortem{
			Services: []string{service}, Tags: tags, Incidents: []string{ticket}, Vendor: "Acme", Status: content.Completed,
			ActionItems: []content.ActionItem{{Owner: owner, Tracking: []string{ticket, "CHG1"}}},
		}
	}
	c := &collection.Collection{PostMortems: []*content.PostMortem{
		post("checkout", "Platform team", "chg1", "C++", "c#", "cafe\u0301"),
		post("Checkout", "platform team", "CHG1", "c++", "c", "caf\u00e9"),
		post("Checkout", "platform team", "CHG2", "c++", "C++", "node.js", "node-js"),
		{Services: []string{"CHECKOUT"}, Status: content.Draft},
		{Services: []string{"CHECKOUT"}, Status: content.Draft},
		{Services: []string{"CHECKOUT"}, Status: content.Draft},
	}}
	for _, drafts := range []bool{false, true} {
		service := map[bool]string{false: "Checkout", true: "CHECKOUT"}[drafts] // a hidden draft decides nothing
		published := c.Published(drafts).PostMortems
		want := []string{
			service + " [C++ c# caf\u00e9] [CHG1] platform team [CHG1]",
			service + " [C++ c caf\u00e9] [CHG1] platform team [CHG1]",
			service + " [C++ node.js node-js] [CHG2] platform team [CHG2 CHG1]",
		}
		for i, want := range want {
			pm := published[i]
			if got := fmt.Sprintf("%s %s %s %s %s", pm.Services[0], pm.Tags, pm.Incidents, pm.ActionItems[0].Owner, pm.ActionItems[0].Tracking); got != want {
				t.Errorf("with drafts %v, document %d has %s, want %s", drafts, i, got, want)
			}
		}
	}
	if got := fmt.Sprintf("%+q", c.PostMortems[0].Tags); got != `["C++" "c#" "cafe\u0301"]` || c.PostMortems[0].ActionItems[0].Owner != "Platform team" {
		t.Errorf("the document itself has changed: %s", got)
	}
	same := &collection.Collection{PostMortems: c.PostMortems[3:]}
	if same.Published(true).PostMortems[0] != c.PostMortems[3] {
		t.Error("a post mortem with the usual spellings is copied")
	}
}

// tagName is the kind of tags.
const tagName = "tag"

// TestSpellingsByDefinition compares random spellings with those found by sorting all names.
func TestSpellingsByDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	words := []string{"a", "A", "b c", "B-c", "b-C", "caf\u00e9", "cafe\u0301", "CAF\u00c9", "d", "\u212a", "k"}
	for range 300 {
		var posts []*content.PostMortem
		counts := map[string]int{}
		for range random.IntN(30) {
			tag := words[random.IntN(len(words))]
			posts = append(posts, &content.PostMortem{Tags: []string{tag}})
			counts[tag]++
		}
		site := content.Names{tagName: words[:random.IntN(2)*random.IntN(4)]}
		usual := map[string]string{}
		for _, name := range site[tagName] {
			usual[content.FoldName(name)] = name
		}
		names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
		got := collection.SpellingsOf(posts, site)
		for _, name := range names {
			folded := content.FoldName(name)
			if usual[folded] == "" {
				usual[folded] = norm.NFC.String(name)
			}
			if got := got.Usual(tagName, name); got != usual[folded] {
				t.Fatalf("of %v with %q, %q is %q, want %q", counts, site, name, got, usual[folded])
			}
		}
	}
}

// TestSpellingsAfterReload edits random documents. Readers must see what they see of a collection that was just loaded.
func TestSpellingsAfterReload(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	files, at := fstest.MapFS{}, time.Unix(1e9, 0)
	write := func(n int) {
		text := fmt.Sprintf("---\ntitle: Title %d\nservice: %s\ndate: 2026-01-0%d\nstatus: %s\n---\n", random.IntN(3), []string{"shop", "Shop", "SHOP"}[random.IntN(3)], n+1, []string{"draft", "completed", "completed"}[random.IntN(3)])
		files[fmt.Sprintf("content/%d.md", n)] = &fstest.MapFile{Data: []byte(text), ModTime: at}
	}
	for n := range 5 {
		write(n)
	}
	load := func() *collection.Collection {
		c, err := collection.Load(t.Context(), files, collection.Options{Root: "content", Now: at}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for c, round := load(), 0; round < 200; round++ {
		for _, drafts := range []bool{true, false} {
			if got, want := services(c.Published(drafts)), services(load().Published(drafts)); got != want {
				t.Fatalf("round %d, drafts %v: got %s, want %s", round, drafts, got, want)
			}
		}
		at = at.Add(time.Hour)
		write(random.IntN(5))
		var err error
		if c, err = c.Reload(t.Context(), files, at, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func services(c *collection.Collection) (out string) {
	for _, pm := range c.PostMortems {
		out += fmt.Sprintln(pm.Slug, pm.Title, pm.Services)
	}
	return out
}
