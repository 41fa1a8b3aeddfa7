package content

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/zone"
)

// A Date is a calendar day. The zero value means "not given".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

var (
	dateForm       = lazyregexp.New(`^(\d{4})\s*([-/])\s*(\d{1,2})\s*([-/])\s*(\d{1,2})$`)
	errDateForm    = errors.New("not a date of the form 2026-03-05")
	errDateUnknown = errors.New("no such day")
)

// ParseDate parses 2026-03-05 and 2026/03/05. Blanks around the separators are allowed. A
// day that is not in the calendar is an error.
func ParseDate(s string) (Date, error) {
	parts := [3]string{}
	if fits(s, "0000-00-00") {
		parts = [3]string{s[:4], s[5:7], s[8:]}
	} else {
		m := dateForm().FindStringSubmatch(strings.TrimSpace(s))
		if m == nil || m[2] != m[4] {
			return Date{}, fmt.Errorf("%q is %w", s, errDateForm)
		}
		parts = [3]string{m[1], m[3], m[5]}
	}
	year, _ := strconv.Atoi(parts[0])
	month, _ := strconv.Atoi(parts[1])
	day, _ := strconv.Atoi(parts[2])
	d := Date{year, time.Month(month), day}
	if DateOf(d.Time()) != d || year == 0 {
		return Date{}, fmt.Errorf("%q: %w", s, errDateUnknown)
	}
	return d, nil
}

// fits reports whether a text has a form in which 0 stands for any digit. Nearly all
// dates and times have one of two forms, and a regular expression would be slower.
func fits(s, form string) bool {
	if len(s) != len(form) {
		return false
	}
	for i := range len(s) {
		digit := s[i] >= '0' && s[i] <= '9'
		if s[i] != form[i] && (form[i] != '0' || !digit) {
			return false
		}
	}
	return true
}

// DateOf returns the day of an instant, in the instant's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is the zero value.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns the first instant of the day in UTC.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Time().Before(e.Time()) }

// String returns a text such as 2026-03-05, or "" for the zero value.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// A clockTime is the content of a time cell, before its day and zone are known.
type clockTime struct {
	hour, minute, second int
	zone                 string // "", an offset such as -04:00, or an abbreviation
	approximate          bool
	unknownMinute        bool // 14:??
}

var (
	clockForm = lazyregexp.New(`^(\d{1,2}):(\d{2}|\?\?)(?::(\d{2})(?:\.\d+)?)?\s*(Z|[A-Za-z]{2,5}|(?i:atlantic|eastern|central(?: european)?|mountain|pacific)(?: time)?|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?$`)
	halfDay   = lazyregexp.New(`(?i)\b\d{1,2}(:\d{2})?\s*[ap](\.?m)?\.?$`)
	aboutForm = lazyregexp.New(`(?i)^(?:~|≈|c\.|ca\.|circa|about|approx\.?|approximately|around)\s*`)
)

var (
	errClockForm = errors.New("not a 24-hour time of the form 14:05")
	errHalfDay   = errors.New("a time with AM or PM")
)

// parseClock parses 14:05, 14:05:30, 01:30 EDT, 01:30-04:00, 14:05Z, and the approximate
// ~14:30, 14:30~ and 14:??. 24:00 is the end of the day.
func parseClock(s string) (clockTime, error) {
	text := strings.TrimSpace(s)
	if fits(text, "00:00") && text[:2] <= "23" && text[3:] <= "59" {
		return clockTime{hour: int(text[0]-'0')*10 + int(text[1]-'0'), minute: int(text[3]-'0')*10 + int(text[4]-'0')}, nil
	}
	var c clockTime
	if about := aboutForm().FindString(text); about != "" {
		c.approximate, text = true, text[len(about):]
	}
	if strings.HasSuffix(text, "~") {
		c.approximate, text = true, strings.TrimSpace(strings.TrimSuffix(text, "~"))
	}
	if halfDay().MatchString(text) {
		return clockTime{}, fmt.Errorf("%q is %w", s, errHalfDay)
	}
	m := clockForm().FindStringSubmatch(text)
	if m == nil {
		return clockTime{}, fmt.Errorf("%q is %w", s, errClockForm)
	}
	c.hour, _ = strconv.Atoi(m[1])
	c.second, _ = strconv.Atoi("0" + m[3])
	c.zone = m[4]
	if m[2] == "??" {
		c.approximate, c.unknownMinute = true, true
	} else {
		c.minute, _ = strconv.Atoi(m[2])
	}
	endOfDay := c.hour == 24 && m[2] == "00" && c.second == 0
	if c.hour > 23 && !endOfDay || c.minute > 59 || c.second > 59 {
		return clockTime{}, fmt.Errorf("%q is %w", s, errClockForm)
	}
	return c, nil
}

