package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// A diskFS is a file system in memory with file times like those of a disk. It
// records which files were read.
type diskFS struct {
	fstest.MapFS
	young map[string]time.Duration // age of a file when the index first reads its time

	mu    sync.Mutex
	times map[string]time.Time
	read  []string
	torn  bool // files cannot be read
}

var errTorn = errors.New("the disk is torn")

func newDiskFS(files map[string]string, age time.Duration) *diskFS {
	d := &diskFS{MapFS: fstest.MapFS{}, times: map[string]time.Time{}, young: map[string]time.Duration{}}
	for name, text := range files {
		d.MapFS[name] = &fstest.MapFile{Data: []byte(text)}
		d.young[name] = age
	}
	return d
}

func (d *diskFS) ReadFile(name string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.read = append(d.read, name); d.torn {
		return nil, errTorn
	}
	return d.MapFS.ReadFile(name)
}

func (d *diskFS) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".md") {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.read = append(d.read, name); d.torn {
			return nil, errTorn
		}
	}
	return d.MapFS.Open(name)
}

// reads returns the number of files read since the last call.
func (d *diskFS) reads() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := len(d.read)
	d.read = nil
	return n
}

func (d *diskFS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := d.MapFS.ReadDir(name)
	for i, entry := range entries {
		entries[i] = diskEntry{entry, d, name + "/" + entry.Name()}
	}
	return entries, err
}

type diskEntry struct {
	fs.DirEntry
	disk *diskFS
	name string
}

func (e diskEntry) Info() (fs.FileInfo, error) {
	info, err := e.DirEntry.Info()
	return diskInfo{info, e}, err
}

type diskInfo struct {
	fs.FileInfo
	entry diskEntry
}

func (i diskInfo) Sys() any { return i.entry.disk }

func (i diskInfo) ModTime() time.Time {
	d := i.entry.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.times[i.entry.name].IsZero() {
		d.times[i.entry.name] = time.Now().Add(-d.young[i.entry.name])
	}
	return d.times[i.entry.name]
}

// TestTimesThatTell checks when a file with the same size and time is assumed to
// be unchanged: not if it was written so recently that it may have been written
// again within a tick of the clock.
func TestTimesThatTell(t *testing.T) {
	for _, c := range []struct {
		age  time.Duration
		read bool
	}{{-time.Hour, true}, {0, true}, {1500 * time.Millisecond, true}, {time.Minute, false}, {24 * time.Hour, false}} {
		fsys, dir := newDiskFS(map[string]string{"content/a.md": written("apple", "completed")}, c.age), t.TempDir()
		_ = openIndex(t, dir, fsys).Close()
		fsys.reads()
		fsys.MapFS["content/a.md"].Data = []byte(written("peach", "completed")) // as long as before
		ix := openIndex(t, dir, fsys)
		if read := fsys.reads() > 0; read != c.read {
			t.Errorf("a file that was %s old when it was indexed and has the same size and time was read again: %v, want %v", c.age, read, c.read)
		}
		if got := slugs(t, ix, "peach"); c.read != (got == "a") {
			t.Errorf("after writing a file that was %s old again within a tick, its new words find %q", c.age, got)
		}
	}
}

