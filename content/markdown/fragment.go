package markdown

import (
	"bufio"
	"bytes"
	"cmp"
	"html"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
)

// A Fragment is safe HTML in which links to other files are not resolved and code is not
// highlighted yet. [Fragment.HTML] does both. The zero value is empty.
type Fragment struct {
	html string // with holes for the destinations of links and for code
	dest []string
}

// TextFragment returns a fragment that shows a text.
func TextFragment(text string) Fragment { return Fragment{html: html.EscapeString(text)} }

// Empty reports whether the fragment shows nothing.
func (f Fragment) Empty() bool { return strings.TrimSpace(f.html) == "" }

// Links returns the destinations of links and images in other files, as written but without
// escapes, in reading order.
func (f Fragment) Links() []string { return f.dest }

// HasCode reports whether the fragment has a fenced code block whose language is written so. Language
// contains no character that HTML escapes.
func (f Fragment) HasCode(language string) bool {
	return strings.Contains(f.html, `<code class="language-`+language+`">`)
}

// HTML returns the HTML with links filled in. Resolve converts a destination as written to an
// address relative to the page that shows the fragment, or to one of another site; an image there
// becomes a link. If it returns false, a link becomes plain
// text and an image its alternative text; instead of an address, it returns why, or "" to say
// nothing.
func (f Fragment) HTML(resolve func(dest string) (string, bool)) string {
	return f.fill(resolve, highlightCode)
}

// fill fills the holes. Code writes the escaped text of a code block in a language; if it returns
// false, the text is written as it is.
func (f Fragment) fill(resolve func(dest string) (string, bool), code func(w *strings.Builder, language, escaped string) bool) string {
	before, rest, found := strings.Cut(f.html, holeMark)
	if !found {
		return f.html
	}
	var b strings.Builder
	var missing string // why the link that is open leads nowhere
	for ; found; before, rest, found = strings.Cut(rest, holeMark) {
		b.WriteString(before)
		var hole, text string
		hole, rest, _ = strings.Cut(rest, holeMark)
		if hole[0] == codeHole {
			text, rest, _ = strings.Cut(rest, holeMark)
			if !code(&b, hole[1:], text) {
				b.WriteString(text)
			}
			continue
		}
		if hole[0] == endHole {
			b.WriteString(missing)
			continue
		}
		number, size, _ := strings.Cut(hole[1:], " ")
		n, _ := strconv.Atoi(number)
		to, ok := resolve(f.dest[n])
		if hole[0] == linkHole {
			if missing = ""; ok {
				b.WriteString(` href="` + html.EscapeString(to) + `"`)
				if leavesSite(to) {
					b.WriteString(` rel="noopener noreferrer"`)
				}
			} else {
				missing = remark(to)
			}
			continue
		}
		text, rest, _ = strings.Cut(rest, holeMark)
		if !ok {
			b.WriteString(text + remark(to))
			continue
		}
		b.WriteString(image(to, text, size, hole[0] == innerHole))
	}
	b.WriteString(before)
	return b.String()
}

// image returns the HTML of an image, given its address, alternative text and size. An image on another site becomes a
// link, or its text if it is within a link.
func image(to, alt, size string, inner bool) string {
	switch {
	case !leavesSite(to):
		return strings.TrimSuffix(`<img src="`+html.EscapeString(to)+`" loading="lazy" alt="`+alt+`" `+size, " ") + ">"
	case inner:
		return alt
	}
	return `<a href="` + html.EscapeString(to) + `" rel="noopener noreferrer">` + cmp.Or(alt, html.EscapeString(to)) + "</a>"
}

// leavesSite reports whether an address is one of another site.
func leavesSite(to string) bool {
	return strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://")
}

// remark returns the HTML that says why a link leads nowhere.
func remark(why string) string {
	if why == "" {
		return ""
	}
	return " <small>(" + html.EscapeString(why) + ")</small>"
}

// The renderer writes a hole as a mark, the hole's kind, the number of a destination or the
// language of a code block, and a mark. After an image's number are the attributes of its size. After an image's hole comes its alternative text, after a
// code block's the code, and then another mark. Texts never contain NUL.
const (
	holeMark  = "\x00"
	linkHole  = 'h' // inside the tag
	endHole   = 'e' // after the link
	imageHole = 's' // instead of the tag
	innerHole = 'i' // an image within a link
	codeHole  = 'c'
)

func hole(kind byte, says string) string { return holeMark + string(kind) + says + holeMark }

// Raw returns the data from which [FragmentOf] recreates the fragment, in another run of the same
// program.
func (f Fragment) Raw() (html string, dest []string) { return f.html, f.dest }

