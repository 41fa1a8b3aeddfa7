package review

import (
	"fmt"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// ratings returns the severities that a document had, oldest first, given those of its versions, and the versions that lead to
// the newest one, see [line]. Versions that say nothing of it are left out.
func ratings(line []int, versions []Version, severities []string, truncated bool) (out []content.Rating) {
	for _, i := range slices.Backward(line) {
		v, severity := versions[i], severities[i]
		if severity == "" || len(out) > 0 && out[len(out)-1].Severity == severity {
			continue
		}
		rating := content.Rating{Commit: v.Commit, Time: v.Time, Severity: severity}
		if truncated && len(out) == 0 {
			rating.Time = time.Time{} // it may be older
		}
		out = append(out, rating)
	}
	return out
}

// SayRatings adds to changes of the severity how long it was what it was before, as far as the histories of the newer versions
// show. AsOf is the day of a change that is not committed yet.
func SayRatings(documents []Document, asOf content.Date) {
	for i := range documents {
		for j := range documents[i].Changes {
			if c := &documents[i].Changes[j]; RatesAnew(*c) && documents[i].After != nil {
				c.Note = stood(documents[i].After.History, c.From, asOf)
			}
		}
	}
}

// RatesAnew reports whether a change is one from a severity to another.
func RatesAnew(c Change) bool {
	return c.Kind == Field && c.Name == "severity" && c.From != "" && c.To != ""
}

// stood says since when a document had a severity, the last time, and for how long; "" if that is not known, or less than a day.
func stood(h *content.History, severity string, asOf content.Date) string {
	if h == nil {
		return ""
	}
	for i, r := range slices.Backward(h.Ratings) {
		if r.Severity != severity || r.Time.IsZero() {
			continue
		}
		since, until := content.DateOf(r.Time.UTC()), asOf
		if i+1 < len(h.Ratings) {
			until = content.DateOf(h.Ratings[i+1].Time.UTC())
		}
		if days := int(until.Time().Sub(since.Time()).Hours() / 24); days > 0 {
			return fmt.Sprintf("%s since %s, for %s", severity, since, content.FormatDays(days))
		}
		return ""
	}
	return ""
}
