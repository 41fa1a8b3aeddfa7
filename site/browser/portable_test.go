//go:build browser

package browser

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/archive"
	"github.com/pmsite/pmsite/site/serve"
)

// recordErrors makes every page record the errors of its scripts, and what its policy refuses.
const recordErrors = recordViolations + `
	for (const name of ["error", "unhandledrejection"]) addEventListener(name, (e) => refused.push(name + ": " + (e.message ?? e.reason ?? e.target?.src)), true);`

// TestPortable opens the portable site in a folder, every kind of page, and uses it as a reader does on a server. The
// console stays empty, and links lead to files.
func TestPortable(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a site") // the address of a blank is another text
	if _, err := sampleWith(t, func(in *site.Input) { in.Portable = true }).Write(context.Background(), dir, site.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	base := "file://" + strings.ReplaceAll(dir, " ", "%20") + "/"
	browser := chromium(t)
	complaints := listen(t, browser)
	do(t, browser, views[0].set(), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: recordErrors})
		return err
	}))
	quiet := func(t *testing.T, ctx context.Context) {
		t.Helper()
		check(t, ctx, "errors", `[...new Set(refused)]`)
		check(t, ctx, "folders", `[...document.querySelectorAll("a[href]")].filter((a) => a.protocol === "file:" && a.pathname.endsWith("/")).map((a) => a.outerHTML)`)
		for _, complaint := range complaints() {
			t.Errorf("console: %s", complaint)
		}
	}
	for kind, path := range kinds {
		if kind == "missing" { // on a server only
			continue
		}
		t.Run(kind, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(browser, 30*time.Second)
			defer cancel()
			folder, query, queried := strings.Cut(path, "?")
			if queried {
				query = "?" + query
			}
			do(t, ctx, chromedp.Navigate(base+folder+"index.html"+query))
			check(t, ctx, "in use", use(kind))
			quiet(t, ctx)
		})
	}
	t.Run("walk", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(browser, 60*time.Second)
		defer cancel()
		do(t, ctx, chromedp.Navigate(base+"index.html"))
		do(t, ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Asia/Tokyo"})
			return err
		}))
		for _, step := range []struct{ act, met string }{
			{`document.querySelector("nav.main a").click()`, `location.pathname.endsWith("/postmortems/index.html") && document.querySelectorAll("table.posts tbody tr").length > 20`},
			{`document.querySelector("table.posts tbody th a").click()`, `document.body.className === "kind-postmortem" && document.querySelector(".zones label:last-child:not([hidden])")?.textContent.includes("Asia/Tokyo")`},
			{`document.querySelectorAll("nav.main a")[1].click()`, `document.body.className === "kind-dashboard" && document.querySelector(".refine form").oninput`},
			{
				`(() => { const [service] = document.querySelectorAll(".refine select"); service.value = "booking"; service.form.oninput(); })()`,
				`location.search === "?service=booking" && document.querySelector(".refine [role=status]").textContent === "This page now shows 9 of 30 post mortems: service booking."`,
			},
			{`document.querySelector("#chart-severity table.data a").click()`, `location.search.includes("service=booking") && document.querySelector(".picked .pills")`},
			{`(() => { const box = document.querySelector("form.find input"); box.focus(); box.dispatchEvent(new FocusEvent("focus")); box.value = "dns"; box.dispatchEvent(new Event("input")); })()`, `document.querySelector(".find .answers .all")`},
			{`document.querySelector(".find .answers .all").click()`, `document.body.className === "kind-search" && document.querySelector(".search").dataset.answered === "dns" && document.querySelector(".hits h2 a")`},
			{`document.querySelector(".hits h2 a").click()`, `document.body.className === "kind-postmortem" && document.querySelector("h1").textContent.toLowerCase().includes("dns")`},
			{`document.querySelector("a.brand").click()`, `document.body.className === "kind-home"`},
		} {
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](step.act+"; null")); err != nil {
				t.Fatalf("%s: %v", step.act, err)
			}
			wait(t, ctx, "!!("+step.met+")")
			quiet(t, ctx)
		}
	})
}

// TestPreviewBanner looks at the home page of a preview in every view, and follows its banner to the published site.
func TestPreviewBanner(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not installed; make tools installs it: %v", err)
	}
	handler := http.NewServeMux()
	for at, preview := range map[string]string{"/": "", "/pr/12/": "pr/12"} {
		s := sampleWith(t, func(in *site.Input) { in.Preview = preview })
		handler.Handle(at, http.StripPrefix(strings.TrimSuffix(at, "/"), http.FileServerFS(s)))
	}
	web := httptest.NewServer(handler)
	defer web.Close()
	ctx, cancel := context.WithTimeout(chromium(t), 60*time.Second)
	defer cancel()
	for _, v := range views {
		do(t, ctx, v.set(), chromedp.Navigate(web.URL+"/pr/12/tags/dns/"))
		check(t, ctx, v.name+": axe", string(axe)+";"+axeRun)
		check(t, ctx, v.name+": too wide", tooWide)
	}
	do(t, ctx, run(`document.querySelector(".preview a").click()`))
	wait(t, ctx, `location.pathname === "/" && !document.querySelector(".preview") && document.body.className === "kind-home"`)
}

// TestOpenedArtifact opens an artifact with scripts of its own, as a server for one machine does: they load nothing from
// elsewhere, and leave no service worker behind.
func TestOpenedArtifact(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s is loaded", r.URL) }))
	defer elsewhere.Close()
	name := filepath.Join(t.TempDir(), "draft-site.zip")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	out := zip.NewWriter(file)
	for name, text := range map[string]string{
		"index.html": `<!DOCTYPE html><title>Evil</title><img src="` + elsewhere.URL + `/image"><iframe src="` + elsewhere.URL + `/frame"></iframe><script>window.inline = true</script><script src="evil.js"></script>`,
		"sw.js":      "",
		"evil.js": `window.result = Promise.allSettled([navigator.serviceWorker.register("sw.js"), fetch("` + elsewhere.URL + `/fetch", { mode: "no-cors" }), Promise.reject(window.inline)])
			.then((all) => all.map((r) => r.status + ": " + (r.reason?.name ?? r.reason)));`,
	} {
		w, err := out.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(out.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	opened, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	server := &serve.Server{Still: true}
	server.Show(serve.Snapshot{Site: opened})
	web := httptest.NewServer(server)
	defer web.Close()
	ctx, cancel := context.WithTimeout(chromium(t), 30*time.Second)
	defer cancel()
	do(t, ctx, chromedp.Navigate(web.URL))
	got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string]("window.result", chromedp.EvalAwaitPromise))
	if want := []string{"rejected: SecurityError", "rejected: TypeError", "rejected: undefined"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}
