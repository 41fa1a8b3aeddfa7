package collection_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// removed returns the tombstone of a post mortem.
func removed(more ...string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\nremoved: 2026-05-12\nreason: It was about the same outage.\n" + strings.Join(more, "\n") + "\n---\n")}
}

// TestRemoved checks that a removed post mortem is none of the collection's, and that of those with one id or address
// a living one has it, whatever the order of paths, then a removed one, then a draft.
func TestRemoved(t *testing.T) {
	t.Parallel()
	draft := func(more string) *fstest.MapFile {
		return &fstest.MapFile{Data: bytes.Replace(good("Draft", more).Data, []byte("status: completed"), []byte("status: draft"), 1)}
	}
	c := loadFS(t, fstest.MapFS{
		"content/b.md": good("B", "id: PM-1"), "content/a.md": removed("id: pm-1"),
		"content/e.md": good("E", "aliases: [/old/, /postmortems/f/, /id/PM-2/]"), "content/c.md": removed("aliases: [/old/]"),
		"content/f.md": removed(), "content/g.md": removed("id: PM-2"), "content/z/d.md": good("D"), "content/d.md": removed(),
		"content/1.md": draft("id: PM-3"), "content/2/h.md": draft(""), "content/3.md": draft("aliases: [/older/]"), "content/h.md": removed("id: PM-3", "aliases: [/older/]"),
		"content/page.md": removed(),
	}, collection.Options{})
	wantProblems(t, c,
		"content/1.md:1:1: warning: id PM-3 is also used by content/h.md [duplicate-id]",
		"content/2/h.md:1:1: error: address /postmortems/h/ is also used by content/h.md [duplicate-slug]",
		"content/3.md:10:11: error: alias /older is also used by content/h.md [duplicate-address]",
		"content/a.md:1:1: error: id pm-1 is also used by content/b.md [duplicate-id]",
		"content/c.md:4:11: error: alias /old is also used by content/e.md [duplicate-address]",
		"content/d.md:1:1: error: address /postmortems/d/ is also used by content/z/d.md [duplicate-slug]",
		"content/f.md:1:1: error: address /postmortems/f/ is also used by content/e.md [duplicate-address]",
		"content/g.md:1:1: error: address /id/PM-2/ of the id PM-2 is also used by content/e.md [duplicate-address]",
	)
	for _, p := range c.Problems {
		if p.File == "content/a.md" && p.Hint != "correct the id here or in content/b.md" {
			t.Errorf("the hint is %q", p.Hint)
		}
	}
	if got := slugs(c.Sound()); got != "b d e" || len(c.Sound().Removed) != 2 || c.Published(false).Removed[0].Path != "content/c.md" {
		t.Errorf("the collection has %s, and %d are removed", got, len(c.Sound().Removed))
	}
	for name, want := range map[string]string{"pm-1": "content/a.md content/b.md", "content/a.md": "content/a.md", "D": "content/d.md content/z/d.md", "nope": ""} {
		var paths []string
		for _, pm := range c.Find(name) {
			paths = append(paths, pm.Path)
		}
		if got := strings.Join(paths, " "); got != want {
			t.Errorf("%s finds %q, want %q", name, got, want)
		}
	}
}

// TestRemovedAfter checks that a day of removal that is still to come is a warning where it stands.
func TestRemovedAfter(t *testing.T) {
	t.Parallel()
	c := loadFS(t, fstest.MapFS{"content/a.md": removed(), "content/b.md": good("B")}, collection.Options{})
	for day, want := range map[string]string{
		"2026-05-11": "content/a.md:2:10: warning: `removed` is a day in the future [date]",
		"2026-05-12": "", "": "",
	} {
		on, _ := content.ParseDate(day)
		got := ""
		for _, p := range c.RemovedAfter(on, nil) {
			got += p.String()
		}
		if got != want {
			t.Errorf("on %q: %s, want %s", day, got, want)
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
