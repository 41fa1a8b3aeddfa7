// The search page and the box in the header, over the post mortems of searched.txtar.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { event, fresh, html, open, settled, until } from "./dom.mjs";

// serve makes fetch return the files of the index, unless it is down.
let down = false;
const serve = () => {
	const requested = [];
	globalThis.fetch = async (address) => {
		requested.push(String(address));
		if (down) return { ok: false, status: 502, statusText: "Bad Gateway" };
		return { ok: true, arrayBuffer: async () => readFileSync(new URL(`index/${String(address).split("?")[0].slice("http://host/site/search/".length)}`, import.meta.url)) };
	};
	return requested;
};
const type = (input, text) => {
	input.value = text;
	input.dispatchEvent(event("input"));
};
const press = (target, key) => {
	const pressed = event("keydown", { key });
	target.dispatchEvent(pressed);
	return pressed.defaultPrevented;
};

// --- The box.
const box = async () => {
	const document = open(`<form class="find" action="search/"><input name="q"><button>Search</button></form><p id="elsewhere">text</p>`);
	const requested = serve();
	const { attach } = await fresh("./search/box.js");
	const one = (selector) => document.querySelector(selector), input = one("input");
	attach(one("form"));
	const answer = async (text) => {
		input.focus();
		const list = one(".answers"), before = list.childNodes[0];
		type(input, text);
		await until(() => !list.hidden && list.childNodes[0] !== before);
	};
	return { document, requested, one, all: (selector) => document.querySelectorAll(selector), input, answer, list: one(".answers"), status: () => one(".unseen").textContent };
};

test("the box shows the best hits as somebody types", async () => {
	const { one, all, answer, list, status, input } = await box();
	assert.equal(list.hidden, true);
	await answer("zone");
	assert.deepEqual(all(".answers li").map((li) => li.children.map((child) => child.textContent)), [
		["DNS zone lost", "2026-01-10 · dns", "summary The secondaries lost the zone. A transfer timed out."],
		["Edge certificate expired", "2026-03-05 · edge-gateway · booking", "causes The zone transfer was not involved. Certificates were renewed by hand."],
	]);
	assert.equal(html(one(".answers li a")), '<a href="http://host/site/postmortems/zone/">DNS <mark>zone</mark> lost</a>');
	assert.equal(html(one(".answers .piece")), '<p class="piece"><small>summary </small>The secondaries lost the <mark>zone</mark>. A transfer timed out.</p>');
	assert.equal(html(one(".all")), '<a class="all" href="http://host/site/search/?q=zone">Search page</a>');
	assert.equal(status(), "2 post mortems");
	await answer("timeout");
	assert.equal(all(".answers li").length, 5, "more than the best five are shown");
	assert.equal(one(".all").textContent, "All 6 post mortems");
	await answer("certifi");
	assert.equal(one(".note").textContent, "Results for certifi*");
	assert.equal(status(), "1 post mortem for certifi*");
	await answer("dns OR a & b");
	assert.equal(one(".all").href, "http://host/site/search/?q=dns%20OR%20a%20%26%20b");
	type(input, "  ");
	await until(() => list.hidden);
});

test("the box corrects a query, or suggests it if it is in quotes", async () => {
	const { one, answer, status, all } = await box();
	await answer("certifcate");
	assert.equal(html(one(".note")), '<p class="note">Results for certificate</p>');
	assert.equal(status(), "1 post mortem for certificate");
	await answer("zone qqqqqq");
	assert.equal(one(".note").textContent, "No post mortem has qqqqqq");
	await answer('"certifcate"');
	assert.equal(html(one(".note")), '<p class="note">Nothing found. <a href="http://host/site/search/?q=%22certificate%22">Did you mean &quot;certificate&quot;?</a></p>');
	assert.equal(status(), "Nothing found");
	assert.equal(all(".answers ul").length, 0);
	await answer("qqqqqq");
	assert.equal(one(".note").textContent, "Nothing found. ");
});

test("the box shows the error in a query", async () => {
	const { one, answer, status } = await box();
	await answer("dns (zone");
	assert.equal(one(".caret").textContent, "dns (zone\n    ^");
	assert.equal(one(".caret").nextSibling.textContent, "a parenthesis is not closed. Hint: add a closing parenthesis.");
	assert.equal(status(), "a parenthesis is not closed");
	await answer("((((((((((((((((( a");
	assert.equal(one(".caret").nextSibling.textContent, "the query is nested too deeply.");
});

