// Panels as the pages show them: texts, tables and drawings of a series.
import { fill, pair } from "./words.js";
import { counts } from "./counts.js";
import { distribution, spreads, trends } from "./figures.js";
import { followthrough, publish } from "./followthrough.js";
import { controls, impacts, luck, outages, vendors } from "./lists.js";
import { draw, legend } from "./shapes.js";
import { page } from "./posts.js";

const kinds = { counts, distribution, trends, spreads, outages, controls, vendors, impacts, luck, followthrough, publish };

const listed = ({ series }) => (series.counting?.items ? "action-items/" : "postmortems/");

// cell returns a cell that links to what it counts, unless it counts 0. The link
// combines the queries of the row and the column.
const cell = (panel, column, facts, row, more, to) => {
	const text = fill(column.text ?? `{${column.count}}`, facts);
	if (column.page) return { text, path: facts.page ?? "" };
	if (!(facts[column.count] > 0)) return { text, path: "" };
	return { text, path: to(listed(panel), joined(row, more, facts)) };
};

// joined combines the queries of a row and a column. What the row says of a name counts.
const joined = (row, column, facts) => {
	const named = column.map(([name, value]) => [fill(name, facts), value]);
	return [...row, ...named.filter(([name]) => !row.some(([n]) => n === name))];
};

// notes returns what the bars of a row stand for: their texts, and where they lead, which
// is where the number in the table does. There is none for 0.
const notes = (panel, { values }, { name, said, facts, query = [], values: bars = [], each = [] }, to) =>
	bars.map((n, k) => {
		if (!n) return undefined;
		const of = values?.[k] ?? {}, all = { ...facts, of: facts.n, ...each[k], name: said ?? name, value: of.said ?? of.name };
		return { text: fill(panel.hint, all), path: to(listed(panel), joined(query, of.query ?? [], all)) };
	});

// rowOf returns the cells of a row. Cells of missing values are empty.
const rowOf = (panel, series, { name, facts, query = [], each = [] }, to) => {
	const cells = panel.columns.flatMap((column) => {
		if (!column.each) return [cell(panel, column, facts, query, pair(column.query), to)];
		const counted = { ...column, count: "n" };
		return series.values.map((v, k) => cell(panel, counted, each[k] ?? {}, query, v.query ?? [], to));
	});
	return [{ text: name, path: "" }, ...cells];
};

// line returns the row of a line of facts, in an array that is empty if the line is
// left out.
const line = (panel, series, l, to) => {
	const text = l.text && fill(l.text, series.facts);
	if (l.text) return text ? [[{ text: l.name, path: "" }, { text, path: "" }]] : [];
	const n = series.facts[l.count], facts = { n, all: series.facts[l.of] };
	return l.skip_zero && !n ? [] : [rowOf(panel, series, { name: l.name, facts, query: pair(l.query) }, to)];
};

const table = (panel, series, to) => ({
	head: [
		panel.head,
		...panel.columns.flatMap((c) => (c.each ? series.values.map(({ name }) => name) : [c.head])),
	],
	rows: [
		...[...series.rows, ...(series.below ?? [])].map((row) => rowOf(panel, series, row, to)),
		...(panel.lines ?? []).flatMap((l) => line(panel, series, l, to)),
		...(panel.list ? series.list.slice(0, panel.list.max) : []).map(({ post, facts }) => [
			{ text: post.title, path: page(post) },
			...panel.list.texts.map((text) => ({ text: fill(text, facts), path: "" })),
		]),
	],
});

const moreOf = ({ text = "", path, query }, facts, to) => {
	const words = fill(text, facts);
	return words ? { text: words, path: query ? to(path, pair(query)) : path } : undefined;
};

// show returns a panel of the chosen post mortems, or null if it has no numbers.
export const show = (chosen, panel) => {
	const series = kinds[panel.series.kind](chosen, panel), { span } = series, max = panel.max || Infinity;
	if (series.empty) return null;
	const facts = { ...series.facts, more: Math.max(0, series.rows.length - max) };
	if (span?.length) Object.assign(facts, { first: span.at(0), last: span.at(span.length - 1) });
	const rows = series.rows.slice(0, max).map((row) => (panel.shape ? { ...row, notes: notes(panel, series, row, chosen.to) } : row));
	const shown = { ...series, facts, rows };
	const numbers = table(panel, shown, chosen.to);
	if (!numbers.rows.length) return null;
	return {
		key: panel.key, note: fill(panel.note, facts), few: series.few ? panel.few : "",
		legend: legend(panel, shown), more: moreOf(panel.more, facts, chosen.to), ...numbers,
		drawing: draw(panel, shown, fill(panel.desc ?? "", facts)),
	};
};
