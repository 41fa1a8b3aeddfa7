package content

import (
	"slices"
	"time"
)

// An Agreement says that somebody agreed to a version of a document who did not write it. It does not say who it was,
// except for the role.
type Agreement struct {
	Commit   string // full hash of the commit that shows it
	Time     time.Time
	How      How
	Role     string // "" for somebody whose role is not known
	Revision int    // index in Revisions of the newest version that it is about
}

// How says in which way git shows that somebody agreed.
type How string

// The ways to agree.
const (
	ReviewedBy  How = "reviewed"  // a trailer Reviewed-by of the commit, or of the merge that landed it
	ApprovedBy  How = "approved"  // a trailer Approved-by
	MergedBy    How = "merged"    // the author of that merge
	CompletedBy How = "completed" // the author of the commit that completed the document, who has not written in it before
)

// AgreedBy returns the roles of those who agreed, newest first, each once, and the number of agreements of somebody whose role is not
// known.
func (h *History) AgreedBy() (roles []string, others int) {
	if h == nil {
		return nil, 0
	}
	for _, a := range h.Agreements {
		if a.Role == "" {
			others++
		} else if !slices.ContainsFunc(roles, func(role string) bool { return SameName(role, a.Role) }) {
			roles = append(roles, a.Role)
		}
	}
	return roles, others
}
