package content

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// lastRow holds what a timeline row inherits from the rows above.
type lastRow struct {
	day  Date
	lost bool      // the last date could not be read, so no row may inherit it
	time time.Time // of the last row whose time is known exactly
}

// A rowSource is one row before its time is resolved.
type rowSource struct {
	pos, datePos, clockPos Pos
	date, clock            string
	label, note            string
	noteHTML               markdown.Fragment
	head                   columnZone
}

// A columnZone is what the heading of a column, such as Time (UTC), says about times that
// name no zone themselves. The zero value says nothing.
type columnZone struct {
	pos          Pos
	zone         *time.Location // nil if the zone is the document's
	abbreviation string         // CST, which is judged as if each cell had it
}

// addTimeline reads a table or a list. It treats other blocks as prose.
func (b *bodyReader) addTimeline(block *markdown.Block) Part {
	from := len(b.pm.Timeline)
	switch {
	case block.Kind == markdown.Table && b.timelineTable(block):
	case block.Kind == markdown.List && b.timelineList(block):
	default:
		return Part{Kind: Prose}
	}
	return Part{Kind: TimelineRun, From: from, To: len(b.pm.Timeline)}
}

var timelineColumns = map[string]string{
	"date": "date", "day": "date", "time": "time", "date time": "both", "datetime": "both", "timestamp": "both", "when": "both", "date and time": "both",
	"metadata": "event", "event": "event", "description": "note", "notes": "note", "note": "note", "details": "note", "comment": "note",

	"datum": "date", "tag": "date", "fecha": "date", "día": "date", "data": "date", "dia": "date", "jour": "date", "日付": "date", "日期": "date", "날짜": "date",
	"time utc": "time", "utc": "time", "utc time": "time", "uhrzeit": "time", "zeit": "time", "zeitpunkt": "time", "hora": "time", "heure": "time", "horário": "time", "horario": "time",
	"時刻": "time", "時間": "time", "时间": "time", "시간": "time", "시각": "time",
	"datum uhrzeit": "both", "fecha y hora": "both", "fecha hora": "both", "data e hora": "both", "data hora": "both", "date et heure": "both", "date heure": "both", "日時": "both",
	"events": "event", "ereignis": "event", "evento": "event", "événement": "event", "évènement": "event", "出来事": "event", "イベント": "event", "事件": "event", "이벤트": "event",
	"comments": "note", "beschreibung": "note", "bemerkung": "note", "descripción": "note", "detalle": "note", "detalles": "note", "descrição": "note", "detalhes": "note",
	"détails": "note", "commentaire": "note", "内容": "note", "説明": "note", "备注": "note", "描述": "note", "설명": "note", "내용": "note",
}

// TimelineColumn returns what a timeline column contains, by its heading: date, time,
// both, event or note. It returns "" for an unknown column.
func TimelineColumn(head string) string {
	name, _ := cutZone(head)
	return timelineColumns[foldHeading(name)]
}

// cutZone splits the zone off a heading such as "Time (UTC)" or "Date and time in CET".
func cutZone(head string) (name, zone string) {
	name, zone, _ = cutAny(head, "(", "[", "（", " in ")
	return name, strings.TrimSpace(strings.TrimRight(strings.TrimSpace(zone), ")]）"))
}

// columns returns the columns by name, and the zone in a heading such as Time (UTC).
func (b *bodyReader) columns(header []markdown.Cell) (at map[string]int, zone columnZone, ok bool) {
	at = map[string]int{}
	for i, cell := range header {
		name, zoneName := cutZone(cell.Text)
		kind := timelineColumns[foldHeading(name)]
		_, twice := at[kind]
		if date := foldHeading(name) == "date"; kind == "" || twice && !date { // Date takes precedence over Day
			continue
		}
		at[kind] = i
		if zoneName != "" && (kind == "time" || kind == "both") {
			if zone, ok = b.columnZone(zoneName); !ok {
				b.error("timezone", cell.Pos, "name the zone in the front matter: `timezone: America/New_York`", "%q is not a time zone", zoneName)
			}
			zone.pos = cell.Pos
		}
	}
	_, hasTime := at["time"]
	_, hasBoth := at["both"]
	return at, zone, hasTime || hasBoth
}

