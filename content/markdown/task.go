package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tasks finds check boxes. goldmark 1.8 takes the text of a link such as [x](address) for one, too; as on GitHub, white
// space follows a check box.
type tasks struct{ parser.InlineParser }

func (tasks) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(tasks{extension.NewTaskCheckBoxParser()}, 0)))
}

// Parse implements parser.InlineParser.
func (t tasks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 4 || bytes.IndexByte([]byte(" \t\n"), line[3]) < 0 {
		return nil
	}
	return t.InlineParser.Parse(parent, block, pc)
}
