// Compares results of the dashboard's script with numbers worked out by hand. Package
// site tests that they are the same as those of the pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { begin, dashboard } from "./dashboard/dashboard.js";
import { inPeriods } from "./dashboard/periods.js";
import { date, fill, format } from "./dashboard/words.js";
import { range, records, select } from "./dashboard/posts.js";

// The panels and fields that every site has.
const { panels, answers, ages, bins, fields, standings } = JSON.parse(readFileSync(new URL("./figures.json", import.meta.url), "utf8"));

test("durations are formatted as on the pages", () => {
	for (const [seconds, want] of [[0, "0 s"], [59, "59 s"], [59.9, "59 s"], [60, "1 min"], [89, "1 min"], [90, "2 min"], [3599, "1 h"], [3600, "1 h"], [3660, "1 h 1 min"], [5400, "1 h 30 min"], [86340, "23 h 59 min"], [86399, "1 d"], [86400, "1 d"], [88169, "1 d"], [88200, "1 d 1 h"], [172800, "2 d"], [180000, "2 d 2 h"]])
		assert.equal(format(seconds), want, `${seconds} seconds`);
});

test("facts are filled into texts", () => {
	for (const [text, facts, want] of [
		["{n} of {words}", { n: 0, words: "<b>" }, "0 of <b>"], ["{n|day}, {m|day}", { n: 1, m: 2 }, "1 day, 2 days"], ["{n|item}, {n}; {m|day}, {k|day}", { n: 1234, m: 729, k: 977 }, "1,234 items, 1,234; 729 days, 2.7 years"], ["{a/b}; {a/none}", { a: 1, b: 4 }, "25 %; "],
		["x[, {n} more]", { n: 0 }, "x"], ["x[, {n|item} more][; {words}]", { n: 1, words: "" }, "x, 1 item more"], ["[All {n} late]", { n: 3 }, "All 3 late"], ["{gone}", {}, ""], ["{a}", { a: "{b} [c]", b: 1 }, "{b} [c]"],
	])
		assert.equal(fill(text, facts), want, text);
});

test("days, ranges and periods are parsed", () => {
	assert.deepEqual([0, 59, 20000, -1].map(date), ["1970-01-01", "1970-03-01", "2024-10-04", "1969-12-31"]);
	for (const [words, inside] of [["1..3", [1, 2]], ["3..", [3, 4]], ["0..1", [0]], ["..3", []]]) assert.deepEqual([0, 1, 2, 3, 4].filter(range(words)), inside, words);
	const month = (year, n) => 12 * year + n - 1;
	for (const [words, first, last] of [["2026", month(2026, 1), month(2026, 12)], ["2026Q1", month(2026, 1), month(2026, 3)], ["2026Q3", month(2026, 7), month(2026, 9)], ["2026-01", month(2026, 1), month(2026, 1)], ["2026-12", month(2026, 12), month(2026, 12)], ["2025Q4..2026-02", month(2025, 10), month(2026, 2)]]) {
		const inside = inPeriods(words);
		assert.deepEqual([first - 1, first, last, last + 1, null].map(inside), [false, true, true, false, false], words);
	}
});

