package content

import (
	"iter"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/markdown"
)

// A PostMortem is the content of one document: its front matter and sections. A field
// that the document does not set has its zero value; nothing is guessed.
type PostMortem struct {
	Path string // slash-separated, from the root of the file system it was read from
	Slug string // the file's name without extension, or the bundle's folder

	Title         string
	ID            string
	Services      []string
	Impacts       []string
	Severity      string
	Detection     string
	CaughtBy      string // what kept a near miss from doing harm
	Communication string // [NoneNeeded], or "" if the timeline tells
	Incidents     []string
	Changes       []string
	Vendor        string
	VendorCases   []string
	TicketURLs    map[string]string // addresses that the document gives, with http or https, by the number of the ticket
	Date          Date              // the day the outage began, in Zone
	Stated        time.Duration     // the duration as stated by the author; see HasStated
	HasStated     bool
	Zone          *time.Location // of the times in the timeline; never nil
	Authors       []string       // roles
	Status        string
	Tags          []string
	Summary       string         // plain text for lists and feeds
	Aliases       []string       // former URL paths, without slashes at the ends
	AliasPos      []Pos          // of the aliases
	PreventedBy   []string       // references such as PM-2025-0012#action-2
	Factors       []string       // what contributed, in the order of the document
	Params        map[string]any // unknown keys

	// NearMiss reports that there was nearly an incident, because the severity is that of near
	// misses; see [Vocabularies.NearMiss]. The impact is what would have happened.
	NearMiss bool

	// Degraded reports that the document names impacts, and that none of them counts as an
	// outage; see [Vocabularies.Outage].
	Degraded bool

	Sections     []Section // the body in reading order, for rendering
	Timeline     []Entry
	Controls     []Control
	ActionItems  []ActionItem
	NoActions    string // the reason why there are no action items, as in "None: the service is retired"
	WentWell     []Lesson
	WentWrong    []Lesson
	GotLucky     []Lesson
	OtherLessons []LessonList // of kinds that the template does not have; none of them is empty
	References   []string     // plain text of each entry

	Attachments []string // paths of the files next to a bundle's index.md

	History *History // set by callers that know it; nil without version control

	Removal *Removal // of a post mortem that was removed, of which only the path, slug, id and aliases are set; else nil
}

// A Section is a heading with the text up to the next heading.
type Section struct {
	Kind   SectionKind
	Level  int    // 2 to 6; 0 for the text before the first heading
	Anchor string // the heading's id on the page
	Title  string
	Head   markdown.Fragment // the heading's content
	Parts  []Part
}

// A Part of a section is prose, or a run of data that was read from it. Pages show the
// data where it was found, in a form of its own.
type Part struct {
	Kind     PartKind
	Prose    markdown.Fragment // of kind Prose
	From, To int               // for the other kinds: a half-open range in the post mortem's list
}

// PartKind says which list a [Part] shows.
type PartKind string

// The kinds of parts. The data is in the lists of [PostMortem] with the same names. Runs of other lessons have
// the name of their [LessonKind].
const (
	Prose       PartKind = "prose"
	TimelineRun PartKind = "timeline"
	ActionRun   PartKind = "actions"
	WellRun     PartKind = "went-well"
	WrongRun    PartKind = "went-wrong"
	LuckyRun    PartKind = "got-lucky"
)

// An Entry is one row of the timeline.
type Entry struct {
	Anchor      string    // timeline-1 …
	Date        string    // as written; empty if it is the same as in the row above
	Clock       string    // as written
	Time        time.Time // in the zone of the post mortem; zero if not known
	Approximate bool      // marked as such by the author; no figure uses it
	Event       string    // a value of the event vocabulary, "" for a plain entry
	Label       string    // the event as written
	Note        string    // plain text
	NoteHTML    markdown.Fragment
	Pos         Pos
}

// Exact reports whether figures may use the time of the entry.
func (e Entry) Exact() bool { return !e.Time.IsZero() && !e.Approximate }

// An ActionItem is a task that the review agreed on.
type ActionItem struct {
	Anchor   string // action-1 …
	Title    string // plain text
	HTML     markdown.Fragment
	Type     string // a value of the action type vocabulary; "" if not given
	Owner    string // a role
	Tracking []string
	Due      Date
	State    string // a value of the action state vocabulary; Open if not given
	Effect   string // how one will know that it works; "" if not given. HTML has it, too
	Verified bool   // Effect ends with the day on which somebody saw it, or with a link to what shows it
	Pos      Pos
}

// Name returns what the item is called by its place, such as "action item 2".
func (a ActionItem) Name() string { return strings.Replace(a.Anchor, "action-", "action item ", 1) }

// Closed reports whether the item is done or cancelled.
func (a ActionItem) Closed() bool { return a.State == Done || a.State == Cancelled }

