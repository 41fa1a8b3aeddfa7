//go:build browser

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// An engine is a browser that a test uses as a reader does.
type engine interface {
	resize(width, height int) error
	open(address string) error
	evaluate(expression string) (string, error) // the expression returns a string, or a promise of one
	click(x, y int) error                       // in CSS pixels of the viewport
	enter(text string) error                    // types into what has the focus
}

// errNotInstalled is returned for a browser that this machine does not have.
var errNotInstalled = errors.New("not installed; make browsers installs it")

// engines start the browsers. Only Chromium is required.
var engines = []struct {
	name  string
	start func(*testing.T) (engine, error)
}{
	{"chromium", startChromium}, {"firefox", startFirefox}, {"webkit", startWebKit},
}

// TestEngines walks through the sample in every browser that is installed, with the same
// assertions: home, list, post mortem, dashboard, search, menu and theme.
func TestEngines(t *testing.T) {
	base := serveSample(t)
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			browser, err := e.start(t)
			if errors.Is(err, errNotInstalled) {
				t.Skipf("%s is %v", e.name, err)
			}
			if err != nil {
				t.Fatal(err)
			}
			w := &walk{t: t, engine: browser, base: base}
			w.must(browser.resize(1280, 900))
			for _, step := range []struct {
				name string
				take func(*walk)
			}{
				{"home", (*walk).home},
				{"list", (*walk).list},
				{"post mortem", (*walk).postMortem},
				{"dashboard", (*walk).dashboard},
				{"search", (*walk).search},
				{"theme", (*walk).theme},
				{"menu", (*walk).menu},
			} {
				t.Run(step.name, func(t *testing.T) { step.take(&walk{t: t, engine: browser, base: base}) })
			}
		})
	}
}

// A walk is one reader's way through the site.
type walk struct {
	t *testing.T
	engine
	base string
}

func (w *walk) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// to opens a page and waits until it is loaded.
func (w *walk) to(path string) {
	w.t.Helper()
	w.must(w.open(w.base + path))
	w.fits()
}

// fits checks that nothing is wider than the window, once the page is loaded.
func (w *walk) fits() {
	w.t.Helper()
	w.await("document.readyState === 'complete'")
	if wide := w.text(`(` + tooWide + `).join(", ")`); wide != "" {
		w.t.Errorf("%s: wider than the window: %s", w.text("location.pathname"), wide)
	}
}

// text evaluates an expression that returns a string.
func (w *walk) text(expression string) string {
	w.t.Helper()
	found, err := w.evaluate(expression)
	if err != nil {
		w.t.Fatalf("%s: %v", expression, err)
	}
	return found
}

// await waits until an expression is true.
func (w *walk) await(expression string) {
	w.t.Helper()
	for late := time.Now().Add(20 * time.Second); time.Now().Before(late); time.Sleep(50 * time.Millisecond) {
		if found, err := w.evaluate("String(Boolean(" + expression + "))"); err == nil && found == "true" {
			return // an error is that of a page that is being left
		}
	}
	w.t.Fatalf("%s: never true on %s", expression, w.text("location.href"))
}

// press clicks in the middle of the first element that a selector matches, once it is shown.
func (w *walk) press(selector string) {
	w.t.Helper()
	w.await("document.querySelector(" + quoted(selector) + ")?.getClientRects().length")
	place := w.text(`(() => {
		const e = document.querySelector(` + quoted(selector) + `);
		e.scrollIntoView({block: "center", behavior: "instant"});
		const b = e.getClientRects()[0];
		return Math.round(b.x + b.width / 2) + " " + Math.round(b.y + b.height / 2);
	})()`)
	var x, y int
	if _, err := fmt.Sscan(place, &x, &y); err != nil {
		w.t.Fatalf("%s is at %q", selector, place)
	}
	w.must(w.click(x, y))
}

func quoted(text string) string {
	out, _ := json.Marshal(text)
	return string(out)
}

func (w *walk) home() {
	w.to("")
	w.press(`nav.main a[href$="postmortems/"]`)
	w.await(`location.pathname.endsWith("/postmortems/")`)
}

// list opens the list, whose years are tables with the same columns, and one post mortem of a filtered one.
func (w *walk) list() {
	w.to("postmortems/")
	const severities = `[...document.querySelectorAll("table.posts")].map(t => Math.round(t.tBodies[0].rows[0].cells[2].getBoundingClientRect().left))`
	if places := w.text(`[...new Set(` + severities + `)].join(" and ")`); strings.Contains(places, "and") {
		w.t.Errorf("the severities of the years are at %s pixels", places)
	}
	w.to("postmortems/?severity=critical")
	w.await(`document.querySelector("table.posts tbody tr") && document.querySelectorAll("table.posts tbody tr").length < 20`)
	w.fits()
	w.press("table.posts tbody tr a")
	w.await(`document.body.className.includes("kind-postmortem ") || document.body.className === "kind-postmortem"`)
}

