package site_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// TestRebuilder changes a collection at random. After each change, every path of the
// preview must have the bytes of a fresh site, in any order of requests. There are
// few documents, so each changes often.
func TestRebuilder(t *testing.T) {
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
	var rebuilder site.Rebuilder
	at := time.Unix(1e9, 0)
	c, err := collection.Load(t.Context(), files, collection.Options{Now: at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 25 {
		in := site.Input{Collection: c, Config: config.Default(), Theme: theme, AsOf: asOf, Drafts: round%3 > 0, Version: "test"}
		if round%5 == 4 {
			own["assets/style.css"] = &fstest.MapFile{Data: []byte(strings.Repeat("body {}", round))}
			in.Theme = themes.Overlay(own, theme)
		}
		shown, err := rebuilder.Next(in)
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
			t.Fatalf("round %d: the paths differ", round)
		}
		change(files, names, random)
		if c, err = c.Reload(t.Context(), files, at, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// change rewrites, moves, deletes or removes a few documents, or adds a file to one.
func change(files fstest.MapFS, names []string, random *rand.Rand) {
	for range 1 + random.IntN(3) {
		name := names[random.IntN(len(names))]
		switch random.IntN(6) {
		case 0:
			delete(files, name)
		case 1:
			files["content/bundle/files/plan.png"] = &fstest.MapFile{Data: []byte(name)}
		case 2:
			files[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nremoved: 2026-05-12\nreason: It was number %d.\n---\n", random.IntN(3))}
		default: // one document's text under another's name
			if from := files[names[random.IntN(len(names))]]; from != nil {
				text := bytes.Replace(from.Data, []byte("\ntitle: "), []byte("\ntitle: New "), 1)
				files[name] = &fstest.MapFile{Data: bytes.ReplaceAll(text, []byte("\naliases: [/"), []byte("\naliases: [/x"))}
			}
		}
	}
}

// TestRebuilderConcurrent reads the files of one site from several goroutines while another
// decides whether the site has an error. The race detector says what they share.
func TestRebuilderConcurrent(t *testing.T) {
	t.Parallel()
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	c := loadAny(t, corpus.FS(5, 5), "content")
	paths := newSite(t, c, func(in *site.Input) { in.Drafts = true }).Paths()
	var rebuilder site.Rebuilder
	shown, err := rebuilder.Next(site.Input{Collection: c, Config: config.Default(), Theme: theme, AsOf: asOf, Drafts: true, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	readers.Go(func() {
		if err := shown.Err(); err != nil {
			t.Error(err)
		}
	})
	for first := range 4 {
		readers.Go(func() {
			for i := range paths {
				name := paths[(i+first*len(paths)/4)%len(paths)]
				if _, err := fs.ReadFile(shown, name); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	readers.Wait()
}

// TestRebuilderErr checks that two files with the same path are reported and other
// files are shown.
func TestRebuilderErr(t *testing.T) {
	c := loadAny(t, fstest.MapFS{"content/published.md": {Data: []byte(strings.Replace(published, "/old/name/", "/tags/", 1))}}, "content")
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	var rebuilder site.Rebuilder
	s, err := rebuilder.Next(site.Input{Collection: c, Config: config.Default(), Theme: theme})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Err(); err == nil || !strings.Contains(err.Error(), "the alias /tags is the address of another page") {
		t.Errorf("error: %v", err)
	}
	for text, same := range map[string]bool{"other words": true, "[a file](plan.png)": false} {
		next := strings.Replace(published, "/old/name/", "/tags/", 1) + text
		other, err := rebuilder.Next(site.Input{Collection: loadAny(t, fstest.MapFS{"content/published.md": {Data: []byte(next)}}, "content"), Config: config.Default(), Theme: theme})
		if err != nil || (other.Layout() == s.Layout()) != same {
			t.Errorf("with %q: same layout %v, %v", text, !same, err)
		}
	}
	if text := render(t, s, "tags/index.html"); !strings.Contains(text, "Tags") {
		t.Error("the page is not shown")
	}
}

// edits are edits of one file of a small collection, in order. Files is whether an
// edit may change which files the site has.
var edits = []struct {
	what, name, old, new string
	files                bool
}{
	{"other words", "content/a.md", "Words.", "Other words.", false},
	{"another title", "content/a.md", "title: A", "title: Z", false},
	{"another summary", "content/a.md", "summary: Said", "summary: Meant", false},
	{"the id that another post mortem cites", "content/a.md", "id: PM-1", "id: PM-9", true},
	{"it back", "content/a.md", "id: PM-9", "id: PM-1", true},
	{"a link to a file that nobody linked to", "content/a.md", "Other words.", "Other words, [file](plan.txt).", true},
	{"a number that another post mortem mentions", "content/a.md", "incident: INC1", "incident: INC2", true},
	{"a number of its own", "content/b.md", "incident: INC2", "incident: INC3", true},
	{"a tag", "content/a.md", "tags: [one]", "tags: [two]", true},
	{"a service", "content/a.md", "service: shop", "service: mail", true},
	{"an impact", "content/a.md", "impact: latency", "impact: cosmetic", true},
	{"a severity", "content/a.md", "severity: low", "severity: high", true},
	{"a detection", "content/a.md", "detection: manual", "detection: other", true},
	{"a status", "content/a.md", "status: completed", "status: review", true},
	{"a vendor", "content/a.md", "vendor: Acme", "vendor: Other", true},
	{"a year", "content/a.md", "date: 2026-01-02", "date: 2025-01-02", true},
	{"an alias", "content/a.md", "aliases: [/old/]", "aliases: [/older/]", true},
	{"a file in the bundle", "content/trip/more.txt", "", "more", true},
	{"a file that was linked to and missing", "content/gone.txt", "", "found", true},
	{"a new post mortem", "content/new.md", "", "---\ntitle: New\nservice: shop\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-01-05\nstatus: completed\nauthors: [x]\nid: PM-4\nincident: INC3\n---\n[A](a.md)\n", true},
	{"the theme", "", "", "", false},
}

// TestRebuilderOfAnEdit checks that each edit shows what a fresh site shows, and
// that the layout changes if there may be other files.
func TestRebuilderOfAnEdit(t *testing.T) {
	t.Parallel()
	files := archive(`
-- content/a.md --
---
title: A
id: PM-1
tags: [one]
vendor: Acme
incident: INC1
aliases: [/old/]
summary: Said
---
Words.

### Action Items
- One
-- content/b.md --
---
prevented_by: ["PM-1#action-1"]
incident: INC2
---
See [A](a.md) and [gone](gone.txt).
-- content/trip/index.md --
---
date: 2026-01-09
---
-- content/plan.txt --
plan
`)
	theme := defaultTheme(t)
	own := fstest.MapFS{}
	at := time.Unix(1e9, 0)
	c, err := collection.Load(t.Context(), files, collection.Options{Now: at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var rebuilder site.Rebuilder
	show := func() (shown, fresh *site.Site) {
		in := site.Input{Collection: c, Config: config.Default(), Theme: themes.Overlay(own, theme), AsOf: asOf}
		shown, err := rebuilder.Next(in)
		if err != nil {
			t.Fatal(err)
		}
		if fresh, err = site.New(in); err != nil {
			t.Fatal(err)
		}
		return shown, fresh
	}
	before, _ := show()
	for _, name := range before.Paths() {
		render(t, before, name) // files that were rendered are those that may be reused
	}
	layout := before.Layout()
	for i, edit := range edits {
		saved := at.Add(time.Duration(i-len(edits)) * time.Minute)
		switch {
		case edit.name == "":
			own["templates/notfound.html"] = &fstest.MapFile{Data: []byte("Nothing here")}
		case edit.old == "":
			files[edit.name] = &fstest.MapFile{Data: []byte(edit.new), ModTime: saved}
		default:
			text := strings.Replace(string(files[edit.name].Data), edit.old, edit.new, 1)
			if text == string(files[edit.name].Data) {
				t.Fatalf("%s has no %q", edit.name, edit.old)
			}
			files[edit.name] = &fstest.MapFile{Data: []byte(text), ModTime: saved}
		}
		if c, err = c.Reload(t.Context(), files, at, nil); err != nil {
			t.Fatal(err)
		}
		shown, fresh := show()
		if !slices.Equal(shown.Paths(), fresh.Paths()) {
			t.Errorf("after %s, the preview lists other files", edit.what)
		}
		for _, name := range fresh.Paths() {
			if top, _, _ := strings.Cut(name, "/"); path.Ext(name) == ".bin" || top == "dashboard" || top == "assets" {
				continue // TestRebuilder checks them
			}
			if render(t, shown, name) != render(t, fresh, name) {
				t.Errorf("after %s, the preview of %s is not what a build shows", edit.what, name)
			}
		}
		if other := shown.Layout() != layout; other != edit.files && !strings.HasPrefix(edit.name, "content/gone") {
			t.Errorf("after %s there may be other files: %v, want %v", edit.what, other, edit.files)
		}
		layout = shown.Layout()
	}
}
