package check

import (
	"strings"
	"sync"
	"unicode"
)

// diacritics maps letters to those without diacritics, so that a name is found however it
// is typed.
var diacritics = sync.OnceValue(func() map[rune]string {
	out := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th"}
	for _, row := range []string{
		"aàáâãäåāăąǎạảấầẩẫậắằẳẵặ", "cçćĉċč", "dďđð", "eèéêëēĕėęěẹẻẽếềểễệ", "gĝğġģ", "hĥħ", "iìíîïĩīĭįıỉị", "jĵ", "kķ", "lĺļľŀł",
		"nñńņňŉ", "oòóôõöøōŏőǒọỏốồổỗộớờởỡợơ", "rŕŗř", "sśŝşšș", "tţťŧț", "uùúûüũūŭůűųǔụủứừửữựư", "wŵ", "yýÿŷỳỵỷỹ", "zźżž",
	} {
		for _, r := range row[1:] {
			out[r] = row[:1]
		}
	}
	return out
})

// fold returns s in lower case, without diacritics, including combining ones, and without
// apostrophes.
func fold(s string) string {
	folded := true
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] >= 'A' && s[i] <= 'Z' || s[i] == '\'' {
			folded = false
			break
		}
	}
	if folded {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		r = unicode.ToLower(r)
		switch plain, marked := diacritics()[r]; {
		case marked:
			b.WriteString(plain)
		case !unicode.Is(unicode.Mn, r) && !isApostrophe(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isApostrophe reports whether people write the character for the apostrophe of O'Connor.
func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ´′", r) }

// A word is a run of letters, digits and apostrophes on a line.
type word struct {
	folded   string
	from, to int // byte offsets in the line
	capital  bool
	loud     bool // all capitals, and at least two
}

// wordsOf splits a line into words.
func wordsOf(line string) (out []word) {
	start, capital := -1, false
	flush := func(end int) {
		if start >= 0 {
			text := strings.TrimRightFunc(line[start:end], isApostrophe)
			text = strings.TrimSuffix(strings.TrimSuffix(text, "'s"), "’s")
			out = append(out, word{fold(text), start, start + len(text), capital, capital && isLoud(text)})
			start = -1
		}
	}
	for i, r := range line {
		inside := r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') ||
			r >= 0x80 && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || unicode.IsDigit(r)) ||
			start >= 0 && isApostrophe(r)
		switch {
		case !inside:
			flush(i)
		case start < 0:
			start, capital = i, unicode.IsUpper(r)
		}
	}
	flush(len(line))
	return out
}
