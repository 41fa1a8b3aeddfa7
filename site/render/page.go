package render

import (
	"html"
	"html/template"
	"net/url"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Site is what all pages share.
type Site struct {
	Title       string
	Description string
	Language    string // BCP 47, such as en
	BaseURL     string // absolute, ending in /; "" when not configured
	AsOf        content.Date
	Version     string // of pmsite
	Count       int    // post mortems on the site
	Theme       *Theme
	Trackers    func(number string) string     // the address of a ticket in its own system, "" when there is none
	SourceURL   func(path string) string       // where a file can be edited, "" when not configured
	CommitURL   func(path, hash string) string // where a commit that changed a file can be read, "" when not configured
	Origin      func(path string) Origin       // the repository of a file that is not the site's own
	HasTicket   func(number string) bool       // whether a ticket's page says more than the one post mortem that mentions it; nil when all are worth a link
}

// An Origin is another repository whose post mortems the site shows; zero for
// the site's own.
type Origin struct {
	Name string
	URL  string // where a forge shows it; "" when not known
}

// A Page is what every page struct embeds.
type Page struct {
	Site        *Site
	Kind        string // home, list, postmortem, terms, term, dashboard, actions, lessons, controls, tickets, ticket, search, notfound
	Title       string // the h1; the site's title for the home page
	Description string // one line for search engines and link previews
	Path        string // of the page's folder on the site, "" or ending in /: postmortems/x/
	File        string // index.html, 404.html
	Section     string // the navigation entry that is current: postmortems, dashboard, actions, lessons, services, tags …
	Crumbs      []Link // from the home page down, without the page itself
	NoIndex     bool   // search engines are asked to leave it out
	Feeds       []Link // feeds of this page; Path leads to the feed
	absolute    bool
}

// A Link leads to a path on the site.
type Link struct {
	Title string
	Path  string
}

// URL gives the relative link from this page to a path on the site: "" is the
// home page, "tags/dns/" a page, "feed.xml" a file. A fragment may follow.
func (p *Page) URL(to string) string {
	if p.absolute && p.Site.BaseURL != "" {
		return p.Site.BaseURL + to
	}
	return Relative(p.Path, to)
}

// Root gives the way from this page to the root of the site: "", "../" …
func (p *Page) Root() string {
	if p.absolute {
		return p.Site.BaseURL
	}
	return strings.Repeat("../", strings.Count(p.Path, "/"))
}

// Relative gives the link from the folder of one page to a path on the site:
// up to the root and down again, so that it depends on the depth alone.
func Relative(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/"))
	if up == "" && (to == "" || to[0] == '#') {
		return "./" + to
	}
	return up + to
}

// Asset gives the link to a file of the theme, such as style.css.
func (p *Page) Asset(name string) (string, error) {
	public, ok := p.Site.Theme.assets[name]
	if !ok {
		return "", &missingAsset{name}
	}
	return p.URL(public), nil
}

type missingAsset struct{ name string }

func (e *missingAsset) Error() string { return "the theme has no assets/" + e.name }

// DocumentTitle names the page in a browser's tab: with the site's title, unless
// that makes it too long to be read there.
func (p *Page) DocumentTitle() string {
	title := p.Title + " – " + p.Site.Title
	if p.Kind == "home" || len(title) > 70 {
		return p.Title
	}
	return title
}

// Common gives what all pages have, to templates that need no more: fields of
// an embedded struct are slow to find.
func (p *Page) Common() *Page { return p }

// NavKey names what pages of one depth and section share, for "cached".
func (p *Page) NavKey() string { return p.Root() + "\x00" + p.Section }

// FeedsKey names what pages of one depth with the same feeds share, for
// "cached".
func (p *Page) FeedsKey() string {
	key := p.Root()
	for _, feed := range p.Feeds {
		key += "\x00" + feed.Path
	}
	return key
}

// Canonical gives the page's absolute address, "" when the site has no
// base_url.
func (p *Page) Canonical() string {
	if p.Site.BaseURL == "" {
		return ""
	}
	return p.Site.BaseURL + p.Path
}

// PostMortemURL gives the link to a post mortem.
func (p *Page) PostMortemURL(pm *content.PostMortem) string { return p.URL(PostMortemPath(pm)) }

// PostMortemPath is where a post mortem lies on the site.
func PostMortemPath(pm *content.PostMortem) string { return "postmortems/" + pm.Slug + "/" }

// TermURL gives the link to the page of a taxonomy's value, such as
// "services", "dns".
func (p *Page) TermURL(taxonomy, value string) string { return p.URL(TermPath(taxonomy, value)) }

// TermPath is where the page of a taxonomy's value lies on the site.
func TermPath(taxonomy, value string) string { return taxonomy + "/" + Slug(value) + "/" }

// TicketURL gives the link to what mentions a ticket.
func (p *Page) TicketURL(number string) string { return p.URL(TicketPath(number)) }

// A TicketLink is where a ticket number leads: here, to what mentions it, and
// away, to its own system. Either may be "".
type TicketLink struct{ Number, Here, Away string }

// Ticket gives the links of a number. A page here is worth a link only if more
// than one place mentions the number.
func (p *Page) Ticket(number string) TicketLink {
	link := TicketLink{Number: number}
	if p.Site.HasTicket == nil || p.Site.HasTicket(number) {
		link.Here = p.TicketURL(number)
	}
	if p.Site.Trackers != nil {
		link.Away = p.Site.Trackers(number)
	}
	return link
}

// TicketLinks gives the links of several numbers.
func (p *Page) TicketLinks(numbers []string) []TicketLink {
	links := make([]TicketLink, len(numbers))
	for i, number := range numbers {
		links[i] = p.Ticket(number)
	}
	return links
}

// TicketPath is where the page of a ticket lies on the site.
func TicketPath(number string) string { return "tickets/" + TicketSlug(number) + "/" }

// A Row is a post mortem in a list.
type Row struct {
	*content.PostMortem
	Page     *Page      // that holds the list
	Key      string     // names the row for "cached": it looks the same on all pages of one depth
	Links    []TermLink // to its services
	Duration NamedFigure
	Overdue  int // action items
}

// A TermLink leads to the page of a taxonomy's value.
type TermLink struct {
	Title string
	URL   string
	Key   string // names the link for "cached"
}

// TermLinks gives the links to values of a taxonomy.
func (p *Page) TermLinks(taxonomy string, values ...string) []TermLink {
	links := make([]TermLink, len(values))
	for i, value := range values {
		url := p.TermURL(taxonomy, value)
		links[i] = TermLink{Title: value, URL: url, Key: url + "\x00" + value}
	}
	return links
}

// A Pager is one page of a list that is cut into several.
type Pager struct {
	Number, Total int // this page and how many there are, from 1
	Base          string
	Items         int // in all pages together
}

// Numbers gives the pages worth a link: the first, the last and those around
// this one; 0 stands for a gap.
func (g Pager) Numbers() (out []int) {
	last := 0
	for n := 1; n <= g.Total; n++ {
		if n != 1 && n != g.Total && (n < g.Number-1 || n > g.Number+1) {
			continue
		}
		switch n - last {
		case 1:
		case 2:
			out = append(out, n-1)
		default:
			out = append(out, 0)
		}
		out = append(out, n)
		last = n
	}
	return out
}

// Previous is the number of the page before this one, 0 when it is the first.
func (g Pager) Previous() int { return g.Number - 1 }

// Next is the number of the page after this one, 0 when it is the last.
func (g Pager) Next() int {
	if g.Number >= g.Total {
		return 0
	}
	return g.Number + 1
}

// PagePath gives the path of the n-th page.
func (g Pager) PagePath(n int) string { return PagePath(g.Base, n) }

// HomePage is /.
type HomePage struct {
	Page
	Newest   []Row
	InReview []Row
	Branches []Branch // in review; a few
	Overdue  []Action // overdue action items, longest first; a few
	Stats    metrics.Stats
	Spark    template.HTML // post mortems by quarter; "" without any
}

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
	Gone     bool   // the branch removes it, or has made it unreadable
	Status   string // "" when not known
	Findings int    // errors and warnings
	Changes  string // in the domain's words; "" when hidden
}

