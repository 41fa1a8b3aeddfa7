package site

import (
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// someone is who agreed if their role is not known.
const someone = "someone"

// agreedBy names the roles of those who agreed to a version of a post mortem; "" if nobody did.
func agreedBy(h *content.History) string {
	roles, others := h.AgreedBy()
	for i, role := range roles {
		roles[i] = "the " + role
	}
	switch {
	case others == 1 || others > 1 && len(roles) == 0:
		roles = append(roles, someone)
	case others > 1:
		roles = append(roles, "others")
	}
	if last := len(roles) - 1; last > 0 {
		return strings.Join(roles[:last], ", ") + " and " + roles[last]
	}
	return strings.Join(roles, "")
}

// maxAgreed is the number of agreements that a page lists.
const maxAgreed = 10

// agreed returns who agreed to versions of a post mortem, newest first.
func (b *builder) agreed(pm *content.PostMortem) (out []render.Agreement) {
	all := pm.History.Agreements
	for _, a := range all[:min(len(all), maxAgreed)] {
		by := someone
		if a.Role != "" {
			by = "the " + a.Role
		}
		out = append(out, render.Agreement{
			Date: content.DateOf(a.Time.In(pm.Zone)), Time: a.Time.UTC().Format(time.RFC3339), Said: string(a.How) + " by " + by,
			Commit: abbreviated(a.Commit), URL: b.page.Site.CommitURL(pm.Path, a.Commit),
		})
	}
	return out
}