// collection returns the content of figures.json for post mortems.
const blank = { date: null, status: 2, severity: 0, detection: 0, harm: 0, caught_by: 3, service: [], vendor: 0, impact: [], factor: [], tag: [], outage: [], control: [], anchor: [], unsaid: 0, luck: [], hurt: [], returns: [], reach: 0, items: [], agreed: [], ...Object.fromEntries(panels.flatMap(({ series }) => series.figures ?? []).map((key) => [key, null])) };
const figures = Object.keys(blank).slice(Object.keys(blank).indexOf("agreed") + 1);
const collection = (posts, more = {}) => {
	const list = posts.map((p, i) => ({ slug: `p${i}`, title: `P${i}`, ...blank, ...p }));
	const column = (key) => list.map((p) => p[key]);
	return {
		...Object.fromEntries(["slug", "title", "date", "status", "severity", "detection", "harm", "caught_by", "service", "vendor", "impact", "factor", "tag", "outage", "control", "anchor", "unsaid", "luck", "hurt", "returns", "reach", "items", "agreed"].map((key) => [key, column(key)])),
		figures: figures.map((key) => ({ key, name: key, values: column(key) })),
		severities: ["high", "low", "", "odd"], looks: ["high", "low", "", "odd"], synonyms: { severity: {} }, detections: ["manual", "alarm", ""], harms: ["happened", "averted"], caughts: ["control", "person", "luck", ""], outage_impacts: ["loss"], services: ["dns", "shop", "Shop"], vendors: ["", "Northwind", "Acme"], impacts: ["latency", "loss", "own"], tags: ["db", "net"], factors: ["change", "haste"], types: ["Prevent", "Detect", "own"], owners: ["", "ops", "web"], states: ["overdue", "open", "done", "odd"], controls: ["Alarm", "Backup"], control_keys: ["alarm", "backup"], hurt_controls: [],
		slugs: { severities: ["high", "low", "none", "odd"], detections: ["manual", "alarm", "none"], services: ["dns", "shop", "shop"], vendors: ["", "northwind", "acme"], factors: ["change", "haste"], tags: ["db", "net"] },
		statuses: ["draft", "review", "completed"], as_of: 20000, target_days: 14, publish_lag: 0, panels, answers, ages, bins, standings,
		fields: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, { ...field, known: { severity: 2, detection: 2, type: 2, impact: 2, state: 3 }[key] ?? field.known }])), ...more,
	};
};
const picked = (data, f) => select(data, records(data), f).map(({ slug }) => slug).join(" ");

test("a filter selects the post mortems that match", () => {
	const month = (year, n) => 12 * year + n - 1;
	const data = collection([
		{ date: 20000, status: 2, service: [0, 1], vendor: 1, impact: [0], factor: [0, 1], tag: [0], duration: 3600, control: [0, 1], anchor: ["x"], luck: [1, 0, 0, 0], reach: 30, time_to_detect: -2, outage: [month(2024, 10), 600] }, // 2024-10-04
		{ date: 19985, harm: 1, caught_by: 1, time_to_detect: -3, status: 1, severity: 1, service: [2], detection: 1, impact: [1, 0], factor: [1], tag: [1, 0], duration: -1, luck: [0, 1, 2, 20001], reach: -1, outage: [month(2024, 9), 0, month(2024, 8), 5] }, // 2024-09-19
		{ date: 19986, time_to_detect: -4, status: 0, severity: 2, detection: 2, duration: null, control: [1, 0, 0, 1], anchor: ["y", "z"], reach: 31 }, // 2024-09-20
		{ date: null, status: 0, severity: 3, vendor: 2, service: [0], duration: 3599, reach: -90 },
		{ date: 20010, status: 1, duration: 0, service: [1] }, // after as_of
	]);
	const want = {
		"": "p0 p1 p2 p3 p4", "service=dns": "p0 p3", "service=shop": "p0 p1 p4", "service=Shop": "p0 p1 p4", "service=-": "p2", "service=none": "", "also=shop": "p0 p1 p4", "not_service=dns": "p0 p1 p2 p4", "not_service=dns|shop": "p2", "not_service=dns|shop|Shop|-": "", "not_service=-": "p0 p1 p3 p4",
		"severity=high": "p0 p4", "severity=low": "p1", "severity=-": "p2", "severity=odd": "p3", "severity=none": "", "detection=manual": "p0 p3 p4", "detection=-": "p2", "vendor=Northwind": "p0", "vendor=-": "p1 p2 p4", "impact=latency": "p0 p1", "impact=loss": "p1", "impact=-": "p2 p3 p4", "factor=haste": "p0 p1", "factor=change": "p0", "factor=-": "p2 p3 p4", "tag=db": "p0 p1", "tag=net": "p1", "tag=-": "p2 p3 p4",
		"status=completed": "p0", "status=review": "p1 p4", "status=draft": "p2 p3", "late=yes": "p1", "luck=hedged": "p0", "luck=unhedged": "p1", "luck=open": "p1", "luck=slug": "", "control=alarm": "p2", "control=backup": "p0 p2", "control=none": "",
		"in=2024Q3": "p1 p2", "in=2024-10": "p0 p4", "not_in=2024Q3": "p0 p3 p4", "since=2024-09-20": "p0 p2 p4", "until=2024-09-20": "p1 p2", "since=2024-09-19": "p0 p1 p2 p4", "until=2024-09-19": "p1",
		"age=0..1": "p0 p4", "age=14..15": "p2", "age=15..": "p1", "age=-": "p3", "age=0..15": "p0 p2 p4",
		"duration=known": "p0 p3 p4", "duration=unknown": "p2", "duration=ongoing": "p1", "duration=60..120": "p0", "duration=30..60": "p3", "duration=0..1": "p4", "duration=59..61": "p0 p3",
		"harm=happened": "p0 p2 p3 p4", "harm=averted": "p1", "caught_by=person": "p1", "caught_by=-": "p0 p2 p3 p4", "time_to_detect=not applicable": "p0", "time_to_detect=none": "p1", "time_to_detect=before": "p2", "time_to_detect=unknown": "p3 p4", "time_to_detect=known": "",
		"out=2024-10": "p0", "out=2024-09": "", "out=2024-08": "p1", "out=2024": "p0 p1", "reaching=30": "p0", "reaching=31": "p0 p2", "reaching=29": "", "missing=1": "p1", "missing=90": "p1 p3", "missing=89": "p1",
		"service=dns&severity=odd": "p3", "unheard=of": "p0 p1 p2 p3 p4",
	};
	assert.deepEqual(Object.fromEntries(Object.keys(want).map((words) => [words, picked(data, Object.fromEntries(new URLSearchParams(words)))])), want);
	const spelt = collection([{ service: [0] }, { service: [1] }, { service: [2] }], { services: ["shop", "Shop", "dns"], slugs: { ...data.slugs, services: ["shop", "shop", "dns"] } });
	assert.equal(picked(spelt, { service: "shop" }), "p0 p1", "another spelling of a service is left out");
	assert.equal(picked({ ...data, target_days: 0 }, { late: "yes" }), "", "without a target nothing is late");
});

