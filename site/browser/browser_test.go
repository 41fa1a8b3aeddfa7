//go:build browser

package browser

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/serve"
	"github.com/pmsite/pmsite/themes"
)

// kinds has one page of each kind, and pages that are drawn differently.
var kinds = map[string]string{
	"home": "", "list": "postmortems/", "picked": "postmortems/?in=2026Q2&time_to_restore=known", "tag": "tags/dns/", "tags": "tags/", "severity": "severities/critical/",
	"service": "services/booking/", "vendor": "vendors/harbour-payments/", "dashboard": "dashboard/", "year": "dashboard/2025/",
	"definitions": "dashboard/definitions/", "actions": "action-items/", "lessons": "lessons/", "lessons of a service": "lessons/services/booking/", "filtered": "action-items/?state=overdue&in=2025..2026&severity=high", "narrowed": "dashboard/?service=booking", "controls": "controls/", "months": "digest/", "month": "digest/2026-10/", "recurrences": "recurrences/", "tickets": "tickets/", "ticket numbers": "tickets/all/", "search": "search/", "missing": "no/such/page/",
	"two outages": "postmortems/2024-06-28-ticket-gates-offline-twice/", "repeated hour": "postmortems/2024-11-03-rostering-repeated-hour/",
	"bundle": "postmortems/2025-09-14-vessel-tracking-backlog/", "critical": "postmortems/2025-02-10-payments-connection-pool/",
	"near miss": "postmortems/2024-01-23-settlement-file-sent-twice/", "draft": "postmortems/2026-11-22-terminal-wifi-sign-in/",
	"book": "services/dns/book/", "in review": "postmortems/2026-10-06-gate-controller-kernel/", "review": "review/",
}

func sample(t *testing.T) *site.Site { return sampleWith(t, func(*site.Input) {}) }

// sampleWith returns the sample's site with some input changed.
func sampleWith(t *testing.T, set func(*site.Input)) *site.Site {
	t.Helper()
	return siteOf(t, content.Sample, ".", withHistory, set)
}

// siteOf builds the site of the post mortems in a folder. Branches may add to their history, and set change the input.
func siteOf(t *testing.T, fsys fs.FS, root string, branches func([]*content.PostMortem) []review.Branch, set func(*site.Input)) *site.Site {
	t.Helper()
	c, err := collection.Load(context.Background(), fsys, collection.Options{Root: root}, nil)
	if err != nil {
		t.Fatal(err)
	}
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	in := site.Input{
		Collection: c, Config: config.Default(), Theme: theme, AsOf: content.Date{Year: 2026, Month: 11, Day: 23}, Drafts: true, Books: true, Version: "test",
		Branches: branches(c.PostMortems),
	}
	set(&in)
	s, err := site.New(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// withHistory simulates data from git: the last post mortem was changed more often than a page
// lists, and two branches are in review.
func withHistory(posts []*content.PostMortem) []review.Branch {
	at := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
	for i, pm := range posts {
		n := 1 + i%3
		if i == 0 {
			n = 25
		}
		pm.History = &content.History{Truncated: i%5 == 4}
		for j := range n {
			r := content.Revision{Commit: fmt.Sprintf("%040x", i*100+j), Time: at.Add(-time.Duration(i*100+j) * time.Hour), Status: pm.Status, Changes: []string{"status: draft → review", "1 action item closed"}}
			if j%2 == 0 {
				r.Role = "service owner (booking)"
			}
			pm.History.Revisions = append(pm.History.Revisions, r)
		}
	}
	changed := *posts[5]
	changed.Severity = "low"
	return []review.Branch{
		{Name: "postmortem/a-branch-with-a-name-that-is-rather-long-for-a-phone", Started: at, Changed: at, Documents: []review.Proposal{
			{Path: changed.Path, Before: posts[5], PM: &changed, Findings: 2}, {Path: "content/new.md", New: true, PM: &content.PostMortem{Slug: "new", Title: "A new one", Status: "draft"}},
		}},
		{Name: "origin/removal", Changed: at, Documents: []review.Proposal{{Path: posts[6].Path, Before: posts[6], Removed: true}}},
	}
}

func serveSample(t *testing.T) string {
	t.Helper()
	return serveSite(t, sample(t))
}

// serveSite returns the address of a site.
func serveSite(t *testing.T, s *site.Site) string {
	t.Helper()
	server := &serve.Server{}
	server.Show(serve.Snapshot{Site: s})
	web := httptest.NewServer(server)
	t.Cleanup(web.CloseClientConnections)
	t.Cleanup(func() { go web.Close() })
	return web.URL + "/"
}

// chromium starts a browser for the whole test.
func chromium(t testing.TB) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Fatal("Chromium is not installed; make tools installs it")
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.Flag("headless", "new")}
	for _, name := range []string{
		"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars", "disable-dev-shm-usage",
	} {
		options = append(options, chromedp.Flag(name, true))
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

type view struct {
	name, scheme  string
	width, height int64
}

var views = []view{{"wide light", "light", 1280, 900}, {"wide dark", "dark", 1280, 900}, {"phone light", "light", 360, 740}, {"phone dark", "dark", 360, 740}}

func (v view) set() chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.EmulateViewport(v.width, v.height),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}},
			})
			return err
		}),
	)
}

