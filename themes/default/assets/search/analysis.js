// Splits text into words exactly as the index does.
import { stem } from "./stemmer.js";

// Scripts that do not separate words: each character is one, with the marks after it.
const unspaced = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const letters = "\\p{L}\\p{M}\\p{N}";
const run = new RegExp(`[[${letters}]&&[${unspaced}]]\\p{M}*|[[${letters}]--[${unspaced}]]+`, "gv");
const wordCharacter = new RegExp(`^[${letters}]`, "v");
const lastCharacter = new RegExp(`[${letters}]$`, "v");

// What is divided in two: a number and its unit, a name and its version.
const amount = /^([0-9]+)(?:[mun]?s|m|min|h|hrs?|sec|d|k|g|t|[kmgt]?b|[kmgt]ib|[kmg]?hz|[rqt]ps|px|[kmg]bit|[kmg]bps)$/i;
const versioned = /^(d?tls|ssl|ip|smb|snmp|nfs|http|icmp|dhcp|ntp|ssh|oauth|cgroup)v[0-9]+$/i;

// spans returns the words of a text: [word, index].
export function spans(text) {
	const out = [];
	for (const { 0: word, index } of text.matchAll(run)) {
		const front = (word.match(amount) ?? word.match(versioned))?.[1].length;
		if (front) out.push([word.slice(0, front), index], [word.slice(front), index + front]);
		else out.push([word, index]);
	}
	return out;
}

export const firstWord = (text) => text.search(run);
export const hasWord = (text) => firstWord(text) >= 0;
export const isWord = (text) => spans(text)[0]?.[0] === text && text !== "";
export const startsWithWord = (text) => wordCharacter.test(text);
export const endsWithWord = (text) => lastCharacter.test(text);

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

// Letters that have no decomposition, and what those write who do not have them.
const bareLetters = { ł: "l", ø: "o", ß: "ss", œ: "oe", æ: "ae", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i" };
const anyBareLetter = new RegExp(`[${Object.keys(bareLetters).join("")}]`, "g");

// withoutAccents returns a word in lower case without the accents on its letters a to z.
const withoutAccents = (word) => (/^[\x00-\x7f]*$/.test(word) ? word : word.normalize("NFD").replace(anyBareLetter, (letter) => bareLetters[letter]).replace(/([a-z])[\u0300-\u036f]+/g, "$1").normalize("NFC"));

// Korean particles and the ending of the plural.
const hangul = /[\uac00-\ud7a3]$/;
const particles = /(?<=..)[은이가을의에와과도로만들]$|(?<=.)(?:[는를]|에서|으로|에게|한테|부터|까지|처럼|보다|마다|께서)$/u;

function withoutParticles(word) {
	const before = word.replace(particles, "");
	return before === word ? word : withoutParticles(before);
}

// bareWord returns what a word in lower case has in common with its other spellings: the
// letters a to z without accents, versions without their v, and Korean words without
// particles.
function bareWord(word) {
	if (/^v[0-9]+$/.test(word)) return word.slice(1);
	return hangul.test(word) ? withoutParticles(word) : withoutAccents(word);
}

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
		for (const [written, start] of spans(text)) {
			position++;
			const word = fold(written);
			if (this.#stopWords.has(word)) continue;
			const bare = bareWord(word);
			const spelling = bare !== word || /^[a-z]+$/.test(word) || hangul.test(word) ? word : "";
			out.push({ term: stemmable(bare) ? stem(bare) : bare, spelling, start, end: start + written.length, position });
		}
		return out;
	}

	// phrase returns the positions of a text: {term, spelling}, {gap} for stop words,
	// and {term, prefix} for a last word that is a prefix.
	phrase(text, prefix) {
		let last = "";
		if (prefix) {
			last = spans(text).at(-1)[0];
			text = text.slice(0, text.length - last.length);
		}
		const out = [];
		let before = 0;
		for (const token of this.tokens(text)) {
			for (let gap = before + 1; before > 0 && gap < token.position; gap++) out.push({ gap: true });
			out.push({ term: token.term, spelling: token.spelling });
			before = token.position;
		}
		if (last) out.push({ term: bareWord(fold(last)), prefix: true });
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
