package markdown

import (
	"strconv"
	"strings"
	"unicode"

	emojiast "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// Anchor returns the id that GitHub creates for a heading's text: in lower case and NFC, with
// letters, marks, digits, hyphens and underscores kept, spaces replaced by hyphens, and all other
// characters removed. It returns "" if nothing is left.
func Anchor(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.TrimSpace(text)) {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte('-')
		case r == '-', unicode.IsLetter(r), unicode.IsDigit(r), unicode.In(r, unicode.M, unicode.Nl, unicode.Pc):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// anchorText returns the text of which GitHub creates a heading's id: with the names of emoji, and without tags and
// pictures. Text is the heading's plain text.
func (d *Document) anchorText(heading ast.Node, text string) string {
	var b strings.Builder
	differs := false
	_ = ast.Walk(heading, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *emojiast.Emoji:
			differs = true
			b.WriteString(":" + string(n.ShortName) + ":")
		case *ast.RawHTML, *ast.Image:
			differs = true
			return ast.WalkSkipChildren, nil
		default:
			b.Write(d.leafText(n))
			if t, isText := n.(*ast.Text); isText && t.SoftLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	if !differs {
		return text
	}
	return b.String()
}

// anchors creates unique ids: the second "Notes" gets notes-1.
type anchors struct {
	used     map[string]bool
	next     map[string]int // last number tried, by text
	reserved func(string) bool
}

func (a *anchors) add(text string) string {
	base := Anchor(text)
	if base == "" {
		base = "section"
	}
	// If base is reserved, base-1 may be reserved as well.
	for a.isReserved(base) || a.used[base] && a.isReserved(base+"-1") {
		base = "section-" + base
	}
	id := base
	for a.used[id] || a.isReserved(id) {
		a.next[base]++
		id = base + "-" + strconv.Itoa(a.next[base])
	}
	a.used[id] = true
	return id
}

func (a *anchors) isReserved(id string) bool { return a.reserved != nil && a.reserved(id) }