// TestUnchangedFilesAreNotRead checks that unchanged files are not read again,
// and that files with only new times are read once more.
func TestUnchangedFilesAreNotRead(t *testing.T) {
	fsys, dir := newDiskFS(map[string]string{"content/a.md": written("apple", "completed"), "content/b.md": written("pear", "completed")}, time.Hour), t.TempDir()
	opens := func(what string, reads, changed int, found string) {
		t.Helper()
		fsys.reads()
		ix := openIndex(t, dir, fsys)
		if n := fsys.reads(); n != reads || ix.Changed != changed {
			t.Errorf("%s: %d files were read, %d indexed; want %d and %d", what, n, ix.Changed, reads, changed)
		}
		if got := slugs(t, ix, ""); got != found {
			t.Errorf("%s: found %q, want %q", what, got, found)
		}
		_ = ix.Close()
	}
	opens("at first", 4, 2, "a b") // once for their checksums, once for their texts
	opens("unchanged", 0, 0, "a b")
	clear(fsys.times)
	fsys.young["content/a.md"] = 2 * time.Hour
	fsys.young["content/b.md"] = 2 * time.Hour
	opens("with new times", 2, 0, "a b")
	opens("with the times noted", 0, 0, "a b")
	if left, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(left) != 1 {
		t.Errorf("after only times have changed there are %d generations in the folder, want 1", len(left))
	}
	fsys.MapFS["content/c.md"] = &fstest.MapFile{Data: []byte(written("plum", "completed"))}
	fsys.young["content/c.md"] = time.Hour
	opens("with one more", 2, 1, "a b c")
	fsys.MapFS["content/b.md"].Data = []byte(written("a longer text", "completed"))
	opens("with another size", 2, 1, "a b c")
	fsys.MapFS["content/d.md"] = fsys.MapFS["content/c.md"]
	delete(fsys.MapFS, "content/c.md")
	fsys.young["content/d.md"] = time.Hour
	opens("with another name", 2, 1, "a b d")
	delete(fsys.MapFS, "content/a.md")
	opens("with one less", 0, 0, "b d")
	opens("after that", 0, 0, "b d")
}

// TestFilesThatCannotBeRead checks that a file that cannot be read is tried again
// each time.
func TestFilesThatCannotBeRead(t *testing.T) {
	fsys, dir := newDiskFS(map[string]string{"content/a.md": written("apple", "completed")}, time.Hour), t.TempDir()
	for _, c := range []struct {
		torn    bool
		changed int
		found   string
	}{{true, 1, ""}, {true, 1, ""}, {false, 1, "a"}, {false, 0, "a"}} {
		fsys.torn = c.torn
		ix := openIndex(t, dir, fsys)
		if ix.Changed != c.changed {
			t.Errorf("a file that cannot be read (%v): %d were indexed, want %d", c.torn, ix.Changed, c.changed)
		}
		fsys.torn = false
		if got := slugs(t, ix, "apple"); got != c.found {
			t.Errorf("a file that could not be read (%v): found %q, want %q", c.torn, got, c.found)
		}
		_ = ix.Close()
	}
}

// TestFilesWithoutTimes checks that files that are not on disk are compared by
// their content each time.
func TestFilesWithoutTimes(t *testing.T) {
	modified := time.Now().Add(-time.Hour)
	fsys, dir := fstest.MapFS{"content/a.md": {Data: []byte(written("apple", "completed")), ModTime: modified}}, t.TempDir()
	_ = openIndex(t, dir, fsys).Close()
	fsys["content/a.md"].Data = []byte(written("peach", "completed"))
	if got := slugs(t, openIndex(t, dir, fsys), "peach"); got != "a" {
		t.Errorf("a file that is not on disk, with new text of the same size and time: peach finds %q", got)
	}
}

// TestGenerations checks what an index leaves in its folder: itself and the
// previous generation. Generations that were never named are removed if they are
// an hour older, and other files stay.
func TestGenerations(t *testing.T) {
	fsys, dir := fstest.MapFS{}, t.TempDir()
	old := time.Now().Add(-2 * time.Hour)
	for name, at := range map[string]time.Time{"gen-crashed": old, "gen-young": time.Now().Add(-30 * time.Minute), "elsewhere": old} {
		if err := errors.Join(os.Mkdir(filepath.Join(dir, name), 0o700), os.Chtimes(filepath.Join(dir, name), at, at)); err != nil {
			t.Fatal(err)
		}
	}
	var before string
	for i := range 5 {
		fsys[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: []byte(written("text", "completed"))}
		_ = openIndex(t, dir, fsys).Close()
		named := folder(dir).named()
		if want := min(i+1, 2); len(named) != want || i > 0 && named[1] != before {
			t.Fatalf("after %d changes the folder has the generations %v; want the newest and %q", i, named, before)
		}
		before = named[0]
		want := append([]string{"current", "elsewhere", "gen-young"}, named...)
		slices.Sort(want)
		entries, _ := os.ReadDir(dir)
		var got []string
		for _, entry := range entries {
			got = append(got, entry.Name())
		}
		if !slices.Equal(got, want) {
			t.Errorf("after %d changes the folder has\n%v\nwant\n%v", i, got, want)
		}
	}
	_ = openIndex(t, dir, fsys).Close()
	if named := folder(dir).named(); named[0] != before {
		t.Errorf("nothing has changed, but there is a new generation")
	}
}

