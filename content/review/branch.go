package review

import (
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Branch is an unmerged branch that adds, changes or removes post mortems.
type Branch struct {
	Name      string    // short, such as postmortem/dns or origin/postmortem/dns
	Started   time.Time // time of its oldest commit; zero if unknown
	Changed   time.Time // time of its newest commit
	Documents []Proposal
}

// A Proposal is a document that a branch adds, changes or removes.
type Proposal struct {
	PM       *content.PostMortem // the version on the branch; nil if the branch removes the document or makes it unreadable
	Before   *content.PostMortem // the version where the branch began; nil if the document is new or was unreadable
	Path     string
	New      bool // the branch adds the document
	Removed  bool // the branch removes the document
	Findings int  // number of errors and warnings in it
}
