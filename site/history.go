package site

import (
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
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
			Changes: strings.Join(r.Changes, ", "), Role: r.Role, Commit: abbreviated(r.Commit), URL: b.page.Site.CommitURL(pm.Path, r.Commit),
		})
	}
	h.AgreedBy, h.Agreed = agreedBy(pm.History), b.agreed(pm)
	h.Nobody = h.AgreedBy == "" && !h.Truncated && pm.Status == content.Completed && len(b.in.Config.RoleOf) > 0
	h.Ratings = render.RatingsOf(pm.History)
	return h
}

// lastCommit returns the newest commit that changed one of the post mortems, abbreviated, or "" if none is known.
func lastCommit(records ...metrics.Record) string {
	newest := content.Revision{}
	for _, r := range records {
		if h := r.PM.History; h != nil && len(h.Revisions) > 0 && h.Revisions[0].Time.After(newest.Time) {
			newest = h.Revisions[0]
		}
	}
	return abbreviated(newest.Commit)
}

// abbreviated returns the beginning of a commit's hash, as pages show it.
func abbreviated(commit string) string { return commit[:min(7, len(commit))] }

// maxCorrections is the number of corrections that a page lists at its top.
const maxCorrections = 5

// corrections returns what was put right on each day, newest first: of a fact that changed several times on a day, as on
// branches that were merged, how it was before and how it is after.
func corrections(pm *content.PostMortem) (out []render.Correction) {
	if pm.History == nil {
		return nil
	}
	var days [][]string // facts of each correction, newest first
	for _, c := range pm.History.Corrections {
		date := content.DateOf(c.Time.In(pm.Zone))
		if last := len(out) - 1; last >= 0 && out[last].Date == date {
			days[last] = slices.Concat(c.Facts, days[last])
			continue
		}
		out, days = append(out, render.Correction{Date: date}), append(days, c.Facts)
	}
	for i := range out {
		out[i].Facts = strings.Join(joined(days[i]), "; ")
	}
	out = slices.DeleteFunc(out, func(c render.Correction) bool { return c.Facts == "" })
	return out[:min(len(out), maxCorrections)]
}

// joined joins changes of one fact, "a: 1 → 2" and "a: 2 → 3", to one, and leaves out what is as before in the end.
func joined(facts []string) (out []string) {
	first := map[string]string{} // how a fact was, by its name
	at := map[string]int{}       // of the fact, in out
	for _, fact := range facts {
		name, change, named := strings.Cut(fact, ": ")
		from, to, changed := strings.Cut(change, " → ")
		if !named || !changed {
			name, to = fact, ""
		}
		if _, known := at[name]; !known {
			at[name], first[name] = len(out), from
			out = append(out, fact)
		} else if to != "" {
			out[at[name]] = name + ": " + first[name] + " → " + to
		}
		if to != "" && to == first[name] {
			out[at[name]] = ""
		}
	}
	return slices.DeleteFunc(out, func(fact string) bool { return fact == "" })
}
