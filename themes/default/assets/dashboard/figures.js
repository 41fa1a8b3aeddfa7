// Series of durations: distributions, trends and spreads. Durations are in
// seconds; null is unknown, -1 ongoing.
import { fill, format, short } from "./words.js";
import { YEAR } from "./periods.js";

export const percentile = (sorted, p) => {
	if (!sorted.length) return 0;
	const h = ((sorted.length - 1) * p) / 100, low = Math.floor(h);
	const next = sorted[Math.min(low + 1, sorted.length - 1)];
	return Math.round((sorted[low] + (h - low) * (next - sorted[low])) * 1e9) / 1e9;
};
const described = (sorted, unknown, ongoing, total) => {
	const [p25, median, p75, p90] = [25, 50, 75, 90].map((p) => percentile(sorted, p));
	const count = sorted.length;
	return { sorted, count, ongoing, total, unknown, p25, median, p75, p90, enough: count >= 5 };
};
export const summarize = (values) => {
	const room = new Float64Array(values.length);
	let count = 0, ongoing = 0, total = 0;
	for (const v of values) {
		if (v === -1) ongoing++;
		else if (v !== null) {
			room[count++] = v;
			total += v;
		}
	}
	return described(room.subarray(0, count).sort(), values.length - count - ongoing, ongoing, total);
};
// summaries returns summaries of all figures of the chosen post mortems. Their
// memory is reused by the next call. Values are sorted already.
export const summaries = (data, { length }, has) =>
	data.order.map(({ known, sorted, ongoing, room }) => {
		let n = 0, total = 0, still = 0;
		for (const i of ongoing) still += has[i];
		for (let i = 0; i < known.length; i++)
			if (has[known[i]]) {
				room[n++] = sorted[i];
				total += sorted[i];
			}
		return described(room.subarray(0, n), length - n - still, still, total);
	});
// interval returns the order statistics between which the median is with 95 %
// confidence (see the definitions).
export const interval = ({ sorted, count: n }) => {
	let below = 0, term = -n * Math.LN2, low = 0;
	for (; low <= n / 2; low++) {
		below += Math.exp(term);
		if (below > 0.025) break;
		term += Math.log(n - low) - Math.log(low + 1);
	}
	return low ? [sorted[low - 1], sorted[n - low]] : null;
};

// summary returns the facts of a figure. If too few values are known, it has the
// total only.
export const summary = (s) => {
	const [p25, median, p75, p90] = s.enough ? [s.p25, s.median, s.p75, s.p90].map(format) : ["", "too few", "", ""];
	const known = { known: s.count, unknown: s.unknown, ongoing: s.ongoing };
	return { ...known, total: s.count ? format(s.total) : "–", p25, median, p75, p90 };
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
	const marks = d.enough ? ["median", "p75", "p90"] : [];
	const least = d.sorted.at(-Math.min(max, d.count));
	const longest = posts.filter((p) => p[key] !== null && p[key] >= least).toSorted((a, b) => b[key] - a[key]);
	const words = (p) => `${p.title}: ${format(p[key])}`;
	const kind = (p) => `sev-${data.slugs.severities[p.severity]}`;
	return {
		facts: { ...summary(d), ...(d.enough ? {} : { median: "" }) }, values: [], few: !d.enough, bins,
		rows: bins.map((b) => ({
			name: name(b), facts: { n: b.n }, query: [[key, `${b.from / 60}..${b.to ? b.to / 60 : ""}`]],
		})),
		marks: marks.map((m) => ({ at: placed(bins, d[m]), text: `${m} ${format(d[m])}` })),
		dots: longest.slice(0, max).map((p) => ({ at: placed(bins, p[key]), text: words(p), kind: kind(p) })),
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
export const trends = ({ data, posts, span: quarters }, panel) => {
	if (!quarters.length) return { empty: true };
	const keys = panel.series.figures;
	const dense = grouped(posts, quarters, keys[0]).points.filter((s) => s.enough).length * 2 >= quarters.length;
	const span = dense ? quarters : quarters.in(YEAR);
	const list = keys.map((key, k) => {
		const { name } = data.figures.find((f) => f.key === key), { points, outside } = grouped(posts, span, key);
		for (const [i, p] of points.entries()) {
			p.interval = p.enough ? interval(p) : null;
			const words = p.interval ? p.interval.map(format).join(" to ") : "";
			p.facts = { ...summary(p), key, figure: name, name: span.at(i), interval: words };
			p.hint = fill(panel.hint, p.facts);
		}
		return { name, outside, all: points, kind: `tone-${k + 1}`, points: points.map((p) => (p.enough ? p : null)) };
	});
	const drawn = list.flatMap((l) => l.points.filter(Boolean));
	const high = drawn.reduce((m, p) => Math.max(m, p.p75, p.interval?.[1] ?? 0), 0);
	const row = (i) => (l) => ({ name: span.at(i), facts: l.all[i].facts, query: [["in", span.named(i)]] });
	return {
		facts: { outside: list[0].outside }, values: [], span, lines: list, few: !high,
		scale: scale(least(drawn, "p25"), high), rows: span.map((i) => list.map(row(i))).flat(),
	};
};

export const spreads = ({ data, posts, figures }, panel) => {
	const list = data.figures.flatMap(({ key, name }, k) => {
		if (key === "time_to_publish") return []; // it has a panel of its own
		const s = figures()[k], facts = { ...summary(s), key, name };
		const end = s.enough ? facts.median : `too few (${s.count})`;
		return { ...s, name, end, facts, hint: fill(panel.hint, facts) };
	});
	const drawn = list.filter((s) => s.enough), high = Math.max(0, ...drawn.map((s) => s.p90));
	return {
		facts: {}, values: [], empty: !posts.length, few: !high, scale: scale(least(drawn, "p25"), high),
		ranges: list.filter((s) => s.count), rows: list.map(({ name, facts }) => ({ name, facts, query: [] })),
	};
};