// ListPage is /postmortems/ and its further pages.
type ListPage struct {
	Page
	Rows  []Row
	Pager Pager
}

// PostMortemPage is /postmortems/SLUG/.
type PostMortemPage struct {
	Page
	PM       *content.PostMortem
	Row      Row
	Sections []Section   // the body in reading order
	Detect   NamedFigure // time to detect
	Terms    struct{ Services, Impacts, Detection, Vendor, Tags []TermLink }
	Tickets  struct{ Incidents, Changes, VendorCases []TicketLink }
	Figures  []NamedFigure // those that are known or ongoing, in page order
	Unknown  []NamedFigure // the others, with the reason
	Timeline []TimelineRow
	Outage   bool // a row of the timeline lies in the outage
	NearMiss bool
	Related  []Related
	Older    *content.PostMortem // nil at the end
	Newer    *content.PostMortem
	Prevents []Prevented // action items of other post mortems that would have prevented this one
	History  *History    // nil when not known
}

// A History is how a post mortem came to be, as far as it is known.
type History struct {
	Changed   content.Date // of the newest revision, in the post mortem's zone
	Count     int          // revisions
	Revisions []Revision   // newest first, not all when there are many
	Earlier   int          // revisions that are not listed
	Truncated bool         // older revisions are not known
}

