package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Anchor gives the id that GitHub makes of a heading's text: lower case, NFC,
// letters, marks, digits, hyphens and underscores kept, spaces as hyphens, and
// everything else gone. Text without any of these gives "".
func Anchor(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.TrimSpace(text)) {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte('-')
		case r == '-', unicode.IsLetter(r), unicode.IsDigit(r), unicode.In(r, unicode.M, unicode.Nl, unicode.Pc):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// anchors hands out ids, each once: the second "Notes" is notes-1.
type anchors struct {
	used     map[string]bool
	next     map[string]int // the number tried last, by text
	reserved func(string) bool
}

func (a *anchors) add(text string) string {
	base := Anchor(text)
	if base == "" {
		base = "section"
	}
	// Not base-1 for a reserved base: all of that form may be reserved.
	for a.isReserved(base) || a.used[base] && a.isReserved(base+"-1") {
		base = "section-" + base
	}
	id := base
	for a.used[id] || a.isReserved(id) {
		a.next[base]++
		id = base + "-" + strconv.Itoa(a.next[base])
	}
	a.used[id] = true
	return id
}

func (a *anchors) isReserved(id string) bool { return a.reserved != nil && a.reserved(id) }
