// Enhances charts: every table can be copied as CSV, and the dashboard can be
// filtered by service, severity and date. Charts and tables work without this file.
const make = (name, set = {}, ...children) => {
	const e = Object.assign(document.createElement(name), set);
	e.append(...children);
	return e;
};

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
// A leading quote keeps spreadsheets from interpreting a text as a formula.
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
// A count is written without the commas between thousands, and without its share.
const plain = (text) => /^(\d{1,3}(?:,\d{3})*)(?: \(\d+ %\))?$/.exec(text)?.[1].replaceAll(",", "") ?? text;
const csv = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => quoted(harmless(plain(cell.textContent.trim().replaceAll("\u00a0", " "))))).join(",")).join("\r\n") + "\r\n";

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
// What is already encoded is not encoded again, as in the pages.
const address = (path) => encodeURI(path).replace(/%25(?=[0-9a-f]{2})/gi, "%");
let units, unbroken; // keep numbers and their units together, and short words with hyphens
const cells = (root, row) =>
	row.map(({ text, path }, i) => {
		const cell = make(i ? "td" : "th", i ? {} : { scope: "row" });
		cell.append(...linked(root, { text, path }));
		return cell;
	});

const linked = (root, { text, path }) => (path ? [make("a", { href: root + address(path) }, ...unbroken(text))] : unbroken(text));

// answer returns the elements of the answers.
const answer = (list, root) =>
	list.map(({ question, chart, text, basis, late, details }) =>
		make("div", { className: late ? "late" : "" },
			make("dt", {}, chart ? make("a", { href: `#chart-${chart}`, textContent: question }) : question),
			make("dd", {}, make("b", { textContent: units(text) }), make("p", { className: "basis", textContent: units(basis) }),
				make("ul", {}, ...details.map((detail) => make("li", {}, ...linked(root, detail), ...(detail.after ? [" ", ...unbroken(detail.after)] : [])))))));

// Availability is computed for whole services, so a filter by service only hides the
// other rows.
const availability = (figure, filter) => {
	const names = Object.keys(filter);
	const rows = [...figure.querySelector("table.data").tBodies[0].rows];
	for (const row of rows) row.hidden = names.length > 0 && row.cells[0].textContent !== filter.service;
	figure.hidden = names.some((name) => name !== "service") || rows.every((row) => row.hidden);
};

// draw shows a panel in its figure.
const draw = (figure, panel, root) => {
	const one = (selector) => figure.querySelector(selector);
	one(".note").textContent = units(panel.note);
	one(".sparse")?.remove();
	if (panel.few) one(".note").after(make("p", { className: "note sparse" }, make("strong", { textContent: units(panel.few) })));
	if (one(".key"))
		one(".key").replaceChildren(
			...panel.legend.map((entry) => {
				const span = make("span", { innerHTML: swatch(entry) });
				span.append(` ${units(entry.name)}`);
				return span;
			}),
		);
	const plot = one(".plot");
	if (plot) {
		plot.innerHTML = panel.drawing;
		for (const bar of plot.querySelectorAll("a")) bar.setAttribute("href", root + address(bar.getAttribute("href")));
		plot.dispatchEvent(new Event("drawn", { bubbles: true }));
	}
	const more = one(".foot a:not([href*='definitions'])");
	if (more && panel.more) Object.assign(more, { href: root + address(panel.more.path), textContent: panel.more.text });
	const table = one("table.data");
	table.tHead.rows[0].replaceChildren(...panel.head.map((text) => make("th", { scope: "col" }, ...unbroken(text))));
	table.tBodies[0].replaceChildren(...panel.rows.map((row) => make("tr", {}, ...cells(root, row))));
};

const onScreen = (part) => {
	const { top, bottom } = part.getBoundingClientRect();
	return bottom > 0 && top < innerHeight;
};
const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

