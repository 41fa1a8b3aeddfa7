package collection_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
)

// good returns a document without problems, with the given title and further keys.
func good(title string, more ...string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nauthors: [a]\nstatus: completed\n" +
		strings.Join(append(more, ""), "\n") + "---\nText.\n")}
}

func ExampleLoad() {
	fsys := fstest.MapFS{
		"content/postmortems/slow.md":   good("Booking is slow"),
		"content/postmortems/broken.md": {Data: []byte("---\ntitle: [\n---\n")},
		"content/README.md":             {Data: []byte("# Not a post mortem")},
	}
	collection, err := collection.Load(context.Background(), fsys, collection.Options{}, nil)
	if err != nil {
		panic(err)
	}
	for _, pm := range collection.PostMortems {
		fmt.Println(pm.Slug, pm.Title)
	}
	for _, problem := range collection.Problems {
		fmt.Println(problem)
	}
	// Output:
	// slow Booking is slow
	// content/postmortems/broken.md:2:1: error: invalid YAML: did not find expected node content [front-matter]
}

func loadFS(t *testing.T, fsys fs.FS, opts collection.Options) *collection.Collection {
	t.Helper()
	c, err := collection.Load(t.Context(), fsys, opts, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func slugs(c *collection.Collection) string {
	var out []string
	for _, pm := range c.PostMortems {
		out = append(out, pm.Slug)
	}
	return strings.Join(out, " ")
}

func wantProblems(t *testing.T, c *collection.Collection, want ...string) {
	t.Helper()
	var got []string
	for _, problem := range c.Problems {
		got = append(got, problem.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLoadFindsPostMortems(t *testing.T) {
	c := loadFS(t, fstest.MapFS{
		"content/b.md":                  good("b"),
		"content/postmortems/2026/a.md": good("a"),
		"content/deep/x/y/z/d.md":       good("d", "# a later day"),
		"content/c.d.md":                good("c"),
		"content/_index.md":             {Data: []byte("x")},
		"content/_template.md":          {Data: []byte("x")},
		"content/README.md":             {Data: []byte("x")},
		"content/sub/readme.md":         {Data: []byte("x")},
		"content/.hidden.md":            {Data: []byte("x")},
		"content/_drafts/e.md":          {Data: []byte("x")},
		"content/.git/f.md":             {Data: []byte("x")},
		"content/notes.txt":             {Data: []byte("x")},
		"content/g.markdown":            {Data: []byte("x")},
		"content/h.md/i.md":             good("i"),
		"content/#j.md#":                {Data: []byte("x")},
		"content/j.md~":                 {Data: []byte("x")},
		"elsewhere/k.md":                {Data: []byte("x")},
	}, collection.Options{})
	wantProblems(t, c, "content/g.markdown:1:1: warning: the file is not read as a post mortem [front-matter]")
	if got, want := slugs(c), "a b c.d d i"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
}

func TestLoadOrder(t *testing.T) {
	day := func(title, date string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Replace(string(good(title).Data), "2026-03-05", date, 1))}
	}
	c := loadFS(t, fstest.MapFS{
		"content/old.md": day("o", "2024-01-01"), "content/b.md": day("b", "2026-01-01"), "content/a.md": day("a", "2026-01-01"),
		"content/none.md": {Data: []byte("---\ntitle: a\nstatus: draft\n---\n")},
	}, collection.Options{})
	if got, want := slugs(c), "a b old none"; got != want {
		t.Errorf("order %s, want newest first, then by slug, those without a date last: %s", got, want)
	}
}

func TestLoadBundles(t *testing.T) {
	c := loadFS(t, fstest.MapFS{
		"content/pm/outage/index.md":         good("a bundle"),
		"content/pm/outage/graph.png":        {},
		"content/pm/outage/logs/a/trace.txt": {},
		"content/pm/outage/.DS_Store":        {},
		"content/pm/outage/_raw/dump.bin":    {},
		"content/pm/outage/inner/index.md":   good("a bundle within"),
		"content/pm/outage/inner/b.png":      {},
		"content/pm/outage/extra.md":         good("another post mortem"),
		"content/pm/single.md":               good("no bundle"),
		"content/pm/stray.png":               {},
	}, collection.Options{})
	wantProblems(t, c)
	got := map[string]string{}
	for _, pm := range c.PostMortems {
		got[pm.Slug] = strings.Join(pm.Attachments, " ")
	}
	want := map[string]string{
		"outage": "content/pm/outage/graph.png content/pm/outage/logs/a/trace.txt",
		"inner":  "content/pm/outage/inner/b.png", "extra": "", "single": "",
	}
	for slug, files := range want {
		if got[slug] != files {
			t.Errorf("%s has the attachments %q, want %q", slug, got[slug], files)
		}
	}
	if len(got) != len(want) {
		t.Errorf("post mortems %v", got)
	}
}

func TestLoadDuplicates(t *testing.T) {
	c := loadFS(t, fstest.MapFS{
		"content/2025/slow.md":       good("one", "id: PM-1"),
		"content/2026/Slow.md":       good("two", "id: PM-2"),
		"content/2026/slow/index.md": good("three", "id: PM-3"),
		"content/a.md":               good("four", "id: pm-1"),
		"content/b.md":               good("five", "id: PM-2"),
	}, collection.Options{})
	if len(c.PostMortems) != 1 {
		t.Errorf("%d post mortems, want the first alone", len(c.PostMortems))
	}
	wantProblems(
		t, c,
		"content/2026/Slow.md:1:1: error: address /postmortems/Slow/ is also used by content/2025/slow.md [duplicate-slug]",
		"content/2026/slow/index.md:1:1: error: address /postmortems/slow/ is also used by content/2025/slow.md [duplicate-slug]",
		"content/a.md:1:1: error: id pm-1 is also used by content/2025/slow.md [duplicate-id]",
		"content/b.md:1:1: error: id PM-2 is also used by content/2026/Slow.md [duplicate-id]",
	)
}

// TestLoadReportsAllBadFiles checks that every bad file is reported, and that the good ones
// load.
func TestLoadReportsAllBadFiles(t *testing.T) {
	fsys := fstest.MapFS{"content/good.md": good("good")}
	var want []string
	for i := range 50 {
		name := fmt.Sprintf("content/bad-%02d.md", i)
		fsys[name] = &fstest.MapFile{Data: []byte("---\ntitle: a\n")}
		want = append(want, name+":1:1: error: front matter is not closed [front-matter]")
	}
	c := loadFS(t, fsys, collection.Options{Jobs: 4})
	wantProblems(t, c, want...)
	if slugs(c) != "good" {
		t.Errorf("loaded %q", slugs(c))
	}
}

func TestLoadLevels(t *testing.T) {
	fsys := fstest.MapFS{
		"content/a.md": good("a", "titel: x"), "content/b/a.md": good("b"),
		"content/link.md": {Data: []byte("a.md"), Mode: fs.ModeSymlink},
	}
	c := loadFS(t, fsys, collection.Options{Options: content.Options{Levels: map[string]content.Level{"unknown-key": content.Error, "duplicate-slug": content.Info, "front-matter": content.Off}}})
	wantProblems(
		t, c,
		"content/a.md:10:1: error: unknown key `titel` [unknown-key]",
		"content/b/a.md:1:1: error: address /postmortems/a/ is also used by content/a.md [duplicate-slug]",
	)
}

func TestLoadDoesNotFollowSymlinks(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write := func(name string, text []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(outside, "secret.md"), good("secret").Data)
	write(filepath.Join(dir, "content", "a.md"), good("a").Data)
	write(filepath.Join(dir, "content", "bundle", "index.md"), good("bundle").Data)
	for from, to := range map[string]string{
		"content/link.md": filepath.Join(outside, "secret.md"), "content/folder": outside, "content/bundle/secret.txt": filepath.Join(outside, "secret.md"), "content/dead.md": "nowhere",
	} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(from))); err != nil {
			t.Fatal(err)
		}
	}
	c := loadFS(t, os.DirFS(dir), collection.Options{})
	wantProblems(
		t, c,
		"content/bundle/secret.txt:1:1: warning: symbolic link not followed [front-matter]",
		"content/dead.md:1:1: warning: symbolic link not followed [front-matter]",
		"content/folder:1:1: warning: symbolic link not followed [front-matter]",
		"content/link.md:1:1: warning: symbolic link not followed [front-matter]",
	)
	if slugs(c) != "a bundle" || len(c.PostMortems[1].Attachments) > 0 {
		t.Errorf("loaded %q, attachments %v", slugs(c), c.PostMortems[1].Attachments)
	}
}

