// Formats words and numbers as the pages do.
export const thousands = (n) => n.toLocaleString("en");
export const plural = (n, noun) => (n === 1 ? `1 ${noun}` : `${thousands(n)} ${noun}${noun.endsWith("s") ? "es" : "s"}`);
export const inDays = (n) => (n < 2 * 365 ? plural(n, "day") : `${Math.floor(n / 36.525 + 0.5) / 10} years`);
export const percent = (part, whole) => {
	if (!whole) return "–";
	const x = (100 * part) / whole;
	const r = Math.round(x);
	return `${x % 1 === 0.5 && r % 2 ? r - 1 : r} %`; // rounds halves to even
};
export const format = (s) => {
	if (s < 60) return `${Math.floor(s)} s`;
	let m = Math.round(s / 60);
	if (m >= 1440) m = Math.round(m / 60) * 60;
	const parts = [[Math.floor(m / 1440), "d"], [Math.floor(m / 60) % 24, "h"], [m >= 1440 ? 0 : m % 60, "min"]];
	return parts.filter(([n]) => n).map(([n, unit]) => `${n} ${unit}`).join(" ");
};
export const short = (s) => (s === 0 ? "0" : s < 3600 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h`);

// keepUnits puts a no-break space between each number and its unit, as in 95 %.
export const keepUnits = (text) => text.replace(/(?<=\d) (?=%|(?:ms|s|min|h|d|seconds?|minutes?|hours?|days?|weeks?|months?|years?)(?![\w'\u0080-\uffff-]))/g, "\u00a0");

// unbroken returns the parts of a text, of which short words with hyphens are not broken, and in which numbers stay with their
// units, as the pages do.
const hyphenated = /([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+)/u, numbered = /^\p{L}{1,6}(?:-\p{N}{1,6}){1,3}$/u;
const kept = (textContent) => Object.assign(document.createElement("span"), { className: "nobr", textContent });
export const unbroken = (text) =>
	keepUnits(text).split(hyphenated).map((part, i) => (i % 2 && ([...part].length <= 8 || numbered.test(part)) ? kept(part) : part));

// between writes a range of ratios, with two digits after the point; only 1 itself
// is written as 1.
const ratio = (v) => {
	let n = Math.floor(100 * v + 0.5);
	if (v === 1) return "1";
	if (n === 100) n = v < 1 ? 99 : 101;
	else if (v >= 10) return String(Math.floor(v + 0.5));
	return `${Math.floor(n / 100)}.${String(n % 100).padStart(2, "0")}`;
};
export const between = (low, high) => {
	if (low === high) return ratio(low);
	if (low === 0) return high === Infinity ? "any number" : `${ratio(high)} or less`;
	return high === Infinity ? `${ratio(low)} or more` : `${ratio(low)} to ${ratio(high)}`;
};
export const given = (text) => text || "not given";
export const date = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
export const days = (date) => Date.parse(date) / 864e5;
export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
export const sum = (list) => list.reduce((a, b) => a + b, 0);
export const glyphs = { critical: "▲", high: "■", medium: "◆", low: "●", "near-miss": "○" };

// fill puts facts into a text of a panel: {n} is a number or a text, {n|noun} a
// number with its noun, {part/whole} a percentage. A part in brackets is left out
// if its first fact is 0 or empty.
export const fill = (text, facts) =>
	text
		.replace(/\[([^{\]]*\{(\w+)[^\]]*)\]/g, (_, part, first) => (facts[first] ? part : ""))
		.replace(/\{(\w+)(?:([|/])([^}]+))?\}/g, (_, name, sign, more) => {
			if (sign === "|") return more === "day" ? inDays(facts[name]) : plural(facts[name], more);
			if (sign === "/") return facts[more] === undefined ? "" : percent(facts[name], facts[more]);
			return typeof facts[name] === "number" ? thousands(facts[name]) : (facts[name] ?? "");
		});

// pageOf returns the address of the page that holds the post mortems with a value, "" if
// there is none.
const paged = { service: "services", severity: "severities", detection: "detections", vendor: "vendors", factor: "factors", tag: "tags" };
const pageOf = (data, name, value) => {
	if (name === "in" && /^\d{4}$/.test(value)) return `years/${value}/`;
	const many = Object.hasOwn(paged, name) ? paged[name] : "";
	const slug = many && data.slugs[many][data[many].indexOf(value)];
	return slug ? `${many}/${slug}/` : "";
};

// links returns a function for the address of a list, limited to the scope and to
// pairs of names and values. If a page holds just these post mortems, it is that of
// the page.
export const links = (scope, data) => {
	const query = (s) =>
		encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
	const narrower = (name, text) =>
		(name === "since" && scope[name] > text) || (name === "until" && scope[name] < text) ? scope[name] : text;
	const renamed = (name) => (name === "service" && scope.service ? "also" : name);
	return (list, pairs) => {
		const own = Object.entries(scope).filter(([name]) => name === "service" || !pairs.some(([n]) => n === name));
		const more = pairs.filter(([name, text]) => name !== "service" || text !== scope.service);
		const all = [
			...own,
			...more.map(([name, text]) => [renamed(name), narrower(name, text || "-")]),
		];
		const page = list === "postmortems/" && all.length === 1 ? pageOf(data, ...all[0]) : "";
		return page || `${list}?${all.map(([name, text]) => `${name}=${query(text)}`).join("&")}`;
	};
};
// pair groups a list of names and values in pairs.
export const pair = (list = []) => list.flatMap((_, i) => (i % 2 ? [] : [[list[i], list[i + 1]]]));
