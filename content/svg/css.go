package svg

import (
	"bytes"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A styleSheet is a style element while it is read.
type styleSheet struct {
	element, from int    // where the element and its content begin
	cuts          int    // cuts in front of it
	text          []byte // the content, without escapes
	broken        bool   // the content is not only text
}

// cssText returns the text of a style element, which may be in a CDATA section, and where it
// begins in the content. It returns false if the text is written with escapes or in parts.
func cssText(content []byte) (text []byte, at int, ok bool) {
	trimmed := bytes.TrimSpace(content)
	if bytes.HasPrefix(trimmed, openCDATA) && bytes.Index(trimmed, closeCDATA) == len(trimmed)-len(closeCDATA) {
		return trimmed[len(openCDATA) : len(trimmed)-len(closeCDATA)], bytes.Index(content, openCDATA) + len(openCDATA), true
	}
	return content, 0, !bytes.ContainsAny(content, "&<")
}

// address matches a url(…) that stays in the picture: a part of it, a bitmap or a font.
var address = lazyregexp.New(`(?i)^url\(\s*(?:"#[^"()]*"|'#[^'()]*'|#[^"'()\s]*|["']?data:(?:image/(?:png|jpeg|gif|webp)|(?:application|font)/[a-z0-9-]*(?:woff2?|ttf|otf|truetype|opentype)[a-z0-9-]*)(?:;charset=utf-8)?;base64,[a-z0-9+/=\s]*["']?)\s*\)`)

var cssFunctions = set(`media supports rgb rgba hsl hsla calc min max clamp var url format local
	matrix matrix3d translate translatex translatey translate3d scale scalex scaley rotate skew skewx skewy
	cubic-bezier steps polygon circle ellipse inset not is where nth-child nth-of-type nth-last-child lang
	blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
	light-dark color-mix linear-gradient radial-gradient`)

var cssRules = set(`media supports keyframes -webkit-keyframes font-face`)

// cssAllowed reports whether a style sheet, or a part of one, loads nothing. It looks at
// every @ and every bracket wherever it stands, even in a string or a comment, so that it
// does not depend on how a browser splits the text. Without escapes and outside of a
// function or a rule with @, a style sheet cannot name a file.
func cssAllowed(text string) bool {
	if strings.ContainsAny(text, `\<`) {
		return false
	}
	for at := range text {
		switch text[at] {
		case '(':
			name := text[len(strings.TrimRightFunc(text[:at], isName)):at]
			if name != "" && !cssFunctions[strings.ToLower(name)] || strings.EqualFold(name, "url") && !address().MatchString(text[at-len(name):]) {
				return false
			}
		case '@':
			name := text[at+1 : len(text)-len(strings.TrimLeftFunc(text[at+1:], isName))]
			if !cssRules[strings.ToLower(name)] {
				return false
			}
		}
	}
	return true
}

// isName reports whether the name of a function or a rule may have a letter. Letters that
// are not in ASCII end a name, which is then an unknown one, or one that is checked anyway.
func isName(r rune) bool {
	return r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// cssPieces splits a style sheet into its rules, or a list into its declarations. Together
// the pieces are the text.
func cssPieces(text string) (out []string) {
	from, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' || c == '\'':
			i = after(text, i+1, text[i:i+1])
		case strings.HasPrefix(text[i:], "/*"):
			i = after(text, i+2, "*/")
		case c == '{' || c == '(':
			depth++
		case c == '}' || c == ')':
			depth = max(0, depth-1)
		}
		if depth == 0 && i < len(text) && (text[i] == ';' || text[i] == '}') {
			out = append(out, text[from:i+1])
			from = i + 1
		}
	}
	return append(out, text[from:])
}

// after returns the place of the last byte of the next mark, or the end of the text.
func after(text string, from int, mark string) int {
	if n := strings.Index(text[from:], mark); n >= 0 {
		return from + n + len(mark) - 1
	}
	return len(text)
}
