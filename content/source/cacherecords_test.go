package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// historyOf returns the history of a ref, read with a cache.
func historyOf(t *testing.T, r *gittest.Repo, ref, cache string) (*History, error) {
	t.Helper()
	s := mustCommit(t, r.Dir, ref)
	s.CacheDir = cache
	return s.History(t.Context(), ".")
}

// lose removes a loose object.
func lose(r *gittest.Repo, rev string) {
	r.T.Helper()
	id := strings.TrimSpace(r.Git("rev-parse", rev))
	if err := os.Remove(filepath.Join(r.Dir, ".git", "objects", id[:2], id[2:])); err != nil {
		r.T.Fatal(err)
	}
}

// TestCachedRecordsAreNotReadAgain checks that a history uses the cached records of its branch, and of others.
func TestCachedRecordsAreNotReadAgain(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", gittest.Text("a"))
	r.Commit("move", "a.md", "-", "b.md", gittest.Text("a", "moved"))
	r.Git("checkout", "-q", "-b", "side")
	r.Commit("aside", "b.md", gittest.Text("a", "aside"))
	r.Commit("aside too", "c.md", gittest.Text("c"))
	r.Git("checkout", "-q", "main")
	r.Commit("two", "b.md", gittest.Text("a", "two"))
	cache := t.TempDir()
	want := map[string]*History{}
	for _, ref := range []string{"side", "main"} {
		h, err := historyOf(t, r, ref, cache)
		if err != nil {
			t.Fatal(err)
		}
		want[ref] = h
	}
	for _, gone := range []string{"main~2:a.md", "main~1^{tree}", "side~1^{tree}", "main~2", "side~1"} {
		lose(r, gone)
	}
	for ref, h := range want {
		if got, err := historyOf(t, r, ref, cache); err != nil || !reflect.DeepEqual(got, h) {
			t.Errorf("the history of %s, from the cache: %v, %v; want %v", ref, got, err, h)
		}
		if _, err := historyOf(t, r, ref, ""); !errors.Is(err, git.ErrMissing) {
			t.Errorf("the history of %s, with missing objects and no cache: %v", ref, err)
		}
	}
	// Another repository does not use these records.
	r.Git("clone", "-q", "--depth=1", "file://"+r.Dir, "other")
	if h, err := historyOf(t, r.In(filepath.Join(r.Dir, "other")), "main", cache); err != nil || h.Commits != 1 || !h.Truncated {
		t.Errorf("the history of a shallow clone that shares the cache: %v, %v; want its single commit", h, err)
	}
	another := gittest.New(t)
	another.Commit("elsewhere", "a.md", "a")
	if _, err := historyOf(t, another, "main", cache); err != nil {
		t.Fatal(err)
	}
	if files, err := filepath.Glob(filepath.Join(cache, "history-*")); err != nil || len(files) != 2 {
		t.Errorf("two repositories cache their records in %q, %v; want one file each", files, err)
	}
}

// TestCacheOfCloneMadeShallow checks that a history omits cached commits that the clone no longer has.
func TestCacheOfCloneMadeShallow(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for _, subject := range []string{"one", "two", "three"} {
		r.Commit(subject, "a.md", gittest.Text("a", subject))
	}
	r.Git("clone", "-q", "file://"+r.Dir, "clone")
	clone, cache := r.In(filepath.Join(r.Dir, "clone")), t.TempDir()
	for _, test := range []struct {
		git     []string
		history string
		commits int
	}{
		{[]string{"status"}, "a.md: three, two, one", 3},
		{[]string{"fetch", "-q", "--depth=2"}, "a.md: three", 2},
		{[]string{"fetch", "-q", "--unshallow"}, "a.md: three, two, one", 3},
	} {
		clone.Git(test.git...)
		for range 2 {
			h, err := historyOf(t, clone, "main", cache)
			if err != nil || summary(h) != test.history || h.Commits != test.commits || h.Truncated != (test.commits < 3) {
				t.Errorf("after git %q the history is %v, %v; want %q of %d commits", test.git, h, err, test.history, test.commits)
			}
		}
	}
}

