// The answers of the panels, in short.
import { fill, given } from "./words.js";
import { count } from "./counts.js";
import { back, change } from "./change.js";

const recent = { days: 365 };
const capital = (words) => words[0].toUpperCase() + words.slice(1);

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
