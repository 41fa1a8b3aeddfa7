//go:build browser

package browser

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/site/serve"
)

// A tab shows one page of a preview.
type tab struct {
	t   *testing.T
	ctx context.Context
}

// waitFor waits until an expression is true.
func (b tab) waitFor(what, expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if is, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && is {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("%s: never %s", what, expression)
}

func (b tab) do(expression string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("(() => {"+expression+"; return true})()")); err != nil {
		b.t.Fatal(err)
	}
}

const longPage = `<html><head><title>Page</title><link rel="stylesheet" href="one.css"></head><body>
<nav>menu</nav><main><h1 id="top">Title</h1><p>Text</p><input id="field"><div class="tall"></div><p id="last">The end</p></main></body></html>`

// TestReload changes a page in every way: texts are updated in place, style
// sheets are replaced, and other changes reload the page. Scroll position and
// focus must stay, and an unchanged page must be left alone, also after a
// restart of the server.
func TestReload(t *testing.T) {
	server := &serve.Server{}
	page := longPage
	show := func(replacements ...string) {
		page = strings.NewReplacer(replacements...).Replace(page)
		server.Show(serve.Snapshot{Site: fstest.MapFS{
			"index.html": {Data: []byte(page)}, "other/index.html": {Data: []byte(strings.Replace(longPage, "one.css", "../one.css", 1))},
			"one.css": {Data: []byte(".tall { height: 3000px }")}, "two.css": {Data: []byte(".tall { height: 3000px } h1 { color: rgb(1, 2, 3) }")},
		}})
	}
	show()
	web := httptest.NewServer(server)
	t.Cleanup(web.CloseClientConnections)
	first := tab{t, chromium(t)}
	second, cancel := chromedp.NewContext(first.ctx)
	t.Cleanup(cancel)
	other := tab{t, second}
	for b, path := range map[tab]string{first: "/", other: "/other/"} {
		if err := chromedp.Do(b.ctx, views[0].set(), chromedp.Navigate(web.URL+path), chromedp.WaitReady("#last")); err != nil {
			t.Fatal(err)
		}
		b.do(`window.same = true; document.querySelector("#field").focus({preventScroll: true}); scrollTo(0, 500)`)
	}

	show("Text", "New <b>text</b>", "The end", "An end")
	first.waitFor("text", `document.querySelector("main p").innerHTML === "New <b>text</b>" && document.querySelector("#last").textContent === "An end"`)
	first.waitFor("text", `window.same && scrollY === 500 && document.activeElement.id === "field"`)
	show("New <b>text</b>", "New <b>text</b></p><p>and more")
	first.waitFor("paragraph", `document.querySelectorAll("main p").length === 3 && window.same`)
	show("one.css", "two.css")
	first.waitFor("style", `getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)" && window.same && scrollY >= 500`)
	show(`<h1 id="top">Title</h1>`, `<h1 id="top">Title</h1><h2>Heading</h2>`)
	first.waitFor("heading", `!window.same && document.querySelector("h2") !== null`)
	first.waitFor("heading", `scrollY > 400 && document.activeElement.id === "field"`)
	first.do(`window.same = true`)
	show("menu", "new menu")
	first.waitFor("menu", `!window.same && document.querySelector("nav").textContent === "new menu"`)
	other.waitFor("the other tab", `window.same && scrollY >= 500`)

	first.do(`window.same = true`)
	web.CloseClientConnections()
	time.Sleep(time.Second)
	first.waitFor("after a break", `window.same`)
	show("An end", "After all")
	first.waitFor("after a break", `document.querySelector("#last").textContent === "After all" && window.same`)

	// A hidden page closes its connection, and catches up when it is visible
	// again.
	first.do(`Object.defineProperty(document, "hidden", { value: true, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`)
	show("After all", "Unseen")
	time.Sleep(500 * time.Millisecond)
	first.waitFor("out of sight", `document.querySelector("#last").textContent === "After all"`)
	first.do(`delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))`)
	first.waitFor("in sight again", `document.querySelector("#last").textContent === "Unseen" && window.same`)
}
