package site_test

import (
	"html"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	xhtml "golang.org/x/net/html"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
)

// linked returns the site of post mortems that link to each other and to files,
// two of which have the same name.
var linked = once(func(t testing.TB) *site.Site {
	return newSite(t, collected(t, `
-- content/newer.md --
---
date: 2026-02-02
id: PM-2026-0002
---
## Summary
[page](older.md), [section](older.md#the-own-heading), [query](older.md?x=1), [bundle](trip/), [its document](trip/index.md#summary),
[its picture](trip/plan.png), [blanks](<files/my plan.txt>), [percent](files/100%25.log), [capitals](files/PHOTO.JPG), ![one](one/plan.png), ![two](two/plan.png),
[outside](../main.go), [missing](missing.txt), [page of ours](files/index.json), [hidden](files/.env.txt), [script](files/run.html), [self](newer.md#summary).
-- content/older.md --
---
aliases: [/was/here/, /was.html, /was.htm]
---
## The own heading
[one too](one/plan.png)
-- content/trip/index.md --
## Summary
![beside](plan.png) and [below](sub/data.csv)
-- content/trip/plan.png --
trip
-- content/trip/sub/data.csv --
a,b
-- content/trip/notes.md.txt --
notes
-- content/files/my plan.txt --
blanks
-- content/files/100%.log --
percent
-- content/files/PHOTO.JPG --
photo
-- content/files/index.json --
{}
-- content/files/.env.txt --
secret
-- content/files/run.html --
run
-- content/one/plan.png --
one
-- content/two/plan.png --
two
-- content/two/unlinked.png --
unlinked
`), nil)
})

// TestDocumentLinks checks where each link of a document leads: to another page,
// to a copy of a file, or nowhere.
func TestDocumentLinks(t *testing.T) {
	t.Parallel()
	s := linked(t)
	page := read(t, render(t, s, "postmortems/newer/index.html"))
	says(t, "a page whose document has links", page, []string{
		"[page](../../postmortems/older/),", "[section](../../postmortems/older/#the-own-heading),", "[query](../../postmortems/older/),",
		"[bundle](../../postmortems/trip/),", "[its document](../../postmortems/trip/#summary),", "[its picture](../../postmortems/trip/plan.png),",
		"[blanks](../../postmortems/newer/my%20plan.txt),", "[percent](../../postmortems/newer/100%25.log),", "[capitals](../../postmortems/newer/PHOTO.JPG),",
		"![one](../../postmortems/newer/plan.png),", "![two](../../postmortems/newer/content-two-plan.png),",
		" outside,", " missing,", "[page of ours]() (the page itself has a file index.json),", "[hidden](),", "[script]() (files of type .html are not published),", "[self](../../postmortems/newer/#summary).",
	}, nil)
	says(t, "a page whose file lies beside another", read(t, render(t, s, "postmortems/older/index.html")), []string{"[one too](../../postmortems/newer/plan.png)"}, nil)
	says(t, "a bundle's page", read(t, render(t, s, "postmortems/trip/index.html")),
		[]string{"![beside](../../postmortems/trip/plan.png) and [below](../../postmortems/trip/sub/data.csv)"}, nil)
	var files []string
	for _, name := range s.Paths() {
		if strings.HasPrefix(name, "postmortems/") && !strings.HasSuffix(name, "index.html") && !strings.HasSuffix(name, "/index.json") && !strings.HasSuffix(name, ".md") {
			files = append(files, name+": "+strings.TrimSpace(render(t, s, name)))
		}
	}
	want := []string{
		"postmortems/newer/100%.log: percent", "postmortems/newer/PHOTO.JPG: photo", "postmortems/newer/content-two-plan.png: two", "postmortems/newer/my plan.txt: blanks",
		"postmortems/newer/plan.png: one", "postmortems/trip/notes.md.txt: notes", "postmortems/trip/plan.png: trip", "postmortems/trip/sub/data.csv: a,b",
	}
	if !slices.Equal(files, want) {
		t.Errorf("the files beside post mortems are published as\n%q\nwant\n%q", files, want)
	}
}

