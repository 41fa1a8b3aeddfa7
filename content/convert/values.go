package convert

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	isoDate    = lazyregexp.New(`\b(\d{4})\s*([-/.])\s*(\d{1,2})\s*([-/.])\s*(\d{1,2})(?:\D|$)`)
	aboutForm  = lazyregexp.New(`(?i)^(?:[~≈約约]|about|approximately|approx\.?|around|ca\.?|circa|roughly|etwa|environ|aproximadamente)\s*`)
	remarkForm = lazyregexp.New(`^(.*?\S)\s*[(\[][^()\[\]]*[)\]]$`)
	weekday    = lazyregexp.New(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+`)
	ordinal    = lazyregexp.New(`\b(\d{1,2})(?:st|nd|rd|th)\b`)
)

// longDates are the layouts of dates with the name of a month.
var longDates = []string{
	"January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006", "2-Jan-2006", "2006 January 2", "2006 Jan 2",
}

// parseDate returns the first unambiguous date in a text: one with the year first or the
// month by name. 03/05/2026 may be either of two days, so it does not count.
func parseDate(text string) (content.Date, bool) {
	if m := isoDate().FindStringSubmatch(text); m != nil && m[2] == m[4] {
		day, err := content.ParseDate(m[1] + "-" + m[3] + "-" + m[5])
		return day, err == nil
	}
	if day, ok := numericDate(text); ok {
		return day, true
	}
	text = ordinal().ReplaceAllString(weekday().ReplaceAllString(text, ""), "$1")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '.' }), " ")
	for _, layout := range longDates {
		if t, err := time.Parse(layout, text); err == nil {
			return content.DateOf(t), true
		}
	}
	return content.Date{}, false
}

var numericForm = lazyregexp.New(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})$`)

// numericDate parses dates that end with the year, if only one order of day and month is
// possible: 29-11-2024, 01/30/2020 and, because only Europe writes dots, 03.05.2026.
func numericDate(text string) (content.Date, bool) {
	m := numericForm().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || m[2] != m[4] {
		return content.Date{}, false
	}
	day, month := m[1], m[3]
	first, _ := strconv.Atoi(day)
	second, _ := strconv.Atoi(month)
	switch {
	case second > 12:
		day, month = month, day
	case first <= 12 && first != second && m[2] != ".":
		return content.Date{}, false
	}
	date, err := content.ParseDate(m[5] + "-" + month + "-" + day)
	return date, err == nil
}

// value parses a text as a value of a key and returns it as YAML. sure is false if only a
// part of the text was used; ok is false if the text is not a valid value.
func (im *importer) value(key, text string) (value string, sure, ok bool) {
	if content.IsPlaceholder(key, text) {
		if key == "status" {
			return content.Draft, false, true
		}
		return "", true, true
	}
	switch key {
	case "date":
		return dateValue(text)
	case "duration":
		return duration(text)
	case "timezone":
		if _, err := content.LoadZone(text); err == nil {
			return scalar(text), true, true
		}
		first, _, _ := strings.Cut(text, " (")
		zone, ok := zoneName(first)
		return zone, false, ok
	}
	known, _ := content.LookupKey(key)
	words, several := im.words.Of(key), known.List != nil
	switch {
	case words != nil && several:
		return chooseAll(words, text)
	case words != nil:
		return choose(words, text)
	case several:
		return list(split(text)), true, true
	}
	return scalar(text), true, true
}

var numericStart = lazyregexp.New(`^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b`)

// dateValue parses a date that a time or a remark may follow.
func dateValue(text string) (value string, sure, ok bool) {
	for _, part := range []string{text, numericStart().FindString(text), wordForms().FindString(text)} {
		if day, ok := parseDate(part); ok {
			return day.String(), part == text, true
		}
	}
	return "", false, false
}

// choose matches a text with a vocabulary, or uses the only value that its parts name, as
// in "SEV1 - critical" or "Complete, action items in progress".
func choose(v *content.Vocabulary, text string) (value string, sure, ok bool) {
	if value, ok := v.Match(text); ok {
		return value, true, true
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;/()[]–—:|", r) || r == '-' }) {
		found, known := v.Match(strings.TrimFunc(part, func(r rune) bool { return !isWord(r) })) // ✅ done
		if known && value != "" && found != value {
			return "", false, false
		}
		if known {
			value = found
		}
	}
	return value, false, value != ""
}

// chooseAll matches every part of a text with a vocabulary.
func chooseAll(v *content.Vocabulary, text string) (value string, sure, ok bool) {
	var found []string
	for _, part := range split(strings.ReplaceAll(text, "/", ",")) {
		word, known := v.Match(part)
		if !known {
			return "", false, false
		}
		if !slices.Contains(found, word) {
			found = append(found, word)
		}
	}
	return list(found), true, true
}

// duration parses a duration, which a remark in parentheses may follow.
func duration(text string) (value string, sure, ok bool) {
	sure = true
	if m := remarkForm().FindStringSubmatch(text); m != nil {
		text, sure = m[1], false
	}
	if about := aboutForm().FindString(text); about != "" {
		text, sure = text[len(about):], false
	}
	_, err := content.ParseDuration(text)
	return scalar(text), sure, err == nil
}

// split splits a list at commas and semicolons.
func split(text string) (out []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// list returns values as YAML: one as it is, several in brackets.
func list(values []string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = scalar(Line(value))
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
