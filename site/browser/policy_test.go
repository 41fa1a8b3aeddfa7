//go:build browser

package browser

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/site"
)

// recordViolations makes every page record what its content security policy refuses.
const recordViolations = `window.refused = []; addEventListener("securitypolicyviolation", (e) => refused.push(e.effectiveDirective + " refuses " + (e.blockedURI || e.sample)));`

// uses are what a reader does on a page, by its kind.
var uses = map[string]string{
	"home": `document.querySelector("button.theme").click();
		const box = document.querySelector("form.find input"); box.focus(); box.dispatchEvent(new FocusEvent("focus")); box.value = "dns"; box.dispatchEvent(new Event("input"));
		await until(() => document.querySelector(".find .answers li"));`,
	"dashboard": `await until(() => document.querySelector(".refine form").oninput);
		const service = document.querySelector(".refine select"); service.value = "booking"; await service.form.oninput();
		document.querySelector("#chart-severity .plot svg rect").dispatchEvent(new PointerEvent("pointermove", { bubbles: true }));
		await until(() => document.querySelector(".tip"));
		[...document.querySelectorAll("button")].find((b) => b.textContent === "Copy as CSV").click();`,
	"actions": `document.querySelector("button.ask").click();
		await until(() => document.querySelector(".filters"));`,
	"search": `await until(() => !document.querySelector("form.search").hidden);
		const input = document.querySelector("form.search").elements.q; input.value = "dns"; input.dispatchEvent(new Event("input"));
		await until(() => document.querySelector(".hits h2 a"));`,
	"bundle": `document.querySelector("button.copy")?.click();
		[...document.querySelectorAll(".zones input")][1].click();
		[...document.querySelectorAll(".zones label:not([hidden]) input")].at(-1).click();
		await until(() => document.querySelector("html.other-zone"));`,
}

// use returns a script that does what a reader does on a page of a kind.
func use(kind string) string {
	return `(async () => {
		const until = async (met) => { while (!met()) await new Promise((r) => setTimeout(r, 20)); };
		` + uses[kind] + `
		await new Promise((r) => setTimeout(r, 20));
		return [];
	})()`
}

// guarded starts a browser that records violations, and returns the addresses of the sample on a static server, in the
// preview, and in a folder.
func guarded(t *testing.T) (ctx context.Context, bases map[string]string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := sample(t).Write(context.Background(), dir, site.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	static := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(static.CloseClientConnections)
	ctx = chromium(t)
	do(t, ctx, views[0].set(), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: recordViolations})
		return err
	}))
	return ctx, map[string]string{"static": static.URL + "/", "preview": serveSample(t), "file": "file://" + dir + "/"}
}

// TestPolicyHolds uses pages of every kind. Their policy refuses nothing that they do.
func TestPolicyHolds(t *testing.T) {
	browser, bases := guarded(t)
	complaints := listen(t, browser)
	for how, base := range bases {
		for kind, path := range kinds {
			t.Run(how+"/"+kind, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(browser, 30*time.Second)
				defer cancel()
				if kind == "missing" && how == "file" {
					t.Skip("a folder has no page for missing addresses")
				} else if kind == "missing" && how == "static" {
					path = "404.html"
				} else if how == "file" {
					path, _, _ = strings.Cut(path, "?")
					path += "index.html"
				}
				do(t, ctx, chromedp.Navigate(base+path))
				check(t, ctx, "style", `[...document.styleSheets].length && getComputedStyle(document.querySelector(".skip")).position === "absolute" ? [] : ["is not applied"]`)
				if how != "file" { // browsers load no modules from files
					check(t, ctx, "in use", use(kind))
				}
				check(t, ctx, "policy", `[...new Set(refused)]`)
				for _, complaint := range complaints() {
					if strings.Contains(complaint, "Content Security Policy") {
						t.Errorf("console: %s", complaint)
					}
				}
			})
		}
	}
}

// TestPolicyIsInForce checks that the policy refuses what a document could add if it got past everything else.
func TestPolicyIsInForce(t *testing.T) {
	browser, bases := guarded(t)
	for how, base := range bases {
		ctx, cancel := context.WithTimeout(browser, 30*time.Second)
		defer cancel()
		do(t, ctx, chromedp.Navigate(base+"postmortems/2025-09-14-vessel-tracking-backlog/index.html"))
		got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`(async () => {
			const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
			add("script", { textContent: "window.ran = true" });
			add("script", { src: "https://evil.example/a.js" });
			add("img", { src: "https://evil.example/a.png" });
			add("iframe", { src: "https://evil.example/" });
			add("base", { href: "https://evil.example/" });
			add("object", { data: "https://evil.example/" });
			const held = document.createElement("p");
			held.innerHTML = "<b style='color: red' onclick='window.ran = true'>b</b><style>p { color: red }</style>";
			document.body.append(held);
			held.firstChild.click();
			await fetch("https://evil.example/").catch(() => {});
			const directives = () => [...new Set(refused.map((r) => r.split(" ")[0]))].sort();
			while (directives().length < 9) await new Promise((r) => setTimeout(r, 20));
			return [...directives(), window.ran ? "ran" : "did not run"];
		})()`, chromedp.EvalAwaitPromise))
		want := []string{"base-uri", "connect-src", "frame-src", "img-src", "object-src", "script-src-attr", "script-src-elem", "style-src-attr", "style-src-elem", "did not run"}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: the policy refuses %q, %v; want %q", how, got, err, want)
		}
	}
}
