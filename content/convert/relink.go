package convert

import (
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	inlineDest    = lazyregexp.New(`\]\(\s*(?:<([^<>\n]+)>|([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*))`)
	referenceDest = lazyregexp.New(`^ {0,3}\[[^\]]+\]:\s*(?:<([^<>\n]+)>|(\S+))`)
	htmlDest      = lazyregexp.New(`<(?:img|a)\s[^>]*?(?:src|href)=(?:"([^"]+)"|'([^']+)')`)
)

// Relink replaces the destinations of a document's links and pictures, outside of blocks of code, by
// what to returns for them. A destination with blanks is written in angle brackets. Line ends stay as they are.
func Relink(text []byte, to func(dest string) string) []byte {
	im := &importer{lines: number(string(text), 0)}
	ends := make([]string, len(im.lines))
	for i := range im.lines {
		l := &im.lines[i]
		if plain, windows := strings.CutSuffix(l.text, "\r"); windows {
			l.text, ends[i] = plain, "\r"
		}
	}
	im.scan()
	for i := range im.lines {
		l := &im.lines[i]
		if l.code || !strings.ContainsAny(l.text, "[<") {
			continue
		}
		for _, form := range []*regexp.Regexp{inlineDest(), referenceDest(), htmlDest()} {
			l.text = replaceDest(form, l.text, to)
		}
	}
	for i, end := range ends {
		im.lines[i].text += end
	}
	return []byte(joinLines(im.lines))
}

// replaceDest replaces the destinations that a form finds in a line: its first group with brackets or
// quotes, its second one without.
func replaceDest(form *regexp.Regexp, text string, to func(dest string) string) string {
	var out strings.Builder
	last := 0
	for _, m := range form.FindAllStringSubmatchIndex(text, -1) {
		from, end := max(m[2], m[4]), max(m[3], m[5])
		dest := to(text[from:end])
		if m[2] < 0 && strings.ContainsAny(dest, " ()") && !strings.ContainsAny(text[from:end], " ()") {
			dest = "<" + dest + ">"
		}
		out.WriteString(text[last:from] + dest)
		last = end
	}
	return out.String() + text[last:]
}
