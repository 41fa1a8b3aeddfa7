package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isDense reports whether a letter belongs to a script that sets no blanks between words,
// or, as Korean, none between a name and what follows it.
func isDense(r rune) bool {
	return r >= 0x0e00 && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// isBetween reports whether a character may separate the parts of a dense name.
func isBetween(r rune) bool { return unicode.IsSpace(r) || r == '・' || r == '·' }

// minDense is the minimum length of a dense name in letters. Shorter ones occur within words.
const minDense = 3

// denseNames finds names of dense letters in lines, whose words they may adjoin.
type denseNames struct {
	names []string // without blanks, sorted
	find  *keywords
}

// newDenseNames returns what finds those of the names that consist of dense letters, also
// with their two parts swapped.
func newDenseNames(names []string) (d denseNames) {
	for _, name := range names {
		parts := strings.FieldsFunc(name, isBetween)
		whole := strings.Join(parts, "")
		if utf8.RuneCountInString(whole) < minDense || strings.ContainsFunc(whole, func(r rune) bool { return !isDense(r) }) {
			continue
		}
		d.names = append(d.names, whole)
		if len(parts) == 2 {
			d.names = append(d.names, parts[1]+parts[0])
		}
	}
	slices.Sort(d.names)
	d.names = slices.Compact(d.names)
	if len(d.names) > 0 {
		d.find = newKeywords(d.names)
	}
	return d
}

// mayMatch reports whether a line may contain one of the names.
func (d denseNames) mayMatch(line string) bool {
	return d.find != nil && strings.ContainsFunc(line, isDense)
}

// match returns the names on a line, as ranges of bytes.
func (d denseNames) match(line string) (out [][2]int) {
	if !d.mayMatch(line) {
		return nil
	}
	var dense strings.Builder
	var offsets []int // in the line, by offset in dense
	for i, r := range line {
		if !isBetween(r) {
			dense.WriteRune(r)
			offsets = append(offsets, slices.Repeat([]int{i}, utf8.RuneLen(r))...)
		}
	}
	d.find.each(dense.String(), func(n, end int) {
		last := offsets[end-1]
		_, size := utf8.DecodeRuneInString(line[last:])
		out = append(out, [2]int{offsets[end-len(d.names[n])], last + size})
	})
	return out
}
