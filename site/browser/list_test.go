//go:build browser

package browser

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A listed is what the list of post mortems shows.
type listed struct {
	Lead    string   `json:"lead"`
	Rows    int      `json:"rows"`
	Years   []string `json:"years"`
	Chips   []string `json:"chips"`
	Faults  []string `json:"faults"`
	Nothing []string `json:"nothing"` // what it offers when it found nothing
	Query   string   `json:"query"`
	Loaded  int      `json:"loaded"` // files with data
}

const showListed = `(async () => {
	const texts = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent.trim());
	for (const end = performance.now() + 10000; document.querySelector(".listfilter[aria-busy], .choices [open]:not(:has(li))") && performance.now() < end; ) await new Promise((r) => setTimeout(r, 10));
	return {
		lead: document.querySelector(".lead").textContent, rows: document.querySelectorAll("table.posts tbody tr").length, years: texts("h2.year"),
		chips: texts(".picked .chip").map((text) => text.replace(" ×", "")), faults: texts(".picked .fault"), nothing: texts(".nothing li"), query: location.search,
		loaded: performance.getEntriesByType("resource").filter(({ name }) => /\/data\//.test(name)).length,
	};
})()`

// A list is a visitor of the list.
type list struct{ *visitor }

func newList(t *testing.T) *list {
	t.Helper()
	return &list{newVisitor(t)}
}