const rows = (panel) => panel?.rows.map((row) => row.map(({ text }) => text).join(" | "));
const answerTo = (data, question, f) => begin(data, records(data), f).answers().find((answer) => answer.question === question);
const panel = (data, key, f) => begin(data, records(data), f).panels[key]();

test("distributions have as many interpolated percentiles as their values allow", () => {
	const hours = (...list) => collection(list.map((h) => ({ date: 19990, duration: 3600 * h })));
	const marks = (data) => rows(panel(data, "durations")).filter((row) => /^(median|p75|p90)/.test(row));
	assert.deepEqual(marks(hours(1, 2, 3, 4)), []);
	assert.deepEqual(marks(hours(1, 2, 3, 4, 5)), ["median | 3 h"]);
	assert.deepEqual(marks(hours(1, 1, 2, 4, 8, 16)), ["median | 3 h (1 h to 16 h, 96.8 %)"]);
	const upTo = (n) => marks(hours(...Array.from({ length: n }, (_, i) => i + 1)));
	assert.deepEqual(upTo(7), ["median | 4 h (1 h to 7 h, 98.4 %)"]);
	assert.deepEqual(upTo(12), ["median | 6 h 30 min (3 h to 10 h, 96.1 %)"]);
	assert.deepEqual(upTo(13), ["median | 7 h (3 h to 11 h, 97.7 %)", "p75 | 10 h"]);
	assert.equal(upTo(35).length, 2);
	assert.deepEqual(upTo(36).slice(1), ["p75 | 1 d 3 h", "p90 | 1 d 9 h"]);
	assert.equal(panel(hours(1, 2, 3, 4), "durations").few, "Too few to show a median.");
	assert.equal(panel(hours(1, 2, 3, 4, 5), "durations").few, "");
});

