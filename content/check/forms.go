package check

import (
	"fmt"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
)

// maxWord is longer than the words of a vocabulary, in characters.
const maxWord = 24

// synonyms notes values that are read, but spelt in another way.
func synonyms(d *Document) {
	v := d.Config.Vocabularies
	for _, of := range [...]struct {
		key        string
		vocabulary *content.Vocabulary
	}{{"severity", v.Severity}, {"detection", v.Detection}, {"status", v.Status}, {"impact", v.Impact}, {"impacts", v.Impact}} {
		for _, at := range d.values(of.key) {
			d.synonym(of.vocabulary, at)
		}
	}
	for _, entry := range d.PM.Timeline {
		if at, found := d.find(entry.Pos.Line, entry.Pos.Column, entry.Label); found {
			d.synonym(v.Event, at)
		}
	}
	for _, item := range d.PM.ActionItems {
		for _, cell := range d.cells(item.Pos.Line) {
			if cell.to-cell.from > maxWord {
				continue
			}
			if _, isState := v.ActionState.Match(d.text(cell)); isState {
				d.synonym(v.ActionState, cell)
			} else if _, isType := v.ActionType.Match(d.text(cell)); isType {
				d.synonym(v.ActionType, cell)
			}
		}
	}
}

// synonym notes a text that stands for a value of the vocabulary, and is not
// that value's own spelling, case and hyphens apart.
func (d *Document) synonym(v *content.Vocabulary, at span) {
	written := d.text(at)
	value, ok := v.Match(written)
	if !ok || written == value || plain(written) == plain(value) {
		return
	}
	f := d.report(at, "write `"+value+"`", "%q stands for %q", written, value)
	f.Level, f.Fix = content.Info, &Fix{at.line, at.from, at.line, at.to, value}
}

func plain(word string) string { return strings.ToLower(joiners.Replace(word)) }

var joiners = strings.NewReplacer("-", "", "_", "", " ", "")

var slashDate = lazy(`^(\d{4})\s*([-/])\s*(\d{1,2})\s*([-/])\s*(\d{1,2})$`)

// dateForms notes dates that are read, but not written as 2026-03-05.
func dateForms(d *Document) {
	if _, ok := d.keys["date"]; ok {
		d.dateForm(d.key("date"))
	}
	lines := map[int]bool{}
	for _, entry := range d.PM.Timeline {
		lines[entry.Pos.Line] = true
	}
	for _, item := range d.PM.ActionItems {
		lines[item.Pos.Line] = true
	}
	for n := range d.lines {
		if lines[n+1] {
			for _, cell := range d.cells(n + 1) {
				d.dateForm(cell)
			}
		}
	}
}

func (d *Document) dateForm(at span) {
	written := d.text(at)
	if written == "" || written[0] < '0' || written[0] > '9' || !slashDate().MatchString(written) {
		return
	}
	date, err := content.ParseDate(written)
	if err != nil || date.String() == written {
		return
	}
	f := d.report(at, "write "+date.String(), "the date %s has another form than 2026-03-05", written)
	f.Level, f.Fix = content.Info, &Fix{at.line, at.from, at.line, at.to, date.String()}
}

// maxCells is more than any row of the format has.
const maxCells = 32

// cells gives the first cells of a table row that are not blank.
func (d *Document) cells(line int) (out []span) {
	if line < 1 || line > len(d.lines) || !strings.HasPrefix(strings.TrimLeft(d.lines[line-1], " "), "|") {
		return nil
	}
	column, cell := 1, span{line: line}
	flush := func() {
		if cell.from > 0 && cell.to > cell.from {
			out = append(out, cell)
		}
		cell = span{line: line}
	}
	before := rune(0)
	for _, r := range d.lines[line-1] {
		if len(out) == maxCells {
			return out
		}
		switch {
		case r == '|' && before != '\\':
			flush()
		case r == ' ' || r == '\t':
		case cell.from == 0:
			cell.from, cell.to = column, column+1
		default:
			cell.to = column + 1
		}
		before = r
		column++
	}
	flush()
	return out
}

// text is what stands in a span.
func (d *Document) text(at span) string {
	if at.line < 1 || at.line > len(d.lines) {
		return ""
	}
	line := d.lines[at.line-1]
	from := offset(line, at.from)
	return line[from:max(from, offset(line, at.to))]
}

var halfDay = lazy(`(?i)^(\d{1,2}):(\d{2})\s*([ap])\.?m?\.?$`)

// fixFor knows what the parser's complaint leaves no choice about: a time with
// AM or PM has one 24-hour form.
func (d *Document) fixFor(p content.Problem, at span) *Fix {
	m := halfDay().FindStringSubmatch(d.text(at))
	if p.Rule != "date" || m == nil {
		return nil
	}
	hour, ok := hours24()[strings.TrimLeft(m[1], "0")+strings.ToLower(m[3])]
	if !ok || m[2] > "59" {
		return nil
	}
	return &Fix{at.line, at.from, at.line, at.to, hour + ":" + m[2]}
}

// hours24 leads from 12a, 1a … 11p to 00 … 23.
var hours24 = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for hour := range 24 {
		half := "a"
		if hour >= 12 {
			half = "p"
		}
		twelve := hour % 12
		if twelve == 0 {
			twelve = 12
		}
		out[fmt.Sprintf("%d%s", twelve, half)] = fmt.Sprintf("%02d", hour)
	}
	return out
})
