// The search itself, without a page. Open it once to answer queries.
import { Analyser, distance, fold, key } from "./analysis.js";
import { Compiler } from "./compile.js";
import { excerpts, firstMark } from "./excerpt.js";
import { loosened } from "./loosen.js";
import { parse, SyntaxFault } from "./query.js";
import { Any } from "./score.js";
import { fetchFrom, Stale, Store } from "./store.js";

export { SyntaxFault };

export class Search {
	// open reads the manifest from an address, or with a function that reads files.
	static async open(from) {
		const search = new Search();
		search.read = typeof from === "function" ? from : fetchFrom(from);
		await search.#reopen();
		return search;
	}

	async #reopen() {
		this.store = await Store.open(this.read);
		this.settings = this.store.settings;
		this.analyser = new Analyser(this.settings);
	}

	// search returns the hits of a query: the total, the hits in order, as document numbers with scores,
	// and the words that no document has. It throws a SyntaxFault for an invalid query. The order is
	// relevance, date, severity (severities lists all, most severe first) or duration. Unknown values come
	// last, and equal ones newest first.
	async search(text, order = "relevance", severities = []) {
		try {
			return await this.#answer(text, order, severities);
		} catch (error) {
			if (!(error instanceof Stale)) throw error;
		}
		await this.#reopen(); // a new version of the site was published
		return this.#answer(text, order, severities);
	}

	// typed answers a query that may be incomplete: a last word that no document has is taken as a prefix.
	// If nothing is found, any of its words are sought. Then "instead" is the query that was answered. If nothing is found then, "better" is a corrected query.
	async typed(text, order, severities) {
		const result = await this.search(text, order, severities);
		const last = result.missing.find(({ node }) => node.kind === "word" && node.to === text.length && node.text.length > 1);
		if (last) {
			const begun = await this.search(text + "*", order, severities).catch((error) => {
				if (!(error instanceof SyntaxFault)) throw error;
			});
			if (begun && !begun.missing.some(({ node }) => node.from === last.node.from)) return { ...begun, instead: begun.text };
		}
		if (result.total) return result;
		const loose = loosened(result.root);
		const found = loose && (await this.search(loose, order, severities).catch((error) => {
			if (!(error instanceof SyntaxFault)) throw error; // it has too many words
		}));
		if (found?.total) return { ...found, instead: loose };
		return { ...result, better: await this.didYouMean(result) };
	}

	async #answer(text, order, severities) {
		const root = parse(text, this.settings);
		const columns = await this.store.columns();
		const compiler = new Compiler(text, this.store, this.analyser, columns);
		const { docs, scores } = (await compiler.compile(root)).find();
		const hits = Array.from(docs, (doc, i) => ({ doc, score: scores[i] }));
		await this.#sort(hits, order, severities);
		return { text, root, total: hits.length, hits, missing: compiler.missing, matchers: compiler.matchers, compiler };
	}

	// Documents are numbered from the oldest to the newest. Those without a date have the lowest numbers
	// and come last here. Scores that differ only by rounding are equal.
	async #sort(hits, order, severities) {
		let rank = ({ score }) => Math.fround(score);
		if (order === "date") rank = () => 0;
		if (order === "severity") {
			const { names, of } = await this.store.facet("severity");
			const ranks = names.map((value) => severities.indexOf(value)).map((i) => (i < 0 ? severities.length : i));
			rank = ({ doc }) => -Math.min(severities.length + 1, ...of[doc].map((value) => ranks[value]));
		}
		if (order === "duration") {
			const { duration } = await this.store.numbers();
			rank = ({ doc }) => (duration[doc] >= 0 ? duration[doc] : -1);
		}
		for (const hit of hits) hit.rank = rank(hit);
		hits.sort((a, b) => b.rank - a.rank || b.doc - a.doc);
	}

	// count returns the values of a facet among the hits, most frequent first.
	async count({ hits }, name) {
		const { names, of } = await this.store.facet(name);
		const counts = new Int32Array(names.length);
		for (const { doc } of hits) for (const value of of[doc]) counts[value]++;
		const list = names.map((value, i) => ({ value, count: counts[i] })).filter(({ count }) => count);
		return list.sort((a, b) => b.count - a.count);
	}

	// show returns the data to show for a hit.
	async show({ doc }, { matchers }) {
		const document = await this.store.document(doc);
		return { ...document, ...excerpts(document.texts, this.analyser, matchers), name: document.title };
	}

	// didYouMean returns the query with words that do not occur replaced by ones that do, or "".
	async didYouMean({ text, missing, compiler }) {
		let out = text;
		for (const each of missing.toSorted((a, b) => b.node.from - a.node.from)) {
			const { from, to, text: written } = each.node;
			const better = each.field ? this.#nearestValue(each) : await this.#nearestWord(compiler, each.node);
			const at = out.slice(0, to).lastIndexOf(written);
			if (better && at >= from) out = out.slice(0, at) + better + out.slice(at + written.length);
		}
		return out === text ? "" : out;
	}

	#nearestValue({ node, field }) {
		let best = "", least = Math.min(2, Math.floor(node.text.length / 3)) + 1;
		for (const value of this.settings.facets.find(({ name }) => name === field).values) {
			const d = distance(key(value), key(node.text));
			if (d < least) [best, least] = [value, d];
		}
		return /[ ()"]/.test(best) && node.to - node.from === node.text.length ? `"${best}"` : best;
	}

	async #nearestWord(compiler, node) {
		const words = this.analyser.phrase(node.text, node.kind === "prefix");
		if (words.length !== 1) return "";
		const { term } = words[0];
		const allowed = Math.min(2, Math.floor([...term].length / 3));
		let best = "", least = allowed + 1, most = 0;
		for (let field = 0; allowed > 0 && field < this.settings.fields.length; field++) {
			for (const word of await compiler.similar(term, allowed, field)) {
				const d = distance(term, word.term);
				if (d > 0 && (d < least || (d === least && word.counts[field] > most))) [best, least, most] = [word.term, d, word.counts[field]];
			}
		}
		return best && this.#written(compiler, best);
	}

	// written returns a word with the term, as written in some document.
	async #written(compiler, term) {
		const lists = await this.store.lists(term);
		const { fields, boosts, parts } = this.settings;
		const found = new Any(lists.slice(0, fields.length).map((list, field) => compiler.term(list, field, boosts[field])).filter((each) => each), this.settings.documents).find();
		let top = 0;
		found.docs.forEach((doc, i) => {
			if (found.scores[i] >= found.scores[top]) top = i;
		});
		const { texts } = await this.store.document(found.docs[top]);
		return fold(firstMark(texts, this.analyser, [{ fields: [...fields, ...parts], words: [new Set([term])] }]));
	}
}
