package review

import (
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Consent says that somebody agrees to a commit.
type Consent struct {
	How     content.How
	Address string // for looking up a role; "" if it is not known
}

// A Merge is the commit that brought a version to the main line.
type Merge struct {
	Commit   string
	Time     time.Time
	Consents []Consent // of its author, and in trailers
}

// agreements returns who agreed to versions of a document, newest first. Nobody agrees to what they wrote themselves: a
// trailer does not count if it names the author of its commit, nor does what somebody says in a merge who wrote one of the
// versions that it brought. Who completes a document agrees to it, unless they wrote an earlier version or some are not known.
func (h *Historian) agreements(versions []Version, revisions []content.Revision, truncated bool) (out []content.Agreement) {
	add := func(commit string, at time.Time, revision int, consents []Consent, wrote []Version) {
		seen := map[string]bool{}
		for _, c := range consents {
			known := c.Address != ""
			if known && (seen[strings.ToLower(c.Address)] || wroteOne(wrote, c.Address)) {
				continue
			}
			seen[strings.ToLower(c.Address)] = true
			out = append(out, content.Agreement{Commit: commit, Time: at, How: c.How, Role: h.role(c.Address), Revision: revision})
		}
	}
	merged := map[string]bool{}
	for i, v := range versions {
		if m := v.Merge; m != nil && !merged[m.Commit] {
			merged[m.Commit] = true
			add(m.Commit, m.Time, i, m.Consents, broughtBy(versions, m.Commit))
		}
		add(v.Commit, v.Time, i, v.Consents, versions[i:i+1])
		if older := versions[i+1:]; completes(revisions, i) && !truncated {
			add(v.Commit, v.Time, i, []Consent{{content.CompletedBy, v.Author}}, older)
		}
	}
	slices.SortStableFunc(out, func(a, b content.Agreement) int { return b.Time.Compare(a.Time) })
	return out
}

// completes reports whether a revision completed a document that was there before.
func completes(revisions []content.Revision, i int) bool {
	return i+1 < len(revisions) && revisions[i].Status == content.Completed && revisions[i+1].Status != content.Completed
}

func wroteOne(versions []Version, address string) bool {
	return slices.ContainsFunc(versions, func(v Version) bool { return strings.EqualFold(v.Author, address) })
}

// broughtBy returns the versions that a merge brought.
func broughtBy(versions []Version, merge string) (out []Version) {
	for _, v := range versions {
		if v.Merge != nil && v.Merge.Commit == merge {
			out = append(out, v)
		}
	}
	return out
}

// role returns the role behind an address, or "" if it has none.
func (h *Historian) role(address string) string {
	if h.Role == nil || address == "" {
		return ""
	}
	return h.Role(address)
}
