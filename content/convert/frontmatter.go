package convert

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A block is front matter as lines, grouped by key. Lines have no line endings.
type block struct {
	open, shut string // the lines of dashes as written

	head []string // comments before the first key that do not belong to it
	keys []entry
	foot []string // what follows the last key
}

// An entry is a key with its value, and the comments above it.
type entry struct {
	content.KeyLine
	lead  []string
	value []string // the line with the key, and the lines that belong to its value
}

// cutBlock splits a document with line feeds only into front matter and body. ok is false
// if the front matter cannot be read or does not have one key per line. A document without
// front matter has an empty block.
func cutBlock(src string) (b block, body string, ok bool) {
	keys, end, ok := content.FrontMatterKeys([]byte(src))
	if !ok || end == 0 {
		return b, src, ok
	}
	lines := strings.SplitN(src, "\n", end+1)
	if len(lines) > end {
		body = lines[end]
	}
	b = block{open: lines[0], shut: lines[end-1]}
	if lines = lines[1 : end-1]; len(keys) == 0 {
		b.foot = lines
		return b, body, true
	}
	begin := 0 // first line that belongs to no key yet
	for i, key := range keys {
		at, next := key.Pos.Line-2, len(lines)
		if i+1 < len(keys) {
			next = keys[i+1].Pos.Line - 2
		}
		if key.Pos.Column != 1 || next <= at {
			return b, src, false
		}
		until := at + 1 + ownLines(lines[at+1:next])
		b.keys = append(b.keys, entry{key, lines[begin:at], lines[at:until]})
		begin = until
	}
	b.foot = lines[begin:]
	b.head, b.keys[0].lead = cutHead(b.keys[0].lead)
	return b, body, true
}

// ownLines returns the number of lines after a key that belong to its value: all but the
// blank lines and comments before the next key.
func ownLines(lines []string) int {
	n := len(lines)
	for n > 0 && isRemark(lines[n-1]) {
		n--
	}
	return n
}

func isRemark(line string) bool {
	return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#")
}

// cutHead splits the comments above the first key into those of the whole block, which end
// with a blank line or are for the editor, and the key's own.
func cutHead(lead []string) (head, own []string) {
	for i := len(lead) - 1; i >= 0; i-- {
		if strings.TrimSpace(lead[i]) == "" || strings.Contains(lead[i], "yaml-language-server") {
			return lead[:i+1], lead[i+1:]
		}
	}
	return nil, lead
}

// byRank compares entries by the canonical order. Unknown keys come last, in the order
// written.
func byRank(x, y entry) int { return cmp.Compare(x.Rank(), y.Rank()) }

// set sets a key to a value, given as YAML. A new key is added at its canonical place.
func (b *block) set(name, value string) {
	line := strings.TrimRight(name+": "+value, " ")
	for i := range b.keys {
		if b.keys[i].Known == name {
			b.keys[i].value = []string{line}
			return
		}
	}
	added := entry{KeyLine: content.KeyLine{Name: name, Known: name}, value: []string{line}}
	at := slices.IndexFunc(b.keys, func(e entry) bool { return e.Rank() > added.Rank() })
	if at < 0 {
		at = len(b.keys)
	}
	b.keys = slices.Insert(b.keys, at, added)
}

// join returns the document that consists of the block and a body.
func (b *block) join(body string) string {
	var out strings.Builder
	line := func(texts []string) {
		for _, text := range texts {
			out.WriteString(text)
			out.WriteByte('\n')
		}
	}
	line([]string{cmp.Or(b.open, "---")})
	line(b.head)
	for _, e := range b.keys {
		line(e.lead)
		line(e.value)
	}
	line(b.foot)
	line([]string{cmp.Or(b.shut, "---")})
	out.WriteString(body)
	return out.String()
}

var (
	plainForm = lazyregexp.New(`^[\p{L}\p{N}][\p{L}\p{M}\p{N} ./_()+%'&;!?=–—-]*$`)
	wordForm  = lazyregexp.New(`(?i)^(null|true|false|yes|no|on|off|y|n|~)$`)
)

// scalar returns a text as a YAML value: as it is if YAML would read it as that text, or
// else in double quotes.
func scalar(text string) string {
	if plainForm().MatchString(text) && !wordForm().MatchString(text) && !strings.HasSuffix(text, " ") {
		return text
	}
	return strconv.Quote(text)
}