test("a box whose index cannot be reached says so, links to the list, and tries again", async () => {
	down = true;
	const { one, answer, requested, list } = await box();
	await answer("zone");
	assert.equal(list.textContent, "The search could not be loaded (manifest.bin: 502 Bad Gateway). Try againAll post mortems");
	assert.equal(one(".answers p:not(.x) > a").href, "http://host/site/postmortems/");
	down = false;
	one(".answers button").onclick();
	await until(() => one(".answers li"));
	assert.equal(requested.filter((address) => address.endsWith("manifest.bin")).length, 2);
});

test("arrow keys move from the box through the hits and back, Escape closes and leaves", async () => {
	const { document, one, all, answer, list, input } = await box();
	await answer("zone");
	const links = all(".answers a"), at = () => [input, ...links].indexOf(document.activeElement);
	const go = (key) => [press(document.activeElement, key), at()];
	assert.deepEqual(go("ArrowDown"), [true, 1]);
	assert.deepEqual(go("ArrowDown"), [true, 2]);
	assert.deepEqual(go("ArrowDown"), [true, 3]);
	assert.deepEqual(go("ArrowDown"), [true, 3]);
	assert.deepEqual(go("ArrowUp"), [true, 2]);
	assert.deepEqual(go("x"), [false, 2]);
	assert.equal(list.hidden, false, "the answers close while the focus is in them");
	assert.deepEqual(go("Escape"), [false, 0]);
	assert.equal(list.hidden, true);
	assert.deepEqual([press(input, "Escape"), document.activeElement === document.body], [false, true]);
	await answer("zone ");
	press(input, "ArrowDown");
	assert.deepEqual(go("ArrowUp"), [true, 0]);
	press(one("button"), "ArrowDown");
	assert.equal(at(), 0, "an arrow on the button moves the focus");
	await answer("qqqqqq AND");
	one(".answers").replaceChildren();
	assert.equal(press(input, "ArrowDown"), false);
});

test("the answers close when the focus leaves, and come back with it", async () => {
	const { one, answer, list, input } = await box();
	await answer("zone");
	const elsewhere = one("#elsewhere");
	elsewhere.focus();
	assert.equal(list.hidden, true);
	input.focus();
	await until(() => !list.hidden);
	assert.ok(one(".answers li"));
	elsewhere.focus();
	type(input, "certificate");
	await settled(60);
	assert.equal(list.hidden, true, "answers open though the reader is elsewhere");
});

test("a box that already has the focus answers at once", async () => {
	const document = open(`<form class="find" action="search/"><input name="q"></form>`);
	serve();
	const { attach } = await fresh("./search/box.js");
	const input = document.querySelector("input");
	input.value = "zone";
	document.activeElement = input;
	attach(document.querySelector("form"));
	await until(() => document.querySelector(".answers li"));
});

// --- The page.
const badges = ["critical", "high", "medium", "low", "near miss"].map((name) => `<span class="badge sev-${name.replace(" ", "-")}"><span>x</span> ${name}</span>`).join("");
globalThis.matchMedia = () => Object.assign(new EventTarget(), { matches: true });
const markup = `<form class="search" action="./"><input type="search" name="q"><input type="date" name="from"><input type="date" name="to">
<select name="sort"><option value="relevance">best</option><option value="date">newest</option><option value="severity">gravest</option><option value="duration">longest</option></select>
<p class="count"></p><div class="trouble"></div><details class="narrowing"><summary>Narrow</summary><div class="facets"></div></details><ol class="hits"></ol><button class="next" type="button" hidden>Show more</button></form>
<template id="pm-severities">${badges}</template><template id="pm-statuses"><span class="badge status-review"><span>x</span> in review</span></template><template id="pm-lists"><ul class="plain"><li>All post mortems</li></ul></template>`;

