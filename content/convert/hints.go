package convert

import (
	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// hint matches a comment of the template for authors, on lines of its own, and the empty line
// after it.
var hint = lazyregexp.New(`(?m)^<!-- Hint: (?:[^-]|-[^-])*? -->\n\n?`)

// WithoutHints returns a document without the template's hints, which are comments such as
//
//	<!-- Hint: two or three sentences for somebody who was not there. -->
//
// It returns src unchanged if that would change what the document says, as where a code block
// shows a hint, or if src cannot be parsed as a post mortem.
func WithoutHints(name string, src []byte, opts content.Options) []byte {
	text := string(markdown.Normalize(src))
	without := hint().ReplaceAllString(text, "")
	if without == text || !read(name, text, opts).same(read(name, without, opts)) {
		return src
	}
	return restore(without, src)
}
