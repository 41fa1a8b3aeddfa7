package convert

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// An offset is a time that counts from a moment that the document calls T: T+15m, T-5 min, +00:15.
type offset struct {
	from   time.Duration // negative before T
	about  string        // ~ for a time that is not exact
	named  bool          // whether T itself is written
	source string        // the words, without the markup around them
	prefix string        // markup in front
	rest   string        // what follows
}

var (
	offsetLead  = lazyregexp.New(`^([~≈]?)\s?(?:(T)\s?([+±−–-])|([+±−-]))\s?([~≈]?)`)
	offsetZero  = lazyregexp.New(`^(?:T0|T\s?[+±-]\s?0+\s?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?)?)(?:[^\w:]|$)`)
	offsetClock = lazyregexp.New(`^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\b`)
	zeroIs      = lazyregexp.New(`(?:^|[^\w-])T(?:0|\s?[+±]\s?0+\s?(?:s|m|min|h)?)?\s*(?:=|:=|\bis\b)\s*`)
	beforeOwn   = lazyregexp.New(`^[\s)\]*_` + "`" + `]*[(\[/|@,:–—-]?\s*[(\[]?`)
)

// cutOffset reads an offset at the beginning of a text. One of whole days is none: it does not say the
// time of day.
func cutOffset(text string) (o offset, ok bool) {
	o.prefix = strings.TrimSuffix(openMarks().FindString(text), "~")
	text = text[len(o.prefix):]
	if m := offsetZero().FindString(text); m != "" {
		o.source = strings.TrimRightFunc(m, func(r rune) bool { return !isWord(r) })
		o.named, o.rest = true, text[len(o.source):]
		return o, true
	}
	m := offsetLead().FindStringSubmatch(text)
	if m == nil {
		return o, false
	}
	o.named = m[2] != ""
	if m[1]+m[5] != "" {
		o.about = "~"
	}
	length := text[len(m[0]):]
	value, rest := "", ""
	if c := offsetClock().FindStringSubmatch(length); c != nil {
		value, rest = c[1]+"h"+c[2]+"m", length[len(c[0]):]
		if c[3] != "" {
			value += c[3] + "s"
		}
	} else if value, rest, ok = cutLength(length); !ok || strings.ContainsAny(value, "dw") {
		return o, false
	}
	from, err := time.ParseDuration(strings.ReplaceAll(value, " ", ""))
	if err != nil {
		return o, false
	}
	if strings.ContainsAny(m[3]+m[4], "−–-") {
		from = -from
	}
	o.from, o.source, o.rest = from, strings.TrimSuffix(text, rest), rest
	return o, true
}

// ownTime returns the time that is written behind an offset: T+15m (14:20 UTC).
func (o offset) ownTime() (stamp, bool) {
	gap := beforeOwn().FindString(o.rest)
	s, ok := cutStamp(o.rest[len(gap):])
	if !ok || s.clock == "" || s.prefix != "" {
		return stamp{}, false
	}
	if strings.ContainsAny(gap, "([") && !strings.ContainsAny(s.source+s.shut, ")]") {
		return stamp{}, false // (14:20, as the log says)
	}
	s.plain, s.prefix, s.time, s.source = false, o.prefix, o.source, o.source+gap+s.source
	return s, true
}

// A zero is the moment T. Its day is zero if the document does not state it; clock is "" for a
// document that states no T, or several.
type zero struct {
	clock, zone string
	day         content.Date
}

// findZero looks for T: "T0 = 14:05 UTC" anywhere, "T+0 (14:05)" or "14:05 (T+0)" in the timeline.
func (im *importer) findZero() {
	found := map[zero]bool{}
	for _, l := range im.lines {
		if l.code || !mayHaveZero(l.text) {
			continue
		}
		text := plain(l.text)
		if m := zeroIs().FindStringIndex(text); m != nil {
			if s, ok := cutStamp(text[m[1]:]); ok {
				im.addZero(found, s, 0)
			}
		}
		if l.kind != content.TimelineSection {
			continue
		}
		for _, text := range rowTexts(text) {
			if o, ok := cutOffset(text); ok && o.named {
				if s, ok := o.ownTime(); ok {
					im.addZero(found, s, o.from)
				}
			} else if s, ok := cutStamp(text); ok && offsetZero().MatchString(strings.TrimLeft(s.rest, " (=–—:-")) {
				im.addZero(found, s, 0)
			}
		}
	}
	if len(found) == 1 {
		for im.zero = range found {
		}
	}
}

// mayHaveZero reports whether a line has a T that is no part of a word.
func mayHaveZero(text string) bool {
	for rest := text; ; {
		at := strings.IndexByte(rest, 'T')
		if at < 0 {
			return false
		}
		rest = rest[at+1:]
		if next, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsLetter(next) {
			return true
		}
	}
}

// rowTexts returns the parts of a line in which a time may come first: the cells of a row, or what is
// behind the marker of an item or of a heading.
func rowTexts(text string) []string {
	switch m := listForm().FindStringSubmatch(text); {
	case m != nil:
		return m[4:]
	case strings.HasPrefix(text, "|"):
		return cells(text)
	}
	return []string{strings.TrimLeft(text, "# ")}
}

// addZero adds the T of a row, given its time and how long after T it is.
func (im *importer) addZero(found map[zero]bool, s stamp, after time.Duration) {
	at, ok := clockTime(s.clock)
	if !ok {
		return
	}
	z := zero{zone: s.zone}
	day, dated := im.calendar.date(s.day)
	moved := day.Time().Add(at - after)
	if dated {
		z.day = content.DateOf(moved)
	}
	z.clock = moved.Format("15:04:05")
	found[z] = true
}

// clockTime returns how long after midnight a time of the format is.
func clockTime(clock string) (time.Duration, bool) {
	for _, layout := range []string{"15:04:05", "15:04"} {
		if at, err := time.Parse(layout, clock); err == nil {
			return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second, true
		}
	}
	return 0, false
}

// stamp reads what the beginning of a row says about when. It counts from T if the row does.
func (im *importer) stamp(text string, at int) (stamp, bool) {
	if s, ok := cutStamp(text); ok {
		return s, true
	}
	o, ok := cutOffset(text)
	if !ok || zeroIs().MatchString(o.source+o.rest) {
		return stamp{}, false
	}
	if s, ok := o.ownTime(); ok {
		return s, true
	}
	s, ok := im.zero.after(o, im.calendar.near)
	if !ok && o.named && !im.asked["T"] {
		im.asked["T"] = true
		im.note(at, Left, "timeline: %q counts from a time that the document does not state; write it into the text, such as T0 = 14:05", o.source)
	}
	return s, ok
}

// after returns the time of an offset, with its date if that is not the one of the document, near.
func (z zero) after(o offset, near content.Date) (s stamp, ok bool) {
	at, ok := clockTime(z.clock)
	if !ok {
		return s, false
	}
	day := z.day
	if day.IsZero() {
		day = near
	}
	moment := day.Time().Add(at + o.from)
	s = stamp{zone: z.zone, prefix: o.prefix, source: o.source, time: o.source}
	s.clock = o.about + strings.TrimSuffix(moment.Format("15:04:05"), ":00")
	s.shut = shutMarks().FindString(o.rest)
	s.rest = o.rest[len(s.shut):]
	if moved := content.DateOf(moment); !z.day.IsZero() || moved != day {
		if day.IsZero() {
			return stamp{}, false // nobody can tell on which day T is
		}
		s.day = dayFrom(moved)
	}
	return s, true
}

func dayFrom(d content.Date) day {
	return day{year: d.Year, month: d.Month, day: d.Day, source: d.String()}
}
