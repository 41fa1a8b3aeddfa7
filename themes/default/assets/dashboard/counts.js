// Counts post mortems or action items by period, age or the value of a field, as the
// panel's counting says.
import { compare, given, glyphs, percent, sum } from "./words.js";

// An action item is five numbers: type, owner, standing, flags and state, days late.
// inItem has the index of each field and the bit at which it begins.
const inItem = { type: [0, 0], owner: [1, 0], standing: [2, 0], state: [3, 2] };
const zeros = (n) => new Array(n).fill(0);
const valuesOf = (data, key) => data[data.fields[key].values];

const ageAt = (data, { date }) =>
	date === null ? data.ages.length : data.ages.findLastIndex((a) => a <= Math.max(0, data.as_of - date));
const ageRange = (ages, i) => (i < ages.length ? `${ages[i]}..${ages[i + 1] ?? ""}` : "");
const ageName = (ages, i) => {
	if (i === ages.length) return "unknown";
	return i + 1 < ages.length ? `${ages[i]}–${ages[i + 1] - 1}` : `${ages[i]}+`;
};

// grouping returns the names of the rows, and a function for the rows in which a post
// mortem counts; -1 means outside. The last row of a field is for a missing value.
const grouping = (data, { by, items }, span) => {
	if (by === "period") return { names: span.map((i) => span.at(i)), places: (p) => span.index(p.month) };
	if (by === "age") return { names: [...data.ages, ""], places: (p) => ageAt(data, p) };
	const names = [...valuesOf(data, by), ""], none = names.length - 1;
	if (items) return { names, places: () => none };
	return { names, places: (p) => (p[by].length === 0 ? none : p[by]) };
};

// eachItem calls visit for every action item with its part and its row, or the row of
// its post mortem.
const eachItem = (posts, { by, split }, places, visit) => {
	const [row, rowBit] = inItem[by] ?? [], [part, partBit] = inItem[split] ?? [];
	for (const p of posts) {
		const { items } = p;
		if (!items.length) continue;
		const whole = places(p);
		for (let at = 0; at < items.length; at += 5) {
			const k = part === undefined ? 0 : items[at + part] >> partBit;
			visit(k, row === undefined ? whole : items[at + row] >> rowBit);
		}
	}
};

// ordered sorts indexes: those of the vocabulary first, then others that have a
// count, most frequent first.
const ordered = (known, names, n) => {
	const others = [...names.keys()].filter((i) => i >= known && n(i));
	others.sort((a, b) => n(b) - n(a) || compare(names[a], names[b]));
	return [...Array(known).keys(), ...others];
};

export const count = (all, data, c, span) => {
	const posts = all.filter((p) => (!c.harm || data.harms[p.harm] === c.harm) && (!c.given || p[c.by].length));
	const split = c.split ? valuesOf(data, c.split) : [""];
	const parts = c.only ? split.map((name) => c.only.indexOf(name)) : [...split.keys()];
	const width = c.only?.length ?? split.length;
	const { names, places } = grouping(data, c, span);
	const total = zeros(width), outside = zeros(width), rows = names.map(() => zeros(width));
	const add = (k, place) => {
		const part = parts[k];
		if (part < 0) return;
		total[part]++;
		if (typeof place === "number") (place < 0 ? outside : rows[place])[part]++;
		else for (const i of place) rows[i][part]++;
	};
	if (c.items) eachItem(posts, c, places, add);
	else for (const p of posts) add(c.split ? p[c.split] : 0, places(p));
	let order = [...total.keys()];
	if (c.split && !c.only) order = ordered(data.fields[c.split].known, split, (k) => total[k]);
	const values = order.map((k) => c.only?.[k] ?? split[k]);
	const inOrder = (n) => order.map((k) => n[k]);
	let shown = [...names.keys()];
	if (c.by === "age") shown = shown.filter((i) => i < data.ages.length || sum(rows[i]));
	else if (c.by !== "period")
		shown = ordered(data.fields[c.by].known, names, (i) => sum(rows[i]));
	return {
		values, all: inOrder(total), outside: inOrder(outside),
		rows: shown.map((i) => ({ name: names[i], place: i, n: inOrder(rows[i]) })),
	};
};

