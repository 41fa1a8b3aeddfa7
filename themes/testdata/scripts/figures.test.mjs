import assert from "node:assert/strict";
import { test } from "node:test";
import { mockFetch, event, fresh, html, open, settled, until } from "./dom.mjs";

// A fake of dashboard.js, whose panels contain the filter.
const dashboard = `data:text/javascript,${encodeURIComponent(`
	export const keepUnits = (text) => text, unbroken = (text) => [text];
	export const meant = (data, name, word) => data.synonyms[name]?.[word] ?? word;
	export const records = (data) => data.slug.map((slug) => ({ slug }));
	export const begin = (data, all, f) => {
		const words = JSON.stringify(f), made = (globalThis.made ??= []);
		const panel = (key, more) => () => (made.push(key + words), { note: key + " of " + words, legend: [], head: ["Name", "Number"], rows: [[{ text: "<b>", path: "" }, { text: "3", path: "postmortems/?service=a%2Fb&tag=c d" }]], drawing: "<svg></svg>", ...more });
		return {
			count: f.service === "dns" ? 1 : 2,
			panels: {
				severity: panel("severity", { few: f.service ? "Too few." : "", legend: [{ name: "critical", kind: "sev-critical", glyph: "▲" }, { name: "open", kind: "open" }, { name: "overdue", kind: "late", hatched: true }], more: { text: "All 3 late", path: "postmortems/?late=yes" } }),
				trend: () => (f.service ? null : panel("trend")()),
				bare: panel("bare"),
			},
			answers: () => [
				{ question: "Better?", chart: "trend", text: "Yes <i>", basis: "From a to b", late: false, details: [{ text: "9 known", path: "postmortems/?x=1" }, { text: "of 10", path: "" }] },
				{ question: "Late?", chart: "", text: "None", basis: "Of c", late: true, details: [] },
			],
		};
	};`)}`;
const data = { slug: ["a", "b"], services: ["shop", "dns"], severities: ["critical", "", "high"], synonyms: { severity: { sev2: "high" } } };
const figure = (id, more = "") => `<figure class="chartbox" id="chart-${id}"><p class="note">as built</p><p class="key"></p><div class="plot"></div>
<table class="data"><thead><tr><th>old</th></tr></thead><tbody><tr><td>old</td></tr></tbody></table><p class="foot"><a href="definitions/#${id}">what it is</a>${more}</p></figure>`;
const availability = `<figure class="chartbox" id="chart-availability"><table class="data"><thead><tr><th>Service</th></tr></thead><tbody><tr><th>dns</th><td>99 %</td></tr><tr><th>shop</th><td>100 %</td></tr></tbody></table><p class="foot"></p></figure>`;
const markup = `<div class="refine" data-dashboard="${dashboard}" data-figures="/site/data/figures.json" data-root="../" hidden><form><label>Service<select name="service"><option value="">any</option><option>shop</option></select></label><label>Severity<select name="severity"><option value="">any</option></select></label><label>Period<select class="recent"><option value="">All years</option><option value="2025-12-02">Last 12 months</option><option value="-">Other dates</option></select></label><input type="date" name="since"><input type="date" name="until"></form><p class="note"><span role="status"></span> <a href="../dashboard/" hidden>Show all</a></p></div><p class="values">29</p><dl class="inshort"></dl>
${figure("severity", `<a class="more" href="old">old</a>`)}${figure("trend")}<figure class="chartbox" id="chart-bare"><p class="note"></p><table class="data"><thead><tr></tr></thead><tbody></tbody></table><p class="foot"></p></figure>${availability}${figure("unknown")}`;

const show = async (query = "", { file = data, page = markup, press = !query } = {}) => {
	const document = open(page, `http://host/site/dashboard/${query}`);
	globalThis.made = [];
	const requested = mockFetch({ "figures.json": file && JSON.stringify(file) });
	await fresh("./figures.js");
	const one = (selector) => document.querySelector(selector), all = (selector) => document.querySelectorAll(selector);
	const before = [one(".refine")?.hidden, requested.length];
	if (press) one("form").dispatchEvent(event("focusin"));
	if (query || press) await until(() => requested.length > 0);
	await settled();
	await settled();
	const choose = async (name, value) => {
		one(`[name='${name}']`).value = value;
		one("form").dispatchEvent(event("input"));
		await settled();
	};
	return { document, one, all, requested, before, choose };
};

