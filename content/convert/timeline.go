package convert

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	listForm = lazyregexp.New(`^( {0,3})(?:[-*+]|(\d{1,4})[.)])( +)(.*)$`)
	dayLine  = lazyregexp.New(`^[*_#\s]*(?:[A-Z][a-z]+day,? )?(` + isoDay + `|` + wordDay + `)\b[*_:\s]*(?:$|\(|[A-Za-z*])`)
)

// convertTimeline rewrites entries of the timeline as list items with 24-hour times. A date
// on a line of its own moves to the first entry below.
func (im *importer) convertTimeline() {
	im.scan()
	var out []line
	day, timed, within := "", false, false // within: in the text below an event's heading
	for i := 0; i < len(im.lines); i++ {
		l := im.lines[i]
		if l.kind != content.TimelineSection || l.code {
			if l.level > 0 {
				timed, within, day = false, false, ""
			} else if within && l.text != "" {
				l.text = "  " + l.text
			}
			out = append(out, l)
			continue
		}
		if rows := im.tableAt(i); rows > 0 && !within {
			out = append(out, im.timelineTable(im.lines[i:i+rows])...)
			i, timed = i+rows-1, false
			continue
		}
		if m := dayLine().FindStringSubmatch(l.text); m != nil {
			if found, ok := parseDate(m[1]); ok && found.String() != "" {
				day = found.String()
			}
		}
		if l.level > 0 {
			text, ok := im.entryText(l.title, day)
			if within = ok; ok {
				im.note(l.at, Mapped, "timeline: %s", text)
				l.text, timed, day = "- "+text, true, ""
			} else {
				timed = false
			}
			out = append(out, l)
			continue
		}
		if within {
			if l.text != "" {
				l.text = "  " + l.text
			}
			out = append(out, l)
			continue
		}
		l.text, timed, day = im.timelineLine(l, day, timed, i == 0 || im.lines[i-1].level > 0 || strings.TrimSpace(im.lines[i-1].text) == "")
		out = append(out, l)
	}
	im.lines = out
}

// timelineLine converts one line of a list or paragraph. Timed means that the item above
// has a time; an item without one is then a part of it.
func (im *importer) timelineLine(l line, day string, timed, first bool) (text string, nowTimed bool, nextDay string) {
	if m := listForm().FindStringSubmatch(l.text); m != nil {
		entry, ok := im.entryText(m[4], day)
		switch {
		case ok:
			marker := l.text[:len(l.text)-len(m[4])]
			if out := marker + entry; out != l.text {
				im.note(l.at, Mapped, "timeline: %s", entry)
				return out, true, ""
			}
			return l.text, true, ""
		case timed && m[1] == "" && m[2] == "":
			im.note(l.at, Guessed, "timeline: an item without a time was added to the one above")
			return "  " + l.text, true, day
		}
		return l.text, timed, day
	}
	if strings.HasPrefix(l.text, " ") || strings.TrimSpace(l.text) == "" {
		return l.text, timed, day
	}
	if entry, ok := im.entryText(l.text, day); ok && (first || timed) {
		im.note(l.at, Mapped, "timeline: %s", entry)
		return "- " + entry, true, ""
	}
	return l.text, timed && !first, day
}

var clockColumns = []string{"time", "date time", "datetime", "timestamp", "when", "date and time"}

// timelineTable rewrites the dates and times of a table in the format and moves the
// original words to the last cell. If there is no column for events, it uses the last
// column that the format does not know.
func (im *importer) timelineTable(table []line) []line {
	time, date, other, events := -1, -1, -1, false
	head := cells(table[0].text)
	for i, cell := range head {
		name, _, _ := strings.Cut(plain(cell), "(")
		switch kind := content.TimelineColumn(plain(cell)); {
		case slices.Contains(clockColumns, content.FoldHeading(name)):
			time = i
		case kind == "date":
			date = i
		case kind == "":
			other = i
		default:
			events = true
		}
	}
	if time < 0 {
		im.note(table[0].at, Left, "timeline: the table has no column Time")
		return table
	}
	if name := plain(head[max(other, 0)]); !events && other >= 0 && name != "" && !strings.ContainsAny(name, "()") {
		head[other] = "Event (" + name + ")"
		table[0].text = joinCells(head)
		im.note(table[0].at, Guessed, "timeline: the column %q was renamed to Event", name)
	}
	remarks := make([]string, len(table)) // original words of rewritten cells
	for n := 2; n < len(table); n++ {
		row := cells(table[n].text)
		for _, remark := range []string{im.dateCell(table[n].at, row, date), im.timeCell(table[n].at, row, time)} {
			if remark != "" {
				remarks[n] = strings.TrimSpace(remarks[n] + " (" + remark + ")")
			}
		}
		if remarks[n] != "" {
			table[n].text = joinCells(row)
		}
	}
	im.addRemarks(table, remarks)
	return table
}

// addRemarks adds remarks to the last cells of a table, or in a new column if the last one
// has the events, dates or times.
func (im *importer) addRemarks(table []line, remarks []string) {
	if strings.Join(remarks, "") == "" {
		return
	}
	head := cells(table[0].text)
	if kind := content.TimelineColumn(plain(head[len(head)-1])); kind != "note" && kind != "" {
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
			row[len(row)-1] = strings.TrimSpace(row[len(row)-1] + " " + remark)
		}
		table[n].text = joinCells(row)
	}
}

func joinCells(row []string) string { return "| " + strings.Join(row, " | ") + " |" }

// dateCell rewrites a date in words in the format and returns the words. A date without a
// year is in the year of the document.
func (im *importer) dateCell(at int, row []string, column int) (remark string) {
	if column < 0 || column >= len(row) {
		return ""
	}
	text := plain(row[column])
	if _, err := content.ParseDate(text); err == nil || content.IsPlaceholder("date", text) {
		return ""
	}
	day, ok := parseDate(text)
	kind := Mapped
	if year := im.year(); !ok && year != "" {
		day, ok = parseDate(text + " " + year)
		kind = Guessed
	}
	if !ok {
		return ""
	}
	row[column] = day.String()
	im.note(at, kind, "timeline: %s is %s", text, day)
	return text
}

// year returns the year of the front matter's date, or "".
func (im *importer) year() string {
	for _, e := range im.front.keys {
		if e.Known == "date" {
			if m := isoDate().FindStringSubmatch(strings.Join(e.value, " ")); m != nil {
				return m[1]
			}
		}
	}
	return ""
}

// timeCell rewrites a time in 24-hour form and returns the original.
func (im *importer) timeCell(at int, row []string, column int) (remark string) {
	if column >= len(row) {
		return ""
	}
	m := timedForm().FindStringSubmatch(plain(row[column]))
	if m == nil || m[1] != "" || !fullTime().MatchString(m[3]) || wordForms().MatchString(m[2]) {
		return ""
	}
	time, changed, ok := clock(m[3])
	if !ok || !changed {
		return ""
	}
	row[column] = m[2] + time + m[4] + m[5]
	remark = strings.TrimSpace(m[3])
	im.note(at, Mapped, "timeline: %s is %s", remark, time)
	return remark
}
