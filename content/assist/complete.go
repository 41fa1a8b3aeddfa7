package assist

import (
	"maps"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A Completion lists the texts that can be inserted at a place. The zero value offers
// nothing.
type Completion struct {
	Line, From, To int // range that an item replaces: columns of one line, the end exclusive
	Items          []Item
}

// An Item is one text that a Completion offers.
type Item struct {
	Label  string
	Filter string // what is compared with the text that is typed: the label, and other words for it
	Text   string // text to insert: the label, with quotes or a key's colon if needed
	Doc    string // may be empty
	Key    bool   // whether it is a front-matter key rather than a value
}

// Complete returns completions for keys and values in the front matter, and for values in
// the tables of the timeline and of the action items.
func Complete(src []byte, at content.Pos, k Knowledge) Completion {
	t := newText(src)
	switch {
	case at.Line < 1 || at.Line > len(t.lines):
		return Completion{}
	case at.Line < t.front:
		if !t.inFront(at.Line) {
			return Completion{}
		}
		line, cursor := t.line(at.Line), offset(t.line(at.Line), at.Column)
		if word, _, _ := strings.Cut(line[:cursor], ":"); len(word) == cursor && strings.Trim(word, keyRunes) == "" && !strings.HasPrefix(word, "-") {
			return t.completeKey(at.Line, cursor, k)
		}
		return t.completeValue(at.Line, cursor, k)
	}
	return t.completeCell(at, k)
}

const keyRunes = "abcdefghijklmnopqrstuvwxyz_-"

// completeKey offers the keys that the front matter does not have yet.
func (t text) completeKey(number, cursor int, k Knowledge) Completion {
	line := t.line(number)
	end := cursor + len(line[cursor:]) - len(strings.TrimLeft(line[cursor:], keyRunes))
	colon := ": "
	if strings.HasPrefix(line[end:], ":") {
		colon = ""
	}
	out := Completion{Line: number, From: 1, To: column(line, end)}
	there := map[string]bool{}
	for n := 2; n < t.front; n++ {
		if m := keyForm().FindStringSubmatch(t.line(n)); m != nil && n != number {
			key, _ := content.LookupKey(m[1])
			there[key.Name] = true
		}
	}
	for _, key := range content.Keys() {
		if !there[key.Name] {
			out.Items = append(out.Items, Item{Label: key.Name, Filter: key.Name, Text: key.Name + colon, Doc: key.DocIn(k.Config.Vocabularies), Key: true})
		}
	}
	return out
}

// completeValue offers the values of a key, where one begins or continues.
func (t text) completeValue(number, cursor int, k Knowledge) Completion {
	name, from := t.key(number)
	key, _ := content.LookupKey(name)
	values := k.values(key.Name)
	line := t.line(number)
	if from == 0 {
		from = itemStart(line)
	}
	if values == nil || cursor < from {
		return Completion{}
	}
	lead := ""
	if from > 0 && (line[from-1] == ':' || line[from-1] == '-') {
		lead = " " // YAML requires a blank before the value
	}
	end := len(line)
	if i := strings.Index(line[max(from-1, 0):], " #"); i >= 0 {
		end = max(from-1, 0) + i
	}
	if end = max(end, from); cursor > end {
		return Completion{}
	}
	if i := strings.LastIndexAny(line[from:cursor], ",["); i >= 0 {
		from, lead = from+i+1, ""
	}
	if i := strings.IndexAny(line[cursor:end], ",]"); i >= 0 {
		end = cursor + i
	}
	start, end := trim(line, from, cursor, end)
	quoted := start < cursor && strings.ContainsAny(line[start:start+1], `"'`)
	if quoted {
		if end > cursor && line[end-1] == line[start] {
			end--
		}
		start++
	}
	out := Completion{Line: number, From: column(line, start), To: column(line, end)}
	for _, item := range values {
		if !quoted {
			item.Text = lead + quote(item.Text)
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// itemStart returns the offset at which the text of a list item begins, or the text of a
// line that continues a value.
func itemStart(line string) int {
	rest := strings.TrimLeft(line, " \t")
	if dash, found := strings.CutPrefix(rest, "-"); found && (dash == "" || dash[0] == ' ') {
		rest = strings.TrimPrefix(dash, " ")
	}
	return len(line) - len(rest)
}

// values returns the known values of a key, or nil if there are none.
func (k Knowledge) values(key string) []Item {
	if words := k.Config.Vocabularies.Of(key); words != nil {
		return itemsOf(words)
	}
	return plainItems(k.Words[key])
}

// itemsOf returns the values of a vocabulary, which are found by other words for them, too.
func itemsOf(v *content.Vocabulary) []Item {
	items, synonyms := plainItems(v.Values), v.Synonyms()
	for _, word := range slices.Sorted(maps.Keys(synonyms)) {
		items[v.Rank(synonyms[word])].Filter += " " + word
	}
	return items
}

func plainItems(values []string) (items []Item) {
	for _, value := range values {
		items = append(items, Item{Label: value, Filter: value, Text: value})
	}
	return items
}

// trim returns a range without the blanks at its ends, but never beyond the cursor.
func trim(line string, from, cursor, end int) (int, int) {
	for from < cursor && (line[from] == ' ' || line[from] == '\t') {
		from++
	}
	for end > cursor && (line[end-1] == ' ' || line[end-1] == '\t') {
		end--
	}
	return from, end
}

// quote returns a value in quotes if YAML would read it as something else.
func quote(value string) string {
	if strings.ContainsAny(value, ":#,[]{}\"'&*!|>%@`") || strings.TrimLeft(value, "-? ") != value {
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	}
	return value
}
