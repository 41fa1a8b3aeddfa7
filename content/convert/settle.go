package convert

import (
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
)

// maxSettled limits the number of rows that settle gives a date.
const maxSettled = 30

// settle gives rows that are earlier than the row above a date of their own, because without
// one they stop a build. A row whose day nobody can tell becomes a part of the row above.
func settle(name, text string, opts content.Options) (string, []Note) {
	var notes []Note
	for range maxSettled {
		pm, problems := content.Parse(name, []byte(text), opts)
		entry, above := firstEarlier(pm, problems)
		if entry == nil {
			break
		}
		lines := strings.Split(text, "\n")
		l := &lines[entry.Pos.Line-1]
		at := strings.Index(*l, entry.Clock)
		if at < 0 {
			break
		}
		day, known := dayAfter(above, entry.Time)
		if known {
			*l = (*l)[:at] + day.String() + " " + (*l)[at:]
			notes = append(notes, Note{0, Guessed, "timeline: " + entry.Clock + ", earlier than the row above, is on " + day.String()})
		} else {
			untime(lines, entry.Pos.Line-1, entry.Clock)
			notes = append(notes, Note{0, Left, "timeline: " + entry.Clock + " is earlier than the row above; give it a date"})
		}
		text = strings.Join(lines, "\n")
	}
	return text, notes
}

// settleFront takes back what the front matter says against the document, because it stops a
// build: a duration that the timeline contradicts, and a status past draft of a document that lacks
// what that requires. The words stay as a comment.
func settleFront(name, text string, opts content.Options) (string, []Note) {
	pm, problems := content.Parse(name, []byte(text), opts)
	if pm == nil {
		return text, nil
	}
	front, body, ok := cutBlock(text)
	if !ok {
		return text, nil
	}
	var notes []Note
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
			notes = append(notes, Note{0, Left, "duration: " + value + " is not what the timeline adds up to"})
		case e.Known == "status" && !pm.IsDraft() && (reports("missing-field") || pm.Status == content.Completed && incomplete(pm)):
			e.value[0] = e.Name + ": " + content.Draft + " # " + Line(value+"; "+remark)
			notes = append(notes, Note{0, Guessed, "status: draft, because it lacks what " + pm.Status + " requires"})
		}
		e.value[0] = strings.TrimSuffix(e.value[0], ";")
	}
	if len(notes) == 0 {
		return text, nil
	}
	return front.join(body), notes
}

// incomplete reports whether a document lacks a part that the status completed requires.
func incomplete(pm *content.PostMortem) bool {
	begun, ended := false, false
	for _, entry := range pm.Timeline {
		begun = begun || entry.Event == content.OutageBegins
		ended = ended || entry.Event == content.OutageEnds
	}
	lessons := len(pm.WentWell) + len(pm.WentWrong) + len(pm.GotLucky)
	return pm.Severity != content.NearMiss && !(begun && ended) || len(pm.ActionItems) == 0 || lessons == 0
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
// time moves to the end of the row.
func untime(lines []string, at int, clock string) {
	if strings.HasPrefix(strings.TrimSpace(lines[at]), "|") {
		row := cells(lines[at])
		for i, cell := range row {
			if cell == clock {
				row[i] = ""
				row[len(row)-1] = strings.TrimSpace(row[len(row)-1] + " (" + clock + ")")
				break
			}
		}
		lines[at] = joinCells(row)
		return
	}
	lines[at] = "  " + lines[at]
	for at++; at < len(lines) && (strings.HasPrefix(lines[at], " ") || strings.TrimSpace(lines[at]) == ""); at++ {
		if lines[at] != "" {
			lines[at] = "  " + lines[at]
		}
	}
}

// firstEarlier returns the first row that is reported for being earlier than the row above,
// and the time of that.
func firstEarlier(pm *content.PostMortem, problems []content.Problem) (entry *content.Entry, above time.Time) {
	if pm == nil {
		return nil, above
	}
	for _, p := range problems {
		if p.Rule != "timeline-order" || p.Level != content.Error {
			continue
		}
		for i := range pm.Timeline {
			e := &pm.Timeline[i]
			if e.Pos.Line == p.Pos.Line {
				return e, above
			}
			if e.Exact() {
				above = e.Time
			}
		}
	}
	return nil, above
}
