package assist

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// cellsOf returns the byte ranges between the pipes on a line of a table, or nil if the
// line does not begin with a pipe. Text after the last pipe is not a cell.
func cellsOf(line string) (cells [][2]int) {
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	if !strings.HasPrefix(line[start:], "|") {
		return nil
	}
	start++
	for i := start; i < len(line); i++ {
		if line[i] == '|' && line[i-1] != '\\' {
			cells = append(cells, [2]int{start, i})
			start = i + 1
		}
	}
	if strings.TrimSpace(line[start:]) != "" || len(cells) == 0 {
		cells = append(cells, [2]int{start, len(line)})
	}
	return cells
}

// header returns the column heads of the table that has a row on the line, or nil. The head
// and the line below it do not count as rows.
func (t text) header(line int) (heads []string) {
	first := line
	for first > t.front+1 && cellsOf(t.line(first-1)) != nil {
		first--
	}
	if cellsOf(t.line(line)) == nil || line < first+2 || strings.Trim(t.line(first+1), " \t|:-") != "" {
		return nil
	}
	text := t.line(first)
	for _, cell := range cellsOf(text) {
		heads = append(heads, strings.TrimSpace(text[cell[0]:cell[1]]))
	}
	return heads
}

// completeCell offers the values of a column in the timeline or in the action items.
func (t text) completeCell(at content.Pos, k Knowledge) Completion {
	line := t.line(at.Line)
	cells := cellsOf(line)
	place := t.place(at.Line)
	header := t.header(at.Line)
	if place.code || header == nil {
		return Completion{}
	}
	cursor := offset(line, at.Column)
	i := slices.IndexFunc(cells, func(c [2]int) bool { return c[0] <= cursor && cursor <= c[1] })
	if i < 0 || i >= len(header) {
		return Completion{}
	}
	start, end := trim(line, cells[i][0], cursor, cells[i][1])
	out := Completion{Line: at.Line, From: column(line, start), To: column(line, end)}
	for _, item := range k.inColumn(place.section, header[i]) {
		item.Text = strings.ReplaceAll(item.Text, "|", `\|`)
		out.Items = append(out.Items, item)
	}
	return out
}

// inColumn returns the values that a column accepts, by its section and head.
func (k Knowledge) inColumn(section content.SectionKind, head string) []Item {
	v := k.Config.Vocabularies
	switch section {
	case content.TimelineSection:
		if content.TimelineColumn(head) == "event" {
			return itemsOf(v.Event)
		}
	case content.ActionsSection:
		switch content.ActionColumn(head) {
		case "type":
			return itemsOf(v.ActionType)
		case "state":
			return itemsOf(v.ActionState)
		case "owner":
			return plainItems(k.Words[Roles])
		}
	}
	return nil
}
