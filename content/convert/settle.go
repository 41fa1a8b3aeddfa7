package convert

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// maxSettled limits how often settle goes through the rows; two times are usual.
const maxSettled = 5

// settle mends what would stop a build: rows whose time cannot be, then the front matter. A row that
// is earlier than the one above gets a date of its own. One whose day or time nobody can tell becomes
// a part of the row above. It returns an error if the text is not a post mortem.
func (out *Imported) settle(name, text string, opts ImportOptions) (string, error) {
	parse := func() {
		out.PostMortem, out.Problems = content.Parse(name, []byte(text), opts.Options)
	}
	parse()
	for range maxSettled {
		if out.PostMortem == nil {
			break
		}
		s := settler{lines: strings.Split(text, "\n"), pm: out.PostMortem, problems: map[int]content.Problem{}}
		for _, p := range out.Problems {
			if _, known := s.problems[p.Pos.Line]; !known && p.Level == content.Error && settled[p.Rule] {
				s.problems[p.Pos.Line] = p
			}
		}
		if s.rows(); len(s.notes) == 0 {
			break
		}
		text, out.Notes = strings.Join(s.lines, "\n"), append(out.Notes, s.notes...)
		parse()
	}
	if out.PostMortem == nil {
		return "", fmt.Errorf("import %q: %s", name, out.Problems[0].Message)
	}
	if front, notes := settleFront(text, opts.Status, out.PostMortem, out.Problems); len(notes) > 0 {
		text, out.Notes = front, append(out.Notes, notes...)
		parse()
	}
	return text, nil
}

// settled are the rules whose errors concern the time of one row.
var settled = map[string]bool{"timeline-order": true, "date": true, "timezone": true, "dst": true}

// A settler mends the rows of a timeline.
type settler struct {
	lines    []string // of the document; their number stays the same
	pm       *content.PostMortem
	problems map[int]content.Problem // the first one of each line
	notes    []Note
}

// rows goes through the rows once. A row without a date has that of the row above, so a date that one
// gets moves those below it.
func (s *settler) rows() {
	var above time.Time
	moved := 0 // days
	inRows := map[int]bool{}
	for i := range s.pm.Timeline {
		e := &s.pm.Timeline[i]
		inRows[e.Pos.Line] = true
		if e.Date != "" {
			moved = 0
		}
		at := e.Time.AddDate(0, 0, moved)
		p, bad := s.problems[e.Pos.Line]
		if bad && !(p.Rule == "timeline-order" && moved > 0 && !at.Before(above)) {
			if day, given := s.row(e, p, above, at); given {
				moved += int(day.Time().Sub(content.DateOf(at).Time()).Hours() / 24)
				at = e.Time.AddDate(0, 0, moved)
			}
		}
		if e.Exact() {
			above = at
		}
	}
	for _, line := range slices.Sorted(maps.Keys(s.problems)) {
		if !inRows[line] {
			if note, ok := settleHead(s.lines, s.problems[line]); ok {
				s.notes = append(s.notes, note)
			}
		}
	}
}

// row mends the row of one problem. It returns the day that it gives to the row.
func (s *settler) row(e *content.Entry, p content.Problem, above, at time.Time) (given content.Date, ok bool) {
	l := &s.lines[e.Pos.Line-1]
	begin := strings.Index(*l, e.Clock)
	if begin < 0 {
		return given, false
	}
	day, known := dayAfter(above, at)
	switch name := rowZone().FindString(e.Clock); {
	case p.Rule == "timeline-order" && known:
		*l = (*l)[:begin] + day.String() + " " + (*l)[begin:]
		s.notes = append(s.notes, Note{Kind: Guessed, Text: "timeline: " + e.Clock + ", earlier than the row above, is on " + day.String()})
		return day, true
	case p.Rule == "timezone" && name != "" && zoneNames[strings.ToUpper(name)] == s.pm.Zone.String():
		without := strings.TrimSpace(strings.TrimSuffix(e.Clock, name))
		*l = appendRemark((*l)[:begin]+without+(*l)[begin+len(e.Clock):], name)
		s.notes = append(s.notes, Note{Kind: Guessed, Text: "timeline: " + without + " is not in " + name + " but in the document's zone"})
		return given, false
	}
	if untime(s.lines, e.Pos.Line-1, e.Date, e.Clock) {
		s.notes = append(s.notes, Note{Kind: Left, Text: "timeline: the day of " + strings.TrimSpace(e.Date+" "+e.Clock) + " is open; give it a date"})
	}
	return given, false
}

// settleHead takes a zone that the format does not know out of the head of a column. It becomes a
// comment of the document's zone.
func settleHead(lines []string, p content.Problem) (Note, bool) {
	key := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "timezone:") })
	if l := &lines[p.Pos.Line-1]; p.Rule == "timezone" && key >= 0 && key != p.Pos.Line-1 && strings.Contains(*l, "|") {
		row := cells(*l)
		for i, cell := range row {
			name, zone, found := strings.Cut(cell, "(")
			if kind := content.TimelineColumn(plain(cell)); found && (kind == "time" || kind == "both") {
				row[i] = strings.TrimSpace(name)
				lines[key] = strings.TrimRight(lines[key], " ") + " # " + Line(strings.Trim(zone, " )*_"))
				*l = joinCells(row)
				return Note{Kind: Guessed, Text: "timezone: " + strings.Trim(zone, " )*_") + " was moved from the head of a column"}, true
			}
		}
	}
	return Note{}, false
}

