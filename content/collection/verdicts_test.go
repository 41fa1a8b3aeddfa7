package collection_test

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/collection"
)

// TestVerdicts loads verdicts, which are no post mortem, and reloads them after they, or the post mortems, have changed.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	const name = "content/_recurrences.yaml"
	fsys := fstest.MapFS{
		"content/a.md": good("A", "id: PM-1"), "content/b.md": good("B"),
		name: {Data: []byte("- {pair: [pm-1, b], verdict: same, why: x, by: r}\n")},
	}
	c := loadFS(t, fsys, collection.Options{})
	if len(c.Problems) > 0 || len(c.PostMortems) != 2 || len(c.Verdicts) != 1 || c.Judged != name {
		t.Fatalf("got %v, %v, %v", c.Problems, c.Verdicts, c.Judged)
	}
	if p := c.Published(false); len(p.Verdicts) != 1 || p.Judged != name {
		t.Errorf("published are %v", p.Verdicts)
	}
	if got := c.Citing(c.Find("b")[0]); !slices.Equal(got, []string{name}) {
		t.Errorf("%v cites b", got)
	}
	delete(fsys, "content/b.md")
	next, err := c.Reload(t.Context(), fsys, time.Time{}, []string{"content/b.md"})
	if err != nil {
		t.Fatal(err)
	}
	if len(next.Problems) != 1 || next.Problems[0].String() != name+`:1:17: warning: there is no post mortem "b" [recurrence-verdict]` {
		t.Errorf("got %v", next.Problems)
	}
	delete(fsys, name)
	if next, err = next.Reload(t.Context(), fsys, time.Time{}, nil); err != nil || len(next.Problems)+len(next.Verdicts) > 0 || next.Judged != "" {
		t.Errorf("got %v, %v, %v, %v", err, next.Problems, next.Verdicts, next.Judged)
	}
}

// TestLargeVerdicts refuses a file that is too large.
func TestLargeVerdicts(t *testing.T) {
	t.Parallel()
	c := loadFS(t, fstest.MapFS{"content/a.md": good("A"), "content/_recurrences.yaml": {Data: make([]byte, 1<<20+1)}}, collection.Options{})
	if len(c.Problems) != 1 || c.Problems[0].Message != "the file is larger than 1024 KiB" {
		t.Errorf("got %v", c.Problems)
	}
}
