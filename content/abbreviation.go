package content

import (
	"fmt"
	"strings"
	"time"
)

// A meaning is one of the things that an abbreviation such as CST says: an offset, and a
// place whose clocks show it.
type meaning struct {
	offset string // such as -06:00
	place  string // the name of an IANA zone
}

// meanings maps abbreviations to what they are commonly used for. Abbreviations of one
// offset have several places where some of them change their clocks and some do not.
var meanings = map[string][]meaning{
	"NST": {{"-03:30", "America/St_Johns"}}, "NDT": {{"-02:30", "America/St_Johns"}},
	"AST": {{"-04:00", "America/Halifax"}, {"+03:00", "Asia/Riyadh"}}, "ADT": {{"-03:00", "America/Halifax"}},
	"EST": {{"-05:00", "America/New_York"}}, "EDT": {{"-04:00", "America/New_York"}},
	"CST": {{"-06:00", "America/Chicago"}, {"+08:00", "Asia/Shanghai"}}, "CDT": {{"-05:00", "America/Chicago"}},
	"MST": {{"-07:00", "America/Denver"}, {"-07:00", "America/Phoenix"}}, "MDT": {{"-06:00", "America/Denver"}},
	"PST": {{"-08:00", "America/Los_Angeles"}}, "PDT": {{"-07:00", "America/Los_Angeles"}},
	"AKST": {{"-09:00", "America/Anchorage"}}, "AKDT": {{"-08:00", "America/Anchorage"}},
	"HST": {{"-10:00", "Pacific/Honolulu"}},
	"BST": {{"+01:00", "Europe/London"}, {"+06:00", "Asia/Dhaka"}},
	"IST": {{"+05:30", "Asia/Kolkata"}, {"+01:00", "Europe/Dublin"}, {"+02:00", "Asia/Jerusalem"}},
	"WET": {{"+00:00", "Europe/Lisbon"}}, "WEST": {{"+01:00", "Europe/Lisbon"}},
	"CET": {{"+01:00", "Europe/Berlin"}}, "CEST": {{"+02:00", "Europe/Berlin"}},
	"EET": {{"+02:00", "Europe/Helsinki"}}, "EEST": {{"+03:00", "Europe/Helsinki"}},
	"MSK": {{"+03:00", "Europe/Moscow"}}, "SAST": {{"+02:00", "Africa/Johannesburg"}},
	"JST": {{"+09:00", "Asia/Tokyo"}}, "KST": {{"+09:00", "Asia/Seoul"}}, "HKT": {{"+08:00", "Asia/Hong_Kong"}}, "SGT": {{"+08:00", "Asia/Singapore"}},
	"AWST": {{"+08:00", "Australia/Perth"}},
	"ACST": {{"+09:30", "Australia/Adelaide"}, {"+09:30", "Australia/Darwin"}}, "ACDT": {{"+10:30", "Australia/Adelaide"}},
	"AEST": {{"+10:00", "Australia/Sydney"}, {"+10:00", "Australia/Brisbane"}}, "AEDT": {{"+11:00", "Australia/Sydney"}},
	"NZST": {{"+12:00", "Pacific/Auckland"}}, "NZDT": {{"+13:00", "Pacific/Auckland"}},
}

// at returns the instant of a wall time by the meaning's offset, and whether clocks at its
// place show that offset then.
func (m meaning) at(wall time.Time) (t time.Time, inForce bool) {
	offset, _ := parseOffset(m.offset)
	t = wall.Add(-offset)
	place, err := LoadZone(m.place)
	return t, err == nil && t.In(place).Format("-07:00") == m.offset
}

// ambiguous reports whether meanings have different offsets.
func ambiguous(all []meaning) bool {
	for _, m := range all {
		if m.offset != all[0].offset {
			return true
		}
	}
	return false
}

// resolveAbbreviation returns the instant of a wall time with an abbreviation that the
// document's zone does not use. The error is errOtherZone or a *zoneError.
func resolveAbbreviation(name string, wall time.Time, zone *time.Location) (time.Time, error) {
	name = strings.ToUpper(name)
	all := meanings[name]
	if len(all) == 0 {
		return time.Time{}, errOtherZone
	}
	several := ambiguous(all)
	for _, m := range all {
		t, inForce := m.at(wall)
		if t = t.In(zone); inForce && (!several || t.Format("-07:00") == m.offset) {
			return t, nil
		}
	}
	if several {
		return time.Time{}, severalMeanings(name, all)
	}
	place, err := LoadZone(all[0].place)
	if err != nil {
		return time.Time{}, errOtherZone
	}
	return time.Time{}, notInForce(name, all[0].offset, wall, place)
}

func severalMeanings(name string, all []meaning) error {
	var offsets, said []string
	for _, m := range all {
		if before := len(offsets); before == 0 || offsets[before-1] != m.offset {
			offsets, said = append(offsets, m.offset), append(said, m.offset+" ("+m.place+")")
		}
	}
	last := len(said) - 1
	return &zoneError{
		message: fmt.Sprintf("%s means %s or %s", name, strings.Join(said[:last], ", "), said[last]),
		hint:    fmt.Sprintf("write the offset, such as %s, or name the zone in the front matter: `timezone: %s`", offsets[0], all[0].place),
	}
}

// notInForce returns the error for an abbreviation of a place's clocks at another time of
// the year. The offset is that of the abbreviation.
func notInForce(name, offset string, wall time.Time, place *time.Location) error {
	hint := "write the offset " + offset + " if it is meant"
	if now := instants(wall, place); len(now) > 0 {
		used, _ := now[0].Zone()
		hint = fmt.Sprintf("write %s, or the offset %s if it is meant", used, offset)
	}
	return &zoneError{message: fmt.Sprintf("%s is not in force in %s on %s", strings.ToUpper(name), place, DateOf(wall)), hint: hint}
}

// offsetInYear returns the offset at which a zone uses an abbreviation, at any time from a
// month before the year to a month after it.
func offsetInYear(name string, year int, zone *time.Location) (offset string, used bool) {
	for month := range time.Month(15) {
		t := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).In(zone)
		if shown, _ := t.Zone(); strings.EqualFold(shown, name) {
			return t.Format("-07:00"), true
		}
	}
	return "", false
}
