package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// A Range is a half-open range of byte offsets in the source.
type Range struct{ From, To int }

// Hidden returns the ranges of the source that are for its authors alone, because the HTML leaves
// them out: comments, and definitions of links that no link uses. They are in reading order.
func (d *Document) Hidden() (out []Range) {
	used := d.usedDefinitions()
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			if isComment(n.Segments.Value(d.src)) {
				out = append(out, Range{n.Segments.At(0).Start, n.Segments.At(n.Segments.Len() - 1).Stop})
			}
		case *ast.HTMLBlock:
			block := rangeOf(n)
			if n.HasClosure() {
				block.To = n.ClosureLine.Stop
			}
			for _, c := range comments(d.src[block.From:block.To]) {
				out = append(out, Range{block.From + c.From, block.From + c.To})
			}
		case *ast.LinkReferenceDefinition:
			if !used[n] {
				out = append(out, rangeOf(n))
			}
		}
		return ast.WalkContinue, nil
	})
	return out
}

// rangeOf returns the range of a block's lines; HTML and definitions have at least one.
func rangeOf(n ast.Node) Range {
	lines := n.Lines()
	return Range{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}
}

// usedDefinitions returns the definitions that links and images use. Of several with the same
// label, only the first has an effect.
func (d *Document) usedDefinitions() map[*ast.LinkReferenceDefinition]bool {
	first, used := map[string]*ast.LinkReferenceDefinition{}, map[*ast.LinkReferenceDefinition]bool{}
	var references []string
	refer := func(r *ast.ReferenceLink) {
		if r != nil {
			references = append(references, util.ToLinkReference(r.Value))
		}
	}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.LinkReferenceDefinition:
			if label := util.ToLinkReference(n.Label); first[label] == nil {
				first[label] = n
			}
		case *ast.Link:
			refer(n.Reference)
		case *ast.Image:
			refer(n.Reference)
		}
		return ast.WalkContinue, nil
	})
	for _, label := range references {
		used[first[label]] = true
	}
	return used
}

// comments returns the ranges of the comments in a block of HTML that begins with one; it returns
// nil for other blocks, which a page shows as text.
func comments(raw []byte) (out []Range) {
	if !isComment(bytes.TrimSpace(raw)) {
		return nil
	}
	for at := 0; ; {
		from := bytes.Index(raw[at:], commentOpen)
		if from < 0 {
			return out
		}
		from += at
		end := bytes.Index(raw[from+2:], commentEnd) // <!--> is a comment, too
		switch {
		case end >= 0:
			at = from + 2 + end + len(commentEnd)
		case len(out) == 0: // it is not closed, so that the block is all comment
			at = len(bytes.TrimRight(raw, "\n"))
		default:
			return out
		}
		out = append(out, Range{from, at})
	}
}

var commentOpen, commentEnd = []byte("<!--"), []byte("-->")

func isComment(raw []byte) bool { return bytes.HasPrefix(raw, commentOpen) }

// withoutComments returns a block of HTML that begins with a comment without its comments.
func withoutComments(raw []byte) []byte {
	var out []byte
	at := 0
	for _, c := range comments(raw) {
		out, at = append(out, raw[at:c.From]...), c.To
	}
	return bytes.TrimSpace(append(out, raw[at:]...))
}
