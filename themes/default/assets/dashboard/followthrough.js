// Series of what is waited for: how soon action items are done and post mortems
// completed. The definitions say where the formulas are from.
import { fill, plural, sum } from "./words.js";
import { months, YEAR } from "./periods.js";

const horizons = [30, 90, 180], minCount = 5, z975 = 1.959963984540054, rounding = 1e-9;
const PENDING = 0, HAPPENED = 1, OTHERWISE = 2;

// incidence returns the share of waits that have ended in each way, by days. A wait
// is its days and how it ended.
const incidence = (list) => {
	const waits = list.toSorted((a, b) => a[0] - b[0]), steps = [], shares = [0, 0];
	let before = 1;
	for (let i = 0; i < waits.length; ) {
		const days = waits[i][0], atRisk = waits.length - i, ended = [0, 0];
		for (; i < waits.length && waits[i][0] === days; i++)
			if (waits[i][1] !== PENDING) ended[waits[i][1] - 1]++;
		if (!sum(ended)) continue;
		for (const k of [0, 1]) shares[k] += (before * ended[k]) / atRisk;
		steps.push({ days, atRisk, ended, before, shares: [...shares] });
		before *= 1 - sum(ended) / atRisk;
	}
	return { waits, steps };
};
const varianceOf = (steps, k) => {
	let v = 0;
	for (const { atRisk: n, ended, before, shares } of steps) {
		const all = sum(ended), later = steps.at(-1).shares[k] - shares[k];
		if (n > all) v += (later * later * all) / (n * (n - all));
		v += (before * before * (n - ended[k]) * ended[k]) / (n * n * n);
		v -= (2 * later * before * ended[k]) / (n * n);
	}
	return v;
};
const wilson = (share, n) => {
	const z2 = z975 * z975, middle = (share + z2 / (2 * n)) / (1 + z2 / n);
	const half = (z975 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
	return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};
// within returns the share of waits that ended in a way within so many days, or null
// if too few were followed for so long.
const within = ({ waits, steps }, days, end) => {
	const followed = waits.filter(([d, e]) => e !== PENDING || d >= days).length;
	if (followed < minCount) return null;
	const past = steps.filter((s) => s.days <= days), share = past.at(-1)?.shares[end - 1] ?? 0;
	const sure = share <= rounding || share >= 1 - rounding;
	return wilson(share, sure ? followed : (share * (1 - share)) / varianceOf(past, end - 1));
};
const whole = (v) => Math.floor(100 * v + 0.5);
const shareText = (s) => (s ? `${whole(s.share)} % (95 %: ${whole(s.low)} to ${whole(s.high)})` : "too few");

// itemsOf returns the action items of which it is known when they were agreed on: the
// day, the days since, and flags, which include how they ended.
const itemsOf = (posts) => {
	const items = [];
	for (const { agreed } of posts)
		for (let i = 1; i < agreed.length; i += 3) items.push([agreed[i], agreed[i + 1], agreed[i + 2]]);
	return items;
};
const waitOf = ([, days, flags]) => [days, flags & 3];
const inPeriods = (items, span) => {
	const groups = span.map(() => []);
	for (const item of items) groups[span.index(months(item[0]))]?.push(waitOf(item));
	return groups;
};
// grouped returns the waits of action items by quarter, or by year if most quarters
// have too few.
const grouped = (items, quarters) => {
	const groups = inPeriods(items, quarters);
	if (groups.filter((g) => g.length >= minCount).length * 2 >= quarters.length) return { span: quarters, groups };
	const span = quarters.in(YEAR);
	return { span, groups: inPeriods(items, span) };
};

// cohort returns the shares of a group that were done, by horizon. It is null for
// those that some have not had the time for.
const cohort = (group, since) => {
	const done = incidence(group);
	return horizons.map((days) => {
		if (since < days) return { text: "not yet", share: null };
		const share = within(done, days, HAPPENED);
		return { text: shareText(share), share };
	});
};
const pointOf = ({ share, low, high }, text) =>
	({ median: share, low: share, high: share, interval: { low, high }, note: { text } });

export const followthrough = ({ data, posts, span: quarters }, panel) => {
	const items = itemsOf(posts), unknown = sum(posts.map(({ agreed }) => agreed[0] ?? 0));
	const { span, groups } = grouped(items, quarters), all = incidence(items.map(waitOf));
	const outside = items.length - sum(groups.map((g) => g.length));
	const flagged = (bit) => items.filter(([, , flags]) => flags & bit).length;
	const facts = { n: items.length, outside, unknown, moved: flagged(4), reopened: flagged(8) };
	for (const days of horizons) facts[`done${days}`] = shareText(within(all, days, HAPPENED));
	facts.dropped = shareText(within(all, horizons.at(-1), OTHERWISE));
	const lines = horizons.map((days, k) => ({ name: `within ${days} days`, kind: `tone-${k + 1}`, points: [] }));
	const row = (group, i) => {
		const name = span.at(i), n = group.length, shown = { n };
		for (const [k, { text, share }] of cohort(group, data.as_of - span.lastDay(i)).entries()) {
			shown[horizons[k]] = n ? text : "";
			lines[k].points.push(share && pointOf(share, fill(panel.hint, { name, figure: lines[k].name, share: text, n })));
		}
		return { name, facts: shown };
	};
	const rows = items.length > outside ? groups.map(row) : [];
	return {
		facts, values: [], span, rows, lines, scale: [0, 0.25, 0.5, 0.75, 1],
		few: !lines.some(({ points }) => points.some(Boolean)), empty: !items.length && !unknown,
	};
};

const quantile = ({ waits, steps }, share) => {
	if (waits.length < minCount) return "too few";
	const step = steps.find((s) => s.shares[0] >= share - rounding);
	return step ? `within ${plural(Math.ceil(step.days), "day")}` : "not yet";
};
export const publish = ({ posts }) => {
	const key = "time_to_publish", day = 24 * 60 * 60;
	const known = posts.filter((p) => p[key] !== null && p[key] >= 0), waiting = posts.filter((p) => p[key] === -1);
	const ended = known.map((p) => [p[key] / day, HAPPENED]);
	const done = incidence([...ended, ...waiting.map((p) => [p.elapsed[key] / day, PENDING])]);
	const facts = {
		known: known.length, ongoing: waiting.length, unknown: posts.length - known.length - waiting.length,
		half: quantile(done, 0.5), most: quantile(done, 0.9),
	};
	const row = (days) => ({ name: plural(days, "day"), facts: { n: shareText(within(done, days, HAPPENED)) } });
	return { facts, values: [], rows: horizons.map(row), empty: !known.length && !waiting.length };
};
