package markdown

import (
	"bytes"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Blocks above these sizes, in bytes, are shown plain: lexers are regular
// expressions, some of which take seconds for 8 KiB made to mislead them, and a
// long log gains no colour.
const (
	maxHighlight    = 4 << 10
	maxHighlightAll = 16 << 10 // of all blocks of a document
)

// plainAttribute marks the blocks beyond the bounds.
var plainAttribute = []byte("pmsite-plain")

// boundHighlight marks code blocks once those before them have used up what
// a document may have highlighted.
func boundHighlight(root ast.Node) {
	left := maxHighlightAll
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Kind() != ast.KindFencedCodeBlock {
			return ast.WalkContinue, nil
		}
		size := 0
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			size += line.Len()
		}
		if size > min(maxHighlight, left) {
			n.SetAttribute(plainAttribute, true)
		} else {
			left -= size
		}
		return ast.WalkSkipChildren, nil
	})
}

// code writes a code block with chroma's short class names (k, s, c …), which
// the theme's stylesheet colours.
func (safeRenderer) code(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var language []byte
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		language = fenced.Language(src)
	}
	_, _ = w.WriteString(`<pre class="code" tabindex="0"><code`)
	if len(language) > 0 {
		_, _ = w.WriteString(` class="language-`)
		_, _ = w.Write(util.EscapeHTML(language))
		_ = w.WriteByte('"')
	}
	_ = w.WriteByte('>')
	text := node.Lines().Value(src)
	if _, tooLarge := node.Attribute(plainAttribute); tooLarge || !highlight(w, string(language), text) {
		_, _ = w.Write(util.EscapeHTML(text))
	}
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkContinue, nil
}

// lexerCache remembers what chroma takes long to find: a language's lexer, or
// that there is none. A collection names few languages.
var lexerCache sync.Map

func lexerFor(language string) chroma.Lexer {
	if found, ok := lexerCache.Load(language); ok {
		return found.(chroma.Lexer)
	}
	lexer := lexers.Get(language)
	if lexer == nil {
		lexer = lexers.Fallback
	}
	lexer = chroma.Coalesce(lexer)
	if len(language) <= 32 {
		lexerCache.Store(language, lexer)
	}
	return lexer
}

// highlight reports whether it wrote the text.
func highlight(w util.BufWriter, language string, text []byte) bool {
	if language == "" {
		return false
	}
	tokens, err := chroma.Tokenise(lexerFor(language), nil, string(text))
	if err != nil || !bytes.Equal([]byte(chroma.Stringify(tokens...)), text) {
		return false
	}
	for _, token := range tokens {
		class := chroma.StandardTypes[token.Type]
		if class == "" {
			_, _ = w.Write(util.EscapeHTML([]byte(token.Value)))
			continue
		}
		_, _ = w.WriteString(`<span class="` + class + `">`)
		_, _ = w.Write(util.EscapeHTML([]byte(token.Value)))
		_, _ = w.WriteString("</span>")
	}
	return true
}
