package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hide keeps a text out of every output of the document.
func (d *Document) hide(text, shown string) { d.masks = append(d.masks, mask{text, shown}) }

// mask gives every finding its source line, and takes what is hidden out of
// lines and messages: logs of a build may be public.
func (d *Document) mask() {
	for i := range d.found {
		f := &d.found[i]
		if f.Source == "" && f.File == d.Path && f.Line >= 1 && f.Line <= len(d.lines) {
			f.Source = strings.Clone(d.lines[f.Line-1]) // not to keep the whole file
		}
		for _, m := range d.masks {
			f.Source = strings.ReplaceAll(f.Source, m.text, stretch(m.text))
			f.Message = strings.ReplaceAll(f.Message, m.text, m.shown)
			f.Hint = strings.ReplaceAll(f.Hint, m.text, m.shown)
			if f.Fix != nil && strings.Contains(f.Fix.Text, m.text) {
				f.Fix = nil
			}
		}
	}
}

// stretch masks a text in its line, where columns have to stay what they are.
func stretch(text string) string {
	n := utf8.RuneCountInString(text)
	first, size := utf8.DecodeRuneInString(text)
	if n < 8 || unicode.IsDigit(first) {
		return strings.Repeat("•", n)
	}
	return text[:size] + strings.Repeat("•", n-1)
}

// initials masks a name: "A… L…".
func initials(name string) string {
	words := strings.Fields(name)
	for i, word := range words {
		r, _ := utf8.DecodeRuneInString(word)
		words[i] = string(r) + "…"
	}
	return strings.Join(words, " ")
}
