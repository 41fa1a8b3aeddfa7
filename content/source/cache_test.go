package source

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

func TestCache(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	importRandom(r, 1, 60, 3, false)
	r.Git("reset", "-q", "--hard")
	r.Commit("move", "moved.md", gittest.Text("x"))
	r.Commit("edit", "moved.md", "-", "again.md", gittest.Text("x", "edited"))
	dir := filepath.Join(t.TempDir(), "made", "when needed")
	history := func(ref string) *History {
		t.Helper()
		s := mustCommit(t, r.Dir, ref)
		s.CacheDir = dir
		h, err := s.History(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	older := history("main~20")
	want := history("main")
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	good, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	damage := map[string][]byte{
		"good": good, "empty": {}, "short": good[:len(good)/2], "foreign": []byte("something else"),
		"no commits": seal(nil), "flipped": append(append([]byte{}, good[:100]...), append([]byte{good[100] ^ 1}, good[101:]...)...),
	}
	for name, data := range damage {
		if err := os.WriteFile(files[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := history("main"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the history differs", name)
		}
		now, err := os.ReadFile(files[0])
		if err != nil || len(now) != len(good) {
			t.Errorf("%s: the cache has %d bytes, want %d; %v", name, len(now), len(good), err)
		}
	}
	if got := history("main~20"); !reflect.DeepEqual(got, older) {
		t.Error("the history of an older commit differs")
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("left behind: %v, %v", list, err)
	}
}

// TestCacheOfShallowClone deepens a clone, and checks that the commits that were missing are now known.
func TestCacheOfShallowClone(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for _, subject := range []string{"one", "two", "three"} {
		r.Commit(subject, "a.md", gittest.Text("a", subject))
	}
	r.Git("clone", "-q", "--depth=2", "file://"+r.Dir, "clone")
	clone, dir := r.In(filepath.Join(r.Dir, "clone")), t.TempDir()
	for _, want := range []string{"a.md: three", "a.md: three, two, one"} {
		s := mustTree(t, clone.Dir)
		s.CacheDir = dir
		h, err := s.History(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		if got := summary(h); got != want || h.Truncated != (want == "a.md: three") {
			t.Errorf("history %q, want %q", got, want)
		}
		if _, known := h.Created("a.md"); known == h.Truncated {
			t.Errorf("creation time known: %v", known)
		}
		if h.Truncated {
			clone.Git("fetch", "-q", "--unshallow")
		}
	}
}

func FuzzDecodeRecords(f *testing.F) {
	r := gittest.New(f)
	importRandom(r, 2, 20, 1, true)
	s := mustCommit(f, r.Dir, "main")
	s.CacheDir = f.TempDir()
	if _, err := s.History(f.Context(), "."); err != nil {
		f.Fatal(err)
	}
	c := openCache(s.CacheDir, s.place)
	f.Add(encodeRecords(nil, slices.Collect(maps.Values(c.records))))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		records := decodeRecords(string(data))
		again := decodeRecords(string(encodeRecords(nil, slices.Collect(maps.Values(records)))))
		if len(records) != len(again) || len(records) > 0 && !reflect.DeepEqual(records, again) {
			t.Error("records differ after encoding and decoding")
		}
	})
}
