// Series of durations: distributions, trends and spreads. Durations are in
// seconds; null and negative numbers stand for figures without one.
import { fill, format, percent, short } from "./words.js";
import { YEAR } from "./periods.js";
import { page } from "./posts.js";

export const percentile = (sorted, p) => {
	if (!sorted.length) return 0;
	const h = ((sorted.length - 1) * p) / 100, low = Math.floor(h);
	const next = sorted[Math.min(low + 1, sorted.length - 1)];
	return Math.round((sorted[low] + (h - low) * (next - sorted[low])) * 1e9) / 1e9;
};
// Figures without a value are null, which is unknown, or one of these.
export const codes = { ongoing: -1, na: -2, none: -3, before: -4 };
const classes = Object.keys(codes);
const topCount = 3;

const described = (sorted, total, without) => {
	const [p25, median, p75, p90] = [25, 50, 75, 90].map((p) => percentile(sorted, p));
	const count = sorted.length, top = sorted.slice(-topCount).reduce((a, b) => a + b, 0);
	const percentiles = { p25, median, p75, p90 }, longest = count ? sorted[count - 1] : 0;
	return { sorted, count, total, top, longest, ...without, ...percentiles, enough: count >= 5 };
};
export const summarize = (values) => {
	const room = new Float64Array(values.length), without = { unknown: 0, ongoing: 0, na: 0, none: 0, before: 0 };
	let count = 0, total = 0;
	for (const v of values) {
		if (v === null) without.unknown++;
		else if (v < 0) without[classes[-1 - v]]++;
		else {
			room[count++] = v;
			total += v;
		}
	}
	return described(room.subarray(0, count).sort(), total, without);
};
// summaries returns summaries of all figures of the chosen post mortems. Their
// memory is reused by the next call. Values are sorted already.
export const summaries = (data, { length }, has) =>
	data.order.map(({ known, sorted, without, room }) => {
		let n = 0, total = 0;
		for (let i = 0; i < known.length; i++)
			if (has[known[i]]) {
				room[n++] = sorted[i];
				total += sorted[i];
			}
		const found = { unknown: length - n };
		for (const [name, places] of Object.entries(without)) {
			found[name] = 0;
			for (const i of places) found[name] += has[i];
			found.unknown -= found[name];
		}
		return described(room.subarray(0, n), total, found);
	});
// allows reports whether there are enough known figures to show a percentile (see the
// definitions).
const allows = ({ enough, count }, p) => enough && (p === 50 || (Math.max(p, 100 - p) / 100) ** count <= 0.025);

// interval returns the order statistics between which the median is with at least 95 %
// confidence, and the true level (see the definitions).
export const interval = ({ sorted, count: n }) => {
	let outside = 0, term = -n * Math.LN2, low = 0;
	for (; low <= n / 2; low++) {
		const next = outside + Math.exp(term);
		if (next > 0.025) break;
		outside = next;
		term += Math.log(n - low) - Math.log(low + 1);
	}
	return low ? { low: sorted[low - 1], high: sorted[n - low], level: 1 - 2 * outside } : null;
};
const ends = (s) => {
	const i = interval(s);
	return i ? `${format(i.low)} to ${format(i.high)}, ${(Math.floor(i.level * 1000) / 10).toFixed(1)} %` : "";
};

// box returns the ends of the box around a median, and reach how far values reach. If so
// few values do not allow the percentiles, these are the median and the longest.
const box = (s) => (allows(s, 75) ? [s.p25, s.p75] : [s.median, s.median]);
const reach = (s) => (allows(s, 90) ? s.p90 : s.longest);

// summary returns the facts of a figure. It leaves out the percentiles that so few values
// do not allow.
export const summary = (s) => {
	const { unknown, ongoing, na, none, before, count } = s, several = count > topCount && s.total > 0;
	const shown = (p, key) => (allows(s, p) ? format(s[key]) : "");
	return {
		known: count, unknown, ongoing, na, none, before, interval: ends(s),
		p25: shown(75, "p25"), median: s.enough ? format(s.median) : "too few", p75: shown(75, "p75"), p90: shown(90, "p90"),
		longest: count ? format(s.longest) : "", total: count ? format(s.total) : "–",
		top: several ? topCount : 0, most: several ? percent(Math.floor(s.top), Math.floor(s.total)) : undefined,
	};
};

