package content_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestTracking checks which numbers of tickets are read from the text of action items.
func TestTracking(t *testing.T) {
	for text, want := range map[string]string{
		"Renew it (https://github.com/harbour/gates/issues/62)":                         "harbour/gates#62",
		"Renew it [here](https://github.com/harbour/gates/pull/63#issuecomment-1)":      "harbour/gates#63",
		"<https://git.example.org/group/sub/gates/-/merge_requests/7>":                  "group/sub/gates!7",
		"See https://jira.example.org/browse/gate-12?focusedId=1":                       "GATE-12",
		"See https://linear.app/harbour/issue/GATE-13/renew-it":                         "GATE-13",
		"[PR](https://github.com/a/b/pull/1), [issue](https://github.com/a/b/issues/2)": "a/b#1, a/b#2",
		"Renew it (#64)":                                     "#64",
		"Renew it, harbour/gates#65":                         "harbour/gates#65",
		"Renew it (PR #66) and issue 67":                     "#66, 67",
		"[GATE-14] Renew it":                                 "GATE-14",
		"Renew it (GATE-15)":                                 "GATE-15",
		"Renew it ([CHG0042](https://desk.example.org/x/9))": "CHG0042",
		"Renew it ([#12](https://github.com/a/b/issues/12); platform team; due 2026-05-01)":               "a/b#12",
		"x https://gitlab.com/a/b/-/issues/incident/12":                                                   "a/b#12",
		"Renew it (platform team; https://desk.example.org/t/CHG0042; open)":                              "CHG0042",
		"HTTPS://GitHub.COM/a/B/issues/1":                                                                 "a/B#1",
		"https://dev.azure.com/harbour/gates/_workitems/edit/77":                                          "AB#77",
		"https://dev.azure.com/harbour/gates/_git/web/pullrequest/7":                                      "gates/web!7",
		"https://harbour.pagerduty.com/incidents/Q1AB2CD":                                                 "Q1AB2CD",
		"https://harbour.service-now.com/nav_to.do?uri=incident.do%3Fsysparm_query%3Dnumber%3DINC0012345": "INC0012345",
		"https://harbour.service-now.com/incident.do?sys_id=0123456789abcdef0123456789abcdef":             "ServiceNow 01234567",
		"https://harbour.atlassian.net/jira/software/projects/GATE/boards/1?selectedIssue=GATE-16":        "GATE-16",
		"Use UTF-8 and SHA-256":                             "",
		"Renew 12 of them, see item 3":                      "",
		"The page https://example.org/12":                   "",
		"[docs](https://github.com/a/b/wiki)":               "",
		"Renew it\n  - see https://github.com/a/b/issues/3": "a/b#3",
	} {
		pm, problems := read(t, front()+"## Action Items\n- "+text+"\n")
		if got := strings.Join(pm.ActionItems[0].Tracking, ", "); got != want || problems != "" {
			t.Errorf("%q is tracked by %q, want %q; %s", text, got, want, problems)
		}
	}
	for row, want := range map[string]string{
		"Renew it | [ticket](https://github.com/a/b/issues/3)": "a/b#3",
		"Renew it | GATE-12": "GATE-12",
		"Renew it | https://desk.example.org/tickets?id=9&x=1":                                            "desk.example.org/tickets?id=9&x=1",
		"Renew it | [the ticket](https://desk.example.org/t/9/)":                                          "desk.example.org/t/9",
		"Renew it | [CHG0042](https://desk.example.org/t/9)":                                              "CHG0042",
		"Renew it | CHG0042 <https://desk.example.org/t/9>":                                               "CHG0042",
		"Renew it | CHG1, [a/b#3](https://github.com/a/b/issues/3)":                                       "CHG1, a/b#3",
		"Renew it | CHG1, https://github.com/a/b/pull/4, CHG2 [#3](https://github.com/a/b/issues/3) CHG3": "CHG1, a/b#4, CHG2, a/b#3, CHG3",
		"Renew it | [#3](https://github.com/a/b/issues/3) and https://github.com/a/b/pull/4":              "a/b#3, a/b#4",
		"Renew it (#4) |":         "#4",
		"Renew it (#4) | GATE-12": "GATE-12",
		"Renew it | none yet":     "none yet",
	} {
		pm, problems := read(t, front()+"## Action Items\n| Action Item | Tracking |\n| --- | --- |\n| "+row+" |\n")
		if got := strings.Join(pm.ActionItems[0].Tracking, ", "); got != want || problems != "" {
			t.Errorf("the row %q is tracked by %q, want %q; %s", row, got, want, problems)
		}
	}
}

