package content

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	isoDuration   = lazyregexp.New(`^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)
	clockDuration = lazyregexp.New(`^(\d+):([0-5]\d)(?::([0-5]\d))?$`)
	durationPart  = lazyregexp.New(`^(\d+(?:\.\d+)?)\s*([a-z]+)\.?(?:\s*,\s*|\s+and\s+|\s*)`)
)

const maxDuration = 10 * 366 * 24 * time.Hour

var durationUnits = map[string]time.Duration{
	"w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour, "weeks": 7 * 24 * time.Hour,
	"d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
	"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"s": time.Second, "sec": time.Second, "secs": time.Second, "second": time.Second, "seconds": time.Second,
}

// ParseDuration parses 2h15m, 135m, 1d 4h, PT2H15M, PT1.5H, 2 hours 15 minutes and 2:15
// (hours and minutes). It refuses a number without a unit, and durations of more than ten years.
func ParseDuration(s string) (time.Duration, error) {
	text := strings.TrimSpace(s)
	d, ok := parseISODuration(text)
	if !ok {
		d, ok = parseClockDuration(text)
	}
	if !ok {
		d, ok = parseUnitDuration(strings.ToLower(text))
	}
	if !ok {
		return 0, fmt.Errorf("%q is not a duration", s)
	}
	if d > maxDuration {
		return 0, fmt.Errorf("%q is longer than ten years", s)
	}
	return d, nil
}

// parseISODuration parses a duration of ISO 8601, in which only the last number may have
// a fraction, after a point or a comma.
func parseISODuration(s string) (time.Duration, bool) {
	s = strings.ReplaceAll(strings.ToUpper(s), ",", ".")
	m := isoDuration().FindStringSubmatch(s)
	if m == nil || strings.Join(m[1:], "") == "" || strings.HasSuffix(s, "T") {
		return 0, false
	}
	if _, fraction, _ := strings.Cut(s, "."); len(strings.TrimLeft(fraction, "0123456789")) > 1 {
		return 0, false
	}
	return sumDuration(m[1:], []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second}), true
}

func parseClockDuration(s string) (time.Duration, bool) {
	m := clockDuration().FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	return sumDuration(m[1:], []time.Duration{time.Hour, time.Minute, time.Second}), true
}

func parseUnitDuration(s string) (sum time.Duration, ok bool) {
	for s != "" {
		m := durationPart().FindStringSubmatch(s)
		if m == nil {
			return 0, false
		}
		unit, known := durationUnits[m[2]]
		if !known {
			return 0, false
		}
		n, _ := strconv.ParseFloat(m[1], 64)
		sum = min(sum+scale(n, unit), maxDuration+1) // so that many long parts do not overflow
		s, ok = s[len(m[0]):], true
	}
	return sum, ok
}

func sumDuration(numbers []string, units []time.Duration) (sum time.Duration) {
	for i, number := range numbers {
		n, _ := strconv.ParseFloat("0"+number, 64)
		sum += scale(n, units[i])
	}
	return min(sum, maxDuration+1)
}

// scale multiplies without overflow: a product above the maximum stays above it.
func scale(n float64, unit time.Duration) time.Duration {
	if n*float64(unit) > float64(maxDuration) {
		return maxDuration + 1
	}
	return time.Duration(n*float64(unit) + 0.5)
}

// FormatDuration formats a duration as pmsite shows it: "45 s", "12 min", "3 h 33 min",
// "2 d 4 h". It leaves out parts that round to zero.
func FormatDuration(d time.Duration) string {
	if d < 0 {
		return "−" + FormatDuration(d.Abs())
	}
	if d < time.Minute {
		return fmt.Sprintf("%d s", int(d.Seconds()))
	}
	if d = d.Round(time.Minute); d >= 24*time.Hour {
		d = d.Round(time.Hour)
	}
	minutes := int(d.Minutes())
	days, hours, minutes := minutes/1440, minutes/60%24, minutes%60
	switch {
	case days > 0 && hours > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case days > 0:
		return fmt.Sprintf("%d d", days)
	case hours > 0 && minutes > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case hours > 0:
		return fmt.Sprintf("%d h", hours)
	}
	return fmt.Sprintf("%d min", minutes)
}

// FormatDays formats a number of days as pmsite shows a length or an age: "1 day", "300 days",
// from two years on "2.1 years".
func FormatDays(n int) string {
	switch {
	case n == 1:
		return "1 day"
	case n < 2*365:
		return fmt.Sprintf("%d days", n)
	}
	tenths := int(float64(n)/36.525 + .5)
	return strconv.FormatFloat(float64(tenths)/10, 'f', -1, 64) + " years"
}
