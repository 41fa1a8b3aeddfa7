// The register of action items, with filters and sorting across all pages. Without
// this file, the list is shown with items that need a decision first.
const most = 200; // rows shown at once

// Filters by which tables of charts link here. "-" stands for a missing value.
const is = (value, wanted) => value === (wanted === "-" ? "" : wanted);
const has = (names, places, wanted) => (wanted === "-" ? !places.length : places.some((k) => names[k] === wanted));
const states = { closed: ["done", "cancelled"], "on time": ["open", "in progress"], unfinished: ["open", "in progress", "overdue"] };
const inStates = (state, wanted) => states[wanted]?.includes(state) ?? state === wanted;
const day = 864e5;
const within = (n, wanted) => {
	const [from, to] = wanted.split("..").map((w) => (w === "" ? Infinity : Number(w)));
	return n >= from && n < to;
};
// The first and the last month of 2026, 2026Q1 or 2026-03, in the form in which they
// are compared.
const monthsOf = (words) => {
	const [, year, quarter, month] = /^(\d{4})(?:Q([1-4])|-(\d\d))?$/.exec(words) ?? [];
	const two = (n) => `${year}-${String(n).padStart(2, "0")}`;
	return quarter ? [two(3 * quarter - 2), two(3 * quarter)] : month ? [two(month), two(month)] : [two(1), two(12)];
};
const inPeriods = (date, wanted) => {
	const ends = wanted.split("..").map(monthsOf);
	return date !== "" && date.slice(0, 7) >= ends[0][0] && date.slice(0, 7) <= ends.at(-1)[1];
};
// meant returns the value for which a word stands in a filter.
const folded = (word) => word.toLowerCase().replace(/[-_\s]/g, "");
const meant = (data, name, word) => {
	const words = data.synonyms[name] ?? {};
	return words[Object.keys(words).find((other) => folded(other) === folded(word))] ?? word;
};
const older = (data, date, wanted) => (date ? within(Math.max(0, (Date.parse(data.as_of) - Date.parse(date)) / day), wanted) : wanted === "-");

// matches reports whether an item passes the filter.
export const matches = (data, item, f, post = data.posts[item[0]]) =>
	(!f.type || is(data.types[item[3]], f.type)) &&
	(!f.owner || is(data.owners[item[4]], f.owner)) &&
	(!f.state || inStates(item[5], f.state)) &&
	(!f.due || is(item[6], f.due)) &&
	(!f.tracking || item[7].length > 0) &&
	(!f.service || has(data.services, post[3], f.service)) &&
	(!f.severity || is(data.severities[post[4]], f.severity)) &&
	(!f.vendor || is(data.vendors[post[5]], f.vendor)) &&
	(!f.tag || has(data.tags, post[6], f.tag)) &&
	(!f.factor || has(data.factors, post[7], f.factor)) &&
	(!f.in || inPeriods(post[2], f.in)) &&
	(!f.not_in || !inPeriods(post[2], f.not_in)) &&
	(!f.since || post[2] >= f.since) &&
	(!f.until || (post[2] !== "" && post[2] <= f.until)) &&
	(!f.age || older(data, post[2], f.age)) &&
	(!f.text || `${item[2]} ${data.posts[item[0]][1]} ${item[7].flat().join(" ")}`.toLowerCase().includes(f.text.toLowerCase()));

const last = "\uffff"; // missing values come last
const keys = {
	due: (_, item) => item[6] || last,
	moved: (_, item) => -(item[8] ?? 0),
	owner: (data, item) => data.owners[item[4]] || last,
	type: (data, item) => data.types[item[3]] || last,
	title: (_, item) => item[2].toLowerCase(),
};

// select returns the items that pass, in the requested order. The order of the file is
// by urgency.
export const select = (data, f) => {
	const wanted = Object.fromEntries(Object.entries(f).map(([name, value]) => [name, meant(data, name, value)]));
	const found = data.items.filter((item) => matches(data, item, wanted));
	const key = keys[f.sort];
	if (!key) return found;
	return found
		.map((item) => [key(data, item), item])
		.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
		.map(([, item]) => item);
};

const make = (name, set = {}, ...children) => {
	const e = Object.assign(document.createElement(name), set);
	e.append(...children);
	return e;
};
const named = (label, control) => make("label", {}, make("span", { textContent: label }), control);
// badge returns a copy of the page's badge of a state. States that no word is known for look as open ones do.
const badge = (states, state) => {
	const copy = (states.get(state) ?? states.get("open")).cloneNode(true);
	copy.lastChild.data = ` ${state}`;
	return copy;
};

// late returns how long an item is past its due date.
const late = ({ as_of, inDays, keepUnits }, state, due) =>
	state === "overdue" ? [" ", make("small", { className: "overdue", textContent: `${keepUnits(inDays((Date.parse(as_of) - Date.parse(due)) / day))} late` })] : [];

