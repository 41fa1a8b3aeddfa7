package markdown

import (
	"bytes"
	"html"

	"github.com/yuin/goldmark/ast"
)

// arrangeBlocks replaces the blocks of HTML below a parent by what they show, if pages show all of it.
func arrangeBlocks(parent ast.Node, src []byte) {
	var nodes []ast.Node
	for _, n := range children(parent) {
		block, isHTML := n.(*ast.HTMLBlock)
		if isHTML {
			r := htmlReader{block: block}
			if r.read(block.Lines().Value(src)) {
				nodes = append(nodes, r.out...)
				continue
			}
		}
		nodes = append(nodes, n)
	}
	paired := pairDetails(nodes)
	parent.RemoveChildren(parent)
	for _, n := range nodes {
		switch tag, isTag := n.(*detailsTag); {
		case isTag && !paired[tag]:
			continue
		case n.Kind() == kindSummary && !opens(parent.LastChild()):
			n = inBold(n)
		}
		parent.AppendChild(parent, n)
	}
}

// opens reports whether a node is <details>.
func opens(n ast.Node) bool {
	tag, isTag := n.(*detailsTag)
	return isTag && !tag.end
}

// pairDetails returns the tags that have their counterpart. A heading of the document begins another part of the page,
// so <details> around one stay open, like those without an end.
func pairDetails(nodes []ast.Node) map[*detailsTag]bool {
	paired := map[*detailsTag]bool{}
	var open []*detailsTag
	for _, n := range nodes {
		tag, isTag := n.(*detailsTag)
		switch {
		case n.Kind() == ast.KindHeading:
			open = nil
		case isTag && !tag.end:
			open = append(open, tag)
		case isTag && len(open) > 0:
			if begin := open[len(open)-1]; len(open) <= maxNesting {
				paired[begin], paired[tag] = true, true
			}
			open = open[:len(open)-1]
		}
	}
	return paired
}

// inBold returns the paragraph that stands for the summary of what cannot be folded.
func inBold(s ast.Node) ast.Node {
	strong := ast.NewEmphasis(2)
	for _, c := range children(s) {
		strong.AppendChild(strong, c)
	}
	p := ast.NewParagraph()
	p.SetLines(s.Lines())
	p.AppendChild(p, strong)
	return p
}

// An htmlReader reads a block of HTML.
type htmlReader struct {
	block *ast.HTMLBlock
	out   []ast.Node

	inside ast.Node   // the paragraph or summary that is open; nil between two
	open   []*element // in it
}

// read reads the block and reports whether pages show all of it.
func (r *htmlReader) read(raw []byte) bool {
	for len(raw) > 0 {
		if raw[0] != '<' {
			end := bytes.IndexByte(raw, '<')
			if end < 0 {
				end = len(raw)
			}
			r.text(raw[:end])
			raw = raw[end:]
			continue
		}
		t, length := parseTag(raw)
		if length == 0 || !r.tag(t) {
			return false
		}
		raw = raw[length:]
	}
	return len(r.open) == 0 && (r.inside == nil || r.inside.Kind() != kindSummary)
}

func (r *htmlReader) text(raw []byte) {
	if r.inside == nil && len(bytes.TrimSpace(raw)) == 0 {
		return
	}
	r.add(words(html.UnescapeString(string(raw))))
}

// add adds an inline node to the paragraph or summary, and begins a paragraph if none is open.
func (r *htmlReader) add(n ast.Node) {
	if r.inside == nil {
		r.begin(ast.NewParagraph())
		r.inside = r.out[len(r.out)-1]
	}
	to := r.inside
	if last := len(r.open) - 1; last >= 0 {
		to = r.open[last]
	}
	to.AppendChild(to, n)
}

// begin adds a block, which is where the block of HTML is.
func (r *htmlReader) begin(n ast.Node) {
	n.SetLines(r.block.Lines())
	r.out = append(r.out, n)
}

// tag reads a tag and reports whether it may be where it is.
func (r *htmlReader) tag(t tag) bool {
	within := r.inside != nil && r.inside.Kind() == kindSummary
	switch {
	case t.name == "img":
		r.add(picture(t))
	case t.name == "br":
		r.add(&element{name: t.name})
	case t.name == "details":
		_, open := t.attributes["open"]
		if within || len(r.open) > 0 {
			return false
		}
		r.begin(&detailsTag{end: t.end, open: open})
		r.inside = nil
	case t.name == "summary":
		if within != t.end || len(r.open) > 0 {
			return false
		}
		if r.inside = nil; !t.end {
			r.begin(&summary{})
			r.inside = r.out[len(r.out)-1]
		}
	case !t.end:
		e := &element{name: t.name}
		r.add(e)
		r.open = append(r.open, e)
		return len(r.open) <= maxNesting
	default:
		last := len(r.open) - 1
		if last < 0 || r.open[last].name != t.name {
			return false
		}
		r.open = r.open[:last]
	}
	return true
}
