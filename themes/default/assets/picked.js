// Filters the list of post mortems to those that a number counts: tables of
// charts link here with what these have in common. Without this file, the list
// is complete.
const most = 500; // rows shown

const make = (name, set = {}, ...children) => {
	const e = Object.assign(document.createElement(name), set);
	e.append(...children);
	return e;
};
const labels = { in: "period", not_in: "not in period", since: "from", until: "until", out: "out of service in", age: "age in days", reaching: "out in the last (days)", missing: "without times in the last (days)", also: "and service", not_service: "service other than", luck: "luck", control: "failed control" };

const words = (data, name, value) => {
	const label = data.figures.find((f) => f.key === name)?.name.toLowerCase() ?? labels[name] ?? name;
	return `${label}: ${value === "-" ? "not given" : value.replaceAll("|", ", ")}`;
};

const row = (data, root, { format, date, glyphs }, p) => {
	const cell = (className, label, ...children) => {
		const td = make("td", { className }, ...children);
		if (label) td.dataset.label = label;
		return td;
	};
	const quiet = (textContent) => make("span", { className: "quiet", textContent });
	const day = p.date === null ? "" : date(p.date);
	const severity = data.severities[p.severity];
	const badge = severity ? make("span", { className: `badge sev-${data.looks[p.severity]}` }, make("span", { textContent: glyphs[data.looks[p.severity]] ?? "▪", ariaHidden: "true" }), ` ${severity}`) : quiet("not given");
	const services = p.service.flatMap((s, i) => [i ? ", " : "", make("a", { href: `${root}services/${encodeURIComponent(data.slugs.services[s])}/`, textContent: data.services[s] })]);
	// -2 stands for a figure that does not apply: a near miss has neither outage nor degradation.
	const degraded = p.duration === -2 && p.degradation !== -2, lasted = degraded ? p.degradation : p.duration;
	const ongoing = () => make("span", { className: "ongoing", textContent: "ongoing" });
	const duration = lasted === null ? quiet("unknown") : lasted === -2 ? quiet("no outage") : lasted === -1 ? ongoing() : format(lasted);
	const known = degraded && lasted >= 0 && lasted !== null ? [" ", make("small", { className: "quiet", textContent: "degraded" })] : [];
	return make("tr", {}, cell("when", "", day ? make("time", { dateTime: day, textContent: day }) : "no date"),
		make("th", { scope: "row" }, make("a", { href: `${root}postmortems/${encodeURIComponent(p.slug)}/`, textContent: p.title })),
		cell("sev", "", badge), cell("services", "Services", ...services), cell("right time", "Duration", duration, ...known));
};

const start = async (box, query) => {
	const { figures, posts, root } = box.dataset;
	const [module, response] = await Promise.all([import(new URL(posts, location)), fetch(figures)]);
	if (!response.ok) throw new Error(response.status);
	const data = await response.json();
	const all = module.records(data);
	const found = module.select(data, all, Object.fromEntries(query));
	document.querySelector("table.posts tbody")?.replaceChildren(...found.slice(0, most).map((p) => row(data, root, module, p)));
	document.querySelector(".pager")?.remove();
	document.querySelector(".lead").textContent = `${found.length} of ${all.length} post mortems, newest first${found.length > most ? `, the first ${most} shown` : ""}`;
	box.replaceChildren(make("ul", { className: "pills" }, ...[...query].map(([name, value]) => make("li", { className: "chip", textContent: words(data, name, value) })), make("li", {}, make("a", { href: location.pathname, textContent: "All post mortems" }))));
};

const box = document.querySelector(".picked");
const query = new URLSearchParams(location.search);
if (query.size) start(box, query).catch(() => box.replaceChildren(make("p", { className: "note", textContent: "The list could not be filtered; it shows all post mortems." })));