const moved = (moves) => (moves ? [" ", make("small", { className: "moves", textContent: moves })] : []);

const row = (data, root, item) => {
	const [post, anchor, title, type, owner, state, due, tracking, , moves] = item;
	const [slug, of] = data.posts[post];
	const cell = (label, ...children) => {
		const td = make("td", {}, ...children);
		td.dataset.label = label;
		return td;
	};
	const when = (td) => Object.assign(td, { className: "time" });
	const quiet = (text, none) => text || make("span", { className: "quiet", textContent: none });
	const tickets = tracking.flatMap((t, i) => [i ? ", " : "", Array.isArray(t) ? make("a", { className: "ticket", href: t[1], rel: "noopener noreferrer", textContent: t[0] }) : t]);
	const head = make("th", { scope: "row" }, make("a", { href: `${root}postmortems/${encodeURIComponent(slug)}/#${anchor}` }, ...data.unbroken(title)), " ", make("small", {}, ...data.unbroken(of)));
	return make("tr", { className: state === "overdue" ? "late" : "" }, head, cell("Type", quiet(data.types[type], "none")), cell("Owner", quiet(data.owners[owner], "nobody")),
		cell("Tracking", ...(tickets.length ? tickets : [quiet("", "none")])), when(cell("Due", due ? make("time", { dateTime: due, textContent: due }) : quiet("", "none"), ...late(data, state, due), ...moved(moves))), cell("State", badge(data.states, state)));
};

const start = async (box) => {
	const [response, { inDays, keepUnits, unbroken }] = await Promise.all([fetch(box.dataset.register), import(new URL(box.dataset.words, location))]);
	if (!response.ok) throw new Error(response.status);
	const badges = [...document.getElementById("pm-states").content.querySelectorAll(".badge")];
	const data = { ...(await response.json()), inDays, keepUnits, unbroken, states: new Map(badges.map((badge) => [badge.lastChild.data.trim(), badge])) };
	const given = new URLSearchParams(location.search);
	const option = (value) => make("option", { value, textContent: value || "any" });
	const choice = (label, name, values) => {
		const control = make("select", { name }, ...["", ...values.filter(Boolean).toSorted()].map(option));
		if (given.get(name) === "-") control.append(make("option", { value: "-", textContent: "not given" }));
		control.value = meant(data, name, given.get(name) ?? "");
		return named(label, control);
	};
	const text = make("input", { type: "search", name: "text", value: given.get("text") ?? "" });
	const sort = make("select", { name: "sort" }, ...[["", "urgency"], ["due", "due date"], ["moved", "most moved"], ["owner", "owner"], ["type", "type"], ["title", "title"]].map(([value, textContent]) => make("option", { value, textContent })));
	sort.value = given.get("sort") ?? "";
	const count = make("p", { className: "note", role: "status" });
	const form = make("form", { className: "filters" }, choice("State", "state", [...new Set(data.items.map((i) => i[5])), ...Object.keys(states)]), choice("Type", "type", data.types),
		choice("Owner", "owner", data.owners), choice("Service", "service", data.services), named("Text", text), named("Sort by", sort));
	// A filter without a control of its own is kept until its checkbox is cleared.
	for (const [name, value] of given) if (!form.elements[name]) form.append(make("label", { className: "kept" }, make("input", { type: "checkbox", name, value, checked: true }), `${name.replace("_", " ")}: ${value === "-" ? "not given" : value}`));
	const body = box.querySelector("tbody");
	const pager = box.querySelector(".pager");
	const written = [...body.children];
	const draw = () => {
		const f = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
		const any = Object.keys(f).length > 0;
		history.replaceState(null, "", any ? `?${new URLSearchParams(f)}` : location.pathname);
		const found = select(data, f);
		body.replaceChildren(...(any ? found.slice(0, most).map((item) => row(data, box.dataset.root, item)) : written));
		if (pager) pager.hidden = any;
		count.textContent = any ? `${found.length.toLocaleString("en")} of ${data.items.length.toLocaleString("en")} action items${found.length > most ? `, the first ${most} shown` : ""}` : "";
	};
	form.oninput = draw;
	form.onsubmit = (e) => e.preventDefault();
	box.prepend(form, count);
	draw();
};

const box = globalThis.document?.querySelector(".register");
if (box) {
	// The file of all items can be large, so it is read on demand.
	const button = make("button", { type: "button", className: "ask", textContent: "Filter and sort" });
	const load = () => {
		button.remove();
		start(box).catch(() => box.prepend(make("p", { className: "note", textContent: "The filters could not be loaded; the list below is complete." })));
	};
	button.onclick = load;
	box.prepend(button);
	if (location.search) load();
}
