package content

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

var actionColumns = map[string]string{
	"action item": "title", "action": "title", "item": "title", "task": "title", "description": "title",
	"type": "type", "owner": "owner", "tracking information": "tracking", "tracking": "tracking", "ticket": "tracking", "bug": "tracking",
	"due": "due", "due date": "due", "status": "state", "state": "state",
	"effect": "effect", "how we will know": "effect", "success criterion": "effect", "success criteria": "effect", "verification": "effect",

	"action items": "title", "actions": "title", "todo": "title", "to do": "title", "follow up": "title", "remediation": "title", "improvement": "title", "recommendation": "title",
	"kind": "type", "assignee": "owner", "responsible": "owner", "dri": "owner", "who": "owner", "team": "owner", "assigned to": "owner", "deadline": "due", "eta": "due", "target date": "due", "by when": "due",
	"tracking issue": "tracking", "tracking link": "tracking", "issue": "tracking", "issues": "tracking", "jira": "tracking", "jira ticket": "tracking", "link": "tracking", "links": "tracking",
	"pr": "tracking", "pull request": "tracking", "pr commit": "tracking", "issue pr": "tracking", "github issue": "tracking", "reference": "tracking", "done": "state", "progress": "state",

	"maßnahme": "title", "aufgabe": "title", "typ": "type", "art": "type", "verantwortlich": "owner", "zuständig": "owner", "frist": "due", "termin": "due", "fällig": "due", "fällig am": "due", "bis": "due",
	"tâche": "title", "responsable": "owner", "échéance": "due", "statut": "state", "état": "state", "avancement": "state",
	"acción": "title", "tarea": "title", "tipo": "type", "fecha límite": "due", "plazo": "due", "estado": "state",
	"ação": "title", "tarefa": "title", "responsável": "owner", "prazo": "due", "situação": "state",
	"アクション": "title", "対応内容": "title", "対策": "title", "項目": "title", "担当": "owner", "担当者": "owner", "期限": "due", "期日": "due", "状態": "state", "ステータス": "state", "種別": "type", "チケット": "tracking",
	"行动": "title", "行动项": "title", "措施": "title", "改进措施": "title", "任务": "title", "负责人": "owner", "截止日期": "due", "截止时间": "due", "状态": "state", "类型": "type",
	"작업": "title", "조치": "title", "담당": "owner", "담당자": "owner", "기한": "due", "상태": "state",
}

// ActionColumn returns what a column of the action items holds, by its heading: title,
// type, owner, tracking, due, state or effect. It returns "" for a column that the format does
// not know.
func ActionColumn(head string) string { return actionColumns[foldHeading(head)] }

// noActionForm matches the statement that there are no action items, and its reason.
var noActionForm = lazyregexp.New(`^(?i:none)\s*[:–—]\s*(\S.*)$`)

// noActions records the reason in a statement such as "None: the service is retired in May",
// in a paragraph or in a list of one item.
func (b *bodyReader) noActions(block *markdown.Block) bool {
	text := block.Text
	if block.Kind == markdown.List && len(block.Items) == 1 {
		text = block.Items[0].Text
	}
	if len(text) < len("none:") || block.Kind == markdown.Table {
		return false
	}
	m := noActionForm().FindStringSubmatch(text)
	if m != nil {
		b.pm.NoActions = m[1]
	}
	return m != nil
}

// addActions reads a table or a list. It treats other blocks as prose.
func (b *bodyReader) addActions(block *markdown.Block) Part {
	from := len(b.pm.ActionItems)
	switch {
	case b.noActions(block):
		return Part{Kind: Prose}
	case block.Kind == markdown.Table && b.actionTable(block):
	case block.Kind == markdown.List:
		for _, item := range block.Items {
			b.addActionItem(item)
		}
	default:
		return Part{Kind: Prose}
	}
	return Part{Kind: ActionRun, From: from, To: len(b.pm.ActionItems)}
}

