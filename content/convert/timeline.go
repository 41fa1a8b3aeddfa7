package convert

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var listForm = lazyregexp.New(`^( {0,3})(?:[-*+]|(\d{1,4})[.)])( +)(.*)$`)

// A timelineWalk rewrites the lines of a timeline, from top to bottom.
type timelineWalk struct {
	im     *importer
	out    []line
	day    string // written on a line of its own above; moves to the next entry
	timed  bool   // the item above has a time, so that one without is a part of it
	number bool   // the item above has a number
	level  int    // of the timeline's heading
	within bool   // in the text below an event's heading
}

// convertTimeline rewrites entries of the timeline as list items with 24-hour times. A date
// on a line of its own moves to the first entry below.
func (im *importer) convertTimeline() {
	im.scan()
	im.findZero()
	w := &timelineWalk{im: im}
	for i := 0; i < len(im.lines); i++ {
		l := im.lines[i]
		switch rows := im.tableAt(i); {
		case l.kind != content.TimelineSection || l.code:
			w.other(l)
		case rows > 0 && !w.within:
			w.out = append(w.out, im.timelineTable(im.lines[i:i+rows], w.day)...)
			i += rows - 1
			w.timed, w.day = false, ""
		case l.level > 0:
			w.heading(l)
		case w.within:
			w.indented(l)
		default:
			w.line(l, i)
		}
	}
	im.lines = w.out
	im.scan()
	im.partLists()
}

// other keeps a line outside of the timeline, or code.
func (w *timelineWalk) other(l line) {
	switch {
	case l.level > 0:
		w.timed, w.within, w.day = false, false, ""
	case w.within && l.text != "":
		l.text = "  " + l.text
	}
	w.out = append(w.out, l)
}

func (w *timelineWalk) indented(l line) {
	if l.text != "" {
		l.text = "  " + l.text
	}
	w.out = append(w.out, l)
}

// heading turns the heading of an event into an item.
func (w *timelineWalk) heading(l line) {
	w.takeDay(l.title)
	if content.SectionOf(l.title) == content.TimelineSection {
		w.day, w.level = w.im.dayInHeading(l.title), l.level
	}
	text, ok := w.im.entryText(l.at, l.title, w.day)
	if w.within = ok; ok {
		w.im.note(l.at, Mapped, "timeline: %s", text)
		l.text, w.timed, w.day, w.number = "- "+text, true, "", false
	} else {
		w.timed = false
		if l.level <= w.level && content.SectionOf(l.title) == "" {
			l.text = strings.Repeat("#", min(w.level+1, 6)) + " " + l.title // a day of the timeline
		}
	}
	w.out = append(w.out, l)
}

// takeDay remembers a date that a line has without a time.
func (w *timelineWalk) takeDay(text string) {
	s, ok := cutStamp(text)
	if !ok || s.clock != "" || s.day.month == 0 {
		return
	}
	if date, ok := w.im.calendar.date(s.day); ok {
		w.day = date.String()
	}
}

// dayInHeading returns the only date in the heading of a timeline, or "".
func (im *importer) dayInHeading(title string) string {
	found, after, ok := findDay(title)
	if !ok {
		return ""
	}
	if _, _, several := findDay(after); several {
		return ""
	}
	date, ok := im.calendar.date(found)
	if !ok || date == im.calendar.near {
		return ""
	}
	return date.String()
}

// line converts one line of a list or paragraph.
func (w *timelineWalk) line(l line, i int) {
	defer func() { w.out = append(w.out, l) }()
	if m := listForm().FindStringSubmatch(l.text); m != nil {
		w.takeDay(m[4])
		marker := l.text[:len(l.text)-len(m[4])]
		entry, ok := w.im.entryText(l.at, m[4], w.day)
		switch {
		case ok:
			if out := marker + entry; out != l.text {
				w.im.note(l.at, Mapped, "timeline: %s", entry)
				l.text = out
			}
			w.timed, w.day, w.number = true, "", m[2] != ""
		case w.timed && m[1] == "" && w.number == (m[2] != ""):
			w.im.note(l.at, Guessed, "timeline: an item without a time was added to the one above")
			l.text = strings.Repeat(" ", max(2, len(m[2])+2)) + l.text
		}
		return
	}
	if strings.HasPrefix(l.text, " ") || strings.TrimSpace(l.text) == "" {
		return
	}
	above := ""
	if i > 0 && w.im.lines[i-1].level == 0 {
		above = w.im.lines[i-1].text
	}
	first := strings.TrimSpace(above) == ""
	w.takeDay(strings.TrimLeft(l.text, "-–—>")) // "-4/25/23_" is no item
	entry, ok := w.im.entryText(l.at, hardBreak().ReplaceAllString(l.text, ""), w.day)
	if ok && (first || w.timed) && !continues(above, l.text) {
		w.im.note(l.at, Mapped, "timeline: %s", entry)
		l.text, w.timed, w.day, w.number = "- "+entry, true, "", false
		return
	}
	w.timed = w.timed && !first
}

var (
	hardBreak   = lazyregexp.New(`\s*\\$`)
	sentenceRow = lazyregexp.New(`^[\d:.h]+ ?(?:[ap]m )?[a-z,.]`)
)

// maxLine is the length from which a line may be one that an editor wrapped.
const maxLine = 60

// continues reports whether a line goes on with the sentence above: "the alert fired at" and
// "14:05 and was ignored".
func continues(above, text string) bool {
	above = strings.TrimRight(above, "*_`")
	last, _ := utf8.DecodeLastRuneInString(above)
	return len(above) >= maxLine && (unicode.IsLetter(last) || last == ',') && sentenceRow().MatchString(text)
}

// partLists ends a list before its first item with a time, by another marker, because a list
// is the timeline only if all of its items have one.
func (im *importer) partLists() {
	first := -1 // line of the list's first item, as long as none has a time
	marker := ""
	for i, l := range im.lines {
		m := listForm().FindStringSubmatch(l.text)
		switch {
		case l.kind != content.TimelineSection || l.level > 0 || l.text != "" && m == nil && !strings.HasPrefix(l.text, " ") && strings.TrimSpace(im.lines[i-1].text) == "":
			first = -1
			continue
		case m == nil || m[1] != "" || l.code || m[2] != "":
			continue
		}
		s, ok := cutStamp(m[4])
		timed := ok && s.clock != ""
		switch own := l.text[:1]; {
		case first >= 0 && own == marker && timed:
			im.remark(first, i, marker)
			first, marker = -1, own
		case own != marker && !timed:
			first, marker = i, own
		case own != marker:
			first, marker = -1, own
		case first < 0 && !timed && (i == 0 || !im.listAbove(i)):
			first = i
		}
	}
}

// listAbove reports whether the item at a line continues a list.
func (im *importer) listAbove(i int) bool {
	for i--; i >= 0; i-- {
		if text := im.lines[i].text; strings.TrimSpace(text) != "" {
			return strings.HasPrefix(text, " ") || listForm().MatchString(text)
		}
	}
	return false
}

// remark gives the items of a list another marker.
func (im *importer) remark(from, to int, marker string) {
	other := map[string]string{"-": "*", "*": "-", "+": "-"}[marker]
	for i := from; i < to; i++ {
		if l := &im.lines[i]; strings.HasPrefix(l.text, marker+" ") && !l.code {
			l.text = other + l.text[1:]
		}
	}
}