// A Revision is a commit that changed the post mortem.
type Revision struct {
	Date    content.Date // in the post mortem's zone
	Time    string       // RFC 3339
	Changes string       // what changed, in the domain's words
	Role    string       // of who changed it, "" when not known
	Commit  string       // abbreviated hash
	URL     string       // of the commit in its forge, "" when not configured
}

// A Section is one heading of the body and what follows it.
type Section struct {
	Kind   content.SectionKind
	Level  int // 2 to 6; 0 for what stands before the first heading
	Anchor string
	Title  string
	Head   template.HTML // what stands in the heading
	Parts  []Part
	Empty  bool   // there is neither text nor a section beneath it
	Key    string // names the heading for "cached"
}

// A Part of a section is prose, or a list that was read as data.
type Part struct {
	Kind     content.PartKind
	HTML     template.HTML // of prose
	Timeline []TimelineRow
	Actions  []ActionRow
	Lessons  []LessonRow
}

// An ActionRow is an action item of the page's post mortem.
type ActionRow struct {
	*content.ActionItem
	HTML     template.HTML // the item with its markup
	Due      string        // as 2026-03-05, "" when there is none
	Standing string        // "overdue", or else the state
	Late     bool          // overdue
	Tickets  []TicketLink
}

// A LessonRow is a lesson of the page's post mortem.
type LessonRow struct {
	*content.Lesson
	HTML template.HTML
}

// A NamedFigure is a figure of one post mortem, as pages show it.
type NamedFigure struct {
	Key     string // as in metrics.Definition
	Name    string
	Ends    string
	Text    string // 3 h 33 min, ongoing, unknown, no outage
	Known   bool
	Ongoing bool
	Stated  bool   // as the author stated it, the timeline giving none
	Reason  string // why it is unknown
	Same    string // what figures that look the same share, for "cached"
}

// NameFigure makes a figure ready to be shown.
func NameFigure(d metrics.Definition, f metrics.Figure, nearMiss bool) NamedFigure {
	n := NamedFigure{Key: d.Key, Name: d.Name, Ends: d.Ends, Text: f.String(), Known: f.Known, Ongoing: f.Ongoing, Stated: f.Stated}
	if !f.Known && !f.Ongoing {
		n.Reason = f.Reason
		if nearMiss && d.Key == "duration" {
			n.Text = "no outage"
		}
	}
	n.Same = n.Key + "\x00" + n.Text + "\x00" + n.Reason
	if n.Stated {
		n.Same += "\x00stated"
	}
	return n
}

// A TimelineRow is an entry and how it is drawn. Its fields are ready to print:
// no other thing is on the site as often.
type TimelineRow struct {
	Anchor      string
	Class       string // gap-N, the distance to the row above in steps of 4 px; out; event event-SLUG
	Day         string // Monday, 5 January 2026 where a calendar day begins; or else ""
	Clock       string // 14:05, 14:05:30, ~14:05, or as written
	UTC         string // the instant as RFC 3339, "" when not known
	Date        string // the calendar day of the instant, "" when not known
	Zone        string // its abbreviation, such as EDT, where it is not that of the row above
	Approximate bool
	Elapsed     string        // since the row above: "+3 min"; "" for the first
	Label       string        // the event as written
	HTML        template.HTML // the note with its markup
	Out         bool          // the service is out from this row to the next
}

