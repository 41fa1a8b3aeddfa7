// Fetches the data of the list when a filter or a row needs it: columns, each of which has one
// thing of all post mortems, and rows, each file of which has what some of them show.
import { months } from "./periods.js";
import { columnsOf } from "./posts.js";
import { lists } from "./listwords.js";

const fetched = async (address, cache) => {
	const response = await fetch(address, { cache });
	if (!response.ok) throw new Error(response.status);
	return response.json();
};

export class Store {
	all = []; // post mortems in the order of the list, with what was fetched of them
	data = { slugs: {} }; // what filters need besides
	#files = new Map();
	#here = new Set(); // files that have arrived

	// The rows of a page are those of the first post mortems, if it has the sum of the data.
	constructor(base, written, sum) {
		Object.assign(this, { base, written, sum });
	}

	// #once fetches a file and passes it on, unless it has done so. After a failure it tries again.
	#once(name, take) {
		if (!this.#files.has(name)) {
			const file = take(name).then(() => this.#here.add(name));
			file.catch(() => this.#files.delete(name));
			this.#files.set(name, file);
		}
		return this.#files.get(name);
	}

	#open() {
		return this.#once("index.json", async (name) => {
			const index = await fetched(this.base + name, "no-cache");
			Object.assign(this.data, index);
			this.all.push(...Array.from({ length: index.posts }, (_, at) => ({ at })));
			if (String(index.sum) === this.sum) this.written.forEach((row, at) => (this.all[at].written = row));
		});
	}

	// #read fetches a file that belongs to the index. One of another version is fetched again, past
	// the browser's cache.
	async #read(name, sum) {
		const index = this.#open();
		for (const cache of ["default", "reload"]) {
			const file = await fetched(this.base + name, cache);
			await index;
			if (file.sum === sum()) return file;
		}
		throw new Error(`${name} is of another version`);
	}

	#column(key) {
		return this.#once(`columns/${key}.json`, async (name) => {
			const { names, slugs, values } = await this.#read(name, () => this.data.sum);
			this.all.forEach((p, i) => (p[key] = values[i]));
			if (key === "date") for (const p of this.all) p.month = p.date === null ? null : months(p.date);
			if (names) this.data[lists[key]] = names;
			if (slugs) this.data.slugs[lists[key]] = slugs;
		});
	}

	#place({ at }) {
		const fromLast = this.all.length - 1 - at;
		return [Math.floor(fromLast / this.data.rows_in_file), fromLast % this.data.rows_in_file];
	}

	// rows fetches what the rows of post mortems show.
	async rows(posts) {
		await this.#open();
		const files = new Set(posts.filter(({ row }) => !row).map((p) => this.#place(p)[0]));
		await Promise.all([...files].map((i) =>
			this.#once(`rows/${i}.json`, async (name) => {
				const { rows } = await this.#read(name, () => this.data.row_sums[i]);
				const last = this.all.length - 1 - i * this.data.rows_in_file;
				rows.forEach((row, k) => (this.all[last - k].row = row));
			})));
	}

	async #texts() {
		await Promise.all([this.#open().then(() => this.rows(this.all)), this.#column("tag")]);
	}

	// need fetches what filters read, by their names.
	need(names) {
		return Promise.all([this.#open(), ...names.map((name) => (name === "text" ? this.#once(name, () => this.#texts()) : Promise.all(columnsOf(name).map((key) => this.#column(key)))))]);
	}

	// has reports whether need would fetch nothing.
	has(names) {
		return this.#here.has("index.json") && names.every((name) => (name === "text" ? this.#here.has(name) : columnsOf(name).every((key) => this.#here.has(`columns/${key}.json`))));
	}
}
