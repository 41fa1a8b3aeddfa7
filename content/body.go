package content

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// A bodyReader turns the blocks of a document into sections and data.
type bodyReader struct {
	*decoder
	doc      *markdown.Document
	front    frontMatter
	kinds    []LessonKind     // of lessons, besides those of the template
	metadata map[string]field // keys of the table in the Summary
	table    *markdown.Block  // that table

	stack   []SectionKind // kinds of the headings above, by their levels
	clock   lastRow
	listed  bool // the paragraph above introduces a list of failed controls
	factors bool // the heading above is that of contributing factors
	anchors map[string]int

	repeated map[int]*repeatedTime // by the index of the row in the timeline
}

// rowAnchors are the anchors of rows of data without their numbers, besides those of lessons of other kinds.
var rowAnchors = []string{"timeline", "action", "control", string(WellRun), string(WrongRun), string(LuckyRun)}

// reservedAnchors returns a function that reports whether pages use an id themselves: rows of data have ids such
// as action-3, and parts of the page have ids that begin with pm-.
func reservedAnchors(kinds []LessonKind) func(id string) bool {
	return func(id string) bool {
		name := strings.TrimRight(id, "0123456789") // few headings end in a digit
		if row, numbered := strings.CutSuffix(name, "-"); numbered && name != id {
			return slices.Contains(rowAnchors, row) || slices.ContainsFunc(kinds, func(k LessonKind) bool { return k.Name == row })
		}
		return strings.HasPrefix(id, "pm-")
	}
}

func (b *bodyReader) nextAnchor(kind string) string {
	if b.anchors == nil {
		b.anchors = map[string]int{}
	}
	b.anchors[kind]++
	return anchorName(kind, b.anchors[kind])
}

// anchorName returns an anchor such as timeline-1. Documents share the memory of the
// names, because all use the same few.
func anchorName(kind string, n int) string {
	if n > 64 {
		return kind + "-" + strconv.Itoa(n)
	}
	names, ok := anchorNames.Load(kind)
	if !ok {
		var made [65]string
		for i := range made {
			made[i] = kind + "-" + strconv.Itoa(i)
		}
		names, _ = anchorNames.LoadOrStore(kind, &made)
	}
	return names.(*[65]string)[n]
}

var anchorNames sync.Map // kind -> *[65]string

// keyPos returns the place to report for a problem with a key: its value, or else the end
// of the front matter.
func (b *bodyReader) keyPos(key string) Pos {
	for _, name := range b.front.keys {
		if canonical := keyByName[name]; canonical != nil && canonical.Name == key {
			return b.front.fields[name].at
		}
	}
	if f, ok := b.metadata[key]; ok {
		return f.at
	}
	return Pos{Line: max(b.front.end, 1), Column: 1}
}

func (b *bodyReader) read() {
	b.stack = make([]SectionKind, 7)
	section := &Section{}
	outline, titled, headings := 1, false, 1
	for _, block := range b.doc.Blocks {
		if block.Kind == markdown.Heading {
			headings++
		}
	}
	b.pm.Sections = make([]Section, 0, headings)
	for _, block := range b.doc.Blocks {
		switch block.Kind {
		case markdown.Heading:
		case markdown.Footnotes:
			b.close(section)
			clear(b.stack)
			section = &Section{Level: 2, Anchor: block.ID, Title: "Footnotes", Head: markdown.TextFragment("Footnotes"), Parts: []Part{{Kind: Prose, Prose: b.doc.HTML(block)}}}
			continue
		default:
			b.add(section, block)
			continue
		}
		if block.Level == 1 && !titled {
			titled = true
			if foldHeading(block.Text) == foldHeading(b.pm.Title) || foldHeading(block.Text) == placeholderTitle {
				continue
			}
		}
		b.close(section)
		kind := b.enter(block)
		outline = min(max(block.Level, 2), outline+1)
		section = &Section{Kind: kind, Level: outline, Anchor: block.ID, Title: block.Text, Head: b.doc.HeadingHTML(block)}
	}
	b.close(section)
	b.decideRepeated()
	b.dropEmpty()
	b.sortOtherLessons()
	b.summarize()
}

// dropEmpty removes the template's sections that have neither text nor subsections.
func (b *bodyReader) dropEmpty() {
	kept, below := len(b.pm.Sections), 0 // level of the section that follows
	for i := len(b.pm.Sections) - 1; i >= 0; i-- {
		s := b.pm.Sections[i]
		if s.Kind != "" && len(s.Parts) == 0 && below <= s.Level {
			continue
		}
		kept--
		b.pm.Sections[kept], below = s, s.Level
	}
	b.pm.Sections = slices.Delete(b.pm.Sections, 0, kept)
}

// enter records a heading and returns the kind of its section, which is "" for a
// section of the author's own.
func (b *bodyReader) enter(heading *markdown.Block) SectionKind {
	b.listed, b.factors = false, foldHeading(heading.Text) == factorsTitle
	kind := b.sectionKind(heading.Text)
	inherited := b.above(heading.Level)
	for level := heading.Level; level < len(b.stack); level++ {
		b.stack[level] = ""
	}
	b.stack[heading.Level] = kind
	if kind == "" && inherited != "" {
		b.stack[heading.Level] = inherited
	}
	return kind
}

// sectionKind returns the section that a heading names: one of the format, or one of lessons of another kind.
func (b *bodyReader) sectionKind(heading string) SectionKind {
	kind := sectionKind(heading)
	if kind == "" {
		lessons, _ := lessonsUnder(b.kinds, heading)
		kind = SectionKind(lessons.Name)
	}
	return kind
}

