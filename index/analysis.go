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

// AnalysisVersion names the analysis. It changes with whatever changes the
// terms of a text, and indexes made with another one are made anew.
const AnalysisVersion = "pmsite-en-2"

// A Token is a word of a text as it is searched.
type Token struct {
	Term       string
	Spelling   string // the word itself, in lower case, if Term may be its stem or another's; else ""
	Start, End int    // bytes of the text
	Position   int    // 1-based; a stop word takes one, too
}

// An Analyser turns text into tokens, the same for documents and for queries:
//
//   - a word is a run of letters, marks and digits; of Chinese and Japanese
//     writing, which does not part its words, each character is one;
//   - it is brought to Unicode's NFC and to lower case;
//   - English stop words are left out ([StopWords]);
//   - words of a to z alone are reduced to their stem (Porter); names that hold
//     a digit, such as ticket ids, and words of other languages stay whole. How
//     a word was spelt is known, too: such documents come first.
//
// What is longer, such as a host name or a version, is its words in a row, so
// that it is found whole (as a phrase) and in part. The zero value is ready to
// use, by one goroutine.
type Analyser struct {
	known  map[string]Token // by word; Term is "" for a stop word
	word   []byte
	tokens []Token // of the last excerpt
}

// maxTerms bounds the words an analyser remembers.
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

// wordEnd gives the end of the word that begins at start, start if none does.
func wordEnd(text string, start int) int {
	for i := start; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case !wordRune(r):
			return i
		case r >= 0x3000 && ideograph(r):
			if i > start {
				return i
			}
			return i + size
		}
		i += size
	}
	return len(text)
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// ideograph tells the writing that does not part words. The ranges, rather
// than Unicode's scripts, are what a script in the browser can have, too.
func ideograph(r rune) bool {
	return 0x3005 <= r && r <= 0x3007 || 0x3040 <= r && r <= 0x30ff || 0x31f0 <= r && r <= 0x31ff ||
		0x3400 <= r && r <= 0x4dbf || 0x4e00 <= r && r <= 0x9fff || 0xf900 <= r && r <= 0xfaff ||
		0xff66 <= r && r <= 0xff9f || 0x20000 <= r && r <= 0x3ffff
}

// token gives the term and the spelling of a word.
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
	switch folded := string(a.word); {
	case stopWords()[folded]:
	case stemmable(folded):
		token.Term, token.Spelling = stem(folded), folded
	case letters(folded):
		token.Term, token.Spelling = folded, folded
	default:
		token.Term = folded
	}
	if a.known == nil || len(a.known) >= maxTerms {
		a.known = map[string]Token{}
	}
	a.known[string(a.word)] = token
	return token
}

// Fold gives a text as the analysis spells it, without leaving out or
// shortening anything: what keywords and prefixes are compared by.
func Fold(text string) string { return norm.NFC.String(lower(norm.NFC.String(text))) }

// lower is the lower case of each character by itself, which knows no final
// sigma and no language.
func lower(s string) string { return strings.Map(unicode.ToLower, s) }

// letters reports whether a word is one of a to z alone.
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

// contractions are what the word rule leaves of "don't" and "we'll".
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
