package markdown

import (
	"embed"
	"html"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/highlight"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Code blocks above these limits are not highlighted, which adds little to a long log. Real code
// takes up to 500 steps a byte; for hostile text, some lexers would take hours.
const (
	maxHighlight    = 4 << 10  // bytes
	maxHighlightAll = 16 << 10 // bytes of all blocks of a document together
	maxSteps        = 1000     // for each byte of a block
)

// plainAttribute marks the blocks above the limits.
var plainAttribute = []byte("pmsite-plain")

// boundHighlight marks code blocks once those before them have reached the limit of the document.
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

// code writes a code block. [Fragment.HTML] highlights it with chroma's short class names (k, s,
// c …), which the theme's style sheet colours.
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
	text := util.EscapeHTML(node.Lines().Value(src))
	if _, tooLarge := node.Attribute(plainAttribute); tooLarge || len(language) == 0 {
		_, _ = w.Write(text)
	} else {
		_, _ = w.WriteString(hole(codeHole, string(language)))
		_, _ = w.Write(text)
		_, _ = w.WriteString(holeMark)
	}
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkContinue, nil
}

// lexerFiles are chroma's lexers for the supported languages. A test compares them with chroma's
// own.
//
//go:embed lexers/*.xml
var lexerFiles embed.FS

// lexers returns all lexers, which are listed for the first page with code.
var lexers = sync.OnceValue(func() *highlight.Lexers {
	all, err := highlight.New(lexerFiles, "lexers")
	if err != nil {
		panic(err) // the files are part of the program
	}
	return all
})

// lexerCache caches the lexer of each language, or nil for an unknown one, because looking it up
// is slow. A collection uses few languages.
var lexerCache sync.Map

// lexerFor returns the lexer of a language, or nil if the language is unknown.
func lexerFor(language string) *highlight.Lexer {
	if found, ok := lexerCache.Load(language); ok {
		return found.(*highlight.Lexer)
	}
	lexer := lexers().Get(language)
	if len(language) <= 32 {
		lexerCache.Store(language, lexer)
	}
	return lexer
}

// highlightCode writes highlighted code, given as escaped HTML. It returns false if it wrote
// nothing.
func highlightCode(w *strings.Builder, language, escaped string) bool {
	lexer := lexerFor(language)
	if lexer == nil {
		return false
	}
	text := html.UnescapeString(escaped)
	tokens, ok := lexer.Tokens(text, maxSteps*(len(text)+100))
	if !ok {
		return false
	}
	for _, token := range tokens {
		value := util.EscapeHTML([]byte(token.Text))
		if token.Class == "" {
			w.Write(value)
			continue
		}
		w.WriteString(`<span class="` + token.Class + `">`)
		w.Write(value)
		w.WriteString("</span>")
	}
	return true
}
