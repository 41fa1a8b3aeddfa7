package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// Hours are the weekly hours of operation of a service. The zero value means that they are
// not known.
type Hours struct {
	text string       // as written
	days [7][]stretch // by time.Weekday
}

// A stretch is a part of a day, in minutes from midnight.
type stretch struct{ from, to int }

var hoursForm = lazyregexp.New(`^(?:(mon|tue|wed|thu|fri|sat|sun)(?:-(mon|tue|wed|thu|fri|sat|sun))?\s+)?(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$`)

// ParseHours parses hours such as 24x7 or "Mon-Fri 08:00-18:00, Sat 09:00-12:00". Hours
// without days are for every day.
func ParseHours(s string) (h Hours, err error) {
	h.text = strings.TrimSpace(s)
	text := strings.ToLower(h.text)
	if text == "24x7" || text == "24/7" {
		text = "00:00-24:00"
	}
	for part := range strings.SplitSeq(text, ",") {
		m := hoursForm().FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return Hours{}, fmt.Errorf("%q is not of the form 24x7 or Mon-Fri 08:00-18:00", s)
		}
		from, to := minuteOfDay(m[3], m[4]), minuteOfDay(m[5], m[6])
		if from < 0 || to <= from {
			return Hours{}, fmt.Errorf("%q: %s ends before it begins, or is not a valid time", s, strings.TrimSpace(part))
		}
		first, last := time.Sunday, time.Saturday
		if m[1] != "" {
			first = weekday(m[1])
			last = first
		}
		if m[2] != "" {
			last = weekday(m[2])
		}
		for day := first; ; day = (day + 1) % 7 {
			for _, other := range h.days[day] {
				if from < other.to && other.from < to {
					return Hours{}, fmt.Errorf("%q: the hours on %s overlap", s, day)
				}
			}
			h.days[day] = append(h.days[day], stretch{from, to})
			if day == last {
				break
			}
		}
	}
	return h, nil
}

func weekday(name string) time.Weekday {
	return time.Weekday(strings.Index("sunmontuewedthufrisat", name) / 3)
}

func minuteOfDay(hour, minute string) int {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	if m > 59 || h*60+m > 24*60 {
		return -1
	}
	return h*60 + m
}

// Known reports whether the hours are known.
func (h Hours) Known() bool { return h.text != "" }

// String returns the hours as written.
func (h Hours) String() string { return h.text }

// Within returns how much of the time between begin and end lies within the hours, by the
// clocks of a zone: on the day when they are set back, 24x7 has 25 hours.
func (h Hours) Within(begin, end time.Time, zone *time.Location) (sum time.Duration) {
	begin, end = begin.In(zone), end.In(zone)
	year, month, day := begin.Date()
	for at := begin; at.Before(end); day++ {
		at = time.Date(year, month, day, 0, 0, 0, 0, zone)
		for _, s := range h.days[at.Weekday()] {
			from := later(begin, time.Date(year, month, day, 0, s.from, 0, 0, zone))
			to := earlier(end, time.Date(year, month, day, 0, s.to, 0, 0, zone))
			if from.Before(to) {
				sum += to.Sub(from)
			}
		}
	}
	return sum
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
