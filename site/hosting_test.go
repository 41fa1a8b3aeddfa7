package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
	theme "github.com/pmsite/pmsite/site/render"
)

// hostile has former addresses and ids that mean something in a file of headers or redirects.
const hostile = `
-- content/a.md --
---
id: PM-1
incident: [INC1, INC3]
aliases: [/old/a/, /a.html, "/x /evil 301", "/*", "/ä", "/a!", '/q"''<b>', "/b@c"]
---
## Action Items
| Action Item | Tracking |
| --- | --- |
| One | INC2 |
-- content/b:é*.md --
---
id: "PM 2 /evil * 301"
incident: INC3
aliases: [/old/b]
---
-- content/draft.md --
---
id: PM-3
aliases: [/secret/]
status: draft
---
`

func TestHosting(t *testing.T) {
	t.Parallel()
	c := collected(t, hostile)
	for _, name := range []string{"_headers", "_redirects"} {
		if _, err := newSite(t, c, nil).Open(name); err == nil {
			t.Errorf("a site for no host in particular has %s", name)
		}
		if _, err := newSite(t, c, func(in *site.Input) { in.Config.Hosting, in.Preview = "netlify", "pr/1" }).Open(name); err == nil {
			t.Errorf("a preview has %s", name)
		}
	}
	headers := "/*\n  Content-Security-Policy: " + theme.Policy + "; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: same-origin\n%s" + `/assets/*
  Cache-Control: public, max-age=31536000, immutable
/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/action-items/owners/:name/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/tags/:name/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/services/:name/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/severities/:name/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/vendors/:name/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/factors/:name/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/feed.json
  Content-Type: application/feed+json; charset=utf-8
`
	for hosting, status := range map[string]string{"netlify": "301!", "cloudflare": "301"} {
		s := newSite(t, c, func(in *site.Input) { in.Config.Hosting = hosting })
		if got, want := render(t, s, "_headers"), fmt.Sprintf(headers, ""); got != want {
			t.Errorf("%s: _headers holds\n%s\nwant\n%s", hosting, got, want)
		}
		private := newSite(t, c, func(in *site.Input) { in.Config.Hosting, in.Config.NoIndex = hosting, true })
		if got, want := render(t, private, "_headers"), fmt.Sprintf(headers, "  X-Robots-Tag: noindex\n"); got != want {
			t.Errorf("%s: _headers of a site that is not to be indexed holds\n%s\nwant\n%s", hosting, got, want)
		}
		want := "/old/a/ /postmortems/a/ 301\n/a.html /postmortems/a/ 301\n/id/PM-1/ /postmortems/a/ 301\n/tickets/INC1/ /postmortems/a/ 301\n"
		if hosting == "cloudflare" {
			want += "/tickets/INC2/ /postmortems/a/#action-1 301\n"
		}
		for name, want := range map[string]bool{"old/a/index.html": false, "id/PM-1/index.html": false, "ä/index.html": true, "old/b/index.html": true, "tickets/INC1/index.html": false} {
			if has := slices.Contains(s.Paths(), name); has != want {
				t.Errorf("%s has the page %s: %v", hosting, name, has)
			}
		}
		if got := render(t, s, "_redirects"); got != strings.ReplaceAll(want, "301", status) {
			t.Errorf("%s: _redirects holds\n%s\nwant\n%s", hosting, got, want)
		}
	}
}

// TestManyRedirects checks that there are no more redirects than a host accepts. The others are pages, and only they.
func TestManyRedirects(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 2005 {
		fmt.Fprintf(&text, "-- content/%d.md --\n---\nid: PM-%d\n---\n", i, i)
	}
	c := collected(t, text.String())
	for hosting, want := range map[string]int{"netlify": 2005, "cloudflare": 2000} {
		s := newSite(t, c, func(in *site.Input) { in.Config.Hosting = hosting })
		if got := strings.Count(render(t, s, "_redirects"), "\n"); got != want {
			t.Errorf("%s has %d redirects, want %d", hosting, got, want)
		}
		pages := slices.DeleteFunc(slices.Clone(s.Paths()), func(name string) bool { return !strings.HasPrefix(name, "id/") })
		if len(pages) != 2005-want {
			t.Errorf("%s has pages of %d ids, want %d", hosting, len(pages), 2005-want)
		}
	}
}
