package markdown

import (
	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	emojiast "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// emojis finds emoji by the names that GitHub gives them, as in :warning:.
type emojis struct{}

func (emojis) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(emoji.NewParser(), 999)))
}

// emojiText returns an emoji, or its name as written if it is a picture of GitHub's own.
func emojiText(n *emojiast.Emoji) string {
	if n.Value.IsUnicode() {
		return string(n.Value.Unicode)
	}
	return ":" + string(n.ShortName) + ":"
}

func (safeRenderer) emoji(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(emojiText(n.(*emojiast.Emoji)))
	}
	return ast.WalkContinue, nil
}
