package review

import (
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Row is an entry of the timeline that was added, changed or removed.
type Row struct {
	Change string    `json:"change"`          // "added", "changed" or "removed"
	Event  string    `json:"event,omitempty"` // a value of the event vocabulary, "" for a plain entry
	From   time.Time `json:"from,omitzero"`   // the time in the older version; zero if not known
	To     time.Time `json:"to,omitzero"`     // the time in the newer version; zero if not known
	Line   int       `json:"line,omitempty"`  // 1-based, in the newer version; 0 if the entry was removed
}

// sameEntry returns, from the surest to the least sure, whether two entries that differ are versions of one.
var sameEntry = []func(x, y content.Entry) bool{
	func(x, y content.Entry) bool { return x.Label == y.Label && x.Note == y.Note },
	func(x, y content.Entry) bool { return x.Event != "" && x.Event == y.Event },
	func(x, y content.Entry) bool { return !x.Time.IsZero() && x.Time.Equal(y.Time) },
}

// rowsOf returns the entries that differ, in the order of the newer version, and then those that were removed. It
// returns nil if they are too many to pair.
func rowsOf(before, after []content.Entry) (rows []Row) {
	was, is := onlyIn(before, after), onlyIn(after, before)
	if len(was) > maxPaired || len(is) > maxPaired {
		return nil
	}
	pairs, taken := pairEntries(was, is)
	for j, e := range is {
		row := Row{Change: "added", Event: e.Event, To: e.Time, Line: e.Pos.Line}
		if pairs[j] >= 0 {
			row.Change, row.From = "changed", was[pairs[j]].Time
		}
		rows = append(rows, row)
	}
	for i, e := range was {
		if !taken[i] {
			rows = append(rows, Row{Change: "removed", Event: e.Event, From: e.Time})
		}
	}
	return rows
}

// pairEntries returns, for each entry of is, the index of the same entry in was, or -1; and which of was have a pair.
func pairEntries(was, is []content.Entry) (pairs []int, taken []bool) {
	pairs, taken = make([]int, len(is)), make([]bool, len(was))
	for j := range pairs {
		pairs[j] = -1
	}
	for _, same := range sameEntry {
		for j, e := range is {
			for i := 0; i < len(was) && pairs[j] < 0; i++ {
				if !taken[i] && same(was[i], e) {
					pairs[j], taken[i] = i, true
				}
			}
		}
	}
	return pairs, taken
}

// onlyIn returns the entries that the other timeline does not have, or has less often.
func onlyIn(entries, other []content.Entry) (out []content.Entry) {
	count := map[string]int{}
	for _, e := range other {
		count[entryKey(e)]++
	}
	for _, e := range entries {
		if count[entryKey(e)]--; count[entryKey(e)] < 0 {
			out = append(out, e)
		}
	}
	return out
}

// entryKey returns the same text for entries that a reader sees as equal.
func entryKey(e content.Entry) string {
	return e.Time.Format(time.RFC3339) + e.Clock + "\x00" + e.Label + "\x00" + e.Note
}
