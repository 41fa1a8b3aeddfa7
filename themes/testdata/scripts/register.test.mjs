import assert from "node:assert/strict";
import { test } from "node:test";
import { mockFetch, event, fresh, html, open, until } from "./dom.mjs";
import { matches, select } from "./register.js";

// Post mortems: slug, title, date, services, severity, vendor, tags. Items: post
// mortem, anchor, title, type, owner, state, due, tracking and, if it was moved, by how many days, and how often.
const data = {
	as_of: "2026-11-23",
	posts: [
		["march", "DNS was lame", "2026-03-05", [0, 1], 0, 1, [0], [0, 1]],
		["june", "Slow queries", "2026-06-30", [1], 1, 0, [], []],
		["undated", "No date", "", [], 2, 0, [1], [1]],
		["future", "Planned", "2026-12-24", [0], 0, 0, [0, 1], []],
	],
	services: ["dns", "shop"], severities: ["critical", "high", ""], vendors: ["", "Tailspin"], tags: ["resolver", "disk"], factors: ["change", "haste"],
	synonyms: { severity: { SEV2: "high" }, type: { preventive: "prevent" } },
	types: ["", "prevent", "detect"], owners: ["", "zoe", "adam"],
	items: [
		[0, "a1", "Monitor the zone", 2, 1, "overdue", "2026-04-01", [["OPS-1", "https://tickets/OPS-1"], "OPS-2"]],
		[0, "a2", "add a second resolver", 1, 2, "open", "2026-12-01", [], 30, "moved once, by 30 days"],
		[1, "a1", "Tune the database", 1, 0, "in progress", "", []],
		[1, "a2", "Buy a disk", 0, 2, "done", "2026-07-01", ["OPS-9"]],
		[2, "a1", "Write the date", 0, 1, "cancelled", "", []],
		[3, "a1", "Call Tailspin", 1, 1, "waiting", "2026-12-31", [], 61, "moved twice, by 61 days"],
	],
};
const found = (f) => select(data, f).map((item) => item[2][0]).join("");

test("filters select the action items that match", () => {
	for (const [f, want] of [
		[{}, "MaTBWC"],
		[{ type: "prevent" }, "aTC"], [{ type: "detect" }, "M"], [{ type: "-" }, "BW"], [{ type: "mitigate" }, ""],
		[{ owner: "zoe" }, "MWC"], [{ owner: "-" }, "T"],
		[{ state: "overdue" }, "M"], [{ state: "open" }, "a"], [{ state: "closed" }, "BW"], [{ state: "on time" }, "aT"], [{ state: "unfinished" }, "MaT"], [{ state: "waiting" }, "C"], [{ state: "done" }, "B"],
		[{ due: "-" }, "TW"], [{ due: "2026-04-01" }, "M"],
		[{ tracking: "yes" }, "MB"],
		[{ service: "dns" }, "MaC"], [{ service: "shop" }, "MaTB"], [{ service: "-" }, "W"], [{ service: "mail" }, ""],
		[{ severity: "critical" }, "MaC"], [{ severity: "-" }, "W"], [{ severity: "SEV-2" }, "TB"], [{ type: "Preventive" }, "aTC"],
		[{ vendor: "Tailspin" }, "Ma"], [{ vendor: "-" }, "TBWC"],
		[{ tag: "disk" }, "WC"], [{ tag: "-" }, "TB"], [{ factor: "haste" }, "MaW"], [{ factor: "-" }, "TBC"],
		[{ since: "2026-06-30" }, "TBC"], [{ since: "2026-07-01" }, "C"], [{ until: "2026-06-30" }, "MaTB"], [{ until: "2026-06-29" }, "Ma"],
		[{ owner: "zoe", state: "overdue" }, "M"], [{ sort: "moved" }, "CaMTBW"], [{ service: "dns", type: "prevent", owner: "adam" }, "a"],
	]) assert.equal(found(f), want, JSON.stringify(f));
});

test("periods are years, quarters, months, and ranges of these", () => {
	for (const [words, want] of [
		["2026", "MaTBC"], ["2025", ""], ["2027", ""], ["2026Q1", "Ma"], ["2026Q2", "TB"], ["2026Q3", ""], ["2026Q4", "C"], ["2026-03", "Ma"], ["2026-06", "TB"], ["2026-12", "C"], ["2026-05", ""],
		["2026Q1..2026Q2", "MaTB"], ["2026-04..2026-06", "TB"], ["2026-03..2026-05", "Ma"], ["2025..2026", "MaTBC"], ["2026Q2..2026Q3", "TB"], ["2026Q3..2026Q4", "C"],
	]) {
		assert.equal(found({ in: words }), want, `in ${words}`);
		assert.equal(found({ not_in: words }), [..."MaTBWC"].filter((c) => !want.includes(c)).join(""), `not in ${words}: what has no date is elsewhere`);
	}
});

