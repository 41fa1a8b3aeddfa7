package assist

import (
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// An Edit replaces a range of a line; the end is exclusive.
type Edit struct {
	Line, From, To int // columns
	Text           string
}

var listForm = lazyregexp.New(`^\s*(?:[-*+]|\d+[.)])\s+`)

// Silence returns the edit that inserts a silencer for a rule on a line. The author fills
// in the reason; until then, the silencer has no effect. Silence returns false in code,
// where a comment would be text, and in values of several lines.
func Silence(src []byte, at content.Pos, rule string) (Edit, bool) {
	t := newText(src)
	line := strings.TrimRight(t.line(at.Line), " \t")
	if line == "" || strings.Contains(line, "pmsite:") {
		return Edit{}, false
	}
	end := column(line, len(line))
	if at.Line <= t.front {
		plain := keyForm().MatchString(line) || strings.HasPrefix(strings.TrimLeft(line, " "), "- ")
		if !t.inFront(at.Line) || !plain || strings.HasSuffix(line, "|") || strings.HasSuffix(line, ">") {
			return Edit{}, false
		}
		return Edit{at.Line, end, end, " # pmsite: allow " + rule + ": "}, true
	}
	comment := "<!-- pmsite: allow " + rule + ":  -->"
	switch {
	case t.place(at.Line).code || strings.HasPrefix(line, "    "):
		return Edit{}, false
	case cellsOf(line) == nil:
		return Edit{at.Line, end, end, " " + comment}, true
	case t.header(at.Line) == nil || !strings.HasSuffix(line, "|"):
		return Edit{}, false // the table's head, or a row without its last pipe
	}
	return Edit{at.Line, end - 1, end - 1, comment + " "}, true
}
