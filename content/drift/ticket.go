package drift

import (
	"strconv"
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Ticket is what an export says of an issue, a pull request or a merge request.
type Ticket struct {
	Key     string // OPS-12, owner/repository#12 or group/project!12
	URL     string // "" if the export has none
	Outcome Outcome
	Word    string    // the tracker's own word for the outcome, if that is Closed; may be "". Anybody may have written it
	Closed  time.Time // zero if not known
	Updated time.Time // zero if not known

	Assignees      []Assignee
	KnowsAssignees bool // whether the export says who is assigned

	id string // see identity; "" without an address
}

// Outcome says whether work on a ticket has ended, and how.
type Outcome string

// The outcomes.
const (
	Open       Outcome = "open"
	Completed  Outcome = "completed"
	Merged     Outcome = "merged"
	NotPlanned Outcome = "not planned"
	Duplicate  Outcome = "duplicate"
	Moved      Outcome = "moved"    // to another project, where it has another number
	Unmerged   Outcome = "unmerged" // a request that was closed without merging it
	Closed     Outcome = "closed"   // the export does not say how
)

// State returns the state of an action item whose ticket has the outcome, or "" if that is not certain.
func (o Outcome) State() string {
	switch o {
	case Completed, Merged:
		return content.Done
	case NotPlanned:
		return content.Cancelled
	}
	return ""
}

// Past returns what happened to a ticket that is not open, as in "was merged". It may end in the tracker's own word.
func (t *Ticket) Past() string {
	switch {
	case t.Outcome == NotPlanned:
		return "was closed as not planned"
	case t.Outcome == Duplicate:
		return "was closed as a duplicate"
	case t.Outcome == Unmerged:
		return "was closed without merging"
	case t.Word != "":
		return "was closed as " + strconv.Quote(t.Word)
	case t.Outcome == Closed:
		return "was closed in a way that the file does not tell"
	}
	return "was " + string(t.Outcome)
}

// An Assignee is somebody to whom a ticket is assigned. Their only use is to look up roles.
type Assignee struct {
	Host  string // of the tracker; "" if not known
	Login string // "" if not known
	Email string // "" if not known
}

// An Export is what one file says.
type Export struct {
	Name    string // of the file
	Tickets []Ticket
	List    bool // it is the answer to a search, which may have left out tickets; else it has only those that were asked for
}
