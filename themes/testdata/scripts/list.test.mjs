import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, filter, records } from "./dashboard/posts.js";
import { Filters } from "./dashboard/listfilters.js";
import { drawing } from "./dashboard/listrows.js";
import { Store } from "./dashboard/liststore.js";
import { fault, isSame, label, spelt } from "./dashboard/listwords.js";
import { event, fresh, html, mockFetch, open, until } from "./dom.mjs";

const figures = {
	slug: ["a b", "c", "d", "e"], title: ["Zürich lost", "Second", "Third", "oldest"],
	date: [20000, 19999, null, 0], status: [0, 1, 2, 2], statuses: ["draft", "review", "completed"], severity: [0, 1, 2, 3], severities: ["critical", "near miss", "", "grave"], looks: ["critical", "near-miss", "none", "grave"], synonyms: { severity: { "Sev 1": "critical" }, status: { "in review": "review" } },
	detection: [0, 0, 0, 0], detections: ["monitoring"], service: [[0, 1], [], [1], [0]], services: ["dns", "web shop"],
	vendor: [0, 0, 0, 0], vendors: [""], impact: [[], [], [], []], impacts: [], tag: [[0], [], [], []], tags: ["net"], factor: [[0], [], [0, 1], []], factors: ["change", "haste"], outage: [[], [], [], []],
	control: [[], [], [], []], controls: [], control_keys: [], anchor: [[], [], [], []], unsaid: [0, 0, 0, 0], luck: [[], [], [], []], hurt: [[], [], [], []], returns: [[], [], [], []], agreed: [[], [], [], []], reach: [0, 0, 0, 0], items: [[], [], [], []],
	harm: [0, 1, 0, 0], caught_by: [0, 0, 0, 0], harms: ["happened", "averted"], caughts: [""],
	figures: [{ key: "duration", name: "Outage Time", values: [-1, -2, null, -2] }, { key: "degradation", name: "Degradation", values: [-2, -2, -2, 7260] }],
	slugs: { severities: ["critical", "near-miss", "none", "grave"], services: ["dns", "web-shop"], detections: ["monitoring"], vendors: [""], factors: ["change", "haste"], tags: ["net"] },
	as_of: 20001, target_days: 14, types: [], owners: [], states: [],
};
const rows = [
	{ id: "PM-1", slug: "a b", title: "Zürich lost", summary: "The café of naïve retries.", date: "2024-10-04", status: "draft", severity: "critical", services: ["dns", "web shop"], slugs: ["dns", "web-shop"], lasted: -1 },
	{ slug: "c", title: "Second", date: "2024-10-03", status: "review", severity: "near miss", services: [], slugs: [], lasted: -2 },
	{ slug: "d", title: "Third", status: "completed", severity: "", services: ["web shop"], slugs: ["web-shop"], lasted: null },
	{ slug: "e", title: "oldest", summary: "Long ago.", date: "1970-01-01", status: "completed", severity: "grave", services: ["dns"], slugs: ["dns"], lasted: 7260, stated: true, degraded: true },
];
const names = ["text", "service", "severity", "status", "year", "in", "since", "duration", "luck", "age", "reaching", "tag"];
// filters returns the filters of a store that has everything.
const filters = () => {
	const data = structuredClone(figures);
	const all = records(data);
	all.forEach((p, i) => Object.assign(p, { row: rows[i], title: [3, 1, 2, 0][i] }));
	return new Filters({ data, all }, names);
};

test("an address selects: any value of a name, and all names", () => {
	const list = filters();
	for (const [search, want] of Object.entries({
		"": "a b c d e", "?utm_source=x&constructor=y&__proto__=z": "a b c d e", "?severity=": "a b c d e",
		"?severity=CRITICAL": "a b", "?severity=sev-1": "a b", "?severity=critical&severity=Near%20Miss": "a b c", "?severity=critical&severity=none": "a b",
		"?service=DNS&service=web-shop": "a b d e", "?service=dns&severity=grave": "e", "?service=-": "c", "?status=In+Review": "c", "?year=2024": "a b c", "?year=1970&year=2024": "a b c e", "?year=-": "d",
		"?text=zurich+CAFE": "a b", "?text=pm-1": "a b", "?text=net": "a b", "?text=third&text=second": "c d", "?text=zurich+second": "",
		"?severity=SEV9": "", "?year=abc": "", "?year=202": "", "?in=2024Q5": "", "?since=soon": "", "?duration=long": "", "?duration=ONGOING": "a b", "?luck=much": "", "?age=old": "", "?reaching=x": "",
	})) assert.equal(list.find(list.read(search)).found.map(({ slug }) => slug).join(" "), want, search);
});