// before makes pages that are opened from now on run a script first.
func (l *list) before(script string) {
	l.Helper()
	do(l.T, l.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

func (l *list) open(query string) listed {
	l.Helper()
	l.visitor.open("postmortems/" + query)
	return l.after(`null`)
}

// after returns what the list shows after a script.
func (l *list) after(script string) listed {
	l.Helper()
	out, err := chromedp.Run(l.ctx, chromedp.Evaluate[listed]("(async () => {"+script+"; return "+showListed+"})()", chromedp.EvalAwaitPromise))
	if err != nil {
		l.Fatalf("%s: %v", script, err)
	}
	return out
}

func (l *list) press(keys ...string) listed {
	l.Helper()
	l.visitor.press(keys...)
	return l.after(`null`)
}

// TestListFilters opens filtered lists by their addresses.
func TestListFilters(t *testing.T) {
	l := newList(t)
	const all = 30
	for query, want := range map[string]listed{
		"":                                               {Rows: all},
		"?utm_source=mail&constructor=x":                 {Rows: all},
		"?utm_source=mail&severity=":                     {Rows: all},
		"?severity=critical":                             {Rows: 4, Chips: []string{"severity: critical"}},
		"?severity=CRITICAL&utm_source=a":                {Rows: 4, Chips: []string{"severity: critical"}},
		"?severity=critical&severity=High":               {Rows: 11, Chips: []string{"severity: critical", "severity: high"}},
		"?service=BOOKING&severity=high":                 {Rows: 2, Chips: []string{"service: booking", "severity: high"}},
		"?status=In%20Review":                            {Rows: 2, Chips: []string{"status: in review"}},
		"?year=2026&year=2024":                           {Rows: 19, Chips: []string{"year: 2026", "year: 2024"}},
		"?in=2026q2":                                     {Rows: 2, Chips: []string{"period: 2026Q2"}},
		"?text=EXPIRED+zone":                             {Rows: 1, Chips: []string{"text: EXPIRED zone"}},
		"?year=abc":                                      {Chips: []string{"year: abc"}, Faults: []string{"year: “abc” is not a year, such as 2026."}},
		"?severity=SEV9":                                 {Chips: []string{"severity: SEV9"}, Faults: []string{"severity: no post mortem has “SEV9”; known are critical, high, medium, low, near miss."}},
		"?severity=SEV9&severity=critical":               {Rows: 4, Chips: []string{"severity: SEV9", "severity: critical"}, Faults: []string{"severity: no post mortem has “SEV9”; known are critical, high, medium, low, near miss."}},
		"?severity=critical&status=draft":                {Chips: []string{"severity: critical", "status: draft"}, Nothing: []string{"without severity: 2", "without status: 4", "All 30 post mortems"}},
		"?sort=nonsense":                                 {Rows: all, Faults: []string{"sort: “nonsense” is no order."}},
		"?duration=KNOWN&service=crew-rostering&tag=dns": {Chips: []string{"duration of the outage: known", "service: crew-rostering", "tag: dns"}},
	} {
		got := l.open(query)
		loads := len(want.Chips)+len(want.Faults) > 0
		if got.Rows != want.Rows || !slices.Equal(got.Chips, want.Chips) || !slices.Equal(got.Faults, want.Faults) || want.Nothing != nil && !slices.Equal(got.Nothing, want.Nothing) || got.Query != query || (got.Loaded > 0) != loads {
			t.Errorf("%s: %+v, want %+v and data: %v", query, got, want, loads)
		}
		if lead := fmt.Sprintf("%d of %d post mortems, newest first", want.Rows, all); len(want.Chips) > 0 && got.Lead != lead {
			t.Errorf("%s: %q, want %q", query, got.Lead, lead)
		}
	}
}

// TestListRows compares the rows that the script draws with those of the page, which it would use if they belonged to its data.
func TestListRows(t *testing.T) {
	l := newList(t)
	l.before(`new MutationObserver(() => document.querySelector("[data-sum]")?.removeAttribute("data-sum")).observe(document, {subtree: true, childList: true})`)
	const rows = `document.querySelector(".listed").innerHTML.replaceAll(/\s+(?=<)|(?<=>)\s+/g, "").replaceAll(' class=""', "")`
	read := func(query string) string {
		l.open(query)
		return l.text(rows)
	}
	written, drawn := read(""), read("?since=1900-01-01")
	for i, part := range strings.Split(written, "<tr>") {
		if parts := strings.Split(drawn, "<tr>"); i >= len(parts) || parts[i] != part {
			t.Fatalf("the page has\n%s\nand the script draws\n%s", part, parts[min(i, len(parts)-1)])
		}
	}
	if n := strings.Count(drawn, "status-draft") + strings.Count(drawn, "status-review"); n != 4 {
		t.Errorf("%d rows say that they are drafts or in review, want 4", n)
	}
}

// TestListSteps adds and removes filters as a user does, and goes back.
func TestListSteps(t *testing.T) {
	l := newList(t)
	l.open("")
	check := func(what string, got listed, rows int, query string) {
		t.Helper()
		if got.Rows != rows || got.Query != query {
			t.Errorf("%s: %+v, want %d rows and %q", what, got, rows, query)
		}
	}
	check("opening a menu", l.after(`document.querySelector("[data-filter=severity] summary").click()`), 30, "")
	check("a value", l.after(`document.querySelector("[value=critical]").click()`), 4, "?severity=critical")
	check("another value", l.after(`document.querySelector("[value=high]").click()`), 11, "?severity=critical&severity=high")
	check("text", l.after(`(() => { const box = document.querySelector("[name=text]"); box.value = "booking"; box.dispatchEvent(new Event("input", { bubbles: true })); })()`), 6, "?severity=critical&severity=high&text=booking")
	check("an order", l.after(`(() => { const box = document.querySelector("[name=sort]"); box.value = "duration"; box.dispatchEvent(new Event("input", { bubbles: true })); })()`), 6, "?severity=critical&severity=high&text=booking&sort=duration")
	if got := l.after(`document.querySelectorAll(".picked .chip")[0].click()`); !slices.Equal(got.Chips, []string{"severity: high", "text: booking"}) || len(got.Years) > 0 {
		t.Errorf("without the first chip: %+v", got)
	}
	check("back", l.after(`history.back(); await new Promise((r) => addEventListener("popstate", r))`), 6, "?severity=critical&severity=high&text=booking&sort=duration")
	check("without filters", l.after(`document.querySelector(".picked a").click()`), 30, "")
	if got := l.after("null"); got.Lead != "30 post mortems, newest first" || len(got.Years) != 4 {
		t.Errorf("without filters: %+v", got)
	}
}

// TestListKeyboard filters the list with the keyboard alone.
func TestListKeyboard(t *testing.T) {
	l := newList(t)
	l.open("")
	focused := func() string {
		t.Helper()
		return l.text(`(document.activeElement.ariaLabel || document.activeElement.closest("label, summary, button, a")?.textContent || "").trim()`)
	}
	l.after(`document.querySelector("[name=text]").focus()`)
	l.press(kb.Tab, kb.Tab, kb.Enter)
	if got := focused(); got != "Severity" {
		t.Fatalf("the focus is on %q, want Severity", got)
	}
	l.press(kb.Tab)
	got := l.press(" ")
	if got.Rows != 4 || got.Query != "?severity=critical" || !strings.HasPrefix(focused(), "critical") {
		t.Errorf("after Space: %+v with the focus on %q", got, focused())
	}
	if l.press(kb.Escape); focused() != "Severity" {
		t.Errorf("after Escape the focus is on %q", focused())
	}
	l.press(kb.Tab, kb.Tab, kb.Tab, kb.Tab, kb.Tab)
	if at := focused(); at != "Remove severity: critical" {
		t.Fatalf("after the order comes %q, want the chip", at)
	}
	if got = l.press(kb.Enter); got.Rows != 30 || got.Query != "" || !strings.HasPrefix(focused(), "Text") {
		t.Errorf("without the chip: %+v with the focus on %q", got, focused())
	}
}

// TestListLooks opens the list and its menus in every view. axe-core must find nothing, nothing may be too wide, and what
// is clicked must be large enough.
func TestListLooks(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not installed; make tools installs it: %v", err)
	}
	l := newList(t)
	for _, v := range []view{{"wide", "light", 1440, 900}, {"tablet", "dark", 820, 900}, {"phone", "dark", 390, 740}, {"small phone", "light", 320, 640}} {
		do(t, l.ctx, v.set())
		for _, query := range []string{"?severity=critical&status=draft", "?severity=high&year=abc&year=2026"} {
			l.open(query)
			for _, filter := range []string{"severity", "tag", "year"} {
				l.after(`(() => { for (const d of document.querySelectorAll(".choices details")) d.open = d.dataset.filter === "` + filter + `"; })()`)
				check(t, l.ctx, v.name+" "+query+" "+filter+": too wide", tooWide)
				check(t, l.ctx, v.name+" "+query+" "+filter+": too small", tooSmall)
			}
		}
		check(t, l.ctx, v.name+": axe", string(axe)+";"+axeRun)
	}
}

// tooSmall lists what can be clicked in the filters and is less than 24 pixels wide or high.
const tooSmall = `[...document.querySelectorAll(".listfilter :is(summary, select, label, input:not([type=checkbox])), .picked :is(button, a), .nothing :is(button, a)")]
	.filter((e) => e.checkVisibility()).map((e) => [e, e.getBoundingClientRect()]).filter(([, b]) => b.width < 24 || b.height < 24)
	.map(([e, b]) => e.tagName + " " + e.textContent.trim() + " " + b.width + "x" + b.height)`

// TestListWithoutScripts opens the list without scripts: it says that filters need them, and numbers of the dashboard lead
// to pages that hold what they count, where there are such pages.
func TestListWithoutScripts(t *testing.T) {
	l := newList(t)
	do(t, l.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Navigate(l.base+"postmortems/?severity=high"))
	text := func(selector string) string {
		t.Helper()
		out, err := chromedp.Run(l.ctx, chromedp.Text(selector))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := text("main"); !strings.Contains(got, "Filtering needs JavaScript") || strings.Contains(got, "Order") || !strings.Contains(got, "30 post mortems") {
		t.Errorf("the list says %q", got)
	}
	do(t, l.ctx, chromedp.Navigate(l.base+"dashboard/"))
	number := text(".values tbody td a")
	do(t, l.ctx, chromedp.Click(".values tbody td a"), chromedp.WaitReady("body.kind-term"))
	if got := text(".lead"); got != number+" post mortems with this service" {
		t.Errorf("the number %s leads to %q", number, got)
	}
}

// TestShortWords checks that short words with a hyphen, such as sign-in, stay on one line in titles, summaries,
// texts and tables.
func TestShortWords(t *testing.T) {
	l := newList(t)
	for _, width := range []int{320, 390} {
		for _, path := range []string{"", "services/booking/", "postmortems/", "postmortems/2026-11-22-terminal-wifi-sign-in/", "action-items/", "dashboard/"} {
			do(t, l.ctx, view{"", "light", int64(width), 740}.set(), chromedp.Navigate(l.base+path))
			check(t, l.ctx, fmt.Sprintf("/%s, %d pixels wide: broken at a hyphen", path, width), brokenWords)
		}
	}
}

// brokenWords lists short words with a hyphen, such as Wi-Fi, that are broken there.
const brokenWords = `[...document.querySelectorAll(".kind-postmortem h1, .posts th, .cards h3, .hits h2, .summary, .brief a, .prose :is(p, li, .what), .actions th, .inshort, .data :is(th, td)")].flatMap(e => {
	const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = [];
	while (texts.nextNode()) if (!texts.currentNode.parentNode.closest("code")) for (const word of texts.currentNode.data.matchAll(/(?<![\w-])(?=[\w-]{3,8}(?![\w-]))\w+-\w+/g)) {
		const range = document.createRange();
		range.setStart(texts.currentNode, word.index);
		range.setEnd(texts.currentNode, word.index + word[0].length);
		if (new Set([...range.getClientRects()].map(b => b.top)).size > 1) found.push(word[0]);
	}
	return found;
})`
