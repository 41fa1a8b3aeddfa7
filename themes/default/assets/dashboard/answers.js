// The answers of the panels, in short.
import { date, fill, given, sum } from "./words.js";
import { count } from "./counts.js";
import { back, change } from "./change.js";
import { page } from "./posts.js";

const recentDays = 365;
const windowOf = (window) => ({ ...Object.fromEntries(window), days: recentDays });

// joint is what stands between two parts of a text, if it has both.
const joint = (a, b) => (a && b ? "; " : "");
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const more = (text, n, path) => (n > 0 ? [{ text: fill(text, { more: n }), path }] : []);

// gap returns the days between the two newest post mortems that mention a control, or 0.
const gap = (where) => {
	const newest = where[0][0], other = where.find(([p]) => p !== newest)?.[0];
	return !other || newest.date === null || other.date === null ? 0 : newest.date - other.date;
};
const returned = ({ data, posts, failing, to }, answer) => {
	const { extra, max } = answer, controls = failing();
	const items = posts.flatMap((p) => p.returns.map(([at, number, title, days]) => ({
		text: data.returned[title], path: `postmortems/${data.slug[at]}/#action-${number}`, after: fill(answer.detail, { days }),
	})));
	const facts = { items: items.length, controls: controls.length, and: joint(items.length, controls.length) };
	return {
		text: items.length || controls.length ? fill(answer.text, facts) : answer.none,
		details: [
			...items.slice(0, max),
			...more(extra.items, items.length - max, ""),
			...controls.slice(0, max).map(({ name, key, where }) => ({
				text: fill(extra.control, { name, times: where.length, days: gap(where) }), path: to("postmortems/", [["control", key]]),
			})),
			...more(extra.controls, controls.length - max, "controls/"),
		],
	};
};

const surprised = ({ data, posts, until, to }, answer) => {
	const { part, window } = back(posts, until, 0), { extra, max } = answer;
	const hurt = part.flatMap((p) => p.hurt.map(([name, anchor]) => ({ name: data.hurt_controls[name], path: page(p, `#control-${anchor}`) })));
	const lucky = part.filter((p) => p.luck[2]).length;
	const facts = { ...windowOf(window), all: part.length, hurt: hurt.length, lucky, and: joint(hurt.length, lucky) };
	const text = !facts.all ? extra.empty : hurt.length || lucky ? answer.text : answer.none;
	return {
		text: capital(fill(text, facts)), basis: fill(answer.basis, facts),
		details: [
			...hurt.slice(0, max).map(({ name, path }) => ({ text: fill(answer.detail, { name }), path })),
			...more(extra.more, hurt.length - max, "controls/"),
			...(lucky ? [{ text: fill(extra.luck, facts), path: to("postmortems/", [...window, ["luck", "unhedged"]]) }] : []),
		],
	};
};

const decide = ({ data, posts, follow, to }, answer) => {
	const facts = { ...follow(), as_of: date(data.as_of) }, { extra } = answer, late = facts.overdue > 0;
	const overdue = data.standings.indexOf("overdue"), n = new Map();
	for (const { severity, items } of posts)
		for (let at = 0; at < items.length; at += 5) if (items[at + 2] === overdue) n.set(severity, (n.get(severity) ?? 0) + 1);
	const { known } = data.fields.severity, rank = (s) => Math.min(s, known);
	const order = (a, b) => rank(a) - rank(b) || (data.severities[a] < data.severities[b] ? -1 : 1);
	const link = (text, pairs) => ({ text, path: to("action-items/", pairs) });
	return {
		text: !facts.items ? extra.empty : fill(late ? answer.text : answer.none, facts), basis: fill(answer.basis, facts), late,
		details: [
			...(late ? [link(fill(extra.all, facts), [["state", "overdue"]])] : []),
			...[...n.keys()].sort(order).map((s) => {
				const value = data.severities[s];
				return link(fill(answer.detail, { name: given(value), n: n.get(s) }), [["severity", value], ["state", "overdue"]]);
			}),
			...(facts.undated ? [link(fill(extra.undated, facts), [["state", "unfinished"], ["due", ""]])] : []),
		],
	};
};

const severe = ({ data, posts, until, to }, answer) => {
	const { part, window } = back(posts, until, 0), before = new Map();
	for (const p of back(posts, until, recentDays).part) before.set(p.severity, (before.get(p.severity) ?? 0) + 1);
	const severest = data.severities.slice(0, Math.min(2, data.fields.severity.known)), facts = windowOf(window);
	const rows = count(part, data, { by: "severity" }).rows.map(({ name, place, n }) => ({ name, n: n[0], before: before.get(place) ?? 0 }));
	const of = (list) => sum(list.map(({ n }) => n)), all = of(rows);
	const n = of(rows.filter(({ name }) => severest.includes(name)));
	return {
		text: all ? fill(answer.text, { n, all, severest: severest.join(answer.extra.or) }) : fill(answer.none, facts),
		basis: fill(answer.basis, facts),
		details: rows.filter((r) => r.n || r.before).map((r) => ({
			text: fill(answer.detail, { ...r, name: given(r.name) }),
			path: r.n ? to("postmortems/", [...window, ["severity", r.name]]) : "",
		})),
	};
};

const noticed = ({ data, posts, until, to }, answer) => {
	const { part, window } = back(posts, until, 0), { extra } = answer;
	const averted = part.filter((p) => data.harms[p.harm] === "averted").length;
	const facts = { ...windowOf(window), averted };
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

const kinds = { returned, surprised, decide, severe, change, noticed };

// answered returns an answer, linked to its chart if the page has that.
export const answered = (chosen, answer, has) => ({
	question: answer.question, basis: answer.basis, chart: has(answer.chart) ? answer.chart : "", ...kinds[answer.key](chosen, answer),
});
