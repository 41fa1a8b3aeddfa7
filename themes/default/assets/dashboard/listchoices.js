// The values of a filter, as checkboxes with the number of post mortems that each would show.
import { element } from "./listwords.js";

const most = 100; // values offered at once
const few = 12; // values without a box to find one

// valuesOf returns the values of a filter in the order in which they are offered, with a
// function that counts the post mortems that have each.
const valuesOf = {
	service: ({ data }) => several(data.services, data.slugs.services, "service"),
	tag: ({ data }) => several(data.tags, data.slugs.tags, "tag"),
	severity: ({ data }) => one(data.severities, data.slugs.severities, (p) => p.severity),
	status: ({ data }) => one(data.statuses, data.statuses, (p) => p.status),
	year: ({ all }) => {
		const of = (p) => (p.month === null ? "" : String(Math.floor(p.month / 12)));
		const names = [...new Set(all.map(of))].sort().reverse();
		const places = new Map(names.map((name, i) => [name, i]));
		return one(names, names, (p) => places.get(of(p)));
	},
};

// firsts returns for each name the place of the first one with its slug: the spellings of a name are one value.
const firsts = (slugs) => {
	const bySlug = new Map();
	return slugs.map((slug, i) => bySlug.get(slug) ?? (bySlug.set(slug, i), i));
};
const one = (names, slugs, of) => {
	const first = firsts(slugs);
	const count = (list) => {
		const counts = new Uint32Array(names.length);
		for (const p of list) counts[first[of(p)]]++;
		return counts;
	};
	return { names, count };
};
const several = (names, slugs, key) => {
	const first = firsts(slugs), missing = names.length;
	const count = (list) => {
		const counts = new Uint32Array(names.length + 1);
		for (const p of list) {
			const places = p[key].map((i) => first[i]);
			if (!places.length) counts[missing]++;
			places.forEach((i, k) => places.indexOf(i) === k && counts[i]++);
		}
		return counts;
	};
	return { names: [...names, ""], count };
};

// A Choice is the menu of one filter.
export class Choice {
	#filters;
	#change;
	#values;
	#items = [];
	#list = element("ul");
	#find = element("input", { type: "search", autocomplete: "off", spellcheck: false });
	#rest = element("p", { className: "note" });

	constructor(details, filters, change) {
		this.details = details;
		this.list = filters.all; // among which values are counted
		this.name = details.dataset.filter;
		this.#filters = filters;
		this.#change = change;
		this.#find.ariaLabel = `Find a ${this.name}`;
		this.#find.placeholder = this.#find.ariaLabel;
		this.#find.oninput = (event) => {
			event.stopPropagation();
			this.#narrow();
		};
		details.append(element("div", { className: "values" }, this.#find, this.#list, this.#rest));
		details.addEventListener("keydown", (event) => {
			if (event.key !== "Escape" || !details.open) return;
			details.open = false;
			details.querySelector("summary").focus();
		});
		details.addEventListener("focusout", ({ relatedTarget }) => {
			if (relatedTarget && !details.contains(relatedTarget)) details.open = false;
		});
	}

	// offer draws the values anew. Those without an order of their own begin with the chosen and the most frequent ones.
	offer(list, isOn) {
		this.#values ??= valuesOf[this.name](this.#filters);
		const counts = this.#values.count(list);
		const all = this.#values.count(this.#filters.all);
		const places = [...this.#values.names.keys()].filter((i) => all[i] > 0);
		const free = this.name === "service" || this.name === "tag";
		if (free) places.sort((a, b) => counts[b] - counts[a] || all[b] - all[a] || (this.#values.names[a] < this.#values.names[b] ? -1 : 1));
		this.#items = places.map((i) => ({ place: i, text: this.#text(i), value: this.#values.names[i] || "-", count: counts[i] }));
		if (free) this.#items.sort((a, b) => isOn(this.name, b.value) - isOn(this.name, a.value));
		this.#find.hidden = this.#items.length <= few;
		this.#find.value = "";
		this.isOn = isOn;
		this.#narrow();
	}

	// recount updates the numbers and the checkboxes of a menu that stays open.
	recount(list, isOn) {
		if (!this.#values) return; // it is about to be offered
		this.isOn = isOn;
		const counts = this.#values.count(list);
		for (const item of this.#items) {
			item.count = counts[item.place];
			if (!item.drawn) continue;
			item.drawn.querySelector("small").textContent = item.count.toLocaleString("en");
			item.drawn.querySelector("input").checked = isOn(this.name, item.value);
		}
	}

	#text(i) {
		const name = this.#values.names[i];
		if (!name) return this.name === "year" ? "no date" : "not given";
		return this.name === "status" && name === "review" ? "in review" : name;
	}

	#narrow() {
		const words = this.#find.value.trim().toLowerCase();
		const fitting = this.#items.filter(({ text }) => text.toLowerCase().includes(words));
		for (const item of this.#items) item.drawn = null;
		this.#list.replaceChildren(...fitting.slice(0, most).map((item) => this.#draw(item)));
		const left = fitting.length - most;
		this.#rest.textContent = !fitting.length ? "None has these letters." : left > 0 ? `${left.toLocaleString("en")} more; type to find them.` : "";
		this.#rest.hidden = !this.#rest.textContent;
	}

	#draw(item) {
		const input = element("input", { type: "checkbox", name: this.name, value: item.value, checked: this.isOn(this.name, item.value) });
		input.oninput = (event) => {
			event.stopPropagation();
			this.#change(this.name, item.value, input.checked);
		};
		item.drawn = element("li", {}, element("label", {}, input, element("span", { textContent: item.text }), element("small", { textContent: item.count.toLocaleString("en") })));
		return item.drawn;
	}
}
