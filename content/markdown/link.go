package markdown

import "github.com/yuin/goldmark/ast"

// A Link is a link in a text.
type Link struct {
	Text string // plain text
	Dest string // the destination as written, but without escapes
}

// ItemLinks returns the links in the item's text, without nested lists, in reading order.
func (d *Document) ItemLinks(i Item) []Link { return d.links(i.node) }

// CellLinks is like ItemLinks, for a cell.
func (d *Document) CellLinks(c Cell) []Link { return d.links(c.node) }

func (d *Document) links(root ast.Node) (out []Link) {
	if root == nil {
		return nil
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.List:
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			out = append(out, Link{d.text(n), string(target(n.Destination))})
		case *ast.AutoLink:
			out = append(out, Link{string(n.Label(d.src)), string(n.URL(d.src))})
		}
		return ast.WalkContinue, nil
	})
	return out
}
