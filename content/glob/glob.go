// Package glob matches slash-separated paths with patterns as git understands them.
package glob

import "strings"

// Match reports whether a slash-separated path matches a glob as git understands it in .gitignore files and
// configuration. "*", "?" and "[…]" match within a name; "**" between slashes, or at either end, matches any number
// of folders. Bytes are compared, not characters. With fold, an ASCII letter also matches in the other case, except
// behind a backslash or between brackets, where git recognizes only lower-case ones.
func Match(pattern, path string, fold bool) bool {
	type point struct{ p, t int } // where to continue in pattern and path
	none := point{p: -1}
	star, deep := none, none // for another try of the last "*" and the last "**"
	p, t := 0, 0
	for p < len(pattern) || t < len(path) {
		if p < len(pattern) && pattern[p] == '*' {
			after := p + countStars(pattern[p:])
			if !crossesFolders(pattern, p, after) {
				star, p = point{after, t}, after
				continue
			}
			if after == len(pattern) {
				return true
			}
			deep, star, p = point{after, t}, none, after
			if pattern[after] == '/' {
				p++ // first try no folder at all
			}
			continue
		}
		if t == len(path) {
			return false // another try would leave even less of the path
		}
		if p < len(pattern) {
			if n := matchByte(pattern[p:], path[t], fold); n > 0 {
				p, t = p+n, t+1
				continue
			}
		}
		switch {
		case star != none && path[star.t] != '/':
			star.t++
			p, t = star.p, star.t
		case deep != none:
			p, t, star = deep.p, deep.t, none
			if deep.t++; deep.t == len(path) {
				deep = none
			}
		default:
			return false
		}
	}
	return true
}

// Valid reports whether a pattern can match anything: a malformed bracket expression and a backslash at the end match
// nothing.
func Valid(pattern string) bool {
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '[':
			_, n := matchSet(pattern[i:], 0, false)
			if n == 0 {
				return false
			}
			i += n - 1
		case '\\':
			if i++; i == len(pattern) {
				return false
			}
		}
	}
	return true
}

// CutPrefix returns the rest of a text without a prefix; with fold, ASCII letters of the prefix match in either case.
func CutPrefix(text, prefix string, fold bool) (rest string, found bool) {
	n := len(prefix)
	if len(text) < n || text[:n] != prefix && !(fold && Fold(text[:n]) == Fold(prefix)) {
		return text, false
	}
	return text[n:], true
}

// Fold returns a text with its ASCII letters in lower case.
func Fold(text string) string {
	folded := []byte(text)
	for i, c := range folded {
		folded[i] = lower(c)
	}
	return string(folded)
}

func countStars(pattern string) int { return len(pattern) - len(strings.TrimLeft(pattern, "*")) }

// crossesFolders reports whether the stars at pattern[from:to] match slashes, too.
func crossesFolders(pattern string, from, to int) bool {
	rest := pattern[to:]
	return to-from > 1 && (from == 0 || pattern[from-1] == '/') &&
		(rest == "" || rest[0] == '/' || strings.HasPrefix(rest, `\/`))
}

// matchByte returns the length of the pattern's first element if that matches a byte of the path, else 0.
func matchByte(pattern string, c byte, fold bool) int {
	if fold {
		c = lower(c)
	}
	switch pattern[0] {
	case '?':
		if c != '/' {
			return 1
		}
	case '[':
		matched, n := matchSet(pattern, c, fold)
		if matched && c != '/' {
			return n
		}
	case '\\':
		if len(pattern) > 1 && pattern[1] == c {
			return 2
		}
	default:
		if pattern[0] == c || fold && lower(pattern[0]) == c {
			return 1
		}
	}
	return 0
}

// matchSet matches a byte with the bracket expression at the beginning of a pattern, and returns its length. A
// malformed expression matches nothing.
func matchSet(pattern string, c byte, fold bool) (matched bool, length int) {
	i := 1
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	var previous byte // may begin a range; 0 for none
	for first := true; ; first = false {
		if i >= len(pattern) {
			return false, 0
		}
		b := pattern[i]
		switch {
		case b == ']' && !first:
			return matched != negated, i + 1
		case b == '-' && previous != 0 && i+1 < len(pattern) && pattern[i+1] != ']':
			if i++; pattern[i] == '\\' {
				i++
			}
			if i >= len(pattern) {
				return false, 0
			}
			inRange := func(c byte) bool { return previous <= c && c <= pattern[i] }
			matched = matched || inRange(c) || fold && inRange(upper(c))
			b = 0
		case strings.HasPrefix(pattern[i:], "[:"):
			end := strings.IndexByte(pattern[i+2:], ']')
			if end < 0 {
				return false, 0
			}
			name, isClass := strings.CutSuffix(pattern[i+2:i+2+end], ":")
			if !isClass {
				matched = matched || c == b
				break
			}
			class := classes[name]
			if class == nil {
				return false, 0
			}
			matched = matched || class(c) || fold && class(upper(c))
			i += 2 + end
			b = 0
		default:
			if b == '\\' {
				if i++; i >= len(pattern) {
					return false, 0
				}
				b = pattern[i]
			}
			matched = matched || c == b
		}
		previous = b
		i++
	}
}

// classes are the POSIX character classes, of ASCII alone.
var classes = map[string]func(c byte) bool{
	"alnum":  func(c byte) bool { return isLetter(c) || isDigit(c) },
	"alpha":  isLetter,
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"digit":  isDigit,
	"graph":  func(c byte) bool { return c > ' ' && c < 0x7f },
	"lower":  func(c byte) bool { return 'a' <= c && c <= 'z' },
	"print":  func(c byte) bool { return c >= ' ' && c < 0x7f },
	"punct":  func(c byte) bool { return c > ' ' && c < 0x7f && !isLetter(c) && !isDigit(c) },
	"space":  func(c byte) bool { return strings.IndexByte(" \t\n\r", c) >= 0 },
	"upper":  func(c byte) bool { return 'A' <= c && c <= 'Z' },
	"xdigit": func(c byte) bool { return isDigit(c) || 'a' <= lower(c) && lower(c) <= 'f' },
}

func isLetter(c byte) bool { return 'a' <= lower(c) && lower(c) <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}
