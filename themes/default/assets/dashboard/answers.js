// The answers of the panels, in short.
import { date, fill, format, given } from "./words.js";
import { count } from "./counts.js";
import { interval, summarize, summary } from "./figures.js";

const recentDays = 365, recent = { days: recentDays };
const capital = (words) => words[0].toUpperCase() + words.slice(1);

// back returns the post mortems of a recent period that ends a number of days before
// until.
const back = (posts, until, days) => {
	const since = until - days - recentDays + 1, end = until - days;
	const part = posts.filter((p) => p.date !== null && p.date >= since && p.date <= end);
	return { part, window: [["since", date(since)], ["until", date(end)]] };
};

const change = ({ posts, until, to }, answer) => {
	const side = (name, days) => {
		const { part, window } = back(posts, until, days), s = summarize(part.map((p) => p.time_to_restore));
		const ends = interval(s), median = s.enough ? format(s.median) : "";
		const words = { name: fill(answer.extra[name], recent), median, interval: ends?.map(format).join(" to ") };
		const facts = { ...summary(s), ...words };
		const path = s.count ? to("postmortems/", [...window, ["time_to_restore", "known"]]) : "";
		return { ends, cell: { text: fill(answer.detail, facts), path } };
	};
	const now = side("now", 0), before = side("before", recentDays);
	let verdict = "unclear";
	if (!now.ends || !before.ends) verdict = "few";
	else if (now.ends[1] < before.ends[0]) verdict = "shorter";
	else if (now.ends[0] > before.ends[1]) verdict = "longer";
	return { text: answer.extra[verdict], details: [now.cell, before.cell] };
};

const noticed = ({ data, posts, until, to }, answer) => {
	const { part, window } = back(posts, until, 0);
	const { rows } = count(part, data, { by: "detection" });
	const list = rows.map(({ name, n }) => ({ name, n: n[0] })).filter((c) => c.n);
	const first = list.reduce((most, c) => (c.n > (most?.n ?? 0) ? c : most), null);
	const detail = ({ name, n }) => ({
		text: fill(answer.detail, { name: given(name), n }), path: to("postmortems/", [...window, ["detection", name]]),
	});
	const most = first && { most: capital(given(first.name)), n: first.n, all: part.length };
	const within = { text: fill(answer.extra.within, recent), path: "" };
	return { text: first ? fill(answer.text, most) : answer.none, details: [...list.map(detail), within] };
};

const overdue = ({ data, posts, follow, to }, answer) => {
	const facts = follow(), { extra } = answer;
	if (!facts.overdue) return { text: answer.none, late: false, details: [{ text: fill(extra.of, facts), path: "" }] };
	const { series } = data.panels.find(({ key }) => key === answer.chart);
	const owners = count(posts, data, series.counting).rows.map(({ name, n }) => ({ name, n: n[1] }));
	const detail = ({ name, n }) => ({
		text: fill(answer.detail, { name: name || extra.unnamed, n }),
		path: to("action-items/", [["owner", name], ["state", "overdue"]]),
	});
	const all = { text: fill(extra.all, facts), path: to("action-items/", [["state", "overdue"]]) };
	const details = [all, ...owners.slice(0, answer.max).filter(({ n }) => n).map(detail)];
	return { text: fill(answer.text, facts), late: true, details };
};

const failing = ({ failing, to }, answer) => ({
	text: failing().length ? fill(answer.text, { n: failing().length }) : answer.none,
	details: failing().slice(0, answer.max).map(({ name, key, where }) => ({
		text: fill(answer.detail, { name, times: where.length }), path: to("postmortems/", [["control", key]]),
	})),
});

const kinds = { change, noticed, overdue, failing };

// answered returns an answer, linked to its chart if the page has that.
export const answered = (chosen, answer, has) => ({
	question: answer.question, chart: has(answer.chart) ? answer.chart : "", ...kinds[answer.key](chosen, answer),
});