test("durations are counted in bins that double, and the longest are listed", () => {
	const data = collection([0, 59, 60, 3599, 3600, 7199, 460800, 500000].map((duration) => ({ date: 19990, duration })).concat([{ duration: null }, { duration: -1 }]));
	assert.deepEqual(rows(panel(data, "durations")), ["0 to 1 min | 2 (25 %)", "1 min to 2 min | 1 (12 %)", "2 min to 4 min | 0 (0 %)", "4 min to 8 min | 0 (0 %)", "8 min to 15 min | 0 (0 %)", "15 min to 30 min | 0 (0 %)", "30 min to 1 h | 1 (12 %)", "1 h to 2 h | 2 (25 %)", "2 h to 4 h | 0 (0 %)", "4 h to 8 h | 0 (0 %)", "8 h to 16 h | 0 (0 %)", "16 h to 32 h | 0 (0 %)", "32 h to 64 h | 0 (0 %)", "64 h to 128 h | 0 (0 %)", "128 h and more | 2 (25 %)",
		"median | 1 h (0 s to 5 d 19 h, 99.2 %)", "total | 11 d 7 h, of which the 3 longest are 99 %", "known | 8", "unknown | 1", "ongoing | 1", "no outage | 0", "P7 | 5 d 19 h", "P6 | 5 d 8 h", "P5 | 2 h", "P4 | 1 h", "P3 | 1 h", "P2 | 1 min"]);
	assert.equal(panel(data, "durations").note, "8 known, 1 unknown, 1 ongoing");
	assert.equal(panel(collection([{ duration: null }]), "durations"), null);
});

test("the answer to whether outages get shorter needs six outages in both years", () => {
	const answer = (now, before, more = {}) => {
		const data = collection([...now.map((m, i) => ({ date: 20000 - (i === 5 ? 364 : i), time_to_restore: m < 0 ? -1 : 60 * m })), ...before.map((m, i) => ({ date: 20000 - (i === 5 ? 729 : 365 + i), time_to_restore: 60 * m }))], more);
		data.figures.find(({ key }) => key === "time_to_restore").elapsed = now.flatMap((m, i) => (m < 0 ? [[i, -60 * m]] : []));
		const { text, basis, details } = answerTo(data, "How long does it take to restore service?");
		return `${text}: ${[basis, ...details.map(({ text }) => text)].join("; ")}`;
	};
	const verdict = (...sides) => answer(...sides).split(": time_to_restore")[0].replace(/[Mm]edian .*?, /, "");
	const six = (m, ...more) => [...Array(6 - more.length).fill(m), ...more];
	const lag = "how long a post mortem takes to be completed is unknown, so some of the newest outages may be missing", few = "a comparison needs 6 in each of both years";
	const now = "2023-10-06 to 2024-10-04", before = "2022-10-06 to 2023-10-05";
	assert.equal(answer(six(60), six(60)), `Median 1 h, 1 times as long as before (95 %: 1): 12 outages cannot tell: time_to_restore: , against the year before; ${now}: 6 known, median 1 h; ${before}: 6 known, median 1 h; ${lag}; about 6 a year would show a halving in 4 of 5 cases`);
	assert.equal(verdict(six(60), six(61)), "Shorter: 0.98 times as long as before (95 %: 0.98)");
	assert.equal(verdict(six(61), six(60)), "Longer: 1.02 times as long as before (95 %: 1.02)");
	// Of 36 ratios, the interval is from the sixth to the sixth from the top: here, the least of the six that are 1.
	assert.equal(verdict(six(60), six(120, 60)), "0.50 times as long as before (95 %: 0.50 to 1): 12 outages cannot tell");
	assert.equal(verdict(six(60, 120), six(120)), "0.50 times as long as before (95 %: 0.50 to 1): 12 outages cannot tell");
	assert.equal(verdict(six(120), six(60, 120)), "2.00 times as long as before (95 %: 1 to 2.00): 12 outages cannot tell");
	assert.equal(verdict(six(1000, 1001), six(1001)), "0.99 times as long as before (95 %: 0.99 to 1): 12 outages cannot tell");
	assert.equal(verdict(six(1200), six(60)), "Longer: 20 times as long as before (95 %: 20)");
	assert.equal(answer(six(60).slice(1), six(120)), `Too few to compare; median 1 h: time_to_restore: , against the year before; 2023-10-06 to 2024-10-04: 5 known, median 1 h; ${before}: 6 known, median 2 h; ${lag}; ${few}`);
	assert.equal(answer(six(60), [120, 120, 120, 120]), `Too few to compare; median 1 h: time_to_restore: , against the year before; ${now}: 6 known, median 1 h; ${before}: 4 known; ${lag}; ${few}`);
	// A day earlier, the later year loses its newest outage and gets the newest of the year before.
	assert.equal(answer(six(60), six(120), { publish_lag: 1 }), `Too few to compare; median 1 h: time_to_restore: , against the year before; 2023-10-05 to 2024-10-03: 6 known, median 1 h; 2022-10-05 to 2023-10-04: 5 known, median 2 h; the later year ends 1 day early: 9 of 10 post mortems are completed by then; ${few}`);
});

