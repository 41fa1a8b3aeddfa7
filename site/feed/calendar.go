package feed

import (
	"bufio"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// Calendar writes the open action items with a due date as an iCalendar (RFC
// 5545). Each is an all-day event on its due date, since many calendar programs
// show events but not to-dos. The URL of an item is written only if it is
// absolute.
func Calendar(w io.Writer, title string, records iter.Seq[Record], asOf string) error {
	out := bufio.NewWriter(w)
	put := func(name, value string) { fold(out, name+":"+value) }
	put("BEGIN", "VCALENDAR")
	put("VERSION", "2.0")
	put("PRODID", "-//pmsite//action items//EN")
	put("X-WR-CALNAME", calendarText(title))
	empty := true
	stamp := strings.ReplaceAll(asOf, "-", "") + "T000000Z"
	for a := range actionRecords(records) {
		if a.Due == nil || a.State == "done" || a.State == "cancelled" {
			continue
		}
		empty = false
		put("BEGIN", "VEVENT")
		put("UID", strings.TrimPrefix(urn("action:"+a.PostMortem+"#"+a.Anchor), "urn:uuid:"))
		put("DTSTAMP", stamp)
		put("DTSTART;VALUE=DATE", strings.ReplaceAll(*a.Due, "-", ""))
		put("SUMMARY", calendarText(a.Title))
		put("DESCRIPTION", calendarText(description(a)))
		if strings.HasPrefix(a.URL, "http") {
			put("URL", a.URL)
		}
		put("TRANSP", "TRANSPARENT")
		put("END", "VEVENT")
	}
	if empty { // the format requires a component
		for _, line := range []string{
			"BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
		} {
			fold(out, line)
		}
	}
	put("END", "VCALENDAR")
	return out.Flush()
}

func description(a ActionRecord) string {
	lines := []string{"Post mortem: " + a.PostMortem}
	if a.ID != nil {
		lines[0] = "Post mortem: " + *a.ID
	}
	for name, value := range pairs("Owner", value(a.Owner), "Type", value(a.Type), "Tracking", join(a.Tracking), "Tickets", strings.Join(addresses(a.TrackingURLs), " "), "State", a.State) {
		if value != "" {
			lines = append(lines, name+": "+value)
		}
	}
	return strings.Join(lines, "\n")
}

func pairs(list ...string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := 0; i+1 < len(list); i += 2 {
			if !yield(list[i], list[i+1]) {
				return
			}
		}
	}
}

var calendarEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// calendarText escapes a text and drops control characters, which a line must
// not contain.
func calendarText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, calendarEscapes.Replace(strings.ToValidUTF8(s, "")))
}

// fold ends a line with CR LF and breaks it before its 76th octet, never within
// a character.
func fold(w *bufio.Writer, line string) {
	const most = 75
	for room := most; len(line) > room; room = most - 1 {
		cut := room
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		w.WriteString(line[:cut] + "\r\n ")
		line = line[cut:]
	}
	w.WriteString(line + "\r\n")
}
