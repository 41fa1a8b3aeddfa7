package site_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
)

// fewChanges is how many TestIncremental makes in every test run, to a small collection.
const fewChanges = 3

var changes = flag.Int("changes", fewChanges, "number of random changes of TestIncremental")

// TestIncremental makes random changes to what a site is made from, and to what was written. After each, a folder in which
// only what changed is written must have the same files as the site.
func TestIncremental(t *testing.T) {
	t.Parallel()
	seed := uint64(1)
	if *changes != fewChanges {
		seed = rand.Uint64()
	}
	w := newWorld(t, seed)
	kept := 0
	for i := range *changes {
		what := w.change()
		s := w.site(t)
		result, err := s.Write(t.Context(), w.out, site.WriteOptions{CacheDir: w.cache, Program: w.program, CacheFailed: func(err error) { t.Error(err) }})
		if err != nil {
			t.Fatal(err)
		}
		kept += result.Files - result.Rendered
		if differs := w.compare(t, s); differs != "" {
			t.Fatalf("seed %d, change %d (%s): %s", seed, i, what, differs)
		}
		if (i+1)%100 == 0 {
			t.Logf("%d changes of seed %d", i+1, seed)
		}
	}
	if kept == 0 {
		t.Error("nothing was kept")
	}
}

// compare returns how the folder differs from the site and what else belongs there, or "".
func (w *world) compare(t *testing.T, s *site.Site) string {
	t.Helper()
	want := maps.Clone(w.foreign)
	for _, name := range s.Paths() {
		var out bytes.Buffer
		if err := s.Render(&out, name); err != nil {
			t.Fatal(err)
		}
		want[name] = out.String()
	}
	folders := map[string]bool{".": true}
	for name := range want {
		for ; name != "."; name = filepath.ToSlash(filepath.Dir(name)) {
			folders[filepath.ToSlash(filepath.Dir(name))] = true
		}
	}
	var differs []string
	err := fs.WalkDir(os.DirFS(w.out), ".", func(name string, entry fs.DirEntry, err error) error {
		switch info, infoErr := entry.Info(); {
		case err != nil || infoErr != nil:
			t.Fatal(err, infoErr)
		case entry.IsDir() && !folders[name]:
			differs = append(differs, name+" is a folder of nothing")
		case entry.IsDir():
			return nil
		case info.Mode() != 0o644 && w.foreign[name] == "":
			differs = append(differs, fmt.Sprintf("%s has mode %v", name, info.Mode()))
		}
		got, err := os.ReadFile(filepath.Join(w.out, name))
		if err != nil {
			t.Fatal(err)
		}
		text, known := want[name]
		switch {
		case !known:
			differs = append(differs, name+" is not of the site")
		case text != string(got):
			differs = append(differs, name+": "+whereTheyDiffer(string(got), text))
		}
		delete(want, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range want {
		differs = append(differs, name+" is missing")
	}
	slices.Sort(differs)
	return strings.Join(differs[:min(5, len(differs))], "\n")
}

func whereTheyDiffer(got, want string) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-40):min(len(s), i+80)] }
	return fmt.Sprintf("got %q, want %q", around(got), around(want))
}
