//go:build browser

package browser

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/site"
)

const ongoingPage, unevenPage = "postmortems/2026-11-22-terminal-wifi-sign-in/", "postmortems/2024-06-28-ticket-gates-offline-twice/"

// strip lists what is wrong with the course of an incident: it is one image with a name, and a list of moments that can all be
// read.
const strip = `(() => {
	const story = document.querySelector(".story"), image = story.querySelector("svg"), rows = [...story.querySelectorAll("ol.moments > li")];
	const name = image.getAttribute("aria-label");
	const shown = e => e.checkVisibility() && e.getBoundingClientRect().width > 0 && e.scrollWidth <= e.clientWidth + 1;
	const seen = [...image.querySelectorAll("rect[width$='%']")].filter(e => e.getBoundingClientRect().width < 2);
	return [
		...story.getAttribute("aria-label") === "Course of the incident" && image.role === "img" && name === "Course of the incident" ? [] : ["named " + name],
		...rows.length === 6 ? [] : [rows.length + " moments"],
		...rows.filter(row => !shown(row)).map(row => "cannot be read: " + row.textContent),
		...rows.filter(row => { const b = row.getBoundingClientRect(); return b.left < 0 || b.right > innerWidth; }).map(row => "beside the page: " + row.textContent),
		...seen.map(e => "too narrow to be seen: " + e.textContent),
		...getComputedStyle(rows[1]).borderInlineStartColor === getComputedStyle(rows[3]).borderInlineStartColor ? ["all stages have one colour"] : [],
	];
})()`

// TestStory checks the strip of an incident that lasts and of two outages on the narrowest phone, on a wide screen and in
// print, and that a page with much to write is accessible in both colour schemes.
func TestStory(t *testing.T) {
	base := serveSite(t, sampleWith(t, func(in *site.Input) {
		in.ToWrite = func(*collection.Collection, *content.PostMortem) []content.Problem {
			return []content.Problem{
				{Pos: content.Pos{Line: 4}, Message: "`detection` is missing", Hint: "manual, configured alarm or other"},
				{Pos: content.Pos{Line: 45}, Message: "this row is from the template"},
				{Pos: content.Pos{Line: 46}, Message: "this row is from the template"},
			}
		}
		in.LineURL = func(name string, _ int) string { return "https://git.example.org/" + name }
	}))
	ctx, cancel := context.WithTimeout(chromium(t), time.Minute)
	defer cancel()
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not installed; make tools installs it: %v", err)
	}
	for _, page := range []string{ongoingPage, unevenPage} {
		for _, v := range []view{{"wide light", "light", 1440, 900}, {"narrow dark", "dark", 320, 640}} {
			do(t, ctx, v.set(), chromedp.Navigate(base+page))
			check(t, ctx, v.name+": strip", strip)
			check(t, ctx, v.name+": closed end", `[...document.querySelectorAll(".timeline > li.open")].filter(e => getComputedStyle(e, "::after").visibility !== "visible").map(e => e.textContent)`)
			check(t, ctx, v.name+": too wide", tooWide)
			check(t, ctx, v.name+": axe", string(axe)+";"+axeRun)
		}
		do(t, ctx, chromedp.EmulateViewport(700, 900), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			return err
		}))
		check(t, ctx, "print: strip", strip)
		check(t, ctx, "print: for the screen only", `[...document.querySelectorAll(".milestones, .towrite, .zones, .anchor")].filter(e => e.checkVisibility()).map(e => e.className)`)
		do(t, ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: ""})
			return err
		}))
	}
}

