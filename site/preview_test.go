package site_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// TestPreview changes a collection at random; after each change, every path of
// the preview has the bytes of a fresh site, in any order of asking. Few documents
// change often.
func TestPreview(t *testing.T) {
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	own := fstest.MapFS{"assets/style.css": {Data: []byte("body {}")}}
	files := corpus.FS(5, 5).(fstest.MapFS)
	files["content/bundle/index.md"] = &fstest.MapFile{Data: []byte(published)}
	random := rand.New(rand.NewPCG(7, 7))
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range files {
			if strings.HasSuffix(name, ".md") && !yield(name) {
				return
			}
		}
	})
	var preview site.Preview
	at := time.Unix(1e9, 0)
	c, err := content.Load(t.Context(), files, content.Options{Now: at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 25 {
		in := site.Input{Collection: c, Config: content.DefaultConfig(), Theme: theme, AsOf: asOf, Drafts: round%3 > 0, Version: "test"}
		if round%5 == 4 {
			own["assets/style.css"] = &fstest.MapFile{Data: []byte(strings.Repeat("body {}", round))}
			in.Theme = themes.Overlay(own, theme)
		}
		shown, err := preview.Next(in)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := site.New(in)
		if err != nil {
			t.Fatal(err)
		}
		paths := slices.Clone(fresh.Paths())
		random.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
		for _, name := range paths {
			var got bytes.Buffer
			if err := shown.Render(&got, name); err != nil || got.String() != render(t, fresh, name) {
				t.Fatalf("round %d: %s differs from a fresh site's, %v", round, name, err)
			}
		}
		if !slices.Equal(shown.Paths(), fresh.Paths()) {
			t.Fatalf("round %d: other paths", round)
		}
		change(files, names, random)
		if c, err = c.Reload(t.Context(), files, at, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// change rewrites, moves or takes away a few documents, or adds a file to one.
func change(files fstest.MapFS, names []string, random *rand.Rand) {
	for range 1 + random.IntN(3) {
		name := names[random.IntN(len(names))]
		switch random.IntN(5) {
		case 0:
			delete(files, name)
		case 1:
			files["content/bundle/files/plan.png"] = &fstest.MapFile{Data: []byte(name)}
		default: // one document's text under another's name
			if from := files[names[random.IntN(len(names))]]; from != nil {
				text := bytes.Replace(from.Data, []byte("\ntitle: "), []byte("\ntitle: New "), 1)
				files[name] = &fstest.MapFile{Data: bytes.ReplaceAll(text, []byte("\naliases: [/"), []byte("\naliases: [/x"))}
			}
		}
	}
}

// TestPreviewErr reports two files that want to be one, and shows the others.
func TestPreviewErr(t *testing.T) {
	c := load(t, fstest.MapFS{"content/published.md": {Data: []byte(strings.Replace(published, "/old/name/", "/tags/", 1))}}, "content")
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	var preview site.Preview
	s, err := preview.Next(site.Input{Collection: c, Config: content.DefaultConfig(), Theme: theme})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Err(); err == nil || !strings.Contains(err.Error(), "the alias /tags is the address of another page") {
		t.Errorf("error: %v", err)
	}
	for text, same := range map[string]bool{"other words": true, "[a file](plan.png)": false} {
		next := strings.Replace(published, "/old/name/", "/tags/", 1) + text
		other, err := preview.Next(site.Input{Collection: load(t, fstest.MapFS{"content/published.md": {Data: []byte(next)}}, "content"), Config: content.DefaultConfig(), Theme: theme})
		if err != nil || (other.Layout() == s.Layout()) != same {
			t.Errorf("with %q: same layout %v, %v", text, !same, err)
		}
	}
	if text := render(t, s, "tags/index.html"); !strings.Contains(text, "Tags") {
		t.Error("the page is not shown")
	}
}
