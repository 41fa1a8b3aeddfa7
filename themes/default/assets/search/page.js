// The search page. Everything that narrows a search is part of the query, and
// the query is in the address. So it finds the same for everybody who has the
// link, and on the command line.
import { element, latest, lazily, piece, plural, title, trouble, walk } from "./show.js";

const step = 10; // hits per page
const values = 8; // values of a facet shown at first
const open = ["severity", "service", "year"]; // facets that are expanded at first
const wide = matchMedia("(min-width: 56em)"); // facets stand beside the hits

const quoted = (value) => (/^[\p{L}\p{N}_.-]+$/u.test(value) ? value : `"${value}"`);
const filter = (name, value) => `${name}:${quoted(value)}`;

// spot returns the index of a filter in a query, as a word of its own, or -1.
function spot(text, written) {
	for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
		if (!/\S/.test(text[at - 1] ?? " ") && !/\S/.test(text[at + written.length] ?? " ")) return at;
	}
	return -1;
}

const without = (text, at, length) => `${text.slice(0, at).trimEnd()} ${text.slice(at + length).trimStart()}`.trim();

// toggle adds a filter to a query or removes it.
function toggle(text, written) {
	const at = spot(text, written);
	return at < 0 ? `${text.trimEnd()} ${written}`.trim() : without(text, at, written.length);
}

