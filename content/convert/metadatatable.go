package convert

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var delimiterForm = lazyregexp.New(`^ {0,3}\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$`)

// tableAt returns the number of lines of the table that begins at line i, or 0.
func (im *importer) tableAt(i int) int {
	isRow := func(n int) bool {
		return n < len(im.lines) && strings.Contains(im.lines[n].text, "|") && !im.lines[n].code && im.lines[n].level == 0
	}
	if !isRow(i) || !isRow(i+1) || !delimiterForm().MatchString(im.lines[i+1].text) || i > 0 && isRow(i-1) {
		return 0
	}
	end := i + 2
	for isRow(end) {
		end++
	}
	return end - i
}

// takeTable moves the rows of a two-column table whose labels the format knows to the front
// matter. The head is one of them if it is a field itself. Other rows stay; a table without
// rows is removed. takeTable returns the line before the one to continue with.
func (im *importer) takeTable(from, to int) int {
	head := cells(im.lines[from].text)
	known := 0
	for _, l := range im.lines[from:to] {
		if row := cells(l.text); len(row) == 2 && keyOf(plain(row[0])) != "" {
			known++
		}
	}
	if headless := len(words(strings.Join(head, ""))) == 0; len(head) != 2 || known == 0 || known < 2 && !headless {
		return to - 1
	}
	var left []line
	for _, l := range im.lines[from+2 : to] {
		if row := cells(l.text); len(row) != 2 || keyOf(plain(row[0])) == "" || !im.take(l.at, row[0], row[1]) {
			left = append(left, l)
		}
	}
	isField := keyOf(plain(head[0])) != ""
	if len(left) == 0 && (!isField || im.take(im.lines[from].at, head[0], head[1])) {
		if remark := Line(strings.Join(head, " | ")); !isField && len(words(remark)) > 0 {
			im.front.foot = append(im.front.foot, "# "+remark)
		}
		im.remove(from, to)
		return from - 1
	}
	im.lines = slices.Concat(im.lines[:from+2], left, im.lines[to:])
	return from + 1 + len(left)
}
