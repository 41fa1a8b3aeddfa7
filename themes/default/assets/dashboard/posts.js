// The post mortems of /data/figures.json, and the filters for them.
import { days } from "./words.js";
import { inPeriods, isPeriod, months } from "./periods.js";

export const page = ({ slug }, anchor = "") => `postmortems/${slug}/${anchor}`;
export const isLate = (data, p) =>
	data.target_days > 0 && p.status !== 2 && p.date !== null && data.as_of - p.date > data.target_days;

// meant returns the value for which a word stands in a filter.
const folded = (word) => word.toLowerCase().replace(/[-_\s]/g, "");
export const meant = (data, name, word) => {
	const words = data.synonyms[name] ?? {};
	return words[Object.keys(words).find((other) => folded(other) === folded(word))] ?? word;
};

// Each filter returns a function that reports whether a post mortem has a value, or null
// if no value is written like that. "-" stands for a missing value.
const none = "-";
const same = (name) => name.normalize("NFC").toLowerCase().split(/\s+/).join("-");
const alike = (names, slugs, value) => {
	const at = value === none ? names.indexOf("") : names.findIndex((name) => same(name) === same(value));
	return new Set([...names.keys()].filter((i) => i === at || (slugs && at >= 0 && slugs[i] === slugs[at])));
};
const known = (places, value) => places.size > 0 || value === none;
const one = (key, names, slugs) => (data, value) => {
	const places = alike(data[names], data.slugs[slugs], value);
	return known(places, value) ? (p) => places.has(p[key]) : null;
};
const several = (key, names, slugs) => (data, value) => {
	const places = alike(data[names], data.slugs[slugs], value);
	if (!known(places, value)) return null;
	return (p) => (value === none ? !p[key].length : p[key].some((k) => places.has(k)));
};
// range returns a function that reports whether a number is in from..to; to is
// exclusive.
export const range = (words) => {
	const [from, to] = words.split("..").map((w) => (w === "" ? Infinity : Number(w)));
	return (n) => n >= from && n < to;
};
const isRange = (words) => /^\d+(\.\d+)?\.\.(\d+(\.\d+)?)?$/.test(words);
const period = (of) => (_, value) => (isPeriod(value) ? of(inPeriods(value)) : null);
const dated = (holds) => (_, value) => {
	const day = days(value);
	return Number.isNaN(day) ? null : (p) => p.date !== null && holds(p.date, day);
};
const within = (holds) => (_, value) => (Number(value) > 0 ? (p) => holds(p.reach, Number(value)) : null);
const age = (data, p) => Math.max(0, data.as_of - p.date);
const figure = ({ key }, value) => {
	const is = (code) => (v) => v === code;
	const states = {
		known: (v) => v !== null && v >= 0, unknown: is(null), ongoing: is(-1), "not applicable": is(-2), none: is(-3), before: is(-4),
	};
	const state = value.toLowerCase();
	if (Object.hasOwn(states, state)) return (p) => states[state](p[key]);
	const inside = range(value);
	return isRange(value) ? (p) => states.known(p[key]) && inside(p[key] / 60) : null;
};
const filters = {
	in: period((inside) => (p) => inside(p.month)),
	not_in: period((inside) => (p) => !inside(p.month)),
	year: (_, value) => {
		if (value === none) return (p) => p.month === null;
		const inside = inPeriods(value);
		return /^\d{4}$/.test(value) ? (p) => inside(p.month) : null;
	},
	since: dated((date, day) => date >= day),
	until: dated((date, day) => date <= day),
	service: several("service", "services", "services"),
	also: several("service", "services", "services"), // in addition to another
	not_service: (data, value) => {
		const listed = value.split("|").map(same);
		const names = (p) => (p.service.length ? p.service.map((s) => data.services[s]) : [none]);
		return (p) => names(p).some((name) => !listed.includes(same(name)));
	},
	severity: one("severity", "severities", "severities"),
	detection: one("detection", "detections", "detections"),
	harm: one("harm", "harms"),
	caught_by: one("caught_by", "caughts"),
	impact: several("impact", "impacts"),
	vendor: one("vendor", "vendors", "vendors"),
	factor: several("factor", "factors", "factors"),
	tag: several("tag", "tags", "tags"),
	status: one("status", "statuses"),
	age: (data, value) => {
		const inside = range(value);
		return value === none || isRange(value) ? (p) => (p.date === null ? value === none : inside(age(data, p))) : null;
	},
	late: (data) => (p) => isLate(data, p),
	luck: (_, value) => {
		const i = ["hedged", "open", "unhedged"].indexOf(value.toLowerCase());
		return i < 0 ? null : (p) => p.luck[i] > 0;
	},
	control: (data, value) => {
		const key = data.control_keys.findIndex((name) => same(name) === same(value));
		return key < 0 ? null : (p) => p.control.some((k, i) => i % 2 && k === key);
	},
	out: period((inside) => (p) => p.outage.some((month, i) => i % 2 === 0 && inside(month) && p.outage[i + 1] > 0)),
	reaching: within((reach, most) => reach > 0 && reach <= most),
	missing: within((reach, most) => reach < 0 && reach >= -most),
};

// columnsOf returns the names of what a filter reads of a post mortem.
const dates = ["date"], services = ["service"], reach = ["reach"];
const columns = {
	in: dates, not_in: dates, year: dates, since: dates, until: dates, age: dates, late: ["date", "status"], also: services, not_service: services,
	out: ["outage"], reaching: reach, missing: reach,
};
export const columnsOf = (name) => columns[name] ?? [name];

// filter returns a function that reports whether a post mortem has a value, with names and
// values as in the addresses to which tables link. It returns null for a value that cannot
// be read or that nothing has, and undefined for a name that is no filter.
export const filter = (data, name, word) => {
	const value = meant(data, name, word);
	const column = data.figures.find(({ key }) => key === name);
	if (column) return figure(column, value);
	return Object.hasOwn(filters, name) ? filters[name](data, value) : undefined;
};

// select returns the post mortems that match all filters. Unknown names are ignored.
export const select = (data, all, f) => {
	const entries = Object.entries(f).filter(([, value]) => value);
	const tests = entries.map(([name, value]) => filter(data, name, value)).filter((test) => test !== undefined);
	return tests.length ? all.filter((p) => tests.every((test) => test?.(p))) : all;
};

// records converts the columns of the file to one object for each post mortem, and
// sorts the known values of each figure once for all filters.
export const records = (data) => {
	const keys = "slug title date status severity detection harm caught_by service vendor impact factor tag " +
		"outage control anchor unsaid luck hurt returns reach items agreed";
	data.order = data.figures.map(({ values }) => {
		const places = [...values.keys()];
		const known = Int32Array.from(places.filter((i) => values[i] !== null && values[i] >= 0));
		known.sort((a, b) => values[a] - values[b]);
		const sorted = Float64Array.from(known, (i) => values[i]);
		const of = (code) => places.filter((i) => values[i] === code);
		const without = { ongoing: of(-1), na: of(-2), none: of(-3), before: of(-4) };
		return { known, sorted, without, room: new Float64Array(known.length) };
	});
	const posts = data.slug.map((_, i) => {
		const p = Object.fromEntries(keys.split(" ").map((k) => [k, data[k][i]]));
		for (const { key, values } of data.figures) p[key] = values[i];
		p.at = i;
		p.month = p.date === null ? null : months(p.date);
		return p;
	});
	for (const { key, elapsed = [] } of data.figures) for (const [i, v] of elapsed) (posts[i].elapsed ??= {})[key] = v; // so far
	return posts;
};
