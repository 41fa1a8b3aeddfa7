package check

import (
	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

var promiseRules = []*Rule{
	{
		Name: "action-vanished", Level: content.Warning, Group: actionsGroup, Title: "an open action item was removed",
		Reason: "What a post mortem promised is done, or dropped for a reason that readers can see. A row that is silently removed " +
			"looks as if nobody had promised anything. Only `check --base` applies this rule.",
		Bad:  "(the main branch has the row)\n| Renew the certificate | Mitigation | platform team | CHG0042 | 2026-05-01 | open |",
		Good: "| Renew the certificate: the service is retired in May | Mitigation | platform team | CHG0042 | 2026-05-01 | cancelled |",
		Run:  vanishedActions, Statuses: pastDraft, varies: true,
	},
	{
		Name: "action-slipped", Level: content.Info, Group: actionsGroup, Title: "an action item gets a later due date",
		Reason: "A date that moves once is planning, one that moves each month is a promise that nobody keeps: reviewers should see it. " +
			"The finding is only a note. Only `check --base` applies this rule.",
		Bad:  "| Renew the certificate | Mitigation | platform team | CHG0042 | 2026-08-01 | open |   (2026-05-01 on the main branch)",
		Good: "| Renew the certificate | Mitigation | platform team | CHG0042 | 2026-05-01 | done |",
		Run:  slippedActions, Statuses: pastDraft, varies: true,
	},
}

// promised returns the post mortem as it was on the base of the branch, or nil if it was not there or still a draft, in which
// nothing is promised.
func (d *Document) promised() *content.PostMortem {
	if d.Base == nil {
		return nil
	}
	if before := d.predecessor(d.PM); before != nil && !before.IsDraft() {
		return before
	}
	return nil
}

func vanishedActions(d *Document) {
	before := d.promised()
	if before == nil {
		return
	}
	for _, item := range review.Gone(before.ActionItems, d.PM.ActionItems) {
		if !item.Closed() {
			d.report(d.actionItems(), "keep the row, with the status cancelled and the reason", "%s was removed while it was %s: %s", item.Name(), item.State, item.Title)
		}
	}
}

// actionItems returns the place of the first action item, or of the title if there is none.
func (d *Document) actionItems() span {
	if len(d.PM.ActionItems) > 0 {
		return d.action(d.PM.ActionItems[0])
	}
	return d.key("title")
}

func slippedActions(d *Document) {
	before := d.promised()
	if before == nil {
		return
	}
	for j, i := range review.Same(before.ActionItems, d.PM.ActionItems) {
		item := d.PM.ActionItems[j]
		if i < 0 || item.Closed() || before.ActionItems[i].Due.IsZero() || !before.ActionItems[i].Due.Before(item.Due) {
			continue
		}
		at, found := d.find(item.Pos.Line, item.Pos.Column, item.Due.String())
		if !found {
			at = d.action(item)
		}
		d.report(at, "say in the row or in its ticket why", "the action item was due on %s", before.ActionItems[i].Due)
	}
}
