package convert

import (
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// Marks of action items, in several languages.
const (
	doneWord  = `(?i:done|completed?|fixed|implemented|resolved|shipped|erledigt|umgesetzt|abgeschlossen|terminée?|faite?|hecho|completad[oa]|feito|concluíd[oa]|完了|対応済み?|已完成|완료)`
	ownerWord = `(?i:owners?|assignees?|assigned to|dri|responsible|verantwortlich|zuständig|responsable|responsável|担当者?|负责人|담당자?)`
	dueWord   = `(?i:due(?: date| on| by)?|deadline|eta|fällig(?: am)?|frist|échéance|fecha límite|vence|prazo|期限|截止(?:日期)?|기한)`
)

var (
	markedItem = lazyregexp.New(`^[*_]{0,2}(?:(TODO|DOING|DONE|WIP)|(?i:(action(?: item)?)[*_]{0,2}:))[*_]{0,2}(?:[^\p{L}\p{N}]|$)`)
	taskItem   = lazyregexp.New(`^\[[ xX]\] `)
	doneAhead  = lazyregexp.New(`^(?:[*_]{0,3}(?:[✅☑✔✓]\x{fe0f}?|\[` + doneWord + `\]|` + doneWord + `(?:[*_:：.)]|\s?[—–]|\s-\s)|` + doneWord + ` \d{4}-\d{2}-\d{2}|\*\*` + doneWord + `(?:[^\p{L}]|$))|~~.*~~\.?$)`)
	doneBehind = lazyregexp.New(`(?:[(\[]` + doneWord + `(?:[^\p{L}()\[\]][^()\[\]]{0,40})?[)\]]|\s[—–-] [*_]{0,2}` + doneWord + `[*_]{0,2}|[✅☑✔]\x{fe0f}?)[.!]?\s*$`)
	ownerField = lazyregexp.New(`(?:^|[^\p{L}])` + ownerWord + `[*_]{0,2}\s?[:：]\s?[*_]{0,2}\s?(@?[\p{L}\p{N}][^.,;:()（）\[\]|*—–]{0,40})`)
	ownerAt    = lazyregexp.New(`^[*_]{0,2}@([\w-]+)[*_]{0,2}\s*[:—–-]`)
	ownerEnd   = lazyregexp.New(`\s+(?:\((@[\w-]+)\)|(?:[—–-] )?[*_]{0,2}(?i:owner):[*_]{0,2} (@?[\p{L}\p{N}][\p{L}\p{N} _-]{0,30}))\.?$`)
	dueField   = lazyregexp.New(`(?:^|[^\p{L}])` + dueWord + `[*_]{0,2}\s?[:：]?\s?[*_]{0,2}\s?([\p{L}\p{N}][^;()（）\[\]|*]{3,30})`)
)

// listActions makes items of paragraphs that begin with TODO, DONE or "Action item:", and puts
// a heading above if they are not below one of action items.
func (im *importer) listActions() {
	tails := im.markedTails()
	out := make([]line, 0, len(im.lines))
	inside, within := false, false // the section below an added heading; an item's paragraph
	for i, l := range im.lines {
		inside = inside && l.level == 0
		within = within && l.level == 0 && strings.TrimSpace(l.text) != ""
		switch {
		case l.code || l.level > 0:
		case within:
			l.text = "  " + l.text
		case im.begins(i) && markedItem().MatchString(l.text) && (inside || tails[i] || l.kind == content.ActionsSection):
			if !inside && l.kind != content.ActionsSection {
				inside = true
				im.note(l.at, Guessed, "action items: the heading was added")
				out = append(out, line{text: strings.Repeat("#", min(max(l.depth, 1)+1, 6)) + " Action items"}, line{})
			}
			l.text, within = "- "+l.text, true
		}
		out = append(out, l)
	}
	im.lines = out
	im.scan()
}

// begins reports whether a paragraph begins at a line.
func (im *importer) begins(i int) bool {
	return strings.TrimSpace(im.lines[i].text) != "" && (i == 0 || im.lines[i-1].level > 0 || strings.TrimSpace(im.lines[i-1].text) == "")
}

// markedTails tells of each line whether at least two paragraphs, and all from there to the end of
// the section, begin as action items do.
func (im *importer) markedTails() []bool {
	out := make([]bool, len(im.lines))
	marked, all := 0, true
	for i := len(im.lines) - 1; i >= 0; i-- {
		l := im.lines[i]
		switch {
		case l.level > 0:
			marked, all = 0, true
		case l.code || im.begins(i) && !markedItem().MatchString(l.text):
			all = false
		case im.begins(i):
			marked++
			out[i] = all && marked > 1
		}
	}
	return out
}

// actionItem gives the item of a list a check box if it says that it is done, and appends its
// owner and due date in the form that the format reads.
func (im *importer) actionItem(i int) {
	l := &im.lines[i]
	m := listForm().FindStringSubmatch(l.text)
	if m == nil || m[1] != "" && len(m[1]) > 1 {
		return
	}
	last := im.endOfItem(i)
	if end := &im.lines[last]; ownerEnd().MatchString(end.text) {
		end.text = ownerEnd().ReplaceAllString(end.text, " (owner: $1$2)")
	}
	texts := make([]string, 0, last-i+1)
	for _, l := range im.lines[i : last+1] {
		texts = append(texts, strings.TrimSpace(l.text))
	}
	text := strings.TrimPrefix(strings.Join(texts, " "), strings.TrimSpace(l.text[:len(l.text)-len(m[4])])+" ")
	if details := im.itemDetails(text); details != "" {
		im.note(l.at, Guessed, "action items: %s", details)
		im.lines[last].text = strings.TrimRight(im.lines[last].text, " ") + " (" + details + ")"
	}
	if !taskItem().MatchString(m[4]) && (doneAhead().MatchString(text) || doneBehind().MatchString(text)) {
		im.note(l.at, Guessed, "action items: %q is done", Line(plain(text)))
		l.text = l.text[:len(l.text)-len(m[4])] + "[x] " + m[4]
	}
}

// endOfItem returns the last line of an item's first paragraph.
func (im *importer) endOfItem(i int) int {
	for i+1 < len(im.lines) {
		next := im.lines[i+1]
		if strings.TrimSpace(next.text) == "" || next.code || next.level > 0 || listForm().MatchString(strings.TrimLeft(next.text, " \t")) {
			break
		}
		i++
	}
	return i
}

var detailsEnd = lazyregexp.New(`\(([^()]*)\)\.?$`)

// itemDetails returns the owner and the due date that a text names, in the form of the format,
// or "" if it names none or ends in that form already.
func (im *importer) itemDetails(text string) string {
	var details []string
	if m := ownerField().FindStringSubmatch(text); m != nil {
		details = append(details, "owner: "+strings.TrimSpace(m[1]))
	} else if m := ownerAt().FindStringSubmatch(text); m != nil {
		details = append(details, "owner: @"+m[1])
	}
	if m := dueField().FindStringSubmatch(text); m != nil {
		if s, ok := cutStamp(m[1]); ok && s.day.month != 0 {
			if day, ok := im.calendar.date(s.day); ok {
				details = append(details, "due "+day.String())
			}
		}
	}
	end := strings.ToLower(strings.Join(detailsEnd().FindStringSubmatch(text), " "))
	for _, detail := range details {
		if !strings.Contains(end, strings.ToLower(detail)) {
			return strings.Join(details, "; ")
		}
	}
	return ""
}