test("ages are days since the incident; the end of a range is exclusive", () => {
	// 263 days since March 5, 146 since June 30; future ones are 0 days old.
	for (const [age, want] of [["0..1", "C"], ["1..146", ""], ["146..147", "TB"], ["145..146", ""], ["147..263", ""], ["263..264", "Ma"], ["90..", "MaTB"], ["263..", "Ma"], ["264..", ""], ["-", "W"], ["0..", "MaTBC"]])
		assert.equal(found({ age }), want, age);
});

test("words are searched for in titles of items and post mortems, and in tickets", () => {
	for (const [text, want] of [["ZONE", "M"], ["dns was", "Ma"], ["ops-1", "M"], ["tickets/ops-1", "M"], ["ops-9", "B"], ["a disk", "B"], ["nowhere", ""], ["zone DNS", "M"], ["march", ""]]) assert.equal(found({ text }), want, text);
});

test("items are in the order of the file or sorted, with missing values last", () => {
	for (const [sort, want] of [["", "MaTBWC"], ["due", "MBaCTW"], ["owner", "aBMWCT"], ["type", "MaTCBW"], ["title", "aBCMTW"], ["severity", "MaTBWC"]]) assert.equal(found({ sort }), want, `by ${sort || "urgency"}`);
});

test("an item is filtered with its own post mortem", () => {
	assert.equal(matches(data, data.items[0], { service: "shop" }), true);
	assert.equal(matches(data, data.items[5], { service: "shop" }), false);
});

// --- The page.
const markup = `<div class="register" data-register="/site/data/register.json" data-words="${new URL("./dashboard/words.js", import.meta.url)}" data-root="../"><table><thead><tr><th>Item</th></tr></thead><tbody><tr><td>as written</td></tr></tbody></table><nav class="pager">1 2</nav></div><template id="pm-states">${[["overdue", "!"], ["open", "○"], ["open", "◐", "in progress"], ["done", "✓"], ["cancelled", "×"]].map(([kind, glyph, text = kind]) => `<span class="badge state-${kind}"><span aria-hidden="true">${glyph}</span> ${text}</span>`).join("")}</template>`;
const show = async (query = "", { file = data, page = markup, press = !query } = {}) => {
	const document = open(page, `http://host/site/actions/${query}`);
	const requested = mockFetch({ "register.json": file && JSON.stringify(file) });
	await fresh("./register.js");
	const one = (selector) => document.querySelector(selector);
	const before = [one(".ask")?.textContent, requested.length];
	if (press) one(".ask").onclick();
	if (query || press) await until(() => one(".register p"));
	const rows = () => one("tbody").children.map((tr) => tr.children.map((cell) => cell.textContent));
	const choose = (name, value) => {
		one(`[name='${name}']`).value = value;
		one("form").dispatchEvent(event("input"));
	};
	return { document, requested, before, one, rows, choose, status: () => one("[role='status']").textContent };
};

test("the register is read on demand, and is complete without a filter", async () => {
	const { before, requested, one, rows, status, document } = await show();
	assert.deepEqual(before, ["Filter and sort", 0], "the file of all items is read without being requested");
	assert.deepEqual(requested, ["/site/data/register.json"]);
	assert.equal(one(".ask"), null, "the button stays after it was pressed");
	assert.deepEqual(rows(), [["as written"]]);
	assert.equal(status(), "");
	assert.equal(one(".pager").hidden, false);
	assert.deepEqual(document.querySelectorAll("label").map((label) => label.firstChild.textContent), ["State", "Type", "Owner", "Service", "Text", "Sort by"]);
	const options = (name) => one(`[name='${name}']`).options.map((option) => `${option.value}:${option.textContent}`).join();
	assert.equal(options("state"), ":any,cancelled:cancelled,closed:closed,done:done,in progress:in progress,on time:on time,open:open,overdue:overdue,unfinished:unfinished,waiting:waiting");
	assert.equal(options("type"), ":any,detect:detect,prevent:prevent");
	assert.equal(options("owner"), ":any,adam:adam,zoe:zoe");
	assert.equal(options("service"), ":any,dns:dns,shop:shop");
	assert.equal(options("sort"), ":urgency,due:due date,moved:most moved,owner:owner,type:type,title:title");
	assert.equal(one("[name='text']").type, "search");
	assert.deepEqual(document.querySelector(".register").children.map((child) => child.localName), ["form", "p", "table", "nav"]);
});