// A faulty file system fails to open or read some of its files.
type faulty struct{ fstest.MapFS }

type faultyFile struct{ fs.File }

func (faultyFile) Read([]byte) (int, error) { return 0, errors.New("bad sector") }

func (f faulty) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	switch {
	case strings.HasSuffix(name, "locked.md"), strings.HasSuffix(name, "locked"):
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	case strings.HasSuffix(name, "damaged.md"):
		return faultyFile{file}, nil
	}
	return file, err
}

func (f faulty) ReadDir(name string) ([]fs.DirEntry, error) {
	if strings.HasSuffix(name, "/locked") {
		return nil, errors.New("no entry")
	}
	return f.MapFS.ReadDir(name)
}

func TestLoadUnreadable(t *testing.T) {
	c := loadFS(t, faulty{fstest.MapFS{
		"content/good.md": good("good"), "content/locked.md": good("x"), "content/damaged.md": good("x"), "content/locked/a.md": good("x"),
	}}, collection.Options{})
	wantProblems(
		t, c,
		"content/damaged.md:1:1: error: cannot read: bad sector [front-matter]",
		"content/locked:1:1: error: cannot read: no entry [front-matter]",
		"content/locked.md:1:1: error: cannot read: permission denied [front-matter]",
	)
	if slugs(c) != "good" {
		t.Errorf("loaded %q", slugs(c))
	}
}

