// Translates a query to searchers. A word is searched for in the default fields,
// and its score is the sum over them. Filters have no score.
import { compare, distance, key } from "./analysis.js";
import { isBlank, isName, SyntaxFault } from "./query.js";
import { All, Any, Filter, Group, Part, Phrase, Spelt, Term } from "./score.js";
import { emptyList } from "./store.js";

const mark = (part) => `\x01${part}`;

// rows returns the words that have only blanks between them.
function rows(text, list) {
	const out = [], plain = (n) => n?.kind === "word" && !n.field;
	list.forEach((n, i) => {
		if (!plain(n)) return;
		if (plain(list[i - 1]) && isBlank(text.slice(list[i - 1].to, n.from))) out.at(-1).push(n);
		else out.push([n]);
	});
	return out;
}

export class Compiler {
	matchers = []; // matches that excerpts mark: {fields, words}; words are a set for each position, null matches any
	missing = []; // words and values that no document has

	constructor(text, store, analyser, columns) {
		Object.assign(this, { text, store, analyser, columns, settings: store.settings, documents: store.settings.documents });
	}

	get everything() {
		return new Filter(Int32Array.from({ length: this.documents }, (_, doc) => doc));
	}

	async compile(root) {
		return (root && (await this.node(root, true))) || this.everything;
	}

	// node returns null for stop words, which have no effect.
	async node(n, positive) {
		switch (n.kind) {
			case "filter":
				return this.filter(n);
			case "range":
				return this.range(n);
			case "all":
				return this.group({ must: n.children }, positive);
			case "any":
				return this.any(await this.nodes(n.children, positive));
			case "not":
				return this.group({ mustNot: n.children }, positive);
			case "group":
				return this.group(n, positive);
		}
		return this.leaf(n, positive);
	}

	async nodes(list = [], positive) {
		const out = [];
		for (const n of list) {
			const found = await this.node(n, positive);
			if (found) out.push(found);
		}
		return out;
	}

	any(list) {
		return list.length < 2 ? list[0] : new Any(list, this.documents);
	}

	async group(n, positive) {
		let must = await this.nodes(n.must, positive);
		let should = await this.nodes(n.should, positive);
		if (positive && should.length) should.push(...(await this.pairs(n.should)));
		const mustNot = await this.nodes(n.mustNot, !positive);
		if (!must.length && should.length) [must, should] = [[this.any(should)], []];
		for (const alternatives of n.filters ?? []) must.push(this.any(await this.nodes(alternatives, positive)));
		if (!must.length && !mustNot.length) return null;
		if (!must.length) must = [this.everything];
		else if (must.length === 1 && !should.length && !mustNot.length) return must[0];
		const all = new All(must, this.documents);
		if (!should.length && !mustNot.length) return all;
		return new Group(all, should.length ? new Any(should, this.documents) : null, mustNot.length ? new Any(mustNot, this.documents) : null);
	}

	// leaf compiles a word, phrase, prefix or misspelled word.
	async leaf(n, positive) {
		const words = this.analyser.phrase(n.text, n.kind === "prefix");
		if (!words.length) return null;
		const { fields, boosts, parts } = this.settings;
		const part = parts.includes(n.field) ? n.field : "";
		const within = !n.field ? fields.map((_, i) => i) : [fields.indexOf(part ? "body" : n.field)];
		const marks = words.map((word) => (word.gap ? null : new Set()));
		const clauses = [];
		let found = false;
		for (const field of within) {
			const expanded = [];
			for (const word of words) expanded.push(word.gap ? null : await this.expand(n, word, field));
			found ||= expanded.every((terms) => !terms || terms.length > 0);
			expanded.forEach((terms, i) => terms?.forEach(({ term }) => marks[i].add(term)));
			const boost = (n.field ? 1 : boosts[field]) * (words.length > 1 && isName(n) ? this.settings.name_boost * words.length : 1);
			let clause = await this.clause(expanded, field, boost, part !== "");
			if (part) clause = await this.part(clause, part, field);
			clauses.push(clause);
		}
		if (positive) {
			this.matchers.push({ words: marks, fields: part ? [part] : within.flatMap((i) => (fields[i] === "body" ? parts : [fields[i]])) });
			if (!found) this.missing.push({ node: n });
		}
		return this.spelt(n, words, this.any(clauses));
	}

	// pairs compiles the pairs of words that follow each other, except within a name, so that
	// documents that have them together come first.
	async pairs(list) {
		const out = [];
		if (list.length < this.settings.fewest_paired) return out;
		const { fields, boosts } = this.settings;
		for (const row of rows(this.text, list)) {
			const from = row[0].from;
			const tokens = this.analyser.tokens(this.text.slice(from, row.at(-1).to));
			for (let i = 1; i < tokens.length; i++) {
				const [a, b] = tokens.slice(i - 1);
				if (!row.some((n) => n.from > from + a.start && n.from <= from + b.start)) continue;
				const gaps = Array(b.position - a.position - 1).fill(null);
				const [first, second] = await Promise.all([a, b].map(({ term }) => this.store.lists(term)));
				const clauses = [];
				for (let field = 0; field < fields.length; field++) {
					if (!first[field] || !second[field]) continue;
					const word = ({ term }, lists) => [{ term, boost: 1, list: lists[field] }];
					clauses.push(await this.clause([word(a, first), ...gaps, word(b, second)], field, boosts[field], false));
				}
				if (clauses.length) out.push(this.any(clauses));
			}
		}
		return out;
	}