test("a filter shows the items that pass, is written into the address, and can be cleared", async () => {
	const { document, rows, choose, status, one } = await show();
	choose("owner", "zoe");
	assert.deepEqual(rows(), [
		["Monitor the zone DNS was lame", "detect", "zoe", "OPS-1, OPS-2", "2026-04-01 236\u00a0days late", "! overdue"],
		["Write the date No date", "none", "zoe", "none", "none", "× cancelled"],
		["Call Tailspin Planned", "prevent", "zoe", "none", "2026-12-31 moved twice, by 61 days", "○ waiting"],
	]);
	assert.equal(document.querySelectorAll("tbody .badge").at(-1).className, "badge state-open");
	assert.equal(status(), "3 of 6 action items");
	assert.equal(location.search, "?owner=zoe");
	assert.equal(one(".pager").hidden, true, "pages of all items are offered below some of them");
	choose("sort", "title");
	assert.deepEqual(rows().map(([title]) => title[0]), ["C", "M", "W"]);
	assert.equal(location.search, "?owner=zoe&sort=title");
	choose("sort", "");
	choose("owner", "");
	assert.deepEqual(rows(), [["as written"]]);
	assert.equal(location.href, "http://host/site/actions/");
	assert.equal(one(".pager").hidden, false);
	assert.equal(status(), "");
});

test("rows lead to the action item and its tickets", async () => {
	const { one, rows, choose, document } = await show("?state=overdue");
	assert.equal(html(one("tbody")), '<tbody><tr class="late"><th scope="row"><a href="../postmortems/march/#a1">Monitor the zone</a> <small>DNS was lame</small></th><td data-label="Type">detect</td><td data-label="Owner">zoe</td>' +
		'<td data-label="Tracking"><a class="ticket" href="https://tickets/OPS-1" rel="noopener noreferrer">OPS-1</a>, OPS-2</td><td class="time" data-label="Due"><time datetime="2026-04-01">2026-04-01</time> <small class="overdue">236\u00a0days late</small></td><td data-label="State"><span class="badge state-overdue"><span aria-hidden="true">!</span> overdue</span></td></tr></tbody>');
	choose("state", "on time");
	assert.deepEqual(rows().map((row) => row.at(-1)), ["○ open", "◐ in progress"]);
	assert.deepEqual(document.querySelectorAll(".badge").map((badge) => badge.className), ["badge state-open", "badge state-open"]);
	assert.deepEqual(document.querySelectorAll("tbody tr").map((tr) => tr.className), ["", ""]);
	assert.deepEqual(document.querySelectorAll(".quiet").map((quiet) => quiet.textContent), ["none", "nobody", "none", "none"]);
	choose("state", "done");
	assert.deepEqual(rows().map((row) => row.at(-1)), ["✓ done"]);
});

test("an address with a filter shows it, and filters without a control of their own are kept until cleared", async () => {
	const { one, status, choose, rows, document } = await show("?owner=-&not_in=2025&text=tune&sort=due&age=-");
	assert.equal(one("[name='owner']").value, "-");
	assert.equal(one("[name='owner']").options.at(-1).textContent, "not given");
	assert.equal(one("[name='type']").options.length, 3, "a missing type is offered without a filter for it");
	assert.equal(one("[name='text']").value, "tune");
	assert.equal(one("[name='sort']").value, "due");
	assert.deepEqual(document.querySelectorAll(".kept").map((label) => label.textContent), ["not in: 2025", "age: not given"]);
	assert.equal(status(), "0 of 6 action items");
	assert.equal(location.search, "?owner=-&text=tune&sort=due&not_in=2025&age=-");
	one("[name='age']").checked = false;
	choose("sort", "");
	assert.deepEqual(rows().map(([title]) => title), ["Tune the database Slow queries"]);
	assert.equal(location.search, "?owner=-&text=tune&not_in=2025");
	assert.equal(one("form").dispatchEvent(event("submit")), false, "Enter in the form leaves the page");
});

test("a long list is cut after 200 items and says so", async () => {
	for (const [n, want] of [[200, "200 of 201 action items"], [201, "201 of 202 action items, the first 200 shown"]]) {
		const many = { ...data, items: [...Array(n).fill(data.items[0]), data.items[1]] };
		const { rows, status } = await show("?state=overdue", { file: many });
		assert.equal(status(), want);
		assert.equal(rows().length, 200);
	}
});

test("a register of one page has no pager to hide", async () => {
	const { status } = await show("?state=done", { page: markup.replace(/<nav.*nav>/, "") });
	assert.equal(status(), "1 of 6 action items");
});

test("a register that cannot be read says so and stays complete", async () => {
	const { one, rows } = await show("?state=done", { file: null });
	assert.equal(one(".register p.note").textContent, "The filters could not be loaded; the list below is complete.");
	assert.deepEqual(rows(), [["as written"]]);
	assert.equal(one("form"), null);
});

test("pages without a register are left alone", async () => {
	const document = open("<p>text</p>");
	await fresh("./register.js");
	assert.equal(document.body.innerHTML, "<p>text</p>");
});
