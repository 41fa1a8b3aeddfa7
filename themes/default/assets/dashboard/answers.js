// The answers of the panels, in short.
import { date, fill, given, sum } from "./words.js";
import { count } from "./counts.js";
import { back, change } from "./change.js";

const recentDays = 365;

const noticed = ({ data, posts, until, to }, answer) => {
	const { part, window } = back(posts, until, 0), { extra } = answer;
	const averted = part.filter((p) => data.harms[p.harm] === "averted").length;
	const facts = { ...Object.fromEntries(window), days: recentDays, averted };
	const { rows } = count(part, data, { by: "detection", harm: "happened" });
	const list = rows.map(({ name, n }) => ({ name, n: n[0] })).filter((c) => c.n);
	const n = Math.max(0, ...list.map((c) => c.n)), all = sum(list.map((c) => c.n));
	const names = list.filter((c) => c.n === n).map(({ name }) => extra[name] ?? name);
	const text = [answer.none, answer.text][names.length] ?? extra.tie;
	return {
		text: fill(text, { ...facts, most: names.join(extra.as), n, all }), basis: fill(answer.basis, facts),
		details: list.map((c) => ({
			text: fill(answer.detail, { name: given(c.name), n: c.n }),
			path: to("postmortems/", [...window, ["harm", "happened"], ["detection", c.name]]),
		})),
	};
};

const overdue = ({ data, posts, follow, to }, answer) => {
	const facts = follow(), { extra } = answer, basis = fill(answer.basis, { as_of: date(data.as_of) });
	if (!facts.items) return { text: extra.empty, basis, late: false, details: [] };
	if (!facts.overdue) return { text: answer.none, basis, late: false, details: [{ text: fill(extra.of, facts), path: "" }] };
	const { series } = data.panels.find(({ key }) => key === answer.chart);
	const owners = count(posts, data, series.counting).rows.map(({ name, n }) => ({ name, n: n[1] }));
	const detail = ({ name, n }) => ({
		text: fill(answer.detail, { name: name || extra.unnamed, n }),
		path: to("action-items/", [["owner", name], ["state", "overdue"]]),
	});
	const all = { text: fill(extra.all, facts), path: to("action-items/", [["state", "overdue"]]) };
	const details = [all, ...owners.slice(0, answer.max).filter(({ n }) => n).map(detail)];
	return { text: fill(answer.text, facts), basis, late: true, details };
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
	question: answer.question, basis: answer.basis, chart: has(answer.chart) ? answer.chart : "", ...kinds[answer.key](chosen, answer),
});
