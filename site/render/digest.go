package render

import (
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// DigestsPage is /digest/: the months in which something happened.
type DigestsPage struct {
	Page
	Months []DigestMonth // newest first
}

// A DigestMonth is a month in a list.
type DigestMonth struct {
	Link
	Counts string // see [CountDigest]
}

// DigestPage is /digest/2026-05/: what happened in a month.
type DigestPage struct {
	Page
	metrics.Digest
	SoFar        bool // the month is not over
	Newer, Older *Link
}

// CountDigest counts what happened, as in "2 new post mortems, 1 action item needs a decision".
func CountDigest(d metrics.Digest) string {
	var parts []string
	say := func(n int, text string) {
		if n > 0 {
			parts = append(parts, text)
		}
	}
	say(len(d.New), Plural(len(d.New), "new post mortem"))
	say(len(d.Completed), Plural(len(d.Completed), "post mortem")+" completed")
	say(len(d.Returns), Plural(len(d.Returns), "action item")+" came back")
	needs := " needs a decision"
	if len(d.Decide) > 1 {
		needs = " need a decision"
	}
	say(len(d.Decide), Plural(len(d.Decide), "action item")+needs)
	return strings.Join(parts, ", ")
}

// MonthName names a day's month, as in "May 2026".
func MonthName(d content.Date) string { return d.Time().Format("January 2006") }
