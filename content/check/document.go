package check

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
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
	masks map[string]string // texts that no output may show, and what stands for them
	hints int               // how many hints were looked for that take long

	linked  []link                                  // what links gives, nil before it was asked
	anchors map[*content.PostMortem]map[string]bool // of this document and those it links to
}

func (d *Document) check() []Finding {
	if !d.read() {
		return d.problemsOnly()
	}
	for _, p := range d.problems[d.Path] {
		if !d.linksOnly && (!d.full() || p.Level == content.Error && !HasErrors(d.found)) {
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
	src, known := d.Unsaved[d.Path]
	if !known {
		src = d.Collection.Text(d.Path)
		known = src != nil
	}
	if !known {
		var err error
		if src, err = readText(d.Collection.FS, d.Path, markdown.MaxSize); err != nil {
			return false
		}
	}
	if !utf8.Valid(src) || len(src) > markdown.MaxSize {
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
	var src bytes.Buffer
	if info, err := file.Stat(); err == nil {
		src.Grow(int(min(max(info.Size(), 0), limit)) + bytes.MinRead)
	}
	_, err = src.ReadFrom(io.LimitReader(file, limit))
	return src.Bytes(), err
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
	if d.full() {
		return &f
	}
	d.found = append(d.found, f)
	return &d.found[len(d.found)-1]
}

// maxFindings bounds what is reported of one document; nobody reads more, and
// a hostile one could have a million.
const maxFindings = 500

// room is how many findings may still be added.
func (d *Document) room() int { return maxFindings - len(d.found) }

// full reports whether nothing more is reported.
func (d *Document) full() bool { return d.room() <= 0 }

func (d *Document) finding(at span, hint, message string) Finding {
	return Finding{File: d.Path, Line: at.line, Column: at.from, EndLine: at.line, EndColumn: max(at.to, at.from+1), Message: message, Hint: hint}
}