// TestPublishableFiles checks which files are published: the kinds that post
// mortems use as evidence, and none whose scripts a browser runs when it opens
// them.
func TestPublishableFiles(t *testing.T) {
	t.Parallel()
	archive := "-- content/trip/index.md --\n"
	yes := strings.Fields("png jpg jpeg gif webp avif ico txt log csv tsv json ndjson yaml yml toml sql diff patch conf ini pcap pcapng pdf zip gz tgz xz zst har mp4 webm mov mp3 ogg docx xlsx pptx odt ods svg jsonl")
	no := strings.Fields("html htm svgz xml xhtml js mjs css exe sh wasm pem key go")
	for _, ext := range append(slices.Clone(yes), no...) {
		archive += "-- content/trip/a." + ext + " --\nx\n"
	}
	s := newSite(t, collected(t, archive), nil)
	for _, ext := range yes {
		if !slices.Contains(s.Paths(), "postmortems/trip/a."+ext) {
			t.Errorf("a file of kind %s is not published", ext)
		}
	}
	for _, ext := range no {
		if slices.Contains(s.Paths(), "postmortems/trip/a."+ext) {
			t.Errorf("a file of kind %s is published, which is not safe to open directly", ext)
		}
	}
}

// TestPictures checks that an SVG picture is published as it is, or without what would run.
func TestPictures(t *testing.T) {
	t.Parallel()
	const clean = `<svg xmlns="http://www.w3.org/2000/svg"><rect width="1"/></svg>`
	s := newSite(t, collected(t, "-- content/a.md --\n![a](a.svg) ![b](b.SVG) ![c](c.svg)\n-- content/a.svg --\n"+clean+
		"\n-- content/b.SVG --\n"+strings.Replace(clean, "<rect", "<script>alert(1)</script><rect onload='alert(1)'", 1)+"\n-- content/c.svg --\n<svg>\n"), nil)
	for name, want := range map[string]string{"a.svg": clean, "b.SVG": clean} {
		if got := render(t, s, "postmortems/a/"+name); got != want {
			t.Errorf("the picture %s is published as\n%s\nwant\n%s", name, got, want)
		}
	}
	says(t, "what is in place of a file that is no picture", render(t, s, "postmortems/a/c.svg"), []string{"<svg xmlns=", "This picture is not published."}, nil)
	says(t, "a page with pictures", read(t, render(t, s, "postmortems/a/index.html")), []string{"![a](../../postmortems/a/a.svg) ![b](../../postmortems/a/b.SVG)"}, nil)
}

// TestFilesOfHiddenDrafts checks that the files of a hidden draft are not published: those of its
// bundle, and those that only it links to, even in the bundle of another post mortem.
func TestFilesOfHiddenDrafts(t *testing.T) {
	t.Parallel()
	c := collected(t, `
-- content/a/index.md --
[shared](shared.log), [secret](../canary/secret.log), [a type](../canary/secret.exe)
-- content/a/draft.md --
---
status: draft
---
[own](own.log) [shared](shared.log) [far](../far.log)
-- content/canary/index.md --
---
status: draft
---
-- content/a/own.log --
own
-- content/a/shared.log --
shared
-- content/a/unlinked.log --
unlinked
-- content/far.log --
far
-- content/canary/secret.log --
secret
-- content/canary/secret.exe --
secret
`)
	logs := func(s *site.Site) (out []string) {
		for _, name := range s.Paths() {
			if path.Ext(name) == ".log" {
				out = append(out, strings.TrimPrefix(name, "postmortems/"))
			}
		}
		return out
	}
	s := newSite(t, c, nil)
	if got, want := logs(s), []string{"a/shared.log", "a/unlinked.log"}; !slices.Equal(got, want) {
		t.Errorf("beside hidden drafts, the files %q are published, want %q", got, want)
	}
	for _, name := range []string{"postmortems/a/index.html", "postmortems/a.md"} {
		says(t, name, render(t, s, name), []string{"shared.log"}, []string{"canary", "not published"})
	}
	shown := newSite(t, c, func(in *site.Input) { in.Drafts = true })
	if got, want := logs(shown), []string{"a/own.log", "a/shared.log", "a/unlinked.log", "canary/secret.log", "draft/far.log"}; !slices.Equal(got, want) {
		t.Errorf("beside drafts, the files %q are published, want %q", got, want)
	}
}

