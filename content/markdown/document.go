package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	meta "github.com/yuin/goldmark-meta"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Document is a parsed file. Only one goroutine may use it at a time.
type Document struct {
	Meta   map[string]any // front matter, as read by goldmark-meta; nil if there is none
	Blocks []*Block       // the body, in reading order
	Lost   []Lost         // the links that lead nowhere, in no order

	src      []byte
	root     ast.Node
	index    *lineIndex
	reserved func(id string) bool
}

// Options configure [Parse]. The zero value is ready to use.
type Options struct {
	// Front is the number of lines of front matter to skip, including dashes. If it is zero,
	// goldmark-meta parses the front matter (twice, which takes time); otherwise Meta is
	// nil.
	Front int
	// Checked means that the file has passed [Check].
	Checked bool
	// Reserved reports whether the page uses an id itself, so that no heading gets it. Ids that
	// begin with "section-" must not be reserved.
	Reserved func(id string) bool
	// Schemes are the schemes of links besides http, https and mailto, in lower case. Those that are not harmless have
	// no effect.
	Schemes []string
}

// engine is safe for concurrent use.
var engine = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Strikethrough, autolinks{}, emojis{}, extension.Footnote, tasks{}, meta.Meta,
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(safeRenderer{}, 1))),
)

// Normalize returns the text that positions refer to: without a byte order mark, and with line
// feeds as line endings.
func Normalize(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(src, '\r') < 0 {
		return src
	}
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
}

// Check returns a [*SyntaxError] for files that [Parse] refuses, without parsing: files larger
// than [MaxSize], invalid UTF-8, NUL bytes and hostile nesting.
func Check(src []byte) error { return checkLimits(src, newLineIndex(src)) }

// Parse parses a text that [Normalize] returned. Front matter, if there is any, must be valid
// YAML between two lines of three dashes; otherwise Parse returns the error of goldmark-meta. Other
// errors are of type [*SyntaxError].
func Parse(src []byte, opts Options) (*Document, error) {
	d := &Document{src: src, index: newLineIndex(src), reserved: opts.Reserved}
	if !opts.Checked {
		if err := checkLimits(src, d.index); err != nil {
			return nil, err
		}
	}
	ctx, reader := parser.NewContext(), text.NewReader(src)
	for range opts.Front {
		reader.AdvanceLine()
	}
	d.root = engine.Parser().Parse(reader, parser.WithContext(ctx))
	var err error
	if d.Meta, err = meta.TryGet(ctx); err != nil {
		return nil, fmt.Errorf("front matter: %w", err)
	}
	readHTML(d.root, src)
	d.readLinks(opts.Schemes)
	alignCells(d.root)
	markAlerts(d.root, src)
	boundHighlight(d.root)
	d.Blocks = d.blocks(d.root)
	return d, nil
}