test("an ongoing outage counts as longer than so far", () => {
	const answer = (now, before) => {
		const data = collection([...now.map((m, i) => ({ date: 20000 - i, time_to_restore: m < 0 ? -1 : 60 * m, status: i ? 2 : 1 })), ...before.map((m, i) => ({ date: 19600 - i, time_to_restore: m < 0 ? -1 : 60 * m }))]);
		data.figures.find(({ key }) => key === "time_to_restore").elapsed = [...now, ...before].flatMap((m, i) => (m < 0 ? [[i, -60 * m]] : []));
		const { text, details } = answerTo(data, "How long does it take to restore service?");
		return `${text.replace(/[Mm]edian .*?, /, "")}; ${details[0].text}; ${details[1].text}`;
	};
	assert.equal(answer([30, 30, 30, 30, -90, -90], [60, 60, 60, 60, 60, 60]), "0.50 times as long as before (95 %: 0.50 or more): 12 outages cannot tell; 2023-10-06 to 2024-10-04: 4 known, 2 ongoing, median 30 min; 1 post mortem not completed yet; 2022-10-06 to 2023-10-05: 6 known, median 1 h");
	assert.equal(answer([30, 30, 30, -30, -30, -30], [60, 60, 60, 60, 60, 60]).split(";")[0], "0.50 or more times as long as before (95 %: 0.50 or more): 12 outages cannot tell");
	assert.match(answer([1, 1, 1, 1, 1, 1], [60, 60, 60, -60, -60, -60]), /^Shorter: 0.02 or less times as long as before \(95 %: 0.02 or less\).*3 known, 3 ongoing, median at least 1 h$/);
	assert.equal(answer([-1, -1, -1, -1, -1, -1], [-1, -1, -1, -1, -1, -1]).split(";")[0], "any number times as long as before (95 %: any number): 12 outages cannot tell");
});

test("values outside the vocabulary come last, most frequent first", () => {
	const data = collection([{ date: 19990, severity: 3, impact: [2], detection: 2 }, { date: 19990, severity: 3, impact: [], detection: 2 }, { date: 19990, severity: 2, impact: [2, 1], detection: 0 }]);
	assert.deepEqual(rows(panel(data, "impact")), ["latency | 0 | 0", "loss | 1 | 0", "own | 2 | 0", "not given | 1 | 0"]);
	const own = collection([{ date: 19990, impact: [2, 3] }, { date: 19990, impact: [3] }, { date: 19990 }], { impacts: ["latency", "loss", "own", "more"] });
	assert.deepEqual(rows(panel(own, "impact")).slice(2), ["more | 2 | 0", "not given | 1 | 0", "own | 1 | 0"]);
	assert.deepEqual(panel(data, "severity").head, ["Period", "high", "low", "odd", "not given", "All"]);
	assert.deepEqual(rows(panel(data, "severity")).slice(-2), ["All | 0 | 0 | 2 | 1 | 3", "Share | 0 % | 0 % | 67 % | 33 % | "]);
	const who = answerTo(data, "Who notices incidents first?");
	assert.equal(`${who.text}; ${who.details.map(({ text }) => text).join("; ")}`, "Most often not recorded: 2 of 3; manual: 1; not given: 2");
});

test("percentages are rounded, halves to even", () => {
	const share = (part, whole) => rows(panel(collection(Array.from({ length: whole }, (_, i) => ({ date: 19990, items: [0, 0, 0, 4 * (i < part ? 2 : 1), 0] }))), "states"))[2].split(" | ")[2];
	assert.deepEqual([share(1, 8), share(3, 8), share(5, 8), share(1, 3), share(2, 3), share(1, 40), share(3, 40)], ["12 %", "38 %", "62 %", "33 %", "67 %", "2 %", "8 %"]);
});

