//go:build browser

package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// focus is what the bar with the focus says, its name and the tooltip, or what has the focus else.
const focus = `[document.activeElement.ariaLabel ?? document.activeElement.outerHTML, document.querySelector(".tip").hidden ? "no tip" : document.querySelector(".tip").textContent].join(" | ")`

// TestDashboardKeyboard filters the dashboard, follows a bar and comes back, with the keyboard alone.
func TestDashboardKeyboard(t *testing.T) {
	b := newVisitor(t)
	b.open("dashboard/")
	b.tabTo("[name=service]")
	b.press("b", "o")
	const filtered = "This page now shows 9 of 30 post mortems: service booking."
	said := fmt.Sprintf(`document.querySelector(".refine [role=status]")?.textContent === %q`, filtered)
	wait(t, b.ctx, said)
	b.tabTo("#chart-severity .plot a")
	first := b.text("document.activeElement.ariaLabel")
	if got := b.text(focus); got != first+" | "+first || b.text(`getComputedStyle(document.activeElement.querySelector("rect")).outlineStyle`) != "solid" {
		t.Errorf("the first bar says %q, or nobody sees that it has the focus", got)
	}
	b.press(kb.ArrowRight)
	const second = "2024 Q1: 1 post mortem, critical"
	if got := b.text(focus); got != second+" | "+second {
		t.Errorf("after an arrow: %q, want %q", got, second)
	}
	if b.press(kb.Escape); b.text(focus) != second+" | no tip" {
		t.Errorf("after Escape: %q", b.text(focus))
	}
	b.press(kb.Enter)
	wait(t, b.ctx, `document.body.matches(".kind-list") && document.querySelector(".lead").textContent === "1 of 30 post mortems, newest first"`)
	if got := b.text("location.search"); got != "?service=booking&in=2024Q1&severity=critical" {
		t.Errorf("the bar leads to %s", got)
	}
	do(t, b.ctx, run(`history.back()`))
	wait(t, b.ctx, said)
	if n := b.text(`[...document.querySelectorAll(".plot a")].filter((a) => a.tabIndex === 0).length - [...document.querySelectorAll(".chartbox:not([hidden]) .plot svg.chart:has(a)")].length`); n != "0" {
		t.Errorf("charts have %s more stops of Tab than one each", n)
	}
}

// TestTooltips moves the pointer over the outermost bars on a phone: what they stand for is said at once and not cut.
func TestTooltips(t *testing.T) {
	b := newVisitor(t)
	do(t, b.ctx, view{"phone", "light", 390, 740}.set())
	b.open("dashboard/")
	wait(t, b.ctx, `!!document.querySelector(".tip")`)
	check(t, b.ctx, "cut, or wrong", `(() => {
		const tip = document.querySelector(".tip"), out = [];
		for (const bar of document.querySelectorAll(".plot a")) {
			bar.scrollIntoView({ block: "center", behavior: "instant" });
			const { left, right, top, bottom } = bar.getBoundingClientRect();
			for (const x of [left, right]) {
				bar.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: x, clientY: (top + bottom) / 2 }));
				const box = tip.getBoundingClientRect();
				if (tip.hidden || tip.textContent !== bar.ariaLabel || box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight) out.push(bar.ariaLabel + " is shown at " + JSON.stringify(box));
			}
		}
		return out.slice(0, 5);
	})()`)
	check(t, b.ctx, "titles that browsers show as well", `[...document.querySelectorAll(".plot title")].map((e) => e.textContent)`)
}

// TestFiltersFit opens the filters of the dashboard on a tablet and on a phone, where they unfold: all are in sight.
func TestFiltersFit(t *testing.T) {
	b := newVisitor(t)
	for width, folded := range map[int64]bool{390: true, 820: false} {
		do(t, b.ctx, view{"", "light", width, 740}.set())
		b.open("dashboard/")
		wait(t, b.ctx, `!!document.querySelector(".refine form").oninput`)
		if got := b.text(`document.querySelector(".fold > summary").checkVisibility()`) == "true"; got != folded {
			t.Errorf("%d pixels wide, the filters are folded: %t", width, got)
		}
		if folded {
			do(t, b.ctx, run(`document.querySelector(".fold > summary").click()`))
		}
		check(t, b.ctx, fmt.Sprintf("out of sight at %d", width), `[...document.querySelectorAll(".refine :is(select, input)")]
			.filter((e) => { const { left, right, width } = e.getBoundingClientRect(); return width < 100 || left < 0 || right > innerWidth || e.closest("form").scrollWidth > e.closest("form").clientWidth; })
			.map((e) => e.name)`)
	}
}
