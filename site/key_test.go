package site

import (
	"bytes"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/themes"
)

// TestKeys checks that it is known what each file is made from, also on further pages of lists, and that no two files are
// made from the same.
func TestKeys(t *testing.T) {
	t.Parallel()
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	c, err := collection.Load(t.Context(), corpus.FS(110, 1), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Input{Collection: c, Config: config.Default(), Theme: theme, Drafts: true})
	if err != nil {
		t.Fatal(err)
	}
	names := map[collection.Sum]string{}
	for _, name := range s.paths {
		sum, ok := s.keyOf(name, s.files[name])
		if other := names[sum]; !ok || other != "" {
			t.Errorf("%s: known: %v, and the same as %q", name, ok, other)
		}
		names[sum] = name
	}
}

// TestFacts checks that files whose keys do not have the sections of post mortems, or not all of their history, show nothing
// of that.
func TestFacts(t *testing.T) {
	t.Parallel()
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	build := func(change func(*content.PostMortem)) *Site {
		c, err := collection.Load(t.Context(), content.Sample, collection.Options{Root: "postmortems"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, pm := range c.PostMortems {
			edited := *pm
			edited.History = tracked(pm)
			change(&edited)
			c.PostMortems[i] = &edited
		}
		cfg := config.Default()
		cfg.BaseURL = "https://example.org/"
		s, err := New(Input{Collection: c, Config: cfg, Theme: theme, Drafts: true, AsOf: content.Date{Year: 2027, Month: 1, Day: 1}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := build(func(*content.PostMortem) {})
	for change, test := range map[string]struct {
		do             func(*content.PostMortem)
		kept, rendered string
	}{
		"sections": {
			func(pm *content.PostMortem) { pm.Sections = nil },
			"index.html postmortems/index.html dashboard/index.html statuses/completed/index.html data/register.json data/postmortems.csv feed.xml sitemap.xml",
			"search/manifest.bin data/postmortems.json",
		},
		"a commit": {
			func(pm *content.PostMortem) { commit(pm.History) },
			"index.html postmortems/index.html statuses/completed/index.html data/register.json data/figures.json data/postmortems.csv data/action-items.csv action-items/due.ics",
			"dashboard/index.html data/postmortems.json feed.xml sitemap.xml",
		},
		"a correction": {
			func(pm *content.PostMortem) {
				pm.History.Corrections = []content.Correction{{Commit: "c", Time: time.Unix(1e9, 0), Facts: []string{"severity: high → critical"}}}
			},
			"index.html dashboard/index.html data/figures.json sitemap.xml",
			"data/postmortems.json feed.xml",
		},
		"a state": {
			func(pm *content.PostMortem) {
				for i := range pm.History.Items {
					pm.History.Items[i].Steps[0].State = content.Done
				}
			},
			"404.html",
			"index.html dashboard/index.html data/figures.json",
		},
	} {
		t.Run(change, func(t *testing.T) {
			t.Parallel()
			after := build(test.do)
			same := func(name string) bool {
				was, _ := before.keyOf(name, before.files[name])
				is, _ := after.keyOf(name, after.files[name])
				return was == is
			}
			for _, name := range after.paths {
				if _, found := before.files[name]; !found {
					t.Errorf("%s is new", name)
				}
				if !same(name) {
					continue
				}
				var old, now bytes.Buffer
				if err := errors.Join(before.Render(&old, name), after.Render(&now, name)); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(old.Bytes(), now.Bytes()) {
					t.Errorf("%s shows something of it", name)
				}
			}
			for _, name := range strings.Fields(test.kept) {
				if !same(name) {
					t.Errorf("%s is rendered again", name)
				}
			}
			for _, name := range strings.Fields(test.rendered) {
				if same(name) {
					t.Errorf("%s is kept", name)
				}
			}
		})
	}
}

// tracked returns a history in which a post mortem was a draft with its action items, then completed.
func tracked(pm *content.PostMortem) *content.History {
	h := &content.History{Revisions: []content.Revision{
		{Commit: "bbbbbbbb", Time: time.Unix(1_790_000_000, 0), Status: content.Completed, Changes: []string{"status: draft → completed"}},
		{Commit: "aaaaaaaa", Time: time.Unix(1_780_000_000, 0), Status: "draft", Changes: []string{"added"}},
	}}
	for i, item := range pm.ActionItems {
		h.Items = append(h.Items, content.ItemHistory{Steps: []content.ItemStep{{Revision: 1, State: "open", Due: item.Due}, {State: item.State, Due: item.Due}}})
		h.Current = append(h.Current, i)
	}
	return h
}

// commit adds a commit to a history that changed only what is written.
func commit(h *content.History) {
	newest := content.Revision{Commit: "cccccccc", Time: h.Revisions[0].Time.Add(time.Hour), Status: h.Revisions[0].Status, Changes: []string{"summary edited"}}
	h.Revisions = append([]content.Revision{newest}, h.Revisions...)
	for i := range h.Items {
		for j := range h.Items[i].Steps {
			h.Items[i].Steps[j].Revision++
		}
	}
}

// TestInputs checks that each field of [Input] is known to be part of the keys. Add a new one to sharedInputs, or to what
// the files that depend on it are made from.
func TestInputs(t *testing.T) {
	t.Parallel()
	where := map[string]string{
		"Collection": "of each file", "Branches": "of the pages that show them", "FileURL": "of each link", "ToWrite": "of each draft, by its file", "LineURL": "of each draft",
		"Config": "shared", "Theme": "shared", "AsOf": "shared", "Drafts": "shared", "Version": "shared", "Preview": "shared", "Portable": "shared",
		"Books": "of the pages that lead to them",
	}
	for field := range reflect.TypeFor[Input]().Fields() {
		if where[field.Name] == "" {
			t.Errorf("the keys do not know the field %s", field.Name)
		}
	}
}

// TestKeyOfValues checks which values have the same key.
func TestKeyOfValues(t *testing.T) {
	t.Parallel()
	type pair struct{ A, B any }
	type private struct{ pm *content.PostMortem }
	one, two := &content.PostMortem{}, &content.PostMortem{}
	berlin, err := content.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 1, 2, 30, 0, 0, time.UTC)
	sums := map[*content.PostMortem]byte{one: 1, two: 2}
	of := func(values ...any) (collection.Sum, bool) {
		k := &key{post: func(pm *content.PostMortem) (collection.Sum, bool) { return collection.Sum{sums[pm]}, sums[pm] > 0 }}
		k.add(values...)
		return k.sum()
	}
	different := [][]any{
		{},
		{nil},
		{""},
		{"a"},
		{"a", "b"},
		{"ab"},
		{[]string{"a", "b"}},
		{[]string{"a"}, []string{"b"}},
		{map[string]int{"a": 1}},
		{map[string]int{"a": 2}},
		{map[string]int{"b": 1}},
		{true},
		{1},
		{2},
		{1.5},
		{pair{"a", 1}},
		{pair{"a", "1"}},
		{one},
		{two},
		{&pair{one, two}},
		{&pair{two, one}},
		{day},
		{day.Add(1)},
		{day.In(berlin)},
		{berlin},
		{regexp.MustCompile("x")},
		{regexp.MustCompile("y")},
		{metrics.Definitions()[0]},
		{metrics.Definitions()[1]},
	}
	seen := map[collection.Sum]any{}
	for _, values := range different {
		sum, ok := of(values...)
		if other, taken := seen[sum]; !ok || taken {
			t.Errorf("%v: known: %v, same as %v", values, ok, other)
		}
		seen[sum] = values
		if again, _ := of(values...); again != sum {
			t.Errorf("%v has another key the second time", values)
		}
	}
	for _, value := range []any{of, &content.PostMortem{}, make(chan int), pair{A: func() {}}, private{one}} {
		if _, ok := of(value); ok {
			t.Errorf("%T can be compared", value)
		}
	}
}
