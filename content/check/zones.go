package check

import (
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// zoneForm matches a sentence such as the template's "All times in Eastern timezone in
// 24-hour format"; the group is the zone.
var zoneForm = lazyregexp.New(`(?i)\ball times\b[^|.;]{0,30}?\b(atlantic|eastern|central(?: european)?|mountain|pacific|[ECMP]T|CET|` +
	`(?:[A-Z]{2,4}T \()?(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)(?: *$|[,.;)]| *\(| +(?:time|timezone|standard|daylight|in)\b)`)

var ianaForm = lazyregexp.New(`\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_/]+`)

// statedZones warns about a sentence that names a different zone than the one used for
// the times.
func statedZones(d *Document) {
	for i, line := range d.prose {
		if !strings.Contains(line, "imes") && !strings.Contains(line, "IMES") { // most lines can skip the expression
			continue
		}
		m := zoneForm().FindStringSubmatchIndex(line)
		if m == nil || i < d.front || d.full() {
			continue
		}
		name := line[m[2]:m[3]]
		if iana := ianaForm().FindString(line); iana != "" {
			name = iana
		}
		zone, err := content.ReadZone(name)
		if err != nil || sameClock(zone, d.PM.Zone, d.PM.Date) {
			continue
		}
		f := d.report(span{i + 1, column(line, m[0]), column(line, m[3])}, "write `timezone: "+zone.String()+"`, or correct the sentence",
			"the text says “%s”, but the times are read in %s", line[m[0]:m[3]], d.PM.Zone)
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