// Overdue reports whether the item is open past its due date on the given day.
func (a ActionItem) Overdue(asOf Date) bool {
	return !a.Closed() && !a.Due.IsZero() && a.Due.Before(asOf)
}

// Overdue is what [ActionItem.StateOn] returns for an open item past its due date.
// Authors do not write it.
const Overdue = "overdue"

// StateOn returns [Overdue] if the item is overdue on the given day, or else its state.
func (a ActionItem) StateOn(asOf Date) string {
	if a.Overdue(asOf) {
		return Overdue
	}
	return a.State
}

// A Lesson is something that went well, went wrong, was luck, or is of another kind; see [LessonKind].
type Lesson struct {
	Anchor   string // went-well-1, went-wrong-1, got-lucky-1, surprise-1 …
	Text     string
	HTML     markdown.Fragment
	HedgedBy string // anchor of the action item that the lesson names, which is to make luck unnecessary; "" if it names none
}

// IsDraft reports whether the document is still being written.
func (pm *PostMortem) IsDraft() bool { return pm.Status == Draft || pm.Status == "" }

// LateBy returns the number of days by which a post mortem that is not completed has
// missed the target, which is in days after the incident. It returns 0 if the post mortem
// is not late, or if target is 0, which means that there is none.
func (pm *PostMortem) LateBy(asOf Date, target int) int {
	if target == 0 || pm.Status == Completed || pm.Date.IsZero() || asOf.IsZero() {
		return 0
	}
	return max(0, int(asOf.Time().Sub(pm.Date.Time())/(24*time.Hour))-target)
}

// Key returns the name by which other documents cite this one: the id, or the slug if it
// has none.
func (pm *PostMortem) Key() string {
	if pm.ID != "" {
		return pm.ID
	}
	return pm.Slug
}

// Text returns the plain text of the sections of a kind, including the author's own
// sections within them, with an empty line between paragraphs. It leaves out data that
// was read from a section: the timeline, action items and lessons.
func (pm *PostMortem) Text(kind SectionKind) string {
	var paragraphs []string
	var above [7]SectionKind // kinds of the headings above, by level
	for _, section := range pm.Sections {
		current := section.Kind
		for level := section.Level - 1; current == "" && level > 0; level-- {
			current = above[level]
		}
		clear(above[section.Level:])
		above[section.Level] = current
		if current != kind {
			continue
		}
		for _, part := range section.Parts {
			paragraphs = append(paragraphs, part.Prose.Paragraphs()...)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// Links returns the destinations of relative links in the body, as written.
func (pm *PostMortem) Links() (out []string) {
	for f := range pm.fragments() {
		out = append(out, f.Links()...)
	}
	return out
}

// HasCode reports whether the body has a code block in the language, as [Fragment.HasCode] does.
func (pm *PostMortem) HasCode(language string) bool {
	for f := range pm.fragments() {
		if f.HasCode(language) {
			return true
		}
	}
	return false
}

// fragments yields the fragments of the body: headings and prose in reading order, then those of
// the timeline, the action items and the lessons.
func (pm *PostMortem) fragments() iter.Seq[markdown.Fragment] {
	return func(yield func(markdown.Fragment) bool) {
		for _, section := range pm.Sections {
			if !yield(section.Head) {
				return
			}
			for _, part := range section.Parts {
				if !yield(part.Prose) {
					return
				}
			}
		}
		for _, entry := range pm.Timeline {
			if !yield(entry.NoteHTML) {
				return
			}
		}
		for _, item := range pm.ActionItems {
			if !yield(item.HTML) {
				return
			}
		}
		for _, list := range pm.Lessons() {
			for _, lesson := range list.Lessons {
				if !yield(lesson.HTML) {
					return
				}
			}
		}
	}
}

// Target returns the file that a relative link refers to, as a path in the file system
// that the post mortem was read from. A path that leads out of it begins with "../". As on GitHub,
// a destination that begins with a slash is relative to the top of the file system.
func (pm *PostMortem) Target(dest string) string {
	name, _, _ := strings.Cut(dest, "#")
	name, _, _ = strings.Cut(name, "?")
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if rooted, ok := strings.CutPrefix(name, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join(path.Dir(pm.Path), name)
}

// Tickets returns every ticket number of the front matter and every tracking number of
// the action items, in reading order.
func (pm *PostMortem) Tickets() (out []Ticket) {
	for i := range keys {
		if key := &keys[i]; key.Ticket {
			for _, number := range key.Values(pm) {
				out = append(out, Ticket{Number: number})
			}
		}
	}
	for _, item := range pm.ActionItems {
		for _, number := range item.Tracking {
			out = append(out, Ticket{Number: number, Anchor: item.Anchor, Title: item.Title})
		}
	}
	return out
}

// A Ticket is a mention of a number from another system.
type Ticket struct {
	Number string
	Anchor string // of the action item; "" for the post mortem itself
	Title  string // of the action item
}
