package render

import (
	"fmt"
	"html/template"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Ledger says what became of an action item since it was promised, as git and later post mortems have it.
type Ledger struct {
	Promised content.Date // the day of the commit that first has it; zero if git does not show it
	Since    []string     // what commits did to it: "moved twice, by 61 days", "done after 90 days"
	Later    []Later      // oldest first: post mortems that say it would have prevented them
}

// A Later is a post mortem that names an action item of an older one.
type Later struct {
	PM   *content.PostMortem
	Href template.HTMLAttr // leads to it
}

// LedgerOf returns the ledger of an item that git records.
func LedgerOf(item metrics.Item) *Ledger {
	l := &Ledger{Promised: item.Agreed}
	say := func(n int, format string, args ...any) {
		if n > 0 {
			l.Since = append(l.Since, fmt.Sprintf(format, args...))
		}
	}
	say(item.Slips, "%s", Moves(item))
	say(item.Reassigned, "given to others %s", times(item.Reassigned))
	say(item.Reworded, "reworded %s", times(item.Reworded))
	switch after := content.FormatDays(int(item.Days)); item.End {
	case metrics.Happened:
		say(1, "done after %s", after)
	case metrics.Otherwise:
		say(1, "cancelled after %s", after)
	}
	if item.Reopened {
		l.Since = append(l.Since, "reopened")
	}
	return l
}

// Moves says how often an item was moved to a later due date, and by how much in all; "" if it was not.
func Moves(item metrics.Item) string {
	if item.Slips == 0 {
		return ""
	}
	return "moved " + times(item.Slips) + ", by " + content.FormatDays(item.Slipped)
}

// times returns once, twice, 3 times.
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