// TestFilesOfOneName checks that files of one name have places of their own beside a page, whatever
// the folders are called, and that each link leads to its file.
func TestFilesOfOneName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", 240) + ".txt"
	files := fstest.MapFS{"content/a.md": {Data: []byte(document("a.md", "[0](x/p.png) [1](x%20y/p.png) [2](x-y/p.png) [3](x.y/P.png) [4](one/"+long+") [5](two/"+long+")"))}}
	for i, name := range []string{"x/p.png", "x y/p.png", "x-y/p.png", "x.y/P.png", "one/" + long, "two/" + long} {
		files["content/"+name] = &fstest.MapFile{Data: []byte{byte('0' + i)}}
	}
	s := newSite(t, load(t, files, "content"), nil)
	links := regexp.MustCompile(`href="\.\./\.\./(postmortems/a/[^"]+)">(\d)</a>`).FindAllStringSubmatch(render(t, s, "postmortems/a/index.html"), -1)
	for _, link := range links {
		if got := render(t, s, link[1]); got != link[2] {
			t.Errorf("the link to file %s leads to file %s, %s", link[2], got, link[1])
		}
		if name := path.Base(link[1]); len(name) > 255 {
			t.Errorf("the file %s has a name of %d bytes", link[2], len(name))
		}
	}
	if len(links) != 6 {
		t.Errorf("of six links, %q lead to files", links)
	}
}

