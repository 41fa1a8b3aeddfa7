package check

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A flow is the prose of a document as one text, in which the lines of a paragraph run on,
// so that a sentence is found even if it is wrapped. Blocks and the cells of tables end with
// a line end. Quotations are blanked out: they are somebody else's words.
type flow struct {
	text  string
	lines []int // the offset of each line, which takes as many bytes as in the prose
}

func flowOf(prose []string, front int) *flow {
	f := &flow{lines: make([]int, len(prose))}
	var b strings.Builder
	size := 0
	for _, line := range prose {
		size += len(line) + 1
	}
	b.Grow(size)
	afterFront, apart := 0, false // apart: the line above does not run on
	for i, line := range prose {
		starts, runsOn := blockStart(line)
		switch {
		case i == 0:
		case apart, starts && i >= front, i < front && !strings.HasPrefix(line, " "):
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
		if f.lines[i] = b.Len(); i == front {
			afterFront = b.Len()
		}
		switch apart = !runsOn; {
		case strings.HasPrefix(strings.TrimLeft(line, " "), ">"):
			b.WriteString(blankBytes(line))
		case strings.Contains(line, "|"):
			b.WriteString(strings.ReplaceAll(line, "|", "\n"))
		default:
			b.WriteString(line)
		}
	}
	text := b.String()
	f.text = withoutQuotations(text[:afterFront], "“„«") + withoutQuotations(text[afterFront:], "“„«\"") // in front matter, straight quotes are YAML's
	return f
}

// blockStart reports whether a line begins a block, and whether the next line may continue
// it: not after a heading, a row of a table, a line of a quotation or an empty line.
func blockStart(line string) (starts, runsOn bool) {
	text := strings.TrimLeft(line, " \t")
	if text == "" || strings.IndexByte("#|>", text[0]) >= 0 {
		return true, false
	}
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits == 0 && strings.IndexByte("-*+", text[0]) < 0 || digits > 0 && (digits == len(text) || strings.IndexByte(".)", text[digits]) < 0) {
		return false, true
	}
	return strings.HasPrefix(text[digits+1:], " "), true
}

// closing quotes, by opening ones. A single quote may be an apostrophe.
var closingQuotes = map[rune]string{'“': "”\n", '„': "“”\n", '«': "»\n", '"': "\"\n"}

// withoutQuotations blanks out what is between quotes within a block.
func withoutQuotations(text, opening string) string {
	var b strings.Builder
	b.Grow(len(text))
	kept, unclosed := 0, map[rune]int{} // unclosed: up to where there is no closing quote
	for i := 0; i < len(text); i++ {
		if c := text[i]; c != '"' && c < utf8.RuneSelf {
			continue
		}
		quote, size := utf8.DecodeRuneInString(text[i:])
		if closing := closingQuotes[quote]; closing != "" && strings.ContainsRune(opening, quote) && i >= unclosed[quote] {
			to := strings.IndexAny(text[i+size:], closing)
			if to < 0 {
				to = len(text) - i - size
			}
			mark, last := utf8.DecodeRuneInString(text[i+size+to:])
			if to += size; last == 0 || mark == '\n' {
				unclosed[quote] = i + to
			} else {
				size = to + last
				b.WriteString(text[kept:i])
				b.WriteString(blankBytes(text[i : i+size]))
				kept = i + size
			}
		}
		i += size - 1
	}
	b.WriteString(text[kept:])
	return b.String()
}

// line returns the index of the line at an offset of the text.
func (f *flow) line(offset int) int {
	i, found := slices.BinarySearch(f.lines, offset)
	if !found {
		i--
	}
	return i
}

// The parts of a sentence before and after a place that are looked at, in bytes.
const headSize, tailSize = 300, 120

// head returns what is before an offset in its sentence, cell or heading.
func (f *flow) head(from int) string {
	head := f.text[max(from-headSize, 0):from]
	for i := len(head) - 1; i >= 0; i-- {
		if head[i] == '\n' || endsSentence(head, i) {
			return head[i+1:]
		}
	}
	return head
}

// tail returns what is after an offset in its sentence, cell or heading.
func (f *flow) tail(from int) string {
	tail := f.text[from:min(from+tailSize, len(f.text))]
	for i := range len(tail) {
		if tail[i] == '\n' || endsSentence(tail, i) {
			return tail[:i]
		}
	}
	return tail
}

// endsSentence reports whether the byte is a mark that ends a sentence.
func endsSentence(text string, i int) bool {
	if c := text[i]; c != '.' && c != '!' && c != '?' {
		return false
	}
	rest := strings.TrimLeft(text[i+1:min(i+5, len(text))], "*_)")
	return rest == "" || rest[0] == ' ' || rest[0] == '\n'
}
