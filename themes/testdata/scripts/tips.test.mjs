import assert from "node:assert/strict";
import { test } from "node:test";
import { event, fresh, open } from "./dom.mjs";

const drawing = (bars) => `<svg class="chart" aria-label="The whole"><desc>Bars.</desc>${bars}<rect id="free"></svg>`;
const bar = (id) => `<a id="${id}" href="list/?${id}"><title>Text of ${id}</title><rect></a>`;

const show = async (bars = bar("a") + bar("b") + `<g id="g"><title>Text of g</title><rect id="shape"></g>`) => {
	const document = open(`<p>text</p><div class="plot">${drawing(bars)}</div>`);
	await fresh("./tips.js");
	const one = (selector) => document.querySelector(selector), tip = one(".tip");
	tip.box = { width: 100, height: 20 };
	const says = () => (tip.hidden ? "hidden" : `${tip.textContent} ${tip.style.left} ${tip.style.top}`);
	const point = (target, clientX = 500, clientY = 400, type = "pointermove") => {
		target.dispatchEvent(event(type, { clientX, clientY }));
		return says();
	};
	const focus = (element, box = { left: 500, top: 400, width: 20, height: 80 }) => {
		element.box = box;
		element.focus();
		element.dispatchEvent(event("focusin"));
		return says();
	};
	const press = (key, more) => {
		const pressed = event("keydown", { key, ...more });
		document.activeElement.dispatchEvent(pressed);
		return [document.activeElement.id, pressed.defaultPrevented];
	};
	return { document, one, tip, says, point, focus, press };
};

test("the tooltip of a shape is beside the pointer, and within the window", async () => {
	const { document, one, tip, says, point } = await show();
	assert.equal(tip.hidden, true);
	assert.equal(tip.ariaHidden, "true");
	assert.equal(point(one("#shape")), "Text of g 512px 368px");
	assert.equal(point(one("#a rect"), 995), "Text of a 896px 368px", "the tip leaves the window at the right");
	assert.equal(point(one("#a"), -30), "Text of a 4px 368px", "the tip leaves the window at the left");
	assert.equal(point(one("#a"), 500, 37), "Text of a 512px 5px");
	assert.equal(point(one("#a"), 500, 36), "Text of a 512px 52px", "the tip leaves the window at the top");
	assert.equal(point(one("#free")), "hidden", "the name of the whole chart is told for each shape");
	assert.equal(point(one("#a"), 500, 400, "pointerdown"), "Text of a 512px 368px", "a finger is told nothing");
	document.dispatchEvent(event("scroll", { bubbles: false }));
	assert.equal(says(), "hidden", "the tip stays while the page scrolls away below it");
	assert.equal(point(one("#a")), "Text of a 512px 368px");
	assert.equal(point(one("p")), "hidden");
	assert.equal(point(document), "hidden");
});

test("no browser shows the titles as well, and links keep their names", async () => {
	const { document, one } = await show();
	assert.equal(document.querySelectorAll("title").length, 0);
	assert.deepEqual([one("#a").ariaLabel, one("#b").ariaLabel], ["Text of a", "Text of b"]);
	assert.equal(one("#g").ariaLabel, "");
});

test("the bar that has the focus tells what it stands for, until Escape", async () => {
	const { document, one, says, point, focus, press } = await show();
	assert.equal(focus(one("#a")), "Text of a 522px 368px");
	document.dispatchEvent(event("scroll", { bubbles: false }));
	assert.equal(says(), "Text of a 522px 368px", "scrolling to the bar hides its text");
	assert.equal(point(one("#b")), "Text of b 512px 368px");
	assert.equal(point(one("p")), "Text of a 522px 368px", "the focus is forgotten after the pointer");
	press("Escape");
	assert.equal(says(), "hidden");
	assert.equal(point(one("p")), "hidden", "what was dismissed comes back");
	assert.equal(focus(one("#b")), "Text of b 522px 368px");
	assert.equal(focus(one("#a")), "Text of a 522px 368px", "what was dismissed never comes back");
	one("#a").blur();
	assert.equal(says(), "hidden");
	point(one("#b"));
	press("Escape");
	assert.equal(says(), "hidden", "Escape does not dismiss what the pointer shows");
});

test("a chart is one stop of Tab, and arrows lead to its other bars", async () => {
	const { one, focus, press } = await show();
	assert.deepEqual([one("#a").tabIndex ?? 0, one("#b").tabIndex], [0, -1]);
	assert.equal(one("desc").textContent, "Bars. ← and → lead to the others.");
	focus(one("#a"));
	assert.deepEqual(press("ArrowLeft"), ["a", true], "there is a bar before the first");
	assert.deepEqual(press("ArrowRight"), ["b", true]);
	assert.deepEqual([one("#a").tabIndex, one("#b").tabIndex], [-1, 0], "Shift+Tab and Tab do not come back to the bar");
	assert.deepEqual(press("ArrowRight"), ["b", true], "there is a bar after the last");
	assert.deepEqual(press("ArrowDown"), ["b", false], "the page cannot be scrolled");
	assert.deepEqual(press("ArrowLeft", { altKey: true }), ["b", false], "the reader cannot go back in the history");
	assert.deepEqual(press("ArrowLeft"), ["a", true]);
	one("#a").blur();
	assert.deepEqual(press("ArrowRight"), ["", false]);
});

test("a single bar needs no arrows, and what is drawn anew is prepared as well", async () => {
	const { document, one, point } = await show(bar("a"));
	assert.equal(one("desc").textContent, "Bars.");
	one(".plot").innerHTML = drawing(bar("c"));
	one(".plot").dispatchEvent(event("drawn"));
	assert.equal(document.querySelectorAll("title").length, 0);
	assert.equal(point(one("#c")), "Text of c 512px 368px");
});
