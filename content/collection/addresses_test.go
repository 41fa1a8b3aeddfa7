package collection_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/collection"
)

// TestAddresses checks which addresses collide, and at which of two documents it is reported.
func TestAddresses(t *testing.T) {
	for name, c := range map[string]struct {
		documents map[string]string // front matter by path
		want      string
	}{
		"one alias for two": {
			map[string]string{"one": "aliases: [/old/x/]", "two": "aliases: [/a/, /Old/X]"},
			"two.md:5:16: error: alias /Old/X is also used by content/one.md",
		},
		"one alias written twice, in another case": {
			map[string]string{"one": "aliases: [/old/, /Old/]"},
			"one.md:5:18: error: alias /Old is an address of this post mortem anyway",
		},
		"an alias with accents in another encoding": {
			map[string]string{"one": "aliases: [/gr\u00f6n]", "two": "aliases: [/gro\u0308n]"},
			"two.md:5:11: error: alias /gro\u0308n is also used by content/one.md",
		},
		"a page as a folder":       {map[string]string{"one": "aliases: [/a.html/b/]", "two": "aliases: [/a.html]"}, "two.md:5:11: error: alias /a.html is also used by content/one.md"},
		"a folder below a page":    {map[string]string{"one": "aliases: [/a.htm]", "two": "aliases: [/a.htm/b/]"}, "two.md:5:11: error: alias /a.htm/b is also used by content/one.md"},
		"a page below a folder":    {map[string]string{"one": "aliases: [/a/]", "two": "aliases: [/a/b/, /a/b.html, /a.html]"}, ""},
		"another document's page":  {map[string]string{"one": "aliases: [/postmortems/TWO/]", "two": ""}, "one.md:5:11: error: alias /postmortems/TWO is also used by content/two.md"},
		"its own page":             {map[string]string{"one": "aliases: [/postmortems/one/]"}, "one.md:5:11: error: alias /postmortems/one is an address of this post mortem anyway"},
		"a document's attachments": {map[string]string{"one": "aliases: [/postmortems/two/a.png]", "two": ""}, "one.md:5:11: error: alias /postmortems/two/a.png is also used by content/two.md"},
		"a document's source":      {map[string]string{"one": "aliases: [/postmortems/two.md]", "two": ""}, "one.md:5:11: error: alias /postmortems/two.md is also used by content/two.md"},
		"a former name":            {map[string]string{"one": "aliases: [/postmortems/was/, /postmortems/was.html, /postmortems/one.html]"}, ""},
		"the list":                 {map[string]string{"one": "aliases: [/postmortems/]"}, "one.md:5:11: error: alias /postmortems is reserved for the site's own pages"},
		"the list's pages":         {map[string]string{"one": "aliases: [/postmortems/page/2/]"}, "one.md:5:11: error: alias /postmortems/page/2 is reserved for the site's own pages"},
		"a post mortem named page": {map[string]string{"page": "aliases: [/page/]"}, ""},
		"a page of the site":       {map[string]string{"one": "aliases: [/search/]"}, "one.md:5:11: error: alias /search is reserved for the site's own pages"},
		"a page to come":           {map[string]string{"one": "aliases: [/tags/dns/]"}, "one.md:5:11: error: alias /tags/dns is reserved for the site's own pages"},
		"a feed":                   {map[string]string{"one": "aliases: [/feed.xml]"}, "one.md:5:11: error: alias /feed.xml is reserved for the site's own pages"},
		"the home page":            {map[string]string{"one": "aliases: [/index.html]"}, "one.md:5:11: error: alias /index.html is reserved for the site's own pages"},
		"a file of the host":       {map[string]string{"one": "aliases: [/cname/]"}, "one.md:5:11: error: alias /cname is reserved for the site's own pages"},
		"an id":                    {map[string]string{"one": "aliases: [/id/pm-2/]", "two": "id: PM-2"}, "one.md:5:11: error: alias /id/pm-2 is also used by content/two.md"},
		"a former id":              {map[string]string{"one": "id: PM-3\naliases: [/id/PM-2/]", "two": "id: PM-1"}, ""},
		"ids of one address": {
			map[string]string{"one": "id: PM 1", "two": "id: PM.1", "three": "id: PM-1"},
			"three.md:1:1: error: address /id/PM-1/ of the id PM-1 is also used by content/one.md\ntwo.md:1:1: error: address /id/pm-1/ of the id PM.1 is also used by content/one.md",
		},
		"a page that is the source of another": {map[string]string{"a": "", "a.md": ""}, "a.md.md:1:1: error: address /postmortems/a.md/ is also used by content/a.md"},
		"a page that is the list":              {map[string]string{"index.html": ""}, "index.html.md:1:1: error: address /postmortems/index.html/ is reserved for the site's own pages"},
	} {
		fsys := fstest.MapFS{}
		for document, front := range c.documents {
			fsys["content/"+document+".md"] = &fstest.MapFile{Data: []byte("---\ntitle: A\ndate: 2026-01-02\nstatus: draft\n" + front + "\n---\n")}
		}
		var got []string
		for _, p := range loadFS(t, fsys, collection.Options{}).Problems {
			if p.Rule == "duplicate-address" {
				got = append(got, strings.TrimSuffix(strings.TrimPrefix(p.String(), "content/"), " [duplicate-address]"))
			}
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%s: the problems are\n%s\nwant\n%s", name, text, c.want)
		}
	}
}
