package check

import (
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A span is a part of one line. The line and the columns are 1-based, columns count
// characters, and the end is exclusive.
type span struct{ line, from, to int }

// findFront records where the front matter ends and on which line each key is.
func (d *Document) findFront() {
	d.keys = map[string]int{}
	if strings.TrimRight(d.lines[0], " \t") != "---" {
		return
	}
	for i, line := range d.lines[1:] {
		if strings.TrimRight(line, " \t") == "---" {
			d.front = i + 2
			return
		}
		if name, _, found := strings.Cut(line, ":"); found && name != "" && !strings.ContainsAny(name[:1], " \t#-") {
			d.keys[strings.Trim(name, `"' `)] = i + 2
		}
	}
	d.keys = map[string]int{}
}

// key returns the span of the value of a front-matter key, or else the end of the front
// matter, where the key would be added.
func (d *Document) key(names ...string) span {
	for _, name := range names {
		if line, ok := d.keys[name]; ok {
			text := d.lines[line-1]
			value := strings.IndexByte(text, ':') + 1
			for value < len(text) && text[value] == ' ' {
				value++
			}
			if value < len(text) {
				return d.token(line, utf8.RuneCountInString(text[:value])+1)
			}
			return span{line, 1, utf8.RuneCountInString(text) + 1}
		}
	}
	return d.token(max(d.front, 1), 1)
}

// values returns the first values of a key, at most as many as there is room for findings:
// a single value, the items of a list in brackets, or those of a list with one per line.
func (d *Document) values(name string) (out []span) {
	line, ok := d.keys[name]
	if !ok {
		return nil
	}
	for n := line; n < d.front && (n == line || !d.startsKey(n)); n++ {
		text := d.lines[n-1]
		from := 0
		if n == line {
			from = strings.IndexByte(text, ':') + 1
		}
		for _, part := range valueForm().FindAllStringIndex(text[from:], d.room()) {
			if comment := strings.Index(text, " #"); comment >= 0 && from+part[0] > comment {
				break
			}
			out = append(out, span{n, column(text, from+part[0]), column(text, from+part[1])})
		}
	}
	return out
}

// valueForm matches the text between the punctuation of YAML lists and quotes.
var valueForm = lazyregexp.New(`[^\s,"'\[\]-][^,"'\[\]#]*[^\s,"'\[\]#]|[^\s,"'\[\]-]`)

// startsKey reports whether a line of the front matter begins a new key.
func (d *Document) startsKey(line int) bool {
	text := d.lines[line-1]
	return text != "" && !strings.ContainsAny(text[:1], " \t#-]")
}

// column converts a byte offset to a column.
func column(text string, offset int) int { return utf8.RuneCountInString(text[:offset]) + 1 }

// inKey finds a text in the value of a key, which may span several lines.
func (d *Document) inKey(text string, names ...string) span {
	for _, name := range names {
		line, ok := d.keys[name]
		if !ok {
			continue
		}
		for n := line; n < d.front && (n == line || !d.startsKey(n)); n++ {
			if at, found := d.find(n, 1, text); found {
				return at
			}
		}
	}
	return d.key(names...)
}

// find finds a text on a line, starting at a column.
func (d *Document) find(line, column int, text string) (span, bool) {
	if line < 1 || line > len(d.lines) || text == "" {
		return span{}, false
	}
	from := offset(d.lines[line-1], column)
	i := strings.Index(d.lines[line-1][from:], text)
	if i < 0 {
		return span{}, false
	}
	start := column + utf8.RuneCountInString(d.lines[line-1][from:from+i])
	return span{line, start, start + utf8.RuneCountInString(text)}, true
}

// token returns the span of the token that begins at a place: a cell up to its pipe, a
// value up to the comma, bracket or comment that ends it, or else the rest of the line.
func (d *Document) token(line, column int) span {
	if line > len(d.lines) {
		return span{line, column, column + 1}
	}
	text := d.lines[line-1]
	rest := text[offset(text, column):]
	end := len(rest)
	switch {
	case line < d.front:
		end = valueEnd(rest)
	case strings.HasPrefix(strings.TrimLeft(text, " >\t"), "|"):
		if strings.HasPrefix(rest, "|") {
			break // the problem is about the whole row
		}
		if i := cellEnd(rest); i >= 0 {
			end = i
		}
	}
	return span{line, column, column + utf8.RuneCountInString(strings.TrimRight(rest[:end], " \t"))}
}

// cellEnd returns the offset of the pipe that ends a cell, or -1 if none does.
func cellEnd(rest string) int {
	for i := range len(rest) {
		if rest[i] == '|' && (i == 0 || rest[i-1] != '\\') {
			return i
		}
	}
	return -1
}

// valueEnd returns the offset of the end of a YAML scalar or list on a single line.
func valueEnd(rest string) int {
	if rest == "" {
		return 0
	}
	switch quote := rest[0]; quote {
	case '"', '\'':
		if i := strings.IndexByte(rest[1:], quote); i >= 0 {
			return i + 2
		}
	case '[':
		if i := strings.IndexByte(rest, ']'); i >= 0 {
			return i + 1
		}
	}
	end := len(rest)
	for _, stop := range []string{" #", ", ", "]"} {
		if i := strings.Index(rest[:end], stop); i > 0 {
			end = i
		}
	}
	return end
}

// offset converts a column to a byte offset, at most the text's length.
func offset(text string, column int) int {
	for i := range text {
		if column--; column == 0 {
			return i
		}
	}
	return len(text)
}