const columnsHint = "use the columns Date | Time | Metadata | Notes"

// columnZone parses the zone in the heading of a column: any that [ReadZone] reads, and
// abbreviations.
func (b *bodyReader) columnZone(name string) (columnZone, bool) {
	switch foldHeading(name) {
	case "24h", "24 h", "24 hour", "local", "local time", "hh mm":
		return columnZone{}, true
	}
	if _, used := offsetInYear(name, b.pm.Date.Year, b.pm.Zone); used || len(meanings[strings.ToUpper(name)]) > 0 {
		return columnZone{abbreviation: name}, true
	}
	zone, err := ReadZone(name)
	return columnZone{zone: zone}, err == nil
}

func (b *bodyReader) timelineTable(table *markdown.Block) bool {
	at, zone, ok := b.columns(table.Header)
	if !ok {
		b.warn("table-columns", table.Pos, columnsHint, "a table without a time column is not read as the timeline")
		return false
	}
	others := otherColumns(table.Header, at)
	b.warnOfColumns(table.Header, others, columnsHint, "the timeline has no column %q; it is shown with the notes")
	for _, row := range table.Rows {
		if row.Count > len(table.Header) {
			b.error("table-columns", row.Pos, `write a pipe within a cell as \|`, "the row has %d cells, but the table has %d columns", row.Count, len(table.Header))
		}
		cell := func(name string) (c markdown.Cell) {
			if i, ok := at[name]; ok && i < len(row.Cells) {
				return row.Cells[i]
			}
			return c
		}
		src := rowSource{
			pos: row.Pos, head: zone, date: cell("date").Text, datePos: cell("date").Pos,
			clock: cell("time").Text, clockPos: cell("time").Pos, label: cell("event").Text,
			note: cell("note").Text,
		}
		if both := cell("both"); both.Text != "" {
			src.clock, src.clockPos = both.Text, both.Pos
		}
		if src.date == "" {
			if src.date, src.clock = splitDateTime(src.clock); src.date != "" {
				src.datePos = src.clockPos
			}
		}
		note, only := noteColumn(at)
		if only {
			text := cell(note).Text
			src.label, src.note = splitEvent(text, b.vocabularies.Event)
			b.doc.TrimCell(cell(note), len(text)-len(src.note))
		}
		more := otherCells(table.Header, row, others)
		src.note, src.noteHTML = withCells(src.note, more), b.doc.CellsHTML(cell(note), more)
		b.addRow(src)
	}
	return true
}

// noteColumn returns the column with the text of the rows. Only reports whether it is the
// only one with words, so that the name of an event is at the beginning of the text.
func noteColumn(at map[string]int) (name string, only bool) {
	_, hasEvent := at["event"]
	_, hasNote := at["note"]
	if hasEvent && !hasNote {
		return "event", true
	}
	return "note", !hasEvent
}

var dateTimeForm = lazyregexp.New(`^(\d{4}\s*[-/]\s*\d{1,2}\s*[-/]\s*\d{1,2})(?:[T,]?\s*|\s+)(.*)$`)

// splitDateTime splits "2026-03-05 14:05" and "2026-03-05T14:05:00Z". It takes a text
// without a date for a time.
func splitDateTime(s string) (date, clock string) {
	if fits(s, "00:00") {
		return "", s
	}
	if m := dateTimeForm().FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return m[1], strings.TrimSpace(m[2])
	}
	return "", s
}

// splitEvent cuts the name of an event off the beginning of a text.
func splitEvent(text string, events *Vocabulary) (label, note string) {
	head, rest, found := cutAny(text, ":", " – ", " — ", " - ", " -- ")
	if _, known := events.Match(head); known && (found || rest == "") {
		return strings.TrimSpace(head), strings.TrimSpace(rest)
	}
	return "", text
}

// cutAny splits a text around the first separator.
func cutAny(s string, separators ...string) (before, after string, found bool) {
	best := len(s)
	for _, separator := range separators {
		if i := strings.Index(s, separator); i >= 0 && i < best {
			best, before, after, found = i, s[:i], s[i+len(separator):], true
		}
	}
	if !found {
		return s, "", false
	}
	return before, after, true
}

