package content

import (
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// dayAtEnd matches a date at the end of a cell, such as "under 300 ms since 2026-05-12".
var dayAtEnd = lazyregexp.New(`(?:^|[^\d-])(\d{4}-\d{2}-\d{2})[.)\s]*$`)

// effect reads how one will know that an action item works, and whether somebody has looked: then the cell ends with the day
// on which, or with a link to what shows it.
func (b *bodyReader) effect(cell markdown.Cell) (text string, verified bool) {
	if text = cell.Text; text == "" || isPlaceholder("effect", text) {
		return "", false
	}
	if m := dayAtEnd().FindStringSubmatch(text); m != nil {
		_, err := ParseDate(m[1])
		return text, err == nil
	}
	links := b.doc.CellLinks(cell)
	return text, len(links) > 0 && strings.HasSuffix(strings.TrimRight(text, ".) "), links[len(links)-1].Text)
}
