package collection_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/collection"
)

// removed returns the tombstone of a post mortem.
func removed(more ...string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\nremoved: 2026-05-12\nreason: It was about the same outage.\n" + strings.Join(more, "\n") + "\n---\n")}
}

// TestRemoved checks that a removed post mortem is none of the collection's, and keeps its id and addresses whatever the
// order of paths.
func TestRemoved(t *testing.T) {
	t.Parallel()
	c := loadFS(t, fstest.MapFS{
		"content/a.md": good("A", "id: PM-1"), "content/b.md": removed("id: pm-1", "aliases: [/old/]"),
		"content/c.md": good("C", "aliases: [/old/]"), "content/0/d.md": good("D"), "content/d.md": removed(),
	}, collection.Options{})
	wantProblems(t, c,
		"content/0/d.md:1:1: error: address /postmortems/d/ is also used by content/d.md [duplicate-slug]",
		"content/a.md:1:1: error: id PM-1 is also used by content/b.md [duplicate-id]",
		"content/c.md:10:11: error: alias /old is also used by content/b.md [duplicate-address]",
	)
	if got := slugs(c); got != "c" || len(c.Removed) != 2 || c.Published(false).Removed[1].Path != "content/d.md" {
		t.Errorf("the collection has %s, and %d are removed", got, len(c.Removed))
	}
	for name, want := range map[string]string{"pm-1": "content/a.md content/b.md", "content/a.md": "content/a.md", "D": "content/0/d.md content/d.md", "nope": ""} {
		var paths []string
		for _, pm := range c.Find(name) {
			paths = append(paths, pm.Path)
		}
		if got := strings.Join(paths, " "); got != want {
			t.Errorf("%s finds %q, want %q", name, got, want)
		}
	}
}

// TestOwnFiles checks which files go with a post mortem, and who cites it.
func TestOwnFiles(t *testing.T) {
	t.Parallel()
	with := func(file *fstest.MapFile, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: append(slices.Clone(file.Data), body...)}
	}
	c := loadFS(t, fstest.MapFS{
		"content/a/index.md": with(good("A", "id: PM-1"), "[x](../x.log) [y](../y.log) [b](../b.md)\n"), "content/a/own.log": {}, "content/a/deep/shared.log": {},
		"content/b.md": with(good("B"), "[shared](a/deep/shared.log) [y](y.log) [a](a/)\n"), "content/c.md": good("C", "prevented_by: [pm-1#action-1]"),
		"content/d.md": good("D", "prevented_by: [A]"), "content/x.log": {}, "content/y.log": {}, "content/z.log": {},
	}, collection.Options{})
	pm := c.Find("PM-1")[0]
	if got, want := c.OwnFiles(pm), []string{"content/a/own.log", "content/x.log"}; !slices.Equal(got, want) {
		t.Errorf("its own files are %q, want %q", got, want)
	}
	got := c.Citing(pm)
	slices.Sort(got)
	if want := []string{"content/b.md", "content/c.md", "content/d.md"}; !slices.Equal(got, want) {
		t.Errorf("it is cited by %q, want %q", got, want)
	}
}