// TestFoldersOfOneName checks that a folder of a bundle and a file that has its name do not collide.
func TestFoldersOfOneName(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, `
-- content/a/index.md --
[file](../p.png), [below](p.png/q.png), [page](index.html/r.png)
-- content/p.png --
file
-- content/a/p.png/q.png --
below
-- content/a/index.html/r.png --
page
`), nil)
	dir := t.TempDir()
	if _, err := s.Write(t.Context(), dir, site.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"content-p.png": "file", "p.png/q.png": "below", "r.png": "page"} {
		if got, err := os.ReadFile(filepath.Join(dir, "postmortems/a", name)); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestRedirectPages checks the pages of former addresses: they ask not to be
// indexed, and name the new address.
func TestRedirectPages(t *testing.T) {
	t.Parallel()
	s := linked(t)
	want := `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="robots" content="noindex"><title>Moved</title>
<link rel="canonical" href="../../postmortems/older/"><meta http-equiv="refresh" content="0; url=../../postmortems/older/"></head>
<body><main><h1>Moved</h1><a href="../../postmortems/older/">To the page</a></main></body></html>
`
	if got := render(t, s, "was/here/index.html"); got != want {
		t.Errorf("a former address holds\n%s\nwant\n%s", got, want)
	}
	says(t, "a former address that is a file of the old kind", render(t, s, "was.htm"), []string{`content="0; url=postmortems/older/"`}, nil)
	says(t, "a former address that is a file", render(t, s, "was.html"), []string{`content="0; url=postmortems/older/"`}, nil)
	says(t, "the address of an id", render(t, s, "id/PM-2026-0002/index.html"), []string{`content="0; url=../../postmortems/newer/"`}, nil)
	based := newSite(t, collected(t, "-- content/a.md --\n---\naliases: [/old]\n---\n"), func(in *site.Input) {
		in.Config.BaseURL, in.Config.Language = "https://pm.example.org/x/", `d"e`
	})
	says(t, "a former address of a site with a base_url", render(t, based, "old/index.html"),
		[]string{`<link rel="canonical" href="https://pm.example.org/x/postmortems/a/">`, `content="0; url=../postmortems/a/"`, `lang="d&#34;e"`}, nil)
	if slices.Contains(s.Paths(), "id/index.html") {
		t.Error("post mortems without an id share an address for it")
	}
}

// TestLinksLeadToWhatTheySay follows the links of every page of the sample to
// pages of post mortems and of values. The text of a link must be the title of the
// page, or the text of the part that the link names; a dot of a chart also says how long the outage lasted. The address of a ticket or an
// id must lead to where it is mentioned. Links that authors wrote are left out.
func TestLinksLeadToWhatTheySay(t *testing.T) {
	t.Parallel()
	s := sampleWithDrafts(t)
	pages := pagesOf(t, s)
	other := regexp.MustCompile(`^(\d+|\d{4}-\d{2}-\d{2}|All \d+ (in review|drafts|post mortems)|((to be hedged|hedged) by )?action item \d+(, due [\d-]+|, no date)?|not hedged: action item \d+ is cancelled|#|Data as JSON)$`)
	bar := regexp.MustCompile(`: \d+ post mortems? \(\d+ %\)$`)
	followed := 0
	for name, p := range pages {
		here := &url.URL{Path: "/" + strings.TrimSuffix(name, "index.html")}
		for n := range p.root.Descendants() {
			if n.Data != "a" || attr(n, "href") == "" || within(n, "prose") {
				continue
			}
			to, err := url.Parse(attr(n, "href"))
			if err != nil || to.IsAbs() || to.RawQuery != "" {
				continue
			}
			target := here.ResolveReference(to)
			there := pages[strings.TrimPrefix(target.Path, "/")+"index.html"]
			if there == nil || there.kind != "kind-postmortem" && there.kind != "kind-term" || there == p && to.Fragment != "" {
				continue
			}
			label := strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(text(n), "← Newer "), " →"), "Older → ")
			if within(n, "chart strip") {
				label = label[:max(0, strings.LastIndex(label, ": "))]
			}
			label = bar.ReplaceAllString(label, "")
			title := there.title
			if kind, number, _ := strings.Cut(path.Dir(name), "/"); p.title == "Moved" {
				if kind != "id" {
					continue
				}
				label, title = number, there.text.String()
			}
			if strings.HasPrefix(name, "tickets/all/") && to.Fragment == "" {
				title = there.text.String()
			}
			if to.Fragment != "" && label != title {
				title = text(there.named[to.Fragment])
			}
			followed++
			if !other.MatchString(label) && !strings.Contains(unlinked(title), unlinked(strings.TrimLeft(label, "▲■◆●○▪ "))) {
				t.Errorf("%s: the link %q leads to %s, which is %q", name, label, target, title)
			}
		}
	}
	if followed < 1000 {
		t.Errorf("only %d links were followed", followed)
	}
}

// within reports whether a node is inside an element with a class.
func within(n *xhtml.Node, class string) bool {
	for ; n != nil; n = n.Parent {
		if attr(n, "class") == class {
			return true
		}
	}
	return false
}

// unlinked leaves the targets of links and what markup adds out of a text.
var linkForm = regexp.MustCompile("\\[([^\\]]*)\\]\\([^)]*\\)|`")

func unlinked(s string) string { return linkForm.ReplaceAllString(html.UnescapeString(s), "$1") }

