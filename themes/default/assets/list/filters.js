// Which post mortems an address selects, and in which order. Values of one name are
// alternatives; all names must match.
const folded = (text) => {
	const lower = text.toLowerCase();
	return /[^\x00-\x7f]/.test(lower) ? lower.normalize("NFD").replace(/\p{M}/gu, "") : lower;
};

// lasted returns how long the outage or degradation lasted, as the list shows it; -2 stands
// for a near miss, which had neither.
export const isDegraded = (p) => p.duration === -2 && p.degradation !== -2;
export const lasted = (p) => (isDegraded(p) ? p.degradation : p.duration);

const last = Infinity;
const length = (p) => (lasted(p) === -1 ? last : (lasted(p) ?? -last));
const orders = {
	"": { words: "newest first", byDate: true },
	oldest: { words: "oldest first", byDate: true, key: (_, p) => p.date ?? last },
	severity: { words: "most severe first", key: (data, p) => (data.severities[p.severity] ? p.severity : last) },
	duration: { words: "longest first", key: (_, p) => -length(p) },
	title: { words: "by title", key: (_, p) => p.words.title },
};

// join adds to the post mortems what the figures do not say.
const join = (all, data, { id, summary, stated }) => {
	if (id.length !== all.length) throw new Error("the files are of different versions");
	const asStated = new Set(stated);
	const names = (list, places) => places.map((k) => list[k]).join("\n");
	all.forEach((p, i) => {
		Object.assign(p, { summary: summary[i], stated: asStated.has(i) });
		const rest = folded([id[i], p.slug, p.summary, names(data.services, p.service), names(data.tags, p.tag)].join("\n"));
		p.words = { title: folded(p.title), rest };
	});
	return all;
};

const contains = (text) => {
	const words = folded(text).split(/\s+/).filter(Boolean);
	return ({ words: { title, rest } }) => words.every((word) => title.includes(word) || rest.includes(word));
};

// A Filters selects among all post mortems.
export class Filters {
	#tests = new Map();

	constructor(posts, data, rest) {
		Object.assign(this, { posts, data, all: join(posts.records(data), data, rest) });
	}

	// test returns the test of a value, null if the value is unknown, undefined for a name
	// that is no filter.
	test(name, value) {
		const key = `${name}\n${value}`;
		if (!this.#tests.has(key)) this.#tests.set(key, name === "text" ? contains(value) : this.posts.filter(this.data, name, value));
		return this.#tests.get(key);
	}

	// read returns the filters of an address, the order, and what is neither.
	read(search) {
		const state = { pairs: [], sort: "", others: [] };
		for (const [name, value] of new URLSearchParams(search)) {
			if (name === "sort") state.sort = value.toLowerCase();
			else if (this.test(name, value) === undefined) state.others.push([name, value]);
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
		for (const p of this.all) {
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
		return { found: this.#sorted(found, sort), groups, order: this.order(sort).words };
	}

	order(sort) {
		return Object.hasOwn(orders, sort) ? orders[sort] : orders[""];
	}

	isOrder(sort) {
		return Object.hasOwn(orders, sort);
	}

	#sorted(found, sort) {
		const { key } = this.order(sort);
		if (!key) return found;
		const keyed = found.map((p) => [key(this.data, p), p]);
		keyed.sort(([a, p], [b, q]) => (a < b ? -1 : a > b ? 1 : p.at - q.at));
		return keyed.map(([, p]) => p);
	}
}
