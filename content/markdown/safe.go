package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// safeRenderer replaces those renderers of goldmark that would pass through content which is unsafe
// in a page made of half-trusted text, or which a strict content security policy forbids.
type safeRenderer struct{}

var holeAttribute = []byte("pmsite-hole")

// RegisterFuncs implements renderer.NodeRenderer.
func (r safeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindAutoLink, r.autoLink)
	reg.Register(ast.KindImage, r.image)
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(ast.KindHTMLBlock, r.htmlBlock)
	reg.Register(ast.KindHeading, r.heading)
	reg.Register(ast.KindBlockquote, r.quote)
	reg.Register(ast.KindFencedCodeBlock, r.code)
	reg.Register(ast.KindCodeBlock, r.code)
	reg.Register(east.KindTaskCheckBox, r.checkBox)
	reg.Register(east.KindTable, r.table)
	reg.Register(east.KindTableCell, r.tableCell)
}

type destination int

const (
	refused  destination = iota // empty, or a scheme that is not allowed
	external                    // http, https, mailto
	local                       // an anchor on the same page
	relative                    // another file of the collection
)

var scheme = lazyregexp.New(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// target returns the target of a link. It resolves backslash escapes and character references, which
// goldmark leaves in destinations and titles, and which could hide a scheme.
func target(written []byte) []byte {
	if bytes.IndexByte(written, '\\') < 0 && bytes.IndexByte(written, '&') < 0 {
		return written
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(written)))
}

func classify(to []byte) destination {
	s := strings.ToLower(strings.TrimSpace(string(to)))
	switch {
	case s == "":
		return refused
	case s[0] == '#':
		return local
	case strings.HasPrefix(s, "http://"), strings.HasPrefix(s, "https://"), strings.HasPrefix(s, "mailto:"):
		return external
	case scheme().MatchString(s), strings.HasPrefix(s, "//"), strings.Contains(s, `\`), strings.ContainsFunc(s, unicode.IsControl):
		// Browsers drop control characters and treat \ as /, so they would see a
		// different address.
		return refused
	}
	return relative
}

func (safeRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		_, _ = w.WriteString("</a>")
		if classify(target(n.Destination)) == relative {
			writeHole(w, n, endHole)
		}
		return ast.WalkContinue, nil
	}
	openAnchor(w, n, target(n.Destination))
	if len(n.Title) > 0 {
		_, _ = w.WriteString(` title="`)
		_, _ = w.Write(util.EscapeHTML(target(n.Title)))
		_ = w.WriteByte('"')
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

// openAnchor writes <a and its href attribute, without the closing bracket.
func openAnchor(w util.BufWriter, n ast.Node, to []byte) {
	_, _ = w.WriteString("<a")
	switch classify(to) {
	case external, local:
		_, _ = w.WriteString(` href="`)
		_, _ = w.Write(util.EscapeHTML(util.URLEscape(to, false)))
		_ = w.WriteByte('"')
		if classify(to) == external {
			_, _ = w.WriteString(` rel="noopener noreferrer"`)
		}
	case relative:
		writeHole(w, n, linkHole)
	}
}

func writeHole(w util.BufWriter, n ast.Node, kind byte) {
	if number, ok := n.Attribute(holeAttribute); ok {
		_, _ = w.WriteString(hole(kind, strconv.Itoa(number.(int))))
	}
}

func (safeRenderer) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	to := n.URL(src)
	if n.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower(to), []byte("mailto:")) {
		to = append([]byte("mailto:"), to...)
	}
	openAnchor(w, n, to)
	_ = w.WriteByte('>')
	_, _ = w.Write(util.EscapeHTML(n.Label(src)))
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

// image writes an image for a file of the collection, or a link to an image elsewhere.
func (safeRenderer) image(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	alt, to := util.EscapeHTML([]byte(plain(n, src))), target(n.Destination)
	switch classify(to) {
	case relative:
		writeHole(w, n, imageHole)
		_, _ = w.Write(alt)
		_, _ = w.WriteString(holeMark)
	case external:
		if withinLink(n) {
			_, _ = w.Write(alt)
			break
		}
		openAnchor(w, n, to)
		_ = w.WriteByte('>')
		if len(alt) == 0 {
			alt = util.EscapeHTML(to)
		}
		_, _ = w.Write(alt)
		_, _ = w.WriteString("</a>")
	default:
		_, _ = w.Write(alt)
	}
	return ast.WalkSkipChildren, nil
}

// withinLink reports whether a link would be inside another link.
func withinLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func plain(n ast.Node, src []byte) string { return (&Document{src: src}).text(n) }

var lineBreak = lazyregexp.New(`(?i)^<br\s*/?>$`)

func (safeRenderer) rawHTML(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		writeRaw(w, node.(*ast.RawHTML).Segments.Value(src))
	}
	return ast.WalkSkipChildren, nil
}

func (safeRenderer) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.HTMLBlock)
	raw := n.Lines().Value(src)
	if n.HasClosure() {
		raw = append(bytes.Clone(raw), n.ClosureLine.Value(src)...)
	}
	if isComment(bytes.TrimSpace(raw)) {
		_, _ = w.Write(util.EscapeHTML(withoutComments(raw)))
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<pre class=\"raw-html\" tabindex=\"0\"><code>")
	_, _ = w.Write(util.EscapeHTML(raw))
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkContinue, nil
}

func writeRaw(w util.BufWriter, raw []byte) {
	switch {
	case lineBreak().Match(raw):
		_, _ = w.WriteString("<br>")
	case isComment(raw):
	default:
		_, _ = w.Write(util.EscapeHTML(raw))
	}
}

// heading writes a heading in a quote or list as a paragraph: only the document's top-level headings,
// which the page writes itself, belong to the outline.
func (safeRenderer) heading(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<p class="heading"><strong>`)
	} else {
		_, _ = w.WriteString("</strong></p>\n")
	}
	return ast.WalkContinue, nil
}

func (safeRenderer) checkBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	if node.(*east.TaskCheckBox).IsChecked {
		_, _ = w.WriteString(`<span class="task done" role="img" aria-label="done">☑</span> `)
	} else {
		_, _ = w.WriteString(`<span class="task" role="img" aria-label="not done">☐</span> `)
	}
	return ast.WalkContinue, nil
}

// table wraps a table, so that a wide one scrolls by itself on a narrow screen.
func (safeRenderer) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>` + "\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// tableCell writes an empty head as a plain cell, because screen readers would announce it.
func (safeRenderer) tableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	open, end := "<td", "</td>\n"
	if node.Parent().Kind() == east.KindTableHeader && node.HasChildren() {
		open, end = `<th scope="col"`, "</th>\n"
	}
	if !entering {
		_, _ = w.WriteString(end)
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(open)
	if class, ok := node.AttributeString("class"); ok {
		_, _ = w.WriteString(` class="` + string(class.([]byte)) + `"`)
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

// alignCells replaces the alignment of table cells by classes, because a strict policy allows no
// style attributes.
func alignCells(root ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		cell, ok := n.(*east.TableCell)
		if !entering || !ok {
			return ast.WalkContinue, nil
		}
		if cell.Alignment == east.AlignRight || cell.Alignment == east.AlignCenter {
			cell.SetAttributeString("class", []byte(cell.Alignment.String()))
		}
		return ast.WalkContinue, nil
	})
}
