package content

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/pmsite/pmsite/content/markdown"
)

// PublicText returns the text of the document without what is for its authors and on no
// page: comments, the reminders, and keys that the format does not know. Src is the text
// that the document was parsed from. Line endings become line feeds; all else stays as
// written.
func (pm *PostMortem) PublicText(src []byte) ([]byte, error) {
	src = markdown.Normalize(src)
	block, end, _ := cutFrontMatter(src, &report{})
	if len(pm.Params) == 0 && bytes.IndexByte(block, '#') < 0 && !mayHide(src) {
		return src, nil // as most documents
	}
	hidden, err := frontNotes(block)
	if err != nil {
		return nil, fmt.Errorf("%s changed while it was read: %w", pm.Path, err)
	}
	for i, before := 0, bytes.IndexByte(src, '\n')+1; i < len(hidden); i++ {
		hidden[i].From, hidden[i].To = hidden[i].From+before, hidden[i].To+before
	}
	doc, err := markdown.Parse(src, markdown.Options{Front: end})
	if err != nil {
		return nil, fmt.Errorf("%s changed while it was read: %w", pm.Path, err)
	}
	hidden = append(hidden, hiddenLines(src, doc)...)
	for _, note := range joinNotes(src, doc.Hidden()) {
		hidden = append(hidden, withBlanks(src, note))
	}
	return without(src, hidden), nil
}

// mayHide reports whether a text may have comments, definitions of links or reminders.
func mayHide(src []byte) bool {
	return bytes.Contains(src, []byte("<!--")) || bytes.Contains(src, []byte("]:")) ||
		bytes.Contains(bytes.ToLower(src), []byte(RemindersSection))
}

// hiddenLines returns the lines of the reminders, and of the rows of the metadata table
// whose key the format does not know.
func hiddenLines(src []byte, doc *markdown.Document) (out []markdown.Range) {
	starts := append(lineStarts(src), len(src))
	if i := slices.IndexFunc(doc.Blocks, isMetadataTable); i >= 0 {
		for _, row := range doc.Blocks[i].Rows {
			if _, known := metadataRows[foldHeading(row.Cells[0].Text)]; !known {
				out = append(out, markdown.Range{From: starts[row.Pos.Line-1], To: starts[row.Pos.Line]})
			}
		}
	}
	b := &bodyReader{stack: make([]SectionKind, 7)}
	from := -1 // where the reminders begin
	for _, block := range doc.Blocks {
		if block.Kind != markdown.Heading {
			continue
		}
		b.enter(block)
		switch at, inside := starts[block.Pos.Line-1], b.kind() == RemindersSection; {
		case inside && from < 0:
			from = at
		case !inside && from >= 0:
			out, from = append(out, markdown.Range{From: from, To: at}), -1
		}
	}
	if from >= 0 {
		out = append(out, markdown.Range{From: from, To: len(src)})
	}
	return out
}

// lineStarts returns the offset of each line's first byte.
func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

const blanks = " \t"

// joinNotes joins notes that only blanks separate.
func joinNotes(src []byte, notes []markdown.Range) (out []markdown.Range) {
	for _, note := range notes {
		if last := len(out) - 1; last >= 0 && note.From >= out[last].To && len(bytes.Trim(src[out[last].To:note.From], blanks)) == 0 {
			out[last].To = note.To
			continue
		}
		out = append(out, note)
	}
	return out
}

// withBlanks adds the blanks that would remain at the beginning or the end of a line, or
// twice between two words, and a line that would remain blank after a blank one. If
// the text around a comment would make another one, as in <!-<!-- a -->- b -->, only the
// words of the comment are hidden.
func withBlanks(src []byte, note markdown.Range) markdown.Range {
	before := src[:note.From]
	left, right := len(bytes.TrimRight(before, blanks)), len(src)-len(bytes.TrimLeft(src[note.To:], blanks))
	first := left == 0 || src[left-1] == '\n' // on its line
	last := right == len(src) || src[right] == '\n'
	switch {
	case last:
		note = markdown.Range{From: left, To: right}
		if first && bytes.HasSuffix(src[:left], []byte("\n\n")) {
			note.To = len(src) - len(bytes.TrimPrefix(bytes.TrimPrefix(src[right:], []byte("\n")), []byte("\n")))
		}
	case first, bytes.HasSuffix(before, []byte(" ")):
		note.To = right
	case bytes.HasSuffix(before, []byte("<")), bytes.HasSuffix(before, []byte("<!")), bytes.HasSuffix(before, []byte("<!-")):
		note = markdown.Range{From: note.From + len("<!--"), To: note.To - len("-->")}
	}
	return note
}

// without returns the text without ranges, which may overlap.
func without(src []byte, ranges []markdown.Range) []byte {
	slices.SortFunc(ranges, func(a, b markdown.Range) int { return cmp.Compare(a.From, b.From) })
	out, at := make([]byte, 0, len(src)), 0
	for _, r := range ranges {
		if r.From > at {
			out = append(out, src[at:r.From]...)
		}
		at = max(at, r.To)
	}
	return append(out, src[at:]...)
}