// TestCacheIsWrittenOnlyWhenNeeded checks that a cache file is not rewritten if there is nothing to add.
func TestCacheIsWrittenOnlyWhenNeeded(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", gittest.Text("a"))
	r.Commit("two", "a.md", gittest.Text("a", "two"))
	cache := t.TempDir()
	var was fs.FileInfo
	for _, test := range []struct {
		what    string
		edit    func()
		written bool
	}{
		{"the first history", func() {}, true},
		{"the same history again", func() {}, false},
		{"another commit", func() { r.Commit("three", "a.md", gittest.Text("a", "three")) }, true},
		{"a rename", func() { r.Commit("move", "a.md", "-", "b.md", gittest.Text("a", "three")) }, true},
		{"the same again", func() {}, false},
		{"an older commit", func() { r.Git("checkout", "-q", "--detach", "HEAD~2") }, false},
	} {
		test.edit()
		if _, err := historyOf(t, r, "HEAD", cache); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(cache, "*"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		now, err := os.Stat(files[0])
		if err != nil {
			t.Fatal(err)
		}
		if written := was == nil || !os.SameFile(was, now); written != test.written {
			t.Errorf("after %s the cache is written: %v, want %v", test.what, written, test.written)
		}
		was = now
	}
}

// TestCacheOfRenames checks that the cache stores renames that are only searched for in a later run, when their files
// are requested.
func TestCacheOfRenames(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "old/a.md", gittest.Text("a"), "other/b.md", gittest.Text("b"))
	r.Commit("move", "old/a.md", "-", "new/a.md", gittest.Text("a", "moved"))
	cache := t.TempDir()
	ask := func(under, want string) {
		t.Helper()
		s := mustCommit(t, r.Dir, "main")
		s.CacheDir = cache
		if h, err := s.History(t.Context(), under); err != nil || summary(h) != want {
			t.Errorf("the history of %s is %v, %v; want %q", under, h, err, want)
		}
	}
	ask("other", "other/b.md: one")
	ask("new", "new/a.md: move, one")
	lose(r, "main~1:old/a.md")
	ask("new", "new/a.md: move, one")
}

// TestUnwritableCache checks that a failure to write the cache is reported, and that the history is complete.
func TestUnwritableCache(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustTree(t, r.Dir)
	s.CacheDir = filepath.Join(file, "below a file")
	for _, heard := range []*[]error{nil, {}} {
		if heard != nil {
			s.CacheFailed = func(err error) { *heard = append(*heard, err) }
		}
		h, err := s.History(t.Context(), ".")
		if err != nil || summary(h) != "a.md: one" {
			t.Errorf("history %v, %v", h, err)
		}
		people, err := s.People(t.Context())
		if err != nil || len(people) != 2 {
			t.Errorf("people %v, %v", people, err)
		}
		if heard != nil && (len(*heard) != 2 || !strings.Contains((*heard)[0].Error(), file)) {
			t.Errorf("reported errors: %v; want one for the history and one for the people, with the path of the cache", *heard)
		}
	}
	other, err := s.At("HEAD")
	if err != nil || other.CacheDir != s.CacheDir || other.CacheFailed == nil {
		t.Errorf("another commit of the repository has the cache %q, %v; want the same cache", other.CacheDir, err)
	}
}

// TestCacheRoundTrip checks that a history read from the cache is the same, including names and time zones, merges and
// their renames, co-authors, and deleted files.
func TestCacheRoundTrip(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one\n\nCo-authored-by: Bo <bo@example.org>", "a.md", gittest.Text("a"), "b.md", gittest.Text("b"), "c.md", gittest.Text("c"))
	r.Git("checkout", "-q", "-b", "side")
	r.Commit("aside", "a.md", "-", "dir/a.md", gittest.Text("a"))
	r.Commit("edit", "b.md", gittest.Text("b", "aside"))
	r.Git("checkout", "-q", "main")
	r.Commit("gone", "c.md", "-")
	r.Commit("main", "b.md", gittest.Text("b", "main"))
	_, _ = r.Try("", "merge", "-q", "--no-commit", "side")
	r.Commit("merge", "b.md", gittest.Text("b", "both"), "new.md", gittest.Text("new"))
	r.Commit("back", "c.md", gittest.Text("c"))
	cache := t.TempDir()
	want, err := historyOf(t, r, "main", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := summary(want); got != "b.md: merge, main, edit, one; c.md: back, gone, one; dir/a.md: aside, one; new.md: merge" {
		t.Fatalf("history %q", got)
	}
	for range 3 {
		got, err := historyOf(t, r, "main", cache)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("with a cache the history is\n%+v, %v, want\n%+v", got, err, want)
		}
	}
	if zone := want.Files["new.md"][0].Time.Format("-0700"); zone != "+0100" {
		t.Errorf("a commit's time is in the time zone %s, want the committer's, +0100", zone)
	}
	if !slices.Contains(want.People, git.Person{Name: "Bo", Email: "bo@example.org"}) || want.Commits != 7 || want.Truncated {
		t.Errorf("the history has the people %v, %d commits, truncated %v", want.People, want.Commits, want.Truncated)
	}
}
