package markdown

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// The HTML that pages show is that which people write on GitHub and that cannot do harm: <details> with a <summary>,
// <kbd>, <sub>, <sup>, <br>, and <img> with a size. It becomes part of the tree, so that it is always balanced; all other
// HTML stays text.

// phrases are the names of the elements around words.
var phrases = map[string]bool{"kbd": true, "sub": true, "sup": true}

// A tag is a tag of HTML that pages show.
type tag struct {
	name       string // in lower case
	end        bool   // as in </kbd>
	attributes map[string]string
}

var (
	tagForm       = lazyregexp.New(`^<(/?)([A-Za-z]+)((?:\s+[A-Za-z]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>` + "`" + `]+))?)*)\s*/?>`)
	attributeForm = lazyregexp.New(`([A-Za-z]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>` + "`" + `]+))?`)
	lengthForm    = lazyregexp.New(`^(\d{1,4}%?)(?:px)?$`)
)

// parseTag reads the tag with which a text begins, and returns its length; 0 if pages do not show it.
func parseTag(raw []byte) (t tag, length int) {
	m := tagForm().FindSubmatch(raw)
	if m == nil {
		return t, 0
	}
	t = tag{strings.ToLower(string(m[2])), len(m[1]) > 0, map[string]string{}}
	for _, a := range attributeForm().FindAllSubmatch(m[3], -1) {
		value := string(a[2])
		if value != "" && (value[0] == '"' || value[0] == '\'') {
			value = value[1 : len(value)-1]
		}
		t.attributes[strings.ToLower(string(a[1]))] = html.UnescapeString(value)
	}
	if !t.isShown() {
		return t, 0
	}
	return t, len(m[0])
}

func (t tag) isShown() bool {
	switch {
	case t.end && (len(t.attributes) > 0 || t.name == "img" || t.name == "br"):
		return false
	case t.name == "img":
		return t.isPicture()
	case t.name == "details":
		_, open := t.attributes["open"]
		return len(t.attributes) == 0 || open && len(t.attributes) == 1
	}
	return len(t.attributes) == 0 && (phrases[t.name] || t.name == "summary" || t.name == "br")
}

func (t tag) isPicture() bool {
	for name, value := range t.attributes {
		switch name {
		case "src", "alt", "title":
		case "width", "height":
			if !lengthForm().MatchString(value) {
				return false
			}
		default:
			return false
		}
	}
	return t.attributes["src"] != ""
}

// An element is one of [phrases], or a line break in a block of HTML.
type element struct {
	ast.BaseInline
	name string
}

var kindElement = ast.NewNodeKind("Element")

func (*element) Kind() ast.NodeKind            { return kindElement }
func (e *element) Dump(src []byte, level int)  { ast.DumpHelper(e, src, level, nil, nil) }
func (s *summary) Kind() ast.NodeKind          { return kindSummary }
func (s *summary) Dump(src []byte, level int)  { ast.DumpHelper(s, src, level, nil, nil) }
func (*detailsTag) Kind() ast.NodeKind         { return kindDetails }
func (d *detailsTag) Dump(s []byte, level int) { ast.DumpHelper(d, s, level, nil, nil) }

// A detailsTag is <details> or </details>. What is between them are its siblings, so that the tables and lists within are
// data as elsewhere.
type detailsTag struct {
	ast.BaseBlock
	end, open bool
}

// A summary is the line that <details> shows.
type summary struct{ ast.BaseBlock }

var kindDetails, kindSummary = ast.NewNodeKind("Details"), ast.NewNodeKind("Summary")

