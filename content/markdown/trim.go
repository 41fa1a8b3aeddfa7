package markdown

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// TrimItem takes the first n bytes of the item's plain text, as [Item.Text]
// has it, off what ItemHTML will render.
func (d *Document) TrimItem(item Item, n int) {
	d.trim(item.node, countInk([]byte(item.Text[:n])), false)
}

// TrimLead takes the last n bytes of [Item.Lead] off what ItemHTML will render.
func (d *Document) TrimLead(item Item, n int) {
	if block := item.node.FirstChild(); block != nil && item.Lead != "" {
		d.trim(block, countInk([]byte(item.Lead[len(item.Lead)-n:])), true)
	}
}

// TrimCell does for a cell what TrimItem does for an item.
func (d *Document) TrimCell(c Cell, n int) {
	if c.node != nil {
		d.trim(c.node, countInk([]byte(c.Text[:n])), false)
	}
}

// TrimTask takes the check box off what ItemHTML will render.
func (d *Document) TrimTask(item Item) {
	if block := item.node.FirstChild(); block != nil {
		if box, ok := block.FirstChild().(*east.TaskCheckBox); ok {
			block.RemoveChild(block, box)
		}
	}
}

// countInk counts the bytes that are not blank. Plain text and source agree in
// these, but not in their blanks.
func countInk(text []byte) (n int) {
	for _, r := range string(text) {
		if !unicode.IsSpace(r) {
			n += utf8.RuneLen(r)
		}
	}
	return n
}

// trim takes ink bytes of plain text, and the blanks beside them, off the
// beginning or the end of what stands below root.
func (d *Document) trim(root ast.Node, ink int, end bool) {
	leaves := textLeaves(root)
	if end {
		slices.Reverse(leaves)
	}
	for _, leaf := range leaves {
		text, isText := leaf.(*ast.Text)
		size := countInk(d.leafText(leaf))
		switch {
		case ink > 0 && size <= ink, ink == 0 && size == 0:
			ink -= size
			removeEmptied(root, leaf)
		case isText:
			d.cutText(text, ink, end)
			return
		default:
			return
		}
	}
}

// textLeaves gives what text is made of, in reading order.
func textLeaves(root ast.Node) (leaves []ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.(type) {
		case *ast.Text, *ast.AutoLink, *ast.RawHTML:
			if entering {
				leaves = append(leaves, n)
			}
		}
		return ast.WalkContinue, nil
	})
	return leaves
}

// cutText shortens a text; where the place cannot be told, in the middle of a
// character reference, it stays whole.
func (d *Document) cutText(t *ast.Text, ink int, end bool) {
	raw, whole := t.Segment.Value(d.src), textValue(t, d.src)
	for at := 0; at <= len(raw); at++ {
		if at < len(raw) && !utf8.RuneStart(raw[at]) {
			continue // half a character would count for a whole one
		}
		head, tail := d.part(t, 0, at), d.part(t, at, len(raw))
		cut := head
		if end {
			cut = tail
		}
		if countInk(cut) != ink || !bytes.Equal(slices.Concat(head, tail), whole) {
			continue
		}
		if end {
			t.Segment.Stop = t.Segment.Start + len(bytes.TrimRightFunc(raw[:at], unicode.IsSpace))
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(false)
		} else {
			t.Segment.Start = t.Segment.Stop - len(bytes.TrimLeftFunc(raw[at:], unicode.IsSpace))
		}
		return
	}
}

// part is what a part of a text's source shows.
func (d *Document) part(t *ast.Text, from, to int) []byte {
	part := *t
	part.Segment.Start, part.Segment.Stop = t.Segment.Start+from, t.Segment.Start+to
	return textValue(&part, d.src)
}

// removeEmptied removes a leaf and whatever below root holds nothing else.
func removeEmptied(root, n ast.Node) {
	for n != root {
		parent := n.Parent()
		parent.RemoveChild(parent, n)
		if parent.HasChildren() {
			return
		}
		n = parent
	}
}
