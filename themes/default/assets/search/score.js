// Searchers find documents and compute scores as bleve does: tf-idf with
// √frequency, a norm by the length of the field, and the share of clauses that
// match (coord). Every searcher has
//
//	count          estimated number of documents; scores are added up in this order
//	weight()       contribution to the query's norm
//	setNorm(norm)  sets the norm; the outermost searcher sets the final one
//	find()         returns {docs, scores}: document numbers in ascending order

const byCount = (list) => list.toSorted((a, b) => a.count - b.count);

// normalise computes the norm of the children of a searcher.
function normalise(children) {
	const norm = 1 / Math.sqrt(children.reduce((sum, child) => sum + child.weight(), 0));
	for (const child of children) child.setNorm(norm);
}

// A Term finds a word in a field.
export class Term {
	#queryWeight = 1;

	constructor(list, norms, boost, documents) {
		this.list = list;
		this.norms = norms;
		this.boost = boost;
		this.count = list.df;
		this.idf = 1 + Math.log(documents / (list.df + 1));
	}

	weight() {
		const w = this.boost * this.idf;
		return w * w;
	}

	setNorm(norm) {
		this.#queryWeight = this.boost * this.idf * norm;
	}

	find() {
		const { docs, frequencies } = this.list;
		const scores = Float64Array.from(docs, (doc, i) => {
			const score = Math.sqrt(frequencies[i]) * this.norms[doc] * this.idf;
			return this.#queryWeight === 1 ? score : score * this.#queryWeight;
		});
		return { docs, scores };
	}

	positions(doc) {
		return this.list.positions(doc);
	}
}

// join adds up the scores of each document that enough of the children find.
function join(children, documents, enough, score) {
	const sums = new Float64Array(documents), counts = new Int32Array(documents);
	for (const child of children) {
		const { docs, scores } = child.find();
		for (let i = 0; i < docs.length; i++) {
			sums[docs[i]] += scores[i];
			counts[docs[i]]++;
		}
	}
	const docs = [], out = [];
	for (let doc = 0; doc < documents; doc++) {
		if (counts[doc] < enough) continue;
		docs.push(doc);
		out.push(score(sums[doc], counts[doc]));
	}
	return { docs, scores: out };
}

class Joined {
	constructor(children, documents) {
		this.children = byCount(children);
		this.documents = documents;
		this.count = children.reduce((sum, child) => sum + child.count, 0);
		normalise(this.children);
	}

	weight() {
		return this.children.reduce((sum, child) => sum + child.weight(), 0);
	}

	setNorm(norm) {
		for (const child of this.children) child.setNorm(norm);
	}
}

// An Any finds what at least one of its children finds.
export class Any extends Joined {
	find() {
		return join(this.children, this.documents, 1, (sum, count) => sum * (count / this.children.length));
	}

	positions(doc) {
		return this.children.flatMap((child) => child.positions(doc));
	}
}

// An All finds what all of its children find.
export class All extends Joined {
	find() {
		return join(this.children, this.documents, this.children.length, (sum) => sum);
	}
}

// A Group finds what must match, adds the scores of what should, and leaves out
// what must not.
export class Group {
	constructor(must, should, mustNot) {
		Object.assign(this, { must, should, mustNot });
		this.scored = should ? [must, should] : [must];
		this.count = this.scored.reduce((sum, child) => sum + child.count, 0);
		normalise(this.scored);
	}

	weight() {
		return this.scored.reduce((sum, child) => sum + child.weight(), 0);
	}

	setNorm(norm) {
		for (const child of this.scored) child.setNorm(norm);
	}

	find() {
		const { docs, scores } = this.must.find();
		const bonus = new Map();
		if (this.should) {
			const found = this.should.find();
			found.docs.forEach((doc, i) => bonus.set(doc, found.scores[i]));
		}
		const without = new Set(this.mustNot?.find().docs);
		const out = { docs: [], scores: [] };
		docs.forEach((doc, i) => {
			if (without.has(doc)) return;
			out.docs.push(doc);
			out.scores.push(scores[i] + (bonus.get(doc) ?? 0));
		});
		return out;
	}
}

// A Filter finds the given documents, with score 0.
export class Filter {
	constructor(docs) {
		this.docs = docs;
		this.count = docs.length;
	}

	weight() {
		return 0;
	}

	setNorm() {}

	find() {
		return { docs: this.docs, scores: new Float64Array(this.docs.length) };
	}
}

class Subset {
	constructor(all) {
		this.all = all;
		this.count = all.count;
	}

	weight() {
		return this.all.weight();
	}

	setNorm(norm) {
		this.all.setNorm(norm);
	}

	find() {
		const { docs, scores } = this.all.find();
		const out = { docs: [], scores: [] };
		docs.forEach((doc, i) => {
			if (!this.keep(doc)) return;
			out.docs.push(doc);
			out.scores.push(scores[i]);
		});
		return out;
	}
}

// A Phrase finds consecutive words. Each row finds one of them; null matches
// any word.
export class Phrase extends Subset {
	constructor(rows, documents) {
		super(new All(rows.filter((row) => row), documents));
		this.rows = rows;
	}

	// positions returns the ends of the phrase.
	positions(doc) {
		let ends = null;
		for (const row of this.rows) {
			const next = new Set(ends && [...ends].map((position) => position + 1));
			if (!row) ends = next;
			else ends = new Set(row.positions(doc).filter((position) => !ends || next.has(position)));
		}
		return [...ends];
	}

	keep(doc) {
		return this.positions(doc).length > 0;
	}
}

// A Spelt multiplies the score of documents that lack one of the spellings by a
// share, or leaves them out if the share is 0.
export class Spelt extends Subset {
	constructor(found, lists, share) {
		super(found);
		this.lists = lists.map((docs) => new Set(docs));
		this.share = share;
	}

	spelt(doc) {
		return this.lists.every((docs) => docs.has(doc));
	}

	keep(doc) {
		return this.share > 0 || this.spelt(doc);
	}

	find() {
		const { docs, scores } = super.find();
		return { docs, scores: scores.map((score, i) => (this.spelt(docs[i]) ? score : score * this.share)) };
	}
}

// A Part finds only matches within one part of the body, between its two marks.
export class Part extends Subset {
	constructor(found, marks, documents) {
		super(new All([found, marks], documents));
		Object.assign(this, { found, marks });
	}

	keep(doc) {
		const marks = this.marks.positions(doc);
		const begin = Math.min(...marks), end = Math.max(...marks);
		return this.found.positions(doc).some((position) => begin < position && position < end);
	}
}
