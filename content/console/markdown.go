package console

import (
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// listMark matches the mark of a list, or a line, at the beginning of a text.
var listMark = lazyregexp.New(`^([0-9]*)([.+-])( |--|$)`)

// Markdown returns text for a comment on GitHub or GitLab. It prevents the text from being read
// as markup, URLs from becoming links, and the comment from notifying anybody or appearing in
// other issues: it adds a zero-width space after every @, # and GH-.
func Markdown(s string) string {
	var b strings.Builder
	for _, r := range Visible(s) {
		switch {
		case r == '@' || r == '#':
			b.WriteRune(r)
			b.WriteRune('\u200b')
		case r == '$': // begins a formula
			b.WriteString("<span>$</span>")
		case r == '<':
			b.WriteString("&lt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_{}[]()!|~>", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	text := listMark().ReplaceAllString(b.String(), `$1\$2$3`)
	return strings.NewReplacer("://", ":&#47;/", "www.", "www&#46;", "GH-", "GH-\u200b", "gh-", "gh-\u200b").Replace(text)
}

// MarkdownCode returns text as inline code. It replaces backticks, which would end the code.
func MarkdownCode(s string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "¦", "\n", " ").Replace(Visible(s)) + "`"
}