// FragmentOf recreates a fragment from the results of [Fragment.Raw]. It must not be used for
// other HTML, which it would trust. It returns false if the data cannot come from Raw.
func FragmentOf(html string, dest []string) (f Fragment, ok bool) {
	_, rest, found := strings.Cut(html, holeMark)
	for found {
		var hole string
		if hole, rest, found = strings.Cut(rest, holeMark); !found || hole == "" {
			return Fragment{}, false
		}
		if hole[0] != codeHole {
			number, _, _ := strings.Cut(hole[1:], " ")
			if n, err := strconv.Atoi(number); err != nil || n < 0 || n >= len(dest) {
				return Fragment{}, false
			}
		}
		if hole[0] != linkHole && hole[0] != endHole {
			if _, rest, found = strings.Cut(rest, holeMark); !found {
				return Fragment{}, false
			}
		}
		_, rest, found = strings.Cut(rest, holeMark)
	}
	return Fragment{html, dest}, true
}

// HTML renders blocks.
func (d *Document) HTML(blocks ...*Block) Fragment {
	nodes := make([]ast.Node, len(blocks))
	for i, b := range blocks {
		nodes[i] = b.node
	}
	return d.render(nodes, "")
}

// HeadingHTML renders the content of a heading.
func (d *Document) HeadingHTML(b *Block) Fragment { return d.render(children(b.node), b.Text) }

// CellHTML renders the content of a cell.
func (d *Document) CellHTML(c Cell) Fragment {
	if c.node == nil {
		return Fragment{}
	}
	return d.render(children(c.node), c.Text)
}

// A NamedCell is a cell with the heading of its column, which may be empty.
type NamedCell struct {
	Name string
	Cell Cell
}

// CellsHTML renders the content of a cell and, in small print below it, that of other cells.
func (d *Document) CellsHTML(c Cell, others []NamedCell) Fragment {
	all := d.CellHTML(c)
	for _, other := range others {
		if other.Cell.node == nil {
			continue
		}
		before := "<small>"
		if all.html != "" {
			before = "<br><small>"
		}
		if other.Name != "" {
			before += html.EscapeString(other.Name) + ": "
		}
		f := d.renderAfter(all.dest, children(other.Cell.node), other.Cell.Text)
		all = Fragment{html: all.html + before + f.html + "</small>", dest: f.dest}
	}
	return all
}

// ItemHTML renders the content of a list item.
func (d *Document) ItemHTML(i Item) Fragment { return d.render(children(i.node), i.Text) }

// SetID sets the item's id in the HTML of its list.
func (i Item) SetID(id string) { i.node.SetAttributeString("id", []byte(id)) }

// AppendLink adds a link to the end of the item's first paragraph in the HTML of its list.
func (i Item) AppendLink(dest, text string) {
	block := i.node.FirstChild()
	if block == nil {
		return
	}
	link := ast.NewLink()
	link.Destination = []byte(dest)
	link.AppendChild(link, ast.NewString([]byte(text)))
	block.AppendChild(block, ast.NewString([]byte(" ")))
	block.AppendChild(block, link)
}

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

// render renders nodes. Without markup, as in most cells and items, the HTML shares the memory of
// the plain text.
func (d *Document) render(nodes []ast.Node, text string) Fragment {
	return d.renderAfter(nil, nodes, text)
}

// renderAfter is like render, for nodes that follow others with the destinations dest.
func (d *Document) renderAfter(dest []string, nodes []ast.Node, text string) Fragment {
	f := Fragment{dest: dest}
	if len(nodes) == 1 && d.isPlain(nodes[0], text) {
		f.html = text
		return f
	}
	o := outputs.Get().(*output)
	defer outputs.Put(o)
	o.Reset()
	for _, n := range nodes {
		f.dest = openLinks(n, f.dest)
		// Writing to memory does not fail, and the renderers return no errors.
		_ = engine.Renderer().Render(o.w, d.src, n)
		_ = o.w.Flush()
	}
	if html := bytes.TrimSpace(o.Bytes()); string(html) == text {
		f.html = text
	} else {
		f.html = shared.intern(html)
	}
	return f
}

// isPlain reports whether a node's HTML equals its text, as it does without markup.
func (d *Document) isPlain(n ast.Node, text string) bool {
	t, ok := n.(*ast.Text)
	return ok && !t.IsRaw() && !t.SoftLineBreak() && !t.HardLineBreak() &&
		string(t.Segment.Value(d.src)) == text && !strings.ContainsAny(text, "&<>\"\\")
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
			to = source(n)
		}
		if classify(to) == relative {
			n.SetAttribute(holeAttribute, len(dest))
			dest = append(dest, string(to))
		}
		return ast.WalkContinue, nil
	})
	return dest
}
