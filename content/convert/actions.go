package convert

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// convertActions moves cells of action items that the format does not accept (an unknown
// type or state, a date in words) to the end of the title.
func (im *importer) convertActions() {
	im.scan()
	for i := 0; i < len(im.lines); i++ {
		if rows := im.tableAt(i); rows > 0 {
			if im.lines[i].kind == content.ActionsSection {
				im.actionTable(im.lines[i : i+rows])
			}
			i += rows - 1
		}
	}
}

func (im *importer) actionTable(table []line) {
	at := map[string]int{}
	head := cells(table[0].text)
	for i, cell := range head {
		if name := content.FoldHeading(plain(cell)); name != "" {
			if _, twice := at[name]; !twice {
				at[name] = i
			}
		}
	}
	column := func(names ...string) int {
		for _, name := range names {
			if i, ok := at[name]; ok {
				return i
			}
		}
		return -1
	}
	title := column("action item", "action", "item", "task", "description")
	if title < 0 {
		im.note(table[0].at, Left, "action items: the table has no column Action Item")
		return
	}
	for n := range table[2:] {
		l := &table[n+2]
		row := cells(l.text)
		if len(row) > len(head) || title >= len(row) {
			continue
		}
		before := len(im.notes)
		im.actionCell(l.at, row, title, column("type"), func(text string) (string, bool) { return im.words.ActionType.Match(text) })
		im.actionCell(l.at, row, title, column("status", "state"), func(text string) (string, bool) { return im.words.ActionState.Match(text) })
		im.actionCell(l.at, row, title, column("due", "due date"), func(text string) (string, bool) {
			_, err := content.ParseDate(text)
			return text, err == nil
		})
		if len(im.notes) > before {
			l.text = "| " + strings.Join(row, " | ") + " |"
		}
	}
}

// actionCell empties a cell that cannot be parsed, unless it is a date in words, and
// appends its text to the title.
func (im *importer) actionCell(at int, row []string, title, column int, read func(string) (string, bool)) {
	if column < 0 || column >= len(row) {
		return
	}
	text := plain(row[column])
	if _, ok := read(text); ok || content.IsPlaceholder("due", text) || strings.Trim(text, "-–— ") == "" {
		return
	}
	source := row[column]
	row[title] = strings.TrimSpace(row[title] + " (" + source + ")")
	row[column] = ""
	if word := strings.TrimFunc(text, func(r rune) bool { return !isWord(r) }); word != text { // ✅ done
		if value, known := read(word); known && value != "" {
			row[column] = value
			im.note(at, Guessed, "action items: %q is %s", text, value)
			return
		}
	}
	if day, _, ok := im.date(text); ok {
		if _, known := read(day.String()); known {
			row[column] = day.String()
			im.note(at, Mapped, "action items: %q is %s", text, day)
			return
		}
	}
	im.note(at, Left, "action items: %q was moved to the end of the title", text)
}
