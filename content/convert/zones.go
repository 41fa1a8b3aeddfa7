package convert

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// zoneNames maps the abbreviations that documents use to names of the zone database. The
// names without a place are preferred, because an abbreviation does not say which place is meant. IST is
// missing: it is the time of India, of Israel and of Ireland.
var zoneNames = map[string]string{
	"UTC": "UTC", "GMT": "UTC", "Z": "UTC",
	"PT": "PST8PDT", "PST": "PST8PDT", "PDT": "PST8PDT", "MST": "MST7MDT", "MDT": "MST7MDT",
	"CST": "CST6CDT", "CDT": "CST6CDT", "ET": "EST5EDT", "EST": "EST5EDT", "EDT": "EST5EDT",
	"CET": "CET", "CEST": "CET", "MEZ": "CET", "MESZ": "CET", "EET": "EET", "EEST": "EET", "WET": "WET", "WEST": "WET",
	"BST": "Europe/London", "MSK": "Europe/Moscow", "SAST": "Africa/Johannesburg",
	"JST": "Asia/Tokyo", "KST": "Asia/Seoul", "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore", "WIB": "Asia/Jakarta",
	"AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
	"BRT": "America/Sao_Paulo", "ART": "America/Argentina/Buenos_Aires",
}

const zonePart = `((?:UTC|GMT) ?[+-] ?\d{1,2}(?::?\d{2})?\b|(?:UTC|GMT|Z|P[SD]?T|M[SD]T|C[SD]T|E[SD]?T|CES?T|MES?Z|EES?T|WES?T|BST|MSK|SAST|JST|KST|HKT|SGT|WIB|AE[SD]T|NZ[SD]T|BRT|ART)\b)`

var (
	zoneStated = lazyregexp.New(`(?i:\b(?:times?|timestamps?|time ?zone|uhrzeiten|zeiten|zeitangaben|heures?|horarios?|horas?|horários?)\b)[^.|]{0,40}?[ (:*_` + "`" + `]` + zonePart)
	zoneInHead = lazyregexp.New(`[(\[,–—-] ?` + zonePart + ` ?[)\]]?$|(?i:\b(?:timeline|time)\b)[ (]+` + zonePart + `|^((?i:UTC|GMT))$`)
	zoneOfTime = lazyregexp.New(`\d[:.h]\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?[*_` + "`" + `\])( ]{0,5}` + zonePart)
	zoneOffset = lazyregexp.New(`^(?:UTC|GMT) ?([+-]) ?(\d{1,2})(?::?00)?$`)
)

var offsetOfTime = lazyregexp.New(`^[^A-Za-z]*\d:\d{2} ?([+-]\d{2}:\d{2})\b`)

// hasOffset reports whether a text begins with a time and an offset that the document's zone
// has during the year. Without a zone, 01:30-03:00 is a range.
func (im *importer) hasOffset(text string) bool {
	m := offsetOfTime().FindStringSubmatch(text)
	i := slices.IndexFunc(im.front.keys, func(e entry) bool { return e.Known == "timezone" })
	if m == nil || i < 0 {
		return false
	}
	zone, err := content.LoadZone(strings.TrimSpace(strings.TrimPrefix(im.front.keys[i].value[0], "timezone:")))
	for month := time.January; err == nil && month <= time.December; month++ {
		if time.Date(im.calendar.near.Year, month, 1, 0, 0, 0, 0, zone).Format("-07:00") == m[1] {
			return true
		}
	}
	return false
}

// zoneName returns the name of the zone database for an abbreviation or an offset of whole
// hours.
func zoneName(text string) (string, bool) {
	if m := zoneOffset().FindStringSubmatch(text); m != nil {
		hours, _ := strconv.Atoi(m[2])
		sign := map[string]string{"+": "-", "-": "+"}[m[1]] // Etc/GMT-2 is east of Greenwich
		name := "Etc/GMT" + sign + strconv.Itoa(hours)
		_, err := content.LoadZone(name)
		return name, err == nil
	}
	name, ok := zoneNames[strings.ToUpper(text)]
	return name, ok
}

// completeZone looks for the zone of the timeline's times: a statement about all times, then
// a heading or column head, then the times themselves, if all that have a zone agree.
func (im *importer) completeZone() {
	for _, form := range []*regexp.Regexp{zoneStated(), zoneInHead()} {
		for _, l := range im.lines {
			if l.code || form == zoneInHead() && l.kind != content.TimelineSection {
				continue
			}
			for _, text := range im.zoneTexts(l, form) {
				if zone, written := zoneIn(form, text); zone != "" {
					im.setZone(l.at, zone, written)
					return
				}
			}
		}
	}
	for _, within := range []bool{true, false} {
		at, zone, written, agree := 0, "", "", true
		for _, l := range im.lines {
			if l.code || within && l.kind != content.TimelineSection {
				continue
			}
			for _, m := range zoneOfTime().FindAllStringSubmatch(l.text, -1) {
				found, ok := zoneName(m[1])
				switch {
				case !ok || zone != "" && found != zone:
					agree = false
				case zone == "":
					at, zone, written = l.at, found, m[1]
				}
			}
		}
		if zone != "" && agree {
			im.setZone(at, zone, written)
			return
		}
		if zone != "" {
			break
		}
	}
	if im.hasTimeline() {
		im.note(0, Left, "timezone: import found none; times are in the site's zone")
	}
}

func (im *importer) hasTimeline() bool {
	return slices.ContainsFunc(im.lines, func(l line) bool { return l.kind == content.TimelineSection })
}

// zoneTexts returns the parts of a line in which a form is sought: for the form of heads, the
// cells of a table's row.
func (im *importer) zoneTexts(l line, form *regexp.Regexp) []string {
	switch {
	case form == zoneStated():
		return []string{plain(l.text)}
	case strings.Contains(l.text, "|"):
		row := cells(l.text)
		for i := range row {
			row[i] = plain(row[i])
		}
		return row
	}
	return []string{plain(strings.TrimRight(l.text, " #"))}
}

func zoneIn(form *regexp.Regexp, text string) (zone, written string) {
	if m := form.FindStringSubmatch(text); m != nil {
		written = strings.Join(m[1:], "")
		zone, _ = zoneName(written)
	}
	return zone, written
}

func (im *importer) setZone(at int, zone, written string) {
	im.front.set("timezone", zone)
	im.note(at, Guessed, "timezone: %s, from %q", zone, written)
}
