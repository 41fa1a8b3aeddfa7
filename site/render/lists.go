package render

import (
	"html/template"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// ReviewPage is /review/: what is not finished.
type ReviewPage struct {
	Page
	InReview      []Row // post mortems of the site in review, the newest
	InReviewCount int   // all of them
	Drafts        []Row // the newest; none where drafts are hidden
	DraftCount    int
	Branches      []Branch
}

// A Branch is work in review that is not merged yet.
type Branch struct {
	Name      string
	Age       string // since its first commit, such as "5 days"; "" when not known
	Changed   content.Date
	Documents []BranchDocument
}

// A BranchDocument is a post mortem that a branch adds or changes. Where drafts
// are hidden nothing is told of it but its status and the number of findings.
type BranchDocument struct {
	Title    string // "" when hidden
	URL      string // to the post mortem as the site has it, "" when it has none
	New      bool
	Gone     bool   // the branch removes it
	Status   string // "" when not known, as where the branch has made it unreadable
	Findings int    // errors and warnings
	Changes  string // in the domain's words; "" when hidden
}

// An Action is an action item with its post mortem.
type Action struct {
	content.ActionItem
	PM       *content.PostMortem
	Href     template.HTMLAttr // leads to the item
	Due      string            // as 2026-03-05, "" when there is none
	Standing string            // "overdue", or else the state
	Overdue  bool
	DaysLate int // how long it is overdue
	Tickets  []TicketLink
}

// ActionsPage is /action-items/ and its further pages.
type ActionsPage struct {
	Page
	Actions []Action
	Pager   Pager
	Stats   metrics.Actions
}

// LessonsPage is /lessons/, /lessons/services/NAME/, /lessons/years/YEAR/ and
// their further pages, newest post mortem first.
type LessonsPage struct {
	Page
	Of       string // the service or year, "" for all
	Groups   []LessonGroup
	Pager    Pager
	Years    []Link // of which there are lessons, newest first
	Services []Link // on the first page
}

// A LessonGroup is what one post mortem teaches.
type LessonGroup struct {
	PM                 *content.PostMortem
	Href               template.HTMLAttr // leads to it
	Well, Wrong, Lucky []LessonLink
}

// A LessonLink is a lesson in a list of several post mortems'.
type LessonLink struct {
	Text   string
	Href   template.HTMLAttr // leads to the lesson
	Hedged string            // the number of the action item that makes the luck unneeded, "" when there is none
	Hedge  template.HTMLAttr // leads to that item
}

// GroupLessons returns the lessons of a post mortem with their links.
func (p *Page) GroupLessons(pm *content.PostMortem) LessonGroup {
	path := PostMortemPath(pm)
	links := func(lessons []content.Lesson) []LessonLink {
		out := make([]LessonLink, len(lessons))
		for i, lesson := range lessons {
			out[i] = LessonLink{Text: lesson.Text, Href: p.Href(path, lesson.Anchor)}
			if lesson.HedgedBy != "" {
				out[i].Hedged, out[i].Hedge = strings.TrimPrefix(lesson.HedgedBy, "action-"), p.Href(path, lesson.HedgedBy)
			}
		}
		return out
	}
	return LessonGroup{PM: pm, Href: p.Href(path, ""), Well: links(pm.WentWell), Wrong: links(pm.WentWrong), Lucky: links(pm.GotLucky)}
}

// ControlsPage is /controls/: controls that failed, those that failed most
// often first.
type ControlsPage struct {
	Page
	Controls []FailedControl
	Pager    Pager
}

// A FailedControl is a control and where it failed.
type FailedControl struct {
	Text     string
	Mentions []Mention // newest first
}

// A Mention is a place in a post mortem.
type Mention struct {
	PM     *content.PostMortem
	Anchor string // "" for the whole page
	Title  string // of the action item, "" for the post mortem itself
}

// TicketsPage is /tickets/: the numbers that several post mortems mention.
type TicketsPage struct {
	Page
	Tickets []TicketCount
	Total   int // how many numbers there are, those mentioned once included
	Pager   Pager
}

// A TicketCount is a number and how many post mortems mention it.
type TicketCount struct {
	Number string
	Count  int
}

// TicketPage is /tickets/NUMBER/ of a number mentioned more than once.
type TicketPage struct {
	Page
	Number   string
	Mentions []Mention
}