const period = /(?<!\S)date:(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?(?!\S)/;

export function attach(form) {
	const { q: input, sort, from, to } = form.elements;
	const base = new URL(form.action), root = new URL("..", base);
	const start = lazily(base);
	const one = (selector) => form.querySelector(selector);
	const status = one(".count"), fault = one(".trouble"), list = one(".hits"), next = one(".next"), facets = one(".facets"), narrowing = one(".narrowing");
	const newest = [...list.children]; // the hits of an empty query, which the page comes with
	const copies = (id) => [...document.getElementById(id).content.querySelectorAll(".badge")];
	const badges = new Map(copies("pm-severities").map((badge) => [badge.lastChild.data.trim(), badge]));
	const statuses = new Map(copies("pm-statuses").map((badge) => [badge.className.replace("badge status-", ""), badge]));
	const severityOf = (value) => badges.get(value)?.cloneNode(true) ?? (value || element("span", { className: "quiet", textContent: "not given" }));
	const statusOf = (value) => statuses.get(value)?.cloneNode(true) ?? element("span", { className: "badge", textContent: value });
	const unfolded = new Set(open), long = new Set();
	let shown = null;

	const item = (hit) => {
		const meta = element("p", { className: "meta" }, element("span", { textContent: hit.date || "no date" }), severityOf(hit.severity), hit.status === "completed" ? "" : statusOf(hit.status || "draft"), (hit.services ?? []).join(", "));
		return element("li", {}, element("h2", {}, title(hit, root)), meta, ...hit.pieces.map((each) => piece(each, hit, root)));
	};

	const more = async (search, result, count) => {
		const kept = list.children.length;
		const hits = await Promise.all(result.hits.slice(kept, count).map((hit) => search.show(hit, result)));
		if (result !== shown || kept !== list.children.length) return;
		list.append(...hits.map(item));
		next.hidden = result.total <= count;
		next.onclick = async () => {
			await more(search, result, count + step);
			list.children[count]?.querySelector("a").focus();
		};
	};

	const change = (text) => {
		input.value = text;
		answer();
	};

	// group shows a facet. Its values are fetched when it is expanded.
	const group = async (search, result, { name, title: heading }) => {
		const all = unfolded.has(name) ? await search.count(result, name) : [];
		const usable = all.filter(({ value }) => !/["“”]/.test(value));
		const on = ({ value }) => spot(input.value, filter(name, value)) >= 0;
		const visible = long.has(name) ? usable : usable.filter((each, i) => i < values || on(each));
		const items = visible.map((each) => {
			const label = { severity: badges, status: statuses }[name]?.get(each.value)?.cloneNode(true) ?? each.value;
			const button = element("button", { type: "button", onclick: () => change(toggle(input.value, filter(name, each.value))) }, element("span", {}, label), element("small", { textContent: each.count.toLocaleString("en") }));
			button.setAttribute("aria-pressed", on(each));
			button.dataset.filter = filter(name, each.value);
			return element("li", {}, button);
		});
		if (visible.length < usable.length) {
			items.push(element("li", {}, element("button", { type: "button", className: "rest", textContent: `${usable.length - visible.length} more`, onclick: () => {
				long.add(name);
				draw(search, result);
			} })));
		}
		const summary = element("summary", { textContent: heading });
		summary.dataset.facet = name;
		const details = element("details", { open: unfolded.has(name) }, summary, element("ul", {}, ...items));
		details.addEventListener("toggle", () => {
			if (details.open === unfolded.has(name)) return;
			if (!unfolded.delete(name)) {
				unfolded.add(name);
				draw(search, result);
			}
		});
		return details;
	};

	const draw = async (search, result) => {
		const some = search.settings.facets.filter((facet) => facet.values.length);
		const groups = await Promise.all(some.map((facet) => group(search, result, facet)));
		if (result !== shown) return;
		const { dataset, parentNode } = document.activeElement;
		facets.replaceChildren(...groups);
		const again = dataset.filter ? `[data-filter="${CSS.escape(dataset.filter)}"]` : dataset.facet ? `[data-facet="${dataset.facet}"]` : "";
		if (again && !parentNode.isConnected) facets.querySelector(again)?.focus();
	};

	const offer = (text, query) => element("button", { type: "button", className: "better", textContent: text, onclick: () => change(query) });

	// describe says what was found, and for which query if that is not the one that was typed.
	const describe = ({ total, instead, corrected, missing, hints, better }) => {
		status.replaceChildren(total ? plural(total, "post mortem") : "Nothing found.");
		if (corrected) status.append(". Showing results for ", element("strong", { textContent: instead }), ". ", offer(`Search instead for ${input.value.trim()}`, corrected));
		else if (instead) status.append(` for ${instead}`);
		if (total && missing.length) status.append(`. No post mortem has ${missing.map(({ node }) => node.text).join(", ")}`);
		if (better) status.append(" ", offer(`Did you mean ${better}?`, better));
		for (const hint of hints) status.append(element("span", { className: "note", textContent: hint }));
	};

	// firstHits returns the first hits as the list shows them.
	const firstHits = async (search, result, order) => {
		if (newest.length && !result.root && order !== "severity" && order !== "duration") return newest;
		return (await Promise.all(result.hits.slice(0, step).map((hit) => search.show(hit, result)))).map(item);
	};

	const run = latest(async (text, order) => {
		let result = null;
		try {
			const search = await start();
			result = await search.typed(text, order, [...badges.keys()]);
			shown = result;
			list.replaceChildren(...(await firstHits(search, result, order)));
			fault.replaceChildren();
			describe(result);
			await draw(search, result);
			await more(search, result, step);
			if (text === input.value) form.dataset.answered = text;
		} catch (error) {
			const lists = document.getElementById("pm-lists").content.cloneNode(true);
			fault.replaceChildren(...trouble(error, answer, [lists]));
			status.textContent = error.hint === undefined ? "The search could not be loaded" : `The query cannot be read: ${error.message}`;
			if (!shown && !input.value.trim()) return; // the newest ones stay
			list.replaceChildren();
			next.hidden = true;
		}
	});

	// answer shows the hits and puts the query into the address.
	const answer = () => {
		const [, low, high] = input.value.match(period) ?? [];
		[from.value, to.value] = [low ?? "", high ?? ""];
		const address = new URL(location.href);
		for (const [name, value] of [["q", input.value.trim()], ["sort", sort.value === "relevance" ? "" : sort.value]]) {
			if (value) address.searchParams.set(name, value);
			else address.searchParams.delete(name);
		}
		history.replaceState(null, "", address);
		return run(input.value, sort.value);
	};

	const limit = () => {
		const rest = input.value.replace(period, "").trim();
		change(from.value || to.value ? `${rest} date:${from.value}..${to.value}`.trim() : rest);
	};

	const read = () => {
		const params = new URL(location.href).searchParams;
		input.value = params.get("q") ?? "";
		sort.value = params.get("sort") ?? "";
		if (sort.selectedIndex < 0) sort.value = "relevance";
		return answer();
	};

	input.addEventListener("input", answer);
	for (const date of [from, to]) date.addEventListener("change", limit);
	sort.addEventListener("change", answer);
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		answer();
	});
	form.addEventListener("keydown", (event) => walk(event, input, [...list.querySelectorAll("h2 a")], () => {
		if (event.target === input && event.key === "Escape") input.blur();
		else input.focus();
	}));
	addEventListener("popstate", read);
	const unfold = () => narrowing && (narrowing.open = wide.matches); // an older theme's page has its facets always in sight
	wide.addEventListener("change", unfold);
	unfold();
	return read();
}
