package content

import "time"

// A History tells how a document came to be, as far as version control knows.
// It holds no text that was taken out of the document, and nobody's name.
type History struct {
	Revisions []Revision // newest first
	Truncated bool       // the oldest revisions are missing, as in a shallow clone
}

// A Revision is one commit that changed a document.
type Revision struct {
	Commit  string // full hash
	Time    time.Time
	Role    string   // of who made it; "" when not known
	Status  string   // of the document after it, "" when it could not be read
	Changes []string // in the domain's words, such as "status: draft → review"
}

// Created is when the document was added; zero when not known.
func (h *History) Created() time.Time {
	if h == nil || h.Truncated || len(h.Revisions) == 0 {
		return time.Time{}
	}
	return h.Revisions[len(h.Revisions)-1].Time
}

// Changed is when the document last changed; zero when not known.
func (h *History) Changed() time.Time {
	if h == nil || len(h.Revisions) == 0 {
		return time.Time{}
	}
	return h.Revisions[0].Time
}

// Reached is the time of the first revision with a status; zero when not known.
// Of a truncated history the oldest revision tells only that the status was
// reached then or earlier, which is not known.
func (h *History) Reached(status string) time.Time {
	if h == nil {
		return time.Time{}
	}
	for i := len(h.Revisions) - 1; i >= 0; i-- {
		if h.Revisions[i].Status == status {
			if h.Truncated && i == len(h.Revisions)-1 {
				return time.Time{}
			}
			return h.Revisions[i].Time
		}
	}
	return time.Time{}
}
