package convert

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

var (
	listForm = regexp.MustCompile(`^( {0,3})(?:[-*+]|(\d{1,4})[.)])( +)(.*)$`)
	dayLine  = regexp.MustCompile(`^[*_#\s]*(\d{4}\s?[-/]\s?\d{1,2}\s?[-/]\s?\d{1,2})\b[*_:\s]*(?:$|\(|[A-Za-z*])`)
)

// convertTimeline gives entries of the timeline the form of list items, and
// their times that of 24 hours. A day that a line of its own gives goes to the
// first entry below.
func (im *importer) convertTimeline() {
	im.scan()
	var out []line
	day, timed, within := "", false, false // within the text of an event's heading
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
		if m := dayLine.FindStringSubmatch(l.text); m != nil {
			if found, ok := parseDate(m[1]); ok && found.String() != "" {
				day = found.String()
			}
		}
		if l.level > 0 {
			text, ok := entryText(l.title, day)
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

// timelineLine converts one line of a list or paragraph. Timed tells that the
// item above has a time; one without is then a part of it.
func (im *importer) timelineLine(l line, day string, timed, first bool) (text string, nowTimed bool, nextDay string) {
	if m := listForm.FindStringSubmatch(l.text); m != nil {
		entry, ok := entryText(m[4], day)
		switch {
		case ok:
			marker := l.text[:len(l.text)-len(m[4])]
			if out := marker + entry; out != l.text {
				im.note(l.at, Mapped, "timeline: %s", entry)
				return out, true, ""
			}
			return l.text, true, ""
		case timed && m[1] == "" && m[2] == "":
			im.note(l.at, Guessed, "timeline: an item without a time is a part of the one above")
			return "  " + l.text, true, day
		}
		return l.text, timed, day
	}
	if strings.HasPrefix(l.text, " ") || strings.TrimSpace(l.text) == "" {
		return l.text, timed, day
	}
	if entry, ok := entryText(l.text, day); ok && (first || timed) {
		im.note(l.at, Mapped, "timeline: %s", entry)
		return "- " + entry, true, ""
	}
	return l.text, timed && !first, day
}

var clockColumns = []string{"time", "date time", "datetime", "timestamp", "when", "date and time"}

// timelineTable puts the times of a table into 24-hour form; the source's words
// go to the last cell.
func (im *importer) timelineTable(table []line) []line {
	column := -1
	for i, cell := range cells(table[0].text) {
		name, _, _ := strings.Cut(plain(cell), "(")
		if slices.Contains(clockColumns, content.FoldHeading(name)) {
			column = i
		}
	}
	if column < 0 {
		im.note(table[0].at, Left, "timeline: the table has no column Time")
		return table
	}
	for n := range table[2:] {
		l := &table[n+2]
		row := cells(l.text)
		if column >= len(row) {
			continue
		}
		m := timedForm.FindStringSubmatch(plain(row[column]))
		if m == nil || m[1] != "" || !fullTime.MatchString(m[3]) {
			continue
		}
		if time, changed, ok := clock(m[3]); ok && changed {
			row[column] = m[2] + time + m[4] + m[5]
			row[len(row)-1] = strings.TrimSpace(row[len(row)-1] + " (" + strings.TrimSpace(m[3]) + ")")
			l.text = "| " + strings.Join(row, " | ") + " |"
			im.note(l.at, Mapped, "timeline: %s is %s", strings.TrimSpace(m[3]), time)
		}
	}
	return table
}
