package convert

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A stamp is what the beginning of a text says about when: a date, a time or both, in any
// order, with a zone.
type stamp struct {
	day    day
	clock  string // in 24-hour form, such as ~14:05; "" if there is none
	zone   string // as written, "" if there is none
	plain  bool   // whether it is written in the format: date, time, zone
	prefix string // markup in front
	source string // the words, without the markup around them
	time   string // the words of the time among them
	shut   string // markup behind
	rest   string // what follows
}

var (
	openMarks    = lazyregexp.New("^[*_`\\[({<~\\s]*")
	shutMarks    = lazyregexp.New("^(?:\\s?[}>]+|[*_`\\])}>]*)")
	weekdayForm  = lazyregexp.New(`^(?i:(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|segunda(?:-feira)?|terça(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|sexta(?:-feira)?)\b[.,]*\s+`)
	kanjiWeekday = lazyregexp.New(`^\s?[(（][月火水木金土日一二三四五六월화수목금토일][)）]`)
	betweenForm  = lazyregexp.New(`^(?:T|[\s,;@]*(?:(?i:at|on|um|am|le|à|a las|às|kl\.?|of)\s)?[\s(*_` + "`" + `]*)`)
	dashForm     = lazyregexp.New(`^(?:\s*[-–—|:/]\s+|\s+[-–—|:/]\s*)`)
	aboutTime    = lazyregexp.New(`^(?:(?i:about|around|approx(?:imately|\.)?|circa|ca?\.|gegen|etwa|vers|environ|sobre las|hacia las|por volta das|aprox\.)\s+|[~≈～约約]\s?)`)
	clockColon   = lazyregexp.New(`^(\d{1,2})[:：](\d{2}|\?\?)(?:[:：](\d{2}))?(?:[.,]\d{1,6}\b)?(~?)(?:\s?([AaPp])\.?[Mm]\b\.?|([AaPp])\b)?(?:\s?(?:Uhr|hrs?|hours|h)\b)?`)
	clockLetter  = lazyregexp.New(`^(\d{1,2})(?:\s?h\s?|[.])(\d{2}|\?\?)()(~?)(?:\s?([AaPp])\.?[Mm]\b\.?|([AaPp])\b)?(?:\s?(?:Uhr|hrs?|h)\b)?`)
	clockHour    = lazyregexp.New(`^(\d{1,2})()()()(?:\s?([AaPp])\.?[Mm]\b\.?|([AaPp])\b|\s?Uhr\b|h\b)`)
	clockDigits  = lazyregexp.New(`^([01]\d|2[0-3])([0-5]\d)()()()()(?:\s?(?:Z|UTC|GMT|hrs|Uhr)\b)`)
	clockKanji   = lazyregexp.New(`^(午前|午後|上午|下午|晚上|凌晨|中午|오전|오후)?\s?(\d{1,2})(?:[時时点點시]\s?(?:(\d{1,2})\s?[分분]|(半))?|[:：](\d{2}))\s?(頃|ごろ|左右|경)?`)
	stampZone    = lazyregexp.New(`^[\s(*_` + "`" + `]{0,3}(?:` + zonePart + `|(A[KC]?[SD]T|H[SD]T|N[SD]T|AWST|IST)\b)[)]?`)
	aboutAfter   = lazyregexp.New(`^\s?(?:頃|ごろ|左右|경)`)
	endOfTime    = lazyregexp.New(`^\s*(?:[:,–—-]|$)`)
	halfOfRange  = lazyregexp.New(`^\s?[-–—~～]\s?(\d{1,2})(?::\d{2})?\s?([AaPp])\.?[Mm]\b`)
)

// maxLead is more bytes than any stamp has in front of its first digit: "Wednesday, September 5".
const maxLead = 80

// cutStamp reads a stamp at the beginning of a text. It returns false if the text begins with
// neither a date nor a time.
func cutStamp(text string) (s stamp, ok bool) {
	s.prefix = openMarks().FindString(text)
	if i := strings.IndexAny(s.prefix, "~"); i >= 0 { // it belongs to the time
		s.prefix = s.prefix[:i]
	}
	at := len(s.prefix)
	if head := text[at:min(len(text), at+maxLead)]; !strings.ContainsAny(head, "0123456789") {
		return stamp{}, false
	}
	about := aboutTime().FindString(text[at:]) // ~2021-03-05 14:05
	if _, _, dated := cutDay(text[at+len(about):]); !dated {
		about = ""
	}
	at += len(about)
	s.plain = about == ""
	for step, begin := 0, at; step < 4; step++ {
		next := text[at:]
		gap := ""
		if at > begin {
			dash := dashForm().FindString(next) // 2026-03-05 - 14:05
			if gap = dash; gap == "" || s.clock != "" {
				dash, gap = "", betweenForm().FindString(next)
			}
			s.plain = s.plain && dash == ""
			next = next[len(gap):]
		}
		word := weekdayForm().FindString(next)
		next = next[len(word):]
		used := 0
		switch {
		case s.day.month == 0 && s.cutDate(next, &used):
			s.plain = s.plain && s.clock == "" && word == "" && isPlainDay(s.day)
		case s.clock == "" && s.cutClock(next, &used):
		default:
			step = 4
			continue
		}
		at += len(gap) + len(word) + used
		if s.clock != "" && s.zone == "" {
			at += s.cutZone(text[at:])
		}
	}
	if s.day.month == 0 && s.clock == "" {
		return stamp{}, false
	}
	if about != "" && s.clock != "" {
		s.clock = "~" + strings.TrimPrefix(s.clock, "~")
	}
	s.source = text[len(s.prefix):at]
	s.shut = shutMarks().FindString(text[at:])
	s.rest = text[at+len(s.shut):]
	if first, _ := utf8.DecodeRuneInString(s.rest); s.shut == "" && s.rest != "" && isWord(first) && first < unicode.MaxLatin1 {
		return stamp{}, false // 14:05th, 10.5.3
	}
	return s, true
}

