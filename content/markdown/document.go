package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	meta "github.com/yuin/goldmark-meta"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Document is a parsed file. It may be read by one goroutine at a time.
type Document struct {
	Meta   map[string]any // the front matter by goldmark-meta; nil when there is none
	Blocks []*Block       // the body, in reading order

	src      []byte
	index    *lineIndex
	reserved func(id string) bool
}

// Options steer Parse; the zero value is ready to use.
type Options struct {
	// Front is how many lines of front matter, dashes included, are passed over, so
	// that Meta stays nil. Zero has goldmark-meta read them, which reads
	// them twice.
	Front int
	// Checked tells that [Check] let the file pass.
	Checked bool
	// Reserved tells which ids the page uses itself, so that no heading takes
	// one; none of them may begin with "section-".
	Reserved func(id string) bool
}

// engine is safe for use by several goroutines.
var engine = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Strikethrough, extension.Linkify, extension.TaskList, meta.Meta,
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(safeRenderer{}, 1))),
)

// Normalize gives the text that positions refer to: without byte order mark,
// with line feeds only.
func Normalize(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(src, '\r') < 0 {
		return src
	}
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
}

// Check refuses what Parse refuses, with a [*SyntaxError], without parsing:
// files over [MaxSize], invalid UTF-8, NUL bytes and hostile nesting.
func Check(src []byte) error { return checkLimits(src, newLineIndex(src)) }

// Parse reads a file that [Normalize] made regular. The caller has made sure
// that front matter, if there is any, is valid YAML between two lines of three
// dashes; should goldmark-meta think otherwise, its error is returned and
// nothing of the block is shown. Other errors are of type [*SyntaxError].
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
	root := engine.Parser().Parse(reader, parser.WithContext(ctx))
	var err error
	if d.Meta, err = meta.TryGet(ctx); err != nil {
		return nil, fmt.Errorf("front matter: %w", err)
	}
	alignCells(root)
	boundHighlight(root)
	d.Blocks = d.blocks(root)
	return d, nil
}
