package site_test

import (
	"testing"

	"github.com/pmsite/pmsite/site"
)

// TestFactorPages checks what the pages say of contributing factors: what they mean, and that their shares add up to more
// than 100 %.
func TestFactorPages(t *testing.T) {
	t.Parallel()
	c := collected(t, `
-- content/a.md --
---
date: 2026-03-03
factors: [change, deadline]
---
-- content/b.md --
---
date: 2026-02-02
---
### Contributing factors
- **Change.** It was large.
-- content/c.md --
---
date: 2026-01-01
---
`)
	s := newSite(t, c, nil)
	says(t, "the list", render(t, s, "factors/index.html"), []string{
		"<h1>Contributing factors</h1>", "2 factors in 2 of 3 post mortems", "the shares add up to more than 100&nbsp;%",
		`<a href="../factors/change/">change</a> <b>2</b> <small>a release, a configuration or a migration brought a new way to fail (Cook 1998, SRE Workbook 2018) · newest`,
	}, nil)
	says(t, "a factor", render(t, s, "factors/production-pressure/index.html"), []string{
		"<h1>production pressure</h1>", "<p>workload, a deadline or cost moved work", "1 post mortem with this factor", `href="../../factors/production-pressure/feed.xml"`,
	}, nil)
	says(t, "a post mortem", render(t, s, "postmortems/a/index.html"), []string{
		`<dt>Contributing factors</dt><dd><a href="../../factors/change/">change</a>, <a href="../../factors/production-pressure/">production pressure</a></dd>`,
	}, nil)
	says(t, "a post mortem with one", render(t, s, "postmortems/b/index.html"), []string{"<dt>Contributing factor</dt>"}, nil)
	says(t, "the definitions", render(t, s, "dashboard/definitions/index.html"), []string{
		`<h2 id="contributing-factors">`, "<dt>tight coupling</dt><dd>one part could not", "How Complex Systems Fail (1998)",
	}, nil)
	own := newSite(t, c, func(in *site.Input) { in.Config.Vocabularies.Factor.Replace([]string{"haste"}) })
	says(t, "the definitions of a site with its own factors", render(t, own, "dashboard/definitions/index.html"), nil, []string{"tight coupling", "How Complex Systems Fail"})
	none := newSite(t, collected(t, "-- content/a.md --\n---\ndate: 2026-01-01\n---\n"), nil)
	says(t, "a list without any", render(t, none, "factors/index.html"), []string{"No post mortem has one."}, []string{"100"})
}