test("outage time is counted by service and month, also without a service", () => {
	const month = 12 * 2024 + 9; // October, the last month
	const data = collection([
		{ date: 20000, duration: 3600, service: [0], outage: [month, 3600] }, { date: 19990, duration: 120, service: [], outage: [month - 1, 119] }, { date: 19990, duration: -1, service: [1] }, { date: 19990, duration: null },
		{ date: 19600, duration: 60, service: [0], outage: [month - 20, 60] },
	]);
	const { head, note } = panel(data, "outages");
	assert.deepEqual([head.length, head[3], head.at(-1)], [15, "2023-11", "2024-10"]);
	assert.equal(note, "2023-11 to 2024-10; in the table, minutes by month. Without time: 1 unknown, 1 ongoing");
	const short = rows(panel(data, "outages")).map((row) => row.replace(/( \| 0)+/g, " ~"));
	assert.deepEqual(short, ["dns | 2 | 1 h 1 min ~ | 60", "not given | 1 | 2 min ~ | 1 ~", `unknown | 1${" | ".repeat(13)}`, `ongoing | 1${" | ".repeat(13)}`]);
});

test("services after the sixth are merged", () => {
	const services = "abcdefgh".split("");
	const month = 12 * 2024 + 9;
	const data = collection(services.map((_, i) => ({ date: 20000, duration: 60 * (8 - i), service: i === 7 ? [6, 7] : [i], outage: [month, 60 * (8 - i)] })), { services, slugs: { ...collection([]).slugs, services } });
	const list = rows(panel(data, "outages")).map((row) => row.split(" | ").slice(0, 3).join(" | "));
	assert.deepEqual(list, ["a | 1 | 8 min", "b | 1 | 7 min", "c | 1 | 6 min", "d | 1 | 5 min", "e | 1 | 4 min", "f | 1 | 3 min", "2 other services | 2 | 4 min"]);
	const other = panel(data, "outages").rows.at(-1)[1];
	assert.equal(other.path, "postmortems/?not_service=a%7Cb%7Cc%7Cd%7Ce%7Cf&duration=known");
	assert.equal(picked(data, { duration: "known", not_service: "a|b|c|d|e|f" }), "p6 p7");
});

test("action items are done, cancelled, on time or overdue, by type, owner, state and age", () => {
	// Type, owner, standing (done, cancelled, open, overdue), flags (tracking 1, due 2, state 4 and on), days late.
	const data = collection([
		{ date: 19999, items: [0, 1, 3, 3 + 4 * 0, 3, 0, 1, 2, 0 + 4 * 1, 0, 1, 2, 0, 1 + 4 * 2, 0] }, { date: 19970, items: [1, 2, 3, 2 + 4 * 0, 8] }, { date: 19600, items: [2, 0, 2, 2 + 4 * 3, 0] }, { date: null, items: [0, 2, 2, 2 + 4 * 1, 0] },
	]);
	const f = begin(data, records(data)).panels;
	assert.deepEqual(rows(f.actions()), ["Prevent | 0 | 0 | 2 | 1 | 3 | 0 %", "Detect | 1 | 0 | 0 | 1 | 2 | 50 %", "own | 0 | 0 | 1 | 0 | 1 | 0 %", "All | 1 | 0 | 3 | 2 | 6 | 17 %"]);
	assert.deepEqual(rows(f.states()), ["overdue | 2 | 33 %", "open | 2 | 33 %", "done | 1 | 17 %", "odd | 1 | 17 %", "with tracking | 2 | 33 %", "open without a due date | 1 | 20 %"]);
	assert.deepEqual(rows(f.owners()), ["ops | 2 | 1", "web | 2 | 1", "nobody | 1 | 0", "All | 5 | 2"]);
	assert.equal(f.owners().note, "5 open, 2 of them past the due date");
	assert.deepEqual(rows(f.ages()), ["0–29 | 2 | 1", "30–89 | 1 | 1", "90–179 | 0 | 0", "180–364 | 0 | 0", "365+ | 1 | 0", "unknown | 1 | 0"]);
	const late = answerTo(data, "What needs a decision?");
	assert.deepEqual([late.text, late.late, late.details.map(({ text }) => text).join("; ")], ["2 of 5 open action items", true, "all 2, the oldest 8 days late; severity high: 2; open without a due date: 1"]);
});