var rowZone = lazyregexp.New(`[A-Za-z]{2,5}$`)

// appendRemark appends words in parentheses to an item, or to the last cell of a row.
func appendRemark(text, remark string) string {
	if listForm().MatchString(text) {
		return text + " (" + remark + ")"
	}
	row := cells(text)
	row[len(row)-1] = strings.TrimSpace(row[len(row)-1] + " (" + remark + ")")
	return joinCells(row)
}

// settleFront takes back what the front matter says against the document, because it stops a
// build: a duration that the timeline contradicts, and a status past draft of a document that lacks
// what that requires, unless the status is given; nobody completes an outage that has not ended. The words stay as a comment, and for readers in a
// section at the end of the page.
func settleFront(text, given string, pm *content.PostMortem, problems []content.Problem) (string, []Note) {
	front, body, ok := cutBlock(text)
	if !ok {
		return text, nil
	}
	var notes []Note
	var words []string
	keep := func(label, value, remark string) {
		if written := asWritten(value, remark); !strings.Contains(body, written) {
			words = append(words, "- "+label+": "+written)
		}
	}
	reports := func(rule string) bool {
		return slices.ContainsFunc(problems, func(p content.Problem) bool { return p.Rule == rule && p.Level == content.Error })
	}
	for i := range front.keys {
		e := &front.keys[i]
		value, remark, _ := strings.Cut(strings.TrimPrefix(e.value[0], e.Name+":"), "#")
		value, remark = strings.TrimSpace(value), strings.TrimSpace(remark)
		switch {
		case len(e.value) > 1:
		case e.Known == "duration" && reports("duration-mismatch"):
			e.value[0] = e.Name + ": # " + Line(value+"; "+remark)
			notes = append(notes, Note{Kind: Left, Text: "duration: " + value + " is not what the timeline adds up to"})
			keep("Duration", value, remark)
		case e.Known == "status" && !pm.IsDraft() && (reports("missing-field") || pm.Status == content.Completed && (given == "" && incomplete(pm) || pm.Outage().Ongoing)):
			e.value[0] = e.Name + ": " + content.Draft + " # " + Line(value+"; "+remark)
			notes = append(notes, Note{Kind: Guessed, Text: "status: draft, because it lacks what " + pm.Status + " requires"})
			if given == "" {
				keep("Status", value, remark)
			}
		}
		e.value[0] = strings.TrimSuffix(e.value[0], ";")
	}
	if len(notes) == 0 {
		return text, nil
	}
	if len(words) > 0 {
		body = strings.TrimRight(body, "\n") + "\n\n## As imported\n\n" + strings.Join(words, "\n") + "\n"
	}
	return front.join(body), notes
}

// asWritten returns the words of a value as the document had them: those of the remark behind it, without
// the label.
func asWritten(value, remark string) string {
	if label, rest, ok := strings.Cut(remark, ": "); ok && keyOf(label) != "" {
		remark = rest
	}
	return Line(cmp.Or(remark, strings.Trim(value, `"`)))
}

// incomplete reports whether a document lacks a part that the status completed requires.
func incomplete(pm *content.PostMortem) bool {
	begun, ended := false, false
	for _, entry := range pm.Timeline {
		begun = begun || entry.Event == content.OutageBegins
		ended = ended || entry.Event == content.OutageEnds
	}
	return !pm.NearMiss && !(begun && ended) || len(pm.ActionItems) == 0 && pm.NoActions == "" || len(pm.Lessons()) == 0
}

// dayAfter returns the day of a row that is earlier on the clock than the row above: the next
// one if a night lies between them, the same one if they are only out of order.
func dayAfter(above, row time.Time) (day content.Date, ok bool) {
	day = content.DateOf(row)
	switch {
	case above.Hour() >= 20 && row.Hour() < 6, above.Hour() >= 15 && row.Hour() < 12 && above.Sub(row) > 4*time.Hour:
		return content.DateOf(day.Time().AddDate(0, 0, 1)), true
	}
	return day, above.Sub(row) <= 4*time.Hour
}

// untime takes the time away from a row: an item moves into the one above, and in a table the
// date and the time move to the end of another cell. It returns false if there is none of these.
func untime(lines []string, at int, date, clock string) bool {
	if !listForm().MatchString(lines[at]) {
		row, other := cells(lines[at]), -1
		when := strings.TrimSpace(date + " " + clock)
		for i, cell := range row {
			if cell != "" && (cell == clock || cell == date || cell == when) {
				row[i] = ""
			} else {
				other = i
			}
		}
		if other < 0 {
			return false
		}
		row[other] = strings.TrimSpace(row[other] + " (" + when + ")")
		lines[at] = joinCells(row)
		return true
	}
	above := at - 1
	for above >= 0 && strings.TrimSpace(lines[above]) == "" {
		above--
	}
	if above < 0 || !strings.HasPrefix(lines[above], " ") && !listForm().MatchString(lines[above]) {
		return false
	}
	lines[at] = "  " + lines[at]
	for at++; at < len(lines) && (strings.HasPrefix(lines[at], " ") || strings.TrimSpace(lines[at]) == ""); at++ {
		if lines[at] != "" {
			lines[at] = "  " + lines[at]
		}
	}
	return true
}
