package source

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// An ignoreFile holds the rules of one .gitignore file, as gitignore(5) describes them.
type ignoreFile struct {
	base  string // its folder: a slash-separated path from the work tree's top, "" for the top
	rules []ignoreRule
}

type ignoreRule struct {
	negated bool // begins with "!"
	dirOnly bool // ends with "/"
	path    bool // has another slash: matches the path below base, not only the name
	literal string
	pattern *regexp.Regexp // nil if literal is the whole pattern
}

func parseIgnore(base, text string) ignoreFile {
	f := ignoreFile{base: base}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		if r, ok := parseIgnoreRule(strings.TrimRight(line, "\r\n")); ok {
			f.rules = append(f.rules, r)
		}
	}
	return f
}

func parseIgnoreRule(line string) (r ignoreRule, ok bool) {
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	if line == "" || line[0] == '#' {
		return r, false
	}
	line, r.negated = strings.CutPrefix(line, "!")
	line, r.dirOnly = strings.CutSuffix(line, "/")
	r.path = strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return r, false
	}
	if !strings.ContainsAny(line, `*?[\`) {
		r.literal = line
		return r, true
	}
	re, err := regexp.Compile("^(?s:" + globRegexp(line) + ")$")
	r.pattern = re
	return r, err == nil // a malformed pattern matches nothing, as in git
}

// globRegexp translates a gitignore pattern to a regular expression.
func globRegexp(glob string) string {
	var b strings.Builder
	for i := 0; i < len(glob); {
		rest := glob[i:]
		start := i == 0 || glob[i-1] == '/'
		switch {
		case start && strings.HasPrefix(rest, "**/"):
			b.WriteString(`(?:[^/]+/)*`)
			i += 3
		case start && rest == "**":
			b.WriteString(`.+`)
			i += 2
		case rest[0] == '*':
			b.WriteString(`[^/]*`)
			i += len(rest) - len(strings.TrimLeft(rest, "*"))
		case rest[0] == '?':
			b.WriteString(`[^/]`)
			i++
		case rest[0] == '[':
			class, n := globClass(rest)
			b.WriteString(class)
			i += n
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteString(quoteByte(rest[1]))
			i += 2
		default:
			b.WriteString(quoteByte(rest[0]))
			i++
		}
	}
	return b.String()
}

// quoteByte quotes a byte of a pattern. git matches bytes, not characters, so patterns and names represent each byte as
// a character of its own.
func quoteByte(b byte) string { return regexp.QuoteMeta(string(rune(b))) }

func quoteInClass(b byte) string {
	if strings.IndexByte(`[]\^-&~`, b) >= 0 {
		return `\` + string(rune(b))
	}
	return string(rune(b))
}

func bytesAsRunes(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// globClass translates the bracket expression at the start of s, and returns its length in bytes. An unterminated
// expression matches nothing. A range that ends before it begins matches only its first character.
func globClass(s string) (class string, length int) {
	const nothing = `[^\x00-\x{10FFFF}]`
	var b strings.Builder
	b.WriteString("[")
	i := 1
	if i < len(s) && (s[i] == '!' || s[i] == '^') {
		b.WriteString("^/")
		i++
	}
	for first := true; i < len(s); first = false {
		if s[i] == ']' && !first {
			return b.String() + "]", i + 1
		}
		if strings.HasPrefix(s[i:], "[:") {
			end := strings.Index(s[i:], ":]")
			if end < 0 {
				break
			}
			b.WriteString(s[i : i+end+2])
			i += end + 2
			continue
		}
		low, n := classByte(s[i:])
		i += n
		b.WriteString(quoteInClass(low))
		if i+1 < len(s) && s[i] == '-' && s[i+1] != ']' {
			high, n := classByte(s[i+1:])
			i += 1 + n
			if high > low {
				b.WriteString("-" + quoteInClass(high))
			}
		}
	}
	return nothing, len(s)
}

// classByte reads one byte of a bracket expression, which a backslash may precede.
func classByte(s string) (c byte, length int) {
	if s[0] == '\\' && len(s) > 1 {
		return s[1], 2
	}
	return s[0], 1
}

// match reports whether the last matching rule ignores a path. If no rule matches, decided is false.
func (f ignoreFile) match(path string, dir bool) (ignored, decided bool) {
	below := path
	if f.base != "" {
		below = strings.TrimPrefix(path, f.base+"/")
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	for i := len(f.rules) - 1; i >= 0; i-- {
		r := &f.rules[i]
		if r.dirOnly && !dir {
			continue
		}
		subject := name
		if r.path {
			subject = below
		}
		if r.pattern == nil && r.literal == subject || r.pattern != nil && r.pattern.MatchString(bytesAsRunes(subject)) {
			return !r.negated, true
		}
	}
	return false, false
}
