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
	Changed   content.Date // of the newest revision, in the post mortem's zone; zero when none is known
	Count     int          // revisions; 0 when all of them are older than what is known
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

// TOC returns the headings of the second and third level.
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
