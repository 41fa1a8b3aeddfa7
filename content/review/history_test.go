package review_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// An archive holds old versions by blob and records which ones are read.
type archive struct {
	blobs map[string]string
	mu    sync.Mutex // documents are read in parallel
	reads []string
}

func (a *archive) historian(cache *review.Cache) *review.Historian {
	return &review.Historian{
		Read: func(blob string) ([]byte, error) {
			a.mu.Lock()
			a.reads = append(a.reads, blob)
			a.mu.Unlock()
			if src, ok := a.blobs[blob]; ok {
				return []byte(src), nil
			}
			return nil, errors.New("no such blob")
		},
		Known: func(string, string) (*content.PostMortem, []byte) { return nil, nil },
		Cache: cache,
	}
}

// changes returns the changes from one version to the next, as a history shows them.
func changes(t *testing.T, before, after string) []string {
	t.Helper()
	a := archive{blobs: map[string]string{"1": before, "2": after}}
	versions := []review.Version{{Commit: "b", Blob: "2", Path: "a.md"}, {Commit: "a", Blob: "1", Path: "a.md"}}
	histories, err := a.historian(nil).Histories(t.Context(), map[string][]review.Version{"a.md": versions}, false)
	if err != nil {
		t.Fatal(err)
	}
	return histories["a.md"].Revisions[0].Changes
}

// TestHistoryShowsConsequences checks that a change of the front matter that affects the
// times of the body is shown with its consequences, and any other change alone.
func TestHistoryShowsConsequences(t *testing.T) {
	t.Parallel()
	undated := edit(t, draft, "| 2026-03-05 | 10:00 |", "| | 10:00 |")
	unclear := edit(t, draft, "| | 11:00 | Outage ends | restarted |\n", "", "| 2026-03-05 | 10:00 | Outage begins | the queue stops |\n", "")
	inTable := edit(t, draft, "status: draft\n", "", "The queue stopped.", "The queue stopped.\n\n| Metadata | Information |\n|---|---|\n| Post Mortem Status | Draft |")
	for _, tc := range []struct {
		what, before string
		edits        []string
		want         []string
	}{
		{"the severity", draft, []string{"severity: high", "severity: low"}, []string{"severity: high → low"}},
		{"the date", draft, []string{"date: 2026-03-05", "date: 2026-03-06"}, []string{"date: 2026-03-05 → 2026-03-06"}},
		{"the date of an undated timeline", undated, []string{"date: 2026-03-05", "date: 2026-03-06"}, []string{"date: 2026-03-05 → 2026-03-06", "timeline: 3 entries changed"}},
		{"the time zone", draft, []string{"status: draft", "timezone: America/Halifax\nstatus: draft"}, []string{"time zone: UTC → America/Halifax", "timeline: 3 entries changed"}},
		{"a stated duration that the timeline overrides", draft, []string{"status: draft", "duration: 2h\nstatus: draft"}, []string{"stated duration: none → 2 h"}},
		{"a stated duration where the timeline has none", unclear, []string{"status: draft", "duration: 2h\nstatus: draft"}, []string{"duration of the outage: unknown → 2 h"}},
		{"a different stated duration", edit(t, unclear, "status: draft", "duration: 1h\nstatus: draft"), []string{"duration: 1h", "duration: 2h"}, []string{"duration of the outage: 1 h → 2 h"}},
		{"a different stated duration that the timeline overrides", edit(t, draft, "status: draft", "duration: 1h\nstatus: draft"), []string{"duration: 1h", "duration: 2h"}, []string{"stated duration: 1 h → 2 h"}},
		{"keys that the format does not define", edit(t, draft, "status: draft", "weather: fog\nstatus: draft"), []string{"weather: fog", "wind: 7\nweather: rain"}, []string{"2 other keys changed"}},
		{"a status that the body already states", inTable, []string{"severity: high", "severity: high\nstatus: draft"}, []string{"text edited"}},
		{"a key of a document whose body states the status", inTable, []string{"severity: high", "severity: low"}, []string{"severity: high → low"}},
		{"front matter and body", draft, []string{"severity: high", "severity: low", "2026-04-01 | open", "2026-04-01 | done"}, []string{"severity: high → low", "1 action item closed"}},
		{"the title", draft, []string{"Queue stopped", "Robin stopped the queue"}, []string{"title changed"}},
		{"the text", draft, []string{"The queue stopped.", "The queue stood."}, []string{"text edited"}},
		{"a comment", draft, []string{"The queue stopped.", "The queue stopped.<!-- Really? -->"}, []string{"notes for authors edited"}},
		{"a comment and the text", draft, []string{"The queue stopped.", "The queue stood.<!-- Really? -->"}, []string{"text edited"}},
		{"a comment in the front matter", draft, []string{"severity: high", "severity: high # really?"}, []string{"notes for authors edited"}},
	} {
		if got := changes(t, tc.before, edit(t, tc.before, tc.edits...)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: the history shows %q, want %q", tc.what, got, tc.want)
		}
	}
}