// TestTicketURLs checks which addresses of tickets a document keeps, wherever they are.
func TestTicketURLs(t *testing.T) {
	pm, problems := read(t, strings.Replace(front(), "---\n", "---\nincident: https://harbour.pagerduty.com/incidents/Q1AB2CD\nchange: ['[CHG0042](https://desk.example.org/x/9)', <https://github.com/a/b/issues/3>]\nvendor_case: '[x](javascript:alert)'\n", 1)+
		"## Action Items\n| Action Item | Tracking |\n| --- | --- |\n| Renew it | [GATE-12](https://jira.example.org/browse/GATE-12) |\n| Test it | [a](javascript:alert) [b](javascript:https://github.com/a/b/issues/5) |\n| See <https://github.com/a/b/pull/4> | |\n")
	if problems != "" && strings.Contains(problems, "error") {
		t.Error(problems)
	}
	want := map[string]string{
		"Q1AB2CD": "https://harbour.pagerduty.com/incidents/Q1AB2CD", "CHG0042": "https://desk.example.org/x/9", "a/b#3": "https://github.com/a/b/issues/3",
		"GATE-12": "https://jira.example.org/browse/GATE-12", "a/b#4": "https://github.com/a/b/pull/4",
	}
	if !maps.Equal(pm.TicketURLs, want) {
		t.Errorf("the addresses are %q, want %q", pm.TicketURLs, want)
	}
	if got := strings.Join(slices.Concat(pm.Incidents, pm.Changes), " "); got != "Q1AB2CD CHG0042 a/b#3" {
		t.Errorf("the numbers are %s", got)
	}
}

// TestTicketsOfTheTable checks that rows of the metadata table keep their addresses.
func TestTicketsOfTheTable(t *testing.T) {
	pm, _ := read(t, "# Slow\n## Summary\n| Metadata | Information |\n| --- | --- |\n| Incident / Change # | [INC1](https://desk.example.org/1) / CHG2 https://github.com/a/b/issues/3 |\n| Vendor Case # | https://desk.example.org/cases/9 |\n")
	if got := fmt.Sprint(pm.Incidents, pm.Changes, pm.VendorCases, len(pm.TicketURLs)); got != "[INC1 a/b#3] [CHG2] [desk.example.org/cases/9] 3" {
		t.Errorf("the tickets are %s: %q", got, pm.TicketURLs)
	}
}

// TestDetailsOfItems checks what is read from the parentheses at the end of an action item.
func TestDetailsOfItems(t *testing.T) {
	for text, want := range map[string]string{
		"Renew it (owner: platform team)":                 "platform team||open|Renew it",
		"Renew it (Owner: platform team; due 2026-05-01)": "platform team|2026-05-01|open|Renew it",
		"Renew it (due 2026-05-01)":                       "|2026-05-01|open|Renew it",
		"Renew it (platform team; done)":                  "platform team||done|Renew it",
		"Renew it (in May)":                               "||open|Renew it (in May)",
		"Renew it (owner unknown)":                        "||open|Renew it (owner unknown)",
	} {
		pm, problems := read(t, front()+"## Action Items\n- "+text+"\n")
		item := pm.ActionItems[0]
		if got := strings.Join([]string{item.Owner, item.Due.String(), item.State, item.Title}, "|"); got != want || problems != "" {
			t.Errorf("%q is read as %q, want %q; %s", text, got, want, problems)
		}
	}
}
