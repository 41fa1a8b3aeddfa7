package markdown

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	emojiast "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Text returns the plain text of blocks for a search index or a summary: with white space folded, and
// a space between blocks.
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
		case *ast.AutoLink, *ast.RawHTML, *ast.String, *emojiast.Emoji, *element:
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
	return shared.intern(b.text)
}

// A folder collects text and replaces each run of white space by a blank.
type folder struct {
	text []byte
	gap  bool // whether white space follows the last letter
}

var folders = sync.Pool{New: func() any { return &folder{} }}

func (f *folder) blank() { f.gap = true }

func (f *folder) write(text []byte) {
	for len(text) > 0 {
		n := word(text)
		if n == 0 {
			f.gap = true
			_, size := utf8.DecodeRune(text)
			text = text[size:]
			continue
		}
		if f.gap && len(f.text) > 0 {
			f.text = append(f.text, ' ')
		}
		f.gap = false
		f.text = append(f.text, text[:n]...)
		text = text[n:]
	}
}

// word returns the number of bytes before the first white space, except single blanks between ASCII
// letters.
func word(text []byte) int {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			if n := bytes.IndexFunc(text[i:], unicode.IsSpace); n >= 0 {
				return i + n
			}
			return len(text)
		case c == ' ':
			if i == 0 || i+1 == len(text) || text[i+1] <= ' ' || text[i+1] >= utf8.RuneSelf {
				return i
			}
		case c >= '\t' && c <= '\r':
			return i
		}
	}
	return len(text)
}

// leafText returns the plain text of an inline node without children. For raw HTML, it is what the
// page shows.
func (d *Document) leafText(n ast.Node) []byte {
	switch n := n.(type) {
	case *ast.Text:
		return textValue(n, d.src)
	case *ast.AutoLink:
		return n.Label(d.src)
	case *ast.String:
		return n.Value
	case *emojiast.Emoji:
		return []byte(emojiText(n))
	case *element:
		if n.name == "br" {
			return []byte(" ")
		}
	case *ast.RawHTML:
		raw := n.Segments.Value(d.src)
		switch {
		case lineBreak().Match(raw):
			return []byte(" ")
		case !isComment(raw):
			return raw
		}
	}
	return nil
}

// textValue returns the text of a text node. Outside of code, it resolves backslash escapes and
// character references, which goldmark leaves in it.
func textValue(n *ast.Text, src []byte) []byte {
	value := n.Segment.Value(src)
	if n.IsRaw() {
		return value
	}
	return target(value)
}
