package index

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
	"golang.org/x/text/unicode/norm"
)

// AnalysisVersion identifies the analysis. It must change whenever the terms of a text change;
// indexes built with another version are rebuilt.
const AnalysisVersion = "pmsite-en-4"

// A Token is a word of a text, prepared for searching.
type Token struct {
	Term       string
	Spelling   string // the word in lower case if Term may also be that of other words; otherwise ""
	Start, End int    // byte offsets in the text
	Position   int    // 1-based; stop words count
}

// An Analyser splits documents and queries into tokens:
//
//   - A word is a run of letters, marks and digits. Chinese, Japanese, Thai and the like do not
//     separate words, so each of their characters is a word, with the marks after it.
//   - A number and its unit are two words, and so are a protocol and its version: 500ms is
//     500 ms, TLSv1.2 is TLS 1.2. The v of a version is left out: v1.2.3 is 1.2.3.
//   - Words are normalized to Unicode's NFC and to lower case.
//   - English stop words are left out; see [StopWords].
//   - Accents on the letters a to z are left out, so that zurich finds Zürich, and letters such
//     as ø and ß are replaced by what others write instead.
//   - Particles at the end of Korean words are left out.
//   - Words that consist of a to z are reduced to their stem (Porter). Words with digits, such
//     as ticket ids, and words of other languages stay whole. The spelling is kept too, so
//     that exact matches come first.
//
// A longer name, such as a host name or a version, is a sequence of words, so it is found
// whole (as a phrase) and in part. The zero value is ready to use by a single goroutine.
type Analyser struct {
	known  map[string]Token // cache by word; Term is "" for a stop word
	word   []byte
	tokens []Token // of the last excerpt

	passing bool    // what Analyse returns is valid only until its next call
	body    []Token // of the last document, if passing
}

// maxTerms is the maximum number of words that an analyser caches.
const maxTerms = 1 << 17

// Tokens appends the tokens of a text to dst.
func (a *Analyser) Tokens(dst []Token, text string) []Token {
	position := 0
	for start := 0; start < len(text); {
		end := wordEnd(text, start)
		if end == start {
			_, size := utf8.DecodeRuneInString(text[start:])
			start += size
			continue
		}
		position++
		if token := a.token(text[start:end]); token.Term != "" {
			token.Start, token.End, token.Position = start, end, position
			dst = append(dst, token)
		}
		start = end
	}
	return dst
}

// wordEnd returns the end of the word that begins at start, or start if none does.
func wordEnd(text string, start int) int {
	for i := start; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case !wordRune(r):
			return start + divided(text[start:i])
		case r >= 0xe00 && unspaced(r):
			if i > start {
				return start + divided(text[start:i])
			}
			return marksEnd(text, i+size)
		}
		i += size
	}
	return start + divided(text[start:])
}

// marksEnd returns the end of the marks that begin at start.
func marksEnd(text string, start int) int {
	for i, r := range text[start:] {
		if !unicode.Is(unicode.M, r) {
			return start + i
		}
	}
	return len(text)
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// unspaced reports whether a character belongs to a script that does not separate words. It
// uses ranges instead of Unicode's scripts because the script in the browser needs the same
// ones.
func unspaced(r rune) bool {
	return 0xe00 <= r && r <= 0xeff || 0x1000 <= r && r <= 0x109f || 0x1780 <= r && r <= 0x17ff ||
		0x3005 <= r && r <= 0x3007 || 0x3040 <= r && r <= 0x30ff || 0x31f0 <= r && r <= 0x31ff ||
		0x3400 <= r && r <= 0x4dbf || 0x4e00 <= r && r <= 0x9fff || 0xf900 <= r && r <= 0xfaff ||
		0xff66 <= r && r <= 0xff9f || 0x20000 <= r && r <= 0x3ffff
}

// token returns the term and the spelling of a word.
func (a *Analyser) token(word string) (token Token) {
	ascii := true
	a.word = a.word[:0]
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		ascii = ascii && c < utf8.RuneSelf
		a.word = append(a.word, c)
	}
	if !ascii {
		a.word = append(a.word[:0], Fold(word)...)
	}
	if token, known := a.known[string(a.word)]; known {
		return token
	}
	folded := string(a.word)
	bare := bareWord(folded)
	switch {
	case stopWords()[folded]:
	case stemmable(bare):
		token.Term, token.Spelling = stem(bare), folded
	case letters(bare), bare != folded, hangul(bare):
		token.Term, token.Spelling = bare, folded
	default:
		token.Term = folded
	}
	if a.known == nil || len(a.known) >= maxTerms {
		a.known = map[string]Token{}
	}
	a.known[folded] = token
	return token
}

// Fold returns a text normalized like the analysis does, but with all its words and without
// stemming. Keywords and prefixes are compared in this form.
func Fold(text string) string { return norm.NFC.String(lower(norm.NFC.String(text))) }

// lower converts each character to lower case by itself, regardless of language and of final
// sigma.
func lower(s string) string { return strings.Map(unicode.ToLower, s) }

// letters reports whether a word consists of a to z.
func letters(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

func stemmable(word string) bool { return len(word) > 2 && letters(word) }

func stem(word string) string {
	stream := porter.NewPorterStemmer().Filter(analysis.TokenStream{{Term: []byte(word)}})
	return string(stream[0].Term)
}

// contractions are the second words into which "don't", "we'll" and the like are split.
var contractions = []string{"d", "ll", "m", "re", "s", "t", "ve"}

var stopWords = sync.OnceValue(func() map[string]bool {
	words := analysis.NewTokenMap()
	_ = words.LoadBytes(en.EnglishStopWords) // reading from memory does not fail
	for _, word := range contractions {
		words.AddToken(word)
	}
	for word := range words {
		if wordEnd(word, 0) != len(word) {
			delete(words, word)
		}
	}
	return words
})