// TestHeadOfPages checks what the head of a page says to browsers, feed readers
// and search engines.
func TestHeadOfPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, `
-- content/a.md --
---
title: Short
id: PM-1
service: [web shop, mail]
tags: [one, two]
summary: What & why
---
-- content/b.md --
---
title: A title that is so long that with the name of the site there is no room
---
`), func(in *site.Input) {
		in.Config.Title, in.Config.Description, in.Config.Language, in.Config.BaseURL = "Our <b>pm", "What failed", "de", "https://pm.example.org/x/"
		in.Version = "v1.2.3"
	})
	for name, want := range map[string][]string{
		"postmortems/a/index.html": {
			`<html lang="de">`, "<title>Short – Our &lt;b&gt;pm</title>", `<meta name="description" content="What &amp; why">`, `<meta name="generator" content="pmsite v1.2.3">`,
			`<link rel="canonical" href="https://pm.example.org/x/postmortems/a/">`, `<meta property="og:url" content="https://pm.example.org/x/postmortems/a/">`,
			`<meta property="og:type" content="article">`, `<meta property="og:title" content="Short">`, `<meta property="og:description" content="What &amp; why">`,
			`<link rel="alternate" type="application/atom+xml" title="Our &lt;b&gt;pm" href="../../feed.xml">`, `<link rel="alternate" type="application/feed+json" title="Our &lt;b&gt;pm" href="../../feed.json">`,
			`"@type":"TechArticle"`, `"headline":"Short"`, `"description":"What \u0026 why"`, `"inLanguage":"de"`, `"datePublished":"2026-01-02"`, `"keywords":["one","two"]`,
			`"author":[{"@type":"Organization","name":"on-call engineer"}]`, `"isPartOf":{"@type":"WebSite","name":"Our \u003cb\u003epm"}`, `"identifier":"PM-1"`, `"url":"https://pm.example.org/x/postmortems/a/"`,
			`<a href="../../postmortems/" aria-current="true">Post mortems</a>`, `<a href="../../dashboard/">Dashboard</a>`,
		},
		"postmortems/b/index.html": {"<title>A title that is so long that with the name of the site there is no room – Our &lt;b&gt;pm"},
		"index.html":               {"<title>Our &lt;b&gt;pm</title>", `<meta property="og:type" content="website">`, `<meta name="description" content="What failed">`, `<link rel="canonical" href="https://pm.example.org/x/">`},
		"services/web-shop/index.html": {
			`<link rel="alternate" type="application/atom+xml" title="web shop" href="../../services/web-shop/feed.xml">`, "Atom feed: web shop", `href="../../feed.json"`,
			`Atom feed: web shop</a></span><span class="feed"> · <a href="../../feed.xml">Atom feed</a></span><span class="feed"> · <a href="../../feed.json">JSON feed</a></span>`,
			`<a href="../../services/" aria-current="true">Services</a>`,
		},
		"postmortems/index.html":    {`<a href="../postmortems/" aria-current="page">Post mortems</a>`},
		"404.html":                  {`<a class="brand" href="https://pm.example.org/x/">`, `<script src="https://pm.example.org/x/assets/theme.`},
		"action-items/index.html":   {`<a href="../action-items/" aria-current="page">Action items</a>`},
		"lessons/index.html":        {`<a href="../lessons/" aria-current="page">Lessons</a>`},
		"tags/one/index.html":       {`<a href="../../tags/" aria-current="true">Tags</a>`},
		"dashboard/2026/index.html": {`<a href="../../dashboard/" aria-current="true">Dashboard</a>`},
	} {
		says(t, name, render(t, s, name), want, nil)
	}
	says(t, "a post mortem without an id", render(t, s, "postmortems/b/index.html"), nil, []string{`"identifier"`})
	plain := newSite(t, collected(t, "-- content/a.md --\n"), nil)
	says(t, "a page of a site without a base_url", render(t, plain, "postmortems/a/index.html"), nil, []string{"canonical", "og:url", `"url":`})
	says(t, "robots.txt without a base_url", render(t, plain, "robots.txt"), []string{"User-agent: *\nAllow: /\n"}, []string{"Sitemap"})
	says(t, "the page for what is not there, without a base_url", render(t, plain, "404.html"), []string{`<a class="brand" href="/">`}, nil)
	if slices.Contains(plain.Paths(), "sitemap.xml") {
		t.Error("a site without a base_url has a sitemap, which can hold no address")
	}
}