// TestForeignNames checks that a list of generations is ignored if it contains
// any other name.
func TestForeignNames(t *testing.T) {
	for _, text := range []string{"gen-1/../../etc", "../gen-1", "gen-1\nhome", "/gen-1", "home"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "current"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := folder(dir).named(); got != nil {
			t.Errorf("%q is accepted as the names of generations %q", text, got)
		}
	}
}

// TestPostsThatAreRead checks that post mortems that are already loaded are not
// read again.
func TestPostsThatAreRead(t *testing.T) {
	fsys := newDiskFS(map[string]string{"content/a.md": written("apple", "completed"), "content/b.md": written("pear", "completed")}, time.Hour)
	c, err := collection.Load(t.Context(), fsys, collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []int{4, 3, 2} { // each once for its checksum
		fsys.reads()
		ix, err := Open(t.Context(), Options{Dir: t.TempDir(), FS: fsys, Posts: c.PostMortems[:n]})
		if err != nil {
			t.Fatal(err)
		}
		defer ix.Close()
		if reads := fsys.reads(); reads != want {
			t.Errorf("with %d of two post mortems loaded, files are read %d times, want %d", n, reads, want)
		}
		if got := slugs(t, ix, "apple pear"); got != "a b" {
			t.Errorf("with %d of two post mortems loaded, found %q", n, got)
		}
	}
}

// TestWordsThatHaveGone checks that a word that no post mortem has any more is
// not suggested, found by a prefix, or counted.
func TestWordsThatHaveGone(t *testing.T) {
	fsys, dir := fstest.MapFS{}, t.TempDir()
	for slug, text := range map[string]string{"a": "apple cherry", "b": "plum cherries"} {
		fsys["content/"+slug+".md"] = &fstest.MapFile{Data: []byte(written(text, "completed"))}
	}
	ix := openIndex(t, dir, fsys)
	if result, err := ix.Search(t.Context(), "aple", SearchOptions{}); err != nil || result.DidYouMean != "apple" {
		t.Fatalf("aple: %+v, %v; want apple offered", result, err)
	}
	_ = ix.Close()
	fsys["content/a.md"].Data = []byte(written("cherry", "completed"))
	ix = openIndex(t, dir, fsys)
	for _, query := range []string{"apple", "appl*", "apple~1"} {
		if got := slugs(t, ix, query); got != "" {
			t.Errorf("%s finds %q, though no post mortem has the word any more", query, got)
		}
	}
	fresh := openIndex(t, t.TempDir(), fsys)
	for _, query := range []string{"aple", "ap* cherry", "aple~2 cherry", "plum~2 cherry"} {
		var got []string
		for _, ix := range []*Index{ix, fresh} {
			result, err := ix.Search(t.Context(), query, SearchOptions{Fragments: -1})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(result.Hits, result.DidYouMean))
		}
		if got[0] != got[1] {
			t.Errorf("%s: after a word was removed, the index answers\n%s\nand a new one\n%s", query, got[0], got[1])
		}
	}
}

// TestSlugsThatDifferByCase checks that of two loaded post mortems whose slugs
// differ only in case, and whose pages would be the same file on some disks, the
// first is found.
func TestSlugsThatDifferByCase(t *testing.T) {
	fsys, posts := fstest.MapFS{}, []*content.PostMortem{}
	for _, name := range []string{"content/a/Same.md", "content/b/same.md"} {
		fsys[name] = &fstest.MapFile{Data: []byte(written("apple", "completed"))}
		pm, _ := content.Parse(name, fsys[name].Data, content.Options{})
		posts = append(posts, pm)
	}
	ix, err := Open(t.Context(), Options{Dir: t.TempDir(), FS: fsys, Posts: posts})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if got := slugs(t, ix, "apple"); got != "Same" {
		t.Errorf("of Same and same, found %q, want only the first", got)
	}
}

