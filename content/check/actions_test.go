package check_test

import (
	"context"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// items returns a table of action items with the given rows.
func items(row string) string {
	return "## Action Items\n| Action Item | Type | Owner | Tracking information | Due | Status |\n| - | - | - | - | - | - |\n" + row + "\n"
}

// TestActionsLack checks which action items are reported because they have no type, owner or
// number.
func TestActionsLack(t *testing.T) {
	site{}.check(t, "action-type", []ruling{
		{"an item without a type is reported", "", items("| Test | | team | C-1 | | open |"), `14 "Test" warning: the action item has no type | write Mitigation, Preventative, Detective or Remediative`},
		{"a done item needs a type, too", "", items("| Test | | team | C-1 | | done |"), `14 "Test" warning: the action item has no type`},
		{"a cancelled item needs no type", "", items("| Test | | team | C-1 | | cancelled |"), ""},
		{"a draft's items need no type", "status: draft", items("| Test | | team | C-1 | | open |"), ""},
		{"a completed post mortem's items need a type", "status: completed", items("| Test | | team | C-1 | | open |"), `14 "Test" warning: the action item has no type`},
		{"every item without a type is reported", "", items("| One | | team | C-1 | | |\n| Two | | team | C-2 | | |"), "14 \"One\" warning: the action item has no type\n15 \"Two\" warning: the action item has no type"},
		{"an item of a list is reported at its text", "", "## Action Items\n- Test it\n", `12 "Test it" warning: the action item has no type`},
	})
	site{}.check(t, "action-owner", []ruling{
		{"an item without an owner is reported", "", items("| Test | Detective | | C-1 | | open |"), `14 "Test" warning: the action item has no owner | write the role, such as ` + "`on-call engineer`"},
		{"a done item needs an owner", "", items("| Test | Detective | | C-1 | | done |"), `14 "Test" warning: the action item has no owner`},
		{"a cancelled item needs no owner", "", items("| Test | Detective | | C-1 | | cancelled |"), ""},
		{"a draft's items need no owner", "status: draft", items("| Test | Detective | | C-1 | | open |"), ""},
	})
	site{}.check(t, "action-tracking", []ruling{
		{"an item without a number is reported", "", items("| Test | Detective | team | | | in progress |"), `14 "Test" warning: the action item has no tracking number | add the ticket's number`},
		{"a done item needs no number", "", items("| Test | Detective | team | | | done |"), ""},
		{"a cancelled item needs no number", "", items("| Test | Detective | team | | | cancelled |"), ""},
		{"a draft's items need no number", "status: draft", items("| Test | Detective | team | | | open |"), ""},
	})
}

// TestOverdue checks on which day an action item is overdue, and where that is reported.
func TestOverdue(t *testing.T) {
	row := func(due, state string) string {
		return items("| Test | Detective | team | C-1 | " + due + " | " + state + " |")
	}
	site{}.check(t, "action-overdue", []ruling{
		{"an item is overdue on the day after it was due", "", row("2026-05-31", "open"), `14 "2026-05-31" info: the action item was due on 2026-05-31 | close it, or agree on a new date`},
		{"an item is not overdue on the day it is due", "", row("2026-06-01", "open"), ""},
		{"a done item is not overdue", "", row("2026-05-31", "done"), ""},
		{"a cancelled item is not overdue", "", row("2026-05-31", "cancelled"), ""},
		{"a draft's item is not reported as overdue", "status: draft", row("2026-05-31", "open"), ""},
		{"a date in a different form is reported at the item", "", row("2026/05/31", "open"), `14 "Test" info: the action item was due on 2026-05-31`},
	})
	in := site{}.input(t, map[string]string{"a.md": documentOf("", row("2026-05-31", "open"))})
	in.AsOf = content.Date{}
	if found := of("action-overdue", check.Run(context.Background(), in)); len(found) > 0 {
		t.Errorf("without a day, an item is reported as overdue: %+v", found)
	}
}

// TestNoPreventative checks that one preventative item is enough, and that a document without
// items needs none.
func TestNoPreventative(t *testing.T) {
	site{}.check(t, "no-preventative", []ruling{
		{"without a level in the config, nothing is reported", "", items("| One | Mitigation | team | C-1 | | |"), ""},
	})
	site{config: "rules: {no-preventative: info}"}.check(t, "no-preventative", []ruling{
		{"items that only mitigate and detect are reported at the first", "", items("| One | Mitigation | team | C-1 | | |\n| Two | Detective | team | C-2 | | |"), `14 "One" info: none of the action items is preventative | add an action item that would have kept the outage from happening`},
		{"one preventative item is enough, even if it is the last", "", items("| One | Mitigation | team | C-1 | | |\n| Two | Preventative | team | C-2 | | |"), ""},
		{"a post mortem without items needs no preventative one", "", "## Action Items\n", ""},
		{"a draft needs no preventative item", "status: draft", items("| One | Mitigation | team | C-1 | | |"), ""},
	})
}
