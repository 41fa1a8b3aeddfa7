package lsp

import (
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// A text is the text of a document in the client. The protocol and package content count
// lines alike, but only the client counts a byte order mark as a character of the first
// line.
type text struct {
	src   string
	lines []string // without line endings and byte order mark
	mark  int      // 1 if there is a byte order mark
}

func newText(src string) text {
	t := text{src: src, lines: strings.Split(string(markdown.Normalize([]byte(src))), "\n")}
	if strings.HasPrefix(src, "\ufeff") {
		t.mark = 1
	}
	return t
}

// position converts a line and column to a position for the client, at most the end of the
// line or of the text.
func (t text) position(line, column int) position {
	if line < 1 {
		return position{}
	}
	if line > len(t.lines) {
		line, column = len(t.lines), int(^uint(0)>>1)
	}
	units := 0
	for _, r := range t.lines[line-1] {
		if column--; column < 1 {
			break
		}
		units += width(r)
	}
	if line == 1 {
		units += t.mark
	}
	return position{line - 1, units}
}

// pos converts the client's position to a line and column, at most the end of the line or
// of the text. A position inside a surrogate pair belongs to that character.
func (t text) pos(p position) content.Pos {
	if p.Line < 0 {
		return content.Pos{Line: 1, Column: 1}
	}
	if p.Line >= len(t.lines) {
		last := t.lines[len(t.lines)-1]
		return content.Pos{Line: len(t.lines), Column: utf8.RuneCountInString(last) + 1}
	}
	units := p.Character
	if p.Line == 0 {
		units -= t.mark
	}
	column := 1
	for _, r := range t.lines[p.Line] {
		if units -= width(r); units < 0 {
			break
		}
		column++
	}
	return content.Pos{Line: p.Line + 1, Column: column}
}

// span returns the range between two places.
func (t text) span(line, column, endLine, endColumn int) textRange {
	return textRange{t.position(line, column), t.position(endLine, endColumn)}
}

// width returns the number of UTF-16 code units of a character.
func width(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}
