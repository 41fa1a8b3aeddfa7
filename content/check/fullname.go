package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	// addedForm matches what directories add to a name in brackets, as in "Hopper, Grace (EXT)".
	addedForm = lazyregexp.New(`\s*[(\[{<（［【][^)\]}>）］】]*[)\]}>）］】]?`)
	// besideForm matches what they add after it, as in "Grace Hopper | ACME".
	besideForm = lazyregexp.New(`\s*\|.*|\s+[-–—/@]\s.*`)
)

// titles are words that are beside a name but not part of it.
var titles = wordSet(`dr prof professor dipl ing mag mr mrs ms mx miss sir herr frau phd msc bsc mba jr sr ii iii
	ext extern external consultant intern trainee`)

// usualNames returns the ways to write a name without titles and affiliations, with the
// given name in front where the name shows which part that is: "Hopper, Grace (EXT)" and
// "Dr. Grace Hopper" are "Grace Hopper".
func usualNames(name string) []string {
	name = besideForm().ReplaceAllString(addedForm().ReplaceAllString(name, " "), "")
	var parts []string
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == ',' || r == '，' || r == '、' }) {
		if part = withoutTitles(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	if len(parts) > 1 {
		affiliated := isLoud(parts[1]) && !isLoud(parts[0]) && strings.Contains(parts[0], " ") // as in "Grace Hopper, ACME"
		if !affiliated {
			return []string{parts[1] + " " + parts[0]}
		}
	}
	words := strings.Fields(parts[0])
	if len(words) == 1 { // a family name such as Ing is not a title
		return []string{strings.TrimSpace(name)}
	}
	if family := slices.IndexFunc(words, func(w string) bool { return !isLoud(w) }); family > 0 {
		// Of "HOPPER Grace" and "AJ Hopper", only one begins with a family name.
		return []string{parts[0], strings.Join(append(words[family:], words[:family]...), " ")}
	}
	return parts[:1]
}

// withoutTitles returns a name without the titles in front of it and after it.
func withoutTitles(name string) string {
	words := strings.Fields(name)
	isTitle := func(word string) bool { return titles[strings.ReplaceAll(fold(strings.Trim(word, ".-")), ".", "")] }
	for len(words) > 0 && (isTitle(words[0]) || strings.Contains(words[0], ".-")) { // as in Dipl.-Ing.
		words = words[1:]
	}
	for len(words) > 0 && isTitle(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// isLoud reports whether a text is all capitals, and at least two.
func isLoud(text string) bool {
	capitals := 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLetter(r):
			return false
		}
	}
	return capitals > 1
}

// spellings returns the folded words of a name as they are spelled with umlauts, without
// their dots, and as ae, oe and ue, without repetitions.
func spellings(name string) (out [][]string) {
	folded := func(change *strings.Replacer) {
		var words []string
		for _, w := range wordsOf(change.Replace(strings.ToLower(name))) {
			words = append(words, w.folded)
		}
		if !slices.ContainsFunc(out, func(other []string) bool { return slices.Equal(words, other) }) {
			out = append(out, words)
		}
	}
	folded(strings.NewReplacer())
	folded(spelledOut)
	folded(contracted)
	return out
}

var (
	spelledOut = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "a\u0308", "ae", "o\u0308", "oe", "u\u0308", "ue", "ø", "oe", "å", "aa", "a\u030a", "aa")
	contracted = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")
)
