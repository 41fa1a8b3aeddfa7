// Draws post mortems as the pages do.
import { element } from "./words.js";
import { isDegraded, lasted } from "./filters.js";

const columns = ["when", "", "sev", "services", "time"];
const head = ["Date", "Post mortem", "Severity", "Services", "Duration"];
const quiet = (textContent) => element("span", { className: "quiet", textContent });

// drawing returns a function that draws the tables of post mortems.
export const drawing = ({ posts: { date, format, glyphs, keepUnits }, data }, root, template) => {
	const badges = [...template.content.querySelectorAll(".badge")];
	const severities = new Map(badges.filter((badge) => !/status-/.test(badge.className)).map((badge) => [badge.lastChild.data.trim(), badge]));
	const statuses = new Map(["draft", "review"].map((status) => [status, badges.find((badge) => badge.className === `badge status-${status}`)]));

	const severity = (p) => {
		const name = data.severities[p.severity], look = data.looks[p.severity];
		if (!name) return quiet("not given");
		return severities.get(name)?.cloneNode(true) ?? element("span", { className: `badge sev-${look}` }, element("span", { textContent: glyphs[look] ?? "▪", ariaHidden: "true" }), ` ${name}`);
	};
	const status = (p) => {
		const name = data.statuses[p.status];
		if (name === "completed") return "";
		return statuses.get(name)?.cloneNode(true) ?? element("span", { className: "badge", textContent: name });
	};
	const duration = (p) => {
		const length = lasted(p);
		if (length === -1) return [element("span", { className: "ongoing", textContent: "ongoing" })];
		if (length === null || length < 0) return [quiet(length === null ? "unknown" : "no outage")];
		const notes = [...(p.stated ? ["as stated"] : []), ...(isDegraded(p) ? ["degraded"] : [])];
		return [keepUnits(format(length)), ...notes.flatMap((textContent) => [" ", element("small", { className: "quiet", textContent })])];
	};
	const cell = (className, label, ...children) => {
		const td = element("td", { className }, ...children);
		if (label) td.dataset.label = label;
		return td;
	};
	const row = (p) => {
		const day = p.date === null ? "" : date(p.date);
		const services = p.service.flatMap((s, i) => [i ? ", " : "", element("a", { href: `${root}services/${encodeURIComponent(data.slugs.services[s])}/`, textContent: data.services[s] })]);
		const name = element("th", { scope: "row" }, element("a", { href: `${root}postmortems/${encodeURIComponent(p.slug)}/`, textContent: p.title }), " ", status(p));
		if (p.summary) name.append(element("span", { className: "summary", textContent: keepUnits(p.summary) }));
		return element("tr", {}, cell("when", "", day ? element("time", { dateTime: day, textContent: day }) : "no date"), name,
			cell("sev", "", severity(p)), cell("services", "Services", ...services), cell("right time", "Duration", ...duration(p)));
	};
	const table = (list) => {
		const heads = head.map((textContent) => element("th", { scope: "col", textContent, className: textContent === "Duration" ? "right" : "" }));
		const widths = columns.map((className) => element("col", { className }));
		return element("table", { className: "cards posts" }, element("colgroup", {}, ...widths), element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...list.map(row)));
	};
	const year = (p) => (p.month === null ? "No date" : String(Math.floor(p.month / 12)));

	// In the order of dates, each year has its table.
	return (list, byYear) => {
		if (!byYear) return [table(list)];
		const years = new Map();
		for (const p of list) years.set(year(p), [...(years.get(year(p)) ?? []), p]);
		return [...years].flatMap(([textContent, some]) => [element("h2", { className: "year", textContent }), table(some)]);
	};
};
