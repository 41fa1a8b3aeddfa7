package convert

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/pmsite/pmsite/content/markdown"
)

// maxColumn is the maximum width to which cells are padded: a single long note should not
// widen every row or change every line in a diff.
const maxColumn = 48

// formatTables rewrites the lines of each table of a body. Tables in lists and quotes stay as
// they are.
func formatTables(src string, rewrite func(lines []string)) string {
	doc, err := markdown.Parse([]byte(src), markdown.Options{})
	if err != nil {
		return src
	}
	lines := strings.Split(src, "\n")
	for _, block := range doc.Blocks {
		if block.Kind == markdown.Table {
			first := block.Header[0].Pos.Line - 1
			rewrite(lines[first : first+2+len(block.Rows)])
		}
	}
	return strings.Join(lines, "\n")
}

// alignTable aligns one table by display width: head, delimiters, rows.
func alignTable(lines []string) {
	rows := make([][]string, len(lines))
	for i, line := range lines {
		rows[i] = cells(line)
	}
	widths := make([]int, len(rows[0]))
	for c := range widths {
		widths[c] = 3
		for r, row := range rows {
			if r != 1 && c < len(row) {
				if w := displayWidth(row[c]); w <= maxColumn {
					widths[c] = max(widths[c], w)
				}
			}
		}
	}
	for i, row := range rows {
		for len(row) < len(widths) {
			row = append(row, "")
		}
		var b strings.Builder
		for c, cell := range row {
			switch {
			case c >= len(widths): // a surplus cell, which is not shown
			case i == 1:
				cell = delimiter(cell, widths[c])
			default:
				cell = pad(cell, widths[c], rows[1][c])
			}
			b.WriteString("| " + cell + " ")
		}
		lines[i] = b.String() + "|"
	}
}

// tidyRows gives each line of a table pipes at both ends, and each cell a blank at both ends. It
// keeps padding, so that what becomes of a line depends on no other line.
func tidyRows(lines []string) {
	for i, line := range lines {
		var b strings.Builder
		for _, cell := range paddedCells(line) {
			if !strings.HasPrefix(cell, " ") {
				cell = " " + cell
			}
			if !strings.HasSuffix(cell, " ") {
				cell += " "
			}
			b.WriteString("|" + cell)
		}
		lines[i] = b.String() + "|"
	}
}

// cells splits a line of a table at pipes that are not escaped by a backslash.
func cells(line string) []string {
	out := paddedCells(line)
	for i, cell := range out {
		out[i] = strings.Trim(cell, " \t")
	}
	return out
}

// paddedCells is like cells, but keeps the blanks in the cells.
func paddedCells(line string) (out []string) {
	line = strings.TrimPrefix(strings.Trim(line, " \t"), "|")
	start := 0
	for i := range len(line) {
		if line[i] == '|' && (i == 0 || line[i-1] != '\\') {
			out = append(out, line[start:i])
			start = i + 1
		}
	}
	if rest := line[start:]; strings.Trim(rest, " \t") != "" || len(out) == 0 {
		out = append(out, rest)
	}
	return out
}

// delimiter returns the cell below a column's head, with its alignment.
func delimiter(cell string, width int) string {
	left, right := strings.HasPrefix(cell, ":"), strings.HasSuffix(cell, ":")
	out := []byte(strings.Repeat("-", width))
	if left {
		out[0] = ':'
	}
	if right {
		out[width-1] = ':'
	}
	return string(out)
}

// pad pads a cell with blanks, as the alignment in the column's delimiter says.
func pad(cell string, width int, delimiter string) string {
	missing := max(width-displayWidth(cell), 0)
	before := 0
	switch left, right := strings.HasPrefix(delimiter, ":"), strings.HasSuffix(delimiter, ":"); {
	case left && right:
		before = missing / 2
	case right:
		before = missing
	}
	return strings.Repeat(" ", before) + cell + strings.Repeat(" ", missing-before)
}

// displayWidth returns the number of terminal columns of a text: two for East Asian wide
// characters and emoji, none for combining marks.
func displayWidth(s string) (n int) {
	for _, r := range s {
		switch kind := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case kind == width.EastAsianWide, kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
