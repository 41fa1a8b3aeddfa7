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

// code writes a code block; a page that shows it has its language highlighted,
// with chroma's short class names (k, s, c …), which the theme's stylesheet
// colours.
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

// lexerFiles are those of chroma for the languages that are known here, as it
// would write them; a test holds them to it.
//
//go:embed lexers/*.xml
var lexerFiles embed.FS

// known is worked out when the first page is coloured.
var known = sync.OnceValue(func() *chroma.LexerRegistry {
	registry := chroma.NewLexerRegistry()
	names, _ := fs.Glob(lexerFiles, "lexers/*.xml") // the pattern is good
	for _, name := range names {
		registry.Register(chroma.MustNewXMLLexer(lexerFiles, name))
	}
	return registry
})

// lexerCache remembers what takes long to find: a language's lexer, or that there
// is none. A collection names few languages.
var lexerCache sync.Map

// lexerFor gives nil for a language that is not known.
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

// highlight reports whether it wrote the text, which is escaped HTML.
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
