package render

import (
	"html/template"

	"github.com/pmsite/pmsite/content"
)

// RecurrencesPage is /recurrences/: repeats whose fix had been promised, and pairs of post mortems that may be about the
// same thing.
type RecurrencesPage struct {
	Page
	Repeats     []Repeat // of the newest post mortems first
	MoreRepeats int      // that are only in the data

	Window     string // the most time between the dates of a pair, such as "180 days"
	Pairs      int    // number of all
	Looked     int    // number of those that somebody has looked at
	Same       []Pair // found to be the same
	Different  []Pair // found to be different
	Unseen     []Pair // nobody has looked at
	MoreUnseen int    // that are only in the data
}

// Unlooked returns the number of pairs that nobody has looked at.
func (p *RecurrencesPage) Unlooked() int { return p.Pairs - p.Looked }

// A Repeat is an action item that a later post mortem names.
type Repeat struct {
	Item     *content.ActionItem
	Href     template.HTMLAttr // leads to it
	PM       *content.PostMortem
	State    string // "overdue", or else the state
	Ledger   *Ledger
	Then     string // whether it was done when it came back; "" if it was never done, or git does not show it
	Days     int    // between the post mortems
	Later    *content.PostMortem
	To       template.HTMLAttr // leads to the later post mortem
	Duration NamedFigure       // of the later incident
	Impacts  []TermLink
}

// A Pair is two post mortems that may be about the same thing.
type Pair struct {
	Later, Earlier         *content.PostMortem
	LaterHref, EarlierHref template.HTMLAttr
	Days                   int
	Reasons                string // "" if only a person has paired them
	Why, By                string // of the verdict; "" if there is none
}
