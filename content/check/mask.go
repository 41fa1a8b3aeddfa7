package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSource is the length of a line that a finding still shows, in bytes.
const maxSource = 4096

// hide keeps a text out of every output of the document.
func (d *Document) hide(text, shown string) {
	if d.masks == nil {
		d.masks = map[string]string{}
	}
	if len(d.masks) < maxFindings {
		d.masks[text] = shown
	}
}

// mask gives every finding its source line, and takes what is hidden out of
// lines and messages: logs of a build may be public.
func (d *Document) mask() {
	var inLines, inMessages []string
	texts := make([]string, 0, len(d.masks))
	for text := range d.masks {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int { return len(b) - len(a) }) // of two that overlap, the longer
	for _, text := range texts {
		inLines, inMessages = append(inLines, text, dots(text)), append(inMessages, text, d.masks[text])
	}
	lines, messages := strings.NewReplacer(inLines...), strings.NewReplacer(inMessages...)
	for i := range d.found {
		f := &d.found[i]
		if f.File == d.Path && f.Line <= len(d.lines) {
			f.Source = d.lines[f.Line-1]
		}
		if len(f.Source) > maxSource {
			f.Source = ""
		}
		f.Source = strings.Clone(lines.Replace(f.Source)) // not to keep the whole file
		f.Message, f.Hint = messages.Replace(f.Message), messages.Replace(f.Hint)
		if f.Fix != nil && messages.Replace(f.Fix.Text) != f.Fix.Text {
			f.Fix = nil
		}
	}
}

// dots masks a text in its line, where columns have to stay what they are.
func dots(text string) string {
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
