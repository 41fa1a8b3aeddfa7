package convert

import (
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A calendar completes the dates of one document with what the others in it say: the order of
// day and month, and the year.
type calendar struct {
	dayFirst, monthFirst bool           // what numeric dates leave no choice about
	known                []content.Date // dates that leave nothing open
	near                 content.Date   // the document's date
	year                 int            // 0 if the document names none, or several
}

var (
	numericDates = lazyregexp.New(`\b(\d{1,2})([-/])(\d{1,2})([-/])(\d{4}|\d{2})\b`)
	clearDates   = lazyregexp.New(`\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b`)
	yearNumber   = lazyregexp.New(`\b20\d\d\b`)
)

// newCalendar reads the dates of a document. The file's name is one of the sources.
func newCalendar(name, text string) *calendar {
	c := &calendar{}
	text = withNumbers(text)
	for _, m := range numericDates().FindAllStringSubmatch(text, -1) {
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[3])
		if m[2] != m[4] || min(first, second) > 12 || max(first, second) > 31 {
			continue
		}
		c.dayFirst = c.dayFirst || first > 12
		c.monthFirst = c.monthFirst || second > 12
	}
	for _, source := range []string{dateOfName(name), text} {
		for _, written := range clearDates().FindAllString(source, -1) {
			if d, _, ok := cutDay(written); ok {
				c.known = append(c.known, content.Date{Year: d.year, Month: d.month, Day: d.day})
			}
		}
	}
	return c
}

// withNumbers returns the lines that may have a date in digits: looking for them is much faster.
func withNumbers(text string) string {
	var out strings.Builder
	for l := range strings.Lines(text) {
		if strings.ContainsAny(l, "0123456789") && strings.ContainsAny(l, "-/.") {
			out.WriteString(l)
		}
	}
	return out.String()
}

// dateOfName returns the date in a file's name as 2026-03-05, or "".
func dateOfName(name string) string {
	if m := nameDate().FindStringSubmatch(path.Base(name)); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	return ""
}

// maxApart is how many days the dates of one incident are apart at most, when they decide
// between two readings of another date.
const maxApart = 10

// date completes a date. It returns false if the year or the order of day and month stays
// open: no date is better than a wrong one.
func (c *calendar) date(d day) (content.Date, bool) {
	if d.month == 0 {
		return content.Date{}, false
	}
	if !d.either {
		return c.inYear(d)
	}
	swapped := d
	swapped.month, swapped.day = time.Month(d.day), int(d.month)
	switch monthFirst, ok := c.inYear(d); {
	case c.monthFirst != c.dayFirst && c.dayFirst:
		return c.inYear(swapped)
	case c.monthFirst != c.dayFirst:
		return monthFirst, ok
	default:
		dayFirst, _ := c.inYear(swapped)
		a, b := c.isNear(monthFirst), c.isNear(dayFirst)
		if a && !b {
			return monthFirst, ok
		}
		return dayFirst, ok && b && !a
	}
}

// isNear reports whether a known date is at most maxApart days away.
func (c *calendar) isNear(date content.Date) bool {
	for _, known := range append(c.known, c.near) {
		if !known.IsZero() && date.Time().Sub(known.Time()).Abs() <= maxApart*24*time.Hour {
			return true
		}
	}
	return false
}

// inYear gives a date without a year the one in which it is nearest to the document's date.
func (c *calendar) inYear(d day) (content.Date, bool) {
	if d.year > 0 {
		date := content.Date{Year: d.year, Month: d.month, Day: d.day}
		return date, content.DateOf(date.Time()) == date
	}
	if c.near.IsZero() && c.year == 0 {
		return content.Date{}, false
	}
	best, apart, found := content.Date{}, time.Duration(0), false
	years := []int{c.year}
	if !c.near.IsZero() {
		years = []int{c.near.Year, c.near.Year - 1, c.near.Year + 1}
	}
	for _, year := range years {
		date := content.Date{Year: year, Month: d.month, Day: d.day}
		if content.DateOf(date.Time()) != date {
			continue
		}
		if away := date.Time().Sub(c.near.Time()).Abs(); !found || away < apart {
			best, apart, found = date, away, true
		}
	}
	return best, found
}
