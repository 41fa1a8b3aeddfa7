import assert from "node:assert/strict";
import { test } from "node:test";
import { mockFetch, fresh, html, open, until } from "./dom.mjs";

const figures = {
	slug: ["a b", "c", "d", "e"], title: ["Newest", "Second", "Third", "Oldest"],
	date: [20000, 19999, null, 0], status: [2, 2, 2, 2], statuses: ["draft", "review", "completed"], severity: [0, 1, 2, 3], severities: ["critical", "near miss", "", "grave"], looks: ["critical", "near-miss", "none", "grave"], synonyms: { severity: { "Sev 1": "critical" } },
	detection: [0, 0, 0, 0], detections: ["monitoring"], service: [[0, 1], [], [1], [0]], services: ["dns", "web shop"],
	vendor: [0, 0, 0, 0], vendors: [""], impact: [[], [], [], []], impacts: [], tag: [[], [], [], []], tags: [], outage: [[], [], [], []],
	control: [[], [], [], []], controls: [], control_keys: [], anchor: [[], [], [], []], unsaid: [0, 0, 0, 0], luck: [[], [], [], []], hurt: [[], [], [], []], returns: [[], [], [], []], agreed: [[], [], [], []], reach: [0, 0, 0, 0], items: [[], [], [], []],
	harm: [0, 1, 0, 0], caught_by: [0, 0, 0, 0], harms: ["happened", "averted"], caughts: [""],
	figures: [{ key: "duration", name: "Outage Time", values: [-1, -2, null, -2] }, { key: "degradation", name: "Degradation", values: [-2, -2, -2, 7260] }],
	slugs: { severities: ["critical", "near-miss", "none", "grave"], services: ["dns", "web-shop"], detections: ["monitoring"], vendors: [""], tags: [] },
	as_of: 20001, target_days: 14, types: [], owners: [], states: [],
};
const page = `<p class="lead">29 post mortems</p><div class="picked" data-figures="/site/data/figures.json" data-posts="dashboard/posts.js" data-root="../"></div>
<table class="posts"><tbody><tr><td>old</td></tr></tbody></table><nav class="pager">1 2 3</nav>`;

// show opens the list of post mortems with a query.
const show = async (query, data = figures, markup = page) => {
	const document = open(markup, `http://host/site/postmortems/${query}`);
	location.toString = () => new URL("x", import.meta.url).href; // where the scripts are
	const requested = mockFetch({ "figures.json": data && JSON.stringify(data) });
	await fresh("./picked.js");
	if (query) await until(() => document.querySelector(".picked").firstChild);
	return { requested, document, text: (selector) => document.querySelector(selector)?.textContent, rows: document.querySelectorAll("table.posts tr").map((tr) => tr.children.map((cell) => cell.textContent)) };
};

test("the whole list stays as it is without a query", async () => {
	const { requested, rows, text } = await show("");
	assert.deepEqual(requested, [], "figures are fetched without a query");
	assert.deepEqual(rows, [["old"]]);
	assert.equal(text(".pager"), "1 2 3");
});

test("the list is filtered to what a number counts", async () => {
	const { rows, text, document, requested } = await show("?since=1970-01-01");
	assert.deepEqual(requested, ["/site/data/figures.json"]);
	assert.deepEqual(rows, [
		["2024-10-04", "Newest", "▲ critical", "dns, web shop", "ongoing"],
		["2024-10-03", "Second", "○ near miss", "", "no outage"],
		["1970-01-01", "Oldest", "▪ grave", "dns", "2 h 1 min degraded"],
	], "an outage that goes on is ongoing, and a near miss had none");
	assert.equal(text(".lead"), "3 of 4 post mortems, newest first");
	assert.equal(text(".pager"), undefined, "pages of all post mortems are offered below some of them");
	assert.equal(text(".picked"), "from: 1970-01-01All post mortems");
	assert.equal(document.querySelector(".picked li:not(.chip) a").href, "/site/postmortems/");
	assert.equal(html(document.querySelector("table.posts tr")), '<tr><td class="when"><time datetime="2024-10-04">2024-10-04</time></td>' +
		'<th scope="row"><a href="../postmortems/a%20b/">Newest</a></th><td class="sev"><span class="badge sev-critical"><span aria-hidden="true">▲</span> critical</span></td>' +
		'<td class="services" data-label="Services"><a href="../services/dns/">dns</a>, <a href="../services/web-shop/">web shop</a></td>' +
		'<td class="right time" data-label="Duration"><span class="ongoing">ongoing</span></td></tr>');
});

test("a filter takes other words for a value", async () => {
	for (const word of ["SEV1", "sev-1", "critical"]) assert.deepEqual((await show(`?severity=${word}`)).rows.map(([, title]) => title), ["Newest"], word);
});

test("missing values of a post mortem are shown as such", async () => {
	const { rows, document } = await show("?age=-&severity=-");
	assert.deepEqual(rows, [["no date", "Third", "not given", "web shop", "unknown"]]);
	assert.equal(document.querySelectorAll(".quiet").length, 2);
	assert.equal(document.querySelector(".picked").textContent, "age in days: not givenseverity: not givenAll post mortems");
});

test("the filters of the list are described in words", async () => {
	const { text } = await show("?in=2024Q4&not_service=dns|api&duration=known&also=dns&control=x&luck=hedged&reaching=365&missing=30&out=2024&until=2030-01-01&not_in=1999");
	assert.equal(text(".picked ul"), ["period: 2024Q4", "service other than: dns, api", "outage time: known", "and service: dns", "failed control: x", "luck: hedged",
		"out in the last (days): 365", "without times in the last (days): 30", "out of service in: 2024", "until: 2030-01-01", "not in period: 1999", "All post mortems"].join(""));
});

test("a long list is cut after 500 entries and says so", async () => {
	for (const [n, lead] of [[500, "500 of 500 post mortems, newest first"], [501, "501 of 501 post mortems, newest first, the first 500 shown"]]) {
		const many = Object.fromEntries(Object.entries(figures).map(([key, list]) => [key, Array.isArray(list) && list.length === 4 && key !== "severities" ? Array(n).fill(list[3]) : list]));
		many.figures = [{ key: "duration", name: "Duration", values: Array(n).fill(60) }];
		const { rows, text } = await show("?since=1970-01-01", many);
		assert.equal(rows.length, 500);
		assert.equal(text(".lead"), lead);
	}
});

test("a page without a table or a pager is filtered as well", async () => {
	const { text } = await show("?since=1970-01-01", figures, `<p class="lead"></p><div class="picked" data-figures="figures.json" data-posts="dashboard/posts.js" data-root=""></div>`);
	assert.equal(text(".lead"), "3 of 4 post mortems, newest first");
});

test("a list that cannot be filtered says so and stays complete", async () => {
	const { rows, text, document } = await show("?service=dns", null);
	assert.equal(text(".picked p.note"), "The list could not be filtered; it shows all post mortems.");
	assert.deepEqual(rows, [["old"]]);
	assert.equal(document.querySelectorAll(".picked ul").length, 0);
});
