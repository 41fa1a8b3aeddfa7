package markdown

import (
	"bufio"
	"bytes"
	"html"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
)

// A Fragment is safe HTML in which links to other files are still open: the
// page that shows it says where they lead. The zero value is empty.
type Fragment struct {
	html string // with a hole for the destination of each link
	dest []string
}

// Empty reports whether the fragment shows nothing.
func (f Fragment) Empty() bool { return strings.TrimSpace(f.html) == "" }

// Links gives the destinations of the links and images to other files, as
// written but for escapes, in reading order.
func (f Fragment) Links() []string { return f.dest }

// HTML fills in the links. Resolve gets a destination as written and answers
// where it leads from the page that shows the fragment; false makes the link
// plain text, and an image its alternative text.
func (f Fragment) HTML(resolve func(dest string) (string, bool)) string {
	if len(f.dest) == 0 {
		return f.html
	}
	var b strings.Builder
	rest := f.html
	for {
		before, after, found := strings.Cut(rest, "\x00")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		hole, tail, _ := strings.Cut(after, "\x00")
		n, _ := strconv.Atoi(hole[1:])
		to, ok := resolve(f.dest[n])
		if hole[0] == 'h' {
			if ok {
				b.WriteString(` href="` + html.EscapeString(to) + `"`)
			}
			rest = tail
			continue
		}
		alt, tail, _ := strings.Cut(tail, "\x00")
		if ok {
			b.WriteString(`<img src="` + html.EscapeString(to) + `" loading="lazy" alt="` + alt + `">`)
		} else {
			b.WriteString(alt)
		}
		rest = tail
	}
}

// hole is what the renderer writes where a destination will go: for a link in
// its tag, with kind "h"; for an image, with kind "s", instead of its tag, and
// the alternative text and one more NUL follow. No text has a NUL itself.
func hole(kind string, n int) string { return "\x00" + kind + strconv.Itoa(n) + "\x00" }

// HTML renders blocks.
func (d *Document) HTML(blocks ...*Block) Fragment {
	nodes := make([]ast.Node, len(blocks))
	for i, b := range blocks {
		nodes[i] = b.node
	}
	return d.render(nodes, "")
}

// HeadingHTML renders what stands in a heading.
func (d *Document) HeadingHTML(b *Block) Fragment { return d.render(children(b.node), b.Text) }

// CellHTML renders what stands in a cell.
func (d *Document) CellHTML(c Cell) Fragment {
	if c.node == nil {
		return Fragment{}
	}
	return d.render(children(c.node), c.Text)
}

// ItemHTML renders what stands in a list item.
func (d *Document) ItemHTML(i Item) Fragment { return d.render(children(i.node), i.Text) }

// SetID gives the item an id in the HTML of its list.
func (i Item) SetID(id string) { i.node.SetAttributeString("id", []byte(id)) }

func children(n ast.Node) (out []ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, c)
	}
	return out
}

// output is a reusable buffer that goldmark can write to.
type output struct {
	bytes.Buffer
	w *bufio.Writer
}

var outputs = sync.Pool{New: func() any {
	o := &output{}
	o.w = bufio.NewWriterSize(&o.Buffer, 4096)
	return o
}}

// render shares the memory of the plain text where there is no markup, as in most
// cells and items.
func (d *Document) render(nodes []ast.Node, text string) Fragment {
	o := outputs.Get().(*output)
	defer outputs.Put(o)
	o.Reset()
	var f Fragment
	for _, n := range nodes {
		f.dest = openLinks(n, f.dest)
		// Writing to memory does not fail, and the renderers return no errors.
		_ = engine.Renderer().Render(o.w, d.src, n)
		_ = o.w.Flush()
	}
	if html := bytes.TrimSpace(o.Bytes()); string(html) == text {
		f.html = text
	} else {
		f.html = keep(html)
	}
	return f
}

// openLinks numbers the relative links below n for the renderer.
func openLinks(n ast.Node, dest []string) []string {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var to []byte
		switch n := n.(type) {
		case *ast.Link:
			to = target(n.Destination)
		case *ast.Image:
			to = target(n.Destination)
		}
		if classify(to) == relative {
			n.SetAttribute(holeAttribute, len(dest))
			dest = append(dest, string(to))
		}
		return ast.WalkContinue, nil
	})
	return dest
}
