package drift

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// writeList writes a state into an item of a list: into its check box, and in the place of the state that stands in
// parentheses at its end.
func (f *fixer) writeList(e *Edit, line int) {
	item := e.Difference.Item
	text := f.lines[line-1]
	from := offsetOf(text, item.Pos.Column)
	box := len(text) >= from+4 && text[from] == '[' && text[from+2] == ']'
	wordLine, wordFrom, wordTo := f.stateInDetails(line, item.State)
	if wordLine == 0 && (!box || e.Difference.State != content.Done) {
		e.Not = "the list has no check box and no state"
		if box {
			e.Not = "a check box cannot say that it is " + e.Difference.State
		}
		return
	}
	if wordLine > 0 {
		written := f.lines[wordLine-1][wordFrom:wordTo]
		e.Line, e.From, e.To = wordLine, written, likeCase(written, e.Difference.State)
		f.replace(e, wordLine, wordFrom, wordTo, e.To)
	}
	if box && e.Difference.State == content.Done && text[from+1] == ' ' {
		f.replace(e, line, from+1, from+2, "x")
		if wordLine == 0 {
			e.From, e.To = "[ ]", "[x]"
		}
	}
}

// stateInDetails finds a word for the state among the details at the end of an item's first paragraph, which are
// separated by semicolons. It returns no line if there is none.
func (f *fixer) stateInDetails(line int, state string) (at, from, to int) {
	for n := line; n <= len(f.lines); n++ {
		text := f.lines[n-1]
		trimmed := strings.TrimSpace(text)
		if n > line && (trimmed == "" || strings.ContainsAny(trimmed[:1], "-*+")) {
			break
		}
		start := max(strings.LastIndexByte(text, '(')+1, 0)
		for start <= len(text) {
			end := len(text)
			if i := strings.IndexAny(text[start:], ";)"); i >= 0 {
				end = start + i
			}
			part := strings.TrimSpace(text[start:end])
			if is, known := f.states.Match(part); known && is == state && part != "" {
				from = start + strings.Index(text[start:end], part)
				at, to = n, from+len(part)
			}
			start = end + 1
		}
	}
	return at, from, to
}

// likeCase returns a word with a capital letter if another one has it.
func likeCase(written, word string) string {
	if strings.ToLower(written) != written {
		return strings.ToUpper(word[:1]) + word[1:]
	}
	return word
}

// offsetOf converts a column, in characters from 1, to a byte offset, at most the text's length.
func offsetOf(text string, column int) int {
	for i := range text {
		if column--; column == 0 {
			return i
		}
	}
	return len(text)
}
