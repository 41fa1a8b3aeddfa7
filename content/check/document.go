package check

import (
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// A Document is one file while it is checked: what [Rule.Run] sees.
type Document struct {
	Path string
	PM   *content.PostMortem // nil when the file could not be read as one

	*shared
	lines     []string // as written
	prose     []string // the same without code, reminders and silencers: blanks stand in their place
	front     int      // the line of the closing dashes, 0 when there is no front matter
	keys      map[string]int
	silencers []*silencer
	linksOnly bool // it is not touched itself, but links to what is

	rule  *Rule // the one that runs
	found []Finding
	masks []mask
}

// A span is a part of one line, 1-based, in characters; the end is exclusive.
type span struct{ line, from, to int }

// A mask is a text that no output may show.
type mask struct{ text, shown string }

func (d *Document) check() []Finding {
	if !d.read() {
		return d.problemsOnly()
	}
	for _, p := range d.problems[d.Path] {
		if !d.linksOnly {
			d.adopt(p)
		}
	}
	for _, rule := range d.rules {
		if rule.applies(d.PM) && (!d.linksOnly || rule.Name == "broken-link" || rule.Name == "attachment-missing") {
			d.rule = rule
			rule.Run(d)
		}
	}
	d.silence()
	d.mask()
	return d.found
}

// read takes the file's text apart. False means that there is no text.
func (d *Document) read() bool {
	src, err := readText(d.Collection.FS, d.Path, markdown.MaxSize)
	if err != nil || !utf8.Valid(src) {
		return false
	}
	d.lines = strings.Split(string(markdown.Normalize(src)), "\n")
	d.findFront()
	d.prose = proseOf(d.lines, d.front)
	d.findSilencers()
	return true
}

// readText reads at most limit bytes of a file.
func readText(fsys fs.FS, name string, limit int64) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}

// problemsOnly is for what has no lines to look at.
func (d *Document) problemsOnly() (out []Finding) {
	for _, p := range d.problems[d.Path] {
		line, column := max(p.Pos.Line, 1), max(p.Pos.Column, 1)
		out = append(out, Finding{
			File: p.File, Line: line, Column: column, EndLine: line, EndColumn: column + 1,
			Level: p.Level, Rule: p.Rule, Message: p.Message, Hint: p.Hint,
		})
	}
	return out
}

// adopt takes over what the parser found.
func (d *Document) adopt(p content.Problem) {
	at := d.token(max(p.Pos.Line, 1), max(p.Pos.Column, 1))
	f := d.finding(at, p.Hint, p.Message)
	f.Rule, f.Level, f.Fix = p.Rule, p.Level, d.fixFor(p, at)
	d.found = append(d.found, f)
}

// report adds a finding of the rule that runs.
func (d *Document) report(at span, hint, format string, args ...any) *Finding {
	f := d.finding(at, hint, fmt.Sprintf(format, args...))
	f.Rule, f.Level = d.rule.Name, d.levels[d.rule.Name]
	d.found = append(d.found, f)
	return &d.found[len(d.found)-1]
}

func (d *Document) finding(at span, hint, message string) Finding {
	return Finding{File: d.Path, Line: at.line, Column: at.from, EndLine: at.line, EndColumn: max(at.to, at.from+1), Message: message, Hint: hint}
}

// findFront notes where the front matter ends and on which line each key stands.
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

// key is where the value of a key of the front matter stands, or else the front
// matter's end, where the key would be added.
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

// values gives the values of a key: one, the items of a list in brackets, or
// those of a list with a line for each.
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
		for _, part := range valueForm.FindAllStringIndex(text[from:], -1) {
			if comment := strings.Index(text, " #"); comment >= 0 && from+part[0] > comment {
				break
			}
			out = append(out, span{n, column(text, from+part[0]), column(text, from+part[1])})
		}
	}
	return out
}

// valueForm finds the words between the marks of YAML lists and quotes.
var valueForm = regexp.MustCompile(`[^\s,"'\[\]-][^,"'\[\]#]*[^\s,"'\[\]#]|[^\s,"'\[\]-]`)

// startsKey reports whether a line of the front matter begins another key.
func (d *Document) startsKey(line int) bool {
	text := d.lines[line-1]
	return text != "" && !strings.ContainsAny(text[:1], " \t#-]")
}

// column turns a byte offset into a column.
func column(text string, offset int) int { return utf8.RuneCountInString(text[:offset]) + 1 }

// inKey finds a text within the value of a key, which may go on over lines.
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

// find looks for a text on a line, from a column on.
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

// token is what begins at a place: a cell up to its pipe, a value up to the
// comma, bracket or comment that ends it, or else the rest of the line.
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
			break // the row is meant
		}
		if i := cellEnd(rest); i >= 0 {
			end = i
		}
	}
	return span{line, column, column + utf8.RuneCountInString(strings.TrimRight(rest[:end], " \t"))}
}

// cellEnd finds the pipe that ends a cell, -1 when none does.
func cellEnd(rest string) int {
	for i := range len(rest) {
		if rest[i] == '|' && (i == 0 || rest[i-1] != '\\') {
			return i
		}
	}
	return -1
}

// valueEnd finds the end of a YAML scalar or list that stands on one line.
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

// offset turns a column into a byte offset, at most the text's length.
func offset(text string, column int) int {
	for i := range text {
		if column--; column == 0 {
			return i
		}
	}
	return len(text)
}
