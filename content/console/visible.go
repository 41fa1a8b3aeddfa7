package console

import (
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// substitute is shown in place of a character that must not be obeyed.
const substitute = '�'

// Visible returns text as one line that is harmless to show: each character that a terminal or a CI system would obey,
// or that hides or reorders others, is replaced by �. The result has as many characters as the text.
func Visible(text string) string { return withoutCommands(withoutControls(text, "")) }

// withoutControls replaces control, format and bidirectional characters, line separators and invalid UTF-8, but not the
// characters in except.
func withoutControls(text, except string) string {
	return strings.Map(func(r rune) rune {
		if obeyed(r) && !strings.ContainsRune(except, r) {
			return substitute
		}
		return r
	}, text)
}

// obeyed reports whether a character acts instead of being shown. The joiners are shown: they form letters and emoji.
func obeyed(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return r != nonJoiner && r != joiner && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// commands matches the first character of a command to a CI system: GitHub Actions obeys :: at the beginning of a line,
// after blanks of any kind, and ##[ anywhere in it, Azure Pipelines ##vso[, and TeamCity ##teamcity[.
var commands = lazyregexp.New(`(?m)(^[\s\pZ]*):(:)|#(#[A-Za-z]*\[)`)

// withoutCommands replaces the first character of each command in the lines of a text.
func withoutCommands(text string) string {
	if !strings.Contains(text, "::") && !strings.Contains(text, "##") {
		return text
	}
	return commands().ReplaceAllString(text, "${1}"+string(substitute)+"$2$3")
}