test("the dashboard is unchanged until somebody filters it", async () => {
	const { before, one, requested } = await show("", { press: false });
	assert.deepEqual(before, [false, 0]);
	assert.deepEqual(requested, []);
	assert.equal(one("#chart-severity .note").textContent, "as built");
	assert.equal(one(".values").hidden, false);
});

test("the form offers services, severities and days", async () => {
	const { one, requested } = await show();
	assert.deepEqual(requested, ["/site/data/figures.json"]);
	const options = (name) => one(`[name='${name}']`).options.map((option) => `${option.value}:${option.textContent}`).join();
	assert.equal(options("service"), ":any,shop:shop,dns:dns");
	assert.equal(options("severity"), ":any,critical:critical,high:high");
	assert.equal(one("[role='status']").textContent, "");
	assert.equal(one("form").dispatchEvent(event("submit")), false, "Enter in the form leaves the page");
	assert.equal(location.href, "http://host/site/dashboard/");
});

test("a filter redraws every panel, hides those without numbers, and writes itself into the address", async () => {
	const { one, all, choose } = await show();
	assert.equal(one("#chart-trend").hidden, false);
	assert.equal(one(".sparse"), null);
	await choose("service", "dns");
	assert.equal(location.search, "?service=dns");
	assert.equal(one("[role='status']").textContent, "This page now shows 1 of 2 post mortems: service dns.");
	assert.equal(one(".values").hidden, true, "numbers of all post mortems stay above the charts of some");
	assert.deepEqual(all(".chartbox").map((box) => [box.id, box.hidden]), [["chart-severity", false], ["chart-trend", true], ["chart-bare", false], ["chart-availability", false], ["chart-unknown", true]]);
	const severity = one("#chart-severity");
	assert.equal(severity.querySelector(".note").textContent, 'severity of {"service":"dns"}');
	assert.equal(html(severity.querySelector(".sparse")), '<p class="note sparse"><strong>Too few.</strong></p>');
	assert.equal(html(severity.querySelector(".plot")), '<div class="plot"><svg></svg></div>');
	assert.equal(html(severity.querySelector("table")), '<table class="data"><thead><tr><th scope="col">Name</th><th scope="col">Number</th></tr></thead><tbody><tr><th scope="row">&lt;b&gt;</th><td><a href="../postmortems/?service=a%2Fb&amp;tag=c%20d">3</a></td></tr></tbody></table>');
	assert.deepEqual(severity.querySelectorAll(".key > span").map(html), [
		'<span><span class="mark sev-critical">▲</span> critical</span>',
		'<span><svg class="swatch chart"><rect class="open" height="100%" width="100%"></svg> open</span>',
		'<span><svg class="swatch"><rect fill="url(#pm-hatch)" height="100%" width="100%"></svg> overdue</span>',
	]);
	assert.deepEqual(severity.querySelectorAll(".foot a").map(html), ['<a href="definitions/#severity">what it is</a>', '<a class="more" href="../postmortems/?late=yes">All 3 late</a>']);
	assert.equal(html(one(".inshort")), '<dl class="inshort"><div class=""><dt><a href="#chart-trend">Better?</a></dt><dd><b>Yes &lt;i&gt;</b><p class="basis">From a to b</p><ul><li><a href="../postmortems/?x=1">9 known</a></li><li>of 10</li></ul></dd></div>' +
		'<div class="late"><dt>Late?</dt><dd><b>None</b><p class="basis">Of c</p><ul></ul></dd></div></dl>');
	await choose("service", "");
	assert.equal(location.href, "http://host/site/dashboard/");
	assert.equal(one("[role='status']").textContent, "");
	assert.equal(one(".values").hidden, false);
	assert.equal(one("#chart-trend").hidden, false);
	assert.equal(one(".sparse"), null, "a warning of few numbers stays when there are many again");
});

test("a period sets the dates, dates name the period, and one link leads back to all", async () => {
	const { one, choose } = await show();
	one(".recent").value = "2025-12-02";
	one("form").dispatchEvent(Object.defineProperty(event("input"), "target", { value: one(".recent") }));
	await settled();
	assert.equal(location.search, "?since=2025-12-02");
	assert.equal(one("[role='status']").textContent, "This page now shows 2 of 2 post mortems: from 2025-12-02.");
	await choose("until", "2026-01-01");
	assert.equal(one(".recent").value, "-");
	assert.equal(one(".note a").hidden, false);
	one(".note a").onclick(event("click"));
	await settled();
	assert.equal(location.href, "http://host/site/dashboard/");
	assert.deepEqual([one(".recent").value, one("[name='until']").value, one(".note a").hidden], ["", "", true]);
});

