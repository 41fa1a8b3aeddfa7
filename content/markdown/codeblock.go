package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// CodeBlocks returns, by 1-based line, the number of the fenced code block to which a line of code
// belongs, or 0 if it belongs to none. The text must have passed [Check]; front is the number of
// lines of front matter, which contain no code.
func CodeBlocks(src []byte, front int) []int {
	index := newLineIndex(src)
	reader := text.NewReader(src)
	for range front {
		reader.AdvanceLine()
	}
	lines, n := make([]int, len(index.starts)+1), 0
	_ = ast.Walk(engine.Parser().Parse(reader), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		code, ok := node.(*ast.FencedCodeBlock)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		n++
		for i := range code.Lines().Len() {
			lines[index.pos(code.Lines().At(i).Start).Line] = n
		}
		return ast.WalkSkipChildren, nil
	})
	return lines
}
