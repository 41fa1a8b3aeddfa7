package markdown

import "github.com/yuin/goldmark/ast"

// ItemLinks returns the destinations of the links in the item's text, without nested lists, as
// written but without escapes, in reading order.
func (d *Document) ItemLinks(i Item) []string { return d.links(i.node) }

// CellLinks is like ItemLinks, for a cell.
func (d *Document) CellLinks(c Cell) []string { return d.links(c.node) }

func (d *Document) links(root ast.Node) (out []string) {
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
			out = append(out, string(target(n.Destination)))
		case *ast.AutoLink:
			out = append(out, string(n.URL(d.src)))
		}
		return ast.WalkContinue, nil
	})
	return out
}
