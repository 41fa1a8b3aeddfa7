package site

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/site/render"
)

// A host reads response headers from the file _headers, and redirects from the file _redirects.
type host struct {
	status    string // of a redirect; a page at the same address does not take its place
	redirects int    // the most that it accepts, or recommends
	fragments bool   // whether a redirect may lead to an anchor
}

// hosts are those that the config may name.
//
// Sources: https://docs.netlify.com/manage/routing/redirects/overview/,
// https://developers.cloudflare.com/pages/configuration/redirects/
var hosts = map[string]host{
	"netlify":    {"301!", 10_000, false},
	"cloudflare": {"301", 2000, true},
}

// addHosting adds the files of hosts that read headers and redirects from files, at the top of the published site.
func (b *builder) addHosting() {
	if !b.hosted() {
		return
	}
	b.add("_headers", alone, func(w io.Writer) error {
		_, err := io.WriteString(w, b.headers())
		return err
	})
	b.add("_redirects", fromSum(b.allFacts), func(w io.Writer) error {
		_, err := io.WriteString(w, b.redirects())
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

// hosted reports whether a host redirects from addresses without a page.
func (b *builder) hosted() bool {
	_, known := hosts[b.in.Config.Hosting]
	return known && b.in.Preview == "" && !b.in.Portable
}

// plainPath matches addresses in which nothing has a meaning in a file of redirects, such as a blank, a line break, an
// asterisk or a colon.
var plainPath = regexp.MustCompile(`^[A-Za-z0-9._~/-]+$`)

// plain reports whether a host can do a redirect.
func (r redirect) plain() bool { return plainPath.MatchString(r.from) && plainPath.MatchString(r.to) }

// redirects returns a line for each redirect that has no page, and for as many tickets without a page as the host accepts.
func (b *builder) redirects() string {
	var out strings.Builder
	h := hosts[b.in.Config.Hosting]
	line := func(from, to, anchor string) {
		fmt.Fprintf(&out, "/%s /%s%s %s\n", strings.TrimSuffix(from, "index.html"), to, anchor, h.status)
	}
	left := h.redirects
	for _, r := range b.moved() {
		if r.ruled {
			line(r.from, r.to, "")
			left--
		}
	}
	for _, t := range b.tickets() {
		m := t.mentions[0]
		r := redirect{from: render.TicketPath(t.number), to: m.PM.Address()}
		if left > 0 && t.posts == 1 && r.plain() && (h.fragments || m.Anchor == "") {
			line(r.from, r.to, fragment(m.Anchor))
			left--
		}
	}
	return out.String()
}

func fragment(anchor string) string {
	if anchor == "" {
		return ""
	}
	return "#" + anchor
}