	// spelt prefers documents with the exact spelling of the words. For names
	// with a number, such as ticket ids and hosts, it requires the exact
	// spelling, except for the v of a version.
	async spelt(n, words, found) {
		if (n.kind !== "word" && n.kind !== "phrase") return found;
		const share = n.kind === "word" && words.length > 1 && /[0-9]/.test(n.text) ? 0 : this.settings.stem_share;
		const wanted = words.filter(({ spelling }) => spelling && (share || !/[0-9]/.test(spelling)));
		const lists = await Promise.all(wanted.map(({ spelling }) => this.store.spelt(spelling)));
		if (share && lists.some((docs) => !docs)) return found; // no document has this spelling
		return lists.length ? new Spelt(found, lists, share) : found;
	}

	// expand returns the terms of a field that match a word: {term, boost,
	// list}.
	async expand(n, word, field) {
		if (word.prefix) return this.begins(n, word.term, field);
		if (n.kind === "fuzzy") return this.near(n, word.term, field);
		const list = (await this.store.lists(word.term))[field];
		return list ? [{ term: word.term, boost: 1, list }] : [];
	}

	async begins(n, text, field) {
		const out = [];
		const last = this.store.shardOf(text + "\u{10ffff}");
		for (let i = Math.max(0, this.store.shardOf(text)); i <= last; i += 8) {
			const shards = await Promise.all(Array.from({ length: Math.min(8, last - i + 1) }, (_, j) => this.store.shard(i + j)));
			for (const shard of shards) {
				for (const [term, lists] of shard) if (lists[field] && term.startsWith(text)) out.push({ term, boost: 1, list: lists[field] });
			}
			this.limit(n, out);
		}
		for (const stem of this.analyser.stemsBefore(text)) {
			const list = (await this.store.lists(stem))[field];
			if (list && !out.some(({ term }) => term === stem)) out.push({ term: stem, boost: 1, list });
		}
		return out;
	}

	async near(n, text, field) {
		const out = [];
		for (const { term } of await this.similar(text, n.distance, field)) {
			const boost = this.settings.fuzzy_boosts[distance(text, term)];
			out.push({ term, boost, list: (await this.store.lists(term))[field] });
		}
		this.limit(n, out);
		return out;
	}

	// similar returns the terms of a field within an edit distance of text.
	async similar(text, far, field) {
		const digits = text.replace(/[^0-9]/g, "").length, many = this.settings.many_digits, length = [...text].length;
		const out = [];
		for (const ids of [false, true]) {
			if (ids ? digits + far < many : digits - far >= many) continue;
			for (const word of await this.store.dictionary(ids)) {
				if (!word.counts[field] || Math.abs([...word.term].length - length) > far) continue;
				if (distance(text, word.term) <= far) out.push(word);
			}
		}
		return out.sort((a, b) => compare(a.term, b.term));
	}

	limit(n, terms) {
		const most = this.settings.limits.expansion;
		if (terms.length <= most) return;
		const written = this.text.slice(n.from, n.to);
		throw new SyntaxFault(this.text, n.from, n.to, `${written} matches more than ${most} words`, "write more of the word");
	}

	term(list, field, boost) {
		return new Term(list, this.columns.norms[field], boost, this.documents);
	}

	// clause searches for a word, or a sequence of words, in one field.
	async clause(words, field, boost, withPositions) {
		if (words.some((terms) => terms?.length === 0)) return this.term(emptyList(), field, boost);
		if (words.length > 1 || withPositions) {
			await Promise.all(words.flatMap((terms) => terms ?? []).map(({ term }) => this.store.withPositions(term)));
		}
		if (words.length === 1) return this.any(words[0].map((each) => this.term(each.list, field, boost * each.boost)));
		const rows = words.map((terms) => terms && this.any(terms.map((each) => this.term(each.list, field, boost))));
		return new Phrase(rows, this.documents);
	}

	async part(found, part, field) {
		const list = (await this.store.lists(mark(part)))[field] ?? emptyList();
		if (list.df) await this.store.withPositions(mark(part));
		return new Part(found, this.term(list, field, 0), this.documents);
	}

	async filter(n) {
		const { names, of, synonyms } = await this.store.facet(n.field);
		const wanted = key(n.text);
		const same = (word) => (n.prefix ? word.startsWith(wanted) : word === wanted);
		const meant = new Set(Object.keys(synonyms).filter(same).map((word) => synonyms[word]));
		const fits = names.map((value) => meant.has(value) || same(key(value)));
		if (!fits.includes(true)) this.missing.push({ node: n, field: n.field });
		return this.where((doc) => of[doc].some((value) => fits[value]));
	}

	async range(n) {
		const { low, high, withLow, withHigh } = n.span;
		const values = n.field === "date" ? this.columns.dates : (await this.store.numbers())[n.field];
		return this.where((doc) => {
			const value = values[doc]; // NaN matches nothing
			return value === value && (low === undefined || value > low || (withLow && value === low)) && (high === undefined || value < high || (withHigh && value === high));
		});
	}

	where(fits) {
		const docs = [];
		for (let doc = 0; doc < this.documents; doc++) if (fits(doc)) docs.push(doc);
		return new Filter(docs);
	}
}
