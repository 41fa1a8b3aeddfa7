package content

import "time"

// A Rating is a severity that a document got with a commit.
type Rating struct {
	Commit   string    // full hash
	Time     time.Time // zero for the oldest one of a history that is cut off, which may be older
	Severity string
}

// A RatedFor is a rating with how long it stood.
type RatedFor struct {
	Severity string
	Since    Date // in UTC; zero if it is not known
	Days     int  // until the next one; 0 for the last one, and if Since is zero
}

// Rated returns the severities that a document had, oldest first. It returns nil if git shows no more than one.
func (h *History) Rated() (out []RatedFor) {
	if h == nil || len(h.Ratings) < 2 {
		return nil
	}
	for i, r := range h.Ratings {
		rated := RatedFor{Severity: r.Severity}
		if !r.Time.IsZero() {
			rated.Since = DateOf(r.Time.UTC())
			if i+1 < len(h.Ratings) {
				next := DateOf(h.Ratings[i+1].Time.UTC())
				rated.Days = int(next.Time().Sub(rated.Since.Time()).Hours() / 24)
			}
		}
		out = append(out, rated)
	}
	return out
}
