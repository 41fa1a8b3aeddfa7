package review

import (
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Branch is work that waits to be merged: it adds or changes post mortems.
type Branch struct {
	Name      string    // short, such as postmortem/dns or origin/postmortem/dns
	Begun     time.Time // its oldest commit's; zero when not known
	Changed   time.Time // its newest commit's
	Documents []Proposal
}

// A Proposal is a document as a branch has it.
type Proposal struct {
	PM       *content.PostMortem // as the branch has it; nil when it removes the document, or has made it unreadable
	Before   *content.PostMortem // as it was where the branch began; nil when it is new, or was unreadable
	Path     string
	New      bool // the branch adds it
	Removed  bool // the branch removes it
	Findings int  // errors and warnings in it
}
