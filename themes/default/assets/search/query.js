// The query language; see the help of the search page. Queries are parsed to
// nodes of these kinds: word, phrase, prefix, fuzzy, filter, range, all, any,
// not, and group for adjacent clauses.
import { distance, endsWithWord, hasWord, isWord, key, startsWithWord } from "./analysis.js";
import { datePeriod, minutesOf } from "./period.js";

const blanks = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const blank = new RegExp(`^[${blanks}]`);
const afterBlanks = new RegExp(`[^${blanks}]|$`);
const afterRun = new RegExp(`[${blanks}()"“”]|$`);
const quotes = '"“”';
const end = `(?:[${blanks}()"“”]|$)`, noSmall = `[^\\p{Ll}()"“”${blanks}]`;
const shoutedNot = new RegExp(`^NOT[${blanks}]+(?!(?:AND|OR|NOT)${end})\\p{Lu}${noSmall}*\\p{Lu}${noSmall}*${end}`, "u");
const shoutedFront = new RegExp(`(?:^|[${blanks}])${noSmall}+[${blanks}]+(?:["“”][^"“”]*["“”][${blanks}]+)?$|^[${blanks}]*$`, "u");
const operatorNear = new RegExp(`(?:^|[${blanks}()"“”])(?:AND|OR|NOT)[${blanks}]+$`, "u");
const trim = (text) => text.replace(new RegExp(`^[${blanks}]+|[${blanks}]+$`, "g"), "");
export const isBlank = (text) => trim(text) === "";
// isName reports whether a leaf is text without blanks.
export const isName = ({ kind, text }) => kind === "word" || (kind === "phrase" && text.search(new RegExp(`[${blanks}]`)) < 0);
// within reports whether a text begins with one of a list of characters.
const within = (list, text) => text !== "" && list.includes(text[0]);

// A SyntaxFault is an error in a query, with its position.
export class SyntaxFault extends Error {
	constructor(query, from, to, message, hint) {
		super(message);
		Object.assign(this, { query, from, to: Math.min(to, query.length), hint });
	}

	// caret returns the query and, on a second line, carets below the error.
	caret() {
		const around = 60;
		let before = [...this.query.slice(0, this.from)], after = [...this.query.slice(this.to)];
		const at = [...this.query.slice(this.from, this.to)].slice(0, around);
		if (before.length > around) before = ["…", ...before.slice(-around)];
		if (after.length > around) after = [...after.slice(0, around), "…"];
		const line = [...before, ...at, ...after].join("").replace(/[\x00-\x1f]/g, " ");
		return line + "\n" + " ".repeat(before.length) + "^".repeat(Math.max(1, at.length));
	}
}

const unscored = (n) => {
	switch (n.kind) {
		case "filter": case "range":
			return true;
		case "all": case "any": case "not":
			return n.children.every(unscored);
		case "group":
			return [...n.must, ...n.should, ...n.mustNot].every(unscored);
	}
	return false;
};

// parse returns the root of a query, null for one that matches everything, and hints on what
// looks like the query language but is text.
export function parse(text, settings) {
	const length = [...text].length, most = settings.limits.query;
	if (length > most) throw new SyntaxFault(text, 0, text.length, `the query has ${length} characters, more than ${most}`, "remove some words");
	if (!text.isWellFormed()) throw new SyntaxFault(text.toWellFormed(), 0, 0, "the query is not valid UTF-8", "");
	const parser = new Parser(text, settings);
	const root = parser.sequence("");
	if (parser.at < text.length) parser.fail(parser.at, parser.at + 1, 'write ")" in quotes to search for it as text', "a closing parenthesis without an opening one");
	return { root, hints: parser.hints };
}

class Parser {
	at = 0;
	depth = 0;
	leaves = 0;
	wildcards = 0;
	hints = [];