// TestHistoryOfStatus reads the status from the front matter or from a table.
func TestHistoryOfStatus(t *testing.T) {
	t.Parallel()
	inTable := edit(t, draft, "status: draft\n", "", "The queue stopped.", "The queue stopped.\n\n| Metadata | Information |\n|---|---|\n| Post Mortem Status | Completed |")
	a := archive{blobs: map[string]string{"1": draft, "2": inTable, "3": "not a post mortem"}}
	versions := []review.Version{
		{Commit: "e", Blob: "2", Path: "a.md"},
		{Commit: "d", Blob: "", Path: "a.md"},
		{Commit: "c", Blob: "3", Path: "a.md"},
		{Commit: "b", Blob: "2", Path: "a.md"},
		{Commit: "a", Blob: "1", Path: "a.md"},
	}
	histories, err := a.historian(nil).Histories(t.Context(), map[string][]review.Version{"a.md": versions}, true)
	if err != nil {
		t.Fatal(err)
	}
	h := histories["a.md"]
	var got []string
	for _, r := range h.Revisions {
		got = append(got, fmt.Sprintf("%s %q %q %q", r.Commit, r.Status, r.Changes, r.Role))
	}
	want := []string{
		`e "completed" ["added as completed"] ""`, `d "" ["removed"] ""`, `c "" ["text edited"] ""`,
		`b "completed" ["status: draft → completed"] ""`, `a "draft" [] ""`,
	}
	if !slices.Equal(got, want) || !h.Truncated {
		t.Errorf("a truncated history shows\n%q, want\n%q", got, want)
	}
}

// TestHistoryReadsLittle checks that a version is not read if it is known or was read for
// the step before.
func TestHistoryReadsLittle(t *testing.T) {
	t.Parallel()
	a := archive{blobs: map[string]string{"1": draft, "2": edit(t, draft, "draft", "review")}}
	versions := []review.Version{{Blob: "3", Path: "c.md", Renamed: true}, {Blob: "2", Path: "b.md", Renamed: true}, {Blob: "2", Path: "a.md"}, {Blob: "1", Path: "a.md"}}
	h := a.historian(nil)
	newest := edit(t, draft, "draft", "completed")
	h.Known = func(path, blob string) (*content.PostMortem, []byte) {
		if path != "now.md" {
			t.Errorf("Known was called for %q, want the current path", path)
		}
		if blob != "3" {
			return nil, nil
		}
		return parse(t, newest), []byte(newest)
	}
	histories, err := h.Histories(t.Context(), map[string][]review.Version{"now.md": versions}, false)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range histories["now.md"].Revisions {
		got = append(got, r.Status+" "+strings.Join(r.Changes, ", "))
	}
	if want := []string{"completed file renamed, status: review → completed", "review file renamed", "review status: draft → review", "draft added as draft"}; !slices.Equal(got, want) {
		t.Errorf("the history is %q, want %q", got, want)
	}
	if !slices.Equal(a.reads, []string{"1", "2"}) {
		t.Errorf("the versions %q were read, want each unknown one once, oldest first", a.reads)
	}
}