// TestZoneIsKept checks that the chosen time zone holds for the strip, and on the next page.
func TestZoneIsKept(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), time.Minute)
	defer cancel()
	const clocks = `[document.querySelector("[name=pm-zone]:checked").value, document.querySelector(".moments time").textContent, document.querySelector(".timeline time").textContent]`
	shows := func(when string, want ...string) {
		t.Helper()
		if got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](clocks)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s, the clocks are %q (%v), want %q", when, got, err, want)
		}
	}
	do(t, ctx, chromedp.Navigate(base+ongoingPage))
	shows("at first", "written", "19:59", "19:59")
	do(t, ctx, run(`document.querySelector("[name=pm-zone][value=UTC]").click()`))
	shows("in UTC", "UTC", "23:59", "23:59")
	do(t, ctx, chromedp.Navigate(base+unevenPage))
	shows("on the next page", "UTC", "10:12", "10:11")
	do(t, ctx, run(`document.querySelector("[name=pm-zone][value=written]").click()`), chromedp.Navigate(base+ongoingPage))
	shows("as written again", "written", "19:59", "19:59")
}

// TestMilestones checks that the switch leaves the rows with an event, and that each day keeps its heading.
func TestMilestones(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), time.Minute)
	defer cancel()
	do(t, ctx, chromedp.Navigate(base+"postmortems/2026-10-06-gate-controller-kernel/"))
	const rows = `[...document.querySelectorAll(".timeline > li")].filter(e => e.querySelector(".what").checkVisibility()).map(e => e.querySelector("strong")?.textContent ?? "no event")`
	const days = `[...document.querySelectorAll(".timeline .day")].filter(e => e.checkVisibility()).map(e => e.textContent)`
	list := func(expression string) []string {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](expression))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	all, before := list(rows), list(days)
	do(t, ctx, run(`document.querySelector(".milestones input").click()`))
	if got, want := list(rows), []string{"Detected", "Internal communications", "Would have begun", "Internal communications"}; !slices.Equal(got, want) {
		t.Errorf("the milestones are %q, want %q", got, want)
	}
	if got := list(days); len(got) != 3 || !slices.Equal(got, before) {
		t.Errorf("with milestones only, the days are %q, want %q", got, before)
	}
	do(t, ctx, run(`document.querySelector(".milestones input").click()`))
	if got := list(rows); len(got) != 9 || !slices.Equal(got, all) {
		t.Errorf("without the switch, the rows are %q, want %q", got, all)
	}
}

// TestCopyLinks checks that the links of rows, action items and controls copy themselves and say so, and lead to their places.
func TestCopyLinks(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), time.Minute)
	defer cancel()
	// The clipboard of a browser without a window may be refused, so the script gets another one.
	do(t, ctx, chromedp.Navigate(base+ongoingPage), run(`Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (globalThis.copied = text) } })`))
	for _, place := range []string{"timeline-3", "control-1", "action-2"} {
		copied := `(async () => {
			const link = document.querySelector("#` + place + ` .anchor");
			link.click();
			await new Promise(r => setTimeout(r));
			return [copied, location.href, getComputedStyle(link).opacity, document.querySelector("main > [role=status]").textContent];
		})()`
		want := []string{base + ongoingPage + "#" + place, base + ongoingPage + "#" + place, "1", "Link copied"}
		if got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](copied, chromedp.EvalAwaitPromise)); err != nil || !slices.Equal(got, want) {
			t.Errorf("the link of %s copies, leads to and says %q (%v), want %q", place, got, err, want)
		}
	}
}

// TestLinksOfRows checks that the link of a row of the timeline keeps away from its time, also if that has the name of a zone.
func TestLinksOfRows(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), time.Minute)
	defer cancel()
	for _, width := range []int64{320, 1280} {
		do(t, ctx, view{"", "light", width, 740}.set(), chromedp.Navigate(base+"postmortems/2024-01-23-settlement-file-sent-twice/"))
		check(t, ctx, "touches its time", `[...document.querySelectorAll(".timeline .at")].flatMap((at) => {
			const link = at.querySelector(".anchor").getBoundingClientRect();
			return [...at.querySelectorAll("time, small")].map((e) => [e.textContent, e.getBoundingClientRect()])
				.filter(([, b]) => b.top < link.bottom - 4 && b.left < link.right + 3).map(([text]) => text);
		})`)
	}
}
