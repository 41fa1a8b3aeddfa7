package convert

import (
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A line of a body.
type line struct {
	text string
	at   int  // 1-based line in the source; 0 for a line that the import added
	code bool // in a code block or comment

	level   int    // of a heading, 1 to 6; 0 for other lines
	title   string // of a heading
	section string // folded text of the nearest heading above; for a heading, its own
	depth   int    // level of that heading
	early   bool   // above the first section of the format that is not the summary
	kind    content.SectionKind
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func number(body string, before int) []line {
	texts := strings.Split(body, "\n")
	out := make([]line, len(texts))
	for i, text := range texts {
		out[i] = line{text: text, at: before + i + 1}
	}
	return out
}

func joinLines(lines []line) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	return strings.Join(texts, "\n")
}

var fenceForm = lazyregexp.New("^ {0,3}(`{3,}|~{3,})")

// scan records which lines are headings or code, and the section of each line. A heading
// that the format does not know belongs to the section above it.
func (im *importer) scan() {
	fence, comment := "", false
	var kinds [7]content.SectionKind
	section, depth, early := "", 0, true
	for i := range im.lines {
		l := &im.lines[i]
		l.code, l.level, l.title = fence != "" || comment, 0, ""
		begins := strings.TrimLeft(l.text, " ")
		var m []string
		if strings.HasPrefix(begins, "```") || strings.HasPrefix(begins, "~~~") {
			m = fenceForm().FindStringSubmatch(l.text)
		}
		switch {
		case fence != "":
			if m != nil && strings.HasPrefix(m[1], fence) && strings.Trim(l.text, " \t"+fence[:1]) == "" {
				fence = ""
			}
		case m != nil && !comment:
			fence, l.code = m[1], true
		default:
			if at := strings.LastIndex(l.text, "<!--"); at >= 0 {
				comment, l.code = true, true
				if strings.Contains(l.text[at:], "-->") {
					comment = false
				}
			} else if comment && strings.Contains(l.text, "-->") {
				comment = false
			}
		}
		if !strings.HasPrefix(begins, "#") {
			l.section, l.depth, l.kind, l.early = section, depth, kinds[depth], early
			continue
		}
		if level, title := headingOf(l.text); level > 0 && !l.code {
			l.level, l.title = level, title
			section, depth = content.FoldHeading(l.title), l.level
			kind := content.SectionOf(l.title)
			if kind == "" && i > 0 && im.lines[i-1].kind == content.TimelineSection && beginsWithTime(l.title) {
				kind = content.TimelineSection // the heading of an event, on whatever level
			}
			for level := depth - 1; kind == "" && level > 0; level-- {
				kind = kinds[level]
			}
			clear(kinds[depth:])
			kinds[depth] = kind
			early = early && (kind == "" || kind == content.SummarySection)
		}
		l.section, l.depth, l.kind, l.early = section, depth, kinds[depth], early
	}
}

// headingOf returns the level and the title of a heading, without the signs that close it. The level is 0 for
// other lines.
func headingOf(text string) (level int, title string) {
	begins := strings.TrimLeft(text, " ")
	rest := strings.TrimLeft(begins, "#")
	level = len(begins) - len(rest)
	if len(text)-len(begins) > 3 || level > 6 || rest == "" || !strings.ContainsAny(rest[:1], " \t") {
		return 0, ""
	}
	title = strings.Trim(rest, " \t")
	if open := strings.TrimRight(title, "#"); open != "" && strings.ContainsAny(open[len(open)-1:], " \t") {
		title = strings.TrimRight(open, " \t")
	}
	return level, title
}

// beginsWithTime reports whether a heading is that of a day or of an event of the timeline.
func beginsWithTime(title string) bool {
	title = strings.TrimPrefix(title, updateForm().FindString(title))
	s, ok := cutStamp(title)
	return ok && (s.clock != "" || len(words(s.rest)) <= maxRemark)
}

// maxRemark is the number of words that may follow the date in the heading of a day: "(all times UTC)".
const maxRemark = 5

// remove removes lines, and one of two blank lines that then meet.
func (im *importer) remove(from, to int) {
	rest := im.lines[to:]
	blank := func(lines []line, i int) bool {
		return i < 0 || i < len(lines) && strings.TrimSpace(lines[i].text) == ""
	}
	if blank(im.lines, from-1) && len(rest) > 1 && blank(rest, 0) {
		rest = rest[1:]
	}
	im.lines = append(im.lines[:from:from], rest...)
}

var markup = lazyregexp.New(`\[([^\]]*)\]\([^)]*\)|[*_` + "`" + `]`)

// plain returns a text without the markup of emphasis, code and links.
func plain(text string) string {
	if !strings.ContainsAny(text, "[*_`") {
		return strings.TrimSpace(text)
	}
	return strings.TrimSpace(markup().ReplaceAllString(text, "$1"))
}
