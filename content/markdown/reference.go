package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A Lost link is one that the HTML shows as text.
type Lost struct {
	Pos    Pos
	Dest   string // the destination without escapes; "" if Label is set
	Scheme string // of the destination, in lower case; "" if it has none
	Label  string // of a reference that nothing defines, such as ^1 or build log
}

// harmful are the schemes that no page may have: their addresses are programs, documents or files of the reader.
var harmful = []string{"about", "blob", "data", "feed", "file", "filesystem", "jar", "javascript", "livescript", "mocha", "vbscript", "view-source"}

var schemeForm = lazyregexp.New(`^[a-z][a-z0-9+.-]*$`)

// IsHarmless reports whether [Options].Schemes may have a scheme, which is in lower case and without its colon.
func IsHarmless(scheme string) bool {
	return schemeForm().MatchString(scheme) && !slices.Contains(harmful, scheme)
}

// schemeOf returns the scheme of a destination, in lower case; "" if it has none.
func schemeOf(to []byte) string {
	return strings.ToLower(strings.TrimSuffix(string(scheme().Find(bytes.TrimSpace(to))), ":"))
}

// readLinks marks the links whose scheme is allowed, and collects those that are lost.
func (d *Document) readLinks(schemes []string) {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var to []byte
		switch n := n.(type) {
		case *ast.Link:
			to = target(n.Destination)
		case *ast.Image:
			to = source(n)
		case *ast.AutoLink:
			to = address(n, d.src)
		default:
			return ast.WalkContinue, nil
		}
		name := schemeOf(to)
		switch {
		case classify(to) != refused:
		case slices.Contains(schemes, name) && IsHarmless(name) && !isDisguised(to):
			n.SetAttribute(allowedAttribute, true)
		default:
			d.Lost = append(d.Lost, Lost{Pos: d.posOf(n), Dest: string(to), Scheme: name})
		}
		return ast.WalkContinue, nil
	})
	if bytes.Contains(d.src, []byte("][")) || bytes.Contains(d.src, []byte("[^")) {
		d.findUndefined()
	}
}

// undefinedForm matches what is left of a reference in the text if nothing defines it. It leaves out indices, as in a[0][1].
var undefinedForm = lazyregexp.New(`(?:^|[^\pL\pN\]\\)])\[([^\[\]\\]*[^\s\[\]\\][^\[\]\\]*)\]\[([^\[\]\\]*)\]|\[(\^[\pL\pN_-]+)\]`)

// findUndefined collects the references in the text, outside of code, that nothing defines.
func (d *Document) findUndefined() {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		t, isText := n.(*ast.Text)
		if !entering || !isText || t.IsRaw() || continues(t) {
			return ast.WalkContinue, nil
		}
		start, end := t.Segment.Start, t.Segment.Stop
		for next, ok := t.NextSibling().(*ast.Text); ok && next.Segment.Start == end; next, ok = next.NextSibling().(*ast.Text) {
			end = next.Segment.Stop
		}
		text := d.src[start:end]
		for _, m := range undefinedForm().FindAllSubmatchIndex(text, -1) {
			from, to := m[2], m[3] // the label is the text, as in [build log][]
			for _, group := range []int{4, 6} {
				if m[group] >= 0 && m[group] < m[group+1] {
					from, to = m[group], m[group+1]
				}
			}
			d.Lost = append(d.Lost, Lost{Pos: d.index.pos(start + from), Label: string(text[from:to])})
		}
		return ast.WalkContinue, nil
	})
}

// continues reports whether a text begins where the one before it ends.
func continues(t *ast.Text) bool {
	before, isText := t.PreviousSibling().(*ast.Text)
	return isText && before.Segment.Stop == t.Segment.Start
}
