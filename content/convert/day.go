package convert

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A day is a date as written: the year may be missing, and it may be open which of two
// numbers is the month. The zero value is no date.
type day struct {
	year   int // 0 if it is not written
	month  time.Month
	day    int
	either bool // month and day may be the other way round, as in 03/05/2026
	source string
}

// kind says how certain a date is: what is missing is only likely.
func (d day) kind() NoteKind { return kindOf(d.year > 0 && !d.either) }

// A dayForm is one way to write a date at the beginning of a text.
type dayForm struct {
	named bool // whether it begins with the name of a month, not with a digit
	form  func() *regexp.Regexp
	read  func(m []string) (day, bool)
}

const (
	ordinalEnd = `(?:st|nd|rd|th|er|º|ª|\.)?`
	dayRange   = `(?:\s?[-–—]\s?\d{1,2}` + ordinalEnd + `)?` // the days of a range after the first
	yearPart   = `(?:[,.]?[ -](?:de |del |of )?(\d{4}))?`
)

var dayForms = []dayForm{
	{false, lazyregexp.New(`^(\d{4})\s?([-/.])\s?(\d{1,2})\s?([-/.])\s?(\d{1,2})`), readISO},
	{false, lazyregexp.New(`^(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]`), func(m []string) (day, bool) { return dayOf(m[1], m[2], m[3]) }},
	{false, lazyregexp.New(`^(\d{1,2})` + ordinalEnd + dayRange + `[ -]?(?:de |of )?` + monthWord + `\b\.?` + yearPart), func(m []string) (day, bool) { return namedDay(m[3], m[2], m[1]) }},
	{true, lazyregexp.New(`^` + monthWord + `\b\.?[ -](\d{1,2})` + ordinalEnd + dayRange + `\b` + yearPart), func(m []string) (day, bool) { return namedDay(m[3], m[1], m[2]) }},
	{false, lazyregexp.New(`^(\d{4})[ -]` + monthWord + `\b\.?[ -](\d{1,2})\b`), func(m []string) (day, bool) { return namedDay(m[1], m[2], m[3]) }},
	{false, lazyregexp.New(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4}|\d{2})`), readNumeric},
	{false, lazyregexp.New(`^(\d{1,2})\.(\d{1,2})\.`), func(m []string) (day, bool) { return dayOf("", m[2], m[1]) }},
	{false, lazyregexp.New(`^(\d{1,2})([-/])(\d{1,2})\b[ ,]`), func(m []string) (day, bool) { return either("", m[1], m[3]) }},
}

func readISO(m []string) (day, bool) {
	if m[2] != m[4] {
		return day{}, false
	}
	return dayOf(m[1], m[3], m[5])
}

// readNumeric reads dates that end with the year. Only Europe writes dots.
func readNumeric(m []string) (day, bool) {
	switch {
	case m[2] != m[4]:
		return day{}, false
	case len(m[5]) == 2:
		m[5] = "20" + m[5]
	}
	if m[2] == "." {
		return dayOf(m[5], m[3], m[1])
	}
	return either(m[5], m[1], m[3])
}

// either reads two numbers of which one is the month.
func either(year, first, second string) (day, bool) {
	d, ok := dayOf(year, first, second)
	if !ok {
		return dayOf(year, second, first)
	}
	d.either = d.day <= 12 && int(d.month) != d.day
	return d, true
}

func namedDay(year, name, number string) (day, bool) {
	month, ok := monthOf(name)
	if !ok {
		return day{}, false
	}
	return dayOf(year, strconv.Itoa(int(month)), number)
}

// leapYear stands for a year that is not known, so that February 29 is a day.
const leapYear = "2000"

func dayOf(year, month, number string) (day, bool) {
	written := year
	if year == "" {
		year = leapYear
	}
	found, err := content.ParseDate(year + "-" + month + "-" + number)
	if err != nil {
		return day{}, false
	}
	d := day{month: found.Month, day: found.Day}
	if written != "" {
		d.year = found.Year
	}
	return d, true
}

// cutDay reads a date at the beginning of a text.
func cutDay(text string) (d day, rest string, ok bool) {
	if text == "" {
		return day{}, text, false
	}
	digit := text[0] >= '0' && text[0] <= '9'
	if !digit && !strings.ContainsAny(text[:min(len(text), maxLead)], "0123456789") {
		return day{}, text, false
	}
	for _, f := range dayForms {
		if f.named == digit {
			continue
		}
		m := f.form().FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if d, ok = f.read(m); ok {
			d.source = strings.TrimRight(m[0], " ,")
			rest = text[len(d.source):]
			return d, rest, rest == "" || rest[0] < '0' || rest[0] > '9'
		}
	}
	return day{}, text, false
}

// numberGoesOn matches what follows the beginning of a version or a name: 2021.3.5.1.
var numberGoesOn = lazyregexp.New(`^[./_-]?[0-9A-Za-z]`)

// findDay returns the first date in a text that has a year, and the text after it.
func findDay(text string) (d day, after string, ok bool) {
	if !strings.ContainsAny(text, "0123456789") {
		return day{}, "", false
	}
	before := ' '
	for i, r := range text {
		if (!isWord(before) || before > unicode.MaxLatin1) && !strings.ContainsRune("/-.", before) && isWord(r) {
			if d, after, ok := cutDay(text[i:]); ok && d.year > 0 && !numberGoesOn().MatchString(after) {
				return d, after, true
			}
		}
		before = r
	}
	return day{}, "", false
}
