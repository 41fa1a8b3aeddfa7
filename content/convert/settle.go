package convert

import (
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
)

// maxSettled limits the number of rows that settle gives a date.
const maxSettled = 30

// settle gives rows that are earlier than the row above a date of their own, because without
// one they stop a build: the next day's if midnight lies between an evening and a night, else
// their own day's.
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
		day := content.DateOf(entry.Time)
		if above.Hour() >= 20 && entry.Time.Hour() < 6 {
			day = content.DateOf(day.Time().AddDate(0, 0, 1))
		}
		*l = (*l)[:at] + day.String() + " " + (*l)[at:]
		notes = append(notes, Note{0, Guessed, "timeline: " + entry.Clock + ", earlier than the row above, is on " + day.String()})
		text = strings.Join(lines, "\n")
	}
	return text, notes
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
