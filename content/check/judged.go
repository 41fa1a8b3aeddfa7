package check

import (
	"context"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

var judgedRules = []*Rule{{
	Name: "recurrence-verdict", Level: content.Error, Group: reviewGroup, Title: "a verdict on a pair of post mortems cannot be read, or its pair is gone",
	Reason: "`_recurrences.yaml` says of pairs of post mortems whether they are about the same thing, why, and who found so, by role, so that nobody is asked again. " +
		"An entry that is incomplete or has an unknown word counts for nothing. It is a warning if one of the pair is gone or was removed, if the pair has a verdict twice, or if `by` is no role.",
	Bad:  "- {pair: [PM-2025-0014, PM-2025-0014], verdict: equal}",
	Good: "- {pair: [PM-2025-0014, PM-2026-0003], verdict: same, why: Both times the pattern was tried on one gateway only., by: platform team}",
	Run:  judgedByRoles, judged: true,
}}

// isVerdicts reports whether the document is the file of verdicts on pairs of post mortems.
func (d *Document) isVerdicts() bool { return d.PM == nil && d.Path == d.Collection.Judged }

// judgedByRoles reports verdicts that are by somebody who is no role.
func judgedByRoles(d *Document) {
	if !d.isVerdicts() {
		return
	}
	for _, v := range d.Collection.Verdicts {
		if d.full() {
			return
		}
		if why := d.notRole(v.By); why != "" && !d.named(v.By) {
			d.hideName(v.By)
			d.report(d.token(v.ByAt.Line, v.ByAt.Column), d.rolesHint(), "who gave the verdict %s", why).Level = content.Warning
		}
	}
}

// RunVerdicts is like [RunText] for a file of verdicts.
func RunVerdicts(ctx context.Context, name string, src []byte, in Input) []Finding {
	c := &collection.Collection{FS: in.Collection.FS, Judged: name}
	c.Verdicts, c.Problems = content.ParseVerdicts(name, src)
	in.Collection, in.SingleDocument, in.Unsaved = c, true, map[string][]byte{name: src}
	return Run(ctx, in)
}
