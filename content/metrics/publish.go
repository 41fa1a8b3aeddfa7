package metrics

import (
	"time"

	"github.com/pmsite/pmsite/content"
)

// timeToPublish returns the time from the end of the incident to the first commit that says
// completed. It goes on until there is one. What a document that is reopened says later does
// not change it.
func timeToPublish(pm *content.PostMortem) Figure {
	end, why := over(pm)
	if why != "" {
		return unknown(why)
	}
	if pm.History == nil || len(pm.History.Revisions) == 0 {
		return unknown("there is no history of the document")
	}
	oldest := pm.History.Revisions[len(pm.History.Revisions)-1]
	completed := pm.History.Reached(content.Completed)
	switch {
	case oldest.Status == content.Completed && !pm.History.Truncated:
		return unknown("its first commit already says completed")
	case !completed.IsZero():
		return span(end, completed)
	case pm.Status == content.Completed:
		return unknown("the history does not show when it was completed")
	}
	return Figure{Class: Ongoing, Since: end, Reason: "the post mortem is not completed"}
}

// over returns when the outage ended or, for a near miss, when the incident did: at its last
// Incident ends or else at its last row. A row Would have begun is not one: it did not happen.
// If that is not known, it says why.
func over(pm *content.PostMortem) (end time.Time, why string) {
	if !pm.NearMiss {
		end, none := restored(pm)
		return end, none.Reason
	}
	if end, why = pm.Last(content.IncidentEnds); why == "" {
		return end, ""
	}
	for _, entry := range pm.Timeline {
		if entry.Event != content.WouldHaveBegun && entry.Exact() && entry.Time.After(end) {
			end = entry.Time
		}
	}
	if end.IsZero() {
		return end, "no row of the timeline has an exact time"
	}
	return end, ""
}

// Elapsed returns for how long an ongoing figure has lasted at the beginning of a day, in UTC.
// It is 0 if the figure is not ongoing or has no beginning.
func (f Figure) Elapsed(asOf content.Date) time.Duration {
	if f.Class != Ongoing || f.Since.IsZero() {
		return 0
	}
	return max(0, asOf.Time().Sub(f.Since))
}

// PublishWaits returns for how long each post mortem took to be completed after the incident,
// or has taken so far as of a day. Those whose time is unknown are left out.
func PublishWaits(records []Record, asOf content.Date) (out []Wait) {
	k := figureIndex(TimeToPublish)
	for _, r := range records {
		switch f := r.Figures[k]; f.Class {
		case Known:
			out = append(out, Wait{daysOf(f.Value), Happened})
		case Ongoing:
			out = append(out, Wait{daysOf(f.Elapsed(asOf)), Pending})
		}
	}
	return out
}

func daysOf(d time.Duration) float64 { return d.Seconds() / (24 * 60 * 60) }
