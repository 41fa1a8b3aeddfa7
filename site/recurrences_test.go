package site_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
)

// repeated is a collection in which an item came back once, and a control twice. The draft shares the control, too.
const repeated = `
-- content/first.md --
---
title: First
id: PM-1
date: 2026-02-02
status: completed
service: edge
---
## Proximal and Root Causes
- Control: canary stage, did not hold

## Action Items
| Action Item | Due | Status |
| --- | --- | --- |
| Try one gateway first | 2026-03-01 | open |
-- content/second.md --
---
title: Second
id: PM-2
date: 2026-04-02
status: completed
severity: high
impact: availability
service: edge
duration: 2h
prevented_by: [PM-1#action-1]
---
## Proximal and Root Causes
- Control: canary stage, was not there
-- content/third.md --
---
title: Third
date: 2026-05-02
status: completed
---
## Proximal and Root Causes
- Control: canary stage, did not hold
-- content/hidden.md --
---
title: Secret
id: PM-9
date: 2026-05-03
status: draft
prevented_by: [PM-1#action-1]
---
## Proximal and Root Causes
- Control: canary stage, did not hold
-- content/_recurrences.yaml --
- {pair: [PM-1, PM-2], verdict: same, why: Nobody tried it on one., by: platform team}
- {pair: [PM-2, PM-9], verdict: same, why: A secret reason., by: platform team}
- {pair: [third, PM-1], verdict: different, why: Only the word is the same., by: release manager}
`

// TestRecurrences checks the page and the data of what came back: each item once with what it cost, each pair once with its
// verdict, and nothing of a hidden draft.
func TestRecurrences(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, repeated), nil)
	says(t, "the page", read(t, render(t, s, "recurrences/index.html")), []string{
		"[Second](../postmortems/second/) 2 April 2026", "2 h as stated", "[availability](../impacts/availability/)",
		"[Try one gateway first](../postmortems/first/#action-1) First ! overdue", "59 days",
		"3 pairs of post mortems within 180 days of each other may be about the same thing. Nobody has looked at 1 of them yet (33 %)",
		"### Found to be the same\n- [Second](../postmortems/second/) and, 59 days before, [First](../postmortems/first/) Nobody tried it on one. platform team · prevented by PM-1#action-1; control “canary stage”; service edge",
		"### Not looked at yet\n- [Third](../postmortems/third/) and, 30 days before, [Second]",
		"### Found to be different\n- [Third](../postmortems/third/) and, 89 days before, [First](../postmortems/first/) Only the word is the same. release manager · control “canary stage”",
	}, []string{"secret", "Secret", "PM-9", "hidden"})
	for _, name := range []string{"data/recurrences.json", "data/recurrences.csv"} {
		if got := render(t, s, name); strings.Contains(strings.ToLower(got), "secret") || strings.Contains(got, "PM-9") || strings.Contains(got, "hidden") {
			t.Errorf("%s names a hidden draft:\n%s", name, got)
		}
	}
	for page, link := range map[string]string{"index.html": "recurrences/", "action-items/index.html": "../recurrences/"} {
		says(t, page, read(t, render(t, s, page)), []string{"[What came back](" + link + ")"}, nil)
	}
}

// TestRecurrencesData checks the numbers of the data.
func TestRecurrencesData(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, repeated), func(in *site.Input) { in.Drafts = true })
	var data struct {
		Window   int `json:"window_days"`
		Pairs    int `json:"pair_count"`
		Looked   int `json:"pairs_looked_at"`
		Same     int `json:"pairs_found_the_same"`
		CameBack []struct {
			Item struct {
				State string
				URL   string
			} `json:"action_item"`
			By struct {
				PostMortem string
				Severity   *string
				Seconds    *int `json:"duration_seconds"`
			} `json:"cited_by"`
			Days int `json:"days_between"`
		} `json:"came_back"`
	}
	if err := json.Unmarshal([]byte(render(t, s, "data/recurrences.json")), &data); err != nil {
		t.Fatal(err)
	}
	if data.Window != 180 || data.Pairs != 6 || data.Looked != 3 || data.Same != 2 || len(data.CameBack) != 2 {
		t.Fatalf("got %+v", data)
	}
	if back := data.CameBack[1]; back.Item.State != "overdue" || back.Item.URL != "postmortems/first/#action-1" || back.By.PostMortem != "second" ||
		*back.By.Severity != "high" || *back.By.Seconds != 7200 || back.Days != 59 {
		t.Errorf("got %+v", back)
	}
	if rows := strings.Split(strings.TrimSpace(render(t, s, "data/recurrences.csv")), "\n"); len(rows) != 7 {
		t.Errorf("%d rows, want a head and 6", len(rows))
	}
}

// TestRecurrencesEmpty checks what the page says if nothing came back.
func TestRecurrencesEmpty(t *testing.T) {
	t.Parallel()
	cfg := config.Default()
	cfg.Recurrences.Window = 30
	s := newSite(t, collected(t, "-- content/a.md --\n---\ndate: 2026-02-02\nstatus: completed\n---\n"), func(in *site.Input) { in.Config = cfg })
	says(t, "the page", read(t, render(t, s, "recurrences/index.html")), []string{
		"No post mortem names an action item of an older one that would have prevented it.",
		"No two post mortems within 30 days share a control",
	}, []string{"%"})
}
