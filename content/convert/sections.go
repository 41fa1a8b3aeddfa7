package convert

import (
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// otherSections maps headings of other formats, folded, to the format's own.
var otherSections = map[string]string{
	"incident summary": "Summary", "executive summary": "Summary", "overview": "Summary", "what happened": "Summary",
	"incident timeline": "Timeline", "timeline of events": "Timeline", "event timeline": "Timeline", "chronology": "Timeline",
	"root cause analysis": "Proximal and Root Causes", "root causes and trigger": "Proximal and Root Causes", "root cause and trigger": "Proximal and Root Causes",
	"recovery": "Resolution", "resolution and recovery": "Resolution", "how it was fixed": "Resolution",
	"actions": "Action Items", "followups": "Action Items", "follow ups": "Action Items", "follow up": "Action Items", "follow up items": "Action Items",
	"follow up actions": "Action Items", "corrective actions": "Action Items", "corrective and preventative measures": "Action Items", "next steps": "Action Items",
	"what went poorly": "What went wrong", "what went badly": "What went wrong", "what could have gone better": "What went wrong", "what didn t go well": "What went wrong",
	"where did we get lucky": "Where we got lucky", "what did we learn": "Lessons Learned", "learnings": "Lessons Learned", "lessons learnt": "Lessons Learned",
	"supporting information": "References", "links": "References", "related links": "References", "further reading": "References",
}

var (
	underline = lazyregexp.New(`^ {0,3}(?:(=+)|-+)[ \t]*$`)
	oneLiner  = lazyregexp.New(`^ {0,3}[^\s>|#=*+~` + "`" + `<\[\d-].*[^#\s][ \t]*$`)
)

// underlined rewrites underlined headings with number signs.
func (im *importer) underlined() {
	im.scan()
	for i := 0; i+1 < len(im.lines); i++ {
		l := &im.lines[i]
		m := underline().FindStringSubmatch(im.lines[i+1].text)
		if m == nil || l.code || im.lines[i+1].code || l.level > 0 || !oneLiner().MatchString(l.text) || strings.Contains(l.text, "|") || i > 0 && strings.TrimSpace(im.lines[i-1].text) != "" {
			continue
		}
		mark := "## "
		if m[1] != "" {
			mark = "# "
		}
		l.text = mark + strings.TrimSpace(l.text)
		im.lines[i+1].text = ""
		if i+2 < len(im.lines) && strings.TrimSpace(im.lines[i+2].text) == "" {
			im.lines = append(im.lines[:i+1], im.lines[i+2:]...)
		}
	}
}

var timelineHead = lazyregexp.New(`(?i)^timeline\s*(?:\(|\[|-|–|—|:|,)`)

// renameSections renames headings to those of the format. Words that the new heading lacks
// are kept on a line below it.
func (im *importer) renameSections() {
	im.scan()
	var out []line
	for i, l := range im.lines {
		if l.level < 2 || content.SectionOf(l.title) != "" {
			out = append(out, l)
			continue
		}
		name := otherSections[content.FoldHeading(l.title)]
		if timelineHead().MatchString(l.title) {
			name = "Timeline"
		}
		if name == "" {
			out = append(out, l)
			continue
		}
		im.note(l.at, Guessed, "section %q was renamed to %s", l.title, name)
		out = append(out, line{text: strings.Repeat("#", l.level) + " " + name, at: l.at})
		if lacks(name, l.title) {
			out = append(out, line{}, line{text: strings.TrimSpace(l.title), at: l.at})
			if i+1 < len(im.lines) && strings.TrimSpace(im.lines[i+1].text) != "" {
				out = append(out, line{})
			}
		}
	}
	im.lines = out
}

var (
	utcForm    = lazyregexp.New(`(?i)\btimes?\b[^.|]{0,30}\b(UTC|GMT)\b|^(UTC|GMT)$|\((UTC|GMT)\)$`)
	zoneForm   = lazyregexp.New(`(?i)\btimes?\b[^.|]{0,30}\b(?:Atlantic|Eastern|Central|Mountain|Pacific)\b`)
	zoneColumn = lazyregexp.New(`\((?:[A-FH-Z][A-Z]{0,3}T)\)\s*\|`)
	abbrForm   = lazyregexp.New(`\([A-Z]{1,4}T\)$`)
	nameDate   = lazyregexp.New(`^(\d{4})[-_]?(\d{2})[-_]?(\d{2})[-_ ]*`)
)

// complete adds missing keys that every document requires. It takes them from the first
// heading, the file's name or the timeline.
func (im *importer) complete() {
	im.scan()
	im.completeTitle()
	if !im.has("date") {
		im.completeDate()
	}
	if !im.has("timezone") && slices.ContainsFunc(im.lines, func(l line) bool { return l.kind == content.TimelineSection }) {
		im.completeZone()
	}
	if !im.has("status") {
		im.front.set("status", content.Draft)
		im.note(0, Guessed, "status: draft, because the document does not say")
	}
	for _, key := range content.Keys() {
		if key.Required == content.WantedInDraft && !im.has(key.Name) && !im.asked[key.Name] {
			im.note(0, Left, "%s: not found in the document", key.Name)
		}
	}
}

// completeZone looks for UTC in the timeline. Other abbreviations of zones are ambiguous.
func (im *importer) completeZone() {
	for _, l := range im.lines {
		if l.kind != content.TimelineSection || l.code || l.level != 0 {
			continue
		}
		if strings.Contains(l.text, "|") {
			if name := zoneColumn().FindString(l.text); name != "" {
				im.note(l.at, Left, "timezone: %q is ambiguous; using the site's", strings.Trim(name, "|( )"))
				return
			}
			continue
		}
		switch zone := strings.TrimSpace(l.text); {
		case zoneForm().MatchString(plain(l.text)):
			im.note(l.at, Left, "timezone: %q is not a name such as America/New_York; using the site's", zone)
			return
		case utcForm().MatchString(plain(l.text)):
			im.front.set("timezone", "UTC")
			im.note(l.at, Guessed, "timezone: UTC, from %q", zone)
			return
		case abbrForm().MatchString(plain(l.text)):
			im.note(l.at, Left, "timezone: %q is ambiguous; using the site's", zone)
			return
		}
	}
	im.note(0, Left, "timezone: not found in the timeline; using the site's")
}

func (im *importer) completeTitle() {
	if im.has("title") {
		return
	}
	doc, err := markdown.Parse([]byte(joinLines(im.lines)), markdown.Options{})
	if err == nil {
		for _, block := range doc.Blocks {
			if title := Line(block.Text); block.Kind == markdown.Heading && block.Level == 1 && title != "" {
				im.front.set("title", scalar(title))
				im.note(im.lines[block.Pos.Line-1].at, Mapped, "title: %s", title)
				return
			}
		}
	}
	base := strings.TrimSuffix(path.Base(im.name), path.Ext(im.name))
	if base = strings.NewReplacer("-", " ", "_", " ").Replace(nameDate().ReplaceAllString(base, "")); Line(base) != "" {
		im.front.set("title", scalar(Line(base)))
		im.note(0, Guessed, "title: %s, from the file's name", Line(base))
	}
}

// completeDate looks for the date in the first heading, the file's name and the timeline.
func (im *importer) completeDate() {
	set := func(day content.Date, at int, from string) {
		im.front.set("date", day.String())
		im.note(at, Guessed, "date: %s, from %s", day, from)
	}
	for _, l := range im.lines {
		if l.level != 1 {
			continue
		}
		for _, written := range []string{isoDate().FindString(l.title), wordForms().FindString(l.title)} {
			if day, ok := parseDate(written); ok {
				set(day, l.at, "the heading")
				return
			}
		}
	}
	if m := nameDate().FindStringSubmatch(path.Base(im.name)); m != nil {
		if day, err := content.ParseDate(m[1] + "-" + m[2] + "-" + m[3]); err == nil {
			set(day, 0, "the file's name")
			return
		}
	}
	for _, l := range im.lines {
		if l.kind == content.TimelineSection && !l.code {
			for _, written := range []string{isoDate().FindString(l.text), wordForms().FindString(l.text)} {
				if day, ok := parseDate(written); ok {
					set(day, l.at, "the timeline")
					return
				}
			}
		}
	}
	im.note(0, Left, "date: not found in the document")
}
