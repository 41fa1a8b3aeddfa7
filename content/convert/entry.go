package convert

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

const (
	isoDay    = `\d{4}\s?[-/]\s?\d{1,2}\s?[-/]\s?\d{1,2}`
	month     = `(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}`
	wordDay   = `(?:\d{1,2}(?:st|nd|rd|th)?[ -]` + month + `[,.]?[ -]\d{4}|` + month + `\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})\b`
	dayPart   = `(?:(?:` + isoDay + `|` + wordDay + `)(?:T|,?\s+)(?:at\s+)?)?`
	clockPart = `[~≈]?\s?\d{1,2}(?:[:.h](?:\d{2}|\?\?)(?::\d{2})?)?~?(?:\s?[AaPp]\.?[Mm]\b\.?|[AaPp]\b\.?)?`
)

var (
	// timedForm matches the beginning of an entry: markup, an optional date, a time, markup.
	timedForm = lazyregexp.New("^([*_`\\[(]*)(" + dayPart + ")(" + clockPart + ")([*_`\\])]*)(.*)$")
	clockForm = lazyregexp.New(`^([~≈]?)\s?(\d{1,2})(?:([:.h])(\d{2}|\?\?)((?::\d{2})?))?(~?)\s?(?:([AaPp])\.?[Mm]?\.?)?$`)
	wordForms = lazyregexp.New(wordDay)
	fullTime  = lazyregexp.New(`\d[:.h][\d?]|[AaPp]\.?[Mm]?\.?$`)
)

// clock returns a time in 24-hour form; changed reports whether it was written
// differently.
func clock(text string) (out string, changed, ok bool) {
	m := clockForm().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || m[3] == "" && m[7] == "" {
		return "", false, false
	}
	if hour, _ := strconv.Atoi(m[2]); m[3] == ":" && m[7] == "" && hour < 24 {
		return strings.TrimSpace(text), false, true
	}
	hour, _ := strconv.Atoi(m[2])
	minute := m[4]
	if minute == "" {
		minute = "00"
	}
	switch half := strings.ToLower(m[7]); {
	case half == "p" && hour < 12:
		hour += 12
	case half == "a" && hour == 12:
		hour = 0
	case half == "a" && hour > 12:
		return "", false, false
	}
	if n, err := strconv.Atoi(minute); hour > 23 || err == nil && n > 59 {
		return "", false, false
	}
	out = fmt.Sprintf("%s%02d:%s%s%s", m[1], hour, minute, m[5], m[6])
	return out, true, true
}

// entryText rewrites the beginning of an entry in the format and keeps the original words
// behind it. The day, if not "", comes from the lines above and is for an entry without
// one.
func (im *importer) entryText(text, day string) (out string, ok bool) {
	m := timedForm().FindStringSubmatch(text)
	if m == nil || !fullTime().MatchString(m[3]) {
		return "", false
	}
	time, changed, ok := clock(m[3])
	rest := m[5]
	if !ok || rest != "" && isWord([]rune(rest)[0]) && m[4] == "" {
		return "", false
	}
	rest = spaced(time, rest)
	if m[1] == "" && !changed && rest == m[5] && (day == "" || m[2] != "") && !wordForms().MatchString(m[2]) {
		return text, true
	}
	if m[1] == "" {
		rest = m[4] + rest
	} else if !strings.HasSuffix(m[4], m[1]) && !strings.ContainsAny(m[1], "[(") {
		rest = m[1] + strings.TrimLeft(rest, " ") // the markup continues after the time
	}
	source := m[3]
	if m[2] != "" {
		day = m[2]
	}
	if words := wordForms().FindString(m[2]); words != "" {
		date, ok := parseDate(words)
		if !ok {
			return "", false
		}
		day, source, changed = date.String(), m[2]+m[3], true
	}
	if day != "" && !strings.HasSuffix(day, "T") {
		day = strings.Trim(day, " ,") + " "
	}
	out = strings.TrimRight(day+time+" "+strings.TrimLeft(rest, " "), " ")
	if changed {
		if _, known := im.words.Event.Match(strings.Trim(rest, " -–—")); known && strings.TrimSpace(rest) != "" {
			out += ":" // what follows is not part of the event's name
		}
		out += " (" + strings.TrimSpace(source) + ")"
	}
	return out, true
}

var rangeForm = lazyregexp.New(`^\s?[-–—]\s?([~≈]?\d{1,2}:\d{2})\b`)

// spaced writes the rest of an entry that continues a range such as 10:00-11:00 with a dash
// between blanks. Without them the end would be an offset from UTC.
func spaced(time, rest string) string {
	m := rangeForm().FindStringSubmatch(rest)
	if m == nil || !strings.HasPrefix(rest, "-") || strings.Trim(m[1], "~≈") <= strings.Trim(time, "~≈") {
		return rest
	}
	return " – " + strings.TrimLeft(rest[1:], " ")
}