// isPlainDay reports whether a date is written as the format does.
func isPlainDay(d day) bool {
	first, _, _ := strings.Cut(strings.ReplaceAll(d.source, "/", "-"), "-")
	return len(first) == 4 && !strings.ContainsAny(d.source, ".") && !strings.ContainsFunc(d.source, unicode.IsLetter)
}

// replaced returns the words of the stamp, or of its time, that a text written for it lacks.
func (s stamp) replaced(when string) string {
	switch {
	case !lacks(when, s.source):
		return ""
	case !lacks(when+" "+s.time, s.source):
		return strings.TrimSpace(s.time)
	}
	return strings.TrimSpace(s.source)
}

var offsetForm = lazyregexp.New(`^\s?([+-](?:0\d|1[0-4]):?(?:00|15|30|45))\b`)

// cutZone reads the zone after a time and returns the length of it in the text. 13:30-13:45
// is a range.
func (s *stamp) cutZone(text string) int {
	if m := offsetForm().FindStringSubmatch(text); m != nil && (m[1][0] == '+' || m[1][1:] < strings.Trim(s.clock, "~")) {
		s.zone = m[1]
		return len(m[0])
	}
	m := stampZone().FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	s.zone = m[1] + m[2]
	s.plain = s.plain && strings.TrimPrefix(m[0], " ") == s.zone
	return len(m[0])
}

func (s *stamp) cutDate(text string, used *int) bool {
	d, rest, ok := cutDay(text)
	if !ok {
		return false
	}
	if weekday := kanjiWeekday().FindString(rest); weekday != "" {
		rest = rest[len(weekday):]
	}
	s.day, *used = d, len(text)-len(rest)
	return true
}

// cutClock reads a time and writes it in 24-hour form.
func (s *stamp) cutClock(text string, used *int) bool {
	about := aboutTime().FindString(text)
	next := text[len(about):]
	for _, form := range []*regexp.Regexp{clockColon(), clockLetter(), clockDigits(), clockHour()} {
		m := form.FindStringSubmatch(next)
		if m == nil {
			continue
		}
		after := next[len(m[0]):]
		if form == clockLetter() && numberGoesOn().MatchString(after) && m[5]+m[6] == "" {
			continue // 10.12.0.1
		}
		if m[0] == m[1]+"h" && !endOfTime().MatchString(next[len(m[0]):]) {
			continue // 2h after the alert
		}
		if form == clockLetter() && m[5]+m[6] == "" && len(m[1]) < 2 && strings.Contains(m[0], ".") {
			continue // version 2.15
		}
		half := strings.ToLower(m[5] + m[6])
		if r := halfOfRange().FindStringSubmatch(next[len(m[0]):]); half == "" && r != nil {
			half = halfOf(m[1], r[1], strings.ToLower(r[2]))
		}
		clock, ok := clockText(m[1], m[2], m[3], half)
		if !ok {
			continue
		}
		if written := strings.TrimSuffix(m[0], "~"); form == clockColon() && half == "" && strings.HasSuffix(clock, written) {
			clock = written // 9:05
		}
		around := aboutAfter().FindString(after)
		if clock += m[4]; about+around != "" && m[4] == "" {
			clock = "~" + clock
		}
		*used = len(about) + len(m[0]) + len(around)
		s.plain = s.plain && text[:*used] == clock
		s.clock, s.time = clock, text[:*used]
		return true
	}
	return s.cutKanji(next, about, used)
}

// cutKanji reads a time such as 午後2時5分, 下午2点05分 or 오후 2시 5분.
func (s *stamp) cutKanji(text, about string, used *int) bool {
	m := clockKanji().FindStringSubmatch(text)
	if m == nil || m[1]+m[3]+m[4]+m[6] == "" && !strings.ContainsAny(m[0], "時时点點시") {
		return false
	}
	minute := m[3] + m[5]
	if m[4] != "" {
		minute = "30"
	}
	if len(minute) == 1 {
		minute = "0" + minute
	}
	half := map[string]string{"午前": "a", "上午": "a", "凌晨": "a", "오전": "a", "午後": "p", "下午": "p", "晚上": "p", "오후": "p"}[m[1]]
	clock, ok := clockText(m[2], minute, "", half)
	if !ok {
		return false
	}
	if about+m[6] != "" {
		clock = "~" + clock
	}
	s.plain, s.clock, s.time, *used = false, clock, about+m[0], len(about)+len(m[0])
	return true
}

// halfOf returns the half of the day of a range's first hour, given the last hour with its half:
// 11:30 - 1:15 PM begins in the morning.
func halfOf(first, last, half string) string {
	a, _ := strconv.Atoi(first)
	b, _ := strconv.Atoi(last)
	switch {
	case a > 12:
		return ""
	case half == "p" && a%12 > b%12:
		return "a"
	}
	return half
}

// clockText returns a time in 24-hour form. Half is a, p or "".
func clockText(hour, minute, second, half string) (string, bool) {
	h, _ := strconv.Atoi(hour)
	if minute == "" {
		minute = "00"
	}
	switch {
	case half == "p" && h < 12:
		h += 12
	case half == "a" && h == 12:
		h = 0
	case half == "a" && h > 12:
		return "", false
	}
	if n, err := strconv.Atoi(minute); h > 24 || err == nil && n > 59 || h == 24 && (n > 0 || half != "") {
		return "", false
	}
	if second != "" {
		if second > "59" {
			return "", false
		}
		second = ":" + second
	}
	out := fmt.Sprintf("%02d:%s%s", h, minute, second)
	return out, true
}
