//go:build browser

package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/serve"
	"github.com/pmsite/pmsite/themes"
)

// wait waits until an expression is true.
func wait(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
	}
	found, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.querySelector("main").innerText.slice(0, 600)`))
	t.Fatalf("never true: %s\n%s", expression, found)
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// run evaluates statements for their effects.
func run(statements string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Evaluate[bool]("{"+statements+"}; true")(ctx, target)
		return err
	})
}

// answered returns an expression that is true when the search page shows the
// results of a query.
func answered(query string) string {
	return fmt.Sprintf(`document.querySelector(".search")?.dataset.answered === %q`, query)
}

const hits = `[...document.querySelectorAll(".hits h2 a")].map(a => a.href.split("/").at(-2)).join(" ")`

// below serves a site in a folder of a host.
func below(t *testing.T, folder string, handler http.Handler) string {
	t.Helper()
	web := httptest.NewServer(http.StripPrefix(folder, handler))
	t.Cleanup(web.CloseClientConnections)
	return web.URL + folder + "/"
}

func sampleServer(t *testing.T) *serve.Server {
	t.Helper()
	server := &serve.Server{}
	server.Show(serve.Snapshot{Site: sample(t)})
	return server
}

// TestSearchPage searches as a reader would: with words, a facet, an order and
// the keyboard, on a site below a folder.
func TestSearchPage(t *testing.T) {
	base := below(t, "/team/pm", sampleServer(t))
	ctx := chromium(t)
	do(t, ctx, views[0].set(), chromedp.Navigate(base+"search/?q=lame+delegation"))
	wait(t, ctx, answered("lame delegation"))
	wait(t, ctx, `(`+hits+`).startsWith("2023-12-14-dns-lame-delegation")`)
	wait(t, ctx, `document.querySelector(".hits mark").textContent.length > 3`)
	wait(t, ctx, `/^\d+ post mortems?$/.test(document.querySelector(".search [role=status]").textContent)`)

	do(t, ctx, run(`const input = document.querySelector(".search [name=q]"); input.value = ""; input.focus()`), chromedp.KeyEvent("certif"))
	wait(t, ctx, answered("certif"))
	wait(t, ctx, `(`+hits+`).includes("certificate-expired")`)
	wait(t, ctx, `location.search === "?q=certif"`)

	do(t, ctx, run(`document.querySelector("[data-filter='severity:critical']").click()`))
	wait(t, ctx, answered("certif severity:critical"))
	wait(t, ctx, `document.querySelector("[data-filter='severity:critical']").getAttribute("aria-pressed") === "true"`)
	wait(t, ctx, `document.querySelectorAll("[data-filter^='severity:']").length === 1`)
	wait(t, ctx, `new URL(location).searchParams.get("q") === "certif severity:critical"`)

	do(t, ctx, run(`const from = document.querySelector("[name=from]"); from.value = "2024-01-01"; from.dispatchEvent(new Event("change"))`))
	wait(t, ctx, answered("certif severity:critical date:2024-01-01.."))

	do(t, ctx, chromedp.Navigate(base+"search/?q=&sort=date"))
	wait(t, ctx, answered(""))
	wait(t, ctx, `(dates => dates.length === 10 && dates.join() === dates.toSorted().toReversed().join())([...document.querySelectorAll(".hits .meta > span:first-child")].map(e => e.textContent))`)
	do(t, ctx, run(`document.querySelector(".next").click()`))
	wait(t, ctx, `document.querySelectorAll(".hits li").length === 20`)

	do(t, ctx, run(`const sort = document.querySelector("[name=sort]"); sort.value = "severity"; sort.dispatchEvent(new Event("change"))`))
	wait(t, ctx, `location.search === "?q=&sort=severity" || location.search === "?sort=severity"`)
	wait(t, ctx, `(ranks => ranks.length === 10 && ranks[0] === 0 && ranks.join() === ranks.toSorted().join())([...document.querySelectorAll(".hits .badge:nth-child(2)")].map(e => ["critical", "high", "medium", "low", "near miss"].indexOf(e.lastChild.data.trim())))`)
	do(t, ctx, chromedp.Navigate(base+"search/?sort=duration"))
	wait(t, ctx, answered(""))
	wait(t, ctx, `globalThis.durations?.length === 10 || (globalThis.durations ??= [], Promise.all([...document.querySelectorAll(".hits h2 a")].map(a => fetch(a.href + "index.json").then(r => r.json()))).then(all => durations = all.map(({ postmortems: [p] }) => p.duration_seconds ?? p.degradation_seconds)), false)`)
	wait(t, ctx, `durations[0] > durations[9] && durations.every((d, i) => i === 0 || d <= durations[i - 1])`)

	do(t, ctx, run(`document.querySelector(".search [name=q]").focus()`), chromedp.KeyEvent(kb.ArrowDown))
	wait(t, ctx, `document.activeElement === document.querySelector(".hits h2 a")`)
	do(t, ctx, chromedp.KeyEvent(kb.Escape))
	wait(t, ctx, `document.activeElement === document.querySelector(".search [name=q]")`)
}

// TestSearchFaults enters queries with errors.
func TestSearchFaults(t *testing.T) {
	base := below(t, "/pm", sampleServer(t))
	ctx := chromium(t)
	do(t, ctx, chromedp.Navigate(base+"search/?q=dns+(tls"))
	wait(t, ctx, `document.querySelector(".caret")?.textContent === "dns (tls\n    ^"`)
	wait(t, ctx, `document.querySelector("[role=status]").textContent.includes("a parenthesis is not closed")`)
	do(t, ctx, run(`const input = document.querySelector(".search [name=q]"); input.value = "a* ".repeat(500); input.dispatchEvent(new Event("input"))`))
	wait(t, ctx, `document.querySelector(".trouble").textContent.includes("more than 20 words with * or ~")`)
	do(t, ctx, run(`const input = document.querySelector(".search [name=q]"); input.value = "a ".repeat(5000); input.dispatchEvent(new Event("input"))`))
	wait(t, ctx, `document.querySelector(".trouble").textContent.includes("the query has 10000 characters")`)
	do(t, ctx, run(`const input = document.querySelector(".search [name=q]"); input.value = "certifcate"; input.dispatchEvent(new Event("input"))`))
	wait(t, ctx, `document.querySelector(".better")?.textContent === "Search instead for certifcate" && document.querySelectorAll(".hits li").length > 0`)
	do(t, ctx, run(`document.querySelector(".better").click()`))
	wait(t, ctx, answered(`"certifcate"`))
	wait(t, ctx, `document.querySelector("[role=status]").textContent === 'Nothing found. Did you mean "certificate"?'`)
}

// TestSearchArrives checks that the search page fetches one script, has hits before it and does not move while it gets
// ready, that facets are above the hits on a phone, and that a piece of a hit leads to its section.
func TestSearchArrives(t *testing.T) {
	base := below(t, "/pm", sampleServer(t))
	ctx := chromium(t)
	for _, query := range []string{"", "?q=certificate"} {
		for _, v := range views {
			do(t, ctx, v.set(), chromedp.Navigate(base+"search/"+query))
			wait(t, ctx, answered(strings.TrimPrefix(query, "?q=")))
			wait(t, ctx, `document.querySelectorAll(".facets button").length > 0`)
			check(t, ctx, v.name+", scripts", `(names => names.length === 1 ? [] : names)(performance.getEntriesByType("resource").map(e => e.name).filter(n => n.includes("/assets/search.")))`)
			check(t, ctx, v.name+", moves", `new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0))).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => done(0), 200)).then(moved => moved < 0.02 ? [] : ["by " + moved])`)
			check(t, ctx, v.name+", facets", `document.querySelector(".narrowing").getBoundingClientRect().top < document.querySelector(".hits").getBoundingClientRect().top ? [] : ["are below the hits"]`)
		}
	}
	do(t, ctx, chromedp.Navigate(base+"search/?q=lame+delegation"))
	wait(t, ctx, answered("lame delegation"))
	do(t, ctx, run(`document.querySelector(".piece a").click()`))
	wait(t, ctx, `location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null`)
}

// TestSearchUnreachable makes the index unavailable; the lists must stay.
func TestSearchUnreachable(t *testing.T) {
	server := sampleServer(t)
	base := below(t, "/pm", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".bin") {
			http.Error(w, "gone", http.StatusBadGateway)
			return
		}
		server.ServeHTTP(w, r)
	}))
	ctx := chromium(t)
	do(t, ctx, views[0].set(), chromedp.Navigate(base+"search/?q=dns"))
	wait(t, ctx, `document.querySelector(".trouble").textContent.includes("could not be loaded") && document.querySelector(".trouble a").href === "`+base+`postmortems/"`)
	do(t, ctx, chromedp.Navigate(base), chromedp.KeyEvent("/dns"))
	wait(t, ctx, `document.querySelector(".answers")?.textContent.includes("could not be loaded")`)
}

// TestSearchBox uses the box in the header with the keyboard only.
func TestSearchBox(t *testing.T) {
	base := below(t, "/pm", sampleServer(t))
	ctx := chromium(t)
	do(t, ctx, views[0].set(), chromedp.Navigate(base+"tags/dns/"))
	wait(t, ctx, `performance.getEntriesByType("resource").every(e => !e.name.includes("/search"))`) // nothing is fetched before
	do(t, ctx, chromedp.KeyEvent("/"))
	wait(t, ctx, `document.activeElement.name === "q"`)
	do(t, ctx, run(`document.activeElement.value = ""`), chromedp.KeyEvent("mojibake")) // the driver still sends the character
	wait(t, ctx, `document.querySelector(".answers li a")?.textContent.length > 0`)
	wait(t, ctx, `document.querySelector(".answers mark")?.textContent === "mojibake" || document.querySelector(".answers li a").href.includes("mojibake")`)
	wait(t, ctx, `/^\d+ post mortems?$/.test(document.querySelector(".find [role=status]").textContent)`)
	do(t, ctx, chromedp.KeyEvent(kb.ArrowDown))
	wait(t, ctx, `document.activeElement === document.querySelector(".answers a")`)
	do(t, ctx, chromedp.KeyEvent(kb.Escape))
	wait(t, ctx, `document.activeElement.name === "q" && document.querySelector(".answers").hidden`)
	do(t, ctx, chromedp.KeyEvent(kb.Enter))
	wait(t, ctx, `location.href === "`+base+`search/?q=mojibake"`)
}

// TestSearchWithoutScripts checks that the page links to the lists.
func TestSearchWithoutScripts(t *testing.T) {
	base := below(t, "/pm", sampleServer(t))
	ctx := chromium(t)
	do(t, ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Navigate(base+"search/?q=dns"))
	wait(t, ctx, `document.querySelector("main").innerText.includes("needs JavaScript") && document.querySelector("noscript a").href === "`+base+`postmortems/"`)
}

// TestSearchShowsTextAsText searches a document with markup in its title,
// values and text.
func TestSearchShowsTextAsText(t *testing.T) {
	const hostile = `<img src=x onerror=document.title=1><b>bold</b>`
	doc := fmt.Sprintf("---\ntitle: %q\nservice: %q\nimpact: latency\nseverity: high\ndetection: manual\ndate: 2026-01-02\nstatus: completed\ntags: [%q]\n---\n## Summary\nHarmful `%s` text.\n", hostile, hostile, hostile, hostile)
	c, err := collection.Load(t.Context(), fstest.MapFS{"content/x.md": {Data: []byte(doc)}}, collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.New(site.Input{Collection: c, Config: config.Default(), Theme: theme, AsOf: content.Date{Year: 2026, Month: 11, Day: 23}})
	if err != nil {
		t.Fatal(err)
	}
	server := &serve.Server{}
	server.Show(serve.Snapshot{Site: s})
	ctx := chromium(t)
	do(t, ctx, chromedp.Navigate(below(t, "/pm", server)+"search/?q=bold"))
	wait(t, ctx, answered("bold"))
	wait(t, ctx, `document.querySelectorAll("main :is(img, b)").length === 0 && document.querySelector(".hits h2").textContent.includes("<img src=x") && document.querySelector(".piece").textContent.includes("<b>") && document.querySelector(".facets").textContent.includes("<b>")`)
}

// TestSearchLooks applies the checks of all pages to the search page with
// results, with open help and with an open box.
func TestSearchLooks(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not installed; make tools installs it: %v", err)
	}
	base := serveSample(t)
	ctx := chromium(t)
	complaints := listen(t, ctx)
	for _, v := range views {
		for _, query := range []string{"dns certificate", "certifcate"} {
			do(t, ctx, v.set(), chromedp.Navigate(base+"search/?q="+strings.ReplaceAll(query, " ", "+")))
			wait(t, ctx, answered(query))
			do(t, ctx, run(`for (const e of document.querySelectorAll("summary")) if (!e.parentNode.open) e.click()`))
			wait(t, ctx, `[...document.querySelectorAll(".facets details")].every(e => e.open)`)
			check(t, ctx, v.name+", axe", string(axe)+";"+axeRun)
			check(t, ctx, v.name+", too wide", tooWide)
			check(t, ctx, v.name+", squeezed", squeezed)
		}
		if v.width > 900 {
			do(t, ctx, chromedp.Navigate(base), chromedp.KeyEvent("/dns"))
			wait(t, ctx, `document.querySelector(".answers li a")?.textContent.length > 0`)
			check(t, ctx, v.name+", box, axe", string(axe)+";"+axeRun)
		}
	}
	for _, complaint := range complaints() {
		t.Errorf("console: %s", complaint)
	}
}
