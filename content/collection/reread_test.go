package collection_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// A watched file system records which files are opened and which folders are listed.
type watched struct {
	fstest.MapFS
	opened, listed []string
}

func (w *watched) Open(name string) (fs.File, error) {
	if strings.Contains(name, ".") {
		w.opened = append(w.opened, name)
	}
	return w.MapFS.Open(name)
}

func (w *watched) ReadDir(name string) ([]fs.DirEntry, error) {
	w.listed = append(w.listed, name)
	return w.MapFS.ReadDir(name)
}

// seen returns the paths opened and listed since the last call.
func (w *watched) seen() string {
	slices.Sort(w.opened)
	slices.Sort(w.listed)
	out := strings.Join(w.opened, " ") + " | " + strings.Join(w.listed, " ")
	w.opened, w.listed = nil, nil
	return out
}

// at returns a document without problems that was modified at a time.
func at(title string, modified time.Time) *fstest.MapFile {
	f := good(title)
	f.ModTime = modified
	return f
}

// TestRereadWithinATick checks which files are read again although they look unchanged:
// those that may have changed again within a tick of two seconds.
func TestRereadWithinATick(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name     string
		modified time.Time
		now      time.Time
		again    bool
	}{
		{"long ago", now.Add(-time.Hour), now, false},
		{"just over two seconds ago", now.Add(-2*time.Second - 1), now, false},
		{"two seconds ago", now.Add(-2 * time.Second), now, true},
		{"just now", now, now, true},
		{"in the future", now.Add(time.Hour), now, true},
		{"with an unknown time", now.Add(-time.Hour), time.Time{}, true},
	} {
		tree := &watched{MapFS: fstest.MapFS{"content/a.md": at("a", test.modified)}}
		c := loadFS(t, tree, collection.Options{Now: test.now, Jobs: 1})
		tree.seen()
		next, err := c.Reload(t.Context(), tree, now.Add(time.Hour), nil)
		if err != nil {
			t.Fatal(err)
		}
		want := " | content"
		if test.again {
			want = "content/a.md | content"
		}
		if got := tree.seen(); got != want {
			t.Errorf("changed %s: opened and listed %q, want %q", test.name, got, want)
		}
		if next.PostMortems[0] != c.PostMortems[0] {
			t.Errorf("changed %s: the same text is parsed again", test.name)
		}
	}
}

// TestRereadNamed checks what a reload looks at if it is given the changed paths: the
// paths, everything below them, and the folders that contain them.
func TestRereadNamed(t *testing.T) {
	old := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	now := old.Add(time.Hour)
	for _, test := range []struct {
		changed []string
		want    string
		titles  string
	}{
		{[]string{}, " | ", "a1 b1 c1 e1"},
		{[]string{"elsewhere.md"}, " | ", "a1 b1 c1 e1"},
		{[]string{"content/a.md"}, "content/a.md content/new.md | content", "a2 b1 c1 e1 new"},
		{[]string{"content/d/b.md"}, "content/d/b.md | content/d", "a1 b2 c1 e1"},
		{[]string{"content/d/e/none.md"}, " | content/d/e", "a1 b1 c1 e1"},
		{[]string{"content/d/e"}, "content/d/e/e.md | content/d content/d/e", "a1 b1 c1 e2"},
		{[]string{"content/d"}, "content/d/b.md content/d/c.md content/d/e/e.md content/new.md | content content/d content/d/e", "a1 b2 c2 e2 new"},
		{[]string{"content"}, "content/a.md content/d/b.md content/d/c.md content/d/e/e.md content/new.md | content content/d content/d/e", "a2 b2 c2 e2 new"},
		{nil, "content/a.md content/d/b.md content/d/c.md content/d/e/e.md content/new.md | content content/d content/d/e", "a2 b2 c2 e2 new"},
	} {
		tree := &watched{MapFS: fstest.MapFS{"content/a.md": at("a1", old), "content/d/b.md": at("b1", old), "content/d/c.md": at("c1", old), "content/d/e/e.md": at("e1", old)}}
		c := loadFS(t, tree, collection.Options{Now: now, Jobs: 1})
		tree.MapFS = fstest.MapFS{
			"content/a.md": at("a2", old.Add(1)), "content/d/b.md": at("b2", old.Add(1)), "content/d/c.md": at("c2", old.Add(1)), "content/d/e/e.md": at("e2", old.Add(1)), "content/new.md": at("new", old),
		}
		tree.seen()
		next, err := c.Reload(t.Context(), tree, now, test.changed)
		if err != nil {
			t.Fatal(err)
		}
		if got := tree.seen(); got != test.want {
			t.Errorf("given %q: opened and listed\n%s\nwant\n%s", test.changed, got, test.want)
		}
		var titles []string
		for _, pm := range next.PostMortems {
			titles = append(titles, pm.Title)
		}
		if got := strings.Join(titles, " "); got != test.titles {
			t.Errorf("given %q: post mortems %s, want %s", test.changed, got, test.titles)
		}
	}
}

