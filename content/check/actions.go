package check

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

var actionRules = []*Rule{
	{
		Name: "action-type", Level: content.Warning, Group: actionsGroup, Title: "an action item without a type",
		Reason:   "The type says whether an action item repairs, detects or prevents. Without types, nobody notices that all of them only repair.",
		Bad:      "| Renew the certificate | | platform team | CHG0042 |",
		Good:     "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:      eachAction("the action item has no type", "write Mitigation, Preventative, Detective or Remediative", func(a content.ActionItem) bool { return a.Type == "" }),
		Statuses: pastDraft,
	},
	{
		Name: "action-owner", Level: content.Warning, Group: actionsGroup, Title: "an action item without an owner",
		Reason:   "An action item that belongs to everybody is done by nobody. The owner is a role.",
		Bad:      "| Renew the certificate | Mitigation | | CHG0042 |",
		Good:     "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:      eachAction("the action item has no owner", roleHint, func(a content.ActionItem) bool { return a.Owner == "" }),
		Statuses: pastDraft,
	},
	{
		Name: "action-tracking", Level: content.Warning, Group: actionsGroup, Title: "an action item without a tracking number",
		Reason:   "A post mortem is read once, a tracker every week: an item that is not in the tracker is forgotten.",
		Bad:      "| Renew the certificate | Mitigation | platform team | |",
		Good:     "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:      eachAction("the action item has no tracking number", "add the ticket's number", func(a content.ActionItem) bool { return len(a.Tracking) == 0 && !a.Closed() }),
		Statuses: pastDraft,
	},
	{
		Name: "action-overdue", Level: content.Info, Group: actionsGroup, Title: "an action item is overdue",
		Reason: "The next outage may be the one that this item should have prevented. The finding is only a note, unless the config changes its level, " +
			"because items become overdue as time passes, and a build must not break overnight.",
		Bad:  "| Renew the certificate | Mitigation | platform team | CHG0042 | 2026-01-31 | open |",
		Good: "| Renew the certificate | Mitigation | platform team | CHG0042 | 2026-01-31 | done |",
		Run:  overdueActions, Statuses: pastDraft, varies: true,
	},
	{
		Name: "no-preventative", Level: content.Off, Group: actionsGroup, Title: "no action item is preventative",
		Reason: "Items that mitigate, detect or clean up do not change the cause: the same outage can happen again. " +
			"The rule is off unless the config sets its level, as in `rules: {no-preventative: info}`: an item that is written to satisfy a rule prevents nothing.",
		Bad:  "| Restart it nightly | Mitigation | platform team | CHG0042 |",
		Good: "| Bound the cache | Preventative | platform team | CHG0042 |",
		Run:  noPreventative, Statuses: pastDraft,
	},
}

// eachAction returns a function that reports each action item for which is returns true.
func eachAction(message, hint string, is func(content.ActionItem) bool) func(*Document) {
	return func(d *Document) {
		for _, item := range d.PM.ActionItems {
			if is(item) && item.State != content.Cancelled {
				d.report(d.action(item), hint, "%s", message)
			}
		}
	}
}

// action returns the span of an item's text.
func (d *Document) action(item content.ActionItem) span {
	if cells := d.cells(item.Pos.Line); len(cells) > 0 {
		return cells[0].span
	}
	return d.token(item.Pos.Line, item.Pos.Column)
}

func overdueActions(d *Document) {
	for _, item := range d.PM.ActionItems {
		if !d.AsOf.IsZero() && item.Overdue(d.AsOf) {
			at, found := d.find(item.Pos.Line, item.Pos.Column, item.Due.String())
			if !found {
				at = d.action(item)
			}
			d.report(at, "close it, or agree on a new date", "the action item was due on %s", item.Due)
		}
	}
}

func noPreventative(d *Document) {
	items := d.PM.ActionItems
	preventative, known := d.Config.Vocabularies.ActionType.Match("Preventative")
	if known && len(items) > 0 && !slices.ContainsFunc(items, func(a content.ActionItem) bool { return a.Type == preventative }) {
		d.report(d.action(items[0]), "add an action item that would have kept the outage from happening", "none of the action items is preventative")
	}
}
