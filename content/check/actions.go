package check

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

var actionRules = []*Rule{
	{
		Name: "action-type", Level: content.Warning, Group: actionsGroup, Title: "an action item without a type",
		Reason:   "The type tells whether a promise repairs, detects or prevents; without it nobody sees that all of them only repair.",
		Bad:      "| Renew the certificate | | platform team | CHG0042 |",
		Good:     "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:      eachAction("the action item has no type", "write Mitigation, Preventative, Detective or Remediative", func(a content.ActionItem) bool { return a.Type == "" }),
		Statuses: pastDraft,
	},
	{
		Name: "action-owner", Level: content.Warning, Group: actionsGroup, Title: "an action item without an owner",
		Reason:   "What belongs to all is done by none. The owner is a role.",
		Bad:      "| Renew the certificate | Mitigation | | CHG0042 |",
		Good:     "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:      eachAction("the action item has no owner", roleHint, func(a content.ActionItem) bool { return a.Owner == "" }),
		Statuses: pastDraft,
	},
	{
		Name: "action-tracking", Level: content.Warning, Group: actionsGroup, Title: "an action item that nobody tracks",
		Reason:   "Post mortems are read once, the tracker every week: an item without a number there is forgotten.",
		Bad:      "| Renew the certificate | Mitigation | platform team | |",
		Good:     "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:      eachAction("the action item has no tracking number", "add the ticket's number", func(a content.ActionItem) bool { return len(a.Tracking) == 0 && !a.Closed() }),
		Statuses: pastDraft,
	},
	{
		Name: "action-overdue", Level: content.Info, Group: actionsGroup, Title: "an action item is overdue",
		Reason: "The next outage may be the one that this item was to prevent. It is no more than a note unless the config says otherwise, " +
			"since it comes with time, and a build must not break overnight.",
		Bad:  "| Renew the certificate | Mitigation | platform team | CHG0042 | 2026-01-31 | open |",
		Good: "| Renew the certificate | Mitigation | platform team | CHG0042 | 2026-01-31 | done |",
		Run:  overdueActions, Statuses: pastDraft, varies: true,
	},
	{
		Name: "no-preventative", Level: content.Info, Group: actionsGroup, Title: "no action item prevents",
		Reason: "Items that mitigate, detect or clean up leave the cause as it is: the same outage can come again.",
		Bad:    "| Restart it nightly | Mitigation | platform team | CHG0042 |",
		Good:   "| Bound the cache | Preventative | platform team | CHG0042 |",
		Run:    noPreventative, Statuses: pastDraft,
	},
}

// eachAction reports the action items that a question is true of.
func eachAction(message, hint string, is func(content.ActionItem) bool) func(*Document) {
	return func(d *Document) {
		for _, item := range d.PM.ActionItems {
			if is(item) && item.State != content.Cancelled {
				d.report(d.action(item), hint, "%s", message)
			}
		}
	}
}

// action is where an item's text stands.
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
			d.report(at, "close it, or agree on another day", "the action item was due on %s", item.Due)
		}
	}
}

func noPreventative(d *Document) {
	items := d.PM.ActionItems
	if len(items) > 0 && !slices.ContainsFunc(items, func(a content.ActionItem) bool { return a.Type == "Preventative" }) {
		d.report(d.action(items[0]), "ask what would have kept it from happening", "none of the action items is preventative")
	}
}
