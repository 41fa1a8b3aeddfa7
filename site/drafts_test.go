package site_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/site"
)

// TestShownDraft checks what search engines see of a draft that is shown: its
// page asks not to be indexed, it is in no sitemap, and all other pages are
// unchanged.
func TestShownDraft(t *testing.T) {
	t.Parallel()
	for how, show := range map[string]func(*site.Input){
		"drafts: show in the config": func(in *site.Input) { in.Config.ShowDrafts = true },
		"build --drafts":             func(in *site.Input) { in.Drafts = true },
	} {
		s := newSite(t, withDraft(t), func(in *site.Input) {
			in.Config.BaseURL = "https://pm.example.org/"
			show(in)
		})
		if s.Posts != 2 || s.Hidden != 0 {
			t.Fatalf("with %s, %d post mortems are shown and %d hidden, want both shown", how, s.Posts, s.Hidden)
		}
		for name, want := range map[string]bool{
			"postmortems/canary-draft/index.html": true, "404.html": true,
			"postmortems/published/index.html": false, "index.html": false, "postmortems/index.html": false, "tags/shared/index.html": false,
		} {
			if got := strings.Contains(render(t, s, name), `<meta name="robots" content="noindex">`); got != want {
				t.Errorf("with %s, search engines are asked to leave %s out: %v, want %v", how, name, got, want)
			}
		}
		sitemap := render(t, s, "sitemap.xml")
		says(t, "with "+how+", the sitemap", sitemap, []string{"<loc>https://pm.example.org/postmortems/published/</loc>"}, []string{"canary"})
		says(t, "with "+how+", the page of what is in review", read(t, render(t, s, "review/index.html")), []string{"## Drafts", "[Canary title](../postmortems/canary-draft/)"}, nil)
		says(t, "with "+how+", the draft's page", read(t, render(t, s, "postmortems/canary-draft/index.html")),
			[]string{"Draft. This post mortem is still being written. Do not rely on it."}, nil)
		says(t, "with "+how+", a post mortem that cites the draft", read(t, render(t, s, "postmortems/published/index.html")),
			[]string{"[Canary action](../../postmortems/canary-draft/#action-1)", "[the draft](../../postmortems/canary-draft/)", "[its section](../../postmortems/canary-draft/#timeline)"}, nil)
	}
	hidden := newSite(t, withDraft(t), nil)
	says(t, "with drafts hidden, the page of what is in review", read(t, render(t, hidden, "review/index.html")), nil, []string{"## Drafts"})
}

// TestWithheld checks that the markdown source of a post mortem names no hidden
// draft, however it refers to it and how often, and is otherwise identical to
// the file in the repository.
func TestWithheld(t *testing.T) {
	t.Parallel()
	files := archive(`
-- content/open.md --
---
prevented_by: ["PM-CANARY#action-1", "pm-canary#action-2", "PM-OPEN#action-1"]
id: PM-OPEN
---
## Summary
One [mention](canary.md) and [another](canary.md), [a section](canary.md#canary-heading), [a bundle](canary-bundle/),
[its file](canary-bundle/index.md), [escaped](can%61ry.md) and <https://example.org/canary-free>.
Once more: canary.md, and that PM-CANARY#action-1 was agreed on.

## References
- [Again](canary.md), [shown](shown.md#timeline) and [a file](plan.txt)
-- content/shown.md --
-- content/plan.txt --
plan
-- content/canary.md --
---
id: PM-CANARY
status: draft
---
## Canary heading
-- content/canary-bundle/index.md --
---
status: draft
---
`)
	files["content/open.md"].Data = []byte(strings.ReplaceAll(strings.ReplaceAll(string(files["content/open.md"].Data), "/canary-free", "/free"), "\n", "\r\n"))
	c := load(t, files, "content")
	text := render(t, newSite(t, c, nil), "postmortems/open.md")
	want := strings.NewReplacer(
		"\r\n", "\n", `"PM-CANARY#action-1", "pm-canary#action-2"`, `"withheld", "withheld"`,
		"(canary.md#canary-heading)", "(withheld)", "(canary.md)", "(withheld)", "(canary-bundle/)", "(withheld)", "(canary-bundle/index.md)", "(withheld)", "(can%61ry.md)", "(withheld)",
		"Once more: canary.md, and that PM-CANARY#action-1", "Once more: withheld, and that withheld",
	).Replace(string(files["content/open.md"].Data))
	if text != want {
		t.Errorf("the source of a post mortem that refers to hidden drafts is\n%s\nwant\n%s", text, want)
	}
	shown := render(t, newSite(t, c, func(in *site.Input) { in.Drafts = true }), "postmortems/open.md")
	if want := strings.ReplaceAll(string(files["content/open.md"].Data), "\r\n", "\n"); shown != want {
		t.Errorf("where drafts are shown, the source is\n%s\nwant it unchanged,\n%s", shown, want)
	}
}

// TestDraftWithoutStatus checks that a document without a status is a draft.
func TestDraftWithoutStatus(t *testing.T) {
	t.Parallel()
	c, err := collection.Load(t.Context(), archive("-- content/a.md --\n---\nstatus: \"\"\n---\n-- content/b.md --\n"), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, c, nil)
	if s.Posts != 1 || s.Hidden != 1 {
		t.Errorf("of a post mortem and one without a status, %d are published and %d hidden, want one of each", s.Posts, s.Hidden)
	}
}
