package convert

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// date returns the date that a text begins with, or else the first one in it that has a year.
// Sure is false if the text says more than that.
func (im *importer) date(text string) (date content.Date, sure, ok bool) {
	text = strings.TrimSpace(text)
	if s, begins := cutStamp(text); begins && s.day.month != 0 {
		date, ok = im.calendar.date(s.day)
		return date, strings.TrimSpace(s.rest) == "" && s.clock == "", ok
	}
	d, _, found := findDay(text)
	if !found {
		return content.Date{}, false, false
	}
	date, ok = im.calendar.date(d)
	return date, false, ok
}

// A source is a place of a document that may say its date.
type source struct {
	date content.Date // zero if it does not
	at   int          // line in the source; 0 for the file's name
	from string
}

// findDate sets the date if the front matter has none, from the title, the timeline, the
// file's name or the text. The dates of other parts of the document are completed by it.
func (im *importer) findDate() {
	im.scan()
	for _, e := range im.front.keys {
		if e.Known == "date" {
			im.calendar.near, _, _ = im.date(strings.Trim(strings.TrimSpace(strings.TrimPrefix(e.value[0], e.Name+":")), `"'`))
			return
		}
	}
	im.calendar.year = im.yearNamed()
	title, name := im.dateOfTitle(), source{date: im.dateOfFile(), from: "the file's name"}
	im.calendar.near = title.date
	if im.calendar.near.IsZero() {
		im.calendar.near = name.date
	}
	rows := im.datesOfTimeline()
	for _, s := range []source{chooseDate(title, name, rows), im.dateOfText(true), im.dateOfText(false)} {
		if s.date.IsZero() {
			continue
		}
		im.front.set("date", s.date.String())
		im.note(s.at, Guessed, "date: %s, from %s", s.date, s.from)
		im.calendar.near = s.date
		return
	}
	im.calendar.near = content.Date{}
}

// leadTime is how long before a file's date, which may be that of the report, a timeline
// begins with the outage itself, not with the change that caused it.
const leadTime = 7 * 24 * time.Hour

// chooseDate chooses between the dates of the title, the file's name and the rows of the
// timeline.
func chooseDate(title, name source, rows []source) source {
	if len(rows) == 0 {
		return or(title, name)
	}
	first := rows[0]
	named := func(s source) bool { return s.date == name.date }
	switch {
	case first.date == name.date:
		return first
	case !title.date.IsZero():
		return title
	case name.date.Time().Sub(first.date.Time()) > leadTime && slices.ContainsFunc(rows, named):
		return name
	}
	return first
}

func or(a, b source) source {
	if a.date.IsZero() {
		return b
	}
	return a
}

// dateOfTitle returns the date in a heading of the first level, or in the title of the front
// matter.
func (im *importer) dateOfTitle() source {
	for _, l := range im.lines {
		if l.level != 1 || l.kind == content.TimelineSection {
			continue
		}
		if date, _, ok := im.date(plain(l.title)); ok {
			return source{date, l.at, "the heading"}
		}
	}
	for _, e := range im.front.keys {
		if e.Known == "title" {
			if d, _, ok := findDay(e.value[0]); ok {
				date, _ := im.calendar.date(d)
				return source{date, e.Pos.Line, "the title"}
			}
		}
	}
	return source{}
}

var (
	nameDate  = lazyregexp.New(`^(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?:[-_ T.]+|$)`)
	monthDay  = lazyregexp.New(`^(\d{2})[-_](\d{2})(?:[-_ ]|$)`)
	yearInDir = lazyregexp.New(`(?:^|/)(20\d\d)(?:[-_/](\d{2}))?(?:/|$)`)
)

// dateOfFile returns the date that a file's name begins with, or a month and a day below a
// folder with the year.
func (im *importer) dateOfFile() content.Date {
	if date, err := content.ParseDate(dateOfName(im.name)); err == nil {
		return date
	}
	m, dir := monthDay().FindStringSubmatch(path.Base(im.name)), yearInDir().FindStringSubmatch(path.Dir(im.name))
	if m == nil || dir == nil || dir[2] != "" && dir[2] != m[1] {
		return content.Date{}
	}
	date, _ := content.ParseDate(dir[1] + "-" + m[1] + "-" + m[2])
	return date
}

// yearNamed returns the year of dates without one: the only year that the title, the headings
// of the timeline, its column heads or the file's path name.
func (im *importer) yearNamed() int {
	texts := []string{im.name}
	for i, l := range im.lines {
		if l.level == 1 || l.kind == content.TimelineSection && (l.level > 0 || im.tableAt(i) > 0) {
			texts = append(texts, l.text)
		}
	}
	year := 0
	for _, found := range yearNumber().FindAllString(strings.Join(texts, "\n"), -1) {
		date, err := content.ParseDate(found + "-01-01")
		if err != nil || year != 0 && date.Year != year {
			return 0
		}
		year = date.Year
	}
	return year
}

// datesOfTimeline returns the dates in the timeline, in the order written: those of its heading,
// and those that its rows and the lines between them begin with.
func (im *importer) datesOfTimeline() (out []source) {
	for _, l := range im.lines {
		if l.kind != content.TimelineSection || l.code {
			continue
		}
		for _, text := range im.beginnings(l) {
			s, ok := cutStamp(text)
			if !ok || s.day.month == 0 {
				continue
			}
			if date, ok := im.calendar.date(s.day); ok {
				out = append(out, source{date, l.at, "the timeline"})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, l := range im.lines {
		if l.level > 0 && l.kind == content.TimelineSection {
			if date, _, ok := im.date(plain(l.title)); ok {
				return []source{{date, l.at, "the heading of the timeline"}}
			}
		}
	}
	return nil
}

// beginnings returns the texts of a line that may begin with a date: those of a row's cells, or
// that of an item, a heading or a paragraph.
func (im *importer) beginnings(l line) []string {
	switch {
	case l.level > 0:
		return []string{l.title}
	case strings.HasPrefix(strings.TrimSpace(l.text), "|"):
		row := cells(l.text)
		return row[:min(len(row), 3)]
	case strings.HasPrefix(l.text, "  "):
		return nil
	}
	if m := listForm().FindStringSubmatch(l.text); m != nil {
		return []string{m[4]}
	}
	return []string{l.text}
}

// dateOfText returns the first date in the text: above and in the summary, or anywhere.
func (im *importer) dateOfText(summary bool) source {
	for _, l := range im.lines {
		if l.code || summary && l.depth > 1 && l.kind != content.SummarySection {
			continue
		}
		if d, _, ok := findDay(plain(l.text)); ok {
			if date, ok := im.calendar.date(d); ok {
				return source{date, l.at, "the text"}
			}
		}
	}
	return source{}
}
