package site

import (
	"bytes"
	"errors"
	"reflect"
	"regexp"
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

// TestFacts checks that files whose keys do not have the sections of post mortems show nothing of them.
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
			change(&edited)
			c.PostMortems[i] = &edited
		}
		s, err := New(Input{Collection: c, Config: config.Default(), Theme: theme, Drafts: true})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before, after := build(func(*content.PostMortem) {}), build(func(pm *content.PostMortem) { pm.Sections = nil })
	rendered, kept := 0, 0
	for _, name := range after.paths {
		f, found := before.files[name]
		if !found {
			t.Errorf("%s depends on sections", name)
			continue
		}
		was, _ := before.keyOf(name, f)
		is, _ := after.keyOf(name, after.files[name])
		if was != is {
			rendered++
			continue
		}
		kept++
		var old, now bytes.Buffer
		if err := errors.Join(before.Render(&old, name), after.Render(&now, name)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(old.Bytes(), now.Bytes()) {
			t.Errorf("%s shows something of sections", name)
		}
	}
	for _, name := range []string{"index.html", "postmortems/index.html", "dashboard/index.html", "statuses/completed/index.html", "data/register.json", "data/postmortems.csv", "feed.xml"} {
		was, _ := before.keyOf(name, before.files[name])
		if is, _ := after.keyOf(name, after.files[name]); was != is {
			t.Errorf("%s is rendered again after an edit of sections", name)
		}
	}
	if rendered == 0 || kept == 0 {
		t.Errorf("%d files are rendered and %d kept", rendered, kept)
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
