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

// A Document is one file that is being checked, as [Rule.Run] sees it.
type Document struct {
	Path string
	PM   *content.PostMortem // nil if the file could not be parsed

	*shared
	*standard
	lines     []string // as written
	prose     []string // the lines with code, reminders and silencers blanked out
	front     int      // the line of the closing dashes, or 0 without front matter
	keys      map[string]int
	silencers []*silencer
	linksOnly bool // it is not checked itself, but links to a touched file or is in Reread

	rule  *Rule // the rule that is running
	found []Finding
	masks map[string]string // replacements for texts that no output may show
	hints int               // number of expensive hints computed so far

	mentions int // number of links that were looked for in the whole text

	linked  []link                                  // cached result of links, or nil
	anchors map[*content.PostMortem]map[string]bool // of this document and of those that it links to
}

func (d *Document) check() []Finding {
	key, keyed := d.knownKey()
	if keyed {
		if found, known := d.recall(key); known {
			return found
		}
	}
	if !d.read() {
		return d.problemsOnly()
	}
	for _, p := range d.problems[d.Path] {
		if (!d.linksOnly || d.Reread[d.Path] && p.Level == content.Error) && (!d.full() || p.Level == content.Error && !HasErrors(d.found)) {
			d.adopt(p)
		}
	}
	for _, rule := range d.rules {
		if rule.checks(d) && (!d.linksOnly || !d.isOther(d.Path) && (rule.Name == "broken-link" || rule.Name == "attachment-missing")) {
			d.rule = rule
			rule.Run(d)
		}
	}
	d.silence()
	d.mask()
	if keyed {
		d.remember(key)
	}
	return d.found
}

// read splits the file's text into lines. It returns false if there is no text.
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

// problemsOnly returns the findings for a file that has no lines to check.
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

// adopt adds a problem that the parser found.
func (d *Document) adopt(p content.Problem) {
	at := d.token(max(p.Pos.Line, 1), max(p.Pos.Column, 1))
	if p.Rule == "refused-link" || p.Rule == "undefined-reference" {
		at = d.upToLinkEnd(at)
	}
	f := d.finding(at, p.Hint, p.Message)
	f.Rule, f.Level = p.Rule, p.Level
	if p.Rule == "duplicate-id" && d.Touched != nil {
		f.Level = d.levels[p.Rule] // also in a draft: its branch can still change it
	}
	if !d.isOther(d.Path) {
		f.Fix = d.fixFor(p, at)
	}
	d.found = append(d.found, f)
}

// report adds a finding of the rule that is running.
func (d *Document) report(at span, hint, format string, args ...any) *Finding {
	f := d.finding(at, hint, fmt.Sprintf(format, args...))
	f.Rule, f.Level = d.rule.Name, d.levels[d.rule.Name]
	if d.full() {
		return &f
	}
	d.found = append(d.found, f)
	return &d.found[len(d.found)-1]
}

// maxFindings is the maximum number of findings per document: nobody reads more, and a
// hostile document could have a million.
const maxFindings = 500

// room returns the number of findings that can still be added.
func (d *Document) room() int { return maxFindings - len(d.found) }

// full reports whether no more findings can be added.
func (d *Document) full() bool { return d.room() <= 0 }

func (d *Document) finding(at span, hint, message string) Finding {
	return Finding{File: d.Path, Line: at.line, Column: at.from, EndLine: at.line, EndColumn: max(at.to, at.from+1), Message: message, Hint: hint}
}