const axeRun = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
	.then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + v.help + " at " + n.target.join(" ") + ": " + (n.any[0]?.message ?? ""))))`

// TestPages opens every kind of page in every view. axe-core must find nothing in either scheme, nothing may be
// wider than the screen or be loaded from elsewhere, and the console must be empty.
func TestPages(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not installed; make tools installs it: %v", err)
	}
	base := serveSample(t)
	browser := chromium(t)
	complaints := listen(t, browser)
	for _, v := range views {
		if err := chromedp.Do(browser, v.set()); err != nil {
			t.Fatal(err)
		}
		for kind, path := range kinds {
			t.Run(v.name+"/"+kind, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(browser, 30*time.Second)
				defer cancel()
				if err := chromedp.Do(ctx, chromedp.Navigate(base+path)); err != nil {
					t.Fatal(err)
				}
				if v == views[0] || v == views[3] { // each scheme and each width once; axe takes most of the time
					check(t, ctx, "axe", string(axe)+";"+axeRun)
				}
				check(t, ctx, "too wide", tooWide)
				check(t, ctx, "squeezed", squeezed)
				check(t, ctx, "on two lines", brokenTools)
				check(t, ctx, "beside its name", besideName)
				check(t, ctx, "from elsewhere", `performance.getEntriesByType("resource").map(e => e.name).filter(n => !n.replace("blob:", "").startsWith(location.origin))`)
				if kind != "missing" {
					for _, complaint := range complaints() {
						t.Errorf("console: %s", complaint)
					}
				} else {
					complaints()
				}
			})
		}
	}
}

const tooWide = `document.documentElement.scrollWidth <= innerWidth ? [] :
	[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, pre"))
		.map(e => e.tagName + "." + e.className + " ends at " + e.getBoundingClientRect().right).slice(0, 5)`

// brokenTools lists links and buttons at the top of the page whose text is broken.
const brokenTools = `[...document.querySelectorAll(".tools :is(a, button)")].filter(e => {
	const text = document.createRange();
	text.selectNodeContents(e);
	return new Set([...text.getClientRects()].map(b => b.top)).size > 1;
}).map(e => e.textContent)`

// squeezed lists texts that are broken within words, one letter below the other.
const squeezed = `[...document.querySelectorAll("th, td, a, p, li, dd, dt")]
	.filter(e => { const b = e.getBoundingClientRect(); return b.width > 2 && b.width < 30 && b.height > 3 * b.width && e.textContent.trim().length > 3 })
	.map(e => e.tagName + " " + e.textContent.trim().slice(0, 30)).slice(0, 5)`

// besideName lists facts that are not below their names.
const besideName = `[...document.querySelectorAll(".facts dl > div")]
	.filter(e => e.querySelector("dd").getBoundingClientRect().top < e.querySelector("dt").getBoundingClientRect().bottom - 1)
	.map(e => e.textContent.trim()).slice(0, 5)`

// check evaluates an expression that returns a list of errors.
func check(t *testing.T, ctx context.Context, what, expression string) {
	t.Helper()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for _, f := range found {
		t.Errorf("%s: %s", what, f)
	}
}

// listen collects what the browser reports: errors and refused resources.
func listen(t *testing.T, ctx context.Context) func() []string {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
		return err
	})); err != nil {
		t.Fatal(err)
	}
	entries := make(chan string, 1000)
	events := chromedp.Events(ctx, log.EntryAdded)
	go func() {
		for event, err := range events {
			if err != nil {
				return
			}
			entries <- fmt.Sprintf("%s %s %s", event.Entry.Level, event.Entry.Text, event.Entry.URL)
		}
	}()
	return func() (out []string) {
		for {
			select {
			case entry := <-entries:
				out = append(out, entry)
			default:
				return out
			}
		}
	}
}

// TestTheme checks that the reader's choice of colour scheme is remembered.
func TestTheme(t *testing.T) {
	base := serveSample(t)
	ctx := chromium(t)
	if err := chromedp.Do(ctx, views[0].set(), chromedp.Navigate(base)); err != nil {
		t.Fatal(err)
	}
	ground := chromedp.Evaluate[string](`getComputedStyle(document.documentElement).backgroundColor`)
	before, err := chromedp.Run(ctx, ground)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := chromedp.Do(ctx, chromedp.Click("button.theme"), chromedp.Navigate(base+"postmortems/")); err != nil {
			t.Fatal(err)
		}
		if after, err := chromedp.Run(ctx, ground); err != nil {
			t.Fatal(err)
		} else if after != before {
			return
		}
	}
	t.Errorf("the theme button never changes the background, %s", before)
}

// TestHTML checks every page against the HTML standard.
func TestHTML(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := sample(t).Write(context.Background(), dir, site.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "node_modules/html-validate/bin/html-validate.mjs", "--config", ".htmlvalidate.json", "--formatter", "text", dir+"/**/*.html")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("html-validate: %v; make tools installs it", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil {
		t.Errorf("html-validate finds %d errors, including:\n%s", len(lines), strings.ReplaceAll(strings.Join(lines[:min(len(lines), 20)], "\n"), dir, ""))
	}
}

// TestRegister filters and sorts the action items of all pages.
func TestRegister(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), 30*time.Second)
	defer cancel()
	show := `(async () => {
		while (!document.querySelector(".filters")) await new Promise(r => setTimeout(r, 20));
		const rows = [...document.querySelectorAll(".register tbody tr")];
		return [document.querySelector("[role=status]").textContent, String(rows.length), rows[0].cells[2].textContent, rows[0].cells[3].textContent, String(document.querySelector(".register .pager").hidden)];
	})()`
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"action-items/?state=overdue&sort=due")); err != nil {
		t.Fatal(err)
	}
	// The item that is overdue longest: MER-131, due on 29 March 2024.
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](show, chromedp.EvalAwaitPromise))
	if want := []string{"24 of 157 action items", "24", "platform team", "MER-131", "true"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("overdue: %q %v, want %q", found, err, want)
	}
	clear := `document.querySelector("[name=state]").value = ""; document.querySelector("[name=sort]").value = ""; document.querySelector(".filters").oninput();`
	if found, err = chromedp.Run(ctx, chromedp.Evaluate[[]string](clear+show, chromedp.EvalAwaitPromise)); err != nil || found[0] != "" || found[1] != "50" || found[4] != "false" {
		t.Errorf("without a filter: %q %v", found, err)
	}
}

// TestRefine filters the dashboard by a service. Without the filter, the script must draw what the
// page showed before.
func TestRefine(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"dashboard/")); err != nil {
		t.Fatal(err)
	}
	script := `(async () => {
		const figures = () => [...document.querySelectorAll(".chartbox")].map(f => [".note", ".sparse", ".key", ".plot", "table"].map(s => f.querySelector(s)?.outerHTML.replaceAll(/\s+(?=<)|(?<=>)\s+| class=""/g, "")).join(""));
		const before = figures();
		const [service, severity] = document.querySelectorAll(".refine select");
		const set = async (control, value) => { control.value = value; await control.form.oninput(); };
		await set(service, "booking");
		const said = document.querySelector(".refine [role=status]").textContent;
		const note = document.querySelector("#chart-severity .note").textContent;
		const changed = figures().filter((f, i) => f !== before[i]).length;
		await set(service, "");
		const after = figures();
		const hidden = [...document.querySelectorAll(".group, .parts li")].filter(e => e.hidden).length, top = getComputedStyle(document.querySelector(".refine")).position;
		await set(severity, "critical");
		document.querySelector(".refine .note a").click();
		while (location.search) await new Promise(r => setTimeout(r, 20));
		return [said, note, String(changed > 10), String(hidden), top, ...before.map((f, i) => f === after[i] ? "" : f + " became " + after[i]).filter(Boolean)];
	})()`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](script, chromedp.EvalAwaitPromise))
	want := []string{"This page now shows 9 of 30 post mortems: service booking.", "Post mortems by date and severity; at most 1 a period, which is too few to show a trend", "true", "0", "sticky"}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("%q %v, want %q", found, err, want)
	}
}

// TestBehindNumbers follows numbers of the sample's dashboard to the lists behind them, and moves
// the pointer over a bar.
func TestBehindNumbers(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), 60*time.Second)
	defer cancel()
	evaluate := func(script string) string {
		t.Helper()
		out, err := chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		return out
	}
	open := func(path string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(path)); err != nil {
			t.Fatal(err)
		}
	}
	open(base + "dashboard/")
	if got := evaluate(`(() => {
		const column = document.querySelector("#chart-severity .plot svg svg:last-of-type rect"), { x, y } = column.getBoundingClientRect();
		column.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: x, clientY: y }));
		return document.querySelector(".tip").textContent;
	})()`); got != "2026 Q4: 1 post mortem, near miss" {
		t.Errorf("the tooltip of the last quarter is %q", got)
	}
	// posts returns the number in a table, the count on the page that it leads to, and the number
	// of rows there.
	const posts = `(async () => {
		while (!document.querySelector(".picked ul")) await new Promise(r => setTimeout(r, 20));
		return document.querySelector(".lead").textContent + " " + document.querySelectorAll("table.posts tbody tr").length;
	})()`
	const items = `(async () => {
		while (!document.querySelector(".filters")) await new Promise(r => setTimeout(r, 20));
		return document.querySelector("[role=status]").textContent + " " + document.querySelectorAll(".register tbody tr").length;
	})()`
	for _, test := range []struct{ cell, number, page, want string }{
		{`#chart-severity tbody tr:nth-child(13) td:nth-child(4) a`, "2", posts, "2 of 30 post mortems, newest first 2"},
		{`#chart-durations tbody tr:nth-child(2) a`, "11 (52\u00a0%)", posts, "11 of 30 post mortems, newest first 11"},
		{`#chart-controls tbody td a`, "3 times", posts, "3 of 30 post mortems, newest first 3"},
		{`#chart-owners tbody tr:last-child td:last-child a`, "24", items, "24 of 157 action items 24"},
		{`#chart-actions tbody tr:first-child td:nth-child(4) a`, "6", items, "6 of 157 action items 6"},
	} {
		open(base + "dashboard/")
		if got := evaluate(`document.querySelector("` + test.cell + `").textContent`); got != test.number {
			t.Errorf("%s: %q, want %q", test.cell, got, test.number)
		}
		open(evaluate(`document.querySelector("` + test.cell + `").href`))
		if got := evaluate(test.page); got != test.want {
			t.Errorf("%s: the page shows %q, want %q", test.cell, got, test.want)
		}
	}
}