const binsOf = ({ sorted }, edges) => {
	const at = (v) => edges.findLastIndex((e) => e <= v);
	const first = at(sorted[0]), last = at(sorted.at(-1));
	const bins = edges.slice(first, last + 1).map((from, i) => ({ from, to: edges[first + i + 1] ?? 0, n: 0 }));
	for (const v of sorted) bins[at(v) - first].n++;
	return bins;
};
// placed returns the position of a duration among bins: 2.5 is the middle of the
// third.
const placed = (bins, v) => {
	for (const [i, b] of bins.entries()) {
		if (!b.to) return i + 0.5;
		if (v >= b.to) continue;
		return i + Math.max(0, b.from ? Math.log(v / b.from) / Math.log(b.to / b.from) : v / b.to);
	}
	return bins.length;
};
export const distribution = ({ data, posts, figures }, panel) => {
	const [key] = panel.series.figures, d = figures()[data.figures.findIndex((f) => f.key === key)];
	if (!d.count) return { empty: true };
	const bins = binsOf(d, data.bins), max = panel.list.max;
	const name = (b) => (b.to ? `${short(b.from)} to ${short(b.to)}` : `${short(b.from)} and more`);
	const marks = [["median", 50], ["p75", 75], ["p90", 90]].filter(([, p]) => allows(d, p)).map(([m]) => m);
	const least = d.sorted.at(-Math.min(max, d.count));
	const longest = posts.filter((p) => p[key] !== null && p[key] >= least).toSorted((a, b) => b[key] - a[key]);
	const words = (p) => `${p.title}: ${format(p[key])}`;
	const kind = (p) => `sev-${data.looks[p.severity]}`;
	return {
		facts: { ...summary(d), ...(d.enough ? {} : { median: "" }) }, values: [], few: !d.enough, bins,
		rows: bins.map((b) => ({
			name: name(b), facts: { n: b.n, share: percent(b.n, d.count) }, query: [[key, `${b.from / 60}..${b.to ? b.to / 60 : ""}`]], values: [b.n],
		})),
		marks: marks.map((m) => ({ at: placed(bins, d[m]), text: `${m} ${format(d[m])}` })),
		dots: longest.slice(0, max).map((p) => ({ at: placed(bins, p[key]), text: words(p), path: page(p), kind: kind(p) })),
		list: longest.map((p) => ({ post: p, facts: { duration: format(p[key]) } })),
	};
};

const ticks = [60, 240, 900, 3600, 14400, 86400, 345600, 1382400, 5529600];
// scale returns the ticks around durations from low to high.
const scale = (low, high) => {
	let from = 0, to = ticks.length - 1;
	while (from < to - 1 && ticks[from + 1] <= low) from++;
	while (to > from + 1 && ticks[to - 1] >= high) to--;
	return ticks.slice(from, to + 1);
};
const least = (list, key) => list.reduce((m, s) => Math.min(m, s[key]), Infinity);

const grouped = (posts, span, key) => {
	const groups = span.map(() => []);
	let outside = 0;
	for (const p of posts) {
		const i = span.index(p.month);
		if (i < 0) outside++;
		else groups[i].push(p[key]);
	}
	return { points: groups.map(summarize), outside };
};
// known returns what a point or a spread of a figure stands for: the post mortems of a query whose value is known.
const known = (panel, facts, to, query = []) => ({ text: fill(panel.hint, facts), path: to("postmortems/", [...query, [facts.key, "known"]]) });

export const trends = ({ data, posts, span: quarters, to }, panel) => {
	if (!quarters.length) return { empty: true };
	const keys = panel.series.figures;
	const dense = grouped(posts, quarters, keys[0]).points.filter((s) => s.enough).length * 2 >= quarters.length;
	const span = dense ? quarters : quarters.in(YEAR);
	const list = keys.map((key, k) => {
		const { name } = data.figures.find((f) => f.key === key), { points, outside } = grouped(posts, span, key);
		for (const [i, p] of points.entries()) {
			p.interval = interval(p);
			[p.low, p.high] = box(p);
			p.facts = { ...summary(p), key, figure: name, name: span.at(i) };
			p.note = known(panel, p.facts, to, [["in", span.named(i)]]);
		}
		return { name, outside, all: points, kind: `tone-${k + 1}`, points: points.map((p) => (p.enough ? p : null)) };
	});
	const drawn = list.flatMap((l) => l.points.filter(Boolean));
	const high = drawn.reduce((m, p) => Math.max(m, p.high, p.interval?.high ?? 0), 0);
	const row = (i) => (l) => ({ name: span.at(i), facts: l.all[i].facts, query: [["in", span.named(i)]] });
	return {
		facts: { outside: list[0].outside }, values: [], span, lines: list, few: !high,
		scale: scale(least(drawn, "low"), high), rows: span.map((i) => list.map(row(i))).flat(),
	};
};

export const spreads = ({ data, posts, figures, to }, panel) => {
	const longestOf = (key, s) => (s.count ? posts.find((p) => p[key] === s.longest) : undefined);
	const list = panel.series.figures.map((key) => {
		const k = data.figures.findIndex((f) => f.key === key), { name } = data.figures[k], s = figures()[k];
		const longest = longestOf(key, s), more = longest ? { title: longest.title, page: page(longest) } : {};
		const facts = { ...summary(s), key, name, ...more };
		const end = s.enough ? facts.median : `too few (${s.count})`, [low, high] = box(s);
		return { ...s, name, end, low, high, far: reach(s), facts, note: known(panel, facts, to) };
	});
	const drawn = list.filter((s) => s.enough), high = Math.max(0, ...drawn.map((s) => s.far));
	return {
		facts: {}, values: [], empty: list.every((s) => s.na === posts.length), few: !high, scale: scale(least(drawn, "low"), high),
		ranges: list.filter((s) => s.count), rows: list.map(({ name, facts }) => ({ name, facts, query: [] })),
	};
};