// Related is another post mortem worth reading, and why.
type Related struct {
	PM     *content.PostMortem
	Page   *Page  // that names it
	Key    string // names its link for "cached"
	Reason string // "same service, tag dns"
}

// Prevented is an action item that would have prevented a post mortem.
type Prevented struct {
	Reference string              // as written
	PM        *content.PostMortem // nil when it is not on the site
	Item      *content.ActionItem // nil when there is no such item
}

// A Heading is an entry of the table of contents.
type Heading struct {
	Level  int
	Anchor string
	Title  string
}

// LinkedData describes the page to search engines, in the terms of schema.org.
func (p *PostMortemPage) LinkedData() map[string]any {
	authors := make([]any, len(p.PM.Authors))
	for i, role := range p.PM.Authors {
		authors[i] = map[string]any{"@type": "Organization", "name": role}
	}
	data := map[string]any{
		"@context": "https://schema.org", "@type": "TechArticle", "headline": p.Title, "description": p.Description,
		"inLanguage": p.Site.Language, "datePublished": p.PM.Date.String(), "keywords": p.PM.Tags, "author": authors,
		"isPartOf": map[string]any{"@type": "WebSite", "name": p.Site.Title},
	}
	if url := p.Canonical(); url != "" {
		data["url"] = url
	}
	if p.PM.ID != "" {
		data["identifier"] = p.PM.ID
	}
	return data
}

// TOC gives the headings of the second and third level.
func (p *PostMortemPage) TOC() (out []Heading) {
	for _, s := range p.Sections {
		if s.Level == 2 || s.Level == 3 {
			out = append(out, Heading{s.Level, s.Anchor, s.Title})
		}
	}
	return out
}

// TOCKey names the table of contents for "cached": most documents have the
// template's headings.
func (p *PostMortemPage) TOCKey() string {
	var key strings.Builder
	for _, s := range p.Sections {
		if s.Level == 2 || s.Level == 3 {
			key.WriteString(s.Key)
		}
	}
	return key.String()
}

// Lead is the summary, to stand above the text; "" when the text begins with
// it anyway.
func (p *PostMortemPage) Lead() string {
	for _, s := range p.PM.Sections {
		for _, part := range s.Parts {
			if part.Kind != content.Prose {
				continue
			}
			if strings.HasPrefix(strings.Join(part.Prose.Paragraphs(), " "), p.PM.Summary) {
				return ""
			}
			return p.PM.Summary
		}
	}
	return p.PM.Summary
}

// TermsPage is /tags/, /services/ and so on.
type TermsPage struct {
	Page
	Taxonomy string // tags, services …
	Singular string // tag, service …
	Terms    []Term
}

// A Term is a value of a taxonomy.
type Term struct {
	Title  string
	Path   string
	Count  int
	Newest content.Date
}

// TermPage is /tags/dns/ and so on, and its further pages.
type TermPage struct {
	Page
	Taxonomy string
	Singular string
	Term     string
	Rows     []Row
	Pager    Pager
	Stats    metrics.Stats // of all pages together
	Panels   []Panel       // on the first page of a service, tag, severity or vendor
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

// GroupLessons gives the lessons of a post mortem with their links.
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

// Href gives the attribute that leads from this page to a path on the site, and
// to an anchor there unless that is "". Where there are very many links, it is
// several times faster than an address that the template has to escape.
func (p *Page) Href(to, anchor string) template.HTMLAttr {
	address := p.URL((&url.URL{Path: to}).EscapedPath())
	if anchor != "" {
		address += "#" + url.PathEscape(anchor)
	}
	return template.HTMLAttr(`href="` + html.EscapeString(address) + `"`) //nolint:gosec // escaped for both
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

// SearchPage is /search/. The page finds nothing itself: a script does, from
// the files beside it.
type SearchPage struct {
	Page
	Severities []string // gravest first
}

// NotFoundPage is /404.html. Its links are absolute where the site has a
// base_url, since a missing page may lie at any depth.
type NotFoundPage struct{ Page }

// NewNotFoundPage makes the page's links absolute.
func NewNotFoundPage(p Page) *NotFoundPage {
	p.absolute = true
	return &NotFoundPage{p}
}
