package convert

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// minEvents is the number of rows with a time that make a timeline of a part without its heading.
const minEvents = 3

// findTimeline puts a heading above the rows of a timeline that has none: headings, or items of a
// list, that begin with a time, or a table with a column for it.
func (im *importer) findTimeline() {
	im.scan()
	if im.hasTimeline() {
		return
	}
	at, level := im.eventHeadings()
	if at < 0 {
		at, level = im.eventList()
	}
	if at < 0 {
		return
	}
	im.note(im.lines[at].at, Guessed, "timeline: the heading was added")
	heading := []line{{text: strings.Repeat("#", level) + " Timeline"}, {}}
	if at > 0 && strings.TrimSpace(im.lines[at-1].text) != "" {
		heading = append([]line{{}}, heading...)
	}
	im.lines = append(im.lines[:at:at], append(heading, im.lines[at:]...)...)
}

// eventHeadings returns the first of several headings of one level that begin with a time, and the
// level for a heading above them; at is -1 if there are none.
func (im *importer) eventHeadings() (at, level int) {
	var first, number [7]int
	for i, l := range im.lines {
		if l.level < 2 || l.code || !beginsWithTime(l.title) {
			continue
		}
		if number[l.level]++; number[l.level] == 1 {
			first[l.level] = i
		}
	}
	for level, n := range number {
		if n >= minEvents {
			return first[level], max(level-1, 2)
		}
	}
	return -1, 0
}

// eventList returns the first line of a list of which most items begin with a time, or of a table
// with a column of times.
func (im *importer) eventList() (at, level int) {
	first, timed, others := -1, 0, 0
	for i, l := range im.lines {
		if rows := im.tableAt(i); rows > minEvents && hasClock(cells(im.lines[i].text)) && im.timesIn(im.lines[i:i+rows], 0) {
			return i, min(l.depth+1, 6)
		}
		m := listForm().FindStringSubmatch(l.text)
		switch {
		case l.code || l.level > 0 || l.kind != "" && l.kind != content.SummarySection:
			first, timed, others = -1, 0, 0
		case m == nil || m[1] != "":
			continue
		default:
			if first < 0 {
				first = i
			}
			if s, ok := cutStamp(m[4]); ok && s.clock != "" {
				timed++
			} else {
				others++
			}
		}
		if timed >= minEvents && others == 0 {
			return first, max(2, min(l.depth+1, 6))
		}
	}
	return -1, 0
}

// hasClock reports whether the head of a table has a column for times.
func hasClock(head []string) bool {
	kind := content.TimelineColumn(plain(head[0]))
	return kind == "time" || kind == "both" || kind == "date"
}