// TestHistoriesFail checks that a cancelled run and an unreadable version return an error
// and no histories.
func TestHistoriesFail(t *testing.T) {
	t.Parallel()
	a := archive{blobs: map[string]string{"1": draft}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	versions := map[string][]review.Version{"a.md": {{Blob: "1", Path: "a.md"}}}
	if got, err := a.historian(nil).Histories(ctx, versions, false); !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("a cancelled run returned %v and %v", got, err)
	}
	for what, list := range map[string][]review.Version{
		"the newest":   {{Blob: "2", Path: "a.md"}, {Blob: "1", Path: "a.md"}},
		"the oldest":   {{Blob: "1", Path: "a.md"}, {Blob: "2", Path: "a.md"}},
		"a rename's":   {{Blob: "2", Path: "b.md", Renamed: true}, {Blob: "2", Path: "a.md"}},
		"the only one": {{Blob: "2", Path: "a.md"}},
	} {
		_, err := a.historian(nil).Histories(t.Context(), map[string][]review.Version{"a.md": list}, false)
		if err == nil || !strings.Contains(err.Error(), `read an old version of "a.md": no such blob`) {
			t.Errorf("%s cannot be read: the error is %v", what, err)
		}
	}
	if got, err := a.historian(nil).Histories(t.Context(), nil, false); err != nil || got == nil || len(got) > 0 {
		t.Errorf("the histories of no documents are %v, %v", got, err)
	}
}

// cachedRun computes the history of two versions with a cache, saves the cache and returns
// the number of versions read.
func cachedRun(t *testing.T, dir, name string) int {
	t.Helper()
	a := archive{blobs: map[string]string{"1": draft, "2": edit(t, draft, "draft", "review")}}
	cache := review.OpenCache(dir, name)
	versions := map[string][]review.Version{"a.md": {{Blob: "2", Path: "a.md"}, {Blob: "1", Path: "a.md"}}}
	histories, err := a.historian(cache).Histories(t.Context(), versions, false)
	if err != nil {
		t.Fatal(err)
	}
	h := histories["a.md"]
	if got := fmt.Sprint(h.Revisions[0].Status, h.Revisions[0].Changes, h.Revisions[1].Status, h.Revisions[1].Changes); got != "review[status: draft → review]draft[added as draft]" {
		t.Errorf("with the cache, the history shows %s", got)
	}
	if err := cache.Save(); err != nil {
		t.Fatal(err)
	}
	return len(a.reads)
}

