package foreign

import (
	"bytes"
	"slices"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// readHTML reads a page: that of a Confluence export, or the main part of any other.
func readHTML(src []byte) (Document, error) {
	root, err := html.Parse(bytes.NewReader(src)) // it refuses elements that are nested too deep
	if err != nil {
		return Document{}, &RefusedError{"HTML that cannot be read: " + err.Error(), ""}
	}
	d := Document{From: "an HTML page"}
	main, title := mainPart(root), textOf(find(root, func(n *html.Node) bool { return n.DataAtom == atom.Title }))
	if page := byID(root, "main-content"); page != nil && (hasClass(page, "wiki-content") || byID(root, "title-text") != nil) {
		d.From, main = "a Confluence page", page
		title = first(textOf(byID(root, "title-text")), title)
		if _, rest, ok := strings.Cut(title, " : "); ok {
			title = rest // the name of the space is in front
		}
		d.Left = []string{"the names of its authors"}
	}
	tidy(main)
	text, err := toMarkdown(main)
	if err != nil {
		return Document{}, &RefusedError{"HTML that cannot be read: " + err.Error(), ""}
	}
	if find(main, func(n *html.Node) bool { return n.DataAtom == atom.H1 }) == nil && title != "" {
		text = "# " + line(title) + "\n\n" + text
	}
	d.Text = []byte(text + "\n")
	return d, nil
}

// toMarkdown converts a part of a page.
func toMarkdown(n *html.Node) (string, error) {
	c := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(commonmark.WithBulletListMarker("-"), commonmark.WithListEndComment(false)),
		strikethrough.NewStrikethroughPlugin(),
		table.NewTablePlugin(table.WithHeaderPromotion(true), table.WithNewlineBehavior(table.NewlineBehaviorPreserve), table.WithCellPaddingBehavior(table.CellPaddingBehaviorMinimal)),
	))
	out, err := c.ConvertNode(n)
	return boxes().ReplaceAllString(strings.TrimSpace(string(out)), "$1[$2]"), err
}

// boxes matches the check boxes that tidy writes, with the escapes of the converter.
var boxes = lazyregexp.New(`(?m)^(\s*- )\\?\[([ x])\\?\]`)

// mainPart returns the element with the text of a page.
func mainPart(root *html.Node) *html.Node {
	for _, name := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		if n := find(root, func(n *html.Node) bool { return n.DataAtom == name }); n != nil {
			return n
		}
	}
	return root
}

// tidy writes check boxes as text, and puts what is in the cells of tables on one line, because markdown
// has neither.
func tidy(n *html.Node) {
	inCell := n.DataAtom == atom.Td || n.DataAtom == atom.Th
	var next *html.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		tidy(c)
		if n.DataAtom == atom.Ul && hasClass(n, "inline-task-list") && c.DataAtom == atom.Li {
			box := "[ ] "
			if hasClass(c, "checked") {
				box = "[x] "
			}
			c.InsertBefore(&html.Node{Type: html.TextNode, Data: box}, c.FirstChild)
		}
	}
	if inCell {
		flatten(n)
	}
}

// flatten replaces the blocks in a cell by their content, with " / " between them.
func flatten(cell *html.Node) {
	var out []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.P, atom.Div, atom.Ul, atom.Ol, atom.Li, atom.Br, atom.Blockquote, atom.Pre, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				if len(out) > 0 {
					out = append(out, nil)
				}
				walk(c)
			default:
				out = append(out, c)
			}
		}
	}
	walk(cell)
	cell.FirstChild, cell.LastChild = nil, nil
	text := false
	for i, c := range out {
		if c == nil {
			if rest := out[i+1:]; text && slices.ContainsFunc(rest, isFilled) {
				cell.AppendChild(&html.Node{Type: html.TextNode, Data: " / "})
				text = false
			}
			continue
		}
		text = text || isFilled(c)
		c.Parent, c.PrevSibling, c.NextSibling = nil, nil, nil
		cell.AppendChild(c)
	}
}

func isFilled(n *html.Node) bool {
	return n != nil && (strings.TrimSpace(textOf(n)) != "" || find(n, func(n *html.Node) bool { return n.DataAtom == atom.Img }) != nil)
}

// find returns the first node that has a property, in the order of the text, or nil.
func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	if n == nil || is(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := find(c, is); found != nil {
			return found
		}
	}
	return nil
}

func byID(n *html.Node, id string) *html.Node {
	return find(n, func(n *html.Node) bool { return attribute(n, "id") == id })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}

// textOf returns the text of a node, or "" for nil.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return strings.TrimSpace(b.String())
}

var tableForm = lazyregexp.New(`(?ims)^ {0,3}<table[\s>].*?</table>[ \t]*$`)

// htmlTables writes the tables that a markdown text has as HTML in markdown's own way.
func htmlTables(src []byte) []byte {
	if !bytes.Contains(src, []byte("<table")) && !bytes.Contains(src, []byte("<TABLE")) {
		return src
	}
	return []byte(outsideFences(string(src), func(text string) string {
		return tableForm().ReplaceAllStringFunc(text, func(found string) string {
			root, err := html.Parse(strings.NewReader(found))
			if err != nil || strings.Count(strings.ToLower(found), "<table") > 1 {
				return found
			}
			tidy(root)
			out, err := toMarkdown(root)
			if err != nil || !strings.HasPrefix(out, "|") {
				return found
			}
			return out
		})
	}))
}
