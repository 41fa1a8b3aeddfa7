package site

import (
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// maxRevisions is the number of revisions that a page lists. Few documents have more.
const maxRevisions = 20

// history returns nil for a document that was never committed.
func (b *builder) history(pm *content.PostMortem) *render.History {
	if pm.History == nil || len(pm.History.Revisions) == 0 && !pm.History.Truncated {
		return nil
	}
	all := pm.History.Revisions
	h := &render.History{Count: len(all), Truncated: pm.History.Truncated}
	if len(all) > 0 {
		h.Changed = content.DateOf(all[0].Time.In(pm.Zone))
	}
	listed := all[:min(maxRevisions, len(all))]
	h.Earlier = len(all) - len(listed)
	for _, r := range listed {
		h.Revisions = append(h.Revisions, render.Revision{
			Date: content.DateOf(r.Time.In(pm.Zone)), Time: r.Time.UTC().Format(time.RFC3339),
			Changes: strings.Join(r.Changes, ", "), Role: r.Role, Commit: r.Commit[:min(7, len(r.Commit))], URL: b.page.Site.CommitURL(pm.Path, r.Commit),
		})
	}
	return h
}

// maxCorrections is the number of corrections that a page lists at its top.
const maxCorrections = 5

// corrections returns what was put right on each day, newest first.
func corrections(pm *content.PostMortem) (out []render.Correction) {
	if pm.History == nil {
		return nil
	}
	for _, c := range pm.History.Corrections {
		date, facts := content.DateOf(c.Time.In(pm.Zone)), strings.Join(c.Facts, "; ")
		if last := len(out) - 1; last >= 0 && out[last].Date == date {
			out[last].Facts = facts + "; " + out[last].Facts
			continue
		}
		out = append(out, render.Correction{Date: date, Facts: facts})
	}
	return out[:min(len(out), maxCorrections)]
}
