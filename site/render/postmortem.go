package render

import (
	"html/template"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// PostMortemPage is /postmortems/SLUG/.
type PostMortemPage struct {
	Page
	PM       *content.PostMortem
	Row      Row
	ToWrite  []Unwritten // of a draft: what is still to be written, by line
	Sections []Section   // the body in reading order
	Detect   NamedFigure // time to detect
	Story    *Story      // the course of the incident; nil if none of its moments is known, unless it is a draft
	Sense    *Sense      // how people made sense of it; nil if the timeline has no row for it
	Terms    struct{ Services, Impacts, Detection, Vendor, Factors, Tags []TermLink }
	Tickets  struct{ Incidents, Changes, VendorCases []TicketLink }
	Actions  *ActionTally    // nil if there are no action items
	Failed   []FailedControl // controls that failed, in reading order
	Figures  []NamedFigure   // those that tell something about the incident, in page order
	Unknown  []NamedFigure   // unknown ones, with the reason
	Without  []string        // names of those that do not apply
	Timeline []TimelineRow
	Outage   bool // a row of the timeline is within the outage
	Began    bool // it is known when the incident began, so that rows have Since
	Zones    Zones
	Diagrams bool // a code block is a diagram, which a script draws
	Related  []Related
	Older    *content.PostMortem // nil at the end
	Newer    *content.PostMortem
	Prevents []Prevented // action items of other post mortems that would have prevented this one
	History  *History    // nil if unknown

	Corrections []Correction // of facts, since it was completed; newest first, a few
}

// A History is the history of a post mortem, as far as it is known.
type History struct {
	Changed   content.Date // of the newest revision, in the post mortem's zone; zero if none is known
	Count     int          // number of revisions; 0 if all are older than the known history
	Revisions []Revision   // newest first, limited in number
	Earlier   int          // number of revisions that are not listed
	Truncated bool         // older revisions are unknown
	AgreedBy  string       // roles of those who agreed to a version, and others, such as "platform team and someone"; "" if there are none
	Agreed    []Agreement  // newest first, limited in number
	Nobody    bool         // git shows nobody who agreed to a completed post mortem, although the config has the roles of addresses
	Ratings   []string     // severities that it had, oldest first, such as "low from 3 May 2026, for 9 days"
}

// An Agreement says that somebody agreed to a version of the post mortem.
type Agreement struct {
	Date   content.Date // in the post mortem's zone
	Time   string       // RFC 3339
	Said   string       // such as "reviewed by the platform team"
	Commit string       // abbreviated hash
	URL    string       // of the commit on its forge, "" if not configured
}

// A Revision is a commit that changed the post mortem.
type Revision struct {
	Date    content.Date // in the post mortem's zone
	Time    string       // RFC 3339
	Changes string       // what changed, in domain terms
	Role    string       // of who changed it, "" if unknown
	Commit  string       // abbreviated hash
	URL     string       // of the commit on its forge, "" if not configured
}

// A Correction says which facts of a completed post mortem were put right on a day.
type Correction struct {
	Date  content.Date // in the post mortem's zone
	Facts string       // what changed, in domain terms
}

// A Section is one heading of the body and what follows it.
type Section struct {
	Kind   content.SectionKind
	Level  int // 2 to 6; 0 for what comes before the first heading
	Anchor string
	Title  string
	Head   template.HTML // content of the heading
	Parts  []Part
	Empty  bool   // it has neither text nor subsections
	Key    string // of the heading for "cached"
}

// A Part of a section is prose, or a list that was parsed as data.
type Part struct {
	Kind     content.PartKind
	HTML     template.HTML // of prose
	Timeline []TimelineRow
	Actions  []ActionRow
	Lessons  []LessonRow
}

// An Unwritten is something that is still to be written in a draft, in one place or in several alike.
type Unwritten struct {
	Lines   []Line
	Message string
	Hint    string // what to write, or ""
}

// A Line is a line of the document.
type Line struct {
	Number int          // 1-based
	URL    template.URL // where it opens, in an editor or on a forge; "" if that is not known
}

// An ActionRow is an action item of the page's post mortem.
type ActionRow struct {
	*content.ActionItem
	HTML         template.HTML // the item with its markup
	Due          string        // as 2026-03-05, "" if there is none
	DisplayState string        // "overdue", or else the state
	Late         bool          // overdue
	Tickets      []TicketLink
	Ledger       *Ledger // nil if nothing is known of what became of it
}

// A LessonRow is a lesson of the page's post mortem.
type LessonRow struct {
	*content.Lesson
	HTML  template.HTML
	Hedge Hedge // of luck
}

// An ActionTally counts the action items of the page's post mortem.
type ActionTally struct {
	Count  int
	Anchor string       // of the section with the first of them, or of the first
	States []StateCount // closed ones first
	Gone   int          // removed from the document while they were open
}

// A StateCount counts the action items in a state.
type StateCount struct {
	State  string // "overdue", or as in the document
	N      int
	Anchor string // of the first of them
}

// A FailedControl is a control that failed in the page's post mortem.
type FailedControl struct {
	Name     string
	Anchor   string
	Outcome  string
	Posts    int       // post mortems in which it failed, this one included
	Others   []Mention // of the others: newest first, a few
	Remedies []Remedy  // action items that are to make it hold next time: of this post mortem, then of the others
}

// A Remedy is an action item that is to make a control hold next time.
type Remedy struct {
	PM   *content.PostMortem
	Item *content.ActionItem
}

// A NamedFigure is a figure of one post mortem, as pages show it.
type NamedFigure struct {
	Key     string // as in metrics.Definition
	Name    string
	Ends    string
	Text    string // 3 h 33 min, ongoing, unknown, no outage
	Known   bool
	Ongoing bool
	Tells   bool // says something about the incident
	Applies bool
	Stated  bool   // stated by the author, since the timeline does not have it
	Reason  string // why it has no value
	Same    string // key for "cached" of figures that look the same
}

// NameFigure prepares a figure for display.
func NameFigure(d metrics.Definition, f metrics.Figure) NamedFigure {
	n := NamedFigure{
		Key: d.Key, Name: d.Name, Ends: d.Ends, Text: f.String(),
		Known: f.Known(), Ongoing: f.Class == metrics.Ongoing, Tells: f.Tells(), Applies: f.Class != metrics.NotApplicable, Stated: f.Stated,
	}
	if !n.Known && !n.Ongoing {
		n.Reason = f.Reason
	}
	if f.Class == metrics.NotApplicable && d.Key == metrics.Duration {
		n.Text, n.Reason = "no outage", ""
	}
	n.Same = n.Key + "\x00" + n.Text + "\x00" + n.Reason
	if n.Stated {
		n.Same += "\x00stated"
	}
	return n
}

// Zones are the time zones in which a timeline can be shown: its own, UTC and the reader's.
type Zones struct {
	Name string // of the document's zone
	UTC  bool   // clocks of that zone show UTC throughout the timeline
	URL  string // of the clocks of all zones, for the script
}

// Key returns a key for "cached" that pages of the same depth with the same zones share.
func (z Zones) Key() string {
	if z.UTC {
		return z.Name + " is UTC"
	}
	return z.Name
}

// A TimelineRow is an entry and how it is drawn. Its fields are formatted in advance,
// since no other element occurs as often on a site.
type TimelineRow struct {
	Anchor      string
	Class       string // gap-N, the distance to the row above in steps of 4 px; out; event event-SLUG
	Day         string // Monday, 5 January 2026 if a calendar day begins here, else ""
	Clock       string // 14:05, 14:05:30, ~14:05, or as written
	UTC         string // the instant as RFC 3339, "" if unknown
	Date        string // the calendar day of the instant, "" if unknown
	Zone        string // abbreviation, such as EDT, if it differs from that of the row above
	Approximate bool
	Elapsed     string        // since the row above: "+3 min"; "" for the first, and if Since says the same
	Since       string        // since the incident began: "T+9 min"; "" if that is not known
	SoFar       string        // of the last row of an ongoing incident: how long it has lasted
	Label       string        // the event as written
	HTML        template.HTML // the note with its markup
	Out         bool          // the service is out from this row to the next
}

// A Related is another post mortem worth reading, and why.
type Related struct {
	PM     *content.PostMortem
	Page   *Page  // that links to it
	Key    string // of its link for "cached"
	Reason string // "service edge, tag dns"
}

// A Prevented is an action item that would have prevented a post mortem.
type Prevented struct {
	Reference string              // as written
	PM        *content.PostMortem // nil if it is not on the site
	Item      *content.ActionItem // nil if there is no such item
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

// TOC returns the headings of the second and third level.
func (p *PostMortemPage) TOC() (out []Heading) {
	for _, s := range p.Sections {
		if s.Level == 2 || s.Level == 3 {
			out = append(out, Heading{s.Level, s.Anchor, s.Title})
		}
	}
	return out
}

// TOCKey returns a key for "cached" of the table of contents. Most documents
// have the headings of the template.
func (p *PostMortemPage) TOCKey() string {
	var key strings.Builder
	for _, s := range p.Sections {
		if s.Level == 2 || s.Level == 3 {
			key.WriteString(s.Key)
		}
	}
	return key.String()
}

// Lead returns the summary to show above the text, or "" if the text begins
// with it.
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
