package content

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestPublications checks when a document was published and last changed, by its revisions, oldest first: each is a day
// in May, a status and what changed.
func TestPublications(t *testing.T) {
	for _, test := range []struct {
		name, revisions string
		truncated       bool
		drafts          bool
		want            string // published, updated
	}{
		{"one commit", "2 completed added", false, false, "2 2"},
		{"a draft at first", "2 draft added, 4 review status", false, false, "4 4"},
		{"a draft at first, where drafts are shown", "2 draft added, 4 review status", false, true, "2 4"},
		{"edited while a draft and later", "2 draft added, 3 draft text, 4 review status, 9 completed text", false, false, "4 9"},
		{"a change that shows nowhere", "2 review added, 9 review -", false, false, "2 2"},
		{"notes edited", "2 review added, 9 review notes for authors edited", false, false, "2 2"},
		{"notes edited and moved", "2 review added, 9 review file renamed+notes for authors edited", false, false, "2 2"},
		{"moved", "2 review added, 9 review file renamed", false, false, "2 2"},
		{"moved and edited", "2 review added, 9 review file renamed+text", false, false, "2 9"},
		{"hidden and shown again", "2 review added, 3 draft status, 5 review status", false, false, "2 5"},
		{"removed and added again", "2 review added, 3 - removed, 5 review added", false, false, "2 5"},
		{"a shallow clone with one commit", "2 review -", true, false, "- -"},
		{"a shallow clone", "2 review -, 4 review text", true, false, "- 4"},
		{"a shallow clone of a draft", "2 draft -, 4 review status", true, false, "4 4"},
		{"no commit", "", false, false, "- -"},
	} {
		pm := &PostMortem{History: &History{Truncated: test.truncated}}
		for text := range strings.SplitSeq(test.revisions, ", ") {
			if f := strings.SplitN(text, " ", 3); len(f) == 3 {
				r := revisionOn(f[0])
				r.Status, r.Changes = strings.Trim(f[1], "-"), strings.FieldsFunc(f[2], func(c rune) bool { return c == '+' || c == '-' })
				pm.History.Revisions = append([]Revision{r}, pm.History.Revisions...)
			}
		}
		p := Publications([]*PostMortem{pm}, test.drafts)[pm]
		if got := dayIn(p.Published) + " " + dayIn(p.Updated); got != test.want {
			t.Errorf("%s: published and updated on %s, want %s", test.name, got, test.want)
		}
	}
	if p := Publications([]*PostMortem{{}}, false); len(p) != 1 {
		t.Errorf("a document without history: %v", p)
	}
}

func revisionOn(day string) (r Revision) {
	r.Commit = day
	r.Time, _ = time.Parse("2 January 2006", day+" May 2026")
	return r
}

func dayIn(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return fmt.Sprint(t.Day())
}

// TestPublicationOfMany checks that a commit which shows many documents at once says nothing about any of them, unlike
// a later change.
func TestPublicationOfMany(t *testing.T) {
	for _, n := range []int{9, 10} {
		var posts []*PostMortem
		for range n {
			r := revisionOn("2")
			r.Status, r.Changes = "completed", []string{"added"}
			posts = append(posts, &PostMortem{History: &History{Revisions: []Revision{r}}})
		}
		later := revisionOn("7")
		later.Status, later.Changes = "completed", []string{"text edited"}
		edited := posts[0].History
		edited.Revisions = append([]Revision{later}, edited.Revisions...)
		all := Publications(posts, false)
		first, second := all[posts[0]], all[posts[1]]
		got := strings.Join([]string{dayIn(first.Published), dayIn(first.Updated), dayIn(second.Published), dayIn(second.Updated)}, " ")
		if want := map[int]string{9: "2 7 2 2", 10: "- 7 - -"}[n]; got != want {
			t.Errorf("of %d documents in one commit, published and updated are %s, want %s", n, got, want)
		}
	}
}
