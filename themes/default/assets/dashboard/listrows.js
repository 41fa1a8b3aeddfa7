// Draws post mortems as the pages do.
import { format, glyphs, keepUnits, unbroken } from "./words.js";
import { element } from "./listwords.js";

const columns = ["when", "", "sev", "services", "time"];
const head = ["Date", "Post mortem", "Severity", "Services", "Duration"];
const quiet = (textContent) => element("span", { className: "quiet", textContent });

// drawing returns a function that begins a list of post mortems, see below.
export const drawing = (data, root, template) => {
	const badges = [...template.content.querySelectorAll(".badge")];
	const severities = new Map(badges.filter((badge) => !/status-/.test(badge.className)).map((badge) => [badge.lastChild.data.trim(), badge]));
	const statuses = new Map(["draft", "review"].map((status) => [status, badges.find((badge) => badge.className === `badge status-${status}`)]));

	const severity = (name) => {
		if (!name) return quiet("not given");
		const look = data.looks[data.severities.indexOf(name)];
		return severities.get(name)?.cloneNode(true) ?? element("span", { className: `badge sev-${look}` }, element("span", { textContent: glyphs[look] ?? "▪", ariaHidden: "true" }), ` ${name}`);
	};
	const status = (name) => {
		if (name === "completed") return "";
		return statuses.get(name)?.cloneNode(true) ?? element("span", { className: "badge", textContent: name });
	};
	const duration = ({ lasted, stated, degraded }) => {
		if (lasted === -1) return [element("span", { className: "ongoing", textContent: "ongoing" })];
		if (lasted === null || lasted < 0) return [quiet(lasted === null ? "unknown" : "no outage")];
		const notes = [...(stated ? ["as stated"] : []), ...(degraded ? ["degraded"] : [])];
		return [keepUnits(format(lasted)), ...notes.flatMap((textContent) => [" ", element("small", { className: "quiet", textContent })])];
	};
	const cell = (className, label, ...children) => {
		const td = element("td", { className }, ...children);
		if (label) td.dataset.label = label;
		return td;
	};
	const draw = ({ row }) => {
		const services = row.services.flatMap((textContent, i) => [i ? ", " : "", element("a", { href: `${root}services/${encodeURIComponent(row.slugs[i])}/`, textContent })]);
		const name = element("th", { scope: "row" }, element("a", { href: `${root}postmortems/${encodeURIComponent(row.slug)}/` }, ...unbroken(row.title)), " ", status(row.status));
		if (row.summary) name.append(element("span", { className: "summary" }, ...unbroken(row.summary)));
		return element("tr", {}, cell("when", "", row.date ? element("time", { dateTime: row.date, textContent: row.date }) : "no date"), name,
			cell("sev", "", severity(row.severity)), cell("services", "Services", ...services), cell("right time", "Duration", ...duration(row)));
	};
	const table = (body) => {
		const heads = head.map((textContent) => element("th", { scope: "col", textContent, className: textContent === "Duration" ? "right" : "" }));
		const widths = columns.map((className) => element("col", { className }));
		return element("table", { className: "cards posts" }, element("colgroup", {}, ...widths), element("thead", {}, element("tr", {}, ...heads)), body);
	};
	const year = ({ row, written }) => {
		const date = row ? row.date : written.querySelector("time").dateTime;
		return date ? String(Number(date.slice(0, 4))) : "No date";
	};

	// A list is begun in place of what was there, when there is something to draw. The function that is returned adds
	// post mortems to it, as the page has written them or as it would have. In the order of dates, each year has its table.
	return (place, byYear) => {
		let body, now;
		return (list) => {
			for (const p of list) {
				if (!body) place.replaceChildren();
				if (!body || (byYear && year(p) !== now)) {
					now = year(p);
					body = element("tbody");
					if (byYear) place.append(element("h2", { className: "year", textContent: now }));
					place.append(table(body));
				}
				body.append(p.written?.cloneNode(true) ?? draw(p));
			}
		};
	};
};
