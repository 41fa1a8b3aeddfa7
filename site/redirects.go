package site

import (
	"fmt"
	"html"
	"io"
	"path"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// A redirect leads from the path of a file to that of a page.
type redirect struct {
	from, to string
	pm       *content.PostMortem
	alias    string // "" for an id
	ruled    bool   // the host does it, so that there is no page
}

// moved returns what leads from former addresses and ids to post mortems, also to removed ones. A host does as many of them as it accepts.
func (b *builder) moved() (all []redirect) {
	posts := slices.Concat(b.posts, b.published.Removed)
	for _, pm := range posts {
		for _, alias := range pm.Aliases {
			all = append(all, redirect{from: content.AliasFile(alias), to: pm.Address(), pm: pm, alias: alias})
		}
	}
	for _, pm := range posts {
		if pm.ID != "" {
			all = append(all, redirect{from: content.IDAddress(pm.ID) + "index.html", to: pm.Address(), pm: pm})
		}
	}
	if !b.hosted() {
		return all
	}
	left := hosts[b.in.Config.Hosting].redirects
	for i := range all {
		if left > 0 && all[i].plain() {
			all[i].ruled = true
			left--
		}
	}
	return all
}

// addRedirects adds pages that redirect from former addresses and ids to the post mortem, unless the host does.
func (b *builder) addRedirects() {
	ruled := map[string]bool{}
	for _, r := range b.moved() {
		_, taken := b.files[r.from]
		switch taken = taken || ruled[r.from]; {
		case taken && r.alias != "":
			b.errs = append(b.errs, fmt.Errorf("%s: the alias /%s is the address of another page", r.pm.Path, r.alias))
		case taken:
			b.errs = append(b.errs, fmt.Errorf("%s: the address /%s of the id %s is that of another page", r.pm.Path, r.from, r.pm.ID))
		case r.ruled:
			ruled[r.from] = true
		default:
			b.addRedirect(r.from, r.to)
		}
	}
}

// addRedirect adds a page that redirects elsewhere. It uses no template and is as small as it can be, since there may be
// tens of thousands of such pages.
func (b *builder) addRedirect(name, to string) {
	b.add(name, fromValues(to), func(w io.Writer) error {
		folder := path.Dir(name) + "/"
		if folder == "./" {
			folder = ""
		}
		link := html.EscapeString(render.Relative(folder, to))
		canonical := link
		if base := b.page.Site.BaseURL; base != "" {
			canonical = html.EscapeString(base + to)
		}
		_, err := fmt.Fprintf(w, `<!DOCTYPE html>
<html lang="%s"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="robots" content="noindex"><title>Moved</title>
<link rel="canonical" href="%s"><meta http-equiv="refresh" content="0; url=%s"></head>
<body><main><h1>Moved</h1><a href="%[3]s">To the page</a></main></body></html>
`, html.EscapeString(b.page.Site.Language), canonical, link)
		return err
	})
}
