//go:build browser

package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/site/serve"
)

const plainPage = `<html><head><title>Page</title></head><body><main><h1>Title</h1><p>One</p><p>Two words here</p><ul><li>a</li><li>b</li></ul><details><summary>More</summary><p>Hidden</p></details></main></body></html>`

func (b tab) open(address string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, views[0].set(), chromedp.Navigate(address), chromedp.WaitReady("main")); err != nil {
		b.t.Fatal(err)
	}
}

// TestPanel checks that findings are shown beside the page and updated, and that
// an open panel stays open, also after a reload.
func TestPanel(t *testing.T) {
	server := &serve.Server{}
	show := func(page string, notes *serve.Notes) {
		server.Show(serve.Snapshot{
			Site:  fstest.MapFS{"index.html": {Data: []byte(page)}},
			Notes: func(context.Context, string) *serve.Notes { return notes },
		})
	}
	note := func(line int) serve.Note {
		return serve.Note{Line: line, Link: fmt.Sprintf("vscode://file/a.md:%d:1", line), Level: "warning", Message: "<b>vague</b>", Name: "rule"}
	}
	show(plainPage, &serve.Notes{File: "a.md", List: []serve.Note{note(4)}})
	web := httptest.NewServer(server)
	t.Cleanup(web.CloseClientConnections)
	b := tab{t, chromium(t)}
	b.open(web.URL)
	const panel = `document.querySelector("aside[aria-label=Findings]")`
	const summary = panel + `?.shadowRoot.querySelector("summary")`
	b.waitFor("one finding", summary+`?.textContent === "1 warning" && !`+panel+`.hidden`)
	b.waitFor("a link, and text that is no markup", panel+`.shadowRoot.querySelector("li a").href === "vscode://file/a.md:4:1" && !`+panel+`.shadowRoot.querySelector("b")`)
	b.do(summary + `.click()`)
	show(plainPage, &serve.Notes{File: "a.md", List: []serve.Note{note(4), note(9)}})
	b.waitFor("two, still open", summary+`?.textContent === "2 warnings" && `+summary+`.parentNode.open`)
	show(strings.Replace(plainPage, "<body>", "<body><nav>menu</nav>", 1), &serve.Notes{File: "a.md", List: []serve.Note{note(4), note(9)}})
	b.waitFor("open after a reload", `document.querySelector("nav") && `+summary+`?.parentNode.open`)
	show(plainPage, nil)
	b.waitFor("gone", `!document.querySelector("nav") && (!`+panel+` || `+panel+`.hidden)`)
}

// TestMarks checks the marks in the margin for differences from the base: they
// have the old text, are at the current place, and are hidden if the block is.
func TestMarks(t *testing.T) {
	server := &serve.Server{}
	show := func(replacements ...string) {
		server.Show(serve.Snapshot{
			Site: fstest.MapFS{"index.html": {Data: []byte(strings.NewReplacer(replacements...).Replace(plainPage))}},
			Base: &serve.Base{
				Name: "main", Site: fstest.MapFS{"index.html": {Data: []byte(plainPage)}},
				Changes: func(string) *serve.Changes { return &serve.Changes{Title: "Changed", BasePage: "index.html"} },
			},
		})
	}
	show("Two words", "Two other words", "<li>b</li>", "<li>new</li><li>b</li>", "<p>One</p>", "", "Hidden", "Unseen")
	web := httptest.NewServer(server)
	t.Cleanup(web.CloseClientConnections)
	b := tab{t, chromium(t)}
	b.open(web.URL)
	see := func(what, expression string) {
		t.Helper()
		b.waitFor(what, `(() => {
			const marks = () => [...document.body.lastElementChild.shadowRoot?.querySelectorAll(".pmsite-marks > *") ?? []];
			const beside = (mark, block) => Math.abs(mark.getBoundingClientRect().top - block.getBoundingClientRect().top) < 6 && mark.getBoundingClientRect().right < block.getBoundingClientRect().left + 12;
			return `+expression+`;
		})()`)
	}
	see("four marks", `marks().map((m) => m.className).join() === "gone,changed,added,changed"`)
	see("what was", `marks()[0].querySelector("p").textContent.trim() === "One" && marks()[1].querySelector("p").innerHTML.replace(/ +/g, " ").includes("<ins>other</ins> words")`)
	see("places", `beside(marks()[1], document.querySelector("main > p")) && beside(marks()[2], document.querySelectorAll("main li")[1]) && marks()[3].hidden`)
	b.do(`document.querySelector("main details").open = true`)
	see("seen once it is", `!marks()[3].hidden && beside(marks()[3], document.querySelector("main details p"))`)
	show("Two words", "Two words and more")
	see("what is written", `marks().map((m) => m.className).join() === "changed" && marks()[0].querySelector("ins").textContent.includes("and more")`)
	show()
	see("nothing", `marks().length === 0 && document.querySelector("main > p").textContent === "One"`)
}

// TestOtherOrigin checks that a page of another origin cannot read the preview.
func TestOtherOrigin(t *testing.T) {
	server := &serve.Server{}
	server.Show(serve.Snapshot{Site: fstest.MapFS{
		"index.html": {Data: []byte(plainPage)}, "a.js": {Data: []byte("window.leaked = true")}, "a.json": {Data: []byte(`{"secret": 1}`)},
		"a.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`)},
	}})
	preview := httptest.NewServer(server)
	t.Cleanup(preview.CloseClientConnections)
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<!DOCTYPE html><title>Evil</title><main>evil</main>`))
	}))
	t.Cleanup(evil.CloseClientConnections)
	b := tab{t, chromium(t)}
	b.open(strings.Replace(evil.URL, "127.0.0.1", "localhost", 1))
	b.do(`window.results = {};
		const target = "` + preview.URL + `";
		const note = (name) => (value) => (results[name] = value);
		for (const mode of ["cors", "no-cors"]) fetch(target + "/a.json", { mode }).then((r) => r.text()).then((text) => note(mode)(text ? "read" : "opaque"), () => note(mode)("refused"));
		const events = new EventSource(target + "/-pmsite/events?page=/");
		events.onopen = () => note("events")("read"); events.onerror = () => note("events")("refused");
		const script = document.createElement("script"); script.src = target + "/a.js"; script.onload = () => note("script")("read"); script.onerror = () => note("script")("refused");
		const image = new Image(); image.onload = () => note("image")("read"); image.onerror = () => note("image")("refused"); image.src = target + "/a.svg";
		const frame = document.createElement("iframe"); frame.onload = () => { try { note("frame")(frame.contentDocument.body.textContent ? "read" : "refused") } catch { note("frame")("refused") } }; frame.src = target + "/";
		document.body.append(script, frame)`)
	b.waitFor("every try refused", `Object.keys(results).length === 6 && !Object.values(results).includes("read") && !window.leaked`)
}
