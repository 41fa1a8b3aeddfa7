package check

import (
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

var agreedRules = []*Rule{
	{
		Name: "review-approved", Level: content.Off, Group: reviewGroup, Title: "git shows nobody of another role who agreed",
		Reason: "Completed means that somebody agreed who was not among the authors. Git shows it by a trailer `Reviewed-by` or `Approved-by` of " +
			"the commit that completes the post mortem, or of a later one; by who merged it; or by who completed it, if they have not written " +
			"in it before. At least one of them must have a role, by the addresses below `roles` in the config, that neither the authors nor " +
			"those who wrote that commit have. The rule is off until the config sets its level. It says nothing of what is not committed, of " +
			"what a branch completes (with `check --base`), because its merge is still to come, and of a history that is cut off.",
		Bad:  "Complete the post mortem   (by one of the authors, who pushes it to the main branch)",
		Good: "Complete the post mortem\n\nReviewed-by: Release Manager <release-manager@example.org>",
		Run:  reviewApproved, Statuses: completed, varies: true,
	},
}

// NeedsHistory reports whether a rule that is not off looks at the history of post mortems.
func NeedsHistory(cfg *config.Config) bool {
	on := func(levels map[string]content.Level) bool {
		level, set := levels["review-approved"]
		return set && level != content.Off
	}
	return on(cfg.Levels) || on(cfg.Legacy.Levels)
}

func reviewApproved(d *Document) {
	h := d.PM.History
	if h == nil || h.Truncated || len(h.Revisions) == 0 || h.Revisions[0].Status != content.Completed || d.completesIt() {
		return
	}
	since := 0 // the revision that completed it
	for since+1 < len(h.Revisions) && h.Revisions[since+1].Status == content.Completed {
		since++
	}
	unknown := false
	for _, a := range h.Agreements {
		switch {
		case a.Revision > since:
		case a.Role == "":
			unknown = true
		case !content.SameName(a.Role, h.Revisions[a.Revision].Role) || a.How == content.CompletedBy:
			if !slices.ContainsFunc(d.PM.Authors, func(author string) bool { return content.SameName(author, a.Role) }) {
				return
			}
		}
	}
	if unknown {
		d.report(d.key("status"), "add their address to the role in `roles` of the config", "somebody agreed to the post mortem, but git does not show in which role")
		return
	}
	d.report(d.key("status"), "a trailer such as `Reviewed-by: Release Manager <release-manager@example.org>` in a commit that changes it says who did",
		"git shows nobody of another role than the authors' who agreed to the post mortem")
}

// completesIt reports whether the document was not completed yet on the base of the branch.
func (d *Document) completesIt() bool {
	if d.Base == nil {
		return false
	}
	before := d.predecessor(d.PM)
	return before == nil || before.Status != content.Completed
}