// Errors of resolve. Callers explain them to the author.
var (
	errSkipped   = errors.New("the clock skips this time")
	errRepeated  = errors.New("the clock shows this time twice")
	errOtherZone = errors.New("not a zone of this document")
)

// resolve returns the instant at which clocks in the zone show the time on that day.
// The error is errSkipped, errRepeated, errOtherZone or a *zoneError.
func (c clockTime) resolve(day Date, zone *time.Location) (time.Time, error) {
	wall := c.on(day)
	if offset, ok := parseOffset(c.zone); ok {
		return wall.Add(-offset).In(zone), nil
	}
	offset, ours := offsetInYear(c.zone, day.Year, zone)
	if c.zone != "" && !ours {
		return resolveAbbreviation(c.zone, wall, zone)
	}
	candidates := instants(wall, zone)
	if len(candidates) == 0 {
		return time.Time{}, errSkipped
	}
	if c.zone != "" {
		for _, t := range candidates {
			if name, _ := t.Zone(); strings.EqualFold(name, c.zone) {
				return t, nil
			}
		}
		return time.Time{}, notInForce(c.zone, offset, wall, zone)
	}
	if len(candidates) == 2 {
		return candidates[0], errRepeated
	}
	return candidates[0], nil
}

// on returns the wall time on a day, as a time in UTC.
func (c clockTime) on(day Date) time.Time {
	return time.Date(day.Year, day.Month, day.Day, c.hour, c.minute, c.second, 0, time.UTC)
}

// instants returns every instant at which clocks in the zone show the wall time,
// earliest first: none if the clocks skip it, two if they repeat it.
func instants(wall time.Time, zone *time.Location) (out []time.Time) {
	for _, hours := range []time.Duration{-26, 26} {
		_, offset := wall.Add(hours * time.Hour).In(zone).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if _, actual := t.Zone(); actual == offset && (len(out) == 0 || !out[0].Equal(t)) {
			out = append(out, t)
		}
	}
	if len(out) == 2 && out[1].Before(out[0]) {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

var offsetForm = lazyregexp.New(`^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$`)

// parseOffset parses Z, UTC, GMT, -04:00, +0200 and UTC+2.
func parseOffset(s string) (time.Duration, bool) {
	switch strings.ToUpper(s) {
	case "Z", "UTC", "GMT":
		return 0, true
	}
	m := offsetForm().FindStringSubmatch(strings.ToUpper(s))
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi("0" + m[3])
	// No zone has a larger offset, or minutes that are not a multiple of 15.
	// "10:05-11:20" is a range.
	if hours > 14 || minutes > 59 || minutes%15 != 0 {
		return 0, false
	}
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if m[1] == "-" {
		offset = -offset
	}
	return offset, true
}

// LoadZone returns the time zone of an IANA name such as America/New_York, or of an offset
// such as UTC+1 or -03:30, whose zone is named as UTC+01:00. Names are those of package
// zone: no other name that the machine may know, such as localtime, means a zone.
func LoadZone(name string) (*time.Location, error) {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location), nil
	}
	loaded := fixedZone(name)
	if loaded == nil {
		var err error
		if loaded, err = zone.Load(name); err != nil {
			return nil, err
		}
	}
	zones.Store(name, loaded)
	return loaded, nil
}

// fixedZone returns the zone of an offset, or nil for other names.
func fixedZone(name string) *time.Location {
	offset, ok := parseOffset(name)
	switch {
	case !ok || name == "GMT": // GMT is also IANA's name of a zone
		return nil
	case offset == 0:
		return time.UTC
	}
	sign, minutes := '+', int(offset.Abs().Minutes())
	if offset < 0 {
		sign = '-'
	}
	return time.FixedZone(fmt.Sprintf("UTC%c%02d:%02d", sign, minutes/60, minutes%60), int(offset.Seconds()))
}

// zones caches the loaded zones. There are about 600 names.
var zones sync.Map
