package collection_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// A scribe changes a collection on disk at random, and records the paths that it touched.
type scribe struct {
	t       *testing.T
	dir     string
	random  *rand.Rand
	n       int
	touched []string
}

var (
	scribeFolders = []string{"content", "content/a", "content/a/b", "content/a/b/c", "content/2026", "content/_hidden", "content/bundle", "content/bundle/files"}
	scribeNames   = []string{"one.md", "two.md", "index.md", "three.md", "README.md", "picture.png", "log.txt", ".swap", "_note.md"}
)

func (s *scribe) some(list []string) string { return list[s.random.IntN(len(list))] }

// text returns a document, or something close to one. No two have the same length.
func (s *scribe) text() string {
	s.n++
	id := fmt.Sprintf("id: PM-2026-%04d", s.random.IntN(12))
	text := string(good(fmt.Sprintf("Title %d", s.n), id).Data)
	switch s.random.IntN(8) {
	case 0:
		text = "---\ntitle: [\n---\n"
	case 1:
		text = fmt.Sprintf("---\nremoved: 2026-05-12\nreason: Number %d.\n%s\n---\n", s.n, id)
	}
	return text + strings.Repeat("x", s.n)
}

func (s *scribe) change() {
	name := s.some(scribeFolders) + "/" + s.some(scribeNames)
	other := s.some(scribeFolders)
	path, otherPath := filepath.Join(s.dir, name), filepath.Join(s.dir, other)
	s.touched = append(s.touched, name)
	switch s.random.IntN(12) {
	case 0:
		_ = os.Remove(path)
	case 1:
		_ = os.RemoveAll(otherPath)
		s.touched = append(s.touched, other)
	case 2:
		_ = os.Rename(filepath.Dir(path), otherPath+"-moved")
		s.touched = append(s.touched, filepath.ToSlash(filepath.Dir(name)), other+"-moved")
	case 3:
		_ = os.Rename(path, filepath.Join(otherPath, "renamed.md"))
		s.touched = append(s.touched, other+"/renamed.md")
	case 4: // a file becomes a folder
		_ = os.Remove(path)
		_ = os.MkdirAll(filepath.Join(path, "deep"), 0o755)
	case 5: // and a folder becomes a file
		_ = os.RemoveAll(otherPath)
		s.write(otherPath)
		s.touched = append(s.touched, other)
	case 6: // saved by renaming
		s.write(path + "~")
		_ = os.Rename(path+"~", path)
	default:
		s.write(path)
	}
}

// write writes a file, and creates the folders above it unless a file is in the way.
func (s *scribe) write(path string) {
	_ = os.MkdirAll(filepath.Dir(path), 0o755)
	for dir := filepath.Dir(path); len(dir) > len(s.dir); dir = filepath.Dir(dir) {
		s.touched = append(s.touched, strings.TrimPrefix(filepath.ToSlash(dir), filepath.ToSlash(s.dir)+"/"))
	}
	_ = os.WriteFile(path, []byte(s.text()), 0o600)
}

// TestReload makes thousands of random changes. Reloading must return what loading returns,
// share what did not change, and leave the previous collection as it was. The same is true
// of a reload that is given the touched paths, and of another run that starts from the
// cache.
func TestReload(t *testing.T) {
	s := &scribe{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(1, 2))}
	s.write(filepath.Join(s.dir, "content/first.md"))
	fsys := os.DirFS(s.dir)
	// Times are far enough in the past to be settled, and lengths always differ.
	later := time.Now().Add(time.Hour)
	opts := collection.Options{Now: later, Options: content.Options{Vocabularies: content.BuiltinVocabularies()}}
	first := loadFS(t, fsys, opts)
	ways := []struct {
		name  string
		next  func(c *collection.Collection) (*collection.Collection, error)
		c     *collection.Collection
		share bool // unchanged post mortems must be shared
	}{
		{"given no paths", func(c *collection.Collection) (*collection.Collection, error) {
			return c.Reload(t.Context(), fsys, later, nil)
		}, first, true},
		{"given the touched paths", func(c *collection.Collection) (*collection.Collection, error) {
			return c.Reload(t.Context(), fsys, later, s.touched)
		}, first, true},
		{"in another run", func(c *collection.Collection) (*collection.Collection, error) {
			next, _, err := collection.LoadCached(t.Context(), kept(t, c), "test", fsys, opts, nil)
			return next, err
		}, first, false},
		{"in another run that trusts times", func(c *collection.Collection) (*collection.Collection, error) {
			trusting := opts
			trusting.Times = true
			next, _, err := collection.LoadCached(t.Context(), kept(t, c), "test", fsys, trusting, nil)
			return next, err
		}, first, false},
	}
	for round := range 1500 {
		s.touched = []string{}
		for range 1 + s.random.IntN(4) {
			s.change()
		}
		if _, err := os.ReadDir(filepath.Join(s.dir, "content")); err != nil {
			_ = os.Remove(filepath.Join(s.dir, "content"))
			s.write(filepath.Join(s.dir, "content/first.md"))
		}
		want := loadFS(t, fsys, opts)
		for i := range ways {
			way := &ways[i]
			before, beforeValues := slices.Clone(way.c.PostMortems), values(way.c)
			next, err := way.next(way.c)
			if err != nil {
				t.Fatalf("%s, round %d: %v", way.name, round, err)
			}
			if !slices.Equal(before, way.c.PostMortems) || !reflect.DeepEqual(beforeValues, values(way.c)) {
				t.Fatalf("%s, round %d: the previous collection has changed", way.name, round)
			}
			same(t, fmt.Sprintf("%s, round %d", way.name, round), next, want)
			if way.share {
				shares(t, fmt.Sprintf("%s, round %d", way.name, round), way.c, next)
			}
			way.c = next
		}
	}
}