	constructor(text, settings) {
		const bare = text.replace(/["“”][^"“”]*["“”]/g, " ");
		const capitals = bare.match(/[A-Z]{2,}/g) ?? [];
		const inCapitals = !/\p{Ll}/u.test(bare) && capitals.filter((word) => !["AND", "OR", "NOT"].includes(word)).length >= 4;
		Object.assign(this, { text, settings, inCapitals });
	}

	fail(from, to, hint, message) {
		throw new SyntaxFault(this.text, from, to, message, hint);
	}

	get rest() {
		return this.text.slice(this.at);
	}

	// more reports whether something follows before the closing parenthesis.
	more() {
		this.at += this.rest.search(afterBlanks);
		return this.at < this.text.length && this.text[this.at] !== ")";
	}

	isKeyword(word) {
		const after = this.text[this.at + word.length];
		return this.text.startsWith(word, this.at) && (after === undefined || blank.test(after) || `()${quotes}`.includes(after));
	}

	// operator consumes AND, OR or NOT if it is next and a term follows. Without one it is
	// text, and so it is in a line in capitals.
	operator(word) {
		this.at += this.rest.search(afterBlanks);
		if (!this.isKeyword(word) || this.inCapitals) return false;
		const from = this.at;
		this.at += word.length;
		if (this.more() && !this.isKeyword("AND") && !this.isKeyword("OR")) {
			this.at = from + word.length;
			return true;
		}
		this.at = from;
		return false;
	}

	// shouted reports whether the NOT that is next is a word among words in capitals, as in
	// 404 NOT FOUND: then it is text, as somebody pasted it, and no operator.
	shouted() {
		const before = this.text.slice(0, this.at), rest = this.rest;
		return shoutedNot.test(rest) && shoutedFront.test(before) && !operatorNear.test(before);
	}

	// sequence parses adjacent clauses: words of which any may match, clauses
	// with signs, and filters.
	sequence(field) {
		const group = { kind: "group", from: this.at, must: [], should: [], mustNot: [], filters: [] };
		const byField = new Map();
		while (this.more()) {
			const n = this.either(field);
			if (!n) continue;
			if (n.sign === "-") group.mustNot.push(n);
			else if (n.kind === "not") group.mustNot.push(n.children[0]);
			else if (unscored(n) && !n.sign && n.field) {
				if (!byField.has(n.field)) group.filters.push(byField.set(n.field, []).get(n.field));
				byField.get(n.field).push(n);
			} else if (unscored(n)) group.filters.push([n]);
			else if (n.sign === "+") group.must.push(n);
			else group.should.push(n);
		}
		group.to = this.at;
		return simplify(group);
	}

	either(field) {
		return this.operands("OR", "any", () => this.operands("AND", "all", () => this.clause(field)));
	}

	// operands parses the operands of a keyword.
	operands(keyword, kind, operand) {
		this.at += this.rest.search(afterBlanks);
		const from = this.at;
		const first = operand();
		const joined = { kind, from, children: [] };
		let several = false;
		while (this.more() && this.operator(keyword)) {
			if (!several) addOperand(joined, first);
			several = true;
			addOperand(joined, operand());
		}
		if (!several) return first;
		joined.to = this.at;
		return joined.children.length < 2 ? (joined.children[0] ?? null) : joined;
	}

	deeper(from, to) {
		if (++this.depth > this.settings.limits.depth) this.fail(from, to, "", "the query is nested too deeply");
	}

	// clause parses one operand: with a sign or NOT, in parentheses, or a leaf.
	clause(field) {
		this.at += this.rest.search(afterBlanks);
		const from = this.at;
		if (!this.shouted() && this.operator("NOT")) {
			this.deeper(from, from + 3);
			const n = this.clause(field);
			this.depth--;
			if (!n) return null;
			const negative = n.sign === "-";
			n.sign = "";
			if (negative) return n;
			if (n.kind === "not") return n.children[0];
			return { kind: "not", from, to: this.at, children: [n] };
		}
		const sign = this.sign();
		const n = this.primary(field);
		if (n && sign === "-" && n.kind === "not") return n.children[0];
		if (n && sign) n.sign = sign;
		return n;
	}

	// sign consumes a + or - that comes before a clause. A - before a digit is text, as in exit
	// code -1.
	sign() {
		const next = this.text.slice(this.at + 1);
		if (!within("+-", this.rest) || !(startsWithWord(next) || within('("“', next)) || /^-[0-9]/.test(this.rest)) return "";
		return this.text[this.at++];
	}

	primary(field) {
		const from = this.at;
		if (within("(", this.rest)) return this.parentheses(field);
		if (within(quotes, this.rest)) return this.leaf(field, "phrase", this.quoted(), from);
		return this.bare(field);
	}

	parentheses(field) {
		const from = this.at++;
		this.deeper(from, from + 1);
		const n = this.sequence(field);
		if (this.at >= this.text.length) this.fail(from, from + 1, "add a closing parenthesis", "a parenthesis is not closed");
		this.at++;
		this.depth--;
		return n;
	}

	// quoted consumes text up to the closing quote.
	quoted(from = this.at) {
		const end = this.text.slice(++this.at).search(/["“”]/);
		if (end < 0) this.fail(from, this.text.length, "add a closing quote", "a quote is not closed");
		const text = this.text.slice(this.at, this.at + end);
		this.at += end + 1;
		return text;
	}

	run() {
		const text = this.rest.slice(0, this.rest.search(afterRun));
		this.at += text.length;
		return text;
	}

	// bare parses a word, and the field before it, if there is one.
	bare(field) {
		const from = this.at, word = this.run();
		const colon = word.indexOf(":");
		const name = word.slice(0, Math.max(colon, 0)), rest = word.slice(colon + 1);
		// A single letter may be a drive, so it is not a field.
		if (colon < 0 || [...name].length < 2 || !/^[\p{L}_-]+$/u.test(name) || rest.startsWith("//")) return this.word(field, word, from);
		const after = from + colon + 1;
		const nothing = after === this.text.length || blank.test(this.text[after]) || this.text[after] === ")";
		const target = this.settings.query_fields.find((f) => [f.name, ...f.names].some((known) => key(known) === key(name)));
		if (!target && !nothing) this.hints.push(this.unknownField(name)); // "error: connection refused" is clearly text
		if (target && nothing) this.hints.push(`${name}: without a value is text; to search in the field, write it as ${target.example}`);
		if (!target || nothing) return this.word(field, word, from);
		this.at = after;
		switch (target.kind) {
			case "facet":
				return this.facet(target);
			case "date":
				return this.ranged(target, "date", "a day, month or year", datePeriod);
			case "minutes":
				return this.ranged(target, target.name, "minutes, or a duration such as 2h30m", minutesOf);
		}
		if (within(`(${quotes}`, this.rest)) return this.primary(target.name);
		return this.word(target.name, this.run(), after);
	}

	// unknownField returns the hint for a name that is no field.
	unknownField(name) {
		let best = "", least = 3;
		for (const known of this.settings.query_fields.flatMap((f) => [f.name, ...f.names])) {
			let d = distance(key(name), key(known)), near = 3 * d <= [...name].length;
			if (new TextEncoder().encode(name).length > 2 && key(known).startsWith(key(name))) [d, near] = [Math.min(d, 2), true];
			if (near && d < least) [best, least] = [known, d];
		}
		return `there is no field ${JSON.stringify(name)}, so it is text${best && `; did you mean ${best}:?`}`;
	}

	// word returns the leaf for a word as written, which may end in * or ~.
	word(field, text, from) {
		const tilde = text.indexOf("~");
		const stem = text.slice(0, Math.max(tilde, 0)), tail = text.slice(tilde + 1);
		if (tilde >= 0 && isWord(stem)) {
			const far = { "": 1, 1: 1, 2: 2 }[tail];
			if (!far) this.fail(from + stem.length, this.at, "write ~1 or ~2", "~ must be followed by 1 or 2");
			return this.leaf(field, "fuzzy", stem, from, { distance: far });
		}
		if (tilde >= 0 && /^[0-9]*$/.test(tail) && hasWord(stem)) this.fail(from, this.at, "put ~1 after a single word", "~ only works on a single word");
		const beginning = text.replace(/\*+$/, "");
		if (!text.includes("*") || !hasWord(text)) return this.leaf(field, "word", text, from);
		if (beginning.length === text.length || beginning.includes("*") || !endsWithWord(beginning)) {
			this.hints.push("* stands for the rest of a word only at its end, as in certif*; elsewhere it is text");
			return this.leaf(field, "word", text, from);
		}
		return this.leaf(field, "prefix", beginning, from);
	}

	// leaf returns a leaf, or null for text without a word, such as a lone dash.
	leaf(field, kind, text, from, more = {}) {
		return hasWord(text) ? this.count({ kind, from, to: this.at, field, text, ...more }) : null;
	}

	count(n) {
		const { leaves, wildcards } = this.settings.limits;
		if (++this.leaves > leaves) this.fail(n.from, n.to, "remove some words", `the query has more than ${leaves} words`);
		if ((n.kind === "prefix" || n.kind === "fuzzy" || n.prefix) && ++this.wildcards > wildcards) {
			this.fail(n.from, n.to, "write some of the words in full", `the query has more than ${wildcards} words with * or ~`);
		}
		return n;
	}

	// facet parses a filter's value, or several in parentheses.
	facet(f) {
		const from = this.at;
		if (within("(", this.rest)) {
			const n = this.parentheses("");
			if (n) this.toFilters(n, f);
			return n;
		}
		if (within(quotes, this.rest)) return this.filter(f, this.quoted(), false, from);
		const text = this.run(), star = text.endsWith("*");
		return this.filter(f, star ? text.slice(0, -1) : text, star, from);
	}

	filter(f, text, prefix, from) {
		if (key(text) === "") this.fail(from, this.at, `write it as ${f.example}`, `${f.name}: needs a value`);
		return this.count({ kind: "filter", from, to: this.at, field: f.name, text, prefix });
	}

	// toFilters converts the words between a filter's parentheses to filters.
	toFilters(n, f) {
		if (["word", "phrase", "prefix"].includes(n.kind) && !n.field) {
			Object.assign(n, { field: f.name, prefix: n.kind === "prefix", kind: "filter" });
			return;
		}
		if (!["all", "any", "not", "group"].includes(n.kind)) this.fail(n.from, n.to, `write it as ${f.example}`, `${f.name}: accepts only values`);
		if (n.kind === "group" && n.must.length + n.mustNot.length + n.filters.length === 0) Object.assign(n, { kind: "any", children: n.should, should: [] });
		for (const list of [...(n.filters ?? []), n.children ?? [], n.must ?? [], n.should ?? [], n.mustNot ?? []]) {
			for (const child of list) this.toFilters(child, f);
		}
	}

	// ranged parses a comparison, a range or a single value. The function read
	// returns the beginning of a value and of the next one, which are equal if
	// the value is a point, or null for an invalid value.
	ranged(f, field, what, read) {
		const from = this.at, text = this.rangeText(from);
		const wrong = () => this.fail(from, this.at, `write it as ${f.example}`, `${f.name}: takes ${what}, not ${JSON.stringify(text)}`);
		const value = (written) => read(trim(written)) ?? wrong();
		const n = { kind: "range", from, to: this.at, field };
		const dots = text.indexOf("..");
		if (dots < 0) {
			const [operator] = text.match(/^(>=|<=|>|<|=|)/);
			n.span = compareSpan(operator, ...value(text.slice(operator.length)));
			return this.count(n);
		}
		const low = trim(text.slice(0, dots)), high = trim(text.slice(dots + 2));
		if (!low && !high) wrong();
		n.span = {};
		if (low) Object.assign(n.span, { low: value(low)[0], withLow: true });
		if (high) {
			const [begin, end] = value(high);
			Object.assign(n.span, { high: end, withHigh: begin === end });
		}
		if (n.span.low > n.span.high) this.fail(from, this.at, "write the smaller value first", "the range ends before it begins");
		return this.count(n);
	}

	// rangeText returns the text of a range, which may be quoted and may have
	// blanks after an operator.
	rangeText(from) {
		if (within(quotes, this.rest)) return this.quoted();
		const text = this.run();
		if (!/^(>=|<=|>|<|=)$/.test(text) || this.at >= this.text.length) return text;
		if (blank.test(this.rest) && this.more()) return text + this.run();
		return within(quotes, this.rest) ? text + this.quoted(from) : text;
	}
}

function compareSpan(operator, from, to) {
	const point = from === to;
	switch (operator) {
		case ">":
			return { low: to, withLow: !point };
		case ">=":
			return { low: from, withLow: true };
		case "<":
			return { high: from, withHigh: false };
		case "<=":
			return { high: to, withHigh: point };
	}
	return { low: from, withLow: true, high: to, withHigh: point };
}

// simplify removes a group around a single clause.
function simplify(g) {
	const { must, should, mustNot, filters } = g;
	const positive = must.length + should.length + filters.length;
	if (positive + mustNot.length === 0) return null;
	if (mustNot.length > 0 || positive > 1) return g;
	if (filters.length === 0) return must[0] ?? should[0];
	return filters[0].length === 1 ? filters[0][0] : { kind: "any", from: g.from, to: g.to, children: filters[0] };
}

function addOperand(joined, n) {
	if (!n) return;
	const negative = n.sign === "-";
	n.sign = "";
	joined.children.push(negative ? { kind: "not", from: n.from, to: n.to, children: [n] } : n);
}

// show returns the query's structure, for tests and debugging.
export function show(n) {
	if (!n) return "everything";
	const field = n.field ? n.field + ":" : "";
	const list = (nodes, sign = "") => nodes.map((child) => sign + show(child)).join(" ");
	switch (n.kind) {
		case "word":
			return field + n.text;
		case "phrase":
			return field + JSON.stringify(n.text);
		case "prefix":
			return field + n.text + "*";
		case "fuzzy":
			return `${field}${n.text}~${n.distance}`;
		case "filter":
			return `#${field}${JSON.stringify(n.text)}${n.prefix ? "*" : ""}`;
		case "range": {
			const { low, high, withLow, withHigh } = n.span;
			return `#${field}${low !== undefined && withLow ? "[" : "("}${low ?? ""}..${high ?? ""}${high !== undefined && withHigh ? "]" : ")"}`;
		}
		case "all":
			return `and(${list(n.children)})`;
		case "any":
			return `or(${list(n.children)})`;
		case "not":
			return `not(${list(n.children)})`;
	}
	const filters = n.filters.map((each) => (each.length === 1 ? show(each[0]) : `or(${list(each)})`));
	const parts = [[n.must, "+"], [n.should, ""], [n.mustNot, "-"]].filter(([nodes]) => nodes.length).map(([nodes, sign]) => list(nodes, sign));
	return `(${[...filters, ...parts].join(" ")})`;
}