test("an order puts what has no value last", () => {
	const list = filters();
	for (const [sort, want] of Object.entries({ "": "a b c d e", oldest: "e c a b d", severity: "a b c e d", duration: "a b e c d", title: "e c d a b", constructor: "a b c d e" }))
		assert.equal(list.find({ pairs: [], sort }).found.map(({ slug }) => slug).join(" "), want, sort);
});

test("an address is read and written again, with what is no filter", () => {
	const list = filters();
	for (const [search, want] of Object.entries({ "?severity=high&severity=high&utm_source=x&sort=Title": "?severity=high&sort=title&utm_source=x", "?text=+": "", "": "" })) assert.equal(list.write(list.read(search)), want);
});

test("a filter that finds nothing says what would be found without it, or alone", () => {
	const list = filters();
	const { groups } = list.find(list.read("?severity=critical&year=1970"));
	assert.deepEqual(groups.map(({ name, without, alone }) => [name, without, alone]), [["severity", 1, 1], ["year", 1, 1]]);
});

test("a filter reads only the columns that are fetched for it", () => {
	const data = structuredClone(figures), [post] = records(data), values = { in: "2024", not_in: "2024", year: "2024", since: "2024-01-01", until: "2025-01-01", age: "0..3", late: "1", control: "x", out: "2024", reaching: "90", missing: "90", luck: "open", duration: "known", degradation: "known" };
	data.control_keys = ["x"];
	for (const name of ["in", "not_in", "year", "since", "until", "service", "also", "not_service", "severity", "detection", "harm", "caught_by", "impact", "vendor", "tag", "status", "age", "late", "luck", "control", "out", "reaching", "missing", "duration", "degradation"]) {
		const has = [...columnsOf(name), ...(columnsOf(name).includes("date") ? ["month"] : [])];
		const only = new Proxy(post, { get: (p, key) => (assert.ok(has.includes(key), `${name} reads ${String(key)}`), p[key]) });
		filter(data, name, values[name] ?? "-")(only);
	}
});

// A site has the files of a store, each as text.
const site = (sum = 7) => ({
	"index.json": JSON.stringify({ sum, posts: 4, rows_in_file: 3, row_sums: [8, 9], figures: [], synonyms: {}, severities: figures.severities, looks: figures.looks }),
	"severity.json": JSON.stringify({ sum: 7, names: figures.severities, slugs: figures.slugs.severities, values: figures.severity }),
	"date.json": JSON.stringify({ sum: 7, values: figures.date }), "tag.json": JSON.stringify({ sum: 7, names: figures.tags, slugs: figures.slugs.tags, values: figures.tag }),
	"0.json": JSON.stringify({ sum: 8, rows: [rows[3], rows[2], rows[1]] }), "1.json": JSON.stringify({ sum: 9, rows: [rows[0]] }),
});

test("a store fetches what is needed, once", async () => {
	const requested = mockFetch(site()), store = new Store("/data/list/", [], undefined);
	const asked = async (promise) => {
		await promise;
		return requested.splice(0).map((address) => address.replace("/data/list/", ""));
	};
	assert.ok(!store.has(["severity"]));
	assert.deepEqual(await asked(store.need(["severity"])), ["index.json", "columns/severity.json"]);
	assert.ok(store.has(["severity"]) && !store.has(["severity", "year"]));
	assert.deepEqual(await asked(store.need(["severity", "year", "in"])), ["columns/date.json"]);
	assert.deepEqual([store.all.map((p) => p.severity), store.all.map((p) => p.month), store.data.severities], [figures.severity, [24297, 24297, null, 23640], figures.severities]);
	assert.deepEqual(await asked(store.rows([store.all[0]])), ["rows/1.json"]);
	assert.deepEqual(await asked(store.need(["text"])), ["columns/tag.json", "rows/0.json"]);
	assert.deepEqual(store.all.map(({ row }) => row.slug), ["a b", "c", "d", "e"]);
	assert.deepEqual(await asked(store.need(["text"])), []);
});

test("a file of another version is fetched again, and then refused", async () => {
	const requested = mockFetch(site(6)), store = new Store("/data/list/", [], undefined);
	await assert.rejects(store.need(["severity"]), /another version/);
	assert.deepEqual(requested.filter((address) => address.includes("severity")).length, 2);
});

test("rows that the page has are used, if they belong to the data", async () => {
	for (const [sum, want] of [["7", "written"], ["6", undefined]]) {
		mockFetch(site());
		const store = new Store("/data/list/", ["written"], sum);
		await store.need([]);
		assert.equal(store.all[0].written, want);
	}
});

