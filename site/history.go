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
