package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/markdown"
)

// metadataRows maps folded labels of a Metadata | Information table to keys.
var metadataRows = func() map[string]string {
	out := map[string]string{}
	for _, key := range keys {
		for _, label := range append(key.Labels, key.Label) {
			out[foldHeading(label)] = key.Name
		}
	}
	delete(out, "") // keys without a row
	return out
}()

// readMetadata takes keys that the front matter lacks from the table in the Summary, and
// the title from the first heading. If both have a key, the values must agree.
func (b *bodyReader) readMetadata() {
	b.metadata = map[string]field{}
	heading := ""
	for i, block := range b.doc.Blocks {
		if block.Kind == markdown.Heading && block.Level == 1 && heading == "" {
			if heading = block.Text; isFromTemplate("title", heading) {
				heading, b.placeholders["title"] = "", block.Pos
			}
		}
		if block.Kind == markdown.Heading && block.Level > 1 && i > 0 && b.table != nil {
			break
		}
		if block.Kind == markdown.Table && b.table == nil && isMetadataTable(block) {
			b.table = block
			b.readMetadataTable(block)
		}
	}
	if b.pm.Title == "" {
		b.pm.Title = heading
	}
}

func isMetadataTable(block *markdown.Block) bool {
	if len(block.Header) != 2 {
		return false
	}
	head := foldHeading(block.Header[0].Text) + "|" + foldHeading(block.Header[1].Text)
	if head == "metadata|information" {
		return true
	}
	known := 0
	for _, row := range block.Rows {
		if _, ok := metadataRows[foldHeading(row.Cells[0].Text)]; ok {
			known++
		}
	}
	return head == "|" && known >= 3
}

func (b *bodyReader) readMetadataTable(table *markdown.Block) {
	for _, row := range table.Rows {
		label, value := row.Cells[0], row.Cells[1]
		if value.Text == "" {
			continue
		}
		name, known := metadataRows[foldHeading(label.Text)]
		if !known {
			b.warn("unknown-key", label.Pos, "it is kept in `params`", "%q is not a known row of the metadata table", label.Text)
			if b.pm.Params == nil {
				b.pm.Params = map[string]any{}
			}
			b.pm.Params[label.Text] = value.Text
			continue
		}
		if isPlaceholder(name, value.Text) {
			b.set(keyByName[name], field{texts: []string{value.Text}, pos: []Pos{value.Pos}, at: value.Pos})
			continue
		}
		for key, f := range tableFields(name, b.withAddresses(name, value)) {
			b.setFromTable(key, f)
		}
	}
}

// tableFields splits a cell into the values of its keys. The template's row "Incident /
// Change #" holds numbers of both kinds.
func tableFields(name string, value markdown.Cell) map[string]field {
	list := func(texts ...string) field {
		return field{texts: texts, pos: slices.Repeat([]Pos{value.Pos}, len(texts)), at: value.Pos, list: true}
	}
	out := map[string]field{}
	switch key := keyByName[name]; {
	case name == "incident":
		var incidents, changes []string
		for _, number := range ticketParts(value.Text) {
			if strings.HasPrefix(strings.ToUpper(strings.TrimPrefix(number, "[")), "CH") {
				changes = append(changes, number)
			} else {
				incidents = append(incidents, number)
			}
		}
		out["incident"], out["change"] = list(incidents...), list(changes...)
	case key.List != nil && key.Vocabulary == nil:
		out[name] = list(trimmedParts(value.Text, ',', ';')...)
	default:
		out[name] = list(value.Text)
	}
	return out
}

// ticketParts splits a cell of ticket numbers, some of which may be links.
func ticketParts(text string) (out []string) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if strings.Contains(part, "](") {
			out = append(out, part)
			continue
		}
		out = append(out, trimmedParts(part, '/')...)
	}
	return out
}

// withAddresses returns the cell of a key for tickets with its links written as [number](address), since the text of a
// cell has no addresses.
func (b *bodyReader) withAddresses(name string, value markdown.Cell) markdown.Cell {
	if !keyByName[name].Ticket {
		return value
	}
	done := 0
	for _, l := range b.doc.CellLinks(value) {
		at := strings.Index(value.Text[done:], l.Text)
		if at < 0 || l.Text == "" || !isWebAddress(l.Dest) || strings.ContainsAny(l.Dest, "(),;") {
			continue
		}
		at += done
		link := "[" + strings.Join(strings.Fields(ticketAt(l)), "-") + "](" + l.Dest + ")"
		value.Text = value.Text[:at] + link + value.Text[at+len(l.Text):]
		done = at + len(link)
	}
	return value
}

func (b *bodyReader) setFromTable(name string, f field) {
	if len(f.texts) == 0 {
		return
	}
	key := keyByName[name]
	b.metadata[name] = f
	if isUnset(key.value(b.pm)) {
		b.set(key, f)
		return
	}
	scratch := newDecoder(&report{file: b.file}, &PostMortem{}, b.vocabularies)
	scratch.read(key, f)
	b.problems = append(b.problems, scratch.problems...)
	if got, want := key.value(scratch.pm), key.value(b.pm); len(scratch.problems) == 0 && !sameValue(got, want) {
		b.error("front-matter", f.at, "keep one of them", "`%s` is %s here and %s in the front matter", name, show(got), show(want))
	}
}

// sameValue reports whether two values of a key are equal, ignoring the order of a list.
func sameValue(a, b any) bool {
	if list, ok := a.([]string); ok {
		return slices.Equal(slices.Sorted(slices.Values(list)), slices.Sorted(slices.Values(b.([]string))))
	}
	return a == b
}

func show(value any) string {
	switch value := value.(type) {
	case []string:
		return fmt.Sprintf("%q", strings.Join(value, ", "))
	case time.Duration:
		return FormatDuration(value)
	}
	return fmt.Sprintf("%q", fmt.Sprint(value))
}

// KeyForLabel returns the key for a row of a Metadata | Information table, or "" if there
// is none.
func KeyForLabel(label string) string { return metadataRows[foldHeading(label)] }

// FoldHeading returns the words of a heading or label in lower case, separated by single
// spaces, with all characters but letters and digits removed.
func FoldHeading(text string) string { return foldHeading(text) }