// A list row begins with an optional date, a time, and a separator. Zone abbreviations
// are listed one by one, because "14:05 POST requests fail" has none. No zone is 13 hours or
// 45 minutes behind UTC: 13:30-13:45 is a range.
var listRow = lazyregexp.New(`^((?:\d{4}\s*[-/]\s*\d{1,2}\s*[-/]\s*\d{1,2})?(?:T|,?\s*))` +
	`((?:[~≈]\s?|ca?\. ?)?\d{1,2}:(?:\d{2}|\?\?)(?::\d{2})?~?(?:\s?[AaPp]\.?[Mm]\b\.?)?` +
	`(?:\s?(?:(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?\b|Z|UTC|GMT|[EP]T|[ECMPAN][SD]T|AK[SD]T|H[SD]T|BST|IST|[CEW]ES?T|MSK|SAST|JST|KST|HKT|SGT|A[CEW][SD]T|NZ[SD]T)\b|\s?(?:\+(?:0\d|1[0-4]):?(?:00|15|30|45)|-(?:0\d|1[0-2]):?(?:00|30))\b)?)` +
	`\s*[:–—,|-]*(?:\s+[–—-]\s+)?\s*`)

// timelineList reads a list of items such as "- 14:05 Outage detected: …". A list is a
// timeline only if every item begins with a time.
func (b *bodyReader) timelineList(list *markdown.Block) bool {
	rows := make([][]string, len(list.Items))
	timed, untimed := 0, list.Pos
	for i, item := range list.Items {
		if rows[i] = listRow().FindStringSubmatch(item.Text); rows[i] != nil {
			timed++
		} else {
			untimed = item.Pos
		}
	}
	if timed < len(rows) {
		if timed > 0 {
			b.warn("timeline-order", untimed, "begin every item with its time, such as `- 14:05 Outage detected: …`", "the list is not read as the timeline: this item has no time")
		}
		return false
	}
	for i, item := range list.Items {
		m := rows[i]
		rest := item.Text[len(m[0])-rangeDash(m[0], item.Text[len(m[0]):]):]
		label, note := splitEvent(rest, b.vocabularies.Event)
		cut := len(item.Text) - len(note)
		b.doc.TrimItem(item, cut)
		b.addRow(rowSource{
			pos: item.Pos, datePos: item.Pos, clockPos: item.Pos,
			date: strings.TrimRight(m[1], "T, "), clock: strings.TrimSpace(m[2]),
			label: label, note: note, noteHTML: b.doc.ItemHTML(item),
		})
	}
	return true
}

var clockAhead = lazyregexp.New(`^[~≈]?\d{1,2}:\d{2}\b`)

// rangeDash returns how much of the end of a time and its separator belongs to the text that follows: the
// dash of a range, 14:05 – 14:20.
func rangeDash(head, rest string) int {
	if at := strings.LastIndexAny(head, "–—-"); at >= 0 && clockAhead().MatchString(rest) && strings.Trim(head[at:], " –—-") == "" {
		return len(head) - at
	}
	return 0
}

// addRow resolves the time of a row and appends the row, unless it is one of the
// template's.
func (b *bodyReader) addRow(src rowSource) {
	event, known := b.vocabularies.Event.Match(src.label)
	if event == OutageEnds && !SameWord(src.label, event) && b.ended() {
		event = ""
	}
	if isPlaceholder("date", src.date) && src.clock == "" && src.note == "" && (known || src.label == "") {
		b.leftover(src.pos, "fill the row in or remove it", "this row is from the template")
		return
	}
	entry := Entry{Date: src.date, Clock: src.clock, Event: event, Label: src.label, Note: src.noteHTML.Sharing(src.note), NoteHTML: src.noteHTML, Pos: src.pos}
	b.setTime(&entry, src)
	entry.Anchor = b.nextAnchor("timeline")
	b.pm.Timeline = append(b.pm.Timeline, entry)
}

