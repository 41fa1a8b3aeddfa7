package collection_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/corpus"
)

// TestLoadCached checks that unchanged documents come from the cache, and that changed ones
// are read again.
func TestLoadCached(t *testing.T) {
	dir := t.TempDir()
	if err := corpus.Write(dir, 50, 1); err != nil {
		t.Fatal(err)
	}
	fsys := os.DirFS(dir)
	later := collection.Options{Now: time.Now().Add(time.Hour)}
	c := loadFS(t, fsys, later)
	text := kept(t, c)
	resume := func(text, program string, opts collection.Options) (*collection.Collection, int) {
		t.Helper()
		next, fresh, err := collection.LoadCached(t.Context(), text, program, fsys, opts, nil)
		if err != nil {
			t.Fatal(err)
		}
		return next, fresh
	}
	next, fresh := resume(text, "test", later)
	if same(t, "nothing changed", next, c); fresh != 0 {
		t.Errorf("%d documents read again", fresh)
	}
	edited := next.PostMortems[7]
	name := filepath.Join(dir, filepath.FromSlash(edited.Path))
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(src), edited.Title, "Another title", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	next, fresh = resume(text, "test", later)
	if same(t, "one edit", next, loadFS(t, fsys, later)); fresh != 1 || next.PostMortems[7].Title != "Another title" {
		t.Errorf("%d documents read after an edit; %q", fresh, next.PostMortems[7].Title)
	}
	otherWords := config.Default().Vocabularies
	otherWords.Severity.Extend([]string{"total"}, nil)
	for what, opts := range map[string]collection.Options{
		"another zone": {Now: later.Now, Options: content.Options{Zone: time.FixedZone("X", 60)}}, "other words": {Now: later.Now, Options: content.Options{Vocabularies: otherWords}},
		"other levels": {Now: later.Now, Options: content.Options{Levels: map[string]content.Level{"timeline-order": content.Off}}},
	} {
		if _, fresh := resume(text, "test", opts); fresh != 50 {
			t.Errorf("%s: %d documents read", what, fresh)
		}
	}
	if _, fresh := resume(text, "another program", later); fresh != 50 {
		t.Errorf("another program reads %d documents", fresh)
	}
}

// TestLoadCachedDamaged damages the cache in many ways: no document of a damaged block is
// used, and all of them are read again.
func TestLoadCachedDamaged(t *testing.T) {
	dir := t.TempDir()
	for i, title := range []string{"One", "Two", "Three"} {
		writeFile(t, filepath.Join(dir, "content", fmt.Sprintf("%d.md", i)), good(title).Data)
	}
	opts := collection.Options{Now: time.Now().Add(time.Hour), Options: content.Options{Vocabularies: content.BuiltinVocabularies()}}
	c := loadFS(t, os.DirFS(dir), opts)
	text := kept(t, c)
	damaged := []string{"", "x", text + "x", strings.Repeat("\x00", 100)}
	for i := 0; i < len(text); i += 5 {
		flipped := []byte(text)
		flipped[i] ^= 0x10
		damaged = append(damaged, text[:i], string(flipped))
	}
	for i, text := range damaged {
		next, fresh, err := collection.LoadCached(t.Context(), text, "test", os.DirFS(dir), opts, nil)
		if err != nil || fresh != 3 {
			t.Fatalf("damage %d: %d documents read again, want all 3: %v", i, fresh, err)
		}
		same(t, fmt.Sprintf("damage %d", i), next, c)
	}
	if err := c.WriteCache(failing{}, "test"); err == nil {
		t.Error("a full disk goes unnoticed")
	}
}

// TestLoadCachedElsewhere checks that only contents decide which documents come from the cache: a copy of the folder, as in
// a fresh checkout, needs no parsing, and a change counts that size and times do not show.
func TestLoadCachedElsewhere(t *testing.T) {
	old := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	tree := fstest.MapFS{"content/a.md": at("One", old), "content/b/index.md": at("Two", old), "content/b/log.txt": at("x", old), "content/c.md": {Data: []byte("---\ntitle: [\n---\n")}}
	opts := collection.Options{Now: old.Add(time.Hour), Options: content.Options{Vocabularies: content.BuiltinVocabularies()}}
	text := kept(t, loadFS(t, tree, opts))
	elsewhere := fstest.MapFS{}
	for name, file := range tree {
		elsewhere[name] = &fstest.MapFile{Data: file.Data, ModTime: old.Add(time.Minute)}
	}
	for round, want := range []int{0, 1, 1} {
		switch round {
		case 1:
			elsewhere["content/a.md"] = at("Owe", old) // as long, at the same time
		case 2:
			elsewhere["content/renamed.md"] = elsewhere["content/a.md"] // whose path counts, too
			delete(elsewhere, "content/a.md")
		}
		next, fresh, err := collection.LoadCached(t.Context(), text, "test", elsewhere, opts, nil)
		if err != nil || fresh != want {
			t.Errorf("round %d: %d documents parsed, want %d: %v", round, fresh, want, err)
		}
		same(t, fmt.Sprint("round ", round), next, loadFS(t, elsewhere, opts))
	}
	opts.Wanted = func(name string, _ []byte) bool { return name == "content/a.md" }
	next, fresh, err := collection.LoadCached(t.Context(), text, "test", tree, opts, nil)
	if err != nil || fresh != 0 {
		t.Errorf("only one is wanted: %d documents parsed: %v", fresh, err)
	}
	same(t, "only one is wanted", next, loadFS(t, tree, opts))
}

func writeFile(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// BenchmarkLoadCached measures how long loading takes in a later run: by contents, as a build does, and by times, as the
// preview does.
func BenchmarkLoadCached(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		dir := b.TempDir()
		if err := corpus.Write(dir, n, 1); err != nil {
			b.Fatal(err)
		}
		opts := collection.Options{Now: time.Now().Add(time.Hour)}
		c, err := collection.Load(b.Context(), os.DirFS(dir), opts, nil)
		if err != nil {
			b.Fatal(err)
		}
		var text bytes.Buffer
		if err := c.WriteCache(&text, ""); err != nil {
			b.Fatal(err)
		}
		for _, opts.Times = range []bool{false, true} {
			b.Run(fmt.Sprintf("%d times=%v", n, opts.Times), func(b *testing.B) {
				for b.Loop() {
					if _, fresh, err := collection.LoadCached(b.Context(), text.String(), "", os.DirFS(dir), opts, nil); err != nil || fresh > 0 {
						b.Fatal(fresh, err)
					}
				}
				b.ReportMetric(float64(text.Len())/float64(n), "bytes/doc")
			})
		}
	}
}
