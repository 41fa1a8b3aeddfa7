package check

import (
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/zone"
)

// zones checks what a document says about its time zone.
func zones(d *Document) {
	oldZone(d)
	laterThanZones(d)
	statedZones(d)
}

// laterThanZones warns about times of which the time zone database may not know the rules,
// since governments announce them later than a year before.
func laterThanZones(d *Document) {
	place := d.PM.Zone.String()
	if strings.HasPrefix(place, "UTC") { // no rule changes it
		return
	}
	known := zone.Released().AddDate(1, 0, 0)
	for _, entry := range d.PM.Timeline {
		if entry.Time.After(known) {
			f := d.report(d.token(entry.Pos.Line, entry.Pos.Column), "install a newer pmsite; `pmsite version` names its time zones",
				"the time zones are those of %s, so a rule of %s may have changed since", content.DateOf(zone.Released()), place)
			f.Level = max(f.Level, content.Warning)
			return
		}
	}
}

// oldZone warns about a zone by a name that the time zone database has replaced.
func oldZone(d *Document) {
	for _, at := range d.values("timezone") {
		written := d.text(at)
		if current := zone.Current(written); current != "" {
			f := d.report(at, "write `"+current+"`", "%s is an old name of %s", written, current)
			f.Level, f.Fix = max(f.Level, content.Warning), &Fix{at.line, at.from, at.line, at.to, current}
		}
	}
}

// statedZones warns about a sentence or a heading that names a different zone than the one
// used for the times.
func statedZones(d *Document) {
	for i, line := range d.prose {
		name, from, to := content.StatedZone(line)
		if name == "" || i < d.front || d.full() {
			continue
		}
		stated, err := content.ReadZone(name)
		if err != nil || sameClock(stated, d.PM.Zone, d.PM.Date) {
			continue
		}
		f := d.report(span{i + 1, column(line, from), column(line, to)}, "write `timezone: "+stated.String()+"`, or correct the sentence",
			"the text says “%s”, but the times are read in %s", line[from:to], d.PM.Zone)
		f.Level = max(f.Level, content.Warning)
	}
}

// sameClock reports whether clocks show the same time in both places on a day.
func sameClock(a, b *time.Location, day content.Date) bool {
	noon := day.Time().Add(12 * time.Hour)
	_, x := noon.In(a).Zone()
	_, y := noon.In(b).Zone()
	return x == y
}
