// Splits text into words exactly as the index does.
import { stem } from "./stemmer.js";

// Scripts that do not separate words: each character is one.
const ideographs = "\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const letters = "\\p{L}\\p{M}\\p{N}";
const single = `[[${letters}]&&[${ideographs}]]`;
const several = `[[${letters}]--[${ideographs}]]+`;

const anyWord = new RegExp(`${single}|${several}`, "gv");
const wholeWord = new RegExp(`^(?:${single}|${several})$`, "v");
const wordCharacter = new RegExp(`^[${letters}]`, "v");
const lastWord = new RegExp(`(?:${single}|${several})$`, "v");

export const hasWord = (text) => text.search(anyWord) >= 0;
export const isWord = (text) => wholeWord.test(text);
export const startsWithWord = (text) => wordCharacter.test(text);
export const endsWithWord = (text) => lastWord.test(text);
export const firstWord = (text) => text.search(anyWord);

// lower converts each character to lower case by itself, regardless of language and of
// final sigma.
const lower = (text) => {
	let out = "";
	for (const character of text) out += String.fromCodePoint(character.toLowerCase().codePointAt(0));
	return out;
};

// fold returns a text normalized as in the analysis, but with all its words and without
// stemming.
export const fold = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.toLowerCase() : lower(text.normalize("NFC")).normalize("NFC"));

// withoutAccents returns a word in lower case without the accents on its letters a to z.
const withoutAccents = (word) => (/^[\x00-\x7f]*$/.test(word) ? word : word.normalize("NFD").replace(/([a-z])[\u0300-\u036f]+/g, "$1").normalize("NFC"));

// words returns the words of a text, folded.
export const words = (text) => Array.from(text.matchAll(anyWord), ([word]) => fold(word));

// key returns the form in which values of a facet are compared.
export const key = (text) => fold(text.replace(/[-_\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ""));

export const stemmable = (word) => /^[a-z]{3,}$/.test(word);

// compare orders texts by their UTF-8, as the index does.
export function compare(a, b) {
	const n = Math.min(a.length, b.length);
	for (let i = 0; i < n; i++) {
		const x = a.charCodeAt(i), y = b.charCodeAt(i);
		// Surrogates stand for characters that come after all others.
		if (x !== y) return (x >= 0xd800 ? (x >= 0xe000 ? x - 0x800 : x + 0x2000) : x) - (y >= 0xd800 ? (y >= 0xe000 ? y - 0x800 : y + 0x2000) : y);
	}
	return a.length - b.length;
}

// distance returns the number of letters that are added, removed, replaced or swapped.
export function distance(a, b) {
	const s = [...a], t = [...b];
	let before, last = Array.from({ length: t.length + 1 }, (_, j) => j);
	for (let i = 1; i <= s.length; i++) {
		const row = [i];
		for (let j = 1; j <= t.length; j++) {
			row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (s[i - 1] === t[j - 1] ? 0 : 1));
			if (i > 1 && j > 1 && s[i - 1] === t[j - 2] && s[i - 2] === t[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
		}
		[before, last] = [last, row];
	}
	return last[t.length];
}

// doubled reports whether the rest of a word repeats the consonant before it, as in
// "setting" after "set". The stemmer removes such consonants.
const doubled = (before, rest) => {
	const last = before[before.length - 1];
	return rest[0] === last && !"aeioulsz".includes(last) && before.length + rest.length > 3;
};

export class Analyser {
	#stopWords;
	#suffixes;

	constructor(settings) {
		this.#stopWords = new Set(settings.stop_words);
		this.#suffixes = settings.suffixes;
	}

	// tokens returns the words of a text: {term, spelling, start, end, position}. The
	// spelling is set if the term may be that of other words. Stop words are left out, but count as
	// positions.
	tokens(text) {
		const out = [];
		let position = 0;
		for (const match of text.matchAll(anyWord)) {
			position++;
			const word = fold(match[0]);
			if (this.#stopWords.has(word)) continue;
			const bare = withoutAccents(word);
			const spelling = bare !== word || /^[a-z]+$/.test(word) ? word : "";
			out.push({ term: stemmable(bare) ? stem(bare) : bare, spelling, start: match.index, end: match.index + match[0].length, position });
		}
		return out;
	}

	// phrase returns the positions of a text: {term, spelling}, {gap} for stop words,
	// and {term, prefix} for a last word that is a prefix.
	phrase(text, prefix) {
		let last = "";
		if (prefix) {
			last = text.match(lastWord)[0];
			text = text.slice(0, text.length - last.length);
		}
		const out = [];
		let before = 0;
		for (const token of this.tokens(text)) {
			for (let gap = before + 1; before > 0 && gap < token.position; gap++) out.push({ gap: true });
			out.push({ term: token.term, spelling: token.spelling });
			before = token.position;
		}
		if (last) out.push({ term: withoutAccents(fold(last)), prefix: true });
		return out;
	}

	// stemsBefore returns the stems of words that begin with text, as far as the stems
	// themselves do not: "certifica" is found by "certif".
	stemsBefore(text) {
		if (!stemmable(text)) return [];
		const out = this.#stopWords.has(text) ? [] : [stem(text)];
		const intoSuffix = (rest) => this.#suffixes.some((s) => s.startsWith(rest));
		for (let cut = 2; cut < text.length; cut++) {
			const before = text.slice(0, cut), rest = text.slice(cut);
			if (cut > 2 && intoSuffix(rest) || doubled(before, rest) && intoSuffix(rest.slice(1))) {
				for (const one of [before, stem(before)]) if (!out.includes(one)) out.push(one); // "useful" has the same stem as "use"
			}
		}
		return out;
	}
}
