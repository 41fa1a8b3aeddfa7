import assert from "node:assert/strict";
import { test } from "node:test";
import { event, fresh, open, settled, until } from "./dom.mjs";

const toggle = `<button class="theme" hidden></button>`;
const show = async (markup, address) => {
	const document = open(toggle + markup, address);
	globalThis.matchMedia = (query) => (wide.query = query, wide);
	await fresh("./site.js");
	return { document, one: (selector) => document.querySelector(selector), all: (selector) => document.querySelectorAll(selector) };
};
let wide = { matches: true };

test("the colour theme changes from system to light, dark and back, and is stored", async () => {
	const { one, document } = await show("");
	const button = one(".theme"), seen = [];
	assert.equal(button.hidden, false, "the button for the colour theme stays hidden");
	for (let i = 0; i < 4; i++) {
		seen.push([button.title, button.ariaLabel, document.documentElement.dataset.theme, localStorage.getItem("pmsite-theme")].join("|"));
		button.click();
	}
	assert.deepEqual(seen, ["Colour theme: auto|Colour theme: auto||", "Colour theme: light|Colour theme: light|light|light", "Colour theme: dark|Colour theme: dark|dark|dark", "Colour theme: auto|Colour theme: auto||auto"]);
});

test("the colour theme changes without storage", async () => {
	const { one, document } = await show("");
	localStorage.setItem = () => { throw new Error("no storage"); };
	one(".theme").click();
	assert.equal(document.documentElement.dataset.theme, "light");
	assert.equal(one(".theme").title, "Colour theme: light");
});

test("a stored colour theme is applied before anything is drawn", async () => {
	for (const [kept, want] of [["light", "light"], ["dark", "dark"], ["auto", undefined], ["<b>", undefined], [null, undefined]]) {
		const document = open("");
		if (kept !== null) localStorage.setItem("pmsite-theme", kept);
		await fresh("./theme.js");
		assert.equal(document.documentElement.dataset.theme, want, `remembered: ${kept}`);
	}
	open("");
	localStorage.getItem = () => { throw new Error("no storage"); };
	await fresh("./theme.js");
});

// A timeline as on a page: written in Berlin, read in New York.
const timeline = (options = '<label><input type="radio" value="written"> Europe/Berlin</label><label><input type="radio" value="UTC"> UTC</label>') => `
<div class="zones" data-zones="../data/zones.json" hidden>${options}<label><input type="radio" value="own"> your time zone</label></div>
<table class="timeline"><tr><td><time datetime="2026-03-05T03:30:00+01:00" data-day="2026-03-05">03:30</time></td></tr>
<tr><td><time datetime="2026-03-05T00:15:00+01:00" data-day="2026-03-05">~00:15</time></td></tr>
<tr><td><time datetime="2026-03-05T14:05:09+01:00" data-day="2026-03-05">14:05:09</time></td></tr>
<tr><td><time datetime="2026-03-06T05:00:00+01:00" data-day="2026-03-04">05:00</time></td></tr></table>`;
const times = (all) => all(".timeline time").map((time) => time.textContent);

// showTimeline shows a timeline to a reader in New York, on a site where New York's clock is the given one.
const showTimeline = async (clock, page = timeline()) => {
	const requested = [];
	globalThis.fetch = async (url) => {
		requested.push(url);
		return { json: async () => ({ zones: { UTC: 0, "America/New_York": 1 }, clocks: [[0], clock] }) };
	};
	const shown = await show(page);
	await settled(5);
	return { ...shown, requested, own: shown.all(".zones input").at(-1) };
};