test("custom states and types come last, most frequent first", () => {
	const item = (type, state) => [type, 1, 2, 2 + 4 * state, 0];
	const data = collection([{ date: 19999, items: [...item(2, 3), ...item(3, 4), ...item(3, 4)] }], { states: ["overdue", "open", "done", "odd", "more"], types: ["Prevent", "Detect", "own", "more"] });
	const f = begin(data, records(data)).panels;
	assert.deepEqual(rows(f.states()).slice(3, 5), ["more | 2 | 67 %", "odd | 1 | 33 %"]);
	assert.deepEqual(rows(f.actions()).slice(2, 4), ["more | 0 | 0 | 2 | 0 | 2 | 0 %", "own | 0 | 0 | 1 | 0 | 1 | 0 %"]);
});

test("the share of action items that are done counts all that have had the time", () => {
	const [pending, done, dropped, moved, reopened] = [0, 1, 2, 4, 8];
	// Two agreed on at an unknown time; five on 9 December 2023; one on 4 September 2024, 30 days ago.
	const five = [19700, 10, done, 19700, 30, done + reopened, 19700, 31, done, 19700, 5, dropped, 19700, 300, pending + moved];
	const data = collection([{ date: 19700, agreed: [2, ...five] }, { date: 19970, agreed: [0, 19970, 30, pending] }, { date: 19971 }]);
	const panel = (more) => begin(data, records(data), more).panels.followthrough();
	assert.equal(panel().note, "6 action items of which git shows when they were agreed on; 1 moved to a later due date; 1 reopened");
	// 2 and 3 of 5. Of all, 1 of 6 is cancelled and 2 of 6 are done within 30 days; the sixth waits for 30 days, so that half of those left are done on day 31: 2/6 + 3/6 · 1/2.
	assert.deepEqual(rows(panel()), [
		"2023 | 5 items | 40 % (95 %: 12 to 77) | 60 % (95 %: 23 to 88) | 60 % (95 %: 23 to 88)", "2024 | 1 item | not yet | not yet | not yet",
		"all: done within 30 days | 33 % (95 %: 10 to 70)", "all: done within 90 days | 58 % (95 %: 21 to 88)", "all: done within 180 days | 58 % (95 %: 21 to 88)",
		"all: cancelled or removed within 180 days | 17 % (95 %: 3 to 56)", "unknown when they were agreed on | 2 items",
	]);
	assert.match(panel().drawing, /<title>2023, within 90\u00a0days: 60\u00a0% \(95\u00a0%: 23 to 88\) of 5 items<\/title>/);
	assert.equal(panel().few, "");
	assert.equal(panel({ since: "2024-01-01" }).few, "Too few to say: no period has five action items that have had 30 days.");
	const none = collection([{ date: 19700, agreed: [3] }]);
	assert.deepEqual(rows(begin(none, records(none)).panels.followthrough()).slice(-1), ["unknown when they were agreed on | 3 items"]);
	assert.equal(panel({ since: "2024-09-06" }), null);
});

test("how soon post mortems are completed counts those that are not as longer", () => {
	const day = 86400, figure = { key: "time_to_publish", name: "Time to publish", values: [5, 9, 9.5, 40, null, -1, -1, -1].map((d) => (d > 0 ? d * day : d)), elapsed: [[5, 7 * day], [6, 20 * day], [7, 100 * day]] };
	const data = collection(Array.from({ length: 8 }, () => ({ date: 19700 })));
	data.figures.push(figure);
	const { note, rows: list } = begin(data, records(data)).panels.publish();
	assert.equal(note, "4 completed, 3 not yet, 1 unknown");
	// 6/7, then 4/5 and 3/5 of that, since one waits for 7 days, and half of that, since one waits for 20: 14, 31, 49 and 74 % are completed.
	assert.deepEqual(list.map((row) => row.map(({ text }) => text).join(" | ")), [
		"30 days | 49 % (95 %: 18 to 80)", "90 days | 74 % (95 %: 31 to 95)", "180 days | too few", "half | within 40 days", "nine of ten | not yet", "known | 4", "not yet | 3", "unknown | 1",
	]);
});

