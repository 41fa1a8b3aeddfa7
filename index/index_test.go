package index

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/collection"
)

// TestMain lets the tests run themselves as another process, and ends the Node.js
// process that they share.
func TestMain(m *testing.M) {
	if dir := os.Getenv("INDEX_TEST_PROCESS"); dir != "" {
		os.Exit(process(dir, os.Getenv("INDEX_TEST_TREE")))
	}
	debug.SetGCPercent(400) // trade memory for time
	code := m.Run()
	stopNode()
	os.Exit(code)
}

// process opens and searches an index repeatedly while changing a file of its own,
// like another command.
func process(dir, tree string) int {
	for i := range 6 {
		name := filepath.Join(tree, "content", fmt.Sprintf("p%d.md", os.Getpid()))
		if err := os.WriteFile(name, []byte(written(fmt.Sprintf("word%d process%d", i, i), "completed")), 0o600); err != nil {
			return fail(err)
		}
		ix, err := Open(context.Background(), Options{Dir: dir, FS: os.DirFS(tree)})
		if err != nil {
			return fail(err)
		}
		result, err := ix.Search(context.Background(), fmt.Sprintf("+process%d", i), SearchOptions{Limit: 100})
		if err != nil {
			return fail(err)
		}
		if !slices.ContainsFunc(result.Hits, func(h Hit) bool { return h.Path == fmt.Sprintf("content/p%d.md", os.Getpid()) }) {
			return fail(fmt.Errorf("run %d: its own file is not among %v", i, result.Hits))
		}
		if err := ix.Close(); err != nil {
			return fail(err)
		}
	}
	return 0
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

func written(text, status string) string {
	return fmt.Sprintf(`---
title: Outage
service: dns
impact: latency
severity: low
detection: other
date: 2026-01-02
status: %s
---
## Summary
%s
`, status, text)
}

func TestProcesses(t *testing.T) {
	t.Parallel()
	tree, dir := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(tree, "content"), 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		writeTree(t, tree, map[string]string{fmt.Sprintf("f%d.md", i): written(fmt.Sprintf("shared own%d", i), "completed")})
	}
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "INDEX_TEST_PROCESS="+dir, "INDEX_TEST_TREE="+tree)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	if got := slugs(t, openIndex(t, dir, os.DirFS(tree)), "own7"); got != "f7" {
		t.Errorf("got %q", got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 8 {
		t.Errorf("%d entries are left", len(entries))
	}
}

func writeTree(t *testing.T, tree string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(tree, "content", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUpdate changes a collection at random. The updated index must give the same
// answers as a new one.
func TestUpdate(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	fsys, dir := fstest.MapFS{"content/_x.md": {}}, t.TempDir()
	words := strings.Fields("dns zone timeout certificate pool retry cache lock queue disk restart deploy")
	for round := range 25 {
		for range 1 + random.IntN(4) {
			n := random.IntN(24)
			name := fmt.Sprintf("content/%d/p%d.md", n%2, n)
			if random.IntN(4) == 0 {
				delete(fsys, name)
				continue
			}
			var text []string
			for range 3 + random.IntN(30) {
				text = append(text, fmt.Sprintf("%s%d", words[random.IntN(len(words))], random.IntN(3)))
			}
			status := []string{"completed", "review", "draft"}[random.IntN(3)]
			fsys[name] = &fstest.MapFile{Data: []byte(written(strings.Join(text, " "), status))}
		}
		updated, fresh := openIndex(t, dir, fsys), openIndex(t, t.TempDir(), fsys)
		for _, query := range []string{"", "dns0", "zone1 +cache*", "lck2~1 pool*", `"dns1 zone1" retry0`, "summary:disk*", "-queue1", "loc*"} {
			got, want := all(t, updated, query), all(t, fresh, query)
			if got != want {
				t.Fatalf("round %d, %s:\n%s\nwant\n%s", round, query, got, want)
			}
		}
		_, _ = updated.Close(), fresh.Close()
	}
}

func all(t *testing.T, ix *Index, query string) string {
	result, err := ix.Search(t.Context(), query, SearchOptions{Limit: 100, Fragments: -1, Facets: true})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, hit := range result.Hits {
		fmt.Fprintf(&b, "%s %s %.12f\n", hit.Slug, hit.Path, hit.Score)
	}
	return b.String() + fmt.Sprint(result.Facets)
}

func TestOnlyChangesAreIndexed(t *testing.T) {
	tree, dir := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(tree, "content"), 0o700); err != nil {
		t.Fatal(err)
	}
	writeTree(t, tree, map[string]string{"a.md": written("apple", "completed"), "b.md": written("pear", "completed"), "README.md": "# Not one"})
	changed := func(want int) *Index {
		t.Helper()
		ix := openIndex(t, dir, os.DirFS(tree))
		if ix.Changed != want {
			t.Errorf("%d files were indexed, want %d", ix.Changed, want)
		}
		return ix
	}
	old := changed(3)
	changed(0)
	long := time.Now().Add(-time.Hour)
	for _, name := range []string{"a.md", "b.md"} { // only the time is new, as after git checkout
		if err := os.Chtimes(filepath.Join(tree, "content", name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	changed(0)
	writeTree(t, tree, map[string]string{"a.md": written("peach", "completed")}) // the same size
	if err := os.Chtimes(filepath.Join(tree, "content", "a.md"), time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := slugs(t, changed(2), "apple"); got != "" {
		t.Errorf("got %q", got)
	}
	if got := slugs(t, old, "apple"); got != "a" {
		t.Errorf("an open index has changed: %q", got)
	}
	if err := os.Remove(filepath.Join(tree, "content", "b.md")); err != nil {
		t.Fatal(err)
	}
	if got := slugs(t, changed(1), ""); got != "a" { // README.md is read again
		t.Errorf("got %q", got)
	}
	writeTree(t, tree, map[string]string{"a.md": written("peach", "draft")})
	if got := slugs(t, changed(2), ""); got != "" {
		t.Errorf("got %q", got)
	}
	ix, err := Open(t.Context(), Options{Dir: dir, FS: os.DirFS(tree), Drafts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if got := slugs(t, ix, "peach"); got != "a" {
		t.Errorf("got %q", got)
	}
}

// TestSlugs checks that two files with the same slug are found once, and that the
// other is found if one of them is removed.
func TestSlugs(t *testing.T) {
	for _, gone := range []string{"content/a/Same.md", "content/b/same.md"} {
		dir := t.TempDir()
		fsys := fstest.MapFS{"content/a/Same.md": {Data: []byte(written("apple", "completed"))}}
		_ = openIndex(t, dir, fsys).Close()
		fsys["content/b/same.md"] = &fstest.MapFile{Data: []byte(written("pear", "completed"))}
		if got := slugs(t, openIndex(t, dir, fsys), ""); got != "Same" {
			t.Errorf("got %q", got)
		}
		if ix := openIndex(t, dir, fsys); ix.Changed != 0 {
			t.Errorf("%d files were indexed again", ix.Changed)
		}
		delete(fsys, gone)
		if got := slugs(t, openIndex(t, dir, fsys), "apple pear"); !strings.EqualFold(got, "same") {
			t.Errorf("without %s: got %q", gone, got)
		}
	}
}

// TestBatches changes more post mortems than fit in a batch. The second batch has a
// single document, so it would be indexed before the first, which removes the old
// documents.
func TestBatches(t *testing.T) {
	t.Parallel()
	fsys, dir := fstest.MapFS{}, t.TempDir()
	for _, word := range []string{"apple", "pear"} {
		for i := range batchSize {
			fsys[fmt.Sprintf("content/a%d.md", i)] = &fstest.MapFile{Data: []byte(written(strings.Repeat(word+" sauce ", 100), "completed"))}
		}
		fsys["content/last.md"] = &fstest.MapFile{Data: []byte(written(word, "completed"))}
		ix := openIndex(t, dir, fsys)
		result, err := ix.Search(t.Context(), word, SearchOptions{Fragments: -1})
		if err != nil || result.Total != len(fsys) || ix.Changed != len(fsys) {
			t.Errorf("%s: %d of %d are found, %d were indexed, %v", word, result.Total, len(fsys), ix.Changed, err)
		}
		_ = ix.Close()
	}
}

// TestManyUpdatesAreMerged checks that bleve merges the segments of many updates
// with one document each, so that a search does not have to read all of them.
func TestManyUpdatesAreMerged(t *testing.T) {
	t.Parallel()
	const updates = 42
	fsys, dir := fstest.MapFS{}, t.TempDir()
	for i := range updates {
		fsys[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: []byte(written(fmt.Sprintf("common own%d", i), "completed"))}
		ix := openIndex(t, dir, fsys)
		if n, err := ix.Count(); n != i+1 || err != nil {
			t.Fatalf("%d post mortems, %v", n, err)
		}
		_ = ix.Close()
	}
	g := folder(dir).current()
	if segments, _ := filepath.Glob(filepath.Join(dir, g.dir, "index", "store", "*.zap")); len(segments) == 0 || len(segments) > updates/2 {
		t.Errorf("after %d updates there are %d segments", updates, len(segments))
	}
}

// TestDamage damages an index in every way that a disk, a crash or a curious person
// may. It must be rebuilt each time.
func TestDamage(t *testing.T) {
	t.Parallel()
	fsys := searchedFS()
	flip := func(pattern string) func(string) error {
		return func(dir string) error {
			names, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil || len(names) == 0 {
				return fmt.Errorf("%s: %d files, %w", pattern, len(names), err)
			}
			data, err := os.ReadFile(names[0])
			if err != nil {
				return err
			}
			data[len(data)/2] ^= 4
			_ = os.Chmod(names[0], 0o600)
			return os.WriteFile(names[0], data, 0o600)
		}
	}
	for name, spoil := range map[string]func(dir string) error{
		"segment": flip("gen-*/index/store/*.zap"),
		"old segment": func(dir string) error {
			states, _ := filepath.Glob(filepath.Join(dir, "gen-*/state"))
			later := time.Now().Add(time.Hour)
			return errors.Join(os.Chtimes(states[0], later, later), flip("gen-*/index/store/*.zap")(dir))
		},
		"bolt":  flip("gen-*/index/store/root.bolt"),
		"meta":  flip("gen-*/index/index_meta.json"),
		"state": flip("gen-*/state"),
		"no generation": func(dir string) error {
			names, _ := filepath.Glob(filepath.Join(dir, "gen-*"))
			return os.RemoveAll(names[0])
		},
		"truncated": func(dir string) error {
			names, _ := filepath.Glob(filepath.Join(dir, "gen-*/index/store/*.zap"))
			return os.Truncate(names[0], 10)
		},
		"current": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "current"), []byte("../../etc\n"), 0o600)
		},
		"empty":   func(dir string) error { return os.WriteFile(filepath.Join(dir, "current"), nil, 0o600) },
		"nothing": func(string) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			_ = openIndex(t, dir, fsys).Close()
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			ix := openIndex(t, dir, fsys)
			if again := ix.Changed > 0; again != (name != "nothing") {
				t.Errorf("%d files were indexed again", ix.Changed)
			}
			if got := slugs(t, ix, "timeout"); got != "clock dns-zone pool" {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestVerify checks that a file is read, and its wrong checksum found, unless it was
// certainly not written since.
func TestVerify(t *testing.T) {
	dir := t.TempDir()
	written := time.Now().Add(-time.Hour)
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "a"), []byte("abc"), 0o600), os.Chtimes(filepath.Join(dir, "a"), written, written)); err != nil {
		t.Fatal(err)
	}
	at := written.UnixNano()
	for _, c := range []struct {
		name    string
		file    indexFile
		written int64
		damaged bool
	}{
		{"not since", indexFile{"a", 3, at, 0}, at + 1, false},
		{"in the same tick", indexFile{"a", 3, at, 0}, at, true},
		{"since", indexFile{"a", 3, at - 2, 0}, at - 1, true},
		{"of another size", indexFile{"a", 4, at, 0}, at + 1, true},
		{"gone", indexFile{"b", 3, at, 0}, at + 1, true},
		{"since, and the same", indexFile{"a", 3, at - 2, crc32.Checksum([]byte("abc"), castagnoli)}, at - 1, false},
	} {
		s := &state{indexed: []indexFile{c.file}, written: c.written}
		if err := s.verify(dir); errors.Is(err, errDamaged) != c.damaged || (err != nil) != c.damaged {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

// TestOldIndex checks that an index of another version of the program, or with other
// options, is rebuilt.
func TestOldIndex(t *testing.T) {
	dir, fsys := t.TempDir(), searchedFS()
	for _, opts := range []Options{{Version: "1"}, {Version: "2"}, {Version: "2", Drafts: true}, {Version: "2", Content: collection.Options{Root: "content/postmortems"}}} {
		for again, want := range []int{len(fsys), 0} {
			opts.Dir, opts.FS = dir, fsys
			ix, err := Open(t.Context(), opts)
			if err != nil {
				t.Fatal(err)
			}
			if ix.Changed != want {
				t.Errorf("%+v, %d: %d files were indexed, want %d", opts, again, ix.Changed, want)
			}
			_ = ix.Close()
		}
	}
}

func TestStateSurvives(t *testing.T) {
	s := &state{
		stamp: "x", edited: true, indexed: []indexFile{{"a/b", 3, -8, 4}},
		files: []namedFile{{"content/a.md", fileState{5, -6, 7, 8, [16]byte{9}, "a", true}}, {}},
	}
	got, err := decodeState(s.encode())
	if err != nil || fmt.Sprint(got) != fmt.Sprint(s) {
		t.Errorf("got %v, %v", got, err)
	}
	data := s.encode()
	for i := range data {
		if _, err := decodeState(data[:i]); err == nil {
			t.Errorf("the first %d bytes are accepted as a state", i)
		}
		spoilt := slices.Clone(data)
		spoilt[i] ^= 1
		if _, err := decodeState(spoilt); err == nil {
			t.Errorf("a flipped bit in byte %d is not detected", i)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	if _, err := Open(t.Context(), Options{Dir: t.TempDir(), FS: fstest.MapFS{}}); err == nil || !strings.Contains(err.Error(), `content folder "content"`) {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Dir: file, FS: searchedFS()}); err == nil {
		t.Error("a file is accepted as a folder")
	}
}

// TestOthersReadMeanwhile searches while the index is being updated.
func TestOthersReadMeanwhile(t *testing.T) {
	t.Parallel()
	fsys, dir := searchedFS(), t.TempDir()
	ix := openIndex(t, dir, fsys)
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for range 20 {
				if _, err := ix.Search(t.Context(), "timeout certif*", SearchOptions{Facets: true}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	other := searchedFS()
	for i := range 5 {
		other["content/new.md"] = &fstest.MapFile{Data: []byte(written(fmt.Sprint("timeout ", i), "completed"))}
		_ = openIndex(t, dir, other).Close()
	}
	group.Wait()
}