func (b *bodyReader) actionTable(table *markdown.Block) bool {
	const hint = "use the columns Action Item | Type | Owner | Tracking information | Due | Status"
	at := map[string]int{}
	for i, cell := range table.Header {
		kind := actionColumns[foldHeading(cell.Text)]
		if _, twice := at[kind]; kind != "" && !twice {
			at[kind] = i
		}
	}
	if _, ok := at["title"]; !ok {
		b.warn("table-columns", table.Pos, hint, "a table without an Action Item column is not read as action items")
		return false
	}
	others := otherColumns(table.Header, at)
	shown := others
	if i, ok := at["effect"]; ok {
		shown = append(slices.Clone(others), i)
	}
	b.warnOfColumns(table.Header, others, hint, "action items have no column %q; it is shown with the item")
	for _, row := range table.Rows {
		if row.Count > len(table.Header) {
			b.error("table-columns", row.Pos, `write a pipe within a cell as \|`, "the row has %d cells, but the table has %d columns", row.Count, len(table.Header))
		}
		b.addActionRow(row, at, otherCells(table.Header, row, shown))
	}
	return true
}

func (b *bodyReader) addActionRow(row markdown.Row, at map[string]int, others []markdown.NamedCell) {
	cell := func(name string) (c markdown.Cell) {
		if i, ok := at[name]; ok && i < len(row.Cells) {
			return row.Cells[i]
		}
		return c
	}
	title, owner := cell("title"), cell("owner")
	placeholderTitle := title.Text == "" || len(title.Text) < maxPrompt && placeholderActions[foldHeading(title.Text)]
	if placeholderTitle && (owner.Text == "" || foldHeading(owner.Text) == placeholderOwner) {
		b.leftover(row.Pos, "fill the row in or remove it", "this action item is from the template")
		return
	}
	item := ActionItem{
		Anchor: b.nextAnchor("action"), Title: title.Text, HTML: b.doc.CellsHTML(title, others),
		Owner: owner.Text, Tracking: b.trackingOfRow(title, cell("tracking")), State: Open, Pos: row.Pos,
	}
	if foldHeading(owner.Text) == placeholderOwner {
		b.leftover(owner.Pos, "name the role that owns it", "the owner is from the template")
		item.Owner = ""
	}
	item.Type = b.actionWord(b.vocabularies.ActionType, cell("type"), "")
	item.State = b.actionWord(b.vocabularies.ActionState, cell("state"), Open)
	if due := cell("due"); due.Text != "" && !isPlaceholder("due", due.Text) {
		var err error
		if item.Due, err = ParseDate(due.Text); err != nil {
			b.error("date", due.Pos, "write it as 2026-03-05", "due: %v", err)
		}
	}
	item.Effect, item.Verified = b.effect(cell("effect"))
	item.Title = item.HTML.Sharing(item.Title)
	b.pm.ActionItems = append(b.pm.ActionItems, item)
}

// leftover reports text of the template in a document that is past draft.
func (b *bodyReader) leftover(pos Pos, hint, message string) {
	if !b.pm.IsDraft() {
		b.warn("placeholder", pos, hint, "%s", message)
	}
}

func (b *bodyReader) actionWord(v *Vocabulary, cell markdown.Cell, otherwise string) string {
	if strings.Trim(cell.Text, "-–— ") == "" {
		return otherwise
	}
	value, ok := v.Match(cell.Text)
	if !ok {
		b.error("vocabulary", cell.Pos, v.HintInDocument(cell.Text), "%q is not an %s", cell.Text, v.Name)
		return otherwise
	}
	return value
}

// A ticket number has a digit: CHG0042, VC-1234, #17, INC 0042.
var ticketForm = lazyregexp.New(`^[\p{L}#][\p{L}\p{N}_./#-]*\d[\p{L}\p{N}_./#-]*$|^\d[\p{L}\p{N}_./#-]*$`)