// ended reports whether the outage has ended in the rows so far. Then another word for its end
// is none: of “Mitigated” and a later “Resolved”, only the first one ends it.
func (b *bodyReader) ended() bool {
	for _, entry := range slices.Backward(b.pm.Timeline) {
		if entry.Event == OutageBegins || entry.Event == OutageEnds {
			return entry.Event == OutageEnds
		}
	}
	return false
}

func (b *bodyReader) setTime(entry *Entry, src rowSource) {
	day, ok := b.day(src)
	if !ok {
		return
	}
	b.clock.day, b.clock.lost = day, false
	if src.clock == "" {
		b.warn("timeline-order", src.pos, "give the time, `~14:30` if it is not known exactly", "the row has no time")
		return
	}
	clock, err := parseClock(src.clock)
	if err != nil {
		hint := "write it as 14:05, or ~14:30 if it is not known exactly"
		if errors.Is(err, errHalfDay) {
			hint = "write it in 24-hour form, 2:05 PM as 14:05"
		}
		b.error("date", src.clockPos, hint, "time: %v", err)
		return
	}
	entry.Approximate = clock.approximate
	if day.IsZero() || clock.unknownMinute {
		return
	}
	zone := cmp.Or(src.head.zone, b.pm.Zone)
	if clock.zone == "" {
		clock.zone = src.head.abbreviation
	}
	if place, ok := placeOf(clock.zone); ok {
		zone, clock.zone = place, ""
	}
	t, err := clock.resolve(day, zone)
	if err != nil {
		b.explainTime(err, src, day, zone)
		return
	}
	entry.Time = t.In(b.pm.Zone)
	if entry.Exact() {
		b.checkOrder(entry, src, day, zone)
	}
}

// day returns the date of a row: its own, the one above, or the document's. It returns
// false if the date cannot be read.
func (b *bodyReader) day(src rowSource) (day Date, ok bool) {
	if src.date != "" && !isPlaceholder("date", src.date) {
		day, err := ParseDate(src.date)
		if err != nil {
			b.error("date", src.datePos, "write it as 2026-03-05", "date: %v", err)
			b.clock.lost = true
			return Date{}, false
		}
		return day, true
	}
	if !b.clock.day.IsZero() {
		return b.clock.day, !b.clock.lost
	}
	return b.pm.Date, !b.clock.lost
}

func (b *bodyReader) explainTime(err error, src rowSource, day Date, zone *time.Location) {
	var abbreviation *zoneError
	switch {
	case errors.As(err, &abbreviation):
		b.explainAbbreviation(abbreviation, src)
	case errors.Is(err, errSkipped):
		b.error("dst", src.clockPos, "clocks were set forward that night; check the time", "%s does not exist on %s in %s", src.clock, day, zone)
	case errors.Is(err, errRepeated):
		b.explainRepeated(src, day, zone)
	default:
		b.error("timezone", src.clockPos, "write an offset such as 14:05-04:00, or the zone of the document", "%q names a zone that %s does not use", src.clock, zone)
	}
}

// explainAbbreviation reports an abbreviation where it stands: in the cell, or once in the
// heading of the column.
func (b *bodyReader) explainAbbreviation(err *zoneError, src rowSource) {
	pos := src.clockPos
	if clock, _ := parseClock(src.clock); clock.zone == "" {
		pos = src.head.pos
	}
	known := func(p Problem) bool { return p.Rule == "timezone" && p.Pos == pos }
	if !slices.ContainsFunc(b.problems, known) {
		b.error("timezone", pos, err.hint, "%v", err)
	}
}

func (b *bodyReader) checkOrder(entry *Entry, src rowSource, day Date, zone *time.Location) {
	defer func() { b.clock.time = entry.Time }()
	if b.clock.time.IsZero() || !entry.Time.Before(b.clock.time) {
		return
	}
	if src.date == "" {
		b.error("timeline-order", src.clockPos, fmt.Sprintf("if it is the next day, give the row its date: %s", DateOf(day.Time().AddDate(0, 0, 1))),
			"%s is earlier than the row above (%s)", src.clock, b.clock.time.In(zone).Format("15:04"))
		return
	}
	b.warn("timeline-order", src.datePos, "put the rows in the order of their times", "the row is earlier than the one above")
}
