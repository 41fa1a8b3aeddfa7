package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/source"
	"github.com/pmsite/pmsite/content/zone"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/feed"
)

// maxMoves is the number of moves that a command shows without -v.
const maxMoves = 10

// sayMoved says which published times are others by this program's time zones than by
// those of the last site. Whatever is wrong with that site is not this one's problem.
func (a *app) sayMoved(last fs.FS, s *site.Site) {
	if _, err := fs.Stat(last, site.Marker); errors.Is(err, fs.ErrNotExist) {
		return
	}
	from, moves, err := feed.Moved(last, s, site.PostMortemsPath)
	if err != nil || len(moves) == 0 {
		return
	}
	if from == "" {
		from = "those of an earlier version"
	}
	a.say("the time zones are %s, and the last site has %s; published times move:", zone.Version(), from)
	for i, m := range moves {
		if i == maxMoves && !a.verbose {
			a.say("%s more; -v shows them", count(len(moves)-i, "line"))
			break
		}
		a.say("%s: %s", m.Source, describeMove(m))
	}
}

// sayMovedSince is sayMoved with the site of a commit; "" means none.
func (a *app) sayMovedSince(p *project.Project, commit string, s *site.Site) {
	place := p.Source.Place()
	place.Prefix = "." // the site is at the top, wherever the collection is
	if commit == "" {
		return
	}
	last, err := source.OpenPlace(place, commit)
	if err != nil {
		return
	}
	defer last.Close()
	a.sayMoved(last.FS, s)
}

// describeMove returns a text such as "2 times are 1 h earlier, the first 2026-11-01 12:00
// (18:00Z, now 17:00Z)".
func describeMove(m feed.Move) string {
	clock, by := m.Is.Format("2006-01-02 15:04"), m.Is.Sub(m.Was)
	what := count(m.Rows, "time") + " is "
	if m.Rows > 1 {
		what = count(m.Rows, "time") + " are "
	}
	if by == 0 {
		return what + fmt.Sprintf("shown by another clock, the first %s (before %s)", clock, m.Was.Format("15:04 -07:00"))
	}
	way := "later"
	if by < 0 {
		way = "earlier"
	}
	return what + fmt.Sprintf("%s %s, the first %s (%s, now %s)", content.FormatDuration(by.Abs()), way, clock, inUTC(m.Was), inUTC(m.Is))
}

func inUTC(t time.Time) string { return t.UTC().Format("15:04Z") }
