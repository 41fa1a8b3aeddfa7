// Compares the recent year with the one before: how many times as long its times to
// restore are, and how sure that is. What has not ended counts as longer than so
// far. The definitions say where the formulas are from.
import { between, date, fill, format } from "./words.js";
import { percentile } from "./figures.js";

const recentDays = 365, minSide = 6, minCount = 5, maxNeeded = 1000, maxExact = 10000;
const z975 = 1.959963984540054, z80 = 0.8416212335729143, missing = 0.025;
const ascending = (a, b) => a - b;

// back selects the recent days that end a number of days before until.
export const back = (posts, until, days) => {
	const since = until - days - recentDays + 1, end = until - days;
	const part = posts.filter((p) => p.date !== null && p.date >= since && p.date <= end);
	return { part, window: [["since", date(since)], ["until", date(end)]] };
};

// waysOfU returns in how many ways each value of Mann and Whitney's U up to half of
// the greatest comes about, and the number of all ways.
const waysOfU = (m, n) => {
	const ways = new Float64Array(Math.floor((m * n) / 2) + 1);
	let all = 1;
	ways[0] = 1;
	for (let i = 1; i <= m; i++) {
		all = (all * (n + i)) / i;
		for (let u = i; u < ways.length; u++) ways[u] += ways[u - i];
		for (let u = ways.length - 1; u >= n + i; u--) ways[u] -= ways[u - n - i];
	}
	return { ways, all };
};
const ratioRank = (m, n) => {
	const pairs = m * n;
	if (pairs > maxExact)
		return Math.max(0, Math.trunc(pairs / 2 - 0.5 - z975 * Math.sqrt((pairs * (m + n + 1)) / 12)) + 1);
	const { ways, all } = waysOfU(Math.min(m, n), Math.max(m, n));
	let rank = 0;
	for (let below = 0; rank < ways.length; rank++) {
		below += ways[rank];
		if (below / all > missing) break;
	}
	return rank;
};

// upTo returns the number of quotients of x and y that are at most a limit, the
// greatest of them, and the least of the others.
const upTo = (x, y, limit) => {
	let n = 0, last = 0, next = Infinity, k = 0;
	for (const v of x) {
		while (k < y.length && v / y[k] > limit) k++;
		n += y.length - k;
		if (k < y.length) last = Math.max(last, v / y[k]);
		if (k > 0) next = Math.min(next, v / y[k - 1]);
	}
	return { n, last, next };
};
const finite = (list) => list.slice(0, list.findLastIndex((v) => v < Infinity) + 1);

// ratioAt returns the ratio with a rank among those of all pairs.
const ratioAt = (now, before, rank) => {
	const x = finite(now), y = finite(before), zero = (before.length - y.length) * now.length;
	if (rank <= zero) return 0;
	if (rank > now.length * before.length - (now.length - x.length) * before.length) return Infinity;
	let low = x[0] / y.at(-1), high = x.at(-1) / y[0];
	while (low < high) {
		let middle = Math.sqrt(low) * Math.sqrt(high);
		if (middle >= high) middle = low; // rounded
		const { n, last, next } = upTo(x, y, Math.max(low, middle));
		if (n >= rank - zero) high = last;
		else low = next;
	}
	return low;
};
const middle = (now, before) => {
	const pairs = now.length * before.length;
	const [low, high] = [Math.floor((pairs + 1) / 2), Math.floor(pairs / 2) + 1].map((rank) => ratioAt(now, before, rank));
	return low === high ? low : Math.sqrt(low) * Math.sqrt(high);
};
const seconds = ({ known, over }, endless) =>
	[...known, ...over.map((v) => (endless ? Infinity : v))].map((v) => Math.max(v, 60)).sort(ascending);
const size = ({ known, over }) => known.length + over.length;

const compared = (now, before) => {
	const m = size(now), n = size(before);
	if (Math.min(m, n) < minSide) return null;
	const rank = ratioRank(m, n), least = [seconds(now, false), seconds(before, true)];
	const most = [seconds(now, true), seconds(before, false)];
	return {
		estimate: middle(...least), atMost: middle(...most),
		low: ratioAt(...least, rank), high: ratioAt(...most, m * n + 1 - rank),
	};
};

// needed returns about how many a side it takes to see a halving.
const moreThanHalf = (list) => {
	let n = 0, from = 0, to = 0;
	for (const v of list) {
		while (list[from] < v / 2) from++;
		to = Math.max(to, from);
		while (list[to] === v / 2) to++;
		n += list.length - to - 1 + (to - from) / 2;
	}
	return n;
};
const needed = (...sides) => {
	if (Math.min(...sides.map(({ known }) => known.length)) < minSide) return 0;
	let longer = 0, pairs = 0;
	for (const { known } of sides) {
		longer += moreThanHalf(seconds({ known, over: [] }));
		pairs += known.length * (known.length - 1);
	}
	const excess = longer / pairs - 0.5;
	if (excess <= 0) return maxNeeded;
	const n = Math.min(Math.max(((z975 + z80) * (z975 + z80)) / (6 * excess * excess), minSide), maxNeeded);
	const step = n >= 100 ? 50 : n >= 20 ? 5 : 1;
	return Math.ceil(n / step) * step;
};

const median = (side) => {
	if (size(side) < minCount) return "";
	const [least, most] = [side.over, side.over.map(() => Number.MAX_SAFE_INTEGER)]
		.map((over) => percentile([...side.known, ...over].sort(ascending), 50));
	return least === most ? format(least) : `at least ${format(least)}`;
};

const sideOf = ({ posts, to }, answer, key, until, days) => {
	const { part, window } = back(posts, until, days), [[, since], [, end]] = window;
	const known = part.map((p) => p[key]).filter((v) => v !== null && v >= 0).sort(ascending);
	const over = part.filter((p) => p[key] === -1).map((p) => p.elapsed[key]).sort(ascending);
	const side = { known, over }, unfinished = part.filter((p) => p.status !== 2).length;
	const now = median(side), facts = { since, until: end, known: known.length, ongoing: over.length, unfinished, median: now };
	const path = known.length ? to("postmortems/", [...window, [key, "known"]]) : "";
	return { ...side, median: now, cell: { text: fill(answer.detail, facts), path } };
};

const verdictOf = (ratio) => {
	if (!ratio) return "few";
	if (ratio.high < 1) return "shorter";
	return ratio.low > 1 ? "longer" : "unclear";
};

export const change = (chosen, answer) => {
	const { data, until } = chosen, key = "time_to_restore", { extra } = answer;
	const { name, ends } = data.figures.find((f) => f.key === key);
	const latest = data.as_of - data.publish_lag, last = Math.min(until, latest);
	const [now, before] = [0, recentDays].map((days) => sideOf(chosen, answer, key, last, days));
	const ratio = compared(now, before), need = needed(now, before);
	const facts = {
		name, ends, now: now.median, n: size(now) + size(before), least: minSide, lag: last < until ? data.publish_lag : 0, needed: need,
		ratio: ratio && between(ratio.estimate, ratio.atMost), interval: ratio && between(ratio.low, ratio.high),
	};
	const notes = [];
	if (facts.lag) notes.push("lag");
	else if (!data.publish_lag) notes.push("nolag");
	if (!ratio) notes.push("least");
	else if (need === maxNeeded) notes.push("more");
	else if (need) notes.push("needed");
	const say = (k) => ({ text: fill(extra[k], { ...facts, answer: ratio && fill(answer.text, facts) }), path: "" });
	return { text: say(verdictOf(ratio)).text, basis: fill(answer.basis, facts), details: [now.cell, before.cell, ...notes.map(say)] };
};
