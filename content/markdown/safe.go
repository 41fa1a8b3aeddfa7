package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	emojiast "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// safeRenderer replaces those renderers of goldmark that would pass through content which is unsafe
// in a page made of half-trusted text, or which a strict content security policy forbids.
type safeRenderer struct{}

// The attributes of nodes that the renderers read.
var (
	holeAttribute    = []byte("pmsite-hole")    // int: the number of a relative destination
	literalAttribute = []byte("pmsite-literal") // true if a destination has no escapes, because it is from HTML
	allowedAttribute = []byte("pmsite-allowed") // true if the scheme of a destination is one of Options.Schemes
	sizeAttribute    = []byte("pmsite-size")    // string: the attributes of a picture
)

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
	reg.Register(kindElement, r.element)
	reg.Register(kindSummary, r.summary)
	reg.Register(kindDetails, r.details)
	reg.Register(emojiast.KindEmoji, r.emoji)
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
	case scheme().MatchString(s), strings.HasPrefix(s, "//"), isDisguised(to):
		return refused
	}
	return relative
}

// classOf is like classify, for the destination of a node.
func classOf(n ast.Node, to []byte) destination {
	if _, allowed := n.Attribute(allowedAttribute); allowed {
		return external
	}
	return classify(to)
}

// isDisguised reports whether browsers see another address: they drop control characters and treat \ as /.
func isDisguised(to []byte) bool {
	s := strings.TrimSpace(string(to))
	return strings.Contains(s, `\`) || strings.ContainsFunc(s, unicode.IsControl)
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
	switch class := classOf(n, to); class {
	case external, local:
		_, _ = w.WriteString(` href="`)
		_, _ = w.Write(util.EscapeHTML(util.URLEscape(to, false)))
		_ = w.WriteByte('"')
		if class == external {
			_, _ = w.WriteString(` rel="noopener noreferrer"`)
		}
	case relative:
		writeHole(w, n, linkHole)
	}
}

func writeHole(w util.BufWriter, n ast.Node, kind byte) {
	if number, ok := n.Attribute(holeAttribute); ok {
		size, _ := n.Attribute(sizeAttribute)
		text, _ := size.(string)
		_, _ = w.WriteString(hole(kind, strconv.Itoa(number.(int))+text))
	}
}

// source returns the destination of an image.
func source(n *ast.Image) []byte {
	if _, literal := n.Attribute(literalAttribute); literal {
		return n.Destination
	}
	return target(n.Destination)
}

func (safeRenderer) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	openAnchor(w, n, address(n, src))
	_ = w.WriteByte('>')
	_, _ = w.Write(util.EscapeHTML(n.Label(src)))
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

// address returns the destination of an autolink.
func address(n *ast.AutoLink, src []byte) []byte {
	to := n.URL(src)
	if n.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower(to), []byte("mailto:")) {
		return append([]byte("mailto:"), to...)
	}
	return to
}

// image writes an image for a file of the collection, or a link to an image elsewhere.
func (safeRenderer) image(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	alt, to := util.EscapeHTML([]byte(plain(n, src))), source(n)
	switch classOf(n, to) {
	case relative:
		kind := byte(imageHole)
		if withinLink(n) {
			kind = innerHole
		}
		writeHole(w, n, kind)
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

func (safeRenderer) element(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	name := n.(*element).name
	switch {
	case entering:
		_, _ = w.WriteString("<" + name + ">")
	case name != "br":
		_, _ = w.WriteString("</" + name + ">")
	}
	return ast.WalkContinue, nil
}

func (safeRenderer) details(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*detailsTag)
	switch {
	case !entering:
	case n.end:
		_, _ = w.WriteString("</details>\n")
	case n.open:
		_, _ = w.WriteString("<details open>\n")
	default:
		_, _ = w.WriteString("<details>\n")
	}
	return ast.WalkContinue, nil
}

func (safeRenderer) summary(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<summary>")
	} else {
		_, _ = w.WriteString("</summary>\n")
	}
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
