package render

import (
	"html/template"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// ReviewPage is /review/: documents that are not finished.
type ReviewPage struct {
	Page
	InReview      []Row // the newest post mortems of the site in review
	InReviewCount int   // number of all in review
	Drafts        []Row // the newest drafts; none if drafts are hidden
	DraftCount    int
	Branches      []Branch
	LeftOut       []LeftOut // errors of documents that the site does not show because of them
}

// LeftOut is an error of a document that the site does not show.
type LeftOut struct {
	File    string // path in the repository
	Line    int    // 1-based; 0 for the whole file
	URL     string // where the file can be edited, or ""
	Message string
	Hint    string // what to do about it, or ""
}

// A Branch is work in review that is not merged yet.
type Branch struct {
	Name      string
	Age       string // since its first commit, such as "5 days"; "" if unknown
	Changed   content.Date
	Documents []BranchDocument
}

// A BranchDocument is a post mortem that a branch adds or changes. If drafts
// are hidden, only its status and the number of findings are shown.
type BranchDocument struct {
	Title    string // "" if hidden
	URL      string // to the post mortem on the site, "" if it is not there
	New      bool
	Removed  bool   // the branch removes it
	Status   string // "" if unknown, for example because the branch made it unreadable
	Findings int    // errors and warnings
	Changes  string // in domain terms; "" if hidden
}

// An Action is an action item with its post mortem.
type Action struct {
	content.ActionItem
	PM           *content.PostMortem
	Href         template.HTMLAttr // leads to the item
	Due          string            // as 2026-03-05, "" if there is none
	DisplayState string            // "overdue", or else the state
	Overdue      bool
	DaysLate     int // days since the due date
	Tickets      []TicketLink
	Moves        string // moved twice, by 61 days; "" if it was not
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
	Before   int // post mortems with lessons before those of these pages, in the lists by year
	Pager    Pager
	Years    []Link // that have lessons, newest first
	Services []Link // on the first page
	Kinds    []Link // on the first page: searches for the post mortems with lessons of kinds that the template does not have
}

// A LessonGroup holds the lessons of one post mortem.
type LessonGroup struct {
	PM                 *content.PostMortem
	Href               template.HTMLAttr // leads to it
	Well, Wrong, Lucky []LessonLink
	Others             []LessonColumn // of the kinds that the post mortem has besides these
}

// A LessonColumn holds the lessons of one kind.
type LessonColumn struct {
	Class, Title string
	Lessons      []LessonLink
}

// lessonClass returns the class of lists of a kind.
func lessonClass(kind string) string {
	switch content.PartKind(kind) {
	case content.WellRun, content.WrongRun, content.LuckyRun:
		return kind
	}
	return "of-" + kind
}

// LessonClass returns the class of a part that lists lessons.
func (p Part) LessonClass() string { return lessonClass(string(p.Kind)) }

// A LessonLink is a lesson in a list of several post mortems' lessons.
type LessonLink struct {
	Text  string
	Href  template.HTMLAttr // leads to the lesson
	Hedge Hedge             // of luck
	To    template.HTMLAttr // leads to the action item that hedges it; "" if there is none
}

// Item returns the name of the action item that the lesson names, such as action item 2.
func (l LessonLink) Item() string {
	return strings.Replace(l.Hedge.Anchor, "action-", "action item ", 1)
}

// GroupLessons returns the lessons of a post mortem with their links.
func (p *Page) GroupLessons(pm *content.PostMortem) LessonGroup {
	path := pm.Address()
	links := func(lessons []content.Lesson) []LessonLink {
		out := make([]LessonLink, len(lessons))
		for i, lesson := range lessons {
			out[i] = LessonLink{Text: lesson.Text, Href: p.Href(path, lesson.Anchor), Hedge: HedgeOf(pm, lesson)}
			if out[i].Hedge.Anchor != "" {
				out[i].To = p.Href(path, out[i].Hedge.Anchor)
			}
		}
		return out
	}
	group := LessonGroup{PM: pm, Href: p.Href(path, ""), Well: links(pm.WentWell), Wrong: links(pm.WentWrong), Lucky: links(pm.GotLucky)}
	for _, list := range pm.OtherLessons {
		group.Others = append(group.Others, LessonColumn{lessonClass(list.Kind), list.Title, links(list.Lessons)})
	}
	return group
}

// ControlsPage is /controls/: controls and what became of them, most failures first.
type ControlsPage struct {
	Page
	Controls []Control
	Pager    Pager
}

// A Control is a control and the places that mention it.
type Control struct {
	Text     string
	Outcomes []metrics.Count // how often it failed, held and so on
	Mentions []Mention       // newest first
}

// A Mention is a place in a post mortem.
type Mention struct {
	PM      *content.PostMortem
	Anchor  string // "" for the whole page
	Title   string // of the action item, "" for the post mortem itself
	Outcome string // of the control, "" for others
}

// TicketsPage is /tickets/: the numbers that several post mortems mention, and where to find the others.
type TicketsPage struct {
	Page
	Tickets []TicketCount
	Total   int          // number of all tickets, including those that one post mortem mentions
	Lists   []TicketList // of all tickets, sorted; on the first page
	Pager   Pager
}

// A TicketCount is a number and how many post mortems mention it.
type TicketCount struct {
	Number string
	Count  int
}

// A TicketList is a page that lists tickets.
type TicketList struct {
	Prefix string // of their keys, see [TicketEntry]; "" if there is only one list
	Path   string
	Count  int
}

// TicketListPage is /tickets/all/ or /tickets/all/PREFIX/.
type TicketListPage struct {
	Page
	Entries []TicketEntry
}

// A TicketEntry is a ticket in the list of all. Its key is that part of the address of its page, in upper case, which no
// other ticket has.
type TicketEntry struct {
	Number string
	Key    string
	Href   template.HTMLAttr // leads to its page, or where the only post mortem that mentions it does so first
	More   []TicketPlace     // the other places in that post mortem
	Posts  int               // post mortems that mention it
}

// A TicketPlace is an action item that mentions a ticket.
type TicketPlace struct {
	Title string
	Href  template.HTMLAttr
}

// TicketPage is /tickets/NUMBER/, for a number that several post mortems mention.
type TicketPage struct {
	Page
	Number   string
	Mentions []Mention
}