// followed returns the facts about all action items.
export const followed = (posts) => {
	const n = [0, 0, 0, 0], f = { tracked: 0, undated: 0, longest: 0 };
	for (const { items } of posts)
		for (let at = 0; at < items.length; at += 5) {
			const state = items[at + 2], flags = items[at + 3];
			n[state]++;
			f.tracked += flags & 1;
			if (state > 1 && !(flags & 2)) f.undated++;
			if (items[at + 4] > f.longest) f.longest = items[at + 4];
		}
	return { ...f, items: sum(n), open: n[2], overdue: n[3], unfinished: n[2] + n[3] };
};

const standings = {
	done: { name: "done", look: { kind: "done" } },
	cancelled: { name: "cancelled", look: { kind: "dropped" } },
	"on time": { name: "open", said: "open, not overdue", look: { kind: "open" } },
	overdue: { name: "overdue", look: { kind: "late", hatched: true } },
};
const partsOf = (data, { split, items }, values) =>
	values.map((value, i) => {
		if (split === "standing") return { ...standings[value], query: [["state", value]] };
		const tone = { kind: `tone-${(i % 5) + 1}`, glyph: "■" };
		if (!split) return { name: items ? "action items" : "post mortems", look: tone };
		const part = { name: given(value), query: [[split, value]], look: tone };
		if (split === "severity") {
			const look = data.looks[data.severities.indexOf(value)];
			part.look = { kind: `sev-${look}`, glyph: glyphs[look] ?? "▪" };
		}
		return part;
	});
const numbers = (values, n) => ({ ...Object.fromEntries(values.map(({ name }, k) => [name, n[k]])), n: sum(n) });
const parted = (n) => ({ each: n.map((v) => ({ n: v })), values: n });

// scarce returns the greatest number of a period if all periods have so few that they show
// no trend, and else 0.
const fewCounts = 3;
const scarce = ({ rows }, { by }, { length }) => {
	const most = by === "period" && length > 1 ? Math.max(...rows.map(({ n }) => sum(n))) : 0;
	return most > fewCounts ? 0 : most;
};

const elsewhere = "Other dates, or none";
export const counts = ({ data, posts, span, follow, late: lateOnes }, panel) => {
	const c = panel.series.counting, n = count(posts, data, c, span);
	const values = partsOf(data, c, n.values);
	const all = sum(n.all), out = sum(n.outside);
	const late = panel.list ? lateOnes() : [];
	const facts = { ...numbers(values, n.all), shown: all - out, outside: out, late: late.length, scarce: scarce(n, c, span), without: c.given ? posts.length - all : 0 };
	const query = ({ name, place }) => {
		if (c.by === "period") return ["in", span.named(place)];
		return [c.by, c.by === "age" ? ageRange(data.ages, place) : name];
	};
	const saidOf = (i) => {
		if (c.by === "period") return span.words(i);
		if (c.by === "age") return i < data.ages.length ? `${ageName(data.ages, i)} days` : "unknown age";
	};
	const harm = c.harm ? [["harm", c.harm]] : [];
	const rows = n.rows.map((row) => ({
		name: c.by === "age" ? ageName(data.ages, row.place) : row.name || panel.unnamed || given(""),
		said: saidOf(row.place),
		facts: { ...numbers(values, row.n), all }, query: [query(row), ...harm], ...parted(row.n),
	}));
	const inside = n.all.map((v, k) => v - n.outside[k]), below = [];
	const within = [...(c.by === "period" ? [["in", span.stretch()]] : []), ...harm];
	if (panel.total) below.push({ name: "All", facts: numbers(values, inside), query: within, ...parted(inside) });
	if (panel.shares) below.push({ name: "Share", facts: {}, each: inside.map((v) => ({ n: percent(v, all - out) })) });
	if (out) below.push({ name: elsewhere, facts: numbers(values, n.outside), query: [["not_in", span.stretch()], ...harm] });
	return {
		facts: c.items ? { ...facts, ...follow() } : facts, values, rows, below,
		span: c.by === "period" ? span : undefined,
		empty: !all || !n.rows.length || (panel.total && all === out),
		list: late.map((p) => ({ post: p, facts: { days: data.as_of - p.date } })),
	};
};
