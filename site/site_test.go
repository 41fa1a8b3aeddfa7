package site_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

var asOf = content.Date{Year: 2026, Month: 11, Day: 23}

// load reads a collection that has no errors.
func load(t testing.TB, fsys fs.FS, root string) *collection.Collection {
	t.Helper()
	c := loadAny(t, fsys, root)
	for _, p := range c.Problems {
		if p.Level == content.Error {
			t.Fatal(p)
		}
	}
	return c
}

// loadAny reads a collection that may have errors, as the preview does.
func loadAny(t testing.TB, fsys fs.FS, root string) *collection.Collection {
	t.Helper()
	c, err := collection.Load(context.Background(), fsys, collection.Options{Root: root}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func defaultTheme(t testing.TB) fs.FS {
	t.Helper()
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

func newSite(t testing.TB, c *collection.Collection, change func(*site.Input)) *site.Site {
	t.Helper()
	in := site.Input{Collection: c, Config: config.Default(), Theme: defaultTheme(t), AsOf: asOf, Version: "test"}
	if change != nil {
		change(&in)
	}
	s, err := site.New(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sample(t testing.TB, change func(*site.Input)) *site.Site {
	t.Helper()
	return newSite(t, load(t, content.Sample, "."), change)
}

// Most tests want the site of the sample, without drafts or with them. It is
// built once, and so is each of its files.
var (
	sampleWithoutDrafts = once(func(t testing.TB) *site.Site { return sample(t, nil) })
	sampleWithDrafts    = once(func(t testing.TB) *site.Site {
		return sample(t, func(in *site.Input) { in.Drafts = true })
	})
)

// once returns a site that several tests share, since a site never changes. Its
// rendered files are cached; see render.
func once(build func(t testing.TB) *site.Site) func(t testing.TB) *site.Site {
	var built sync.Once
	var s *site.Site
	return func(t testing.TB) *site.Site {
		t.Helper()
		built.Do(func() {
			s = build(t)
			shared.Store(s, &kept{})
		})
		if s == nil {
			t.Fatal("the site of another test could not be built")
		}
		return s
	}
}

// kept holds the rendered files of a shared site.
type kept struct {
	texts   sync.Map // path -> string
	parsing sync.Once
	pages   map[string]*page
}

var shared sync.Map // *site.Site -> *kept

func render(t testing.TB, s *site.Site, name string) string {
	t.Helper()
	k, isShared := shared.Load(s)
	if isShared {
		if text, ok := k.(*kept).texts.Load(name); ok {
			return text.(string)
		}
	}
	var buf bytes.Buffer
	if err := s.Render(&buf, name); err != nil {
		t.Fatal(err)
	}
	if isShared {
		k.(*kept).texts.Store(name, buf.String())
	}
	return buf.String()
}

// A page is what tests need of an HTML file.
type page struct {
	root  *html.Node
	kind  string // class of its body
	title string // of its h1
	links []string
	ids   map[string]int
	named map[string]*html.Node // by id
	text  strings.Builder
}

func parse(t testing.TB, src string) *page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{root: root, ids: map[string]int{}, named: map[string]*html.Node{}}
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			p.text.WriteString(n.Data)
		case html.ElementNode:
			switch n.Data {
			case "body":
				p.kind = attr(n, "class")
			case "h1":
				p.title = strings.TrimLeft(text(n), "▲■◆●○▪ ")
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "href" || a.Key == "src":
					p.links = append(p.links, a.Val)
				case a.Key == "id":
					p.ids[a.Val]++
					p.named[a.Val] = n
				case n.Data == "meta" && a.Key == "content" && strings.HasPrefix(a.Val, "0; url="):
					p.links = append(p.links, strings.TrimPrefix(a.Val, "0; url="))
				}
			}
		}
	}
	return p
}

// pagesOf parses every HTML file of a site.
func pagesOf(t testing.TB, s *site.Site) map[string]*page {
	t.Helper()
	if k, ok := shared.Load(s); ok {
		k := k.(*kept)
		k.parsing.Do(func() { k.pages = parseAll(t, s) })
		return k.pages
	}
	return parseAll(t, s)
}

func parseAll(t testing.TB, s *site.Site) map[string]*page {
	t.Helper()
	pages := map[string]*page{}
	for _, name := range s.Paths() {
		if path.Ext(name) == ".html" {
			pages[name] = parse(t, render(t, s, name))
		}
	}
	return pages
}

// TestLinks follows every link of every page, at the root of a host and below a
// folder. Each must lead to a file of the site, and each anchor to an element.
func TestLinks(t *testing.T) {
	s := sampleWithDrafts(t)
	pages := pagesOf(t, s)
	for _, base := range []string{"/", "/team/pm/"} {
		for name, p := range pages {
			for _, link := range p.links {
				if fault := follow(s, pages, base, name, link); fault != "" {
					t.Errorf("below %s, %s: link %q %s", base, name, link, fault)
				}
			}
		}
	}
}

// follow returns what is wrong with a link, or "".
func follow(s *site.Site, pages map[string]*page, base, from, link string) string {
	to, err := url.Parse(link)
	if err != nil {
		return err.Error()
	}
	if to.Scheme == "http" || to.Scheme == "https" || to.Scheme == "mailto" {
		return ""
	}
	if from == "404.html" { // is shown at any depth, of a site at the root of its host
		if !strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "#") {
			return "is relative"
		}
		base = "/"
	} else if strings.HasPrefix(link, "/") {
		return "is not relative"
	}
	here := &url.URL{Scheme: "https", Host: "example.org", Path: base + strings.TrimSuffix(from, "index.html")}
	target := here.ResolveReference(to)
	name, within := strings.CutPrefix(target.Path, base)
	if !within {
		return "leaves the site"
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if _, exists := slices.BinarySearch(s.Paths(), name); !exists {
		return "leads to no file"
	}
	if p, ok := pages[name]; ok && target.Fragment != "" && p.ids[target.Fragment] == 0 {
		return "leads to no element"
	}
	return ""
}

// TestPages checks rules that every page follows.
func TestPages(t *testing.T) {
	s := sampleWithDrafts(t)
	for name, p := range pagesOf(t, s) {
		for id, n := range p.ids {
			if n > 1 {
				t.Errorf("%s: id %q occurs %d times", name, id, n)
			}
		}
		text := p.text.String()
		for _, escaped := range []string{"&amp;", "&lt;", "&#34;", "&#39;", "&quot;", "ZgotmplZ", "<no value>", "%!"} {
			if strings.Contains(text, escaped) {
				t.Errorf("%s: shows %q: escaped twice, or a bug in a template", name, escaped)
			}
		}
		if src := render(t, s, name); strings.Contains(src, " style=") || strings.Contains(src, "<style") {
			t.Errorf("%s: has an inline style, which a strict policy forbids", name)
		}
	}
}

// TestReproducible builds the site twice and compares the bytes.
func TestReproducible(t *testing.T) {
	one, two := sampleWithoutDrafts(t), sample(t, nil)
	if fmt.Sprint(one.Paths()) != fmt.Sprint(two.Paths()) {
		t.Fatal("two builds have different files")
	}
	for _, name := range one.Paths() {
		if render(t, one, name) != render(t, two, name) {
			t.Errorf("%s: two builds have different bytes", name)
		}
	}
}

const published = `---
title: Published
id: PM-2026-0001
service: shop
impact: latency
severity: low
detection: manual
date: 2026-01-02
status: completed
authors: [on-call engineer]
incident: INC1
aliases: [/old/name/, /older.html]
prevented_by: ["PM-CANARY-9#action-1"]
tags: [shared]
---
## Summary
See [the draft](canary-draft.md) and [its section](canary-draft.md#timeline), ![a file](files/plan.png), [a script](evil.svg).

### Action Items
| Action Item | Type | Owner | Tracking information |
| --- | --- | --- | --- |
| Fix & forget <b>x</b> | Mitigation | platform team | CHG7 |
`

const draft = `---
title: Canary title
id: PM-CANARY-9
service: canary-service
impact: latency
severity: low
detection: manual
date: 2026-01-03
status: draft
vendor: Canary vendor
incident: INC-CANARY
tags: [canary-tag, shared]
aliases: [/canary-alias/]
---
## Summary
Canary text with ![a picture](canary-picture.png).

## Proximal and Root Causes
- Control: canary control

### Action Items
| Action Item | Type | Owner | Tracking information |
| --- | --- | --- | --- |
| Canary action | Mitigation | canary role | CHG-CANARY |

### What went well
1. Canary lesson
`

func withDraft(t testing.TB) *collection.Collection {
	t.Helper()
	return load(t, fstest.MapFS{
		"content/published.md":       {Data: []byte(published)},
		"content/canary-draft.md":    {Data: []byte(draft)},
		"content/canary-picture.png": {Data: []byte("canary")},
		"content/files/plan.png":     {Data: []byte("plan")},
		"content/evil.svg":           {Data: []byte("<svg onload=alert(1)>")},
	}, "content")
}

// TestHiddenDraft looks for a word of a hidden draft in every file and name.
func TestHiddenDraft(t *testing.T) {
	hidden := newSite(t, withDraft(t), nil)
	if hidden.Posts != 1 || hidden.Hidden != 1 {
		t.Fatalf("%d published, %d hidden", hidden.Posts, hidden.Hidden)
	}
	for _, name := range hidden.Paths() {
		if strings.Contains(strings.ToLower(name), "canary") {
			t.Errorf("%s: the path betrays the draft", name)
		}
		text := render(t, hidden, name)
		if path.Ext(name) == ".bin" {
			text = unpack(t, text)
		}
		text = strings.ReplaceAll(text, `"Atlantic/Canary"`, "") // a time zone
		if text = strings.ToLower(text); strings.Contains(text, "canary") {
			at := strings.Index(text, "canary")
			t.Errorf("%s: betrays the draft: …%s…", name, text[max(0, at-60):min(len(text), at+60)])
		}
	}
	shown := newSite(t, withDraft(t), func(in *site.Input) { in.Drafts = true })
	if text := render(t, shown, "postmortems/canary-draft/index.html"); !strings.Contains(text, "Canary text") {
		t.Error("with drafts, the draft is not shown")
	}
}

// unpack returns the content of a file of the search, decompressed.
func unpack(t testing.TB, data string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestFilesBeside checks that files which a post mortem links to are published, without
// what a browser would run.
func TestFilesBeside(t *testing.T) {
	s := newSite(t, withDraft(t), nil)
	if got := render(t, s, "postmortems/published/plan.png"); got != "plan" {
		t.Errorf("linked file: %q", got)
	}
	if got := render(t, s, "postmortems/published/evil.svg"); strings.Contains(got, "onload") || !strings.Contains(got, "not published") {
		t.Errorf("a picture that is not written as XML demands is published as %s", got)
	}
	text := render(t, s, "postmortems/published/index.html")
	if !strings.Contains(text, `src="../../postmortems/published/plan.png"`) {
		t.Error("the picture is not shown")
	}
	if !strings.Contains(text, "&lt;b&gt;") || strings.Contains(text, "<b>x</b>") {
		t.Error("raw HTML of an action item is not shown as text")
	}
}

// TestRedirects checks that former addresses and ids lead to the page.
func TestRedirects(t *testing.T) {
	s := newSite(t, withDraft(t), nil)
	for name, want := range map[string]string{
		"old/name/index.html":        "../../postmortems/published/",
		"older.html":                 "postmortems/published/",
		"id/PM-2026-0001/index.html": "../../postmortems/published/",
	} {
		if text := render(t, s, name); !strings.Contains(text, `content="0; url=`+want+`"`) {
			t.Errorf("%s does not lead to %s:\n%s", name, want, text)
		}
	}
}

// TestAliasOfAPage checks that an alias that is the address of a page is
// refused.
func TestAliasOfAPage(t *testing.T) {
	c := loadAny(t, fstest.MapFS{"content/published.md": {Data: []byte(strings.Replace(published, "/old/name/", "/tags/", 1))}}, "content")
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	_, err = site.New(site.Input{Collection: c, Config: config.Default(), Theme: theme})
	if err == nil || !strings.Contains(err.Error(), "content/published.md: the alias /tags is the address of another page") {
		t.Errorf("error: %v", err)
	}
}

// TestBaseURL checks that addresses that have to be absolute are.
func TestBaseURL(t *testing.T) {
	s := sample(t, func(in *site.Input) { in.Config.BaseURL = "https://pm.example.org/x/" })
	for name, want := range map[string]string{
		"sitemap.xml": "<loc>https://pm.example.org/x/postmortems/2024-03-19-edge-certificate-expired/</loc>",
		"robots.txt":  "Sitemap: https://pm.example.org/x/sitemap.xml",
		"feed.xml":    `href="https://pm.example.org/x/postmortems/2026-10-06-gate-controller-kernel/"`,
		"feed.json":   `"https://pm.example.org/x/postmortems/2026-10-06-gate-controller-kernel/"`,
		"404.html":    `href="https://pm.example.org/x/postmortems/"`,
		"index.html":  `<link rel="canonical" href="https://pm.example.org/x/">`,
	} {
		if text := render(t, s, name); !strings.Contains(text, want) {
			t.Errorf("%s has no %s", name, want)
		}
	}
}

// TestEmpty builds the site of an empty collection.
func TestEmpty(t *testing.T) {
	s := newSite(t, load(t, fstest.MapFS{"content/README.md": {Data: []byte("# Nothing yet")}}, "content"), nil)
	pages := pagesOf(t, s)
	for name, p := range pages {
		for _, link := range p.links {
			if fault := follow(s, pages, "/", name, link); fault != "" {
				t.Errorf("%s: link %q %s", name, link, fault)
			}
		}
	}
}