// TestReloadOrder checks that a post mortem moves to its place when its date, slug or id
// changes, and that a duplicate is reported immediately.
func TestReloadOrder(t *testing.T) {
	dated := func(date, id string) *fstest.MapFile {
		f := good("a", "id: "+id)
		f.Data = []byte(strings.Replace(string(f.Data), "2026-03-05", date, 1))
		return f
	}
	tree := fstest.MapFS{"content/a.md": dated("2026-01-01", "PM-1"), "content/b.md": dated("2026-01-02", "PM-2"), "content/c.md": dated("2026-01-03", "PM-3")}
	c := loadFS(t, tree, collection.Options{})
	reload := func(want string, problems ...string) {
		t.Helper()
		next, err := c.Reload(t.Context(), tree, time.Time{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		c = next
		if got := slugs(c); got != want {
			t.Errorf("post mortems %s, want %s", got, want)
		}
		wantProblems(t, c, problems...)
	}
	reload("c b a")
	tree["content/a.md"] = dated("2026-01-09", "PM-1")
	reload("a c b")
	tree["content/b.md"] = dated("2026-01-02", "pm-1")
	reload("a c", "content/b.md:1:1: error: id pm-1 is also used by content/a.md [duplicate-id]")
	tree["content/a.md"] = dated("2026-01-09", "PM-4")
	reload("a c b")
	tree["content/b.md"] = good("b", "aliases: [/id/PM-4]")
	reload("b a c", "content/b.md:10:11: error: alias /id/PM-4 is also used by content/a.md [duplicate-address]")
	tree["content/b.md"] = good("b", "vendor: V", "aliases: [/id/PM-4]")
	reload("b a c", "content/b.md:11:11: error: alias /id/PM-4 is also used by content/a.md [duplicate-address]")
	tree["content/b.md"] = dated("2026-01-02", "PM-2")
	reload("a c b")
	delete(tree, "content/c.md")
	tree["content/d.md"] = dated("2026-01-05", "PM-3")
	reload("a d b")
	tree["content/d.md"] = &fstest.MapFile{Data: []byte("---\ntitle: [\n---\n")}
	reload("a b", "content/d.md:2:1: error: invalid YAML: did not find expected node content [front-matter]")
	delete(tree, "content/d.md")
	reload("a b")
}

// TestReloadKeepsOptions checks that a reload uses the options of the load.
func TestReloadKeepsOptions(t *testing.T) {
	tree := fstest.MapFS{"pm/a.md": good("a")}
	c := loadFS(t, tree, collection.Options{Root: "pm", KeepText: true, Options: content.Options{Levels: map[string]content.Level{"unknown-key": content.Error}}})
	tree["pm/a.md"] = good("b", "titel: x")
	next, err := c.Reload(t.Context(), tree, time.Time{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantProblems(t, next, "pm/a.md:10:1: error: unknown key `titel` [unknown-key]")
	if got := string(next.Text("pm/a.md")); got != string(tree["pm/a.md"].Data) {
		t.Errorf("the text kept is %q", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Reload(ctx, tree, time.Time{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a reload that was cancelled ends with %v", err)
	}
	if _, err := c.Reload(t.Context(), fstest.MapFS{}, time.Time{}, nil); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), `content folder "pm": `) {
		t.Errorf("a folder that is gone: %v", err)
	}
}

// A busy file system records whether two files were ever open at once.
type busy struct {
	fstest.MapFS
	open    atomic.Int32
	overlap atomic.Bool
}

func (b *busy) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".md") {
		if b.open.Add(1) > 1 {
			b.overlap.Store(true)
		}
		for range 100 { // lets others run
			runtime.Gosched()
		}
		b.open.Add(-1)
	}
	return b.MapFS.Open(name)
}

// TestJobs checks that Jobs limits the number of files read in parallel.
func TestJobs(t *testing.T) {
	tree := &busy{MapFS: fstest.MapFS{}}
	for i := range 50 {
		tree.MapFS[fmt.Sprintf("content/%d.md", i)] = good("a")
	}
	if c := loadFS(t, tree, collection.Options{Jobs: 1}); tree.overlap.Load() || len(c.PostMortems) != 50 {
		t.Errorf("with one job, two files were read at once; %d post mortems", len(c.PostMortems))
	}
}

// TestReloadReadsAgainWhatItCouldNot checks that an unreadable file is tried every time,
// and that its problem disappears once it can be read.
func TestReloadReadsAgainWhatItCouldNot(t *testing.T) {
	old := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	tree := fstest.MapFS{"content/locked.md": at("a", old)}
	c := loadFS(t, faulty{tree}, collection.Options{Now: old.Add(time.Hour)})
	wantProblems(t, c, "content/locked.md:1:1: error: cannot read: permission denied [front-matter]")
	next, err := c.Reload(t.Context(), tree, old.Add(time.Hour), nil)
	if err != nil {
		t.Fatal(err)
	}
	wantProblems(t, next)
	if got := slugs(next); got != "locked" {
		t.Errorf("post mortems %q", got)
	}
}

// TestLoadCachedReads checks which documents a later run reads that trusts sizes and times. Progress reports only
// those.
func TestLoadCachedReads(t *testing.T) {
	dir := t.TempDir()
	name := func(i int) string { return filepath.Join(dir, "content", fmt.Sprintf("%d.md", i)) }
	for i := range 4 {
		writeFile(t, name(i), append(good(fmt.Sprintf("Title %d", i)).Data, strings.Repeat("x", 400<<10)...))
	}
	opts := collection.Options{Now: time.Now().Add(time.Hour), Jobs: 1, Times: true}
	c := loadFS(t, os.DirFS(dir), opts)
	text := kept(t, c)
	resume := func(text string, opts collection.Options) (fresh int, heard []int) {
		t.Helper()
		next, fresh, err := collection.LoadCached(t.Context(), text, "test", os.DirFS(dir), opts, func(done, total int) { heard = append(heard, done, total) })
		if err != nil {
			t.Fatal(err)
		}
		same(t, "in another run", next, loadFS(t, os.DirFS(dir), opts))
		return fresh, heard
	}
	if fresh, heard := resume(text, opts); fresh != 0 || len(heard) > 0 {
		t.Errorf("nothing changed: %d documents read, progress %v", fresh, heard)
	}
	// Documents are in blocks of a megabyte. Damage to one block leaves the others intact.
	broken := []byte(text)
	broken[len(broken)*3/4] ^= 1
	if fresh, heard := resume(string(broken), opts); fresh == 0 || fresh == 4 || len(heard) != 2*fresh {
		t.Errorf("one block of several is damaged: %d of 4 documents read, progress %v", fresh, heard)
	}
	if fresh, _ := resume(kept(t, loadFS(t, os.DirFS(dir), collection.Options{Jobs: 1})), opts); fresh != 4 {
		t.Errorf("written by a run without a time: %d documents read, want all 4", fresh)
	}
	writeFile(t, name(4), []byte("---\ntitle: [\n---\n"))
	if fresh, _ := resume(kept(t, loadFS(t, os.DirFS(dir), opts)), opts); fresh != 0 {
		t.Errorf("an unreadable document is read %d more times", fresh)
	}
	if err := os.Remove(name(4)); err != nil {
		t.Fatal(err)
	}
	writeFile(t, name(1), good("Another").Data)
	if err := os.Remove(name(3)); err != nil {
		t.Fatal(err)
	}
	writeFile(t, name(5), good("More").Data)
	if fresh, heard := resume(text, opts); fresh != 2 || !slices.Equal(heard, []int{1, 2, 2, 2}) {
		t.Errorf("one changed, one new: %d documents read, progress %v", fresh, heard)
	}
	// If the system does not report metadata changes, no stamp of an earlier run is
	// trusted.
	old := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	tree := fstest.MapFS{"content/a.md": at("a", old), "content/b.md": at("b", old)}
	opts.Now = old.Add(time.Hour)
	_, fresh, err := collection.LoadCached(t.Context(), kept(t, loadFS(t, tree, opts)), "test", tree, opts, nil)
	if err != nil || fresh != 2 {
		t.Errorf("stamps without the time of a change: %d documents read, want both: %v", fresh, err)
	}
	if _, _, err := collection.LoadCached(t.Context(), "", "test", fstest.MapFS{}, opts, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}
