package markdown

import (
	"bytes"
	"sort"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// blockParser finds the same blocks as the engine and leaves their text alone: inline parsing is
// what takes quadratic time. Transformers belong to it because they decide where a paragraph ends.
var blockParser = parser.NewParser(
	parser.WithBlockParsers(parser.DefaultBlockParsers()...),
	parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	parser.WithParagraphTransformers(
		util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		util.Prioritized(paragraphLimit{}, 1),
	),
)

// paragraphLimit keeps paragraphs above the limits of [checkSpecial] from the other transformers,
// because finding link definitions takes quadratic time.
type paragraphLimit struct{}

var (
	effortKey  = parser.NewContextKey() // int: the sum of the squares so far
	refusedKey = parser.NewContextKey() // int: the offset of the first paragraph above the limits
)

func (paragraphLimit) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	special := 0
	for _, segment := range node.Lines().Sliced(0, node.Lines().Len()) {
		special += countSpecial(segment.Value(reader.Source()))
	}
	effort, _ := pc.Get(effortKey).(int)
	effort += special * special
	pc.Set(effortKey, effort)
	if special <= maxSpecial && effort <= maxEffort {
		return
	}
	if pc.Get(refusedKey) == nil {
		pc.Set(refusedKey, node.Lines().At(0).Start)
	}
	node.Parent().RemoveChild(node.Parent(), node)
}

// codeLines returns the lines of code blocks, counted from 0, of a text that [checkStructure]
// accepts. After a paragraph above the limits, no line is code.
func codeLines(src []byte, index *lineIndex) map[int]bool {
	reader := text.NewReader(src)
	for range frontLines(index) {
		reader.AdvanceLine()
	}
	pc := parser.NewContext()
	root := blockParser.Parse(reader, parser.WithContext(pc))
	end, refused := pc.Get(refusedKey).(int)
	if !refused {
		end = len(src)
	}
	code := map[int]bool{}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if kind := n.Kind(); entering && (kind == ast.KindFencedCodeBlock || kind == ast.KindCodeBlock) {
			for _, segment := range n.Lines().Sliced(0, n.Lines().Len()) {
				if segment.Start < end {
					code[sort.SearchInts(index.starts, segment.Start+1)-1] = true
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return code
}

// frontLines returns the number of lines of front matter, including dashes, by the rule of
// goldmark-meta: from a first line of dashes to the next one.
func frontLines(index *lineIndex) int {
	if !isDashes(index.lineAt(0)) {
		return 0
	}
	for n := 1; n < len(index.starts); n++ {
		if isDashes(index.lineAt(n)) {
			return n + 1
		}
	}
	return len(index.starts)
}

func isDashes(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 0 && len(bytes.Trim(line, "-")) == 0
}
