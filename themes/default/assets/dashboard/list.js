// The filters of the list of post mortems. They are in the address, so that a filtered list
// is the same for everybody who has the link. Without this file, the list is complete.
import { Choice } from "./listchoices.js";
import { Filters } from "./listfilters.js";
import { drawing } from "./listrows.js";
import { Store } from "./liststore.js";
import { element, fault, isSame, label, plural, spelt } from "./listwords.js";

const step = 100; // rows shown at first, and more at a time
const screenful = 12; // rows that are fetched and drawn before the others
const slice = 44; // of the others, rows that are drawn at once

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

// attach adds the filters. It is exported since only what exports something is a module in a portable site.
export function attach(box) {
	const one = (selector) => document.querySelector(selector);
	const store = new Store(box.dataset.data, [...document.querySelectorAll(".listed tbody tr")], box.dataset.sum), { data } = store;
	const filters = new Filters(store, box.dataset.filters.split(" "));
	const begin = drawing(data, box.dataset.root, one("#pm-badges"));
	const [lead, picked, listed, pager] = [".lead", ".picked", ".listed", ".pager"].map(one);
	const [text, sort] = ["text", "sort"].map((name) => box.querySelector(`[name="${name}"]`));
	const bodies = [...listed.querySelectorAll("tbody")].map((body) => ({ body, rows: [...body.rows] }));
	const written = { lead: lead.textContent, parts: [...listed.childNodes], rows: bodies.flatMap(({ body, rows }) => rows.map((row) => ({ body, row }))) };
	let state = filters.read(location.search), turn = 0;

	const isActive = () => state.pairs.length > 0 || state.sort !== "";
	const spelling = (name, value) => spelt(data, name, value);
	const is = (pair, name, value) => pair[0] === name && isSame(spelling(...pair), spelling(name, value));
	const isOn = (name, value) => state.pairs.some((pair) => is(pair, name, value));
	const without = (name, value) => state.pairs.filter((pair) => (value === undefined ? pair[0] !== name : !is(pair, name, value)));
	const say = (textContent) => picked.replaceChildren(element("p", { className: "note", textContent }));

	const chip = ([name, value]) => {
		const words = `${label(data, name)}: ${spelling(name, value)}`;
		const button = element("button", { type: "button", className: "chip", ariaLabel: `Remove ${words}` }, `${words} `, element("span", { textContent: "×", ariaHidden: "true" }));
		button.onclick = () => {
			const at = [...picked.querySelectorAll(".chip")].indexOf(button);
			set({ pairs: without(name, value) });
			(picked.querySelectorAll(".chip")[at] ?? picked.querySelector(".chip") ?? text).focus();
		};
		return element("li", {}, button);
	};
	const all = (textContent) => {
		const link = element("a", { href: location.pathname + filters.write({ ...state, pairs: [], sort: "" }), textContent });
		link.onclick = (event) => {
			if (event.ctrlKey || event.metaKey || event.shiftKey) return;
			event.preventDefault();
			set({ pairs: [], sort: "" });
			text.focus();
		};
		return element("li", {}, link);
	};
	const faults = () => {
		const said = state.pairs.filter((pair) => filters.test(...pair) === null).map((pair) => fault(data, ...pair));
		if (!filters.isOrder(state.sort)) said.push(`sort: “${state.sort}” is no order.`);
		return said.map((textContent) => element("p", { className: "note fault", textContent }));
	};

	// loosen offers what finds something: without one of the filters, or else one of them alone.
	const loosen = ({ groups }) => {
		const offer = (words, pairs) => {
			const button = element("button", { type: "button", className: "chip", textContent: words });
			button.onclick = () => {
				set({ pairs });
				(picked.querySelector(".chip") ?? text).focus();
			};
			return element("li", {}, button);
		};
		const one = groups.filter((group) => group.without && groups.length > 1).map(({ name, without: n }) => offer(`without ${label(data, name)}: ${n.toLocaleString("en")}`, without(name)));
		const alone = one.length || groups.length < 2 ? [] : groups.filter((group) => group.alone).map(({ name, alone: n }) => offer(`only ${label(data, name)}: ${n.toLocaleString("en")}`, state.pairs.filter((pair) => pair[0] === name)));
		return element("div", { className: "nothing" }, element("p", { textContent: groups.length > 1 ? "No post mortem matches all filters." : "No post mortem matches the filter." }),
			element("ul", { className: "pills" }, ...one, ...alone, all(`All ${plural(filters.all.length, "post mortem")}`)));
	};

	// wait marks the filters as busy until a promise is kept. If it is not, all post mortems are shown.
	let waiting = 0;
	const wait = async (promise) => {
		waiting++;
		box.ariaBusy = "true";
		await promise.catch(() => {
			lead.textContent = written.lead;
			restore();
			say("The list could not be filtered; it shows all post mortems.");
		});
		if (!--waiting) box.ariaBusy = null;
	};

	// restore shows the rows as the page came with them: what is on the screen, then the others.
	const restore = async () => {
		const mine = turn;
		for (const { body } of bodies) body.replaceChildren();
		listed.replaceChildren(...written.parts);
		for (let at = 0, end = screenful; at < written.rows.length && mine === turn; at = end, end += slice) {
			for (const { body, row } of written.rows.slice(at, end)) body.append(row);
			await painted();
		}
	};

	// rows draws what was found: what is here at once, then what is on the screen, then the others. It offers more.
	const rows = ({ found, byDate }) => {
		const add = begin(listed, byDate), mine = turn;
		let drawn = 0;
		const draw = (end) => {
			add(found.slice(drawn, end));
			drawn = Math.max(drawn, Math.min(end, found.length));
		};
		const fetched = async (end) => {
			await store.rows(found.slice(drawn, end).filter(({ written }) => !written));
			while (mine === turn && drawn < Math.min(end, found.length)) {
				draw(Math.min(end, drawn + slice));
				if (drawn < end) await painted();
			}
		};
		const offer = () => {
			const left = found.length - drawn;
			if (mine !== turn || left <= 0) return;
			const button = element("button", { type: "button", className: "next", textContent: `Show ${Math.min(left, step)} more` });
			button.onclick = () => wait(more(button, drawn));
			listed.append(button);
		};
		const more = async (button, from) => {
			await fetched(from + step);
			button.remove();
			offer();
			if (mine === turn) listed.querySelectorAll("tbody th a")[from].focus();
		};
		const missing = found.slice(0, screenful).findIndex(({ row, written }) => !row && !written);
		draw(missing < 0 ? screenful : missing);
		wait(fetched(screenful).then(painted).then(() => fetched(step)).then(offer));
	};

	const choices = [...box.querySelectorAll("details")].map((details) => new Choice(details, filters, (name, value, on) => {
		set({ pairs: on ? [...state.pairs, [name, value]] : without(name, value) });
	}));

	const present = () => {
		const filtered = state.pairs.length > 0, active = isActive();
		const result = filters.find(state);
		const { length } = result.found;
		lead.textContent = !active ? written.lead : `${filtered ? `${length.toLocaleString("en")} of ` : ""}${plural(filters.all.length, "post mortem")}, ${result.order}`;
		if (pager) pager.hidden = active;
		picked.replaceChildren(...(filtered ? [element("ul", { className: "pills", ariaLabel: "Filters" }, ...state.pairs.map(chip), all("All post mortems"))] : []), ...faults());
		if (!active) wait(restore());
		else if (length) rows(result);
		else listed.replaceChildren(loosen(result));
		for (const choice of choices) {
			const group = result.groups.find(({ name }) => name === choice.name);
			choice.list = group ? [...result.found, ...group.near] : result.found;
			choice.details.classList.toggle("on", Boolean(group));
			if (choice.details.open) choice.recount(choice.list, isOn);
		}
	};

	// show presents the state: at once if the data is here.
	const show = () => {
		const mine = ++turn, needed = filters.needs(state);
		if (!isActive() || store.has(needed)) return present();
		say("The filters are being loaded.");
		wait(store.need(needed).then(() => mine === turn && present()));
	};
	const offer = (choice) => {
		const draw = () => choice.details.open && choice.offer(choice.list, isOn);
		if (!choice.details.open) return;
		if (store.has([choice.name])) draw();
		else wait(store.need([choice.name]).then(draw));
	};

	// set changes the state, shows it, and puts it into the address: as a new entry of the
	// history, so that Back undoes it, but not for each key that is typed.
	const set = (change, keep = false) => {
		state = { ...state, ...change };
		document.documentElement.dataset.asked = "";
		history[keep ? "replaceState" : "pushState"](null, "", location.pathname + filters.write(state));
		fill();
		show();
	};
	const fill = () => {
		const [, words = ""] = state.pairs.find(([name]) => name === "text") ?? [];
		if (text.value.trim() !== words) text.value = words;
		sort.value = filters.isOrder(state.sort) ? state.sort : "";
	};
	const typed = () => {
		const first = state.pairs.find(([name]) => name === "text"), words = text.value.trim();
		const others = state.pairs.filter((pair) => pair !== first);
		set({ pairs: words ? (first ? state.pairs.map((pair) => (pair === first ? ["text", words] : pair)) : [...others, ["text", words]]) : others }, true);
	};
	const read = () => {
		state = filters.read(location.search);
		fill();
		show();
	};

	text.addEventListener("input", typed);
	sort.addEventListener("input", () => set({ sort: sort.value }));
	for (const choice of choices) choice.details.addEventListener("toggle", () => offer(choice));
	document.addEventListener("click", ({ target }) => choices.forEach(({ details }) => (details.open &&= details.contains(target))));
	addEventListener("popstate", read);

	// What was typed or chosen while the script was loading counts.
	const begun = text.value.trim(), order = sort.value;
	if (begun) state.pairs = [...state.pairs.filter(([name]) => name !== "text"), ["text", begun]];
	if (order) state.sort = order;
	fill();
	if (begun || order) set({}, true);
	else if (isActive()) show();
	choices.forEach(offer);
}

const box = document.querySelector(".listfilter");
if (box) attach(box);
