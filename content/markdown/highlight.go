package markdown

import (
	"embed"
	"html"
	"io/fs"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Code blocks above these sizes, in bytes, are not highlighted: some lexers' regular expressions
// take seconds for 8 KiB of hostile text, and highlighting adds little to a long log.
const (
	maxHighlight    = 4 << 10
	maxHighlightAll = 16 << 10 // all blocks of a document together
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

// known returns the registry of lexers, which is created for the first page with code.
var known = sync.OnceValue(func() *chroma.LexerRegistry {
	registry := chroma.NewLexerRegistry()
	names, _ := fs.Glob(lexerFiles, "lexers/*.xml") // the pattern is good
	for _, name := range names {
		registry.Register(chroma.MustNewXMLLexer(lexerFiles, name))
	}
	return registry
})

// lexerCache caches the lexer of each language, or nil for an unknown one, because looking it up
// is slow. A collection uses few languages.
var lexerCache sync.Map

// lexerFor returns the lexer of a language, or nil if the language is unknown.
func lexerFor(language string) chroma.Lexer {
	if found, ok := lexerCache.Load(language); ok {
		return *found.(*chroma.Lexer)
	}
	lexer := known().Get(language)
	if lexer != nil {
		lexer = chroma.Coalesce(lexer)
	}
	if len(language) <= 32 {
		lexerCache.Store(language, &lexer)
	}
	return lexer
}

// highlight writes highlighted code, given as escaped HTML. It returns false if it wrote nothing.
func highlight(w *strings.Builder, language, escaped string) bool {
	lexer := lexerFor(language)
	if lexer == nil {
		return false
	}
	text := html.UnescapeString(escaped)
	tokens, err := chroma.Tokenise(lexer, nil, text)
	if err != nil || chroma.Stringify(tokens...) != text {
		return false
	}
	for _, token := range tokens {
		value := util.EscapeHTML([]byte(token.Value))
		class := chroma.StandardTypes[token.Type]
		if class == "" {
			w.Write(value)
			continue
		}
		w.WriteString(`<span class="` + class + `">`)
		w.Write(value)
		w.WriteString("</span>")
	}
	return true
}