test("a timeline is shown as written, in UTC and in the reader's zone", async () => {
	const { one, all, document, requested, own } = await showTimeline([-18000, 1772753800, -7200, 1772753900, -18000]);
	const [written, utc] = all(".zones input"), root = document.documentElement;
	assert.equal(one(".zones").hidden, false, "the choice of zones stays hidden");
	assert.equal(own.nextSibling.data, " America/New_York");
	assert.equal(own.parentNode.hidden, false, "the reader's own zone is not offered");
	assert.deepEqual(requested, ["../data/zones.json"]);
	const choose = (input) => input.dispatchEvent(event("change"));
	choose(utc);
	assert.deepEqual(times(all), ["02:30", "~23:15 −1 d", "13:05:09", "04:00 +2 d"]);
	assert.equal(root.className, "other-zone");
	choose(own);
	assert.deepEqual(times(all), ["21:30 −1 d", "~18:15 −1 d", "08:05:09", "23:00 +1 d"]);
	assert.equal(root.className, "other-zone");
	choose(written);
	assert.deepEqual(times(all), ["03:30", "~00:15", "14:05:09", "05:00"]);
	assert.equal(root.className, "", "times as written are marked as those of another zone");
});

test("the reader's own times are by the site's rules, not by the browser's", async () => {
	const { all, own } = await showTimeline([-18000, 1772679600, -7200, 1772715909, 0]);
	own.dispatchEvent(event("change"));
	assert.deepEqual(times(all), ["21:30 −1 d", "~18:15 −1 d", "13:05:09", "04:00 +2 d"]);
});

test("a reader's zone whose clocks cannot be read is not offered", async () => {
	for (const answer of [async () => ({ json: async () => ({ zones: {}, clocks: [] }) }), async () => { throw new TypeError("no network"); }]) {
		globalThis.fetch = answer;
		const { one, all } = await show(timeline());
		await settled(5);
		assert.equal(one(".zones").hidden, false);
		assert.equal(all(".zones label").at(-1).hidden, true);
	}
});

test("a reader's zone that shows the same times as another choice is not offered", async () => {
	for (const [zone, clock] of [["Berlin", [3600]], ["UTC", [0]]]) {
		const { one, own } = await showTimeline(clock, timeline().replace("2026-03-04", "2026-03-06"));
		assert.equal(one(".zones").hidden, false);
		assert.equal(own.parentNode.hidden, true, `the times of ${zone} are offered twice`);
	}
	const only = await showTimeline([3600], timeline('<label><input type="radio" value="written"> Africa/Abidjan</label>').replace("2026-03-04", "2026-03-06"));
	assert.equal(only.one(".zones").hidden, true, "a choice between one zone is offered");
});

test("the zone that the reader chose is kept", async () => {
	const { all, own } = await showTimeline([-18000]);
	own.dispatchEvent(event("change"));
	assert.equal(localStorage.getItem("pmsite-zone"), own.value);
	for (const [kept, clock, want] of [["own", [-18000], "21:30 −1 d"], ["own", [0], "02:30"], ["own", [3600], "03:30"], ["UTC", [-18000], "02:30"], ["written", [0], "03:30"], ["gone", [0], "03:30"]]) {
		globalThis.fetch = async () => ({ json: async () => ({ zones: { "America/New_York": 0 }, clocks: [clock] }) });
		open(toggle + timeline().replace("2026-03-04", "2026-03-06"));
		localStorage.setItem("pmsite-zone", kept);
		await fresh("./site.js");
		await settled(5);
		assert.equal(document.querySelector(".timeline time").textContent, want, `kept: ${kept}, the reader's clocks: ${clock}`);
	}
	assert.equal(times(all)[0], "21:30 −1 d");
});

test("code has a button that copies it, and says so for a while", async () => {
	const { one, all } = await show(`<main><pre class="code">make test</pre><p>text</p><pre class="code">make check</pre></main>`);
	assert.deepEqual(all("main > .codebox").map((box) => box.textContent), ["make testCopy", "make checkCopy"]);
	const button = all("button.copy")[1];
	button.click();
	await settled(3);
	assert.equal(navigator.clipboard.text, "make check");
	assert.equal(button.textContent, "Copied");
	assert.deepEqual(timers.map(({ after }) => after), [1500]);
	timers[0].run();
	assert.equal(button.textContent, "Copy");
	assert.equal(one("p").textContent, "text");
});