// shares checks that next shares the post mortems of c that did not change.
func shares(t *testing.T, when string, c, next *collection.Collection) {
	t.Helper()
	before := make(map[string]*content.PostMortem, len(c.PostMortems))
	for _, pm := range c.PostMortems {
		before[pm.Path] = pm
	}
	for _, pm := range next.PostMortems {
		if old := before[pm.Path]; old != nil && old != pm && old.Title == pm.Title && slices.Equal(old.Attachments, pm.Attachments) {
			t.Fatalf("%s: %s did not change, but was parsed again", when, pm.Path)
		}
	}
}

func kept(t *testing.T, c *collection.Collection) string {
	t.Helper()
	var b strings.Builder
	if err := c.WriteCache(&b, "test"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func values(c *collection.Collection) []content.PostMortem {
	all := slices.Concat(c.PostMortems, c.Removed)
	out := make([]content.PostMortem, len(all))
	for i, pm := range all {
		out[i] = *pm
	}
	return out
}

func same(t *testing.T, when string, got, want *collection.Collection) {
	t.Helper()
	if !slices.Equal(got.Problems, want.Problems) {
		t.Fatalf("%s: problems\n%v\nwant\n%v", when, got.Problems, want.Problems)
	}
	if !reflect.DeepEqual(values(got), values(want)) {
		t.Fatalf("%s: post mortems\n%s\nwant\n%s", when, slugs(got), slugs(want))
	}
	for _, folder := range scribeFolders {
		for _, name := range scribeNames {
			if got.HasFile(folder+"/"+name) != want.HasFile(folder+"/"+name) {
				t.Fatalf("%s: %s/%s", when, folder, name)
			}
		}
	}
}

// TestReloadShares checks that unchanged files are not read again, and that files that may
// have changed within a tick of the clock are.
func TestReloadShares(t *testing.T) {
	at := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	file := func(title string) *fstest.MapFile {
		f := good(title)
		f.ModTime = at
		return f
	}
	fsys := fstest.MapFS{"content/a.md": file("One"), "content/b/index.md": file("Two"), "content/b/log.txt": file("")}
	c := loadFS(t, fsys, collection.Options{Now: at.Add(time.Second)})
	reload := func(fsys fstest.MapFS) *collection.Collection {
		t.Helper()
		next, err := c.Reload(t.Context(), fsys, at.Add(time.Minute), nil)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	if next := reload(fsys); !slices.Equal(next.PostMortems, c.PostMortems) {
		t.Error("unchanged post mortems are not shared")
	}
	fsys["content/a.md"] = file("Six") // same length, same time
	next := reload(fsys)
	if titles := []string{next.PostMortems[0].Title, next.PostMortems[1].Title}; !slices.Contains(titles, "Six") {
		t.Errorf("a change within the tick is missed: %q", titles)
	}
	c = next
	fsys["content/b/more.txt"] = file("")
	next = reload(fsys)
	if next.PostMortems[0] != c.PostMortems[0] || next.PostMortems[1] == c.PostMortems[1] {
		t.Error("a new attachment must replace the post mortem of its bundle, and no other")
	}
}
