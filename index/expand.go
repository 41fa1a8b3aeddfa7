package index

import (
	"slices"
	"strings"
	"unicode/utf8"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/pmsite/pmsite/content"
)

// fuzzyBoosts are the weights of a word by its edit distance.
var fuzzyBoosts = [...]float64{1, 0.5, 0.25}

// suffixes are the suffixes that the stemmer removes. A prefix that ends within one of them
// ("certifica") is found by the stem before it ("certif").
var suffixes = []string{
	"able", "ably", "al", "ally", "ance", "ances", "ate", "ated", "ates", "ating", "ation", "ational", "ations", "ative", "ed", "edly",
	"ement", "ements", "ence", "ences", "ency", "er", "ers", "es", "ful", "fully", "fulness", "ible", "icate", "icated", "icates", "icating",
	"ication", "ications", "ical", "ically", "ies", "ing", "ings", "ion", "ional", "ions", "ism", "ity", "ities", "ive", "iveness", "ization",
	"ize", "ized", "izes", "izing", "ly", "ment", "ments", "ness", "ous", "ously", "s",
}

// begins returns the terms of a field for words that begin with text: terms that begin with
// it, and stems that are shorter than text.
func (c *compiler) begins(n *node, field Field, text string) (out []weighted, err error) {
	reader, err := c.reader.FieldDictPrefix(string(field), []byte(text))
	if err != nil {
		return nil, err
	}
	if out, err = c.terms(n, reader, field, func(string) float64 { return 1 }); err != nil {
		return nil, err
	}
	for _, stem := range stemsBefore(text) {
		if slices.ContainsFunc(out, func(w weighted) bool { return w.text == stem }) {
			continue
		}
		if df, err := c.frequency(field, stem); err != nil {
			return nil, err
		} else if df > 0 {
			out = append(out, weighted{stem, 1})
		}
	}
	return out, nil
}

// stemsBefore returns the stems of words that begin with text, as far as the stems themselves
// do not.
func stemsBefore(text string) (out []string) {
	if !stemmable(text) {
		return nil
	}
	if whole := stem(text); !stopWords()[text] {
		out = append(out, whole)
	}
	for cut := 2; cut < len(text); cut++ {
		before, rest := text[:cut], text[cut:]
		if cut > 2 && intoSuffix(rest) || doubled(before, rest) && intoSuffix(rest[1:]) {
			out = appendNew(appendNew(out, before), stem(before)) // "useful" has the same stem as "use"
		}
	}
	return out
}

// intoSuffix reports whether rest is the beginning of a suffix.
func intoSuffix(rest string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasPrefix(s, rest) })
}

// doubled reports whether the rest of a word repeats the consonant before it, as in "setting"
// after "set". The stemmer removes such consonants.
func doubled(before, rest string) bool {
	last := before[len(before)-1]
	return rest[0] == last && !strings.ContainsRune("aeioulsz", rune(last)) && len(before)+len(rest) > 3
}

// near returns the terms of a field within the node's edit distance of text.
func (c *compiler) near(n *node, field Field, text string) ([]weighted, error) {
	reader, ok := c.reader.(bleveindex.IndexReaderFuzzy)
	if !ok {
		return nil, nil
	}
	dict, err := reader.FieldDictFuzzy(string(field), text, n.distance, "")
	if err != nil {
		return nil, err
	}
	return c.terms(n, dict, field, func(term string) float64 {
		if d := content.EditDistance(text, term); d <= n.distance {
			return fuzzyBoosts[d]
		}
		return 0
	})
}

// terms returns the terms of a dictionary that documents still have, with their weights. It
// leaves out those with weight 0.
func (c *compiler) terms(n *node, dict bleveindex.FieldDict, field Field, weigh func(term string) float64) (out []weighted, err error) {
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if entry == nil || err != nil {
			return out, err
		}
		boost := weigh(entry.Term)
		if boost == 0 || entry.Term < "\x20" || !utf8.ValidString(entry.Term) {
			continue
		}
		if c.edited {
			if df, err := c.frequency(field, entry.Term); err != nil {
				return nil, err
			} else if df == 0 {
				continue
			}
		}
		if out = append(out, weighted{entry.Term, boost}); len(out) > MaxExpansion {
			return nil, c.tooMany(n)
		}
	}
}