const start = async ({ dataset }, parts) => {
	const [module, response] = await Promise.all([import(new URL(dataset.dashboard, location)), fetch(dataset.figures)]);
	if (!response.ok) throw new Error(response.status);
	const data = await response.json();
	const { begin, meant, records } = module;
	({ keepUnits: units, unbroken } = module);
	const all = records(data);
	const given = new URLSearchParams(location.search), { form, field } = parts;
	const values = { service: data.services.toSorted(), severity: data.severities.filter(Boolean) };
	for (const [name, list] of Object.entries(values)) {
		const control = field(name), has = [...control.options].map(({ value }) => value);
		control.append(...list.filter((value) => !has.includes(value)).map((value) => make("option", { value, textContent: value })));
	}
	for (const name of ["service", "severity", "since", "until"]) field(name).value ||= meant(data, name, given.get(name) ?? "");
	let turn = 0;
	const show = async () => {
		const mine = ++turn;
		const filter = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
		const any = Object.keys(filter).length > 0;
		history.replaceState(null, "", any ? `?${new URLSearchParams(filter)}` : location.pathname);
		const { count, panels, answers } = begin(data, all, filter);
		const words = { service: "service ", severity: "severity ", since: "from ", until: "until " };
		const named = Object.entries(filter).map(([name, value]) => words[name] + value);
		parts.status.textContent = any ? `This page now shows ${count.toLocaleString("en")} of ${all.length.toLocaleString("en")} post mortems: ${named.join(", ")}.` : "";
		parts.all.hidden = !any;
		const offered = [...parts.recent.options].map(({ value }) => value);
		parts.recent.value = !field("until").value && offered.includes(field("since").value) ? field("since").value : "-";
		document.querySelector(".values").hidden = any; // they are not filtered
		const short = document.querySelector(".inshort");
		const redraw = (part) => {
			if (part === short) return short.replaceChildren(...answer(answers(), dataset.root));
			const key = part.id.slice("chart-".length);
			if (key === "availability") return availability(part, filter);
			const panel = panels[key]?.();
			part.hidden = !panel;
			if (panel) draw(part, panel, dataset.root);
		};
		// A group of which nothing is left is hidden, with the link to it.
		const regroup = () => {
			for (const group of document.querySelectorAll(".group")) {
				group.hidden = !group.querySelector(".chartbox:not([hidden])");
				document.querySelector(`.parts a[href="#${group.querySelector("h2").id}"]`).parentNode.hidden = group.hidden;
			}
		};
		// What is on the screen comes first. The rest is not drawn if the filter
		// changes again.
		const redrawn = [short, ...figures];
		const seen = redrawn.filter(onScreen);
		seen.forEach(redraw);
		await painted();
		if (mine !== turn) return;
		redrawn.filter((part) => !seen.includes(part)).forEach(redraw);
		regroup();
	};
	await show(); // draw once in advance, since the first time is the slowest
	return show;
};

if (refine) {
	const one = (selector) => refine.querySelector(selector);
	const field = (name) => one(`[name='${name}']`);
	const parts = { form: one("form"), recent: one(".recent"), status: one("[role='status']"), all: one(".note a"), field };
	const { form, recent, all, status } = parts;
	const fold = one(".fold"); // a page of an older theme has none
	if (fold) {
		const wide = matchMedia("(min-width: 48em)"); // on a phone, the filters are folded
		(wide.onchange = () => (fold.open = wide.matches))();
	}
	let starting, draw;
	const load = () =>
		(starting ??= start(refine, parts).then(
			(show) => void (draw = show),
			() => void (status.textContent = "The filters could not be loaded; the charts show all post mortems."),
		));
	const show = async () => {
		if (!draw) await load();
		return draw?.();
	};
	form.oninput = (event) => {
		if (event?.target === recent && recent.value !== "-") [field("since").value, field("until").value] = [recent.value, ""];
		return show();
	};
	form.onsubmit = (event) => event.preventDefault();
	form.addEventListener("focusin", load);
	all.onclick = (event) => {
		event.preventDefault();
		for (const name of ["service", "severity", "since", "until"]) field(name).value = "";
		show();
	};
	refine.hidden = false; // as a page of an older theme has it
	if (location.search) load();
	else if (["service", "severity", "since", "until"].some((name) => field(name).value)) show(); // chosen before this script ran
}
