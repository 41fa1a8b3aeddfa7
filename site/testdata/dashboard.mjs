// Prints the panels and answers that the dashboard's script computes for the filters
// on standard input, and the time that each filter takes. With "follow" it also prints
// the numbers that do not lead to that many post mortems or action items:
// node dashboard.mjs assets/dashboard figures.json register.js register.json [follow]
import { readFileSync } from "node:fs";

const [, , scripts, figures, registerScript, register, follow] = process.argv;
const { dashboard, records } = await import(`file://${scripts}/dashboard.js`);
const { select } = await import(`file://${scripts}/posts.js`);
const { select: selectItems } = await import(`file://${registerScript}`);
const data = JSON.parse(readFileSync(figures, "utf8"));
const items = JSON.parse(readFileSync(register, "utf8"));
const all = records(data);

// onPage returns how many post mortems the page of a value has, such as vendors/acme/.
const fields = { services: "service", severities: "severity", detections: "detection", vendors: "vendor", factors: "factor", tags: "tag" };
const onPage = (path) => {
	const [of, slug] = path.split("/");
	if (of === "years") return all.filter(({ month }) => Math.floor(month / 12) === Number(slug)).length;
	return all.filter((p) => [p[fields[of]]].flat().some((k) => data.slugs[of][k] === slug)).length;
};

const leadsToList = (path) => path.includes("?") || Object.hasOwn(fields, path.split("/")[0]) || path.startsWith("years/");

// behind returns how many entries the list at an address has.
const behind = (path) => {
	const [page, query] = path.split("?");
	if (query === undefined) return onPage(path);
	const asked = Object.fromEntries(new URLSearchParams(query));
	return page === "postmortems/" ? select(data, all, asked).length : selectItems(items, asked).length;
};
// wrong returns messages about the numbers of a panel that lead to the wrong place, or nowhere.
const wrong = ({ key, head, rows }) =>
	rows.flatMap(([name, ...cells]) =>
		cells.flatMap(({ text, path }, i) => {
			const what = `${key}: ${name.text}, ${head[i + 1]}: ${text}`;
			if (!leadsToList(path)) return /^[1-9][\d,]*( \(\d+ %\))?$/.test(text) ? [`${what} leads nowhere`] : [];
			const n = Number((/\((\d+)\)$/.exec(text)?.[1] ?? text).replace(/ \(\d+ %\)$/, "").replaceAll(",", ""));
			const minutes = path.includes("out="), lessons = path.includes("luck="), times = path.includes("control=");
			const found = behind(path);
			if (minutes || lessons || times || Number.isNaN(n)) return found > 0 ? [] : [`${what} leads to nothing: ${path}`];
			return found === n ? [] : [`${what} leads to ${found}: ${path}`];
		}),
	);
// misled returns messages about shapes that lead to a list of another length than their names say, or to no post mortem. Bars
// of a heat map say a time, and points of how many values they are.
const text = (html) => html.replace(/&#39;/g, "'").replace(/&#34;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const misled = ({ key, drawing }) =>
	[...drawing.matchAll(/<a href="([^"]*)"><title>([^<]*)<\/title>/g)].flatMap(([, href, name]) => {
		const [, slug] = /^postmortems\/([^?]+)\/$/.exec(text(href)) ?? [];
		if (slug) return all.some((p) => p.slug === slug) ? [] : [`${key}: the dot ${text(name)} leads nowhere: ${slug}`];
		const found = behind(text(href)), n = (/, median .* of ([\d,]+)$/.exec(name) ?? /: ([\d,]+) (?!min|h|d|s)\w/.exec(name))?.[1].replaceAll(",", "") ?? found;
		return found > 0 && found === Number(n) ? [] : [`${key}: the bar ${text(name)} leads to ${found}: ${text(href)}`];
	});
// astray returns such messages about an answer. A text ends in the number that it leads to, or starts with it after "all".
const astray = ({ details }) =>
	details.flatMap(({ text, path }) => {
		const n = Number(/(?:: |all )(\d[\d,]*\d|\d)/.exec(text)?.[1].replaceAll(",", ""));
		return !leadsToList(path) || path.includes("control=") || behind(path) === n ? [] : [`answer ${text} leads to ${behind(path)}: ${path}`];
	});

const out = JSON.parse(readFileSync(0, "utf8")).map((filter) => {
	const begin = performance.now();
	const { count, panels, answers } = dashboard(data, all, filter);
	const milliseconds = performance.now() - begin;
	return { count, panels, answers, milliseconds, wrong: follow ? [...panels.flatMap(wrong), ...panels.flatMap(misled), ...answers.flatMap(astray)] : [] };
});
process.stdout.write(JSON.stringify(out));
