// Porter's stemmer (An algorithm for suffix stripping, 1980), with two later
// changes ("bli" instead of "abli", and "logi"), like the stemmer of the index.

const consonant = (word, i) => {
	switch (word[i]) {
		case "a": case "e": case "i": case "o": case "u":
			return false;
		case "y":
			return i === 0 || !consonant(word, i - 1);
	}
	return true;
};

// measure returns the number of vowel-consonant sequences in a word.
function measure(word) {
	let count = 0;
	for (let i = 1; i < word.length; i++) if (consonant(word, i) && !consonant(word, i - 1)) count++;
	return count;
}

const hasVowel = (word) => {
	for (let i = 0; i < word.length; i++) if (!consonant(word, i)) return true;
	return false;
};

// short reports whether a word ends in consonant, vowel, consonant, as "hop"
// does.
const short = (word) => {
	const n = word.length;
	return n > 2 && consonant(word, n - 3) && !consonant(word, n - 2) && consonant(word, n - 1) && !"wxy".includes(word[n - 1]);
};

const ends = (word, suffix) => word.length > suffix.length && word.endsWith(suffix);

// replace replaces the first suffix of a list that the word has, if the rest is
// long enough.
function replace(word, list, least) {
	for (const [suffix, by] of list) {
		if (ends(word, suffix)) {
			const rest = word.slice(0, -suffix.length);
			return measure(rest) > least ? rest + by : word;
		}
	}
	return word;
}

const pairs = (text) => text.trim().split(/\s+/).map((pair) => pair.split(":"));
const step2 = pairs(`ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous ization:ize
	ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble logi:log`);
const step3 = pairs("icate:ic ative: alize:al iciti:ic ical:ic ful: ness:");
const step4 = "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split(" ");

function plural(word) {
	if (ends(word, "sses") || ends(word, "ies")) return word.slice(0, -2);
	return ends(word, "s") && !ends(word, "ss") ? word.slice(0, -1) : word;
}

function past(word) {
	if (ends(word, "eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
	const suffix = ["ed", "ing"].find((s) => ends(word, s));
	const rest = suffix && word.slice(0, -suffix.length);
	if (!suffix || !hasVowel(rest)) return word;
	if (["at", "bl", "iz"].some((s) => ends(rest, s))) return rest + "e";
	const last = rest.at(-1);
	if (rest.length > 1 && last === rest.at(-2) && consonant(rest, rest.length - 1) && !"lsz".includes(last)) return rest.slice(0, -1);
	return measure(rest) === 1 && short(rest) ? rest + "e" : rest;
}

function strip(word) {
	const suffix = step4.find((s) => ends(word, s));
	if (!suffix) return word;
	const rest = word.slice(0, -suffix.length);
	return measure(rest) > 1 && (suffix !== "ion" || "st".includes(rest.at(-1))) ? rest : word;
}

function finalE(word) {
	if (!word.endsWith("e")) return word;
	const rest = word.slice(0, -1);
	const m = measure(rest);
	return m > 1 || (m === 1 && !short(rest)) ? rest : word;
}

// stem returns the stem of a word of the letters a to z.
export function stem(word) {
	if (word.length < 3) return word;
	word = past(plural(word));
	if (word.length > 1 && word.endsWith("y") && hasVowel(word.slice(0, -1))) word = word.slice(0, -1) + "i";
	word = replace(word, step2, 0);
	word = replace(word, step3, 0);
	word = finalE(strip(word));
	return word.length > 2 && word.endsWith("ll") && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
}
