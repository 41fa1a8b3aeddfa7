package content

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// Nothing of a table is lost: cells in columns that the format does not know are shown with those that it knows, because
// the document itself is published, too.

// otherColumns returns the columns of a table that are not among those that are read.
func otherColumns(header []markdown.Cell, at map[string]int) (others []int) {
	read := map[int]bool{}
	for _, i := range at {
		read[i] = true
	}
	for i := range header {
		if !read[i] {
			others = append(others, i)
		}
	}
	return others
}

// otherCells returns the cells of a row in these columns that are not empty.
func otherCells(header []markdown.Cell, row markdown.Row, columns []int) (cells []markdown.NamedCell) {
	for _, i := range columns {
		if i < len(row.Cells) && row.Cells[i].Text != "" {
			cells = append(cells, markdown.NamedCell{Name: header[i].Text, Cell: row.Cells[i]})
		}
	}
	return cells
}

// withCells adds the text of cells to a note, in parentheses.
func withCells(note string, cells []markdown.NamedCell) string {
	var texts []string
	for _, c := range cells {
		text := c.Cell.Text
		if c.Name != "" {
			text = c.Name + ": " + text
		}
		texts = append(texts, text)
	}
	switch all := strings.Join(texts, "; "); {
	case all == "":
		return note
	case note == "":
		return all
	default:
		return note + " (" + all + ")"
	}
}

// warnOfColumns reports columns with a heading that the format does not know.
func (b *bodyReader) warnOfColumns(header []markdown.Cell, columns []int, hint, format string) {
	for i, cell := range header {
		if slices.Contains(columns, i) && cell.Text != "" {
			b.warn("table-columns", cell.Pos, hint, format, cell.Text)
		}
	}
}
