package index

import (
	"iter"
	"regexp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Document is a post mortem prepared for searching. Its texts are plain text.
type Document struct {
	ID      string // the post mortem's slug
	Path    string // path of its file
	Title   string
	Date    content.Date
	Texts   map[Field][]string  // all fields except Body, which consists of BodyFields
	Anchors map[Field][]string  // for each text the id of its section's heading on the page, or ""
	Facets  map[string][]string // values by name of the facet
	Numbers map[string]float64  // by name of the number; unknown ones are left out

	section string // anchor of the section that is being added
}

// Documents returns an iterator over the search documents of the post mortems, in the same
// order, so that they need not be in memory at once.
func Documents(posts []*content.PostMortem) iter.Seq[*Document] {
	return func(yield func(*Document) bool) {
		for _, pm := range posts {
			if !yield(NewDocument(pm)) {
				return
			}
		}
	}
}

// NewDocument returns the search document of a post mortem.
func NewDocument(pm *content.PostMortem) *Document {
	d := &Document{
		ID: pm.Slug, Path: pm.Path, Title: pm.Title, Date: pm.Date,
		Texts: map[Field][]string{}, Anchors: map[Field][]string{}, Facets: map[string][]string{}, Numbers: minutes(pm),
	}
	for _, facet := range Facets {
		if values := facet.Values(pm); len(values) > 0 {
			d.Facets[facet.Name] = values
		}
	}
	for _, key := range keys {
		if key.Search != "" {
			d.add(Field(key.Search), key.Values(pm)...)
		}
	}
	d.add(Labels, datePrefix.ReplaceAllString(pm.Slug, ""))
	var tickets []string
	for _, t := range pm.Tickets() {
		tickets = appendNew(tickets, t.Number)
	}
	d.add(IDs, tickets...)
	d.addSections(pm)
	return d
}

// datePrefix matches the date at the beginning of a file name, which is not searched.
var datePrefix = regexp.MustCompile(`^\d{4}-\d{2}(-\d{2})?(-|$)`)

func (d *Document) add(field Field, texts ...string) {
	for _, text := range texts {
		if text != "" {
			d.Texts[field] = append(d.Texts[field], text)
			d.Anchors[field] = append(d.Anchors[field], d.section)
		}
	}
}

// sectionFields maps sections to the field for their text. Text below the author's own
// headings in a section belongs to the same field.
var sectionFields = map[content.SectionKind]Field{
	content.SummarySection: Summary, content.TimelineSection: Timeline,
	content.CausesSection: Causes, content.ControlsSection: Causes, content.TriggerSection: Causes, content.ResolutionSection: Causes,
	content.ActionsSection: Actions, content.LessonsSection: Lessons,
	content.WellSection: Lessons, content.WrongSection: Lessons, content.LuckySection: Lessons,
	content.ReviewSection: Other, content.ReferencesSection: Other,
}

// addSections adds the texts that the page shows.
func (d *Document) addSections(pm *content.PostMortem) {
	var above [7]Field
	for _, s := range pm.Sections {
		d.section = s.Anchor
		level := min(max(s.Level, 0), 6)
		field, known := sectionFields[s.Kind]
		if !known {
			field = Other
			for l := level - 1; l > 1 && field == Other; l-- {
				if above[l] != "" {
					field = above[l]
				}
			}
			d.add(field, s.Title)
		}
		for l := level; l < len(above); l++ {
			above[l] = ""
		}
		above[level] = field
		for _, part := range s.Parts {
			d.addPart(field, part, pm)
		}
	}
}

func (d *Document) addPart(field Field, part content.Part, pm *content.PostMortem) {
	switch part.Kind {
	case content.TimelineRun:
		for _, entry := range pm.Timeline[part.From:part.To] {
			if entry.Event == "" || slices.Contains(content.SenseEvents, entry.Event) {
				d.add(Timeline, entry.Label)
			}
			d.add(Timeline, entry.Note)
		}
	case content.ActionRun:
		for _, item := range pm.ActionItems[part.From:part.To] {
			d.add(Actions, item.Title, item.Effect, item.Owner)
		}
	case content.Prose:
		for _, text := range part.Prose.Paragraphs() {
			if field != Summary || text != pm.Summary {
				d.add(field, text)
			}
		}
	default:
		for _, lesson := range pm.LessonsIn(part) {
			d.add(Lessons, lesson.Text)
		}
	}
}