// readHTML replaces the HTML that pages show by nodes of its own.
func readHTML(root ast.Node, src []byte) {
	if bytes.IndexByte(src, '<') < 0 {
		return
	}
	var parents []ast.Node // of HTML
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if kind := n.Kind(); entering && (kind == ast.KindRawHTML || kind == ast.KindHTMLBlock) {
			if last := len(parents) - 1; last < 0 || parents[last] != n.Parent() {
				parents = append(parents, n.Parent())
			}
		}
		return ast.WalkContinue, nil
	})
	seen := map[ast.Node]bool{}
	for _, parent := range parents {
		if seen[parent] {
			continue
		}
		seen[parent] = true
		if parent.Type() == ast.TypeInline || parent.FirstChild().Type() == ast.TypeInline {
			pairElements(parent, src)
		} else {
			arrangeBlocks(parent, src)
		}
	}
}

// pairElements puts what is between two tags of an element into a node. Tags without their counterpart stay text, and
// those that are nested deeper than maxNesting.
func pairElements(parent ast.Node, src []byte) {
	open := openElements{{node: parent}}
	nodes := children(parent)
	parent.RemoveChildren(parent)
	for i, n := range nodes {
		if isEmptyAnchor(nodes, i, src) || i > 0 && isEmptyAnchor(nodes, i-1, src) {
			continue
		}
		var t tag
		if raw, isRaw := n.(*ast.RawHTML); isRaw {
			text := raw.Segments.Value(src)
			if found, length := parseTag(text); length == len(text) {
				t = found
			}
		}
		switch {
		case t.name == "img":
			open.add(picture(t))
		case !phrases[t.name]:
			open.add(n)
		case !t.end && len(open) <= maxNesting:
			open = append(open, openElement{n, &element{name: t.name}})
		case t.end:
			open = open.close(t.name, n)
		default:
			open.add(n)
		}
	}
	open.dissolve(1)
}

var anchorForm = lazyregexp.New(`^<a(?:\s+(?:id|name|href|class)\s*=\s*(?:"[^"]*"|'[^']*'))+\s*>$`)

// isEmptyAnchor reports whether an <a> and its end are next to each other: <a id="notes"></a>, which shows nothing.
func isEmptyAnchor(nodes []ast.Node, i int, src []byte) bool {
	if i+1 >= len(nodes) {
		return false
	}
	begin, isRaw := nodes[i].(*ast.RawHTML)
	end, isEnd := nodes[i+1].(*ast.RawHTML)
	return isRaw && isEnd && strings.EqualFold(string(end.Segments.Value(src)), "</a>") && anchorForm().Match(begin.Segments.Value(src))
}

// An openElement is an element whose end is not found yet. The first of several is their parent.
type openElement struct {
	begin, node ast.Node
}

type openElements []openElement

// add adds a node to the innermost element.
func (o openElements) add(n ast.Node) {
	last := o[len(o)-1].node
	last.AppendChild(last, n)
}

// close ends the innermost element with a name. Without one, the tag is added as text.
func (o openElements) close(name string, end ast.Node) openElements {
	for i := len(o) - 1; i > 0; i-- {
		if o[i].node.(*element).name == name {
			o = o.dissolve(i + 1)
			done := o[i].node
			o = o[:i]
			o.add(done)
			return o
		}
	}
	o.add(end)
	return o
}

// dissolve turns the elements from the n-th on into their text and what is in them.
func (o openElements) dissolve(n int) openElements {
	kept := o[:n]
	for _, e := range o[n:] {
		kept.add(e.begin)
		for _, c := range children(e.node) {
			kept.add(c)
		}
	}
	return kept
}

func picture(t tag) ast.Node {
	n := ast.NewImage(ast.NewLink())
	n.Destination = []byte(t.attributes["src"])
	n.SetAttribute(literalAttribute, true)
	if alt := t.attributes["alt"]; alt != "" {
		n.AppendChild(n, words(alt))
	}
	var size string
	for _, name := range []string{"width", "height"} {
		if m := lengthForm().FindStringSubmatch(t.attributes[name]); m != nil {
			size += " " + name + `="` + m[1] + `"`
		}
	}
	n.SetAttribute(sizeAttribute, size)
	return n
}

// words returns a node with a text in which nothing is markup.
func words(text string) ast.Node {
	s := ast.NewString([]byte(text))
	s.SetRaw(true)
	return s
}
