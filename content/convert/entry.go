package convert

import (
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// updateForm matches what status pages write before a time.
var updateForm = lazyregexp.New(`^[*_]*(?i:update|aktualisierung|nachtrag|mise à jour|actualización|atualização)(?: #?\d{1,2}\b)?[\s:,–—(-]+`)

// entryText rewrites the beginning of an entry in the format and keeps the original words
// behind it. The day, if not "", comes from the lines above and is for an entry without
// one. At is its line. It returns false for texts that do not begin with a time, or whose date stays open.
func (im *importer) entryText(at int, text, day string) (out string, ok bool) {
	lead := updateForm().FindString(text)
	s, ok := im.stamp(text[len(lead):], at)
	switch {
	case !ok || s.clock == "":
		return "", false
	case im.hasOffset(text) && day == "":
		return text, true
	}
	s.source, s.time, s.plain = lead+s.source, lead+s.time, s.plain && lead == ""
	rest := spaced(s.clock, s.rest)
	if s.plain && s.prefix == "" && s.shut == "" && rest == s.rest && (day == "" || s.day.month != 0) {
		return text, true
	}
	if s.day.month != 0 {
		date, ok := im.calendar.date(s.day)
		if !ok {
			return "", false
		}
		if day = date.String(); isISO(s.day.source) {
			day = s.day.source
		}
	}
	when := strings.TrimSpace(day + " " + s.clock)
	if s.zone != "" {
		when += " " + s.zone
	}
	out = when + separated(s.unmarked(rest))
	if words := s.replaced(when); words != "" {
		if _, known := im.words.Event.Match(strings.Trim(rest, " -–—")); known && strings.TrimSpace(rest) != "" {
			out += ":" // what follows is not part of the event's name
		}
		out += " (" + words + ")"
	}
	return out, true
}

// separated returns the text after a time with what separates them.
func separated(rest string) string {
	if rest = strings.TrimRight(rest, " "); rest == "" || strings.ContainsAny(rest[:1], ":;,") {
		return rest
	}
	return " " + strings.TrimLeft(rest, " ")
}

var dashes = lazyregexp.New(`^[\s:;,|–—-]*`)

// unmarked returns the rest of an entry without what closes the markup in front of the time. If
// the markup goes on after the time, it begins there.
func (s stamp) unmarked(rest string) string {
	emphasis := strings.Trim(s.prefix, "[({<~ ")
	bracket := strings.ContainsAny(s.prefix, "[({<") && !strings.ContainsAny(s.shut, "])}>")
	if bracket && !strings.Contains(rest, "](") {
		if at := strings.IndexAny(rest, "])}>"); at >= 0 {
			rest = rest[:at] + rest[at+1:]
		}
		bracket = false
	}
	closing := strings.Trim(s.shut, "])}> ")
	again := ""
	if emphasis != "" && !strings.Contains(s.shut, emphasis) {
		again = emphasis
	} else if emphasis == "" && !strings.Contains(s.source, closing) {
		again = closing // a footnote
	}
	if bracket {
		again += "["
	}
	if again == "" {
		return rest
	}
	lead := dashes().FindString(rest)
	if after, closed := strings.CutPrefix(rest[len(lead):], emphasis); closed && emphasis != "" && again == emphasis {
		return lead + after // **14:05:** Alert
	}
	if after := rest[len(lead):]; lead != "" {
		return strings.TrimRight(lead, " ") + " " + again + after
	}
	return again + rest
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
