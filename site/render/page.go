package render

import (
	"cmp"
	"html"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Site holds what all pages share.
type Site struct {
	Title       string
	Description string
	Language    string // BCP 47, such as en
	BaseURL     string // absolute, ending in /; "" if not configured
	AsOf        content.Date
	Version     string // of pmsite
	Count       int    // post mortems on the site
	Theme       *Theme
	Severities  []Meaning                      // those that the site defines, most severe first
	TrackerURL  func(number string) string     // returns the address of a ticket in its own system, or ""
	SourceURL   func(path string) string       // returns where a file can be edited, or "" if not configured
	CommitURL   func(path, hash string) string // returns where a commit that changed a file can be read, or "" if not configured
	Origin      func(path string) Origin       // returns the repository of a file
	Preview     string                         // folder of the published site in which this one is a preview, such as pr/12; "" if it is none
	HasTicket   func(number string) bool       // reports whether several post mortems mention a ticket, so that it has a page; nil to link every ticket
}

// A Meaning is a value with its definition.
type Meaning struct{ Value, Text string }

// An Origin is another repository whose post mortems the site shows. It is zero
// for the site's own repository.
type Origin struct {
	Name string
	URL  string // of its page on a forge; "" if unknown
}

// A Page holds what all page structs embed.
type Page struct {
	Site        *Site
	Kind        string // home, list, postmortem, terms, term, book, dashboard, actions, lessons, controls, tickets, ticketlist, ticket, search, removed, notfound
	Title       string // the h1; the site's title for the home page
	Description string // one line for search engines and link previews
	Path        string // of the page's folder on the site, "" or ending in /: postmortems/x/
	File        string // index.html, 404.html
	Section     string // the current navigation entry: postmortems, dashboard, actions, lessons, services, tags …
	Crumbs      []Link // from the home page down to the parent of this page
	NoIndex     bool   // search engines are asked to leave it out
	Feeds       []Link // feeds of this page; Path leads to the feed
	Commit      string // the last one that changed the post mortems of the page, abbreviated; "" if unknown, and on lists
	absolute    bool
}

// A Link leads to a path on the site.
type Link struct {
	Title string
	Path  string
}

// URL returns the relative link from this page to a path on the site: "" is the
// home page, "tags/dns/" a page, "feed.xml" a file. A fragment may follow.
func (p *Page) URL(to string) string {
	if p.absolute {
		return p.home() + to
	}
	return Relative(p.Path, to)
}

// home returns the address of the home page from anywhere. A site without a base_url is taken to be at the root of its
// host.
func (p *Page) home() string { return cmp.Or(p.Site.BaseURL, "/") }

// Published returns the link from a page of a preview to the home page of the published site.
func (p *Page) Published() string {
	if p.absolute {
		return strings.TrimSuffix(p.home(), p.Site.Preview+"/")
	}
	return p.Root() + strings.Repeat("../", 1+strings.Count(p.Site.Preview, "/"))
}

// Root returns the relative path from this page to the root of the site: "",
// "../" …
func (p *Page) Root() string {
	if p.absolute {
		return p.home()
	}
	return strings.Repeat("../", strings.Count(p.Path, "/"))
}

// Relative returns the link from the folder of one page to a path on the site. It
// goes up to the root and down again, so that it depends on the depth alone.
func Relative(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/"))
	if up == "" && (to == "" || to[0] == '#') {
		return "./" + to
	}
	return up + to
}

// Asset returns the link to a file of the theme, such as style.css.
func (p *Page) Asset(name string) (string, error) {
	public, ok := p.Site.Theme.assets[name]
	if !ok {
		return "", &missingAsset{name}
	}
	return p.URL(public), nil
}

type missingAsset struct{ name string }

func (e *missingAsset) Error() string { return "the theme has no assets/" + e.name }

// DocumentTitle returns the title for a browser's tab, with the site's title after it.
func (p *Page) DocumentTitle() string {
	if p.Kind == "home" || p.Title == p.Site.Title {
		return p.Title
	}
	return p.Title + " – " + p.Site.Title
}

// Common returns the page itself, for templates that need only what all pages
// have: a field of an embedded struct is slow to look up.
func (p *Page) Common() *Page { return p }

// NavKey returns a key for "cached" that pages of the same depth and section
// share.
func (p *Page) NavKey() string { return p.Root() + "\x00" + p.Section }

// FeedsKey returns a key for "cached" that pages of the same depth with the same
// feeds share.
func (p *Page) FeedsKey() string {
	key := p.Root()
	for _, feed := range p.Feeds {
		key += "\x00" + feed.Path
	}
	return key
}

// Canonical returns the page's absolute address, or "" if the site has no
// base_url.
func (p *Page) Canonical() string {
	if p.Site.BaseURL == "" {
		return ""
	}
	return p.Site.BaseURL + p.Path
}

// PostMortemURL returns the link to a post mortem.
func (p *Page) PostMortemURL(pm *content.PostMortem) string { return p.URL(pm.Address()) }

// TermURL returns the link to the page of a taxonomy's value, such as
// "services", "dns".
func (p *Page) TermURL(taxonomy, value string) string { return p.URL(TermPath(taxonomy, value)) }

// TermPath returns the path of the page of a taxonomy's value on the site.
func TermPath(taxonomy, value string) string {
	switch taxonomy {
	case "tags", "services", "vendors", "factors":
		return taxonomy + "/" + content.NameSlug(value) + "/"
	}
	return taxonomy + "/" + content.Slug(value) + "/"
}

// TicketURL returns the link to the mentions of a ticket.
func (p *Page) TicketURL(number string) string { return p.URL(TicketPath(number)) }

// A TicketLink holds the links of a ticket number: to the page of its mentions, and to
// its tracker. Either may be "".
type TicketLink struct{ Number, Mentions, Tracker string }

// Ticket returns the links of a number. Mentions is set only if several post mortems
// mention the number.
func (p *Page) Ticket(number string) TicketLink {
	link := TicketLink{Number: number}
	if p.Site.HasTicket == nil || p.Site.HasTicket(number) {
		link.Mentions = p.TicketURL(number)
	}
	if p.Site.TrackerURL != nil {
		link.Tracker = p.Site.TrackerURL(number)
	}
	return link
}

// TicketLinks returns the links of several numbers of a post mortem. If it gives the address of a ticket, that is the one
// in the tracker.
func (p *Page) TicketLinks(pm *content.PostMortem, numbers []string) []TicketLink {
	links := make([]TicketLink, len(numbers))
	for i, number := range numbers {
		links[i] = p.Ticket(number)
		links[i].Tracker = cmp.Or(pm.TicketURLs[number], links[i].Tracker)
	}
	return links
}

// TicketPath returns the path of the page of a ticket on the site.
func TicketPath(number string) string { return "tickets/" + content.TicketSlug(number) + "/" }

// A Row is a post mortem in a list.
type Row struct {
	*content.PostMortem
	Page     *Page      // that shows the list
	Key      string     // of the row for "cached": it looks the same on all pages of the same depth
	Links    []TermLink // to its services
	Brief    string     // the summary, as much of it as a list shows, see [Brief]
	Duration NamedFigure
	Overdue  int // action items
}

// briefLength is the length of two lines in a list, and more than search engines and link previews show, in characters.
const briefLength = 240

// Brief returns a summary, or its first words and … if lists, search engines and link previews would not show all of it.
func Brief(summary string) string {
	runes := []rune(summary)
	if len(runes) <= briefLength {
		return summary
	}
	cut := string(runes[:briefLength])
	if end := strings.LastIndexByte(cut, ' '); end > 0 {
		cut = cut[:end]
	}
	return strings.TrimRight(cut, " .,;:") + " …"
}

// A TermLink is a link to the page of a taxonomy's value, such as a tag.
type TermLink struct {
	Title string
	URL   string
	Key   string // of the link for "cached"
}

// TermLinks returns the links to values of a taxonomy.
func (p *Page) TermLinks(taxonomy string, values ...string) []TermLink {
	links := make([]TermLink, len(values))
	for i, value := range values {
		url := p.TermURL(taxonomy, value)
		links[i] = TermLink{Title: value, URL: url, Key: url + "\x00" + value}
	}
	return links
}

// A Pager is one page of a list that is divided into pages.
type Pager struct {
	Number, Total int // this page, from 1, and the number of pages
	Base          string
	Items         int // on all pages together
}

// Numbers returns the pages to link to: the first, the last and those around this
// one. 0 stands for a gap.
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

// Previous returns the number of the page before this one, or 0 if this is the
// first.
func (g Pager) Previous() int { return g.Number - 1 }

// Next returns the number of the page after this one, or 0 if this is the last.
func (g Pager) Next() int {
	if g.Number >= g.Total {
		return 0
	}
	return g.Number + 1
}

// PagePath returns the path of the n-th page.
func (g Pager) PagePath(n int) string { return PagePath(g.Base, n) }

// PagePath returns the path of the n-th page of a list. The first page is at
// the path of the list.
func PagePath(base string, n int) string {
	if n <= 1 {
		return base
	}
	return base + "page/" + strconv.Itoa(n) + "/"
}

// HomePage is /.
type HomePage struct {
	Page
	Newest   []Row
	InReview []Row
	Branches []Branch // in review; a few
	Overdue  []Action // a few overdue action items, by what they were to prevent
	Stats    metrics.Stats
	Spark    Panel // post mortems by quarter; without a drawing if there are none
}

// ListPage is /postmortems/ and its further pages.
type ListPage struct {
	Page
	Rows       []Row
	Pager      Pager
	Severities []string // of the vocabulary, most severe first
	Sum        uint32   // of the first page: that of the data of which the rows are the first ones; else 0
}

// Years returns the rows by year, in their order.
func (p *ListPage) Years() (out []YearRows) {
	for _, row := range p.Rows {
		year := "No date"
		if !row.Date.IsZero() {
			year = strconv.Itoa(row.Date.Year)
		}
		if n := len(out); n == 0 || out[n-1].Year != year {
			out = append(out, YearRows{Year: year})
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, row)
	}
	return out
}

// YearRows are post mortems of one year.
type YearRows struct {
	Year string // or No date
	Rows []Row
}

// Filters returns the names of the parameters of an address that filter the list.
func (p *ListPage) Filters() []string {
	names := slices.Clone(filters)
	for _, d := range metrics.Definitions() {
		names = append(names, d.Key)
	}
	return names
}

// TermsPage is /tags/, /services/ and so on.
type TermsPage struct {
	Page
	Taxonomy string // tags, services …
	Singular string // tag, service …
	Terms    []Term
	Several  int // number of post mortems that have one, if they may have several; 0 for other taxonomies
}

// A Term is a value of a taxonomy.
type Term struct {
	Title  string
	Path   string
	Count  int
	Newest content.Date
	Means  string // what the site or the format says that it means; "" if nothing
}

// TermPage is /tags/dns/ and so on, and its further pages.
type TermPage struct {
	Page
	Taxonomy string
	Singular string
	Term     string
	Means    string // as in [Term]
	Rows     []Row
	Pager    Pager
	Stats    metrics.Stats // of all pages together
	Book     string        // path of its post mortems as one document; "" if there is none
	Answers  []Answer      // on the first page of a service, tag, severity or vendor
	Panels   []Panel       // likewise
	Service  *ServiceFacts // on the first page of a service
}

// ServiceFacts are what the owner of a service wants to know first.
type ServiceFacts struct {
	Title, Owner, Tier, Hours string   // of the config; "" for what it does not say
	Items                     []Action // action items that are not finished: the first, overdue ones above the others
	Unfinished                int      // number of all of them
	Overdue                   int      // number of those that are overdue
}

// UnfinishedURL returns the link to all action items of the term that are not finished.
func (p *TermPage) UnfinishedURL() string {
	return p.URL(dashboard{scope: Scope{{p.Singular, p.Term}}}.items("state", "unfinished"))
}

// Href returns the attribute that links this page to a path on the site, and to
// an anchor there unless that is "". For pages with very many links, it is
// several times faster than an address that the template has to escape.
func (p *Page) Href(to, anchor string) template.HTMLAttr {
	address := p.URL((&url.URL{Path: to}).EscapedPath())
	if anchor != "" {
		address += "#" + url.PathEscape(anchor)
	}
	return template.HTMLAttr(`href="` + html.EscapeString(address) + `"`) //nolint:gosec // escaped as an attribute value
}

// SearchPage is /search/. Its script searches the index files beside it.
type SearchPage struct {
	Page
	Severities []string   // most severe first; at least one
	Newest     []FirstHit // what an empty query finds first
}

// A FirstHit is a post mortem as the search shows it that looks for no word.
type FirstHit struct {
	PM     *content.PostMortem
	Text   string // beginning of the summary; may be empty
	Anchor string // of the summary; may be empty
}

// Path returns the path of its page on the site.
func (h FirstHit) Path() string { return "postmortems/" + h.PM.Slug + "/" }

// Example returns the most severe severity as a query has it.
func (p *SearchPage) Example() string {
	if word := p.Severities[0]; strings.ContainsAny(word, ` ()"`) {
		return `"` + word + `"`
	}
	return p.Severities[0]
}

// RemovedPage is the page of a post mortem that was removed.
type RemovedPage struct {
	Page
	Date       content.Date
	Reason     string
	ReplacedBy *content.PostMortem // to read instead; nil if there is none on the site
}

// NotFoundPage is /404.html. Its links begin with the base_url, or with a slash if there
// is none, since a missing page may be at any depth.
type NotFoundPage struct{ Page }

// NewNotFoundPage makes the page's links absolute.
func NewNotFoundPage(p Page) *NotFoundPage {
	p.absolute = true
	return &NotFoundPage{p}
}