const show = async (query = "", first = "", page = markup) => {
	const document = open(page.replace('<ol class="hits">', `<ol class="hits">${first}`), `http://host/site/search/${query}`);
	const requested = serve();
	const { attach } = await fresh("./search/page.js");
	const one = (selector) => document.querySelector(selector), all = (selector) => document.querySelectorAll(selector);
	const form = one("form"), { q: input, sort, from, to } = form.elements;
	attach(form);
	const answered = (text) => until(() => form.dataset.answered === text, `answered ${text}`);
	const settle = async (act, text) => {
		form.dataset.answered = "?";
		act();
		await answered(text);
	};
	return {
		document, requested, one, all, form, input, sort, from, to, answered, settle, ask: (text) => settle(() => type(input, text), text),
		titles: () => all(".hits h2").map((h2) => h2.textContent), status: () => one(".count").textContent,
		facet: (name) => all(".facets details").find((details) => details.querySelector("summary").dataset.facet === name),
	};
};

test("the page of an older theme, whose facets do not unfold, works", async () => {
	const { answered, titles, all } = await show("?q=zone", "", markup.replace(/<details class="narrowing">.*?<\/summary>/, "").replace("</details><ol", "<ol"));
	await answered("zone");
	assert.deepEqual(titles(), ["DNS zone lost", "Edge certificate expired"]);
	assert.ok(all(".facets details").length > 0);
});

test("the search page shows the hits of the query in its address", async () => {
	const { one, titles, status, answered, input, all } = await show("?q=zone");
	await answered("zone");
	assert.equal(one(".narrowing").open, true, "facets are folded on a wide screen");
	assert.equal(input.value, "zone");
	assert.deepEqual(titles(), ["DNS zone lost", "Edge certificate expired"]);
	assert.equal(status(), "2 post mortems");
	assert.equal(html(one(".hits li")), '<li><h2><a href="http://host/site/postmortems/zone/">DNS <mark>zone</mark> lost</a></h2>' +
		'<p class="meta"><span>2026-01-10</span><span class="badge sev-high"><span>x</span> high</span>dns</p>' +
		'<p class="piece"><small>summary </small>The secondaries lost the <mark>zone</mark>. A transfer timed out.</p></li>');
	assert.equal(one(".next").hidden, true);
	assert.equal(location.search, "?q=zone");
	assert.equal(all(".hits .meta")[1].textContent, "2026-03-05x criticaledge-gateway, booking");
});

test("missing values of a hit, and a status other than completed, are shown", async () => {
	const { all, answered } = await show("");
	await answered("");
	assert.deepEqual(all(".hits li").map((li) => `${li.querySelector("h2").textContent}: ${li.querySelector(".meta").children.map((child) => child.textContent).join("|")}`), [
		"Edge certificate expired: 2026-03-05|x critical", "DNS zone lost: 2026-01-10|x high", "Clock drift: 2025-06-01|x near miss", "Connection pool exhausted: 2025-06-01|x high|x in review",
		"Disk array gone: 2024-05-05|not given", "Bare timeout: 2023-01-01|not given", "Storm: no date|x medium",
	]);
});

test("hits are sorted as the address and the control say", async () => {
	const { titles, answered, settle, sort, input } = await show("?sort=duration");
	await answered("");
	assert.equal(sort.value, "duration");
	assert.deepEqual(titles().slice(0, 3), ["Disk array gone", "Edge certificate expired", "DNS zone lost"]);
	assert.equal(location.search, "?sort=duration");
	await settle(() => ((sort.value = "severity"), sort.dispatchEvent(event("change"))), "");
	assert.deepEqual(titles(), ["Edge certificate expired", "DNS zone lost", "Connection pool exhausted", "Storm", "Clock drift", "Disk array gone", "Bare timeout"]);
	assert.equal(location.search, "?sort=severity");
	await settle(() => ((sort.value = "relevance"), type(input, " zone ")), " zone ");
	assert.equal(location.search, "?q=zone");
	const unknown = await show("?sort=colour");
	await unknown.answered("");
	assert.equal(unknown.sort.value, "relevance");
	assert.equal(location.href, "http://host/site/search/");
});

