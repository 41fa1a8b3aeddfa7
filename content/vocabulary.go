package content

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A Vocabulary is an ordered set of values with synonyms. Words are matched without
// regard to case, hyphens, underscores and spaces.
type Vocabulary struct {
	Name   string
	Values []string // as pmsite writes them, most severe or earliest first

	// Definitions says what values mean to a site, in its own words. It may be nil.
	Definitions map[string]string

	key       string            // of the config below vocabularies; "" if the config has none
	spellings map[string]string // folded word or synonym to value
	known     map[string]bool   // the values
	synonyms  map[string]string // synonym as written to value
}

// NewVocabulary returns a vocabulary. Synonyms map a word to a value.
func NewVocabulary(name string, values []string, synonyms map[string]string) *Vocabulary {
	v := &Vocabulary{Name: name}
	v.Replace(values)
	v.Extend(nil, synonyms)
	return v
}

// Extend adds values and synonyms. It keeps existing values; a word that was a synonym stands
// for the new value.
func (v *Vocabulary) Extend(values []string, synonyms map[string]string) {
	for _, value := range values {
		if SameWord(v.spellings[fold(value)], value) {
			continue
		}
		v.Values = append(v.Values, value)
		v.spellings[fold(value)], v.known[value] = value, true
		maps.DeleteFunc(v.synonyms, func(word, _ string) bool { return SameWord(word, value) })
	}
	for word, value := range synonyms {
		if canonical, ok := v.spellings[fold(value)]; ok {
			v.spellings[fold(word)], v.synonyms[word] = canonical, canonical
		}
	}
}

// Replace replaces all values and synonyms by the given values, of which no definition is known.
func (v *Vocabulary) Replace(values []string) {
	v.Definitions = nil
	v.Values, v.spellings, v.known, v.synonyms = nil, map[string]string{}, map[string]bool{}, map[string]string{}
	v.Extend(values, nil)
}

// Match returns the value that a word stands for. It returns false if there is none.
func (v *Vocabulary) Match(word string) (string, bool) {
	if v.known[word] {
		return word, true
	}
	value, ok := v.spellings[fold(word)]
	return value, ok
}

// Synonyms returns the values by the other words for them.
func (v *Vocabulary) Synonyms() map[string]string { return maps.Clone(v.synonyms) }

// SynonymsOf returns the other words for a value, sorted.
func (v *Vocabulary) SynonymsOf(value string) (words []string) {
	for word, of := range v.synonyms {
		if of == value {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return words
}

// NearestValue returns the value that a word is most likely a misspelling of, or of which it
// misspells a synonym. It returns "" if nothing is near.
func (v *Vocabulary) NearestValue(word string) string {
	words := slices.Concat(v.Values, slices.Sorted(maps.Keys(v.synonyms)))
	value, _ := v.Match(Nearest(word, words))
	return value
}

// Rank returns the index of a value. Unknown values come last.
func (v *Vocabulary) Rank(value string) int {
	for i, known := range v.Values {
		if known == value {
			return i
		}
	}
	return len(v.Values)
}

// Hint returns advice for a word that is not a value of v: the likeliest value, or a list
// of all values.
func (v *Vocabulary) Hint(word string) string {
	if near := Nearest(word, v.Values); near != "" {
		return "did you mean `" + near + "`?"
	}
	return "use one of: " + strings.Join(v.Values, ", ")
}

var plainWord = lazyregexp.New(`^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,30}$`)

// IsPlainWord reports whether a word can be written in the config as it is, without quotes.
func IsPlainWord(word string) bool { return plainWord().MatchString(word) }

// HintInDocument is like Hint, but if no value is near, it also says what to write in the
// config so that the word stands for a value.
func (v *Vocabulary) HintInDocument(word string) string {
	hint, word := v.Hint(word), strings.TrimSpace(word)
	if v.key == "" || Nearest(word, v.Values) != "" || !plainWord().MatchString(word) {
		return hint
	}
	if v.key == "severity" && SameWord(word, NearMiss) { // as a synonym it would count as an incident
		return hint + "; or in pmsite.yaml, add `" + NearMiss + "` to `only`, or name the severity that is one: `near_miss: " + v.Values[len(v.Values)-1] + "`"
	}
	return hint + "; or say in pmsite.yaml what it stands for: `" + v.SynonymsInConfig([]string{word}) + "`"
}

// SynonymsInConfig returns the line of the config by which words stand for the values that they are most
// likely to mean, as far as that can be told.
func (v *Vocabulary) SynonymsInConfig(words []string) string {
	synonyms := make([]string, len(words))
	for i, word := range words {
		synonyms[i] = word + ": " + v.likeliest(word)
	}
	return "vocabularies: {" + v.key + ": {synonyms: {" + strings.Join(synonyms, ", ") + "}}}"
}

// likeliest returns the value that a word may stand for, the second for SEV2 and P2, or else
// an ellipsis.
func (v *Vocabulary) likeliest(word string) string {
	if n := int(word[len(word)-1]) - '1'; n >= 0 && n < len(v.Values) {
		return v.Values[n]
	}
	return "…"
}

// SameWord reports whether two words differ at most in case, hyphens, underscores and spaces.
func SameWord(a, b string) bool { return fold(a) == fold(b) }

// fold returns a text in lower case without hyphens, underscores and white space.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// foldHeading returns the words of a heading or column name in lower case, separated by
// single spaces, with all characters but letters and digits removed.
func foldHeading(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Nearest returns the word that s is most likely a misspelling of: at most two edits
// away, or fewer if s is short. It ignores case, hyphens, underscores and spaces. It
// returns "" if no word is near.
func Nearest(s string, words []string) string {
	s = fold(s)
	best, bestDistance := "", 3
	for _, word := range words {
		folded := fold(word)
		if d := EditDistance(s, folded); d < bestDistance && d <= min(len(s), len(folded))/3 {
			best, bestDistance = word, d
		}
	}
	return best
}

// EditDistance returns the number of insertions, deletions, substitutions and swaps of
// neighbouring characters that turn one word into the other (optimal string alignment
// distance).
func EditDistance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