// above returns the kind of the nearest heading with a higher rank.
func (b *bodyReader) above(level int) SectionKind {
	for level--; level > 0; level-- {
		if b.stack[level] != "" {
			return b.stack[level]
		}
	}
	return ""
}

// kind returns the kind of section that the next block belongs to. A table below a
// heading of the author's own within the timeline still belongs to the timeline.
func (b *bodyReader) kind() SectionKind { return b.above(len(b.stack)) }

// close ends a section. It leaves out the reminders and empty parts of the template,
// and the section of tags, which pages show as tags.
func (b *bodyReader) close(s *Section) {
	switch {
	case s.Kind == TagsSection && len(s.Parts) == 0:
	case b.kind() == RemindersSection:
	case s.Level == 0 && len(s.Parts) == 0:
	default:
		b.pm.Sections = append(b.pm.Sections, *s)
	}
}

// add reads a block into the section, as data if possible, otherwise as prose.
func (b *bodyReader) add(s *Section, block *markdown.Block) {
	for _, unlike := range block.Unlike {
		b.warn("table-columns", unlike.Pos, "GitHub shows no table from here on; mend the row, so that reviewers see what readers see", "%s", unlike.Why)
	}
	kind := b.kind()
	if kind == RemindersSection || block == b.table || isPrompt(block) {
		return
	}
	part := Part{Kind: Prose}
	switch kind {
	case TimelineSection:
		part = b.addTimeline(block)
	case ActionsSection:
		part = b.addActions(block)
	case WellSection:
		part = b.addLessons(block, WellRun, &b.pm.WentWell)
	case WrongSection:
		part = b.addLessons(block, WrongRun, &b.pm.WentWrong)
	case LuckySection:
		part = b.addLessons(block, LuckyRun, &b.pm.GotLucky)
	case CausesSection, TriggerSection, ControlsSection:
		b.addControls(block, kind)
		b.addFactors(block)
		b.listed = block.Kind == markdown.Other && len(block.Text) < maxPrompt && sectionKind(block.Text) == ControlsSection
	case ReferencesSection:
		b.addReferences(block)
	case TagsSection:
		if b.addTags(block) {
			return
		}
	default:
		if other, ok := b.otherKind(kind); ok {
			part = b.addOtherLessons(block, other)
		}
	}
	if part.Kind == Prose {
		part.Prose = b.doc.HTML(block)
		if part.Prose.Empty() {
			return
		}
	} else if part.From == part.To {
		return
	}
	s.Parts = append(s.Parts, part)
}

func (b *bodyReader) addTags(block *markdown.Block) bool {
	var f field
	switch {
	case block.Kind == markdown.List:
		for _, item := range block.Items {
			if !isItem(item.Text) {
				f.texts = append(f.texts, item.Text)
			}
		}
	case block.Text != "":
		f.texts = []string{block.Text}
	default:
		return false
	}
	b.setTags(f)
	return true
}

func (b *bodyReader) addReferences(block *markdown.Block) {
	if block.Kind == markdown.List {
		for _, item := range block.Items {
			b.pm.References = append(b.pm.References, item.Text)
		}
	} else if text := b.doc.Text(block); text != "" {
		b.pm.References = append(b.pm.References, text)
	}
}

// noSummary lists the sections whose paragraphs are not a summary of the document.
var noSummary = map[SectionKind]bool{
	RemindersSection: true, TimelineSection: true, ControlsSection: true, ReviewSection: true, ActionsSection: true, LessonsSection: true,
	WellSection: true, WrongSection: true, LuckySection: true, ReferencesSection: true, TagsSection: true,
}

// summarize uses the first paragraph of the summary section, or else of the document, as
// the summary if the front matter has none. What is no sentence is used only if the section, or else the
// document, has nothing else.
func (b *bodyReader) summarize() {
	if b.pm.Summary != "" {
		return
	}
	var found [4]string // a sentence of the summary, other text of it, and both of the other sections
	b.stack = make([]SectionKind, 7)
	for _, block := range b.doc.Blocks {
		if block.Kind == markdown.Heading {
			b.enter(block)
			continue
		}
		kind := b.kind()
		if block.Kind != markdown.Other || block.Text == "" || noSummary[kind] || b.isOther(kind) || isPrompt(block) || strings.HasSuffix(block.Text, ":") || found[0] != "" {
			continue
		}
		rank := 0
		if kind != SummarySection {
			rank = 2
		}
		if found[rank] == "" && isAside(block.Text) {
			rank++
		}
		found[rank] = cmp.Or(found[rank], block.Text)
	}
	b.pm.Summary = cmp.Or(found[:]...)
}

var (
	fieldForm  = lazyregexp.New(`^\p{L}[\p{L}\p{M} /-]{0,30}[:：](?:\s|[^\x00-\x7f])`)
	bylineForm = lazyregexp.New(`^(?:\p{Lu}\S*[ ,]+){1,4}\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\.?$`)
	linkForm   = lazyregexp.New(`^(?:[\p{L}:]+ +){0,2}https?://\S+$`)
)

// isAside reports whether a paragraph is no sentence about the incident: a field, a salutation, a byline or
// a link.
func isAside(text string) bool {
	return strings.HasSuffix(text, ",") || fieldForm().MatchString(text) || bylineForm().MatchString(text) || linkForm().MatchString(text)
}
