package foreign

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A row of a timeline.
type row struct {
	at          time.Time
	event, note string
}

// timeline writes rows, in the order of their times, in UTC.
func timeline(b *strings.Builder, rows []row) {
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(x, y row) int { return x.at.Compare(y.at) })
	b.WriteString("\n## Timeline (UTC)\n\n| Time | Event | Notes |\n| --- | --- | --- |\n")
	for _, r := range rows {
		fmt.Fprintf(b, "| %s | %s | %s |\n", r.at.UTC().Format("2006-01-02 15:04:05"), cell(r.event), cell(r.note))
	}
}

// cell returns a text as one cell of a table. It keeps the lines apart.
func cell(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.ReplaceAll(strings.Join(lines, " / "), "|", `\|`)
}

// field writes a line such as "**Duration:** 5 min", if there is a value.
func field(b *strings.Builder, label, value string) {
	if value != "" {
		fmt.Fprintf(b, "**%s:** %s\n\n", label, line(value))
	}
}

func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// keysOf names the first keys of an object.
func keysOf(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		return "no names"
	}
	const most = 6
	keys := slices.Sorted(maps.Keys(object))
	for i, key := range keys {
		keys[i] = strconv.Quote(key)
	}
	if len(keys) > most {
		keys = append(keys[:most], "…")
	}
	return cmp.Or(strings.Join(keys, ", "), "nothing in it")
}

// A masker replaces names of people.
type masker struct{ names map[string]string }

// add makes a name known, and each of its parts that is long enough to be meant.
func (m *masker) add(name, role string) {
	if name = strings.TrimSpace(name); len(name) < 3 {
		return
	}
	if m.names == nil {
		m.names = map[string]string{}
	}
	m.names[name] = role
}

// mask replaces the names in a text, longest first.
func (m *masker) mask(text string) string {
	names := slices.SortedFunc(maps.Keys(m.names), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, name := range names {
		text = replaceWord(text, name, m.names[name])
	}
	return text
}

// replaceWord replaces a name where it is not a part of a longer word.
func replaceWord(text, name, by string) string {
	var out strings.Builder
	for {
		at := strings.Index(text, name)
		if at < 0 {
			return out.String() + text
		}
		end := at + len(name)
		out.WriteString(text[:at])
		if isPart(text[:at], true) || isPart(text[end:], false) {
			out.WriteString(name)
		} else {
			out.WriteString(by)
		}
		text = text[end:]
	}
}

func isPart(text string, end bool) bool {
	if text == "" {
		return false
	}
	c := text[0]
	if end {
		c = text[len(text)-1]
	}
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80
}
