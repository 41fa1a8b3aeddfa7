package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Kind is the kind of a [Block].
type Kind int

// The kinds of blocks.
const (
	Other     Kind = iota // a paragraph, quote, code, rule …
	Heading               // Level, ID and Text are set
	Table                 // Header and Rows are set
	List                  // Items is set
	Footnotes             // the last block, if text refers to footnotes; ID is set
)

// A Block is a top-level block of a document.
type Block struct {
	Kind   Kind
	Pos    Pos
	Level  int          // level of a heading as written, 1 to 6
	ID     string       // anchor of a heading, unique in the document
	Text   string       // plain text of a heading or paragraph
	Header []Cell       // column heads of a table
	Rows   []Row        // rows of a table, without its head
	Unlike []Difference // of a table, from the one that GitHub shows
	Items  []Item       // items of a list

	node ast.Node
}

// A Difference is a place from which on GitHub does not show a table, though goldmark reads one.
type Difference struct {
	Pos Pos
	Why string
}

// A Row is a row of a table.
type Row struct {
	Pos   Pos
	Cells []Cell // as many as the header has; a missing cell is empty
	Count int    // number of cells in the source line, up to the last that is not blank; cells beyond the header's are not shown
}

// A Cell is a cell of a table.
type Cell struct {
	Pos  Pos
	Text string

	node ast.Node
}

// An Item is an item of a list.
type Item struct {
	Pos     Pos    // place of its text
	Text    string // plain text, without nested lists
	Lead    string // plain text of its first paragraph, with which Text begins
	Task    bool   // whether it begins with a check box
	Checked bool
	Nested  []Item // items of nested lists

	node ast.Node
}

func (d *Document) blocks(root ast.Node) []*Block {
	ids := anchors{map[string]bool{}, map[string]int{}, d.reserved}
	out := make([]*Block, 0, root.ChildCount())
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		b := &Block{node: n, Pos: d.posOf(n)}
		switch n := n.(type) {
		case *ast.Heading:
			b.Kind, b.Level, b.Text = Heading, n.Level, d.text(n)
			b.ID = ids.add(d.anchorText(n, b.Text))
		case *east.Table:
			b.Kind = Table
			d.readTable(b, n)
		case *ast.List:
			b.Kind, b.Items = List, d.items(n)
		case *ast.Paragraph:
			b.Text = d.text(n)
		case *east.FootnoteList:
			b.Kind, b.ID = Footnotes, ids.add("Footnotes")
		case *ast.LinkReferenceDefinition:
			continue
		}
		out = append(out, b)
	}
	return out
}

func (d *Document) readTable(b *Block, table *east.Table) {
	for n := table.FirstChild(); n != nil; n = n.NextSibling() {
		row := Row{Pos: d.posOf(n), Count: countCells(d.index.line(n.Pos()))}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			pos := row.Pos
			if c.Pos() >= 0 {
				pos = d.cellPos(c.Pos())
			}
			row.Cells = append(row.Cells, Cell{Pos: pos, Text: d.text(c), node: c})
		}
		if _, head := n.(*east.TableHeader); head {
			b.Header, b.Unlike = row.Cells, d.unlikeHead(row.Pos)
		} else {
			b.Rows = append(b.Rows, row)
			b.Unlike = append(b.Unlike, d.unlikeRow(row.Pos)...)
		}
	}
}

// unlikeHead and unlikeRow compare a table with the rules of GFM (github.github.com/gfm, section 4.10), which GitHub
// follows more strictly than goldmark 1.8: the row of dashes has as many cells as the head, and a row indented by four
// columns is code.
func (d *Document) unlikeHead(at Pos) []Difference {
	head, dashes := cellCount(d.index.lineAt(at.Line-1)), cellCount(d.index.lineAt(at.Line))
	if head == dashes {
		return nil
	}
	return []Difference{{Pos{at.Line + 1, 1}, fmt.Sprintf("the row of dashes has %d cells, but the head has %d", dashes, head)}}
}

func (d *Document) unlikeRow(at Pos) []Difference {
	line := d.index.lineAt(at.Line - 1)
	if indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]; len(indent) < 4 && bytes.IndexByte(indent, '\t') < 0 {
		return nil
	}
	return []Difference{{Pos{at.Line, 1}, "the row is indented by four columns or more"}}
}

// cellCount returns the number of cells in a table row, with those that are blank.
func cellCount(line []byte) int {
	line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("|"))
	n := 1
	for i, b := range line {
		if b == '|' && (i == 0 || line[i-1] != '\\') && i < len(line)-1 {
			n++
		}
	}
	return n
}

// cellPos returns the place of a cell's first character that is not blank.
func (d *Document) cellPos(offset int) Pos {
	for offset < len(d.src) && (d.src[offset] == ' ' || d.src[offset] == '\t' || d.src[offset] == '|') {
		offset++
	}
	return d.index.pos(offset)
}

// countCells returns the number of cells in a table row, up to the last that is not blank. As in
// GFM, every pipe separates two cells, except a leading one and those escaped by a backslash.
func countCells(line []byte) (n int) {
	line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("|"))
	cell, blank := 1, true
	for i, b := range line {
		switch {
		case b == '|' && (i == 0 || line[i-1] != '\\'):
			cell, blank = cell+1, true
		case blank && b != ' ' && b != '\t':
			n, blank = cell, false
		}
	}
	return n
}

func (d *Document) items(list *ast.List) []Item {
	items := make([]Item, 0, list.ChildCount())
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		item := Item{Pos: d.posOf(n), node: n}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if nested, ok := c.(*ast.List); ok {
				item.Nested = append(item.Nested, d.items(nested)...)
				continue
			}
			text := d.text(c)
			if item.Text != "" {
				text = item.Text + " " + text
			} else {
				item.Pos, item.Lead = d.posOf(c), text
			}
			item.Text = text
			if box, ok := c.FirstChild().(*east.TaskCheckBox); ok {
				item.Task, item.Checked = true, box.IsChecked
			}
		}
		items = append(items, item)
	}
	return items
}

// posOf returns the place where a node's source begins: goldmark knows it for most blocks; for
// others, it is that of the first line or of the first child.
func (d *Document) posOf(n ast.Node) Pos {
	for ; n != nil; n = n.FirstChild() {
		if n.Type() != ast.TypeInline && n.Lines() != nil && n.Lines().Len() > 0 {
			return d.index.pos(n.Lines().At(0).Start)
		}
		if n.Pos() >= 0 {
			return d.index.pos(n.Pos())
		}
	}
	return Pos{}
}
