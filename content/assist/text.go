package assist

import (
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// A text is a document split into lines. It is not parsed: while somebody types, the front
// matter is usually not valid YAML and a table is not complete.
type text struct {
	lines []string
	front int // number of lines of the front matter, including both lines of dashes
}

func newText(src []byte) text {
	t := text{lines: strings.Split(string(markdown.Normalize(src)), "\n")}
	if strings.TrimRight(t.lines[0], " \t") != "---" {
		return t
	}
	for i, line := range t.lines[1:] {
		switch line = strings.TrimRight(line, " \t"); {
		case line == "---":
			t.front = i + 2
			return t
		case line == "" && t.front == 0:
			t.front = i + 2 // if it is not closed below
		}
	}
	if t.front == 0 {
		t.front = len(t.lines) + 1
	}
	return t
}

// line returns a line, or "" outside of the text.
func (t text) line(n int) string {
	if n < 1 || n > len(t.lines) {
		return ""
	}
	return t.lines[n-1]
}

// inFront reports whether a line is between the dashes of the front matter.
func (t text) inFront(line int) bool { return line > 1 && line < t.front }

var keyForm = lazyregexp.New(`^([\pL_][\pL\pN_-]*)[ \t]*:(?:[ \t]+|$)`)

// key returns the name of the front-matter key whose value is on a line, and the byte
// offset at which the value begins there.
func (t text) key(line int) (name string, value int) {
	for n := line; n > 1; n-- {
		text := t.line(n)
		if m := keyForm().FindStringSubmatchIndex(text); m != nil {
			name = text[m[2]:m[3]]
			if n == line {
				value = m[1]
			}
			return name, value
		}
		if text != "" && !strings.ContainsAny(text[:1], " \t-#]") {
			return "", 0
		}
	}
	return "", 0
}

var (
	headingForm = lazyregexp.New(`^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$`)
	fenceForm   = lazyregexp.New("^ {0,3}(`{3,}|~{3,})")
)

// A place describes the context of a line in the body.
type place struct {
	section content.SectionKind // nearest section above that the format knows
	heading bool                // whether the line is a heading
	code    bool                // whether the line is code or begins or ends a code block
}

func (t text) place(line int) (p place) {
	var sections [7]content.SectionKind
	level, fence := 0, ""
	for n := t.front + 1; n <= min(line, len(t.lines)); n++ {
		text := t.lines[n-1]
		p.heading, p.code = false, fence != ""
		m := fenceForm().FindStringSubmatch(text)
		switch {
		case fence != "":
			if m != nil && strings.HasPrefix(m[1], fence) && strings.Trim(text, " \t"+fence[:1]) == "" {
				fence = ""
			}
		case m != nil:
			fence, p.code = m[1], true
		default:
			if m := headingForm().FindStringSubmatch(text); m != nil {
				level, p.heading = len(m[1]), true
				sections[level] = content.SectionOf(m[2])
				clear(sections[level+1:])
			}
		}
	}
	for ; level > 0 && p.section == ""; level-- {
		p.section = sections[level]
	}
	return p
}

// column converts a byte offset to a column.
func column(text string, offset int) int { return utf8.RuneCountInString(text[:offset]) + 1 }

// offset converts a column to a byte offset, at most the text's length.
func offset(text string, column int) int {
	for i := range text {
		if column--; column <= 0 {
			return i
		}
	}
	return len(text)
}
