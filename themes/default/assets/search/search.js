// The search itself, without a page. Open it once to answer queries.
import { Analyser, compare, distance, fold, key } from "./analysis.js";
import { closest, edited } from "./closest.js";
import { Compiler } from "./compile.js";
import { excerpts, firstMark } from "./excerpt.js";
import { parse, SyntaxFault } from "./query.js";
import { Any } from "./score.js";
import { fetchFrom, Stale, Store } from "./store.js";

export { SyntaxFault };

// asWritten returns the query with mistyped words in quotes, so that they are not corrected.
const asWritten = (text, mistyped) =>
	edited(text, mistyped.map(({ node: { to, text: written } }) => [text.slice(0, to).lastIndexOf(written), to, `"${written}"`]));

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
	// If no document has some of the rest, the closest query is answered. Then "instead" is that query. If it
	// corrects something mistyped, "corrected" is the query for what was typed. If nothing is found, "better"
	// is a corrected query.
	async typed(text, order, severities) {
		const result = await this.search(text, order, severities);
		const last = result.missing.find(({ node }) => node.kind === "word" && node.to === text.length && node.text.length > 1);
		if (last) {
			const begun = await this.#orFault(this.search(text + "*", order, severities));
			if (begun && !begun.missing.some(({ node }) => node.from === last.node.from)) return this.#ask({ ...begun, instead: begun.text }, order, severities);
		}
		return this.#ask(result, order, severities);
	}

	// ask answers a query. If no document has some of what it says, it answers the closest one.
	async ask(text, order, severities) {
		return this.#ask(await this.search(text, order, severities), order, severities);
	}

	async #ask(asked, order, severities) {
		const holds = async (text) => {
			const node = { kind: "word", from: 0, to: text.length, field: "", text };
			return (await new Compiler(text, this.store, this.analyser, await this.store.columns()).compile(node)).find().docs.length > 0;
		};
		let best = asked;
		for (let round = 0; round < 3; round++) {
			const next = await closest(best, (text, lost) => this.#corrections(text, lost, best.compiler), holds);
			if (next.text === best.text) break;
			const found = await this.#orFault(this.search(next.text, order, severities)); // it may have too many words
			if (!found) break;
			const corrected = round ? best.corrected : next.corrected && asWritten(asked.text, next.sure);
			best = { ...found, hints: asked.hints, instead: next.text, corrected };
		}
		return best.total ? best : { ...asked, better: await this.didYouMean(asked) };
	}

	// orFault returns undefined if the query is invalid.
	#orFault(result) {
		return result.catch((error) => {
			if (!(error instanceof SyntaxFault)) throw error;
		});
	}

	async #answer(text, order, severities) {
		const { root, hints } = parse(text, this.settings);
		const columns = await this.store.columns();
		const compiler = new Compiler(text, this.store, this.analyser, columns);
		const { docs, scores } = (await compiler.compile(root)).find();
		const hits = Array.from(docs, (doc, i) => ({ doc, score: scores[i] }));
		await this.#sort(hits, order, severities);
		return { text, root, hints, total: hits.length, hits, missing: compiler.missing, matchers: compiler.matchers, compiler };
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

	// count returns the values of a facet among the hits, in the order of the vocabulary or the most
	// frequent first.
	async count({ hits }, name) {
		const { names, of, ordered } = await this.store.facet(name);
		const counts = new Int32Array(names.length);
		for (const { doc } of hits) for (const value of of[doc]) counts[value]++;
		const list = names.map((value, i) => ({ value, count: counts[i] })).filter(({ count }) => count);
		return ordered ? list : list.sort((a, b) => b.count - a.count);
	}

	// show returns the data to show for a hit.
	async show({ doc }, { matchers }) {
		const document = await this.store.document(doc);
		return { ...document, ...excerpts(document.texts, this.analyser, matchers, document.anchors), name: document.title };
	}

	// didYouMean returns the query with words that do not occur replaced by ones that do, or "".
	async didYouMean({ text, missing, compiler }) {
		const edits = await this.#corrections(text, missing, compiler);
		return edits.length ? edited(text, edits) : "";
	}

	async #corrections(text, lost, compiler) {
		const out = [];
		for (const each of lost) {
			const { from, to, text: written } = each.node;
			const better = each.field ? this.#nearestValue(each) : await this.#nearestWord(compiler, each.node);
			const at = text.slice(0, to).lastIndexOf(written);
			if (better && at >= from) out.push([at, at + written.length, better]);
		}
		return out;
	}

	#nearestValue({ node, field }) {
		let best = "", least = Math.min(2, Math.floor(node.text.length / 3)) + 1;
		for (const value of this.settings.facets.find(({ name }) => name === field).values.toSorted(compare)) {
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
