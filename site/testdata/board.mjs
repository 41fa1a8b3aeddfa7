// Prints the panels and answers that the dashboard's script computes for filters
// given on standard input, the time that each takes, and, if asked to follow
// them, which of their numbers do not lead to as many post mortems or action items:
// node board.mjs assets/board figures.json register.js register.json [follow]
import { readFileSync } from "node:fs";

const [, , scripts, figures, registerScript, register, follow] = process.argv;
const { board, records } = await import(`file://${scripts}/board.js`);
const { select } = await import(`file://${scripts}/posts.js`);
const { select: selectItems } = await import(`file://${registerScript}`);
const data = JSON.parse(readFileSync(figures, "utf8"));
const items = JSON.parse(readFileSync(register, "utf8"));
const all = records(data);

// behind counts what an address leads to.
const behind = (path) => {
	const [page, query] = path.split("?");
	const asked = Object.fromEntries(new URLSearchParams(query));
	return page === "postmortems/" ? select(data, all, asked).length : selectItems(items, asked).length;
};
// wrong names the numbers of a panel that lead elsewhere, or nowhere.
const wrong = ({ key, head, rows }) =>
	rows.flatMap(([name, ...cells]) =>
		cells.flatMap(({ text, path }, i) => {
			const what = `${key}: ${name.text}, ${head[i + 1]}: ${text}`;
			if (!path.includes("?")) return /^[1-9]\d*$/.test(text) ? [`${what} leads nowhere`] : [];
			const n = Number(/\((\d+)\)$/.exec(text)?.[1] ?? text);
			const minutes = path.includes("out="), lessons = path.includes("luck="), times = path.includes("control=");
			const found = behind(path);
			if (minutes || lessons || times || Number.isNaN(n)) return found > 0 ? [] : [`${what} leads to nothing: ${path}`];
			return found === n ? [] : [`${what} leads to ${found}: ${path}`];
		}),
	);
// An answer's text ends in, or holds first of all, the number that it leads to.
const astray = ({ rests }) =>
	rests.flatMap(({ text, path }) => {
		const n = Number(/(?:: |all )(\d+)/.exec(text)?.[1]);
		return !path || path.includes("control=") || behind(path) === n ? [] : [`answer ${text} leads to ${behind(path)}: ${path}`];
	});

const out = JSON.parse(readFileSync(0, "utf8")).map((filter) => {
	const begin = performance.now();
	const { count, panels, answers } = board(data, all, filter);
	const milliseconds = performance.now() - begin;
	return { count, panels, answers, milliseconds, wrong: follow ? [...panels.flatMap(wrong), ...answers.flatMap(astray)] : [] };
});
process.stdout.write(JSON.stringify(out));
