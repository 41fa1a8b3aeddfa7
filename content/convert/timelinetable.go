package convert

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A timelineTable is a table of the timeline with its columns; -1 stands for one that it does
// not have.
type timelineTable struct {
	im               *importer
	time, date, text int
	day              string // of the heading above, for the first row
	lost             bool   // the last date could not be read, so that the rows below have none
}

// timelineTable rewrites the dates and times of a table in the format and moves the
// original words to the last cell. If there is no column for events, it uses the last
// column that the format does not know.
func (im *importer) timelineTable(table []line, day string) []line {
	t := timelineTable{im: im, time: -1, date: -1, text: -1, day: day}
	head := cells(table[0].text)
	other, events := -1, false
	for i, cell := range head {
		switch content.TimelineColumn(plain(cell)) {
		case "time", "both":
			t.time = i
		case "date":
			if t.date < 0 || content.FoldHeading(plain(head[t.date])) != "date" { // Date takes precedence over Day
				t.date = i
			}
		case "":
			other = i
		default:
			t.text, events = i, true
		}
	}
	if t.time < 0 && t.date >= 0 && im.timesIn(table, t.date) {
		t.time, t.date = t.date, -1
		head[t.time] = "Time (" + plain(head[t.time]) + ")"
	}
	if t.time < 0 {
		im.note(table[0].at, Left, "timeline: the table has no column Time")
		return table
	}
	if name := plain(head[max(other, 0)]); !events && other >= 0 && name != "" && !strings.ContainsAny(name, "()") {
		head[other], t.text = "Event ("+name+")", other
		im.note(table[0].at, Guessed, "timeline: the column %q was renamed to Event", name)
	}
	table[0].text = t.joined(head, table[0].text)
	return t.rows(table, head)
}

// timesIn reports whether most rows of a table have a time in a column.
func (im *importer) timesIn(table []line, column int) bool {
	timed := 0
	for _, l := range table[2:] {
		if row := cells(l.text); column < len(row) {
			if s, ok := cutStamp(row[column]); ok && s.clock != "" {
				timed++
			}
		}
	}
	return timed > 0 && timed >= (len(table)-2)/2
}

// joined returns the line of a row, as written if no cell changes.
func (timelineTable) joined(row []string, written string) string {
	if strings.TrimRight(strings.Join(row, "\n"), "\n") == strings.TrimRight(strings.Join(cells(written), "\n"), "\n") {
		return written
	}
	return joinCells(row)
}

// rows rewrites the rows below the head.
func (t *timelineTable) rows(table []line, head []string) []line {
	remarks := make([]string, len(table)) // the original words of rewritten cells
	for n := 2; n < len(table); n++ {
		row := cells(table[n].text)
		for len(row) < len(head) && len(row) <= max(t.time, t.date) {
			row = append(row, "")
		}
		for _, remark := range t.row(table[n].at, row) {
			if remark != "" {
				remarks[n] = strings.TrimSpace(remarks[n] + " (" + remark + ")")
			}
		}
		table[n].text = t.joined(row, table[n].text)
	}
	t.addRemarks(table, remarks)
	return table
}

// row rewrites the date and the time of a row and returns the words that it replaced.
func (t *timelineTable) row(at int, row []string) (remarks []string) {
	if t.time >= len(row) || t.im.hasOffset(row[t.time]) {
		return nil
	}
	source := plain(row[t.time])
	s, ok := t.im.stamp(source, at)
	day := ""
	if t.date >= 0 && t.date < len(row) {
		day = plain(row[t.date])
	}
	if day != "" && !content.IsPlaceholder("date", day) {
		date, _, known := t.im.date(day)
		if t.lost = !known; known && date.String() != day && !isISO(day) {
			row[t.date] = date.String()
			remarks = append(remarks, day)
			written, _ := cutStamp(day)
			t.im.note(at, written.day.kind(), "timeline: %s is %s", day, date)
		} else if !known {
			row[t.date] = ""
			remarks = append(remarks, day)
			t.im.note(at, Left, "timeline: %q is not a date", day)
		}
		t.day = ""
	}
	switch {
	case source == "":
		return remarks
	case !ok || s.clock == "" && s.day.month == 0:
		row[t.time] = ""
		t.im.note(at, Left, "timeline: %q is not a time", source)
		return append(remarks, source)
	}
	when, known := t.when(s)
	if !known || s.clock == "" {
		row[t.time] = ""
		t.im.note(at, Left, "timeline: %q is not a time", source)
		if known && s.day.month != 0 && t.date < 0 {
			t.day = when
		}
		return append(remarks, source)
	}
	if !s.plain || s.prefix+s.rest != "" {
		row[t.time] = when
	}
	if t.day != "" && s.day.month == 0 && t.date < 0 {
		row[t.time] = t.day + " " + when
	}
	t.day = ""
	words := s.replaced(row[t.time])
	if words != "" {
		t.im.note(at, kindOf(s.day.month == 0 || s.day.kind() == Mapped), "timeline: %s is %s", words, row[t.time])
	}
	if words = strings.TrimSpace(words + s.rest); words != "" {
		remarks = append(remarks, words)
	}
	return remarks
}

// when returns a date and a time in the format. It returns false if the date stays open.
func (t *timelineTable) when(s stamp) (string, bool) {
	out := s.clock
	switch {
	case s.day.month != 0:
		date, ok := t.im.calendar.date(s.day)
		if t.lost = !ok; !ok {
			return "", false
		}
		out = strings.TrimSpace(date.String() + " " + s.clock)
		if isISO(s.day.source) {
			out = strings.TrimSpace(s.day.source + " " + s.clock)
		}
	case t.lost:
		return "", false
	}
	if s.zone != "" {
		out += " " + s.zone
	}
	return out, true
}

// isISO reports whether the format can read a date as it is.
func isISO(text string) bool {
	_, err := content.ParseDate(text)
	return err == nil
}

// addRemarks adds remarks to the last cells of a table, or in a new column if the last one
// has the events, dates or times.
func (t *timelineTable) addRemarks(table []line, remarks []string) {
	if strings.Join(remarks, "") == "" {
		return
	}
	head := cells(table[0].text)
	last := len(head) - 1
	if kind := content.TimelineColumn(plain(head[last])); kind != "note" && (kind != "event" || t.text != last) && kind != "" || kind == "event" && t.bare(table, last) {
		remarks[0], remarks[1] = "Notes", "---"
	}
	for n, remark := range remarks {
		if remark == "" {
			continue
		}
		row := cells(table[n].text)
		for len(row) < len(head) {
			row = append(row, "")
		}
		if remarks[0] != "" {
			row = append(row, remark)
		} else {
			row[last] = strings.TrimSpace(row[last] + " " + remark)
		}
		table[n].text = joinCells(row)
	}
}

// bare reports whether the rows of a column are names of events without text.
func (t *timelineTable) bare(table []line, column int) bool {
	for _, l := range table[2:] {
		if row := cells(l.text); column < len(row) {
			if _, known := t.im.words.Event.Match(plain(row[column])); known {
				return true
			}
		}
	}
	return false
}

func joinCells(row []string) string { return "| " + strings.Join(row, " | ") + " |" }
