package site

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// A host reads response headers from the file _headers, and redirects from the file _redirects.
type host struct {
	status    string // of a redirect; a page at the same address does not take its place
	redirects int    // the most that it accepts; 0 means no limit
}

// hosts are those that the config may name.
//
// Sources: https://docs.netlify.com/manage/routing/redirects/overview/,
// https://developers.cloudflare.com/pages/configuration/redirects/
var hosts = map[string]host{
	"netlify":    {"301!", 0},
	"cloudflare": {"301", 2000},
}

// addHosting adds the files of hosts that read headers and redirects from files, at the top of the published site.
func (b *builder) addHosting() {
	h, known := hosts[b.in.Config.Hosting]
	if !known || b.in.Preview != "" {
		return
	}
	b.add("_headers", func(w io.Writer) error {
		_, err := io.WriteString(w, b.headers())
		return err
	})
	b.add("_redirects", func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(b.redirects(h), ""))
		return err
	})
}

// headers returns the response headers. A page's own policy cannot say which sites may frame it. No two rules for the
// same address name the same header, since hosts would join the values. All of it is the same for any documents.
func (b *builder) headers() string {
	var out strings.Builder
	fmt.Fprintf(&out, "/*\n  Content-Security-Policy: %s; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: same-origin\n", render.Policy)
	if b.page.NoIndex {
		out.WriteString("  X-Robots-Tag: noindex\n")
	}
	out.WriteString("/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n") // their names change with them
	feeds := []string{"", "action-items/owners/:name/"}
	for _, t := range taxonomies {
		if t.feeds {
			feeds = append(feeds, t.name+"/:name/")
		}
	}
	for _, folder := range feeds {
		fmt.Fprintf(&out, "/%sfeed.xml\n  Content-Type: application/atom+xml; charset=utf-8\n", folder)
	}
	out.WriteString("/feed.json\n  Content-Type: application/feed+json; charset=utf-8\n")
	return out.String()
}

// plainPath matches addresses in which nothing has a meaning in a file of redirects, such as a blank, a line break, an
// asterisk or a colon.
var plainPath = regexp.MustCompile(`^[A-Za-z0-9._~/-]+$`)

// redirects returns a line for each former address and each id. There is a page for each, too, which also redirects: for
// addresses that are not plain, and for those beyond what a host accepts.
func (b *builder) redirects(h host) (lines []string) {
	add := func(from, to string) {
		from = strings.TrimSuffix(from, "index.html")
		if plainPath.MatchString(from) && plainPath.MatchString(to) {
			lines = append(lines, fmt.Sprintf("/%s /%s %s\n", from, to, h.status))
		}
	}
	for _, pm := range b.posts {
		for _, alias := range pm.Aliases {
			add(content.AliasFile(alias), pm.Address())
		}
	}
	for _, pm := range b.posts {
		if pm.ID != "" {
			add(content.IDAddress(pm.ID), pm.Address())
		}
	}
	if h.redirects > 0 && len(lines) > h.redirects {
		lines = lines[:h.redirects]
	}
	return lines
}
