package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// maxWord is the length in characters above which a text is not looked up in a
// vocabulary.
const maxWord = 24

// vocabularyKeys are the keys whose values are of a vocabulary.
var vocabularyKeys = slices.DeleteFunc(content.Keys(), func(k content.Key) bool { return k.Vocabulary == nil })

// synonyms notes values that are read, but spelt in another way.
func synonyms(d *Document) {
	v := d.Config.Vocabularies
	for _, key := range vocabularyKeys {
		for _, name := range []string{key.Name, key.Plural} {
			for _, at := range d.values(name) {
				d.synonym(key.Vocabulary(v), at)
			}
		}
	}
	for _, entry := range d.PM.Timeline {
		at, found := d.find(entry.Pos.Line, entry.Pos.Column, entry.Label)
		switch {
		case !found:
		case entry.Event != "":
			d.synonym(v.Event, at)
		default:
			d.unknownEvent(v.Event, entry.Label, at)
		}
	}
	for _, item := range d.PM.ActionItems {
		for _, c := range d.cells(item.Pos.Line) {
			if c.to-c.from > maxWord {
				continue
			}
			if _, isState := v.ActionState.Match(c.text); isState {
				d.synonym(v.ActionState, c.span)
			} else if _, isType := v.ActionType.Match(c.text); isType {
				d.synonym(v.ActionType, c.span)
			}
		}
	}
}

// synonym notes a text that stands for a value of the vocabulary, but is spelled
// differently. Case and hyphens are ignored.
func (d *Document) synonym(v *content.Vocabulary, at span) {
	written := d.text(at)
	value, ok := v.Match(written)
	if !ok || written == value || plain(written) == plain(value) {
		return
	}
	f := d.report(at, "write `"+value+"`", "%q stands for %q", written, value)
	f.Level, f.Fix = content.Info, &Fix{at.line, at.from, at.line, at.to, value}
}

// unknownEvent warns about a label that is probably meant to be an event, in a document past
// draft: one that misspells an event, or begins with one and goes on. Other labels are free
// text.
func (d *Document) unknownEvent(events *content.Vocabulary, label string, at span) {
	if _, known := events.Match(label); known || d.PM.IsDraft() || utf8.RuneCountInString(label) > maxLabel {
		return
	}
	event := cmp.Or(events.NearestValue(label), beginning(events, label))
	if event == "" {
		return
	}
	f := d.report(at, "write `"+event+"`, and what else there is to say in the notes; `pmsite rules vocabulary` lists all events",
		"%q is not an event, so no figure is computed from this row", label)
	f.Level = max(f.Level, content.Warning)
}

// maxLabel is the length in characters above which a label is free text.
const maxLabel = 48

// beginning returns the event with whose words, at least two, a label begins.
func beginning(events *content.Vocabulary, label string) string {
	words := strings.Fields(label)
	for n := min(len(words)-1, 3); n >= 2; n-- {
		if event, known := events.Match(strings.TrimRight(strings.Join(words[:n], " "), ":,;.-–—(")); known {
			return event
		}
	}
	return ""
}

func plain(word string) string { return strings.ToLower(joiners.Replace(word)) }

var joiners = strings.NewReplacer("-", "", "_", "", " ", "")

var slashDate = lazyregexp.New(`^(\d{4})\s*([-/])\s*(\d{1,2})\s*([-/])\s*(\d{1,2})$`)

// dateForms notes dates that are accepted, but not written as 2026-03-05.
func dateForms(d *Document) {
	if _, ok := d.keys["date"]; ok {
		at := d.key("date")
		d.dateForm(cell{at, d.text(at)})
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
			for _, c := range d.cells(n + 1) {
				d.dateForm(c)
			}
		}
	}
}

func (d *Document) dateForm(at cell) {
	written := at.text
	if written == "" || written[0] < '0' || written[0] > '9' || !slashDate().MatchString(written) {
		return
	}
	date, err := content.ParseDate(written)
	if err != nil || date.String() == written {
		return
	}
	f := d.report(at.span, "write "+date.String(), "the date %s is not written as 2026-03-05", written)
	f.Level, f.Fix = content.Info, &Fix{at.line, at.from, at.line, at.to, date.String()}
}

// maxCells is more than the number of cells in any row of the format.
const maxCells = 32

// A cell is the place and text of a cell in a table.
type cell struct {
	span
	text string
}

// cells returns the first cells of a table row that are not blank.
func (d *Document) cells(line int) (out []cell) {
	if line < 1 || line > len(d.lines) || !strings.HasPrefix(strings.TrimLeft(d.lines[line-1], " "), "|") {
		return nil
	}
	text := d.lines[line-1]
	column, start, end := 1, 0, 0
	at := span{line: line}
	flush := func() {
		if at.from > 0 && at.to > at.from {
			out = append(out, cell{at, text[start:end]})
		}
		at = span{line: line}
	}
	before := rune(0)
	for i, r := range text {
		if len(out) == maxCells {
			return out
		}
		switch {
		case r == '|' && before != '\\':
			flush()
		case r == ' ' || r == '\t':
		default:
			if at.from == 0 {
				at.from, start = column, i
			}
			at.to, end = column+1, i+utf8.RuneLen(r)
		}
		before = r
		column++
	}
	flush()
	return out
}

// text returns the text of a span.
func (d *Document) text(at span) string {
	if at.line < 1 || at.line > len(d.lines) {
		return ""
	}
	line := d.lines[at.line-1]
	from := offset(line, at.from)
	return line[from:max(from, offset(line, at.to))]
}

var halfDay = lazyregexp.New(`(?i)^(\d{1,2}):(\d{2})\s*([ap])\.?m?\.?$`)

// fixFor returns a fix for a problem of the parser that has only one right answer, or
// nil: the parser's own, or the 24-hour form of a time with AM or PM.
func (d *Document) fixFor(p content.Problem, at span) *Fix {
	if old := p.Fix.Old; old != "" && strings.HasPrefix(d.text(at), old) {
		return &Fix{at.line, at.from, at.line, at.from + utf8.RuneCountInString(old), p.Fix.New}
	}
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

// hours24 maps 12a, 1a … 11p to 00 … 23.
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
