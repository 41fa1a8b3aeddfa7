// The files of the index: fetched when a query asks for them, once, and read.
import { compare } from "./analysis.js";
import { minutes } from "./period.js";

// Stale says that the site was published anew while this page was open.
export class Stale extends Error {}

// unpack takes gzip off, if it is there: some hosts and browsers have done so.
async function unpack(bytes) {
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

// fetchFrom reads files below an address.
export const fetchFrom = (base) => async (name, version) => {
	const response = await fetch(new URL(name, base) + (version === undefined ? "" : `?v=${version}`), { cache: version === undefined ? "no-cache" : "default" });
	if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
	return new Uint8Array(await response.arrayBuffer());
};

// A Reader takes numbers and words off bytes.
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

	// term reads a word that begins as the one before.
	term() {
		const shared = this.number();
		this.#word.length = shared;
		for (const byte of this.take(this.number())) this.#word.push(byte);
		return decoder.decode(new Uint8Array(this.#word));
	}
}

const decoder = new TextDecoder();

// A List is the documents that have a word in a field, ascending, and how
// often they do. Both are read when they are asked for.
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

	// positions gives where the word stands in a document.
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

// A Store gives what is in the files.
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

	// once reads a file and remembers what it says. One that fails is tried
	// again next time.
	#once(name, make) {
		if (!this.#files.has(name)) {
			const file = this.read(name, this.settings.stamp).then(unpack).then(make);
			file.catch(() => this.#files.delete(name));
			this.#files.set(name, file);
		}
		return this.#files.get(name);
	}

	// stamped makes sure that a file belongs to this manifest.
	#stamped(name, make) {
		return this.#once(name, (bytes) => {
			const stamp = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
			if (stamp !== this.settings.stamp) throw new Stale(name);
			const reader = new Reader(bytes);
			reader.at = 4;
			return make(reader);
		});
	}

	// shardOf gives the number of the shard that a word is in, if it is in any.
	shardOf(term) {
		let low = 0, high = this.settings.shards.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (compare(this.settings.shards[middle], term) <= 0) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}

	// shard gives words and their list in each field, and behind these the list
	// of the documents in which the word is spelt so.
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

	// lists gives a word's list in each field.
	async lists(term) {
		const i = this.shardOf(term);
		return (i >= 0 && (await this.shard(i)).get(term)) || [];
	}

	// spelt gives the documents that have a word spelt so, undefined if none does.
	async spelt(word) {
		return (await this.lists(word))[this.settings.fields.length]?.docs;
	}

	// withPositions reads the positions of a word, too.
	async withPositions(term) {
		const i = this.shardOf(term);
		if (i < 0) return;
		const terms = await this.shard(i);
		await this.#stamped(`positions/${String(i).padStart(4, "0")}.bin`, (reader) => {
			for (const lists of terms.values()) for (const list of lists.slice(0, this.settings.fields.length)) if (list) list.positionBytes = reader.take(reader.number());
		});
	}

	// dictionary gives every word, or every id, with how many documents have it
	// in each field.
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

	// columns gives dates (days since 1970) and norms of fields.
	columns() {
		return this.#once("columns.bin", (bytes) => {
			const { documents: n, fields } = this.settings;
			const reader = new Reader(bytes);
			const dates = new Float64Array(n).fill(NaN);
			for (let i = reader.number(), day = 0; i < n; i++) dates[i] = day += reader.signed();
			const norms = fields.map(() => Float64Array.from({ length: n }, () => Math.fround(1 / Math.sqrt(reader.number()))));
			return { dates, norms };
		});
	}

	// facet gives the names of a facet's values, and of each document the numbers
	// of those it has.
	async facet(name) {
		const i = this.settings.facets.findIndex((facet) => facet.name === name);
		const of = await this.#once(`facets/${i}.bin`, (bytes) => {
			const reader = new Reader(bytes);
			const counts = Array.from({ length: this.settings.documents }, () => reader.number());
			return counts.map((count) => {
				let number = 0;
				return Array.from({ length: count }, () => (number += reader.number()));
			});
		});
		return { names: this.settings.facets[i].values, of };
	}

	// numbers gives the figures in minutes by name; NaN is not known.
	numbers() {
		return this.#once("numbers.bin", (bytes) => {
			const reader = new Reader(bytes);
			const read = () => {
				const n = reader.number();
				return n ? minutes((n - 1) * 1e9) : NaN;
			};
			return Object.fromEntries(this.settings.numbers.map((name) => [name, Float64Array.from({ length: this.settings.documents }, read)]));
		});
	}

	// document gives the texts of a document.
	document(i) {
		return this.#once(`documents/${i}.bin`, (bytes) => JSON.parse(decoder.decode(bytes)));
	}
}
