package metrics

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Filter picks post mortems. Empty fields ask for nothing.
type Filter struct {
	Service, Severity, Tag string
	Since, Until           content.Date // both included; a post mortem without a date is in no period
}

// Matches reports whether a post mortem is picked.
func (f Filter) Matches(pm *content.PostMortem) bool {
	switch {
	case f.Service != "" && !slices.Contains(pm.Services, f.Service),
		f.Severity != "" && pm.Severity != f.Severity,
		f.Tag != "" && !slices.Contains(pm.Tags, f.Tag),
		!f.Since.IsZero() && (pm.Date.IsZero() || pm.Date.Before(f.Since)),
		!f.Until.IsZero() && (pm.Date.IsZero() || f.Until.Before(pm.Date)):
		return false
	}
	return true
}

// Select returns the records that a filter picks, in their order.
func Select(records []Record, f Filter) (out []Record) {
	for _, r := range records {
		if f.Matches(r.PM) {
			out = append(out, r)
		}
	}
	return out
}