test("availability is shown for all or for one whole service", async () => {
	const { all, one, choose } = await show();
	const shown = () => (one("#chart-availability").hidden ? "hidden" : all("#chart-availability tbody tr").filter((row) => !row.hidden).map((row) => row.cells[0].textContent).join());
	assert.equal(shown(), "dns,shop");
	await choose("service", "shop");
	assert.equal(shown(), "shop");
	await choose("severity", "high");
	assert.equal(shown(), "hidden", "availability of some outages is no availability");
	await choose("service", "");
	assert.equal(shown(), "hidden");
	await choose("severity", "");
	assert.equal(shown(), "dns,shop");
});

test("a service without availability has no such chart", async () => {
	const { one, choose } = await show("", { file: { ...data, services: ["mail"] } });
	await choose("service", "mail");
	assert.equal(one("#chart-availability").hidden, true);
});

test("an address with a filter shows it at once", async () => {
	const { one } = await show("?service=shop&severity=sev2&since=2026-01-02&until=2026-03-04");
	assert.deepEqual(["service", "severity", "since", "until"].map((name) => one(`[name='${name}']`).value), ["shop", "high", "2026-01-02", "2026-03-04"]);
	assert.equal(one("#chart-severity .note").textContent, 'severity of {"service":"shop","severity":"high","since":"2026-01-02","until":"2026-03-04"}');
	assert.equal(location.search, "?service=shop&severity=high&since=2026-01-02&until=2026-03-04");
});

test("what is on the screen is drawn first, and the rest only if the filter does not change again", async () => {
	const { one, choose } = await show();
	const at = (id, top, bottom) => (one(`#chart-${id}`).box = { top, bottom });
	at("severity", 799, 900);
	at("trend", 800, 900);
	at("bare", -100, 0);
	globalThis.made = [];
	one("[name='severity']").value = "high";
	one("form").dispatchEvent(event("input"));
	const high = '{"severity":"high"}';
	assert.deepEqual(made, [`severity${high}`], "what is just on the screen, and nothing above or below it, is drawn at once");
	await settled();
	assert.deepEqual(made, [`severity${high}`, `trend${high}`, `bare${high}`]);
	at("bare", -100, 1);
	globalThis.made = [];
	one("[name='severity']").value = "critical";
	one("form").dispatchEvent(event("input"));
	await choose("severity", "");
	assert.deepEqual(made, ['severity{"severity":"critical"}', 'bare{"severity":"critical"}', "severity{}", "bare{}", "trend{}"]);
});

test("filters that cannot be loaded say so, and the charts stay", async () => {
	const { one } = await show("", { file: null });
	assert.equal(one("[role='status']").textContent, "The filters could not be loaded; the charts show all post mortems.");
	assert.equal(one("#chart-severity .note").textContent, "as built");
});

test("a table is copied as CSV that spreadsheets do not interpret as formulas", async () => {
	const page = `<figure><table class="data"><thead><tr><th>Name</th><th>Said</th></tr></thead><tbody><tr><th> plain </th><td>a, "b"</td></tr><tr><th>=1+1</th><td>-2</td></tr><tr><th>+x</th><td>@y</td></tr><tr><th>a=b</th><td>two
lines</td></tr></tbody></table><p class="foot"></p></figure>`;
	const { one } = await show("", { page, press: false });
	const button = one(".foot button");
	assert.equal(button.textContent, "Copy as CSV");
	button.onclick();
	await settled();
	assert.equal(navigator.clipboard.text, 'Name,Said\r\nplain,"a, ""b"""\r\n\'=1+1,\'-2\r\n\'+x,\'@y\r\na=b,"two\nlines"\r\n');
	assert.equal(button.textContent, "Copied");
	assert.deepEqual(timers.map(({ after }) => after), [1500]);
	timers[0].run();
	assert.equal(button.textContent, "Copy as CSV");
});

test("a table has no button without a clipboard", async () => {
	const document = open(`<figure><table class="data"></table><p class="foot"></p></figure>`);
	delete navigator.clipboard;
	await fresh("./figures.js");
	assert.equal(document.querySelectorAll("button").length, 0);
});
