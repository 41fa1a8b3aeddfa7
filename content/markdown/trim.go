package markdown

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	emojiast "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// TrimItem removes the first n bytes of the item's plain text, [Item.Text], from the result of
// ItemHTML.
func (d *Document) TrimItem(item Item, n int) {
	d.trim(item.node, countInk([]byte(item.Text[:n])), false)
}

// TrimLead removes the last n bytes of [Item.Lead] from the result of ItemHTML.
func (d *Document) TrimLead(item Item, n int) {
	if block := item.node.FirstChild(); block != nil && item.Lead != "" {
		d.trim(block, countInk([]byte(item.Lead[len(item.Lead)-n:])), true)
	}
}

// TrimCell is like TrimItem, for a cell.
func (d *Document) TrimCell(c Cell, n int) {
	if c.node != nil {
		d.trim(c.node, countInk([]byte(c.Text[:n])), false)
	}
}

// TrimTask removes the check box from the result of ItemHTML.
func (d *Document) TrimTask(item Item) {
	if block := item.node.FirstChild(); block != nil {
		if box, ok := block.FirstChild().(*east.TaskCheckBox); ok {
			block.RemoveChild(block, box)
		}
	}
}

// countInk returns the number of bytes that are not blank. Plain text and source have the same number
// of them, but not of blanks.
func countInk(text []byte) (n int) {
	for _, r := range string(text) {
		if !unicode.IsSpace(r) {
			n += utf8.RuneLen(r)
		}
	}
	return n
}

// trim removes ink bytes of plain text, and the blanks next to them, from the beginning or end of the
// text below root.
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

// textLeaves returns the nodes that contain text, in reading order.
func textLeaves(root ast.Node) (leaves []ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.(type) {
		case *ast.Text, *ast.AutoLink, *ast.RawHTML, *ast.String, *emojiast.Emoji:
			if entering {
				leaves = append(leaves, n)
			}
		}
		return ast.WalkContinue, nil
	})
	return leaves
}

// cutText shortens a text. If the place is in the middle of a character reference, the text stays
// whole.
func (d *Document) cutText(t *ast.Text, ink int, end bool) {
	raw, whole := t.Segment.Value(d.src), textValue(t, d.src)
	for at := 0; at <= len(raw); at++ {
		if at < len(raw) && !utf8.RuneStart(raw[at]) {
			continue // half a character would count as a whole one
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

// part returns the text of a part of a text node's source.
func (d *Document) part(t *ast.Text, from, to int) []byte {
	part := *t
	part.Segment.Start, part.Segment.Stop = t.Segment.Start+from, t.Segment.Start+to
	return textValue(&part, d.src)
}

// removeEmptied removes a leaf, and its ancestors below root that contain nothing else.
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
