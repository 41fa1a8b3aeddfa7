package check

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A flow is the prose of a document as one text, in which the lines of a paragraph run on,
// so that a sentence is found even if it is wrapped. Blocks and the cells of tables end with
// a line end. Quotations are blanked out: they are somebody else's words.
type flow struct {
	text  string
	lines []int // the offset of each line, which takes as many bytes as in the prose
}

// newBlock matches lines that begin a block: headings, items of lists, rows of tables.
var newBlock = lazyregexp.New(`^\s*(?:#|\||>|[-*+]\s|\d+[.)]\s|$)`)

// quotation matches text in quotes. A single quote may be an apostrophe.
var quotation = lazyregexp.New(`“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|"[^"\n]*"`)

// typographic is quotation without straight quotes, which are YAML's in front matter.
var typographic = lazyregexp.New(`“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»`)

func flowOf(prose []string, front int) *flow {
	f := &flow{lines: make([]int, len(prose))}
	var b strings.Builder
	afterFront := 0
	for i, line := range prose {
		switch {
		case i == 0:
		case i < front && !strings.HasPrefix(line, " "), newBlock().MatchString(line), newBlock().MatchString(prose[i-1]) && !startsText(prose[i-1]):
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
		if f.lines[i] = b.Len(); i == front {
			afterFront = b.Len()
		}
		switch {
		case strings.HasPrefix(strings.TrimLeft(line, " "), ">"):
			b.WriteString(strings.Repeat(" ", len(line)))
		case strings.Contains(line, "|"):
			b.WriteString(strings.ReplaceAll(line, "|", "\n"))
		default:
			b.WriteString(line)
		}
	}
	text := b.String()
	f.text = typographic().ReplaceAllStringFunc(text[:afterFront], blankBytes) + quotation().ReplaceAllStringFunc(text[afterFront:], blankBytes)
	return f
}

// startsText reports whether a line that begins a block begins one whose text may continue
// on the next line: an item of a list.
func startsText(line string) bool {
	text := strings.TrimLeft(line, " \t")
	return text != "" && !strings.ContainsAny(text[:1], "#|>")
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

// around returns what is before and after a part of the text in its sentence, or in the
// cell or heading.
func (f *flow) around(from, to int) (head, tail string) {
	head = f.text[max(from-headSize, 0):from]
	if i := strings.LastIndexByte(head, '\n'); i >= 0 {
		head = head[i+1:]
	}
	if ends := sentenceEnd().FindAllStringIndex(head, -1); len(ends) > 0 {
		head = head[ends[len(ends)-1][1]:]
	}
	tail = f.text[to:min(to+tailSize, len(f.text))]
	if at := sentenceEnd().FindStringIndex(tail + " "); at != nil {
		tail = tail[:at[0]]
	}
	tail, _, _ = strings.Cut(tail, "\n")
	return head, tail
}

var sentenceEnd = lazyregexp.New(`[.!?][*_)’]*\s`)
