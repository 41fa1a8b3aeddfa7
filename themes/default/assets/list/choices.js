// The values of a filter, as checkboxes with the number of post mortems that each would show.
import { element } from "./words.js";

const most = 100; // values offered at once
const few = 12; // values without a box to find one

// valuesOf returns the values of a filter in the order in which they are offered, with a
// function for those that a post mortem has.
const valuesOf = {
	service: ({ data }) => listed(data.services, (p) => p.service, data.slugs.services),
	tag: ({ data }) => listed(data.tags, (p) => p.tag, data.slugs.tags),
	severity: ({ data }) => listed(data.severities, (p) => [p.severity], data.slugs.severities),
	status: ({ data }) => listed(data.statuses, (p) => [p.status]),
	year: ({ all }) => {
		const years = [...new Set(all.map((p) => (p.month === null ? "" : String(Math.floor(p.month / 12)))))].sort().reverse();
		return { names: years, of: (p) => [years.indexOf(p.month === null ? "" : String(Math.floor(p.month / 12)))] };
	},
};
const listed = (names, of, slugs = names) => {
	const bySlug = new Map();
	const first = slugs.map((slug, i) => bySlug.get(slug) ?? (bySlug.set(slug, i), i)); // of the spellings of one name
	const missing = names.includes("") ? names.indexOf("") : names.length;
	return {
		names: missing < names.length ? names : [...names, ""],
		of: (p) => {
			const places = of(p);
			return places.length ? new Set(places.map((i) => first[i])) : [missing];
		},
	};
};

// countsOf returns how many post mortems each value has.
const countsOf = (values, list) => {
	const counts = values.names.map(() => 0);
	for (const p of list) for (const i of values.of(p)) counts[i]++;
	return counts;
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
		this.name = details.dataset.filter;
		this.#filters = filters;
		this.#change = change;
		this.#values = valuesOf[this.name](filters);
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
		const counts = countsOf(this.#values, list);
		const all = countsOf(this.#values, this.#filters.all);
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
		this.isOn = isOn;
		const counts = countsOf(this.#values, list);
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
