// Series of services, vendors, controls and luck.
import { compare, date, format, given, plural, sum } from "./words.js";
import { MONTH, months } from "./periods.js";
import { codes, summarize, summary } from "./figures.js";
import { count } from "./counts.js";
import { page } from "./posts.js";

const nobody = [-1];
const known = ({ duration }) => duration !== null && duration >= 0;
const servicesOf = ({ service }) => (service.length ? service : nobody);

// byService sums up the time of outages in each month of a span, and outside of
// it.
const byService = (data, posts, span) => {
	const rows = new Map();
	for (const p of posts) {
		if (!known(p)) continue;
		for (const s of servicesOf(p)) {
			let row = rows.get(s);
			if (!row) {
				row = { place: s, name: data.services[s] ?? "", time: span.map(() => 0), out: 0, posts: 0 };
				rows.set(s, row);
			}
			row.posts++;
			for (let i = 0; i < p.outage.length; i += 2) {
				const at = p.outage[i] - span.first; // the span's steps are months
				if (at < 0 || at >= span.length) row.out += p.outage[i + 1];
				else row.time[at] += p.outage[i + 1];
			}
		}
	}
	for (const row of rows.values()) row.inside = sum(row.time);
	const order = (a, b) => b.inside - a.inside || b.inside + b.out - a.inside - a.out || compare(a.name, b.name);
	return [...rows.values()].sort(order);
};
const merged = (rows, posts, span) => {
	const time = span.map((i) => sum(rows.map((r) => r.time[i]))), places = new Set(rows.map((r) => r.place));
	const among = (p) => known(p) && servicesOf(p).some((s) => places.has(s));
	const name = plural(rows.length, "other service"), out = sum(rows.map((r) => r.out));
	return { name, merged: true, time, inside: sum(time), out, posts: posts.filter(among).length };
};
const maxServices = 6, maxMonths = 12;
export const outages = ({ data, posts, span: quarters }) => {
	const span = quarters.in(MONTH).until(months(data.as_of)).newest(maxMonths);
	let list = byService(data, posts, span);
	if (!list.length || !span.length) return { empty: true };
	const listed = list.slice(0, maxServices).map((r) => r.name || "-").join("|");
	if (list.length > maxServices)
		list = [...list.slice(0, maxServices), merged(list.slice(maxServices), posts, span)];
	const cell = (t) => ({ n: t, minutes: Math.floor(t / 60), time: format(t) });
	return {
		facts: {
			unknown: posts.filter((p) => p.duration === null).length,
			ongoing: posts.filter((p) => p.duration === codes.ongoing).length,
			several: posts.filter((p) => known(p) && p.service.length > 1).length,
		},
		values: span.map((i) => ({ name: span.at(i), said: span.words(i), query: [["out", span.named(i)]] })), span,
		rows: list.map((r) => ({
			name: r.merged ? r.name : given(r.name), query: [r.merged ? ["not_service", listed] : ["service", r.name]],
			facts: { n: r.posts, time: format(r.inside + r.out), inside: format(r.inside) },
			values: r.time, each: r.time.map(cell),
		})),
	};
};

// recurring returns the controls that failed more than once, most failures
// first.
export const recurring = (posts, data) => {
	const groups = new Map();
	for (const p of posts)
		for (let i = 0; i < p.control.length; i += 2) {
			const [name, key] = p.control.slice(i, i + 2);
			if (!groups.has(key)) groups.set(key, { name: data.controls[name], key: data.control_keys[key], where: [] });
			groups.get(key).where.push([p, p.anchor[i / 2]]);
		}
	return [...groups.values()].filter((g) => g.where.length > 1).sort((a, b) => b.where.length - a.where.length);
};
export const controls = ({ failing, posts }) => ({
	facts: { n: failing().length, unsaid: sum(posts.map((p) => p.unsaid)) }, values: [],
	rows: failing().map(({ name, key, where }) => {
		const times = where.length, n = new Set(where.map(([p]) => p)).size;
		const [newest, anchor] = where[0];
		const when = newest.date === null ? "" : date(newest.date);
		const facts = { times, fewer: n < times ? n : 0, date: when, page: page(newest, `#${anchor}`) };
		return { name, facts, query: [["control", key]] };
	}),
});

export const vendors = ({ data, posts }) => {
	const groups = new Map();
	for (const p of posts) {
		if (!groups.has(p.vendor)) groups.set(p.vendor, []);
		groups.get(p.vendor).push(p);
	}
	const list = [...groups].filter(([v]) => data.vendors[v]).map(([v, group]) => {
		const of = (key) => summarize(group.map((p) => p[key]));
		const [outage, engage, restore] = ["duration", "time_to_engage_vendor", "vendor_to_restore"].map(of);
		return { name: data.vendors[v], n: group.length, outage, engage, restore };
	});
	list.sort((a, b) => b.n - a.n || b.outage.total - a.outage.total || compare(a.name, b.name));
	return {
		facts: { n: list.length }, values: [],
		rows: list.map(({ name, n, outage, engage, restore }) => ({
			name, query: [["vendor", name]], facts: {
				n, duration: outage.count, total: outage.enough ? format(outage.total) : "",
				time_to_engage_vendor: engage.count, engaged: summary(engage).median, engaged_interval: summary(engage).interval,
				vendor_to_restore: restore.count, restored: summary(restore).median, restored_interval: summary(restore).interval,
			},
		})),
	};
};

// impacts returns how long the incidents of each impact lasted.
const lasted = (p) => (p.duration === codes.na ? p.degradation : p.duration);
export const impacts = ({ data, posts }) => {
	const { rows } = count(posts, data, { by: "impact", harm: "happened" });
	const happened = posts.filter((p) => data.harms[p.harm] === "happened");
	return {
		facts: {}, values: [], empty: !happened.length,
		rows: rows.map(({ name, place }) => {
			const group = happened.filter((p) => (p.impact.length ? p.impact.includes(place) : name === ""));
			const detect = summarize(group.map((p) => p.time_to_detect));
			const facts = {
				...summary(summarize(group.map(lasted))), n: group.length,
				kind: name === "" || data.outage_impacts.includes(name) ? "outage" : "degradation",
				detected: detect.count, detect: summary(detect).median,
			};
			return { name: given(name), facts, query: [["impact", name], ["harm", "happened"]] };
		}),
	};
};

export const luck = ({ posts }) => {
	const lucky = posts.filter((p) => p.luck.length);
	const [hedged, open, unhedged] = [0, 1, 2].map((i) => sum(lucky.map((p) => p.luck[i])));
	const not = lucky.filter((p) => p.luck[2]).map((post) => ({ post, facts: { hedge: "not hedged", due: "" } }));
	const yet = lucky.filter((p) => p.luck[1] && !p.luck[2]).map((post) => {
		const due = post.luck[3] ? `by ${date(post.luck[3])}` : "no date";
		return { post, facts: { hedge: "to be hedged", due } };
	});
	const list = [...not, ...yet], n = hedged + open + unhedged;
	return { facts: { n, hedged, open, unhedged, unlucky: list.length }, values: [], rows: [], empty: !n, list };
};