test("facets count their values, and add filters to the query", async () => {
	const { facet, answered, ask, settle, one, all, titles, input } = await show("?q=timeout");
	await answered("timeout");
	assert.deepEqual(all(".facets summary").map((summary) => `${summary.textContent}${summary.parentNode.open ? " open" : ""}`), ["Severity open", "Impact", "Detection", "Status", "Service open", "Vendor", "Tag", "Year open"]);
	const button = (filter) => all(".facets button").find(({ dataset }) => dataset.filter === filter);
	const values = (name) => facet(name).querySelectorAll("button").map((button) => `${button.textContent} ${button.dataset.filter} ${button.getAttribute("aria-pressed")}`);
	assert.deepEqual(values("severity"), ["x high2 severity:high false", "x medium1 severity:medium false", 'x near miss1 severity:"near miss" false']);
	assert.equal(html(facet("service").querySelector("button")), '<button aria-pressed="false" data-filter="service:booking" type="button"><span>booking</span><small>2</small></button>');
	assert.deepEqual(values("impact"), [], "values of a folded facet are fetched");
	assert.equal(values("service").length, 3, "a value with quotes, which no query can name, is offered");
	await settle(() => button('severity:"near miss"').onclick(), 'timeout severity:"near miss"');
	assert.deepEqual(titles(), ["Clock drift"]);
	assert.equal(new URL(location.href).searchParams.get("q"), 'timeout severity:"near miss"');
	assert.deepEqual(values("severity"), ['x near miss1 severity:"near miss" true']);
	await settle(() => button('severity:"near miss"').onclick(), "timeout");
	await ask("severity:high timeout");
	await settle(() => button("severity:high").onclick(), "timeout");
	await ask("  severity:high   zone  ");
	await settle(() => one("[data-filter='severity:high']").onclick(), "zone");
	for (const text of ['"severity:high" zone', "zone OR severity:high*"]) {
		await ask(text);
		assert.equal(button("severity:high").getAttribute("aria-pressed"), "false", `${text}: a filter is more than a piece of the query`);
		await settle(() => button("severity:high").onclick(), `${text} severity:high`);
		assert.equal(button("severity:high").getAttribute("aria-pressed"), "true");
		await settle(() => button("severity:high").onclick(), text);
	}
});

test("a facet can be expanded and collapsed, and its values are fetched on demand", async () => {
	const { facet, answered, requested } = await show("?q=timeout");
	await answered("timeout");
	const before = requested.length;
	let details = facet("impact");
	details.open = true;
	details.dispatchEvent(event("toggle"));
	await until(() => facet("impact").querySelector("button"));
	assert.ok(requested.length > before);
	assert.equal(facet("impact").open, true);
	details = facet("impact");
	details.dispatchEvent(event("toggle"));
	details.open = false;
	details.dispatchEvent(event("toggle"));
	assert.equal(facet("impact"), details, "folding a facet draws all anew");
});

test("the focus stays on the filter or the facet that was pressed", async () => {
	const { document, one, answered, settle, facet } = await show("?q=timeout");
	await answered("timeout");
	const button = one("[data-filter='severity:high']");
	button.focus();
	await settle(() => button.onclick(), "timeout severity:high");
	assert.notEqual(document.activeElement, button);
	assert.equal(document.activeElement.dataset.filter, "severity:high");
	const summary = facet("status").querySelector("summary");
	summary.focus();
	facet("status").open = true;
	facet("status").dispatchEvent(event("toggle"));
	await until(() => facet("status").querySelector("button"));
	assert.equal(document.activeElement.dataset.facet, "status");
	assert.notEqual(document.activeElement, summary);
});

test("a period is added to the query, and removed from it", async () => {
	const { answered, settle, from, to, input, ask } = await show("?q=timeout");
	await answered("timeout");
	const limit = (field, value, want) => settle(() => ((field.value = value), field.dispatchEvent(event("change"))), want);
	await limit(from, "2025-01-01", "timeout date:2025-01-01..");
	assert.deepEqual([from.value, to.value], ["2025-01-01", ""]);
	await limit(to, "2025-12-31", "timeout date:2025-01-01..2025-12-31");
	await limit(from, "", "timeout date:..2025-12-31");
	await limit(to, "", "timeout");
	await ask("date:2025-01-01..2025-06-30 zone");
	assert.deepEqual([from.value, to.value], ["2025-01-01", "2025-06-30"]);
	await limit(from, "2024-01-01", "zone date:2024-01-01..2025-06-30");
	await ask("-date:2025-01-01..");
	assert.deepEqual([from.value, to.value], ["", ""]);
	assert.equal(input.value, "-date:2025-01-01..");
});

