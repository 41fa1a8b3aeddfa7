package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// TestAgreements checks who counts as having agreed: not those who wrote it themselves, each once a commit, and with their
// role alone.
func TestAgreements(t *testing.T) {
	t.Parallel()
	a := archive{blobs: map[string]string{
		"draft": draft, "review": edit(t, draft, "status: draft", "status: review"), "completed": edit(t, draft, "status: draft", "status: completed"),
		"later": edit(t, draft, "status: draft", "status: completed", "high", "low"),
	}}
	by := func(how content.How, who ...string) (out []review.Consent) {
		for _, address := range who {
			out = append(out, review.Consent{How: how, Address: address})
		}
		return out
	}
	start := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	merge := &review.Merge{Commit: "m", Time: start.AddDate(0, 0, 9), Consents: slices.Concat(by(content.ApprovedBy, "grace"), by(content.MergedBy, "grace"))}
	own := &review.Merge{Commit: "own", Time: start.AddDate(0, 0, 9), Consents: by(content.MergedBy, "Ada")}
	for _, c := range []struct {
		what      string
		versions  []review.Version // newest first
		truncated bool
		want      string
	}{
		{
			"trailers",
			[]review.Version{{Blob: "review", Author: "ada", Consents: by(content.ReviewedBy, "grace", "ADA", "nobody", "", "grace")}, {Blob: "draft", Author: "ada"}},
			false,
			"0 reviewed platform team, 0 reviewed someone, 0 reviewed someone",
		},
		{"a merge of two versions", []review.Version{{Blob: "review", Author: "ada", Merge: merge}, {Blob: "draft", Author: "ada", Merge: merge}}, false, "0 approved platform team"},
		{"their own merge", []review.Version{{Blob: "review", Author: "grace", Merge: own}, {Blob: "draft", Author: "ada", Merge: own}}, false, ""},
		{"their own merge of what others wrote", []review.Version{{Blob: "review", Author: "grace", Merge: own}, {Blob: "draft", Author: "ada"}}, false, "0 merged on-call engineer"},
		{"completed by another", []review.Version{{Blob: "later", Author: "grace"}, {Blob: "completed", Author: "grace"}, {Blob: "review", Author: "ada"}}, false, "1 completed platform team"},
		{"completed by an author", []review.Version{{Blob: "completed", Author: "grace"}, {Blob: "review", Author: "ada"}, {Blob: "draft", Author: "grace"}}, false, ""},
		{"added as completed", []review.Version{{Blob: "completed", Author: "grace"}}, false, ""},
		{"completed, in a history that is cut off", []review.Version{{Blob: "completed", Author: "grace"}, {Blob: "review", Author: "ada"}}, true, ""},
	} {
		for i := range c.versions {
			v := &c.versions[i]
			v.Commit, v.Path, v.Time = fmt.Sprint(i), "a.md", start.AddDate(0, 0, -i)
			if i+1 < len(c.versions) {
				v.Before = c.versions[i+1].Blob
			}
		}
		h := a.historian(nil)
		h.Role = func(address string) string {
			return map[string]string{"ada": "on-call engineer", "grace": "platform team"}[strings.ToLower(address)]
		}
		histories, err := h.Histories(t.Context(), map[string][]review.Version{"a.md": c.versions}, c.truncated)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range histories["a.md"].Agreements {
			if a.Role == "" {
				a.Role = "someone"
			}
			got = append(got, fmt.Sprintf("%d %s %s", a.Revision, a.How, a.Role))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: agreed %q, want %q", c.what, got, c.want)
		}
	}
}

// TestRatings checks the severities of a document with their days: along first parents, and without a beginning if the
// history is cut off.
func TestRatings(t *testing.T) {
	t.Parallel()
	a := archive{blobs: map[string]string{"none": edit(t, draft, "severity: high\n", ""), "broken": "---\ntitle: [\n---\n"}}
	for _, severity := range []string{"low", "medium", "high"} {
		a.blobs[severity] = edit(t, draft, "severity: high", "severity: "+severity)
		a.blobs[severity+"+"] = edit(t, draft, "severity: high", "severity: "+severity, "stopped", "stops")
	}
	for _, c := range []struct {
		versions  string // oldest first, a day apart; those after a slash are on a branch, which leads nowhere
		truncated bool
		want      string
	}{
		{"low low+ high", false, "low since 2026-05-01 2, high since 2026-05-03 0"},
		{"none low broken low+ high low", false, "low since 2026-05-02 3, high since 2026-05-05 1, low since 2026-05-06 0"},
		{"low medium/ high", false, "low since 2026-05-01 2, high since 2026-05-03 0"},
		{"low high high+", true, "low since  0, high since 2026-05-02 0"},
		{"low low+", false, ""},
	} {
		var list []review.Version
		main := ""
		for i, blob := range strings.Fields(c.versions) {
			blob, side := strings.CutSuffix(blob, "/")
			v := review.Version{Commit: fmt.Sprint(i), Blob: blob, Before: main, Path: "a.md", Time: time.Date(2026, 5, 1+i, 12, 0, 0, 0, time.UTC)}
			if !side {
				main = blob
			}
			list = append([]review.Version{v}, list...)
		}
		histories, err := a.historian(nil).Histories(t.Context(), map[string][]review.Version{"a.md": list}, c.truncated)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range histories["a.md"].Rated() {
			got = append(got, fmt.Sprintf("%s since %s %d", r.Severity, r.Since, r.Days))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: rated %q, want %q", c.versions, got, c.want)
		}
	}
}
