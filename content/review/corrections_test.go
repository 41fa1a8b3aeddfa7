package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// corrections returns what the page says of a document with these versions, oldest first: the commit and the facts.
func corrections(t *testing.T, versions ...string) (out []string) {
	t.Helper()
	a := archive{blobs: map[string]string{}}
	dir := t.TempDir()
	for range 2 { // the second run reads the cache of the first
		var list []review.Version
		for i, text := range versions {
			blob := fmt.Sprint(i)
			a.blobs[blob] = text
			v := review.Version{Commit: blob, Blob: blob, Path: "a.md"}
			if i > 0 {
				v.Before = fmt.Sprint(i - 1)
			}
			list = append([]review.Version{v}, list...)
		}
		historian := a.historian(review.OpenCache(dir, "x"))
		histories, err := historian.Histories(t.Context(), map[string][]review.Version{"a.md": list}, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := historian.Cache.Save(); err != nil {
			t.Fatal(err)
		}
		var now []string
		for _, c := range histories["a.md"].Corrections {
			now = append(now, c.Commit+": "+strings.Join(c.Facts, "; "))
		}
		if out != nil && !slices.Equal(now, out) {
			t.Errorf("the cache changes the corrections from %q to %q", out, now)
		}
		out = now
	}
	return out
}

// TestCorrections checks which changes of a completed post mortem correct it.
func TestCorrections(t *testing.T) {
	t.Parallel()
	completed := edit(t, draft, "status: draft", "status: completed\nvendor: Harbour", "## Action Items",
		"## Proximal and Root Causes\n\nThe volume was nearly full for 3 weeks, and nobody noticed the growth.\n\n### Failed Controls\n- Alarm on the disk, did not fire.\n\n## Action Items")
	for _, c := range []struct {
		what  string
		edits []string
		want  string
	}{
		{"another severity", []string{"severity: high", "severity: critical"}, "severity: high → critical"},
		{"another time, which changes figures", []string{"| | 11:00 |", "| | 11:30 |"}, "duration of the outage: 1 h → 1 h 30 min"},
		{"a row that begins no figure", []string{"| | 10:10 | Outage detected |", "| | 10:10 | Outage detected | |\n| | 10:20 | |"}, ""},
		{"a time that is no longer known", []string{"| | 10:10 | Outage detected | a user calls |\n", ""}, "time to detect: 10 min → unknown"},
		{"another vendor and service", []string{"vendor: Harbour", "vendor: Quay", "[queue]", "[queue, orders]"}, "services changed; vendor changed"},
		{"what became of a control", []string{"did not fire", "held"}, "what became of 1 control"},
		{"another cause", []string{"nearly full", "full of logs"}, "text on the causes"},
		{"another number", []string{"3 weeks", "5 weeks"}, "text on the causes"},
		{"a short word", []string{"and nobody", "but nobody"}, "text on the causes"},
		{"a typo", []string{"noticed the growth", "notised the Growth!"}, ""},
		{"emphasis and a line break", []string{"nobody noticed", "nobody\n**noticed**"}, ""},
		{"a closed action item", []string{"2026-04-01 | open", "2026-04-01 | done"}, ""},
		{"title, tags and summary", []string{"title: Queue stopped", "title: The queue stopped\ntags: [a]", "The queue stopped.", "It stopped."}, ""},
		{"a fact that is added", []string{"impact: availability", "impact: availability\ncaught_by: luck"}, ""},
		{"a reference", []string{"## Timeline", "## References\n\nThe log.\n\n## Timeline"}, ""},
	} {
		got := strings.Join(corrections(t, completed, edit(t, completed, c.edits...)), " | ")
		if want := strings.TrimSuffix("1: "+c.want, "1: "); got != want {
			t.Errorf("%s: corrected as %q, want %q", c.what, got, want)
		}
	}
}

// TestCorrectionsOfCompleted checks that a post mortem is corrected from when it was first completed, also while it is
// reviewed again.
func TestCorrectionsOfCompleted(t *testing.T) {
	t.Parallel()
	stage := func(status, severity string) string {
		return edit(t, draft, "status: draft", "status: "+status, "severity: high", "severity: "+severity)
	}
	got := corrections(t, stage("draft", "low"), stage("review", "medium"), stage("completed", "high"), stage("review", "critical"), stage("completed", "low"))
	if want := []string{"4: severity: critical → low", "3: severity: high → critical"}; !slices.Equal(got, want) {
		t.Errorf("corrected as %q, want %q", got, want)
	}
}

// TestCorrectionsOfBranches checks that corrections lead from one to the next, although versions of several branches
// follow each other in time: each is compared with its first parent.
func TestCorrectionsOfBranches(t *testing.T) {
	t.Parallel()
	version := func(severity, ends string) string {
		return edit(t, draft, "status: draft", "status: completed", "severity: high", "severity: "+severity, "11:00", ends)
	}
	a := archive{blobs: map[string]string{
		"base": version("high", "11:00"), "ours": version("low", "11:00"), "theirs": version("high", "11:30"), "more": version("high", "11:45"),
		"both": version("low", "11:45"), "late": version("medium", "11:45"),
	}}
	for _, c := range []struct{ versions, want string }{ // each with what its first parent had, newest first
		{"both<ours more<theirs ours<base theirs<base base<", "both: duration of the outage: 1 h → 1 h 45 min | ours: severity: high → low"},
		{"ours<base more<theirs theirs<base base<", "ours: severity: high → low"}, // theirs were dropped in a merge
		{"late<both both<ours more<theirs ours<base theirs<base base<", "late: severity: low → medium | both: duration of the outage: 1 h → 1 h 45 min | ours: severity: high → low"},
		{"both< <ours more<theirs ours<base base<", "ours: severity: high → low"},          // it was deleted, and came back
		{"more<theirs both<ours", "more: duration of the outage: 1 h 30 min → 1 h 45 min"}, // the history is cut off
	} {
		var list []review.Version
		for pair := range strings.FieldsSeq(c.versions) {
			blob, before, _ := strings.Cut(pair, "<")
			list = append(list, review.Version{Commit: blob, Blob: blob, Before: before, Path: "a.md"})
		}
		histories, err := a.historian(nil).Histories(t.Context(), map[string][]review.Version{"a.md": list}, false)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, correction := range histories["a.md"].Corrections {
			got = append(got, correction.Commit+": "+strings.Join(correction.Facts, "; "))
		}
		if got := strings.Join(got, " | "); got != c.want {
			t.Errorf("%s: the corrections are\n%s\nwant\n%s", c.versions, got, c.want)
		}
	}
}

// TestCorrectionsOfMany checks that a commit that changes the same words in many post mortems corrects none.
func TestCorrectionsOfMany(t *testing.T) {
	t.Parallel()
	for n, corrected := range map[int]bool{9: true, 10: false} {
		completed := edit(t, draft, "status: draft", "status: completed")
		a := archive{blobs: map[string]string{"1": completed, "2": edit(t, completed, "[queue]", "[queues]")}}
		versions := map[string][]review.Version{}
		for i := range n {
			name := fmt.Sprintf("%d.md", i)
			versions[name] = []review.Version{{Commit: "b", Blob: "2", Before: "1", Path: name}, {Commit: "a", Blob: "1", Path: name}}
		}
		histories, err := a.historian(nil).Histories(t.Context(), versions, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(histories["0.md"].Corrections) > 0; got != corrected {
			t.Errorf("a commit that changes %d post mortems corrects them: %v", n, got)
		}
	}
}

// TestRemovedAndRestored checks what the history says of a post mortem that was removed for a while.
func TestRemovedAndRestored(t *testing.T) {
	t.Parallel()
	completed := edit(t, draft, "status: draft", "status: completed")
	tombstone := "---\nremoved: 2026-05-12\nreason: It was about the same outage.\n---\n"
	if got := changes(t, completed, tombstone); !slices.Equal(got, []string{"removed"}) {
		t.Errorf("a removal is %q", got)
	}
	if got := changes(t, tombstone, completed); !slices.Equal(got, []string{"restored"}) {
		t.Errorf("a restoration is %q", got)
	}
	documents := review.Documents([]*content.PostMortem{parse(t, completed)}, nil)
	review.GiveReasons(documents, []*content.PostMortem{parse(t, tombstone)})
	if len(documents) != 1 || documents[0].Kind != review.Removed || documents[0].Reason != "It was about the same outage." {
		t.Errorf("the removal is described as %+v", documents)
	}
}
