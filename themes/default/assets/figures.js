// Comforts of the charts: every table can be copied as CSV, and the dashboard
// can be narrowed to a service, a severity or some time. Without this file,
// charts and tables are there.
const make = (name, set = {}, ...children) => {
	const e = Object.assign(document.createElement(name), set);
	e.append(...children);
	return e;
};

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
// A leading quote keeps spreadsheets from taking a text for a formula.
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const csv = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => quoted(harmless(cell.textContent.trim()))).join(",")).join("\r\n") + "\r\n";

for (const table of navigator.clipboard ? document.querySelectorAll("table.data") : []) {
	const button = make("button", { type: "button", textContent: "Copy as CSV" });
	button.onclick = async () => {
		await navigator.clipboard.writeText(csv(table));
		button.textContent = "Copied";
		setTimeout(() => (button.textContent = "Copy as CSV"), 1500);
	};
	table.closest("figure").querySelector(".foot").append(button);
}

const figures = document.querySelectorAll(".chartbox");
const refine = document.querySelector(".refine");

const swatch = ({ kind, glyph, hatched }) =>
	glyph
		? `<span class="mark ${kind}">${glyph}</span>`
		: hatched
			? `<svg class="swatch"><rect fill="url(#pm-hatch)" width="100%" height="100%"/></svg>`
			: `<svg class="swatch chart"><rect class="${kind}" width="100%" height="100%"/></svg>`;
// What is encoded already stays as it is, as in the pages.
const address = (path) => encodeURI(path).replace(/%25(?=[0-9a-f]{2})/gi, "%");
const cells = (root, row) =>
	row.map(({ text, path }, i) => {
		const cell = make(i ? "td" : "th", i ? {} : { scope: "row" });
		cell.append(path ? make("a", { href: root + address(path), textContent: text }) : text);
		return cell;
	});

// draw shows a panel in its figure.
const draw = (figure, panel, root) => {
	const one = (selector) => figure.querySelector(selector);
	one(".note").textContent = panel.note;
	one(".sparse")?.remove();
	if (panel.few) one(".note").after(make("p", { className: "note sparse" }, make("strong", { textContent: panel.few })));
	if (one(".key"))
		one(".key").replaceChildren(
			...panel.legend.map((entry) => {
				const span = make("span", { innerHTML: swatch(entry) });
				span.append(` ${entry.name}`);
				return span;
			}),
		);
	if (one(".plot")) one(".plot").innerHTML = panel.drawing;
	const table = one("table.data");
	table.tHead.rows[0].replaceChildren(...panel.head.map((text, i) => make("th", { scope: "col", className: i ? "right" : "", textContent: text })));
	table.tBodies[0].replaceChildren(...panel.rows.map((row) => make("tr", {}, ...cells(root, row))));
};

const start = async ({ dataset }) => {
	const [{ board, records }, response] = await Promise.all([import(new URL(dataset.board, location)), fetch(dataset.figures)]);
	if (!response.ok) throw new Error(response.status);
	const data = await response.json();
	const all = records(data);
	const given = new URLSearchParams(location.search);
	const choice = (label, name, values) => {
		const control = make("select", { name }, ...["", ...values].map((value) => make("option", { value, textContent: value || "any" })));
		control.value = given.get(name) ?? "";
		return make("label", {}, make("span", { textContent: label }), control);
	};
	const day = (label, name) => make("label", {}, make("span", { textContent: label }), make("input", { type: "date", name, value: given.get(name) ?? "" }));
	const form = make("form", { className: "filters" }, choice("Service", "service", data.services.toSorted()), choice("Severity", "severity", data.severities.filter(Boolean)), day("From", "since"), day("Until", "until"));
	const status = make("p", { className: "note", role: "status" });
	const show = () => {
		const asked = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
		const any = Object.keys(asked).length > 0;
		history.replaceState(null, "", any ? `?${new URLSearchParams(asked)}` : location.pathname);
		const filter = { service: asked.service, severity: asked.severity };
		for (const name of ["since", "until"]) if (asked[name]) filter[name] = Date.parse(asked[name]) / 864e5;
		const { count, panels } = board(data, all, filter);
		for (const figure of figures) {
			const key = figure.id.slice("chart-".length);
			const panel = panels.find((p) => p.key === key);
			figure.hidden = any && !panel; // availability has its own days
			if (panel) draw(figure, panel, dataset.root);
		}
		status.textContent = any ? `The charts show ${count} of ${all.length} post mortems; the values below them are of all.` : "";
	};
	form.oninput = show;
	form.onsubmit = (e) => e.preventDefault();
	refine.replaceChildren(form, status);
	if (given.size) show();
};

if (refine) {
	const load = () => start(refine).catch(() => refine.replaceChildren(make("p", { className: "note", textContent: "The filters could not be loaded; the charts show all post mortems." })));
	const button = make("button", { type: "button", className: "ask", textContent: "Filter the charts", onclick: load });
	refine.append(button);
	if (location.search) load();
}
