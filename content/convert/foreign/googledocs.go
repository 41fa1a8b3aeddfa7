package foreign

import (
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	headingID    = lazyregexp.New(`(?m)^( {0,3}#{1,6}[ \t].*?)[ \t]*\{#[^{}\s]+\}[ \t]*$`)
	escapedDash  = lazyregexp.New(`([^\s*+#>-][ \t]*)\\([-+=>])`)
	escapedPoint = lazyregexp.New(`([^\s\d])\\([.!])`)
	escapedComma = lazyregexp.New(`(\d)\\\.(\d)`)
	escapedTilde = lazyregexp.New(`\\~(\d)`)
	fences       = lazyregexp.New("(?ms)^ {0,3}(?:```|~~~).*?(?:^ {0,3}(?:```|~~~)[ \t]*$|\\z)")
)

// googleDocs returns markdown without what Google Docs adds: the ids of headings, "{#id}", and backslashes
// where markdown needs none, as in 2026\-03\-05. The text reads the same.
func googleDocs(src []byte) []byte {
	text := string(src)
	if !headingID().MatchString(text) && !strings.Contains(text, `\-`) {
		return src
	}
	return []byte(outsideFences(text, func(text string) string {
		text = headingID().ReplaceAllString(text, "$1")
		text = escapedDash().ReplaceAllString(text, "$1$2")
		text = escapedPoint().ReplaceAllString(text, "$1$2")
		text = escapedComma().ReplaceAllString(text, "$1.$2")
		return escapedTilde().ReplaceAllString(text, "~$1")
	}))
}

// outsideFences applies a function to the parts of a markdown text that are not in fenced code.
func outsideFences(text string, change func(string) string) string {
	var out strings.Builder
	last := 0
	for _, at := range fences().FindAllStringIndex(text, -1) {
		out.WriteString(change(text[last:at[0]]) + text[at[0]:at[1]])
		last = at[1]
	}
	return out.String() + change(text[last:])
}
