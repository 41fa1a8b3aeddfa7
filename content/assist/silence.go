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

// Silence writes the comment that allows a rule on a line. Its reason is left
// for the author to give, and until then nothing is silenced. There is no edit
// within code, where a comment would be text, nor in a value of several lines.
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
