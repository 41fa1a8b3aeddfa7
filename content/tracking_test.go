package content_test

import (
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
		"Renew it (#64)":                                    "#64",
		"Renew it, harbour/gates#65":                        "harbour/gates#65",
		"Renew it (PR #66) and issue 67":                    "#66, 67",
		"[GATE-14] Renew it":                                "GATE-14",
		"Renew it (GATE-15)":                                "GATE-15",
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
		"Renew it | GATE-12":      "GATE-12",
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