// TestCacheOutlivesARun checks that a second run reads nothing, that repositories do not
// share a cache, and that a damaged file or one in another format is ignored.
func TestCacheOutlivesARun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "cache")
	if first, second := cachedRun(t, dir, "x"), cachedRun(t, dir, "x"); first != 2 || second != 0 {
		t.Errorf("the first run read %d versions and the second %d, want 2 and 0", first, second)
	}
	if n := cachedRun(t, dir, "y"); n != 2 {
		t.Errorf("another repository read %d versions, want 2: it shares the cache", n)
	}
	dir = t.TempDir()
	cachedRun(t, dir, "x")
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the cache folder contains %q, want one file and no temporary files", files)
	}
	good, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	changed := slices.Clone(good)
	changed[len("pmsite changes 7\n")+3] ^= 1
	for what, data := range map[string][]byte{
		"of a later format": sealed(strings.Replace(string(good[:len(good)-sha256.Size]), "changes 7", "changes 8", 1)), "empty": nil, "too short": good[:20], "cut off": good[:len(good)-1], "changed": changed, "of another format": []byte(strings.Repeat("other\n", 20)),
	} {
		if err := os.WriteFile(files[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		if n := cachedRun(t, dir, "x"); n != 2 {
			t.Errorf("%d versions came from a cache file that is %s, want 0", 2-n, what)
		}
		if n := cachedRun(t, dir, "x"); n != 0 {
			t.Errorf("a cache file that was %s was not rewritten", what)
		}
	}
}

// sealed returns a cache file with the given lines and their checksum.
func sealed(lines string) []byte {
	sum := sha256.Sum256([]byte(lines))
	return append([]byte(lines), sum[:]...)
}

// TestCacheOfOddWords checks that a status that contains a tab or a line break, which a
// site may define, is the same in the second run as in the first.
func TestCacheOfOddWords(t *testing.T) {
	t.Parallel()
	for _, odd := range []string{"in\treview", "in\nreview", "in\rreview"} {
		dir := t.TempDir()
		for run := range 2 {
			a := archive{blobs: map[string]string{"1": draft, "2": edit(t, draft, "status: draft", "status: in review")}}
			h := a.historian(review.OpenCache(dir, "x"))
			h.Options.Vocabularies = content.BuiltinVocabularies()
			h.Options.Vocabularies.Status = content.NewVocabulary("status", []string{"draft", odd}, map[string]string{"in review": odd})
			histories, err := h.Histories(t.Context(), map[string][]review.Version{"a.md": {{Blob: "2", Path: "a.md"}, {Blob: "1", Path: "a.md"}}}, false)
			if err != nil {
				t.Fatal(err)
			}
			if got := histories["a.md"].Revisions[0]; got.Status != odd || !slices.Equal(got.Changes, []string{"status: draft → " + odd}) {
				t.Errorf("run %d shows the status %q as %q, %q", run+1, odd, got.Status, got.Changes)
			}
			if err := h.Cache.Save(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestCacheIsWrittenWhenNeeded checks that a run without new results writes nothing, and
// that an unwritable folder is an error.
func TestCacheIsWrittenWhenNeeded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := review.OpenCache(dir, "x").Save(); err != nil {
		t.Error(err)
	}
	if files, _ := os.ReadDir(dir); len(files) > 0 {
		t.Errorf("an empty cache was written: %v", files)
	}
	var none *review.Cache
	if err := none.Save(); err != nil {
		t.Errorf("saving a nil cache failed: %v", err)
	}
	cachedRun(t, dir, "x")
	file := func() os.FileInfo {
		files, err := os.ReadDir(dir)
		if err != nil || len(files) != 1 {
			t.Fatalf("the cache folder contains %v, %v", files, err)
		}
		info, err := files[0].Info()
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	before := file()
	cachedRun(t, dir, "x")
	if !os.SameFile(before, file()) {
		t.Error("a run without new results rewrote the cache")
	}
	blocked := filepath.Join(dir, "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := archive{blobs: map[string]string{"1": draft}}
	cache := review.OpenCache(filepath.Join(blocked, "below"), "x")
	if _, err := a.historian(cache).Histories(t.Context(), map[string][]review.Version{"a.md": {{Blob: "1", Path: "a.md"}}}, false); err != nil {
		t.Fatal(err)
	}
	if err := cache.Save(); err == nil {
		t.Error("no error for a cache folder that cannot be created")
	}
}

// TestWordsOfAHistory checks that changes are described by vocabulary values, dates,
// figures and numbers of items, and changes of text alone as "text edited".
func TestWordsOfAHistory(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		changes []review.Change
		want    []string
	}{
		{nil, []string{"text edited"}},
		{[]review.Change{{Kind: review.Text, To: "Secret"}}, []string{"text edited"}},
		{[]review.Change{{Kind: review.Added, To: "draft"}}, []string{"added as draft"}},
		{[]review.Change{{Kind: review.Removed}}, []string{"removed"}},
		{[]review.Change{{Kind: review.Figure, Name: "duration of the outage", From: "1 h", To: "2 h"}, {Kind: review.Figure, Name: "tail", From: "1 h", To: "2 h"}}, []string{"duration of the outage: 1 h → 2 h"}},
		{[]review.Change{{Kind: review.Figure, Name: "tail", From: "1 h", To: "2 h"}}, []string{"text edited"}},
		{[]review.Change{{Kind: review.Field, Name: "vendor", From: "A", To: "B", Free: true}, {Kind: review.Field, Name: "date", From: "1", To: "2"}}, []string{"vendor changed", "date: 1 → 2"}},
		{[]review.Change{{Kind: review.Timeline, To: "1 entry added", Note: "Outage begins"}, {Kind: review.Text, To: "Secret"}}, []string{"timeline: 1 entry added"}},
		{
			[]review.Change{
				{Kind: review.ActionChanged, Item: "a"},
				{Kind: review.ActionRemoved, Item: "a"},
				{Kind: review.ActionReopened, Item: "a"},
				{Kind: review.ActionClosed, Item: "a"},
				{Kind: review.ActionAdded, Item: "a"},
				{Kind: review.ActionAdded, Item: "b"},
				{Kind: review.ActionChanged, Item: "b"},
			},
			[]string{"2 action items added", "1 action item closed", "1 action item reopened", "1 action item removed", "2 action items changed"},
		},
	} {
		if got := review.Describe(tc.changes); !slices.Equal(got, tc.want) {
			t.Errorf("the words for %v are %q, want %q", tc.changes, got, tc.want)
		}
	}
}
