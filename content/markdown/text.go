package markdown

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
	"unique"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Text gives the plain text of blocks, white space folded, blocks apart by a
// space: what a search index or a summary wants.
func (d *Document) Text(blocks ...*Block) string {
	var b strings.Builder
	for _, block := range blocks {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(d.text(block.node))
	}
	return b.String()
}

func (d *Document) text(root ast.Node) string {
	b := folders.Get().(*folder)
	defer folders.Put(b)
	b.text, b.gap = b.text[:0], false
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				b.blank()
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.write(textValue(n, d.src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.blank()
			}
		case *ast.AutoLink, *ast.RawHTML:
			b.write(d.leafText(n))
		case *ast.HTMLBlock:
			return ast.WalkSkipChildren, nil
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.write(line.Value(d.src))
			}
		case *east.TableCell:
			b.blank()
		}
		return ast.WalkContinue, nil
	})
	return keep(b.text)
}

// A folder gathers text and makes one blank of all white space in a row.
type folder struct {
	text []byte
	gap  bool // white space came since the last letter
}

var folders = sync.Pool{New: func() any { return &folder{} }}

func (f *folder) blank() { f.gap = true }

func (f *folder) write(text []byte) {
	for len(text) > 0 {
		word := bytes.IndexFunc(text, unicode.IsSpace)
		if word < 0 {
			word = len(text)
		}
		if word == 0 {
			f.gap = true
			_, size := utf8.DecodeRune(text)
			text = text[size:]
			continue
		}
		if f.gap && len(f.text) > 0 {
			f.text = append(f.text, ' ')
		}
		f.gap = false
		f.text = append(f.text, text[:word]...)
		text = text[word:]
	}
}

// shortText is the length in bytes up to which texts are worth sharing: headings,
// events, owners and types are the same in most documents.
const shortText = 48

// keep makes a string of a reused buffer, in the memory of an equal one if it is
// short.
func keep(text []byte) string {
	if len(text) > shortText {
		return string(text)
	}
	return unique.Make(string(text)).Value()
}

// leafText is the plain text of an inline node without children: of raw HTML
// what the page shows of it.
func (d *Document) leafText(n ast.Node) []byte {
	switch n := n.(type) {
	case *ast.Text:
		return textValue(n, d.src)
	case *ast.AutoLink:
		return n.Label(d.src)
	case *ast.RawHTML:
		raw := n.Segments.Value(d.src)
		switch {
		case lineBreak.Match(raw):
			return []byte(" ")
		case !isComment(raw):
			return raw
		}
	}
	return nil
}

// textValue is what a text node shows: goldmark leaves backslash escapes and
// character references in it, outside code.
func textValue(n *ast.Text, src []byte) []byte {
	value := n.Segment.Value(src)
	if n.IsRaw() {
		return value
	}
	return target(value)
}