test("a facet shows eight values and the selected ones, and the rest on demand", async () => {
	const { Search } = await import("./search/search.js");
	const real = Search.open;
	let n = 8;
	Search.open = async (from) => {
		const search = await real(from), count = search.count.bind(search);
		search.count = async (result, name) => (name === "service" ? Array.from({ length: n }, (_, i) => ({ value: `service ${i}`, count: 2000 - i })) : count(result, name));
		return search;
	};
	const { facet, answered, ask } = await show("?q=timeout");
	await answered("timeout");
	const values = () => facet("service").querySelectorAll("button").map((button) => button.textContent);
	assert.deepEqual([values().length, values()[0]], [8, "service 02,000"]);
	n = 12;
	await ask("timeout zone");
	assert.deepEqual(values().slice(7), ["service 71,993", "4 more"]);
	await ask('zone -date:1999 OR service:"service 10"');
	assert.deepEqual(values().slice(7), ["service 71,993", "service 101,990", "3 more"], "a filter that is on cannot be taken off");
	facet("service").querySelector(".rest").onclick();
	await until(() => values().length === 12);
	await ask("zone");
	assert.equal(values().length, 12, "expanded values are collapsed by the next query");
	Search.open = real;
});

test("a long list of hits is shown ten at a time", async () => {
	const { Search } = await import("./search/search.js");
	const real = Search.open;
	Search.open = async (from) => {
		const search = await real(from), typed = search.typed.bind(search);
		search.typed = async (...args) => {
			const result = await typed(...args);
			if (args[0] !== "many") return result;
			const some = await search.search("");
			return { ...some, total: 21, hits: Array.from({ length: 21 }, (_, i) => some.hits[i % 7]) };
		};
		return search;
	};
	const { one, titles, answered, status, document, all } = await show("?q=many");
	await answered("many");
	Search.open = real;
	assert.deepEqual([titles().length, one(".next").hidden, status()], [10, false, "21 post mortems"]);
	await one(".next").onclick();
	assert.deepEqual([titles().length, one(".next").hidden], [20, false]);
	assert.equal(document.activeElement, all(".hits h2 a")[10], "the focus does not go to the first of those that came");
	await one(".next").onclick();
	assert.deepEqual([titles().length, one(".next").hidden], [21, true]);
});

test("a mistyped query shows the hits of the corrected one, and leads back", async () => {
	const { status, one, answered, settle, titles, ask } = await show("?q=certifcate");
	await answered("certifcate");
	assert.equal(status(), "1 post mortem. Showing results for certificate. Search instead for certifcate");
	assert.deepEqual(titles(), ["Edge certificate expired"]);
	await settle(() => one(".better").onclick(), '"certifcate"');
	assert.equal(status(), 'Nothing found. Did you mean "certificate"?');
	await settle(() => one(".better").onclick(), '"certificate"');
	assert.equal(status(), "1 post mortem");
	await ask("certifi");
	assert.equal(status(), "1 post mortem for certifi*");
	await ask("qqqqqqq");
	assert.equal(status(), "Nothing found.");
});

test("the page says what no post mortem has, and what is taken as text", async () => {
	const { status, answered, ask, one } = await show("?q=zone:9999+qqqqqqq");
	await answered("zone:9999 qqqqqqq");
	assert.equal(status(), '2 post mortems for zone 9999 qqqqqqq. No post mortem has 9999, qqqqqqqthere is no field "zone", so it is text');
	assert.equal(one(".count .note").textContent, 'there is no field "zone", so it is text');
	await ask("zone");
	assert.equal(status(), "2 post mortems");
});

test("the page keeps the hits that it comes with for a query without words", async () => {
	const { titles, answered, ask, settle, sort, requested } = await show("", '<li><h2><a href="x">First</a></h2></li>');
	await answered("");
	assert.deepEqual(titles().slice(0, 1), ["First"]);
	assert.equal(requested.filter((address) => address.includes("documents/")).length, 6, "texts of hits are fetched that are there");
	await ask("certificate");
	assert.deepEqual(titles(), ["Edge certificate expired"]);
	await ask("");
	assert.deepEqual(titles().slice(0, 1), ["First"]);
	await settle(() => ((sort.value = "severity"), sort.dispatchEvent(event("change"))), "");
	assert.equal(titles()[0], "Edge certificate expired");
});

