package metrics

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Filter selects post mortems. Empty fields match everything.
type Filter struct {
	Service, Severity, Tag string
	Since, Until           content.Date // both inclusive; if either is set, post mortems without a date do not match
}

// Matches reports whether the filter selects a post mortem.
func (f Filter) Matches(pm *content.PostMortem) bool {
	switch {
	case f.Service != "" && !hasName(pm.Services, f.Service),
		f.Severity != "" && pm.Severity != f.Severity,
		f.Tag != "" && !hasName(pm.Tags, f.Tag),
		!f.Since.IsZero() && (pm.Date.IsZero() || pm.Date.Before(f.Since)),
		!f.Until.IsZero() && (pm.Date.IsZero() || f.Until.Before(pm.Date)):
		return false
	}
	return true
}

func hasName(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return content.SameName(other, name) })
}

// Select returns the records that a filter selects, in the same order.
func Select(records []Record, f Filter) (out []Record) {
	for _, r := range records {
		if f.Matches(r.PM) {
			out = append(out, r)
		}
	}
	return out
}