// splitTracking returns the ticket numbers of a cell. Other text, such as a sentence or
// the text of a link, is a single entry.
func splitTracking(text string) []string {
	text = strings.TrimSpace(text)
	if strings.Trim(text, "-–— ") == "" || strings.EqualFold(text, "n/a") {
		return nil
	}
	parts := trimmedParts(text, ',', ';')
	if fields := strings.Fields(text); len(parts) == 1 && len(fields) > 1 && allTickets(fields) {
		parts = fields
	}
	return appendNew(nil, parts...)
}

// trackingOfRow returns the numbers in a row's cell for them, or else those that its title names.
func (b *bodyReader) trackingOfRow(title, cell markdown.Cell) []string {
	if written := b.trackingOfCell(cell); len(written) > 0 {
		return written
	}
	return b.trackingIn(title.Text, b.doc.CellLinks(title))
}

func allTickets(words []string) bool {
	for _, word := range words {
		if !ticketForm().MatchString(word) {
			return false
		}
	}
	return true
}

// addActionItem reads an item such as "- [x] Renew the certificate". Nested lists are its
// details.
func (b *bodyReader) addActionItem(item markdown.Item) {
	if isItem(item.Text) {
		b.leftover(item.Pos, "fill the item in or remove it", "this item is from the template")
		return
	}
	action := ActionItem{Anchor: b.nextAnchor("action"), Title: item.Lead, State: Open, Pos: item.Pos}
	links := b.doc.ItemLinks(item)
	tracking := b.trackingIn(item.Text, links)
	for _, detail := range item.Nested {
		tracking = appendNew(tracking, b.trackingIn(detail.Text, b.doc.ItemLinks(detail))...)
	}
	if item.Checked {
		action.State = Done
	}
	b.doc.TrimTask(item)
	if details := itemDetails().FindStringSubmatch(item.Lead); details != nil && b.readDetails(&action, details[1]) {
		action.Title = strings.TrimSuffix(item.Lead, details[0])
		b.doc.TrimLead(item, len(details[0]))
	}
	b.nameLinked(action.Tracking, links)
	if len(action.Tracking) == 0 {
		action.Tracking = tracking
	}
	action.HTML = b.doc.ItemHTML(item)
	b.pm.ActionItems = append(b.pm.ActionItems, action)
}

// A list item may end in the columns that a table would have:
// "Renew it (Mitigation; platform team; CHG0042; due 2026-05-01)".
var (
	itemDetails = lazyregexp.New(`\s*\(((?i:[^()]*;[^()]*|owner: [^()]*|due:? \d[^()]*))\)\.?$`)
	dueForm     = lazyregexp.New(`(?i)^due:?\s+`)
	ownerForm   = lazyregexp.New(`(?i)^owner:\s+`)
)

// readDetails reads such columns. It returns false if none of them is a type, a state or
// a date: then the text is a remark of the author.
func (b *bodyReader) readDetails(action *ActionItem, text string) (known bool) {
	details := *action
	for _, part := range strings.Split(text, ";") {
		part = strings.TrimSpace(part)
		clause := dueForm().FindString(part)
		due, dueErr := ParseDate(part[len(clause):])
		kind, isKind := b.vocabularies.ActionType.Match(part)
		state, isState := b.vocabularies.ActionState.Match(part)
		switch {
		case isKind:
			details.Type, known = kind, true
		case isState:
			details.State, known = state, true
		case dueErr == nil:
			details.Due, known = due, true
		case clause != "":
			b.error("date", action.Pos, "write it as 2026-03-05", "due: %v", dueErr)
			known = true
		case ownerForm().MatchString(part):
			details.Owner, known = part[len(ownerForm().FindString(part)):], true
		case ticketForm().MatchString(part), isWebAddress(part):
			details.Tracking = appendNew(details.Tracking, part)
		case part != "" && details.Owner == "":
			details.Owner = part
		case part != "":
			return false
		}
	}
	if known {
		*action = details
	}
	return known
}