func TestLoadNoFolder(t *testing.T) {
	for _, root := range []string{"", "nowhere"} {
		_, err := collection.Load(t.Context(), fstest.MapFS{"a.md": good("a")}, collection.Options{Root: root}, nil)
		if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "content folder") {
			t.Errorf("root %q: %v", root, err)
		}
	}
}

func TestLoadRoots(t *testing.T) {
	for _, root := range []string{".", "_private", "a/b"} {
		fsys := fstest.MapFS{"x.md": good("x")}
		if root != "." {
			fsys = fstest.MapFS{root + "/x.md": good("x")}
		}
		if c := loadFS(t, fsys, collection.Options{Root: root}); slugs(c) != "x" {
			t.Errorf("root %q: loaded %q", root, slugs(c))
		}
	}
}

func TestLoadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := collection.Load(ctx, corpus.FS(10, 1), collection.Options{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestLoadProgress(t *testing.T) {
	var heard []int
	_, err := collection.Load(t.Context(), corpus.FS(100, 1), collection.Options{Jobs: 8}, func(done, total int) {
		if total != 100 {
			t.Errorf("total %d", total)
		}
		heard = append(heard, done) // the race detector notices concurrent calls
	})
	if err != nil || len(heard) != 100 || !slices.IsSorted(heard) || heard[99] != 100 {
		t.Errorf("heard %v, error %v", heard, err)
	}
}

// A bigFile counts the bytes read from it.
type bigFile struct {
	fs.File
	left int
	read *int
}

func (f *bigFile) Read(p []byte) (int, error) {
	n := min(len(p), f.left)
	for i := range p[:n] {
		p[i] = "a\r\n"[(f.left-i)%3]
	}
	f.left -= n
	*f.read += n
	if n == 0 {
		return 0, errors.New("read to the end")
	}
	return n, nil
}

type bigFS struct {
	fstest.MapFS
	read *int
}

func (f bigFS) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if strings.HasSuffix(name, "big.md") {
		return &bigFile{file, 20 << 20, f.read}, nil
	}
	return file, err
}

// TestLoadBigFile checks that a file of 20 MB is refused without being read completely,
// even if normalizing its line endings would bring the part that was read below the limit.
func TestLoadBigFile(t *testing.T) {
	read := 0
	c := loadFS(t, bigFS{fstest.MapFS{"content/big.md": {}, "content/good.md": good("good")}, &read}, collection.Options{})
	wantProblems(t, c, "content/big.md:1:1: error: the file is larger than 1024 KiB [front-matter]")
	if slugs(c) != "good" || read > 2<<20 {
		t.Errorf("loaded %q, read %d bytes", slugs(c), read)
	}
}
