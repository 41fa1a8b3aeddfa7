package check

import (
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var reviewRules = []*Rule{
	{
		Name: "status-transition", Level: content.Error, Group: reviewGroup, Title: "a change of status that is not allowed",
		Reason: "A document goes from draft to review to completed. Without a review, nobody has agreed to it. If it goes back from completed, " +
			"published figures change (--allow-reopen permits that). Only `check --base` applies this rule.",
		Bad:  "status: completed  (draft on the main branch)",
		Good: "status: review     (draft on the main branch)",
		Run:  statusTransition, varies: true,
	},
	{
		Name: "status-requirements", Level: content.Error, Group: reviewGroup, Title: "a completed post mortem lacks a required part",
		Reason: "Completed is a promise to readers: the document has a timeline, causes, at least one lesson, and at least one action item or the reason why there is none: `None: ` and the reason, below Action Items. An item that nobody needs is worse than none.",
		Bad:    "status: completed  (the document has no lesson)",
		Good:   "### What went well\n1. The alarm fired within six minutes.",
		Run:    statusRequirements, Statuses: completed,
	},
	{
		Name: "review-late", Level: content.Warning, Group: reviewGroup, Title: "the review takes too long",
		Reason: "Memory fades within days. `review: {target_days: 14}` in the config says how many days after the outage a post mortem must be completed; without it, the rule reports nothing.",
		Bad:    "status: review  (the outage ended a month ago)",
		Good:   "status: completed",
		Run:    reviewLate, Statuses: []string{content.Draft, content.Review}, varies: true,
	},
	{
		Name: "placeholder", Level: content.Warning, Group: reviewGroup, Title: "text of the template or a note to self is left over",
		Reason: "A row of the template is not data, and a TODO is not a statement. Readers of a document that is not a draft expect finished text.",
		Bad:    "TODO: number of bookings",
		Good:   "214 bookings were not made.",
		Run:    placeholders, Statuses: pastDraft,
	},
}

func statusTransition(d *Document) {
	if d.Base == nil {
		return
	}
	before := d.shared.before[d.Path]
	for _, key := range keysOf(d.PM) {
		if before == nil {
			before = d.shared.before[key]
		}
	}
	if before == nil {
		return
	}
	switch from, to := statusOf(before), statusOf(d.PM); {
	case from == content.Draft && to == content.Completed:
		d.report(d.key("status"), "set the status to review; the reviewer who agrees sets it to completed", "the status goes from draft to completed without a review")
	case from == content.Completed && to != content.Completed && !d.AllowReopen:
		d.report(d.key("status"), "if this is intended, use --allow-reopen", "the post mortem was completed and is now in %s again", to)
	}
}

func statusOf(pm *content.PostMortem) string {
	if pm.Status == "" {
		return content.Draft
	}
	return pm.Status
}

// keysOf returns the names by which other documents may refer to a post mortem.
func keysOf(pm *content.PostMortem) []string {
	keys := []string{strings.ToLower(pm.Slug)}
	if pm.ID != "" {
		keys = append(keys, strings.ToLower(pm.ID))
	}
	return keys
}

func statusRequirements(d *Document) {
	pm := d.PM
	explained := len(pm.Controls) > 0
	for _, section := range pm.Sections {
		explained = explained || slices.Contains(causes, section.Kind)
	}
	const hint = "add it, or leave the status at review"
	for _, lack := range []struct {
		is         bool
		what, hint string
	}{
		{len(pm.Timeline) == 0, "row in the timeline", hint},
		{!explained, "text on the causes", hint},
		{len(pm.ActionItems) == 0 && pm.NoActions == "", "action item", "add it, or write `None: ` and the reason below Action Items"},
		{len(pm.Lessons()) == 0, "lesson", hint},
	} {
		if lack.is {
			d.report(d.key("status"), lack.hint, "the post mortem is completed, but has no %s", lack.what)
		}
	}
}

func reviewLate(d *Document) {
	target := d.Config.Review.TargetDays
	if late := d.PM.LateBy(d.AsOf, target); late > 0 {
		due := content.DateOf(d.PM.Date.Time().AddDate(0, 0, target))
		d.report(d.key("status"), "complete it while people still remember", "the post mortem was due to be completed by %s, %d days ago", due, late)
	}
}

var noteForm = lazyregexp.New(`\b(?:TODO|FIXME|TBD)\b|\bTKTK\b|\bLorem ipsum\b`)

var noteStarts = sync.OnceValue(func() *keywords { return newKeywords([]string{"todo", "fixme", "tbd", "tktk", "lorem"}) })

func placeholders(d *Document) {
	for i, line := range d.prose {
		if d.full() || len(noteStarts().in(line)) == 0 {
			continue
		}
		for _, at := range noteForm().FindAllStringIndex(line, d.room()) {
			d.report(span{i + 1, column(line, at[0]), column(line, at[1])}, "replace it with the final text", "%q is left over", line[at[0]:at[1]])
		}
	}
}
