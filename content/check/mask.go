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

// maxSource is the maximum length in bytes of a line that a finding shows.
const maxSource = 4096

// maxMasks is the maximum number of texts of a document that are masked.
const maxMasks = 20_000

// hide keeps a text out of all output about the document.
func (d *Document) hide(text, shown string) {
	if d.masks == nil {
		d.masks = map[string]string{}
	}
	if len(d.masks) < maxMasks {
		d.masks[text] = shown
	}
}

// mask sets the source line of every finding and masks hidden texts in lines and messages,
// because the logs of a build may be public.
func (d *Document) mask() {
	lines, messages := d.replacer(dots), d.replacer(func(text string) string { return d.masks[text] })
	for i := range d.found {
		f := &d.found[i]
		if f.File == d.Path && f.Line <= len(d.lines) {
			f.Source = d.lines[f.Line-1]
			f.Pairs = [2]int{d.pairs(f.Line, f.Column), d.pairs(f.EndLine, f.EndColumn)}
		}
		if len(f.Source) > maxSource {
			f.Source = ""
		}
		f.Source = strings.Clone(lines.Replace(f.Source)) // do not retain the whole file
		f.Message, f.Hint = messages.Replace(f.Message), messages.Replace(f.Hint)
		if f.Fix != nil && messages.Replace(f.Fix.Text) != f.Fix.Text {
			f.Fix = nil
		}
		if f.Fix != nil {
			f.FixPairs = [2]int{d.pairs(f.Fix.Line, f.Fix.Column), d.pairs(f.Fix.EndLine, f.Fix.EndColumn)}
		}
	}
}

// pairs returns the number of characters before a column that UTF-16 encodes as two code units.
func (d *Document) pairs(line, column int) (n int) {
	if line > len(d.lines) {
		return 0
	}
	at := 1
	for _, r := range d.lines[line-1] {
		if at == column {
			break
		}
		if r > 0xffff {
			n++
		}
		at++
	}
	return n
}

// replacer returns a replacer for all hidden texts.
func (d *Document) replacer(shown func(text string) string) *strings.Replacer {
	texts := slices.SortedFunc(maps.Keys(d.masks), func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) }) // of two texts that overlap, the longer one first
	var pairs []string
	for _, text := range texts {
		pairs = append(pairs, text, shown(text))
	}
	return strings.NewReplacer(pairs...)
}

// A Mask masks names and addresses of people, and secrets, in texts that leave the
// repository together with findings.
type Mask struct{ shared *shared }

// NewMask returns a mask for the config and the people of the input.
func NewMask(in Input) *Mask { return &Mask{newShared(in)} }

// Text masks what the rules person-name and secret would report. A rule that is off masks
// nothing.
func (m *Mask) Text(text string) string {
	d := &Document{shared: m.shared, standard: m.shared.current, PM: &content.PostMortem{}, lines: strings.Split(text, "\n")}
	d.prose = d.lines
	if d.rule = Lookup("person-name"); d.levels[d.rule.Name] != content.Off {
		personNames(d)
	}
	if d.rule = Lookup("secret"); d.levels[d.rule.Name] != content.Off {
		d.secretsIn("", d.lines)
	}
	return d.replacer(func(text string) string { return d.masks[text] }).Replace(text)
}

// Owners masks the entries of a comma-separated list that look like the name of a person.
// It keeps roles.
func (m *Mask) Owners(list string) string {
	d := &Document{shared: m.shared, standard: m.shared.current, PM: &content.PostMortem{}}
	names := strings.Split(list, ", ")
	for i, name := range names {
		if d.notRole(name) != "" && looksLikeName(name) {
			names[i] = initials(name)
		}
	}
	return m.Text(strings.Join(names, ", "))
}

// dots masks a text in its line without moving columns.
func dots(text string) string {
	n := utf8.RuneCountInString(text)
	first, size := utf8.DecodeRuneInString(text)
	if n < 8 || unicode.IsDigit(first) {
		return strings.Repeat("•", n)
	}
	return text[:size] + strings.Repeat("•", n-1)
}

// initials masks a name as "A… L…".
func initials(name string) string {
	words := strings.Fields(name)
	for i, word := range words {
		r, _ := utf8.DecodeRuneInString(word)
		words[i] = string(r) + "…"
	}
	return strings.Join(words, " ")
}
