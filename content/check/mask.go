package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
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
	lines, messages := d.replacer(dots), d.replacer(func(text string) string { return d.masks[text] })
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

// replacer puts something in the place of every text that is hidden.
func (d *Document) replacer(shown func(text string) string) *strings.Replacer {
	texts := slices.SortedFunc(maps.Keys(d.masks), func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) }) // of two that overlap, the longer
	var pairs []string
	for _, text := range texts {
		pairs = append(pairs, text, shown(text))
	}
	return strings.NewReplacer(pairs...)
}

// A Mask takes the names and addresses of people, and secrets, out of texts
// that leave the repository beside the findings.
type Mask struct{ shared *shared }

// NewMask takes what it knows from the config and the people of the input.
func NewMask(in Input) *Mask { return &Mask{newShared(in)} }

// Text masks what person-name and secret would report. A rule that is off
// masks nothing.
func (m *Mask) Text(text string) string {
	d := &Document{shared: m.shared, PM: &content.PostMortem{}, lines: strings.Split(text, "\n")}
	d.prose = d.lines
	if d.rule = Lookup("person-name"); m.shared.levels[d.rule.Name] != content.Off {
		personNames(d)
	}
	if d.rule = Lookup("secret"); m.shared.levels[d.rule.Name] != content.Off {
		d.secretsIn("", d.lines)
	}
	return d.replacer(func(text string) string { return d.masks[text] }).Replace(text)
}

// Owners masks, in a list with commas, what looks like the name of a person;
// roles stay.
func (m *Mask) Owners(list string) string {
	d := &Document{shared: m.shared, PM: &content.PostMortem{}}
	names := strings.Split(list, ", ")
	for i, name := range names {
		if d.notRole(name) != "" && looksLikeName(name) {
			names[i] = initials(name)
		}
	}
	return m.Text(strings.Join(names, ", "))
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
