package site

import (
	"slices"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
)

// A nameMask masks names in a text: each key is the words of a name, in the form of [content.FoldName] and with nothing
// between them.
type nameMask map[string]bool

// branchMask returns what masks the names of services and vendors in the names of branches, because what is in review
// is not public. If drafts are shown, it masks nothing.
func (b *builder) branchMask() nameMask {
	if b.in.Drafts || b.in.Config.ShowDrafts {
		return nil
	}
	mask := nameMask{}
	for _, name := range b.serviceAndVendorNames() {
		words := strings.FieldsFunc(content.FoldName(name), notInWord)
		mask[strings.Join(words, "")] = len(words) > 0
	}
	return mask
}

// serviceAndVendorNames returns the names of the config, of all post mortems, and of those on the branches in review.
func (b *builder) serviceAndVendorNames() (names []string) {
	for _, s := range b.in.Config.Services {
		names = append(names, s.Name, s.Title)
	}
	posts := slices.Clone(b.in.Collection.PostMortems)
	for _, branch := range b.in.Branches {
		for _, proposal := range branch.Documents {
			posts = append(posts, proposal.PM, proposal.Before)
		}
	}
	for _, pm := range posts {
		if pm != nil {
			names = append(append(names, pm.Services...), pm.Vendor)
		}
	}
	return names
}

// text returns a text in which an ellipsis stands for each name: for the longest one, if several begin with the same
// word.
func (m nameMask) text(text string) string {
	if len(m) == 0 {
		return text
	}
	var out strings.Builder
	for rest := text; rest != ""; {
		word := wordLength(rest)
		if word == 0 { // a separator
			word = len(rest) - len(strings.TrimLeftFunc(rest, notInWord))
			out.WriteString(rest[:word])
		} else if name := m.nameAt(rest); name > 0 {
			word = name
			out.WriteString("…")
		} else {
			out.WriteString(rest[:word])
		}
		rest = rest[word:]
	}
	return out.String()
}

// nameAt returns the length of the longest name with which a text begins, or 0.
func (m nameMask) nameAt(text string) (length int) {
	words := ""
	for at := 0; at < len(text); {
		word := text[at : at+wordLength(text[at:])]
		words += content.FoldName(word)
		at += len(word)
		if m[words] {
			length = at
		}
		at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], notInWord))
	}
	return length
}

// wordLength returns the length of the word with which a text begins, or 0. Capitals begin words: NorthwindDNSSlow is
// Northwind, DNS and Slow.
func wordLength(text string) int {
	var before, last rune // the two letters in front
	start := 0            // of the last letter
	for at, r := range text {
		switch {
		case notInWord(r), unicode.IsLower(last) && unicode.IsUpper(r):
			return at
		case unicode.IsUpper(before) && unicode.IsUpper(last) && unicode.IsLower(r):
			return start
		}
		before, last, start = last, r, at
	}
	return len(text)
}

func inWord(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }

func notInWord(r rune) bool { return !inWord(r) }
