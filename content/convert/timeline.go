package convert

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content"
)

const (
	dayPart   = `(?:\d{4}\s?[-/]\s?\d{1,2}\s?[-/]\s?\d{1,2}(?:T|,?\s+)(?:at\s+)?)?`
	clockPart = `[~≈]?\s?\d{1,2}(?:[:.h](?:\d{2}|\?\?)(?::\d{2})?)?~?(?:\s?[AaPp]\.?[Mm]?\b\.?)?`
)

var (
	// A beginning of an entry: marks, a date or none, a time, marks.
	timedForm = regexp.MustCompile("^([*_`\\[(]*)(" + dayPart + ")(" + clockPart + ")([*_`\\])]*)(.*)$")
	listForm  = regexp.MustCompile(`^( {0,3})(?:[-*+]|(\d{1,4})[.)])( +)(.*)$`)
	clockForm = regexp.MustCompile(`^([~≈]?)\s?(\d{1,2})(?:([:.h])(\d{2}|\?\?)((?::\d{2})?))?(~?)\s?(?:([AaPp])\.?[Mm]?\.?)?$`)
	fullTime  = regexp.MustCompile(`\d[:.h][\d?]|[AaPp]\.?[Mm]?\.?$`)
	dayLine   = regexp.MustCompile(`^[*_#\s]*(\d{4}\s?[-/]\s?\d{1,2}\s?[-/]\s?\d{1,2})\b[*_:\s]*(?:$|\(|[A-Za-z*])`)
)

// clock writes a time in 24-hour form; changed tells that it had another.
func clock(text string) (out string, changed, ok bool) {
	m := clockForm.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || m[3] == "" && m[7] == "" {
		return "", false, false
	}
	if hour, _ := strconv.Atoi(m[2]); m[3] == ":" && m[7] == "" && hour < 24 {
		return strings.TrimSpace(text), false, true
	}
	hour, _ := strconv.Atoi(m[2])
	minute := m[4]
	if minute == "" {
		minute = "00"
	}
	switch half := strings.ToLower(m[7]); {
	case half == "p" && hour < 12:
		hour += 12
	case half == "a" && hour == 12:
		hour = 0
	case half == "a" && hour > 12:
		return "", false, false
	}
	if n, err := strconv.Atoi(minute); hour > 23 || err == nil && n > 59 {
		return "", false, false
	}
	out = fmt.Sprintf("%s%02d:%s%s%s", m[1], hour, minute, m[5], m[6])
	return out, true, true
}

// entryText puts the beginning of an entry into the format's form; what the
// source said otherwise stands behind it. The day, if any, is what the lines
// above say of an entry that gives none.
func entryText(text, day string) (out string, ok bool) {
	m := timedForm.FindStringSubmatch(text)
	if m == nil || !fullTime.MatchString(m[3]) {
		return "", false
	}
	time, changed, ok := clock(m[3])
	rest := m[5]
	if !ok || rest != "" && isWord([]rune(rest)[0]) && m[4] == "" {
		return "", false
	}
	if m[1] == "" && !changed && (day == "" || m[2] != "") {
		return text, true
	}
	if m[1] == "" {
		rest = m[4] + rest
	} else if !strings.HasSuffix(m[4], m[1]) && !strings.ContainsAny(m[1], "[(") {
		rest = m[1] + strings.TrimLeft(rest, " ") // the marks go on behind the time
	}
	if m[2] != "" {
		day = m[2]
	}
	if day != "" && !strings.HasSuffix(day, "T") {
		day = strings.Trim(day, " ,") + " "
	}
	out = strings.TrimRight(day+time+" "+strings.TrimLeft(rest, " "), " ")
	if changed {
		out += " (" + strings.TrimSpace(m[3]) + ")"
	}
	return out, true
}

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
