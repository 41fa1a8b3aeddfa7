package drift

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/markdown"
)

// An Edit is a state that [Fix] has written, or could not write.
type Edit struct {
	Difference Difference
	Line       int    // of the state, or of the item if the state is not written
	From, To   string // as written; "" for an empty cell
	Not        string // why it is not written, or ""

	fixes []check.Finding
}

// Fix writes the states of differences, which must be of one document, into its text: into the Status cells of tables, in
// the words of the table, and into lists. Everything else stays as it is, byte for byte. Differences without a State stay
// as they are, too; the edits say why, in the order of the differences.
func Fix(name string, src []byte, opts content.Options, differences []Difference) ([]byte, []Edit) {
	opts = opts.WithDefaults()
	f := &fixer{name: name, src: src, opts: opts, lines: strings.Split(string(markdown.Normalize(src)), "\n"), states: opts.Vocabularies.ActionState}
	edits := make([]Edit, len(differences))
	for i, d := range differences {
		edits[i] = Edit{Difference: d, Line: d.Item.Pos.Line, To: d.State, Not: d.Doubt}
		if d.State != "" {
			f.write(&edits[i])
		}
	}
	out, fine := f.apply(edits)
	if fine {
		return out, edits
	}
	for i := range edits { // one that spoils all should not keep the others from being written
		if _, alone := f.apply(edits[i : i+1]); !alone {
			edits[i].refuse()
		}
	}
	if out, fine = f.apply(edits); !fine {
		for i := range edits {
			edits[i].refuse()
		}
	}
	return out, edits
}

func (e *Edit) refuse() {
	if e.Not == "" {
		e.Not = "it cannot be written without changing something else"
	}
}

// apply returns the text with edits, and whether they change nothing but the states. If they do, it returns the text as
// it was.
func (f *fixer) apply(edits []Edit) ([]byte, bool) {
	var fixes []check.Finding
	want := map[string]string{}
	for _, e := range edits {
		if e.Not == "" {
			fixes = append(fixes, e.fixes...)
			want[e.Difference.Item.Anchor] = e.Difference.State
		}
	}
	if len(want) == 0 {
		return f.src, true
	}
	out, _ := check.Apply(f.src, fixes)
	if !onlyStates(f.name, f.src, out, f.opts, want) {
		return f.src, false
	}
	return out, true
}

// onlyStates reports whether two texts differ only in the states of the items that are wanted.
func onlyStates(name string, src, out []byte, opts content.Options, want map[string]string) bool {
	before, _ := content.Parse(name, src, opts)
	after, _ := content.Parse(name, out, opts)
	if before == nil || after == nil || len(before.ActionItems) != len(after.ActionItems) {
		return false
	}
	for i, item := range before.ActionItems {
		now := after.ActionItems[i]
		if state, wanted := want[item.Anchor]; wanted {
			item.State = state
		}
		item.HTML, now.HTML = content.Fragment{}, content.Fragment{} // of lists, it has the words of the state
		item.Pos, now.Pos = content.Pos{}, content.Pos{}
		if !reflect.DeepEqual(item, now) {
			return false
		}
	}
	return true
}

type fixer struct {
	name   string
	src    []byte
	opts   content.Options
	lines  []string
	states *content.Vocabulary
}

// write adds what writes an item's state to its edit, or says why there is none.
func (f *fixer) write(e *Edit) {
	line := e.Difference.Item.Pos.Line
	if line < 1 || line > len(f.lines) {
		e.Not = "its place is not known"
		return
	}
	if head := f.tableHead(line); head > 0 {
		f.writeCell(e, head, line)
		return
	}
	f.writeList(e, line)
}

// replace adds the replacement of a range of a line, in bytes, to an edit.
func (f *fixer) replace(e *Edit, line, from, to int, text string) {
	at := func(offset int) int { return utf8.RuneCountInString(f.lines[line-1][:offset]) + 1 }
	e.fixes = append(e.fixes, check.Finding{Fix: &check.Fix{Line: line, Column: at(from), EndLine: line, EndColumn: at(to), Text: text}})
}

// tableHead returns the line of the head of the table that has a row on a line, or 0.
func (f *fixer) tableHead(line int) int {
	for i := line; i > 1 && strings.Contains(f.lines[i-1], "|"); i-- {
		if text := f.lines[i-1]; strings.Trim(text, " \t|:-") == "" && strings.Contains(text, "-") {
			return i - 1
		}
	}
	return 0
}

// rowCells returns the byte ranges between the pipes of a row.
func rowCells(row string) (cells [][2]int) {
	start := len(row) - len(strings.TrimLeft(row, " \t"))
	if strings.HasPrefix(row[start:], "|") {
		start++
	}
	for i := start; i < len(row); i++ {
		if row[i] == '|' && row[i-1] != '\\' {
			cells = append(cells, [2]int{start, i})
			start = i + 1
		}
	}
	if strings.TrimSpace(row[start:]) != "" {
		cells = append(cells, [2]int{start, len(row)})
	}
	return cells
}

// stateColumn returns the column of the states in a table, or -1.
func (f *fixer) stateColumn(head int) int {
	for i, cell := range rowCells(f.lines[head-1]) {
		if content.ActionColumn(f.lines[head-1][cell[0]:cell[1]]) == "state" {
			return i
		}
	}
	return -1
}

// writeCell writes a state into a cell, and keeps the width of the cell if it can.
func (f *fixer) writeCell(e *Edit, head, line int) {
	column := f.stateColumn(head)
	if column < 0 {
		e.Not = "the table has no column Status"
		return
	}
	row := f.lines[line-1]
	cells := rowCells(row)
	if column >= len(cells) {
		e.Not = "the row has no cell for the status"
		return
	}
	from, to := cells[column][0], cells[column][1]
	e.From = strings.Trim(row[from:to], " \t")
	if state, known := f.states.Match(e.From); strings.Trim(e.From, "-–— ") != "" && (!known || state != e.Difference.Item.State) {
		e.Not = "the cell has more than a word"
		return
	}
	e.To = f.wordFor(head, column, e.Difference.State)
	text := strings.Replace(row[from:to], e.From, e.To, 1)
	if e.From == "" {
		text = " " + e.To + " "
	}
	missing := utf8.RuneCountInString(row[from:to]) - utf8.RuneCountInString(text)
	for ; missing < 0 && strings.HasSuffix(text, "  "); missing++ {
		text = text[:len(text)-1]
	}
	f.replace(e, line, from, to, text+strings.Repeat(" ", max(missing, 0)))
}

// wordFor returns the word that a table has for a state in most of its rows, the first of several, or the vocabulary's
// own. That has a capital letter if the other words of the column have.
func (f *fixer) wordFor(head, column int, state string) string {
	uses, best, capital := map[string]int{}, "", 0
	for _, row := range f.lines[min(head+1, len(f.lines)):] {
		cells := rowCells(row)
		if strings.TrimSpace(row) == "" {
			break
		}
		if column >= len(cells) {
			continue
		}
		text := strings.Trim(row[cells[column][0]:cells[column][1]], " \t")
		is, known := f.states.Match(text)
		switch {
		case !known:
			continue
		case strings.ToLower(text) != text:
			capital++
		default:
			capital--
		}
		if is == state {
			uses[text]++
			if best == "" || uses[text] > uses[best] {
				best = text
			}
		}
	}
	switch {
	case best != "":
		return best
	case capital > 0:
		return strings.ToUpper(state[:1]) + state[1:]
	}
	return state
}