// TestSitemapOfASite lists every page that search engines are to know.
func TestSitemapOfASite(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, "-- content/é.md --\n"), func(in *site.Input) { in.Config.BaseURL = "https://pm.example.org/" })
	want := `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
`
	for _, path := range strings.Split(", postmortems/, dashboard/, dashboard/definitions/, action-items/, lessons/, controls/, digest/, tags/, services/, severities/, impacts/, detections/, statuses/, vendors/, factors/, years/, postmortems/%C3%A9/", ", ") {
		want += "<url><loc>https://pm.example.org/" + path + "</loc></url>\n"
	}
	if got := render(t, s, "sitemap.xml"); got != want+"</urlset>\n" {
		t.Errorf("the sitemap is\n%s\nwant\n%s", got, want)
	}
	if got, want := render(t, s, "robots.txt"), "User-agent: *\nAllow: /\nSitemap: https://pm.example.org/sitemap.xml\n"; got != want {
		t.Errorf("robots.txt is %q, want %q", got, want)
	}
}

// TestMarkerNamesWhatIsOurs lists in .pmsite what the next build may replace, so
// that all else at the top is kept.
func TestMarkerNamesWhatIsOurs(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, "-- content/a.md --\n---\naliases: [/zz/x, /old.html]\n---\n"), func(in *site.Input) { in.Config.BaseURL = "https://pm.example.org/" })
	want := `# made by pmsite; the names below are replaced by the next build, others are kept
.nojekyll
.pmsite
404.html
action-items
assets
controls
dashboard
data
detections
digest
factors
feed.json
feed.xml
impacts
index.html
lessons
old.html
postmortems
recurrences
review
robots.txt
search
services
severities
sitemap.xml
statuses
tags
tickets
vendors
years
zz
`
	if got := render(t, s, site.Marker); got != want {
		t.Errorf("the marker names\n%s\nwant\n%s", got, want)
	}
}

// TestEveryAddressIsReserved checks that a document which has the address of any page or file of
// the site as an alias is reported as it is read, before there is a site.
func TestEveryAddressIsReserved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*collection.Collection{"the sample": load(t, content.Sample, "postmortems"), "a long list": numbered(t, 120)} {
		s := newSite(t, c, func(in *site.Input) { in.Drafts, in.Config.BaseURL = true, "https://pm.example.org/" })
		for _, address := range s.Paths() {
			pm := &content.PostMortem{Path: "z.md", Slug: "z", Aliases: []string{strings.TrimSuffix(address, "/index.html")}, AliasPos: make([]content.Pos, 1)}
			if found := collection.AddressProblems(append(slices.Clone(c.PostMortems), pm)); len(found) != 1 || found[0].File != pm.Path {
				t.Errorf("of %s: a document with the alias /%s has the problems %v", name, address, found)
			}
		}
	}
}

// TestTwoFilesOfOnePath refuses an alias that another post mortem has too, and
// names the document.
func TestTwoFilesOfOnePath(t *testing.T) {
	t.Parallel()
	c := loadAny(t, archive("-- content/a.md --\n---\naliases: [/old]\n---\n-- content/b.md --\n---\naliases: [/old/]\n---\n"), "content")
	_, err := site.New(site.Input{Collection: c, Config: config.Default(), Theme: defaultTheme(t)})
	if err == nil || err.Error() != "content/b.md: the alias /old is the address of another page" {
		t.Errorf("two post mortems with one alias: %v", err)
	}
	c = loadAny(t, archive("-- content/a.md --\n---\naliases: [/tags/]\n---\n-- content/b.md --\n---\naliases: [/lessons/]\n---\n"), "content")
	_, err = site.New(site.Input{Collection: c, Config: config.Default(), Theme: defaultTheme(t)})
	if err == nil || err.Error() != "content/a.md: the alias /tags is the address of another page" {
		t.Errorf("of two aliases that are addresses of pages, the first is not the one reported: %v", err)
	}
}