test("code has no button without a clipboard", async () => {
	const document = open(`${toggle}<pre class="code">x</pre>`);
	delete navigator.clipboard;
	await fresh("./site.js");
	assert.equal(document.querySelectorAll("button.copy").length, 0);
});

const contents = `<details class="toc"><a href="#one">1</a><a href="#two%20b">2</a><a href="#three">3</a></details><h2 id="one"></h2><h2 id="two b"></h2><h2 id="three"></h2>`;

test("the table of contents shows where the reader is", async () => {
	wide = { matches: true };
	const { all } = await show(contents);
	const here = () => all(".toc a").map((a) => a.className).join();
	const at = (...tops) => {
		all("h2").forEach((head, i) => (head.box = { top: tops[i] }));
		globalThis.onscroll();
		return here();
	};
	assert.equal(here(), ",,here", "it does not say where the reader is until the page is scrolled");
	assert.equal(at(200, 500, 900), "here,,", "before the first heading, the first is where the reader is");
	assert.equal(at(-300, 119, 500), ",here,");
	assert.equal(at(-300, 120, 500), "here,,");
	assert.equal(at(-900, -500, -20), ",,here");
});

test("the table of contents is open only on wide screens", async () => {
	wide = { matches: false };
	const { one } = await show(contents);
	assert.equal(wide.query, "(min-width: 64em)");
	assert.equal(one(".toc").open, false);
	wide.matches = true;
	wide.onchange();
	assert.equal(one(".toc").open, true);
});

// A fake search that records its form.
const script = `data:text/javascript,${encodeURIComponent("export const attach = (form) => (globalThis.attached ??= []).push(form)")}`;
const box = (kind) => `<form class="${kind}" action="search/" data-script="${script}"><input name="q"><input name="other"></form><p>text</p>`;

test("the search is fetched once, when its box gets the focus", async () => {
	globalThis.attached = [];
	const { one, document } = await show(box("find"));
	await settled();
	assert.equal(attached.length, 0, "the search is fetched before anybody asks for it");
	one("[name='q']").focus();
	await until(() => attached.length);
	assert.deepEqual(attached.map((form) => form === one("form")), [true]);
	one("[name='q']").blur();
	one("[name='q']").focus();
	await settled();
	assert.equal(attached.length, 1);
	assert.equal(document.activeElement, one("[name='q']"));
});

test("the search page starts its search at once", async () => {
	globalThis.attached = [];
	await show(box("search"));
	await until(() => attached.length);
	assert.equal(attached.length, 1);
});

test("/ moves to the search, except in input fields", async () => {
	const { one, document } = await show(box("find"));
	const press = (key, target, more = {}) => {
		document.activeElement = document.body;
		const pressed = event("keydown", { key, ...more });
		Object.defineProperty(pressed, "target", { value: target });
		page.dispatchEvent(pressed);
		return [document.activeElement === one("[name='q']"), pressed.defaultPrevented];
	};
	assert.deepEqual(press("/", one("p")), [true, true]);
	assert.deepEqual(press("a", one("p")), [false, false]);
	assert.deepEqual(press("/", one("[name='other']")), [false, false]);
	for (const key of ["ctrlKey", "metaKey", "altKey"]) assert.deepEqual(press("/", one("p"), { [key]: true }), [false, false], `${key} and / is the browser's`);
	one("[name='q']").shown = false;
	assert.deepEqual(press("/", one("p")), [false, true]);
	assert.deepEqual(location.went, ["http://host/site/search/"], "if the box is hidden, / opens the search page");
});

test("a page without these elements is left alone", async () => {
	const { one } = await show("<p>text</p>");
	assert.equal(one("p").textContent, "text");
});
