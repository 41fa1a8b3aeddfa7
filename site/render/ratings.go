package render

import (
	"fmt"

	"github.com/pmsite/pmsite/content"
)

// RatingsOf says which severities a post mortem had, oldest first.
func RatingsOf(h *content.History) (out []string) {
	for _, r := range h.Rated() {
		switch {
		case r.Since.IsZero():
			out = append(out, r.Severity)
		case len(out) == len(h.Ratings)-1:
			out = append(out, fmt.Sprintf("%s since %s", r.Severity, formatDate(r.Since)))
		default:
			out = append(out, fmt.Sprintf("%s from %s, for %s", r.Severity, formatDate(r.Since), content.FormatDays(r.Days)))
		}
	}
	return out
}