test("the error in a query is shown, and earlier hits are removed", async () => {
	const { one, status, answered, input, titles, ask } = await show("?q=zone");
	await answered("zone");
	one(".next").hidden = false;
	type(input, "(zone");
	await until(() => one(".caret"));
	assert.equal(one(".trouble").textContent, "(zone\n^a parenthesis is not closed. Hint: add a closing parenthesis.");
	assert.equal(status(), "The query cannot be read: a parenthesis is not closed");
	await settled(1);
	assert.deepEqual(titles(), []);
	assert.equal(one(".next").hidden, true);
	await ask("zone");
	assert.equal(one(".trouble").textContent, "");
	assert.equal(titles().length, 2);
});

test("an unreachable index is reported, with the lists and a button", async () => {
	down = true;
	const { one, status, answered } = await show("?q=zone");
	await until(() => one(".trouble").firstChild);
	assert.equal(one(".trouble").textContent, "The search could not be loaded (manifest.bin: 502 Bad Gateway). Try againAll post mortems");
	assert.equal(status(), "The search could not be loaded");
	down = false;
	one(".trouble button").onclick();
	await answered("zone");
	assert.equal(one(".trouble").textContent, "");
});

test("arrows, Escape, Enter and the browser's back button work as elsewhere", async () => {
	const { document, all, answered, input, form, settle } = await show("?q=zone");
	await answered("zone");
	input.focus();
	assert.equal(press(input, "ArrowDown"), true);
	assert.equal(document.activeElement, all(".hits h2 a")[0]);
	press(document.activeElement, "Escape");
	assert.equal(document.activeElement, input);
	press(input, "Escape");
	assert.equal(document.activeElement, document.body);
	assert.equal(form.dispatchEvent(event("submit")), false, "Enter leaves the page");
	await settle(() => {
		location.href = "http://host/site/search/?q=certificate";
		page.dispatchEvent(event("popstate"));
	}, "certificate");
});

// --- Shared functions.
test("numbers, links and pieces are written as text", async () => {
	open("");
	const { element, latest, lazily, piece, plural, title, walk } = await import("./search/show.js");
	assert.deepEqual([0, 1, 2, 1234].map((n) => plural(n, "hit")), ["0 hits", "1 hit", "2 hits", "1,234 hits"]);
	assert.equal(html(element("p", { id: "x" }, "<b>", null, "", element("i"))), '<p id="x">&lt;b&gt;<i></i></p>');
	assert.equal(html(title({ slug: "a b/c", title: [], name: "<b>" }, new URL("http://host/"))), '<a href="http://host/postmortems/a%20b%2Fc/">&lt;b&gt;</a>');
	const spans = [{ text: "<i>", mark: true }], root = new URL("http://host/");
	assert.equal(html(piece({ field: "causes", anchor: "causes", spans })), '<p class="piece"><small>causes </small><mark>&lt;i&gt;</mark></p>');
	assert.equal(html(piece({ field: "causes", anchor: "wh%y", spans: [] }, { slug: "a" }, root)), '<p class="piece"><small><a href="http://host/postmortems/a/#wh%25y">causes</a> </small></p>');
	assert.equal(html(piece({ field: "ids", anchor: "", spans: [] }, { slug: "a" }, root)), '<p class="piece"><small>ids </small></p>');
	assert.equal(typeof lazily("http://host/"), "function");
	assert.equal(typeof walk, "function");
	// One at a time, and then only the last of those requested in the meantime.
	const ran = [], waiting = [];
	const run = latest((text) => (ran.push(text), new Promise((done) => waiting.push(done))));
	for (const text of ["a", "b", "c"]) run(text);
	assert.deepEqual(ran, ["a"]);
	waiting[0]();
	await settled(2);
	assert.deepEqual(ran, ["a", "c"]);
	waiting[1]();
	await settled(2);
	run("d");
	assert.deepEqual(ran, ["a", "c", "d"]);
});