// TestProgress checks the reports of progress: nothing done at first, then each
// batch, and everything at the end.
func TestProgress(t *testing.T) {
	fsys, dir := fstest.MapFS{}, t.TempDir()
	for i := range batchSize + 1 {
		fsys[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: []byte("# None")}
	}
	var got []string
	ix, err := Open(t.Context(), Options{Dir: dir, FS: fsys, Progress: func(done, total int) { got = append(got, fmt.Sprintf("%d/%d", done, total)) }})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if want := "0/501 500/501 501/501"; strings.Join(got, " ") != want {
		t.Errorf("the progress is %v, want %s", got, want)
	}
}

// TestAsk checks that an answer is that of the current files, whether the stored
// index is up to date, out of date or missing.
func TestAsk(t *testing.T) {
	fsys, dir := fstest.MapFS{"content/a.md": {Data: []byte(written("apple", "completed"))}}, t.TempDir()
	ask := func(ctx context.Context, fsys fs.FS) (string, error) {
		q, err := Parse("apple")
		if err != nil {
			t.Fatal(err)
		}
		result, err := SearchOnce(ctx, Options{Dir: dir, FS: fsys, URL: func(slug string) string { return "/x/" + slug }}, q, SearchOptions{Limit: 1})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%d %s", result.Total, result.Hits[0].URL), nil
	}
	for i, want := range []string{"1 /x/a", "1 /x/a", "2 /x/a", "2 /x/a", "1 /x/b"} {
		switch i {
		case 2:
			fsys["content/b.md"] = &fstest.MapFile{Data: []byte(written("apple", "completed"))}
		case 4:
			delete(fsys, "content/a.md")
		}
		if got, err := ask(t.Context(), fsys); got != want || err != nil {
			t.Errorf("question %d: %q, %v; want %q", i, got, err, want)
		}
	}
	if _, err := ask(t.Context(), fstest.MapFS{}); err == nil {
		t.Error("no error without a content folder")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	fsys["content/c.md"] = &fstest.MapFile{Data: []byte(written("apple", "completed"))}
	if _, err := ask(stopped, fsys); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling, the error is %v", err)
	}
}

// TestFolderThatCannotBe checks that the error says whether the index's folder is
// the problem.
func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Dir: filepath.Join(file, "index"), FS: searchedFS()})
	if !errors.Is(err, ErrFolder) || !strings.HasPrefix(err.Error(), "index folder: ") {
		t.Errorf("a folder below a file: %v", err)
	}
	_, err = Open(t.Context(), Options{Dir: t.TempDir(), FS: searchedFS(), Content: collection.Options{Root: "docs"}})
	if err == nil || errors.Is(err, ErrFolder) || !strings.HasPrefix(err.Error(), `content folder "docs": `) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without the content folder: %v", err)
	}
}

// TestCloseAgain checks that an index may be closed twice, and its number of post
// mortems.
func TestCloseAgain(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	if n, err := ix.Count(); n != 4 || err != nil { // without the draft
		t.Errorf("the index has %d post mortems, %v; want 4", n, err)
	}
	if err := errors.Join(ix.Close(), ix.Close()); err != nil {
		t.Error(err)
	}
}

// TestOpenWithOtherDrafts checks that drafts are found if they are included.
func TestOpenWithOtherDrafts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	ix, err := Open(t.Context(), Options{Dir: dir, FS: searchedFS(), Drafts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the mode of the new folder is %v, %v; want access for nobody else", info.Mode(), err)
	}
	if got := slugs(t, ix, "canary"); got != "draft" {
		t.Errorf("with drafts, a word of one finds %q", got)
	}
	if got := shownHit(t, ix, "canary", 1); !strings.Contains(got, "summary: [Canary] timeout.") {
		t.Errorf("with drafts, the excerpt of one is %q", got)
	}
}
