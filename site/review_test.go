package site_test

import (
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site"
)

// TestBranches checks what the page of documents in review shows of branches:
// their age and last change in days of the site's time zone, and for each
// document its status, its findings and, if drafts are shown, its title and what
// changed.
func TestBranches(t *testing.T) {
	t.Parallel()
	c := collected(t, "-- content/a.md --\n---\ntitle: Public title\nid: PM-1\n---\n-- content/secret.md --\n---\ntitle: Secret draft\nstatus: draft\n---\n")
	proposed := collected(t, `
-- content/A.md --
---
title: New title
severity: high
---
-- content/new.md --
---
title: New secret
status: review
---
-- content/secret.md --
---
title: Secret now
---
`)
	find := func(c *collection.Collection, slug string) *content.PostMortem {
		for _, pm := range c.PostMortems {
			if pm.Slug == slug {
				return pm
			}
		}
		t.Fatalf("no %s", slug)
		return nil
	}
	halifax, err := content.LoadZone("America/Halifax")
	if err != nil {
		t.Fatal(err)
	}
	branches := func(in *site.Input) {
		in.Config.Zone = halifax
		in.Branches = []review.Branch{
			{
				Name: "work/a", Started: time.Date(2026, 11, 18, 2, 0, 0, 0, time.UTC), Changed: time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC),
				Documents: []review.Proposal{
					{PM: find(proposed, "A"), Before: find(c, "a"), Findings: 2},
					{PM: find(proposed, "new"), New: true, Findings: 1},
					{PM: find(proposed, "secret"), Before: find(c, "secret")},
					{Before: find(c, "a"), Removed: true},
					{Before: find(c, "secret"), Removed: true},
				},
			},
			{Name: "work/b", Started: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC), Changed: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)},
			{Name: "work/c", Changed: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)},
		}
	}
	hidden := newSite(t, c, branches)
	says(t, "the page of what is in review", read(t, render(t, hidden, "review/index.html")), []string{
		"| Branch | Post mortems | Age | Last changed |\n" +
			"| `work/a` | changes [Public title](../postmortems/a/) completed 2 findings / a new post mortem ◐ in review 1 finding / changes a draft completed / removes [Public title](../postmortems/a/) / removes a draft | 6 days | 2026-11-20 |\n" +
			"| `work/b` |  | 0 days | 2026-11-25 |\n" +
			"| `work/c` |  | unknown | 2026-11-20 |\n",
	}, []string{"secret", "Secret", "New title"})
	says(t, "the home page", read(t, render(t, hidden, "index.html")), []string{"branch `work/a` · 6 days", "branch `work/c`\n"}, []string{"Secret", "New title", "Nothing is waiting"})
	shown := newSite(t, c, func(in *site.Input) {
		branches(in)
		in.Config.ShowDrafts = true
	})
	says(t, "with drafts shown, the page of what is in review", read(t, render(t, shown, "review/index.html")), []string{
		"changes [New title](../postmortems/a/) completed 2 findings severity: low → high", "New secret ◐ in review 1 finding", "changes [Secret now](../postmortems/secret/) completed status: draft → completed",
		"removes [Public title](../postmortems/a/)", "removes [Secret draft](../postmortems/secret/)",
	}, nil)
}
