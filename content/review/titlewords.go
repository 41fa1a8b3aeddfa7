package review

import (
	"slices"
	"strings"
	"unicode"
)

// appendWords appends the words of a text, in lower case. In Chinese and Japanese, which have no spaces, these are each two
// characters that follow one another, but no Hiragana, in which Japanese writes its grammar.
func appendWords(words []string, text string) []string {
	text = strings.ToLower(text)
	from, in := 0, character(0) // the current run, and what is in it
	for i, r := range text {
		c := characterOf(r)
		if in == 0 || c == in || (c|in)&^inWord == 0 {
			in |= c
			continue
		}
		words = appendRun(words, text[from:i], in)
		from, in = i, c
	}
	return appendRun(words, text[from:], in)
}

// A character is what kind of characters a run has; a run of words has several.
type character uint8

const (
	letter   character = 1 << iota
	digit              // or an underscore: they are in names and values only
	joint              // of a name, such as in db-1; separates other words
	unspaced           // Chinese characters and Katakana
	space              // also punctuation and Hiragana

	inWord = letter | digit | joint
)

func characterOf(r rune) character {
	switch {
	case 'a' <= r && r <= 'z':
		return letter
	case '0' <= r && r <= '9' || r == '_':
		return digit
	case isJoint(r):
		return joint
	case r <= unicode.MaxASCII || unicode.Is(unicode.Hiragana, r):
		return space
	case 0x30A0 <= r && r <= 0x30FF || unicode.Is(unicode.Han, r):
		return unspaced
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return letter
	}
	return space
}

func isJoint(r rune) bool { return r == '-' || r == '.' || r == '/' }

func appendRun(words []string, run string, in character) []string {
	switch {
	case in == letter:
		return append(words, run)
	case in == unspaced:
		return appendPairs(words, run)
	case in&digit != 0:
		if run = strings.Trim(run, "-./_"); run != "" {
			words = append(words, run)
		}
	case in&letter != 0:
		return slices.AppendSeq(words, strings.FieldsFuncSeq(run, isJoint))
	}
	return words
}

// appendPairs appends each two characters that follow one another, or the only one.
func appendPairs(words []string, run string) []string {
	from, to := 0, 0
	for i := range run {
		if to > 0 {
			words = append(words, run[from:i])
		}
		from, to = to, i
	}
	return append(words, run[from:])
}