test("controls that failed again, vendors, luck and late reviews are listed", () => {
	const data = collection([
		{ date: 20000, vendor: 1, duration: 60, control: [0, 0, 1, 1], anchor: ["c1", "c2"], unsaid: 2, luck: [2, 1, 0, 19900] }, { date: 19990, vendor: 1, duration: 120, control: [0, 0, 0, 0], anchor: ["c1", "c3"], luck: [0, 0, 1, 0] }, { date: 19980, vendor: 2, duration: 600, status: 0 }, { date: 19986, status: 1 }, { date: 19985, status: 1 }, { date: null, status: 0 },
	]);
	const f = begin(data, records(data)).panels;
	assert.deepEqual(rows(f.controls()), ["Alarm | 3 times in 2 post mortems | 2024-10-04"]);
	assert.equal(f.controls().rows[0][2].path, "postmortems/p0/#c1");
	assert.equal(f.controls().note, "1 control missing or not fully effective more than once; 2 mentions without an outcome");
	assert.deepEqual(rows(f.vendors()), ["Northwind | 2 | 2 of 2 known | too few (0) | too few (0)", "Acme | 1 | 1 of 1 known | too few (0) | too few (0)"]);
	assert.deepEqual(rows(f.luck()), ["hedged: the action item is done | 2 | 50 %", "to be hedged: the action item is open | 1 | 25 %", "not hedged | 1 | 25 %", "P1 | not hedged | ", "P0 | to be hedged | by 2024-06-26"]);
	assert.deepEqual(rows(f.pipeline()), ["0–29 | 1 | 2", "30–89 | 0 | 0", "90–179 | 0 | 0", "180–364 | 0 | 0", "365+ | 0 | 0", "unknown | 1 | 0", "P2 | 20 days | late", "P4 | 15 days | late"]);
	assert.equal(f.pipeline().more.text, "All 2 late");
});

test("numbers link to the lists behind them, limited by the filter", () => {
	const data = collection([{ date: 20000, service: [0, 1], duration: 60 }, { date: 19990, service: [0], severity: 1 }]);
	const path = (f, key, row, column) => panel(data, key, f).rows.at(row)[column].path;
	assert.equal(path({}, "severity", 0, 2), "postmortems/?in=2024-09&severity=low");
	assert.equal(path({}, "severity", -2, 1), "postmortems/?in=2024-09..2024-10&severity=high");
	assert.equal(path({ service: "dns" }, "outages", 0, 1), "postmortems/?service=dns&duration=known");
	assert.equal(path({ service: "dns" }, "outages", 1, 1), "postmortems/?service=dns&also=shop&duration=known");
	assert.equal(path({ since: "2024-01-01", until: "2024-12-31" }, "durations", 0, 1), "postmortems/?since=2024-01-01&until=2024-12-31&duration=1..2");
	const who = answerTo(data, "Who notices incidents first?", { since: "2024-09-01" });
	assert.equal(who.details[0].path, "postmortems/?since=2024-09-01&until=2024-10-04&harm=happened&detection=manual");
	assert.equal(answerTo(data, "Who notices incidents first?").details[0].path, "postmortems/?since=2023-10-06&until=2024-10-04&harm=happened&detection=manual");
	assert.equal(path({}, "impact", 0, 1), "", "a number that is nothing leads somewhere");
});

test("no post mortems give no panels", () => {
	const data = collection([]);
	const { count, panels, answers } = dashboard(data, records(data), {});
	assert.deepEqual([count, panels.map(({ key }) => key)], [0, []]);
	assert.deepEqual(answers.map(({ text, chart }) => `${text}${chart}`), ["Nothing that the post mortems tell of", "No post mortem in these 365 days", "No action items", "No post mortem in these 365 days", "Too few to compare", "No incident in these 365 days"]);
});
