package content

import "time"

// A History holds the revisions of a document that version control knows. It contains
// neither text that was removed from the document nor people's names.
type History struct {
	Revisions []Revision    // newest first
	Truncated bool          // the oldest revisions are missing, as in a shallow clone
	Items     []ItemHistory // of action items, since the file was added or last not readable
	Current   []int         // for each action item of the newest revision, its index in Items

	Agreements []Agreement // newest first
	Ratings    []Rating    // oldest first; each is another severity than the one before

	Corrections []Correction // newest first; each begins where the one before it ended, because they follow first parents
}

// A Correction is a commit that changed facts of a post mortem after it was completed, when readers may have relied on
// them: times, the severity, services, causes, what became of a control. What is only added, spelled or formatted in
// another way, and action items, are none.
type Correction struct {
	Commit string // full hash
	Time   time.Time
	Facts  []string // what changed, in domain terms, such as "severity: high → critical"; it does not quote the author
}

// An ItemHistory says what became of an action item, which may have been removed since.
type ItemHistory struct {
	Steps []ItemStep // oldest first: the commit that added it, and each that changed its state, due date, owner or words
	Cut   bool       // the item may be older than that, because the revision before is missing or cannot be read
}

// An ItemStep is an action item after a commit.
type ItemStep struct {
	Revision int    // index in Revisions
	State    string // "" if the commit removed it
	Due      Date
	Owner    string // as the document had it then, which may be what was removed for a reason
	Reworded bool   // the commit changed its words
}

// A Revision is one commit that changed a document.
type Revision struct {
	Commit  string // full hash
	Time    time.Time
	Role    string   // of the author; "" if not known
	Status  string   // of the document after the commit; "" if it could not be read
	Changes []string // in domain terms, such as "status: draft → review"
}

// Entries of Changes for what readers of the page do not see.
const (
	FileRenamed = "file renamed"
	NotesEdited = "notes for authors edited" // such as comments
)

// Created returns the time at which the document was added; zero if not known.
func (h *History) Created() time.Time {
	if h == nil || h.Truncated || len(h.Revisions) == 0 {
		return time.Time{}
	}
	return h.Revisions[len(h.Revisions)-1].Time
}

// Changed returns the time of the last change; zero if not known.
func (h *History) Changed() time.Time {
	if h == nil || len(h.Revisions) == 0 {
		return time.Time{}
	}
	return h.Revisions[0].Time
}

// Reached returns the time of the first revision with a status; zero if not known. The
// oldest revision of a truncated history does not count: the document may have reached
// its status earlier.
func (h *History) Reached(status string) time.Time {
	if r := h.first(func(r Revision) bool { return r.Status == status }); r != nil {
		return r.Time
	}
	return time.Time{}
}
