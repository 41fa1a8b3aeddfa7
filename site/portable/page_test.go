package portable_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site/portable"
)

func TestWithIndex(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{
		"../../tags/dns/": "../../tags/dns/index.html", "./": "./index.html", "../": "../index.html", "..": "../index.html", ".": "./index.html",
		"postmortems/?in=2026&a=/": "postmortems/index.html?in=2026&a=/", "x/#a/b": "x/index.html#a/b",
		"": "", "#a": "#a", "?q=1": "?q=1", "x/y.md": "x/y.md", "x..": "x..", "/tags/": "/tags/", "//example.org/": "//example.org/",
		"https://example.org/": "https://example.org/", "mailto:a@b/": "mailto:a@b/", "slack://x/": "slack://x/",
	} {
		if got := portable.WithIndex(link); got != want {
			t.Errorf("%q became %q, want %q", link, got, want)
		}
	}
}

// TestPage checks that a page's links and scripts change, and nothing else.
func TestPage(t *testing.T) {
	t.Parallel()
	runtime := func(root string) string { return `<script src="` + root + portable.RuntimePath + "\"></script>\n" }
	for src, want := range map[string]string{
		`<a href="x/">x</a>`:                     `<a href="x/index.html">x</a>`,
		`<A  HREF = 'x/?a=&amp;b' title="it's">`: `<A  HREF = "x/index.html?a=&amp;b" title="it's">`,
		`<a title=' href="y/" ' href=x/>`:        `<a title=' href="y/" ' href="x/index.html">`,
		`<a title=' href="y/" ' href="x/">`:      `<a title=' href="y/" ' href="x/index.html">`,
		`<a data-href="x/" href="https://x/">`:   `<a data-href="x/" href="https://x/">`,
		`<a href="&#x2e;/&quot;/">`:              `<a href="./&#34;/index.html">`,
		`<link rel="modulepreload" href="a.js"><LINK href=x as=fetch rel=preload><link rel="icon" href="preload.svg">`: `<link rel="icon" href="preload.svg">`,
		`<svg><a xlink:href="x/" href="y/"/></svg>`:                                               `<svg><a xlink:href="x/index.html" href="y/index.html"/></svg>`,
		`<form action="s/"><button formaction="x/">`:                                              `<form action="s/index.html"><button formaction="x/">`,
		`<meta http-equiv="refresh" content="0; url=../x/">`:                                      `<meta http-equiv="refresh" content="0; url=../x/index.html">`,
		`<meta name="description" content="tags/">`:                                               `<meta name="description" content="tags/">`,
		`<pre>&lt;a href="x/"&gt; href="x/"</pre>`:                                                `<pre>&lt;a href="x/"&gt; href="x/"</pre>`,
		`<!-- <a href="x/"> --><template><a href="x/">`:                                           `<!-- <a href="x/"> --><template><a href="x/index.html">`,
		`<textarea><a href="x/"></textarea>`:                                                      `<textarea><a href="x/"></textarea>`,
		`<script src="a.js" type="module"></script>`:                                              runtime("../../") + `<script src="a.js" defer></script>`,
		`<script>if (a<b) "<a href='x/'>"</script><script type="application/ld+json">{}</script>`: runtime("../../") + `<script>if (a<b) "<a href='x/'>"</script><script type="application/ld+json">{}</script>`,
		"a < b \x00 <": "a < b \x00 <",
	} {
		if got := string(portable.Page("tags/dns/index.html", []byte(src))); got != want {
			t.Errorf("%s\nbecame\n%s\nwant\n%s", src, got, want)
		}
	}
	if got, want := string(portable.Page("index.html", []byte("<script></script>"))), runtime("")+"<script></script>"; got != want {
		t.Errorf("at the top: %q, want %q", got, want)
	}
}

func FuzzPage(f *testing.F) {
	f.Add(`<a href="x/" title='y'><script type=module src=a.js></script><meta content="0;url=x/">`)
	f.Fuzz(func(t *testing.T, src string) {
		once := portable.Page("a/index.html", []byte(src))
		if !strings.Contains(src, "/") && !strings.Contains(src, "module") && !strings.Contains(strings.ToLower(src), "script") && !strings.Contains(src, ".") && string(once) != src {
			t.Errorf("%q became %q", src, once)
		}
	})
}
