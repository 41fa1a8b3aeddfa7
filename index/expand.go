package index

import (
	"slices"
	"strings"
	"unicode/utf8"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/pmsite/pmsite/content"
)

// fuzzyBoosts weigh a word by how many letters it is off.
var fuzzyBoosts = [...]float64{1, 0.5, 0.25}

// suffixes are what the stemmer takes off words. A word that is typed only as
// far as into one of them ("certifica") is found by what stands before it, the
// stem ("certif").
var suffixes = []string{
	"able", "ably", "al", "ally", "ance", "ances", "ate", "ated", "ates", "ating", "ation", "ational", "ations", "ative", "ed", "edly",
	"ement", "ements", "ence", "ences", "ency", "er", "ers", "es", "ful", "fully", "fulness", "ible", "icate", "icated", "icates", "icating",
	"ication", "ications", "ical", "ically", "ies", "ing", "ings", "ion", "ional", "ions", "ism", "ity", "ities", "ive", "iveness", "ization",
	"ize", "ized", "izes", "izing", "ly", "ment", "ments", "ness", "ous", "ously", "s",
}

// begins gives the terms of a field that words beginning with text may have:
// those that begin so themselves, and stems that text already goes beyond.
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

// stemsBefore gives the stems that a word which begins with text may have and
// that do not begin with it.
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
			out = appendNew(appendNew(out, before), stem(before)) // of "useful" the stem is that of "use"
		}
	}
	return out
}

// intoSuffix reports whether a suffix begins so.
func intoSuffix(rest string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasPrefix(s, rest) })
}

// doubled reports whether the rest of a word begins with the consonant before it
// once more, as "setting" does after "set", so that the stemmer takes it off.
func doubled(before, rest string) bool {
	last := before[len(before)-1]
	return rest[0] == last && !strings.ContainsRune("aeioulsz", rune(last)) && len(before)+len(rest) > 3
}

// near gives the terms of a field at most so many letters off.
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

// terms reads a dictionary's terms that documents still have, and their
// weights; those that weigh nothing are left out.
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
