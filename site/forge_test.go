package site_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
)

// TestForgeLinks checks that links to files that are not on the site lead to the repository, and that those to a hidden
// draft and its files lead nowhere.
func TestForgeLinks(t *testing.T) {
	t.Parallel()
	c := collected(t, `
-- content/a.md --
---
date: 2026-02-02
status: completed
---
## Summary
[code](../src/main.go#L10), [top](/docs/a%20b.md), [folder](../src), [script](run.html), [page](b.md), [log](all.log),
[draft](c.md), [bundle](d/), [its plan](d/plan.drawio), [missing](../src/none.go), [above](../../x.go), [all](/),
![picture](../pictures/x.png "y") ![diagram](x.drawio) [![inner](x.drawio)](https://example.org/).
-- content/b.md --
---
status: completed
---
## Summary
Text.
-- content/c.md --
---
status: draft
---
Text.
-- content/d/index.md --
---
status: draft
---
Text.
-- content/d/plan.drawio --
plan
-- content/x.drawio --
x
-- content/run.html --
run
-- content/all.log --
log
-- src/main.go --
main
-- docs/a b.md --
docs
-- pictures/x.png --
x
`)
	change := func(in *site.Input) {
		in.FileURL = func(name string) string {
			return config.Repository{URL: "https://git.example.org/team/pm/"}.FileURL("abc", name)
		}
	}
	page := read(t, render(t, newSite(t, c, change), "postmortems/a/index.html"))
	const to = "https://git.example.org/team/pm/blob/abc/"
	says(t, "a page with links to the repository", page, []string{
		"[code](" + to + "src/main.go#L10),", "[top](" + to + "docs/a%20b.md),", "[folder](" + to + "src),", "[script](" + to + "content/run.html),",
		"[page](../../postmortems/b/),", "[log](../../postmortems/a/all.log),", "[draft](),", "[bundle](),", "[its plan](),", "[missing](),", "[above](),", "[all](),",
		"[picture](" + to + "pictures/x.png)", "[diagram](" + to + "content/x.drawio)", "[inner](https://example.org/)",
	}, nil)
	if html := string(render(t, newSite(t, c, change), "postmortems/a/index.html")); strings.Contains(html, `src="`+to) || strings.Count(html, `rel="noopener noreferrer">code</a>`) != 1 {
		t.Error("the page loads a picture of the repository, or its links tell where they come from")
	}
	if source := string(render(t, newSite(t, c, change), "postmortems/a.md")); !strings.Contains(source, "/docs/a%20b.md") || strings.Contains(source, "c.md") {
		t.Errorf("the published source withholds a link to the repository, or shows one to a draft:\n%s", source)
	}
}
