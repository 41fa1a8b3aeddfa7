// Reads the files of the index, each once, when a query needs it.
import { compare } from "./analysis.js";
import { minutes } from "./period.js";

// Stale is thrown if a new version of the site was published while the page is
// open.
export class Stale extends Error {}

// unpack decompresses gzip, unless the host or the browser has done so already.
async function unpack(bytes) {
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

// fetchFrom returns a function that reads files from an address.
export const fetchFrom = (base) => async (name, version) => {
	const response = await fetch(new URL(name, base) + (version === undefined ? "" : `?v=${version}`), { cache: version === undefined ? "no-cache" : "default" });
	if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
	return new Uint8Array(await response.arrayBuffer());
};

// A Reader decodes numbers and words.
class Reader {
	at = 0;
	#word = [];

	constructor(bytes) {
		this.bytes = bytes;
	}

	get more() {
		return this.at < this.bytes.length;
	}

	number() {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = this.bytes[this.at++];
			value += (byte & 127) * scale;
			if (!(byte >= 128)) return value;
		}
	}

	signed() {
		const n = this.number();
		return n % 2 ? -(n + 1) / 2 : n / 2;
	}

	take(length) {
		return this.bytes.subarray(this.at, (this.at += length));
	}

	// term reads a word, which is stored without the prefix that it shares with
	// the word before.
	term() {
		const shared = this.number();
		this.#word.length = shared;
		for (const byte of this.take(this.number())) this.#word.push(byte);
		return decoder.decode(new Uint8Array(this.#word));
	}
}

const decoder = new TextDecoder();

// A List holds the documents that have a word in a field, in ascending order, and
// their frequencies. Both are decoded on first use.
export class List {
	#docs;
	#frequencies;
	#places;

	constructor(df, bytes) {
		this.df = df;
		this.bytes = bytes;
	}

	#read() {
		const reader = new Reader(this.bytes);
		this.#docs = new Int32Array(this.df);
		this.#frequencies = new Int32Array(this.df);
		for (let i = 0, doc = 0; i < this.df; i++) {
			const n = reader.number();
			doc += Math.floor(n / 2);
			this.#docs[i] = doc;
			this.#frequencies[i] = n % 2 ? reader.number() : 1;
		}
	}

	get docs() {
		if (!this.#docs) this.#read();
		return this.#docs;
	}

	get frequencies() {
		if (!this.#docs) this.#read();
		return this.#frequencies;
	}

	// positions returns the positions of the word in a document.
	positions(doc) {
		if (!this.#places) {
			const reader = new Reader(this.positionBytes);
			this.#places = new Map();
			this.docs.forEach((each, i) => {
				let position = 0;
				this.#places.set(each, Array.from({ length: this.frequencies[i] }, () => (position += reader.number())));
			});
		}
		return this.#places.get(doc) ?? [];
	}
}

const nothing = new Uint8Array();
export const emptyList = () => Object.assign(new List(0, nothing), { positionBytes: nothing });

// A Store provides the content of the files.
export class Store {
	#files = new Map();

	constructor(read, settings) {
		this.read = read;
		this.settings = settings;
	}

	static async open(read) {
		const bytes = await unpack(await read("manifest.bin"));
		return new Store(read, JSON.parse(decoder.decode(bytes)));
	}

	// once reads a version of a file and caches the result. After a failure it tries again.
	#once(name, version, make) {
		if (!this.#files.has(name)) {
			const file = this.read(name, version).then(unpack).then(make);
			file.catch(() => this.#files.delete(name));
			this.#files.set(name, file);
		}
		return this.#files.get(name);
	}

	// stamped reads a file and checks that it is the one that the manifest means. The file begins with a stamp
	// of its content, so a version of the site has it in common with others that do not differ in it.
	#stamped(name, make) {
		const [kind, number] = name.split(/[/.]/); // of words.bin, the number is none
		const at = 6 * (Number(number) || 0);
		const stamp = this.settings.stamps[kind].slice(at, at + 6);
		return this.#once(name, stamp, (bytes) => {
			const reader = new Reader(bytes);
			if (Array.from(reader.take(3), (byte) => byte.toString(16).padStart(2, "0")).join("") !== stamp) throw new Stale(name);
			return make(reader);
		});
	}

	// shardOf returns the number of the shard for a word.
	shardOf(term) {
		let low = 0, high = this.settings.shards.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (compare(this.settings.shards[middle], term) <= 0) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}

	// shard returns words with their lists, one for each field, and last the list
	// of documents with this exact spelling.
	shard(i) {
		return this.#stamped(`postings/${String(i).padStart(4, "0")}.bin`, (reader) => {
			const terms = new Map();
			while (reader.more) {
				const term = reader.term(), fields = reader.take(1)[0];
				const lists = [];
				for (let field = 0; field <= this.settings.fields.length; field++) {
					if (!(fields & (1 << field))) continue;
					const df = reader.number();
					lists[field] = new List(df, reader.take(reader.number()));
				}
				terms.set(term, lists);
			}
			return terms;
		});
	}

	// lists returns a word's list in each field.
	async lists(term) {
		const i = this.shardOf(term);
		return (i >= 0 && (await this.shard(i)).get(term)) || [];
	}

	// spelt returns the documents with this exact spelling of a word, undefined if
	// there are none.
	async spelt(word) {
		return (await this.lists(word))[this.settings.fields.length]?.docs;
	}

	// withPositions also reads the positions of a word.
	async withPositions(term) {
		const i = this.shardOf(term);
		if (i < 0) return;
		const terms = await this.shard(i);
		await this.#stamped(`positions/${String(i).padStart(4, "0")}.bin`, (reader) => {
			for (const lists of terms.values()) for (const list of lists.slice(0, this.settings.fields.length)) if (list) list.positionBytes = reader.take(reader.number());
		});
	}

	// dictionary returns all words, or all ids, with the number of documents in
	// each field.
	dictionary(ids) {
		return this.#stamped(ids ? "ids.bin" : "words.bin", (reader) => {
			const out = [];
			while (reader.more) {
				const term = reader.term(), fields = reader.take(1)[0];
				out.push({ term, counts: this.settings.fields.map((_, field) => (fields & (1 << field) ? reader.number() : 0)) });
			}
			return out;
		});
	}

	// columns returns dates (days since 1970) and norms of fields.
	columns() {
		return this.#stamped("columns.bin", (reader) => {
			const { documents: n, fields } = this.settings;
			const dates = new Float64Array(n).fill(NaN);
			for (let i = reader.number(), day = 0; i < n; i++) dates[i] = day += reader.signed();
			const norms = fields.map(() => Float64Array.from({ length: n }, () => Math.fround(1 / Math.sqrt(reader.number()))));
			return { dates, norms };
		});
	}

	// facet returns the names of a facet's values, and for each document the
	// numbers of its values.
	async facet(name) {
		const i = this.settings.facets.findIndex((facet) => facet.name === name);
		const of = await this.#stamped(`facets/${i}.bin`, (reader) => {
			const counts = Array.from({ length: this.settings.documents }, () => reader.number());
			return counts.map((count) => {
				let number = 0;
				return Array.from({ length: count }, () => (number += reader.number()));
			});
		});
		const { values: names, ordered, synonyms } = this.settings.facets[i];
		return { names, of, ordered, synonyms };
	}

	// numbers returns the figures in minutes by name; NaN means unknown.
	numbers() {
		return this.#stamped("numbers.bin", (reader) => {
			const read = () => {
				const n = reader.number();
				return n ? minutes((n - 1) * 1e9) : NaN;
			};
			return Object.fromEntries(this.settings.numbers.map((name) => [name, Float64Array.from({ length: this.settings.documents }, read)]));
		});
	}

	// document returns the texts of a document.
	document(i) {
		const { documents_per_file: per, stamp } = this.settings;
		return this.#once(`documents/${Math.floor(i / per)}.bin`, stamp, (bytes) => decoder.decode(bytes).split("\n").map((line) => JSON.parse(line))).then((documents) => documents[i % per]);
	}
}
