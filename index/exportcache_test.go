package index

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// manyExportable returns post mortems of three parts, the last of them short.
func manyExportable() (posts []*content.PostMortem) {
	first := exportable()
	for i := range 2*postsPerPart + 7 {
		pm := *first[i%len(first)]
		pm.Slug, pm.Summary = fmt.Sprintf("%s-%03d", pm.Slug, i), fmt.Sprintf("The cache %d of INC-%d was stale.", i, i*7)
		pm.Date = content.Date{Year: 2001 + i, Month: 1, Day: 2}
		posts = append(posts, &pm)
	}
	return posts
}

// exportWith returns the files of an export that are made from all post mortems, and what it writes for the next one, which
// is nil if there is nothing to write. It counts the parts that it had to make. Without a program, there is no cache.
func exportWith(t *testing.T, posts []*content.PostMortem, cached, program string) (files map[string][]byte, cache []byte, made int) {
	t.Helper()
	e := NewExport(posts, content.Options{})
	if program != "" {
		e.Reuse(cached, program, func(pm *content.PostMortem) (collection.Sum, bool) {
			sum, _, _ := collection.Digest(pm)
			return sum, pm.Severity != "unknown"
		})
	}
	if e.Cache() != nil {
		t.Error("there is something to write before a file is written")
	}
	files = map[string][]byte{}
	for name, write := range e.Files() {
		if e.MadeFrom(name) != nil {
			continue
		}
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		files[name] = out.Bytes()
	}
	if program == "" {
		return files, nil, 0
	}
	for _, p := range e.cache.after {
		if p.part == nil || p.fresh {
			made++
		}
	}
	if write := e.Cache(); write != nil {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		cache = out.Bytes()
	}
	if e.Release(); e.Cache() != nil {
		t.Error("there is something to write after Release")
	}
	return files, cache, made
}

// TestExportCache checks which parts of an export are computed again after a change, and that the files are always those of an
// export without a cache.
func TestExportCache(t *testing.T) {
	t.Parallel()
	posts := manyExportable()
	_, cache, _ := exportWith(t, posts, "", "one")
	edit := func(i int, change func(*content.PostMortem)) []*content.PostMortem {
		edited, pm := slices.Clone(posts), *posts[i]
		change(&pm)
		edited[i] = &pm
		return edited
	}
	for _, test := range []struct {
		name, program string
		posts         []*content.PostMortem
		made          int
		writes        bool
	}{
		{"nothing", "one", posts, 0, false},
		{"another program", "two", posts, 3, true},
		{"an edit", "one", edit(120, func(pm *content.PostMortem) { pm.Summary = "Other words." }), 1, true},
		{"an edit of what cannot be compared", "one", edit(120, func(pm *content.PostMortem) { pm.Severity = "unknown" }), 1, false},
		{"the newest added", "one", append(slices.Clone(posts), &content.PostMortem{Slug: "z", Title: "New", Date: content.Date{Year: 2999, Month: 1, Day: 1}}), 1, true},
		{"the oldest removed", "one", posts[1:], 3, true},
		{"the last part removed", "one", posts[:2*postsPerPart], 0, false},
		{"the order", "one", edit(3, func(pm *content.PostMortem) { pm.Date = content.Date{Year: 2002, Month: 6, Day: 1} }), 1, true},
	} {
		got, next, made := exportWith(t, test.posts, string(cache), test.program)
		if made != test.made || (next != nil) != test.writes {
			t.Errorf("%s: %d parts made, want %d; the cache is written: %v", test.name, made, test.made, next != nil)
		}
		if want, _, _ := exportWith(t, test.posts, "", ""); !maps.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("%s: the files differ from those without a cache", test.name)
		}
		if test.name != "an edit" {
			continue
		}
		if _, _, made := exportWith(t, test.posts, string(next), test.program); made != 0 {
			t.Errorf("%s: %d parts made the second time", test.name, made)
		}
	}
}

// TestDamagedExportCache checks that nothing is taken from a cache that lost a byte, has another, or was cut short.
func TestDamagedExportCache(t *testing.T) {
	t.Parallel()
	_, cache, _ := exportWith(t, exportable(), "", "one")
	if parts := readExportCache(string(cache), "one"); len(parts) != 1 {
		t.Fatalf("the cache has %d parts, want 1", len(parts))
	}
	for i := range cache {
		other := bytes.Clone(cache)
		other[i] ^= 0x41
		for _, damaged := range [][]byte{other, cache[:i], cache[i+1:], slices.Delete(bytes.Clone(cache), i, i+1)} {
			if parts := readExportCache(string(damaged), "one"); len(parts) > 0 {
				t.Fatalf("%d parts are taken from a cache damaged at byte %d", len(parts), i)
			}
		}
	}
}

// TestExportCacheWriter checks that an error of the writer is returned, wherever it occurs.
func TestExportCacheWriter(t *testing.T) {
	t.Parallel()
	e := NewExport(exportable(), content.Options{})
	e.Reuse("", "one", func(pm *content.PostMortem) (collection.Sum, bool) {
		sum, _, ok := collection.Digest(pm)
		return sum, ok
	})
	for _, write := range e.Files() {
		if err := write(io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	for writes := range 4 {
		if err := e.Cache()(&fullAfter{writes}); err != errFull {
			t.Errorf("after %d writes: %v", writes, err)
		}
	}
}

// A fullAfter fails after some writes.
type fullAfter struct{ writes int }

func (f *fullAfter) Write(p []byte) (int, error) {
	if f.writes--; f.writes < 0 {
		return 0, errFull
	}
	return len(p), nil
}