func (w *walk) postMortem() {
	w.to("postmortems/2025-02-10-payments-connection-pool/")
	if rows := w.text(`String(document.querySelectorAll("#timeline ~ * tr, .timeline li, .timeline tr").length > 3)`); rows != "true" {
		w.t.Error("the timeline has no rows")
	}
	if below := w.text("(" + besideName + `).join(", ")`); below != "" {
		w.t.Errorf("facts beside their names: %s", below)
	}
}

// dashboard narrows the figures to a service. Cards beside each other begin at the same height.
func (w *walk) dashboard() {
	w.to("dashboard/")
	if uneven := w.text(`(() => {
		const tops = new Map();
		for (const card of document.querySelectorAll(".chartbox")) {
			const columns = tops.get(card.parentElement) ?? new Map(), { left, top } = card.getBoundingClientRect();
			columns.set(Math.round(left), Math.min(columns.get(Math.round(left)) ?? Infinity, Math.round(top)));
			tops.set(card.parentElement, columns);
		}
		return [...tops.values()].filter(c => new Set(c.values()).size > 1).map(c => [...c.values()].join(" and ")).join(", ");
	})()`); uneven != "" {
		w.t.Errorf("columns of cards begin at %s", uneven)
	}
	w.await(`document.querySelector(".refine .filters select")`)
	w.text(`(() => {
		const service = document.querySelector(".refine [name=service]");
		service.value = "booking";
		service.dispatchEvent(new Event("input", {bubbles: true}));
		return "";
	})()`)
	w.await(`/9 of 30/.test(document.querySelector(".refine [role=status]").textContent)`)
}

func (w *walk) search() {
	w.to("search/")
	w.press(`main input[type=search]`)
	w.must(w.enter("connection pool"))
	w.await(`document.querySelector("main li a[href*='payments-connection-pool']")`)
	w.fits()
}

// theme chooses the other colour scheme, which stays for the next page.
func (w *walk) theme() {
	w.to("")
	const ground = "getComputedStyle(document.documentElement).backgroundColor"
	before := w.text(ground)
	for range 2 {
		if w.press("button.theme"); w.text(ground) != before {
			break
		}
	}
	chosen := w.text(ground)
	if w.to("postmortems/"); w.text(ground) != chosen || chosen == before {
		w.t.Errorf("the ground was %s, became %s and is %s on the next page", before, chosen, w.text(ground))
	}
}

// menu opens the menu of a phone and follows a link in it.
func (w *walk) menu() {
	w.must(w.resize(390, 800))
	w.to("")
	w.press("button.menu")
	w.await(`document.querySelector("#pm-menu").matches(":popover-open")`)
	w.press(`#pm-menu a[href$="dashboard/"]`)
	w.await(`location.pathname.endsWith("/dashboard/")`)
	w.fits()
}

// A chromiumTab is driven by the protocol of Chromium's developer tools.
type chromiumTab struct{ context.Context }

func startChromium(t *testing.T) (engine, error) { return chromiumTab{chromium(t)}, nil }

func (c chromiumTab) resize(width, height int) error {
	return chromedp.Do(c, chromedp.EmulateViewport(int64(width), int64(height)))
}

func (c chromiumTab) open(address string) error { return chromedp.Do(c, chromedp.Navigate(address)) }

func (c chromiumTab) evaluate(expression string) (string, error) {
	return chromedp.Run(c, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
}

func (c chromiumTab) click(x, y int) error {
	return chromedp.Do(c, chromedp.MouseClickXY(float64(x), float64(y)))
}

func (c chromiumTab) enter(text string) error { return chromedp.Do(c, chromedp.KeyEvent(text)) }

// pointer and keyboard return actions of the W3C WebDriver protocols.
func pointer(x, y int) []any {
	return []any{map[string]any{
		"type": "pointer", "id": "mouse", "parameters": map[string]any{"pointerType": "mouse"},
		"actions": []any{
			map[string]any{"type": "pointerMove", "x": x, "y": y},
			map[string]any{"type": "pointerDown", "button": 0},
			map[string]any{"type": "pointerUp", "button": 0},
		},
	}}
}

func keyboard(text string) []any {
	var keys []any
	for _, r := range text {
		keys = append(keys, map[string]any{"type": "keyDown", "value": string(r)}, map[string]any{"type": "keyUp", "value": string(r)})
	}
	return []any{map[string]any{"type": "key", "id": "keyboard", "actions": keys}}
}

// installed returns the path of the first of the programs that there is.
func installed(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s: %w", strings.Join(names, " or "), errNotInstalled)
}
