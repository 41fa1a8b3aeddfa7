package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// withItems returns a document with action items, each as "title | due | state | owner".
func withItems(status string, items ...string) string {
	src := "---\ntitle: Queue stopped\ndate: 2026-03-05\nstatus: " + status + "\n---\nText.\n"
	if len(items) > 0 {
		src += "\n### Action Items\n| Action Item | Due | Status | Owner |\n|---|---|---|---|\n"
	}
	for _, item := range items {
		src += "| " + item + " |\n"
	}
	return src
}

// itemsOf returns what a history says of action items, one on a line: for each step the
// number of the commit, counted from 0, the state and the due date.
func itemsOf(t *testing.T, cache *review.Cache, truncated bool, sources ...string) (got string, reads int) {
	t.Helper()
	a := archive{blobs: map[string]string{}}
	var versions []review.Version
	for i, src := range sources {
		v := review.Version{Commit: fmt.Sprint(i), Path: "a.md"}
		if src != "" { // else the commit removes the file
			v.Blob = fmt.Sprint("blob", i)
			a.blobs[v.Blob] = src
		}
		versions = append([]review.Version{v}, versions...)
	}
	histories, err := a.historian(cache).Histories(t.Context(), map[string][]review.Version{"a.md": versions}, truncated)
	if err != nil {
		t.Fatal(err)
	}
	h := histories["a.md"]
	var lines []string
	for _, item := range h.Items {
		var words []string
		for _, s := range item.Steps {
			state := s.State
			if state == "" {
				state = "gone"
			}
			word := strings.TrimSpace(h.Revisions[s.Revision].Commit + " " + state + " " + s.Due.String())
			if s.Owner != "" {
				word += " of " + s.Owner
			}
			if s.Reworded {
				word += " in other words"
			}
			words = append(words, word)
		}
		line := strings.Join(words, ", ")
		if item.Cut {
			line = "… " + line
		}
		lines = append(lines, line)
	}
	for _, i := range h.Current {
		if last := h.Items[i].Steps[len(h.Items[i].Steps)-1]; last.State == "" {
			t.Errorf("an item that was removed is among the current ones: %+v", h.Items[i])
		}
	}
	got = strings.Join(lines, "; ")
	if gone := strings.Count(got, "gone"); len(h.Current) != len(h.Items)-gone {
		t.Errorf("there are %d current items of %d, of which %d are gone", len(h.Current), len(h.Items), gone)
	}
	return got, len(a.reads)
}

// TestHistoryOfItems follows action items through commits. A second run, with the cache of
// the first, finds the same and reads nothing.
func TestHistoryOfItems(t *testing.T) {
	t.Parallel()
	const a, b = "A | 2026-04-01 | open", "B | | open"
	for _, tc := range []struct {
		what      string
		truncated bool
		versions  []string
		want      string
	}{
		{"added with the document", false, []string{withItems("draft", a, b)}, "0 open 2026-04-01; 0 open"},
		{"only the status changes", false, []string{withItems("draft", a), withItems("review", a), withItems("completed", a)}, "0 open 2026-04-01"},
		{"done", false, []string{withItems("draft", a, b), withItems("review", a, b), withItems("review", a, "B | | done")}, "0 open 2026-04-01; 0 open, 2 done"},
		{"added later", false, []string{withItems("draft"), withItems("draft", a), withItems("draft", b, a)}, "1 open 2026-04-01; 2 open"},
		{"moved", false, []string{withItems("draft", a), withItems("draft", "A | 2026-05-01 | open"), withItems("draft", "A | 2026-05-01 | done")}, "0 open 2026-04-01, 1 open 2026-05-01, 2 done 2026-05-01"},
		{"other order and words", false, []string{withItems("draft", a, b), withItems("draft", b, a), withItems("draft", b, "A | 2026-04-01 | cancelled")}, "0 open 2026-04-01, 2 cancelled 2026-04-01; 0 open"},
		{"removed", false, []string{withItems("draft", a, b), withItems("draft", b), withItems("draft", "B | | done")}, "0 open 2026-04-01, 1 gone; 0 open, 2 done"},
		{"reworded", false, []string{withItems("draft", "Watch the disk | | open"), withItems("draft", "Watch the whole disk | | open")}, "0 open, 1 open in other words"},
		{"reassigned", false, []string{withItems("draft", "A | | open | desk"), withItems("draft", "A | | open | network team"), withItems("draft", "A | | done")}, "0 open of desk, 1 open of network team, 2 done"},
		{"reopened", false, []string{withItems("draft", "A | | done"), withItems("draft", "A | | in progress")}, "0 done, 1 in progress"},
		{"cut off", true, []string{withItems("draft", a), withItems("draft", a, b)}, "… 0 open 2026-04-01; 1 open"},
		{"cut off, without a change", true, []string{withItems("draft", a)}, "… 0 open 2026-04-01"},
		{"not readable in between", false, []string{withItems("draft", a), "no post mortem", withItems("draft", "A | | done"), withItems("draft", "A | | open")}, "… 2 done, 3 open"},
		{"the file removed and added again", false, []string{withItems("draft", a), "", withItems("draft", a), withItems("draft", "A | | done")}, "2 open 2026-04-01, 3 done"},
		{"the file removed", false, []string{withItems("draft", a), ""}, ""},
		{"no items", false, []string{withItems("draft"), withItems("review")}, ""},
	} {
		dir := t.TempDir()
		cache := review.OpenCache(dir, "x")
		if got, _ := itemsOf(t, cache, tc.truncated, tc.versions...); got != tc.want {
			t.Errorf("%s: the items are %q, want %q", tc.what, got, tc.want)
		}
		if err := cache.Save(); err != nil {
			t.Fatal(err)
		}
		got, reads := itemsOf(t, review.OpenCache(dir, "x"), tc.truncated, tc.versions...)
		if limit := map[bool]int{true: 1}[tc.truncated]; got != tc.want || reads > limit {
			t.Errorf("%s: with a cache, the items are %q, and %d versions are read; want %q and none", tc.what, got, reads, tc.want)
		}
	}
}

// TestHistoryOfItemsReadsNothingMore checks that the items of the oldest version are not read
// from it if the newest, which is parsed already, has the same.
func TestHistoryOfItemsReadsNothingMore(t *testing.T) {
	t.Parallel()
	newest := withItems("draft", "A | | open")
	a := archive{}
	h := a.historian(nil)
	h.Known = func(_, blob string) (*content.PostMortem, []byte) { return parse(t, newest), []byte(newest) }
	histories, err := h.Histories(t.Context(), map[string][]review.Version{"a.md": {{Blob: "1", Path: "a.md"}}}, false)
	if err != nil {
		t.Fatal(err)
	}
	if items := histories["a.md"].Items; len(items) != 1 || len(a.reads) > 0 {
		t.Errorf("there are %d items, and %d versions are read; want 1 and 0", len(items), len(a.reads))
	}
}
