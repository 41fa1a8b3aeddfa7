package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// convertActions rewrites action items in the format: cells that it does not accept (an
// unknown type or state, a date in words) and columns that it does not have move to the end
// of the title; items of lists get a check box, an owner and a due date.
func (im *importer) convertActions() {
	im.scan()
	im.listActions()
	for i := 0; i < len(im.lines); i++ {
		l := im.lines[i]
		if rows := im.tableAt(i); rows > 0 {
			if l.kind == content.ActionsSection {
				im.actionTable(im.lines[i : i+rows])
			}
			i += rows - 1
		} else if l.kind == content.ActionsSection && !l.code && l.level == 0 {
			im.actionItem(i)
		}
	}
}

// An actionTable is a table of action items with its columns by what they hold.
type actionTable struct {
	im    *importer
	head  []string
	at    map[string]int // title, type, owner, tracking, due, state
	extra []int          // columns that the format does not have
}

func (im *importer) actionTable(table []line) {
	t := actionTable{im: im, head: cells(table[0].text), at: map[string]int{}}
	for i, cell := range t.head {
		kind := content.ActionColumn(plain(cell))
		if _, twice := t.at[kind]; kind != "" && !twice {
			t.at[kind] = i
		} else if content.FoldHeading(plain(cell)) != "" {
			t.extra = append(t.extra, i)
		}
	}
	title, ok := t.at["title"]
	if !ok {
		im.note(table[0].at, Left, "action items: the table has no column Action Item")
		return
	}
	t.extra = slices.DeleteFunc(t.extra, func(column int) bool {
		return !slices.ContainsFunc(table[2:], func(l line) bool { return cellOf(cells(l.text), column) != "" })
	})
	for n := range table {
		l := &table[n]
		row := cells(l.text)
		if n != 1 && len(row) > len(t.head) || title >= len(row) {
			continue
		}
		before := len(im.notes)
		if n > 1 {
			t.row(l.at, row)
		}
		if len(im.notes) > before || len(t.extra) > 0 {
			l.text = joinCells(t.without(row))
		}
	}
	for _, column := range t.extra {
		im.note(table[0].at, Mapped, "action items: the column %q moved to the titles", plain(t.head[column]))
	}
}

func cellOf(row []string, column int) string {
	if column >= len(row) {
		return ""
	}
	return row[column]
}

// without returns a row without the columns that moved to the title.
func (t *actionTable) without(row []string) (out []string) {
	for i, cell := range row {
		if !slices.Contains(t.extra, i) {
			out = append(out, cell)
		}
	}
	return out
}

// row rewrites a row of the table.
func (t *actionTable) row(at int, row []string) {
	title := &row[t.at["title"]]
	for _, column := range t.extra {
		if text := cellOf(row, column); strings.Trim(text, "-–— ") != "" {
			*title = strings.TrimSpace(fmt.Sprintf("%s (%s: %s)", *title, plain(t.head[column]), text))
		}
	}
	t.cell(at, row, "type", t.im.words.ActionType.Match)
	t.cell(at, row, "state", func(text string) (string, bool) { return t.im.state(t.head[t.at["state"]], text) })
	t.cell(at, row, "due", func(text string) (string, bool) {
		_, err := content.ParseDate(text)
		return text, err == nil
	})
}

// cell rewrites a cell that cannot be parsed and appends its text to the title.
func (t *actionTable) cell(at int, row []string, kind string, read func(string) (string, bool)) {
	column, ok := t.at[kind]
	if !ok || cellOf(row, column) == "" {
		return
	}
	text, title := plain(row[column]), &row[t.at["title"]]
	value, known := read(text)
	_, native := t.im.words.ActionState.Match(text)
	if known && (kind != "state" || native) || content.IsPlaceholder("due", text) || strings.Trim(text, "-–— ") == "" {
		return
	}
	source := row[column]
	*title = strings.TrimSpace(*title + " (" + source + ")")
	if row[column] = ""; known {
		row[column] = value
		t.im.note(at, Guessed, "action items: %q is %s", text, value)
		return
	}
	if day, _, ok := t.im.date(text); ok {
		if _, known := read(day.String()); known {
			row[column] = day.String()
			t.im.note(at, Mapped, "action items: %q is %s", text, day)
			return
		}
	}
	t.im.note(at, Left, "action items: %q was moved to the end of the title", text)
}

var (
	yesForm     = lazyregexp.New(`(?i)^(?:yes|y|x|true|ja|oui|sí|si|sim|はい|是|예|[✅☑✔✓]\x{fe0f}?)$`)
	noForm      = lazyregexp.New(`(?i)^(?:no|n|false|nein|non|não|いいえ|否|아니오|[❌✗✘☐⬜]\x{fe0f}?)$`)
	stateWords  = lazyregexp.New(`(?i)^(?:(done|complete|completed|closed|fixed|resolved|implemented|merged|shipped|deployed|finished|erledigt|fertig|abgeschlossen|umgesetzt|behoben|terminée?|faite?|résolue?|hech[oa]|completad[oa]|terminad[oa]|resuelt[oa]|cerrad[oa]|feit[oa]|concluíd[oa]|resolvid[oa]|完了|完了済み?|対応済み?|済|已完成|完成|완료)|(in progress|in-progress|ongoing|wip|doing|started|partial|in review|in arbeit|laufend|en cours|en curso|en progreso|em andamento|em progresso|対応中|進行中|进行中|处理中|진행 ?중)|(open|todo|to do|planned|pending|not started|backlog|scheduled|offen|geplant|à faire|planifiée?|pendiente|abiert[oa]|por hacer|pendente|abert[oa]|a fazer|planejad[oa]|未対応|未着手|予定|未完成|待办|未开始|计划中|예정|미완료)|(cancelled|canceled|wont fix|won't fix|won't do|rejected|dropped|abandoned|verworfen|abandonnée?|cancelad[oa]|descartad[oa]|取消|已取消|취소))(?:[^\p{L}]|$)`)
	wordsBefore = lazyregexp.New(`^[^\p{L}\p{N}]+`)
)

// state returns the state that a cell means: a word of the vocabulary, a word for it in another
// language, or yes and no below "Done?".
func (im *importer) state(head, text string) (string, bool) {
	if value, ok := im.words.ActionState.Match(text); ok {
		return value, true
	}
	if content.FoldHeading(plain(head)) == "done" {
		switch {
		case yesForm().MatchString(text):
			return content.Done, true
		case noForm().MatchString(text):
			return content.Open, true
		}
	}
	return stateOf(text)
}

// stateOf returns the state that a text begins with. What follows must be a remark: "done in
// May", but not "done by everybody who".
func stateOf(text string) (string, bool) {
	if yesForm().MatchString(text) && strings.ContainsAny(text, "✅☑✔✓") {
		return content.Done, true
	}
	text = wordsBefore().ReplaceAllString(text, "")
	m := stateWords().FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	if rest := text[len(m[0]):]; rest != "" && len(words(rest)) > 3 {
		return "", false
	}
	for i, state := range []string{content.Done, content.InProgress, content.Open, content.Cancelled} {
		if m[i+1] != "" {
			return state, true
		}
	}
	return "", false
}
