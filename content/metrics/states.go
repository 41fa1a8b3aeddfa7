package metrics

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// States counts action items by their state on a day, [content.Overdue] included: closed ones first, without states
// that do not occur.
func States(items []content.ActionItem, asOf content.Date) []Count {
	counts := map[string]int{}
	for _, item := range items {
		counts[item.StateOn(asOf)]++
	}
	known := []string{content.Done, content.Cancelled, content.InProgress, content.Open, content.Overdue}
	return slices.DeleteFunc(ordered(counts, known), func(c Count) bool { return c.N == 0 })
}
