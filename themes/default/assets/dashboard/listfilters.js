// Which post mortems an address selects, and in which order. Values of one name are
// alternatives; all names must match.
import { filter } from "./posts.js";

const folded = (text) => {
	const lower = text.toLowerCase();
	return /[^\x00-\x7f]/.test(lower) ? lower.normalize("NFD").replace(/\p{M}/gu, "") : lower;
};

// lasted returns how long the outage or degradation lasted; -2 stands for a near miss, which had neither.
const lasted = (p) => (p.duration === -2 && p.degradation !== -2 ? p.degradation : p.duration);

const last = Infinity;
const length = (p) => (lasted(p) === -1 ? last : (lasted(p) ?? -last));
const orders = {
	"": { words: "newest first", byDate: true, needs: [] },
	oldest: { words: "oldest first", byDate: true, needs: ["date"], key: (_, p) => p.date ?? last },
	severity: { words: "most severe first", needs: ["severity"], key: (data, p) => (data.severities[p.severity] ? p.severity : last) },
	duration: { words: "longest first", needs: ["duration", "degradation"], key: (_, p) => -length(p) },
	title: { words: "by title", needs: ["title"], key: (_, p) => p.title },
};

// wordsOf returns what is looked for in a post mortem.
const wordsOf = ({ tags }, { row, tag }) => {
	const { id = "", slug, title, summary = "", services } = row;
	return { title: folded(title), rest: folded([id, slug, summary, ...services, ...tag.map((k) => tags[k])].join("\n")) };
};

const contains = (data, text) => {
	const words = folded(text).split(/\s+/).filter(Boolean);
	return (p) => {
		const { title, rest } = (p.words ??= wordsOf(data, p));
		return words.every((word) => title.includes(word) || rest.includes(word));
	};
};

// A Filters selects among the post mortems of a store, which must have what the filters and the order need.
export class Filters {
	#tests = new Map();
	#ordered = new Map();

	constructor({ data, all }, names) {
		Object.assign(this, { data, all, names: new Set(names) });
	}

	// test returns the test of a value, null if the value is unknown.
	test(name, value) {
		const key = `${name}\n${value}`;
		if (!this.#tests.has(key)) this.#tests.set(key, name === "text" ? contains(this.data, value) : filter(this.data, name, value));
		return this.#tests.get(key);
	}

	// needs returns the names of the filters and columns that a state needs.
	needs({ pairs, sort }) {
		return [...new Set([...pairs.map(([name]) => name), ...this.order(sort).needs])];
	}

	// read returns the filters of an address, the order, and what is neither.
	read(search) {
		const state = { pairs: [], sort: "", others: [] };
		for (const [name, value] of new URLSearchParams(search)) {
			if (name === "sort") state.sort = value.toLowerCase();
			else if (!this.names.has(name)) state.others.push([name, value]);
			else if (value.trim() && !state.pairs.some((pair) => pair[0] === name && pair[1] === value)) state.pairs.push([name, value]);
		}
		return state;
	}

	write({ pairs, sort, others }) {
		const all = [...pairs, ...(sort ? [["sort", sort]] : []), ...others];
		return all.length ? `?${new URLSearchParams(all)}` : "";
	}

	// find returns what the filters select, and what would be found without one of them.
	find({ pairs, sort }) {
		const names = [...new Set(pairs.map(([name]) => name))];
		const tests = names.map((name) => pairs.filter((pair) => pair[0] === name).map((pair) => this.test(...pair)).filter(Boolean));
		const found = [], near = names.map(() => []), alone = names.map(() => 0);
		for (const p of this.#inOrder(sort)) {
			let fails = 0, failed = -1;
			for (let k = 0; k < tests.length; k++) {
				if (tests[k].some((test) => test(p))) alone[k]++;
				else {
					fails++;
					failed = k;
				}
			}
			if (!fails) found.push(p);
			else if (fails === 1) near[failed].push(p);
		}
		const groups = names.map((name, k) => ({ name, near: near[k], without: found.length + near[k].length, alone: alone[k] }));
		const { words, byDate } = this.order(sort);
		return { found, groups, order: words, byDate };
	}

	order(sort) {
		return Object.hasOwn(orders, sort) ? orders[sort] : orders[""];
	}

	isOrder(sort) {
		return Object.hasOwn(orders, sort);
	}

	// #inOrder returns all post mortems in an order. It sorts once.
	#inOrder(sort) {
		const { key } = this.order(sort);
		if (!key) return this.all;
		if (!this.#ordered.has(sort)) {
			const keys = this.all.map((p) => key(this.data, p));
			const places = Uint32Array.from(keys, (_, i) => i).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
			this.#ordered.set(sort, Array.from(places, (i) => this.all[i]));
		}
		return this.#ordered.get(sort);
	}
}
