package collection_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

func TestPublished(t *testing.T) {
	draft := func(status string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Replace(string(good("CANARY").Data), "status: completed", status, 1))}
	}
	c := loadFS(t, fstest.MapFS{
		"content/a.md": good("a"), "content/b.md": draft("status: review"), "content/c.md": draft("status: Draft"), "content/d.md": draft("status: nonsense"), "content/e.md": draft("# none"),
	}, collection.Options{})
	if got := slugs(c.Published(true)); got != "a b c d e" {
		t.Errorf("with drafts: %s", got)
	}
	published := c.Published(false)
	if got := slugs(published); got != "a b" {
		t.Errorf("published: %s; a document without a status counts as a draft", got)
	}
	for _, problem := range published.Problems {
		t.Errorf("a problem of a hidden file is there: %v", problem)
	}
	if slugs(c) != "a b c d e" {
		t.Error("Published changed the collection")
	}
}

// TestHiddenFiles checks which files hidden drafts keep from being published.
func TestHiddenFiles(t *testing.T) {
	draft := func(text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: D\ndate: 2026-01-02\nstatus: draft\n---\n" + text)}
	}
	shown := good("a")
	shown.Data = append(shown.Data, "[both](both.log) [theirs](b/own.log)\n"...)
	c := loadFS(t, fstest.MapFS{
		"content/a.md": shown, "content/b/index.md": draft("[mine](../mine.log) [both](../both.log)"), "content/c.md": draft("[gone](gone.log)"),
		"content/b/own.log": {}, "content/both.log": {}, "content/mine.log": {}, "content/none.log": {},
	}, collection.Options{})
	links := (*content.PostMortem).Links
	got := slices.Sorted(maps.Keys(c.Published(false).HiddenFiles(links)))
	if want := []string{"content/b/own.log", "content/gone.log", "content/mine.log"}; !slices.Equal(got, want) {
		t.Errorf("hidden drafts hide %q, want %q", got, want)
	}
	if got := c.Published(true).HiddenFiles(links); len(got) > 0 {
		t.Errorf("drafts that are shown hide %v", got)
	}
}