test("filters and faults are said in words", () => {
	const words = (name, value) => `${label(figures, name)}: ${spelt(figures, name, value)}`;
	assert.deepEqual([words("in", "2024q4"), words("severity", "SEV1"), words("service", "Web-Shop"), words("status", "review"), words("duration", "Known"), words("not_service", "dns|api"), words("tag", "-")],
		["period: 2024Q4", "severity: critical", "service: web shop", "status: in review", "outage time: known", "service other than: dns, api", "tag: not given"]);
	assert.deepEqual([fault(figures, "year", "abc"), fault(figures, "severity", "SEV9"), fault(figures, "control", "x")],
		["year: “abc” is not a year, such as 2026.", "severity: no post mortem has “SEV9”; known are critical, near miss, grave.", "failed control: no post mortem has “x”."]);
	assert.ok(isSame("Near_Miss", "near miss"));
});

test("rows are drawn as on the pages, each year with its table", () => {
	const document = open(`<template id="pm-badges"><span class="badge sev-critical" title="worst"><span aria-hidden="true">▲</span> critical</span><span class="badge status-review">in review</span><span class="badge status-draft">draft</span></template>`);
	const begin = drawing(figures, "../", document.querySelector("template")), all = rows.map((row) => ({ row }));
	const draw = (byYear, ...parts) => {
		const place = document.createElement("div"), add = begin(place, byYear);
		parts.forEach(add);
		return place.children;
	};
	const drawn = draw(true, all.slice(0, 1), all.slice(1));
	assert.deepEqual(drawn.map((e) => (e.localName === "h2" ? e.textContent : e.querySelectorAll("tbody tr").length)), ["2024", 2, "No date", 1, "1970", 1]);
	assert.equal(html(drawn[1].querySelector("tbody tr")), '<tr><td class="when"><time datetime="2024-10-04">2024-10-04</time></td>' +
		'<th scope="row"><a href="../postmortems/a%20b/">Zürich lost</a> <span class="badge status-draft">draft</span><span class="summary">The café of naïve retries.</span></th>' +
		'<td class="sev"><span class="badge sev-critical" title="worst"><span aria-hidden="true">▲</span> critical</span></td>' +
		'<td class="services" data-label="Services"><a href="../services/dns/">dns</a>, <a href="../services/web-shop/">web shop</a></td>' +
		'<td class="right time" data-label="Duration"><span class="ongoing">ongoing</span></td></tr>');
	assert.deepEqual(draw(false, all).flatMap((table) => table.querySelectorAll("tbody tr").map((tr) => tr.children.map((cell) => cell.textContent).join("|"))), [
		"2024-10-04|Zürich lost draftThe café of naïve retries.|▲ critical|dns, web shop|ongoing", "2024-10-03|Second in review|▪ near miss||no outage".replace("▪", "○"),
		"no date|Third |not given|web shop|unknown", "1970-01-01|oldest Long ago.|▪ grave|dns|2\u00a0h 1\u00a0min as stated degraded",
	]);
});

// start opens a list.
const start = async (query, files) => {
	const document = open(`<p class="lead">4 post mortems</p><div class="listfilter" data-filters="text severity year" data-data="/site/data/list/" data-root="../"><input name="text"><details data-filter="year"><summary>Year</summary></details><select name="sort"><option value="">newest</option></select></div><div class="picked"></div><div class="listed"><p>All</p></div><template id="pm-badges"></template>`, `http://host/site/postmortems/${query}`);
	const requested = mockFetch(files);
	await fresh("./dashboard/list.js");
	return { document, requested, text: (selector) => document.querySelector(selector).textContent };
};

test("data is fetched when a filter is used, once", async () => {
	for (const query of ["", "?utm_source=x", "?severity="]) {
		const { document, requested, text } = await start(query, site());
		assert.deepEqual(requested, [], query);
		const menu = document.querySelector("details");
		menu.open = true;
		for (let i = 0; i < 2; i++) menu.dispatchEvent(event("toggle", { bubbles: false }));
		await until(() => text(".values").includes("2024"));
		assert.deepEqual(requested, ["/site/data/list/index.json", "/site/data/list/columns/date.json"], query);
	}
});

test("a filter of the address is shown", async () => {
	const { text } = await start("?severity=critical", site());
	await until(() => text(".listed").includes("Zürich lost"));
	assert.equal(text(".lead"), "1 of 4 post mortems, newest first");
});

test("a list that cannot be filtered says so", async () => {
	const { text } = await start("?year=2026", {});
	await until(() => text(".picked").startsWith("The list could not be filtered"));
	assert.equal(text(".listed"), "All");
});
