package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// alertKinds are the words that make an alert of a quote if they stand alone on its first line, as in > [!NOTE]. They
// are those of GitHub (docs.github.com, "Basic writing and formatting syntax").
var alertKinds = map[string]string{"[!note]": "Note", "[!tip]": "Tip", "[!important]": "Important", "[!warning]": "Warning", "[!caution]": "Caution"}

var alertAttribute = []byte("pmsite-alert")

// markAlerts marks the quotes of a document that are alerts, and removes the line that says so. Like GitHub, it marks
// only quotes that are in no other block and have more than that line.
func markAlerts(root ast.Node, src []byte) {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		first, isParagraph := n.FirstChild().(*ast.Paragraph)
		if n.Kind() != ast.KindBlockquote || !isParagraph {
			continue
		}
		line := first.Lines().At(0)
		kind, known := alertKinds[strings.ToLower(string(bytes.TrimSpace(line.Value(src))))]
		if !known || first.Lines().Len() == 1 && first.NextSibling() == nil {
			continue
		}
		n.SetAttribute(alertAttribute, kind)
		for c := first.FirstChild(); c != nil && c.Pos() < line.Stop; c = first.FirstChild() {
			first.RemoveChild(first, c)
		}
		if !first.HasChildren() {
			n.RemoveChild(n, first)
		}
	}
}

func (safeRenderer) quote(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	kind, isAlert := n.Attribute(alertAttribute)
	switch {
	case isAlert && entering:
		name := kind.(string)
		_, _ = w.WriteString(`<div class="alert alert-` + strings.ToLower(name) + `" role="note"><p class="alert-title"><strong>` + name + "</strong></p>\n")
	case isAlert:
		_, _ = w.WriteString("</div>\n")
	case entering:
		_, _ = w.WriteString("<blockquote>\n")
	default:
		_, _ = w.WriteString("</blockquote>\n")
	}
	return ast.WalkContinue, nil
}
