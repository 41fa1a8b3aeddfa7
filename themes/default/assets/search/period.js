// Days and durations as queries write them.

const day = 864e5;

// datePeriod returns the first day of a day, month or year, and the first day
// after it, in days since 1970. It returns null for other texts.
export function datePeriod(text) {
	let parts = text.split(/[-/]/).filter((part) => part !== "");
	if (parts.length < 2) parts = [text];
	const [year, month, ...days] = parts;
	const of = /^\s*(\d{4})\s*$/.test(year) && [month ?? "1", days.length ? days.join("-") : "1"].map((n) => (/^\s*\d{1,2}\s*$/.test(n) ? Number(n) : NaN));
	if (!of || of.some(Number.isNaN)) return null;
	const at = (y, m, d) => {
		const date = new Date(0);
		date.setUTCFullYear(y, m - 1, d);
		return date;
	};
	const y = Number(year), [m, d] = of;
	const from = at(y, m, d);
	if (y === 0 || from.getUTCMonth() !== m - 1 || from.getUTCDate() !== d) return null;
	const next = days.length ? at(y, m, d + 1) : month !== undefined ? at(y, m + 1, 1) : at(y + 1, 1, 1);
	return [from / day, next / day];
}

const seconds = {};
for (const [names, length] of [
	["w week weeks", 604800], ["d day days", 86400], ["h hr hrs hour hours", 3600],
	["m min mins minute minutes", 60], ["s sec secs second seconds", 1],
]) for (const name of names.split(" ")) seconds[name] = length;

const second = 1e9; // durations are in nanoseconds
const longest = 10 * 366 * 86400 * second;
const scale = (n, unit) => Math.floor(Number(n ?? 0) * unit * second + 0.5);
const sum = (numbers, units) => numbers.reduce((total, n, i) => total + scale(n, units[i]), 0);

function duration(text) {
	const iso = text.toUpperCase().match(/^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/);
	if (iso && iso.slice(1).some((n) => n !== undefined) && !/T$/i.test(text)) return sum(iso.slice(1), [604800, 86400, 3600, 60, 1]);
	const clock = text.match(/^(\d+):([0-5]\d)(?::([0-5]\d))?$/);
	if (clock) return sum(clock.slice(1), [3600, 60, 1]);
	let rest = text.toLowerCase(), total = null;
	while (rest) {
		const part = rest.match(/^(\d+(?:\.\d+)?)\s*([a-z]+)\.?(?:\s*,\s*|\s+and\s+|\s*)/);
		if (!part || !Object.hasOwn(seconds, part[2])) return null;
		total += scale(part[1], seconds[part[2]]);
		rest = rest.slice(part[0].length);
	}
	return total;
}

// minutes converts a duration to minutes: whole minutes plus a fraction, as
// Go's Duration.Minutes does.
const minute = 60 * second;
export const minutes = (length) => Math.floor(length / minute) + (length % minute) / minute;

// minutesOf parses minutes, or a duration such as 2h30m. Unlike a month, a
// number is a point, so both ends are equal.
export function minutesOf(text) {
	if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
		const value = Number(text);
		if (value >= 0 && value < 1e9) return [value, value];
	}
	const length = duration(text);
	return length === null || length > longest ? null : [minutes(length), minutes(length)];
}
