import assert from "node:assert/strict";
import { test } from "node:test";
import * as posts from "./dashboard/posts.js";
import { Filters } from "./list/filters.js";
import { drawing } from "./list/rows.js";
import { fault, isSame, label, spelt } from "./list/words.js";
import { event, fresh, html, mockFetch, open, until } from "./dom.mjs";

const figures = {
	slug: ["a b", "c", "d", "e"], title: ["Zürich lost", "Second", "Third", "oldest"],
	date: [20000, 19999, null, 0], status: [0, 1, 2, 2], statuses: ["draft", "review", "completed"], severity: [0, 1, 2, 3], severities: ["critical", "near miss", "", "grave"], looks: ["critical", "near-miss", "none", "grave"], synonyms: { severity: { "Sev 1": "critical" }, status: { "in review": "review" } },
	detection: [0, 0, 0, 0], detections: ["monitoring"], service: [[0, 1], [], [1], [0]], services: ["dns", "web shop"],
	vendor: [0, 0, 0, 0], vendors: [""], impact: [[], [], [], []], impacts: [], tag: [[0], [], [], []], tags: ["net"], outage: [[], [], [], []],
	control: [[], [], [], []], controls: [], control_keys: [], anchor: [[], [], [], []], unsaid: [0, 0, 0, 0], luck: [[], [], [], []], hurt: [[], [], [], []], returns: [[], [], [], []], agreed: [[], [], [], []], reach: [0, 0, 0, 0], items: [[], [], [], []],
	harm: [0, 1, 0, 0], caught_by: [0, 0, 0, 0], harms: ["happened", "averted"], caughts: [""],
	figures: [{ key: "duration", name: "Outage Time", values: [-1, -2, null, -2] }, { key: "degradation", name: "Degradation", values: [-2, -2, -2, 7260] }],
	slugs: { severities: ["critical", "near-miss", "none", "grave"], services: ["dns", "web-shop"], detections: ["monitoring"], vendors: [""], tags: ["net"] },
	as_of: 20001, target_days: 14, types: [], owners: [], states: [],
};
const rest = { id: ["PM-1", "", "", ""], summary: ["The café of naïve retries.", "", "", "Long ago."], stated: [3] };
const filters = (more = rest) => new Filters(posts, structuredClone(figures), more);

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

test("files of different versions are not joined", () => {
	assert.throws(() => filters({ ...rest, id: ["PM-1"] }));
});

test("filters and faults are said in words", () => {
	const words = (name, value) => `${label(figures, name)}: ${spelt(posts, figures, name, value)}`;
	assert.deepEqual([words("in", "2024q4"), words("severity", "SEV1"), words("service", "Web-Shop"), words("status", "review"), words("duration", "Known"), words("not_service", "dns|api"), words("tag", "-")],
		["period: 2024Q4", "severity: critical", "service: web shop", "status: in review", "outage time: known", "service other than: dns, api", "tag: not given"]);
	assert.deepEqual([fault(figures, "year", "abc"), fault(figures, "severity", "SEV9"), fault(figures, "control", "x")],
		["year: “abc” is not a year, such as 2026.", "severity: no post mortem has “SEV9”; known are critical, near miss, grave.", "failed control: no post mortem has “x”."]);
	assert.ok(isSame("Near_Miss", "near miss"));
});

test("rows are drawn as on the pages, each year with its table", () => {
	const document = open(`<template id="pm-badges"><span class="badge sev-critical" title="worst"><span aria-hidden="true">▲</span> critical</span><span class="badge status-review">in review</span><span class="badge status-draft">draft</span></template>`);
	const list = filters(), draw = drawing(list, "../", document.querySelector("template"));
	const drawn = draw(list.all, true);
	assert.deepEqual(drawn.map((e) => (e.localName === "h2" ? e.textContent : e.querySelectorAll("tbody tr").length)), ["2024", 2, "No date", 1, "1970", 1]);
	assert.equal(html(drawn[1].querySelector("tbody tr")), '<tr><td class="when"><time datetime="2024-10-04">2024-10-04</time></td>' +
		'<th scope="row"><a href="../postmortems/a%20b/">Zürich lost</a> <span class="badge status-draft">draft</span><span class="summary">The café of naïve retries.</span></th>' +
		'<td class="sev"><span class="badge sev-critical" title="worst"><span aria-hidden="true">▲</span> critical</span></td>' +
		'<td class="services" data-label="Services"><a href="../services/dns/">dns</a>, <a href="../services/web-shop/">web shop</a></td>' +
		'<td class="right time" data-label="Duration"><span class="ongoing">ongoing</span></td></tr>');
	assert.deepEqual(draw(list.all, false).flatMap((table) => table.querySelectorAll("tbody tr").map((tr) => tr.children.map((cell) => cell.textContent).join("|"))), [
		"2024-10-04|Zürich lost draftThe café of naïve retries.|▲ critical|dns, web shop|ongoing", "2024-10-03|Second in review|▪ near miss||no outage".replace("▪", "○"),
		"no date|Third |not given|web shop|unknown", "1970-01-01|oldest Long ago.|▪ grave|dns|2\u00a0h 1\u00a0min as stated degraded",
	]);
});

// start opens a list with the script that loads its filters.
const start = async (query, files) => {
	const document = open(`<div class="listfilter" data-filters="severity year" data-list="list/page.js" data-posts="dashboard/posts.js" data-figures="/site/data/figures.json" data-rows="/site/data/list.json"><details><summary>Year</summary></details></div><div class="picked"></div>`, `http://host/site/postmortems/${query}`);
	location.toString = () => new URL("x", import.meta.url).href; // where the scripts are
	const requested = mockFetch(files);
	await fresh("./list.js");
	return { document, requested };
};

test("data is fetched when a filter is used, once", async () => {
	for (const query of ["", "?utm_source=x", "?severity="]) {
		const { document, requested } = await start(query, {});
		assert.deepEqual(requested, [], query);
		for (let i = 0; i < 2; i++) document.querySelector("details").dispatchEvent(event("toggle", { bubbles: false }));
		assert.deepEqual(requested, ["/site/data/figures.json", "/site/data/list.json"], query);
	}
});

test("a list that cannot be filtered says so", async () => {
	const { document } = await start("?year=2026", {});
	await until(() => document.querySelector(".picked").textContent.startsWith("The list could not be filtered"));
});
