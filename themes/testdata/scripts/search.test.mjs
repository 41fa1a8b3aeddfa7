import assert from "node:assert/strict";
import { test } from "node:test";
import { Analyser, compare, distance, endsWithWord, firstWord, fold, hasWord, isWord, key, startsWithWord, stemmable } from "./search/analysis.js";
import { excerpts, firstMark } from "./search/excerpt.js";
import { datePeriod, minutes, minutesOf } from "./search/period.js";
import { parse, show, SyntaxFault } from "./search/query.js";
import { All, Any, Filter, Group, Part, Phrase, Spelt, Term } from "./search/score.js";
import { stem } from "./search/stemmer.js";

const settings = {
	stop_words: ["a", "and", "of", "the", "was"], suffixes: ["ate", "ates", "ation", "ing", "s"], limits: { depth: 4, leaves: 6, query: 100, wildcards: 2 },
	query_fields: [
		{ name: "title", names: [], kind: "text", example: "title:dns" }, { name: "ids", names: ["id", "ticket"], kind: "text", example: "id:PM-1" },
		{ name: "severity", names: [], kind: "facet", example: "severity:critical" }, { name: "tag", names: ["tags"], kind: "facet", example: "tag:dns" },
		{ name: "date", names: [], kind: "date", example: "date:2026-01" }, { name: "year", names: [], kind: "date", example: "year:2026" }, { name: "duration", names: [], kind: "minutes", example: "duration:>60" },
	],
};
const analyser = new Analyser(settings);

// --- Days and durations.
const day = (text) => Date.parse(`${text}T00:00:00Z`) / 864e5;

test("a day, a month and a year are parsed, with the first day after them", () => {
	for (const [text, from, next] of [
		["2026", "2026-01-01", "2027-01-01"], ["2026-03", "2026-03-01", "2026-04-01"], ["2026-12", "2026-12-01", "2027-01-01"], ["2026-03-05", "2026-03-05", "2026-03-06"],
		["2026/3/5", "2026-03-05", "2026-03-06"], ["2024-02-29", "2024-02-29", "2024-03-01"], ["2026-12-31", "2026-12-31", "2027-01-01"], [" 2026 - 3", "2026-03-01", "2026-04-01"], ["0099-01", "0099-01-01", "0099-02-01"],
	]) assert.deepEqual(datePeriod(text), [day(from), day(next)], text);
	assert.deepEqual(datePeriod("1970-01-01"), [0, 1]);
});

test("an invalid day is null", () => {
	for (const text of ["", "2026-", "0000", "26", "20260", "2026-0", "2026-13", "2023-02-29", "2026-04-31", "2026-03-00", "2026-3-5-1", "2026-123", "2026-03-123", "x", "2026-x", "2026-01-x"]) assert.equal(datePeriod(text), null, text);
});

test("durations are parsed to minutes", () => {
	for (const [text, want] of [
		["0", 0], ["90", 90], ["1.5", 1.5], [".5", 0.5], ["1.", 1], ["+5", 5], ["1e3", 1000], ["999999999", 999999999], ["PT2H15M", 135], ["P1W2DT3H4M5S", 10080 + 2880 + 180 + 4 + 5 / 60], ["pt30s", 0.5], ["P1D", 1440], ["P2W", 20160], ["2:15", 135], ["0:00:30", 0.5], ["26:05", 1565],
		["2h30m", 150], ["2 hours, 5 min", 125], ["1 hour and 1 second", 60 + 1 / 60], ["1.5h", 90], ["1w2d", 10080 + 2880], ["1 week 1 day", 11520], ["3 days", 4320], ["2weeks", 20160], ["4 hr. 1 hrs", 300], ["7 mins", 7], ["1 minute", 1], ["2 minutes", 2], ["30 s", 0.5], ["30 sec", 0.5], ["30 secs", 0.5], ["90 seconds", 1.5], ["1d", 1440], ["2H", 120], ["0.5 s", 0.5 / 60], ["1h,", 60],
		["3660d", 3660 * 1440],
	]) assert.deepEqual(minutesOf(text), [want, want], text);
});

test("durations of more than ten years, and invalid ones, are refused", () => {
	for (const text of ["", "1e9", "1000000000", "-1", "-5 min", "3661d", "99999999h", "0x10", "h", "2x", "2h x", "2:60", "2:5", "1:00:60", "P", "PT", "P1DT", "P1H", "PT1D", "1.5.2", "1e", "2 constructor", "5 and"]) assert.equal(minutesOf(text), null, `${text} is taken for a duration`);
});

test("minutes are whole minutes plus a fraction", () => {
	assert.equal(minutes(0), 0);
	assert.equal(minutes(90e9), 1.5);
	assert.equal(minutes(60e9), 1);
	assert.equal(minutes(59e9), 59 / 60);
});

// --- Words.
test("words are stemmed as Porter described", () => {
	for (const pair of `caresses:caress ponies:poni ties:ti caress:caress cats:cat feed:feed agreed:agre plastered:plaster bled:bled motoring:motor sing:sing
		conflated:conflat troubled:troubl sized:size hopping:hop tanned:tan falling:fall hissing:hiss fizzed:fizz failing:fail filing:file happy:happi sky:sky
		relational:relat conditional:condit rational:ration valenci:valenc hesitanci:hesit digitizer:digit conformabli:conform radicalli:radic differentli:differ vileli:vile analogousli:analog
		vietnamization:vietnam predication:predic operator:oper feudalism:feudal decisiveness:decis hopefulness:hope callousness:callous formaliti:formal sensitiviti:sensit sensibiliti:sensibl
		triplicate:triplic formative:form formalize:formal electriciti:electr electrical:electr hopeful:hope goodness:good
		revival:reviv allowance:allow inference:infer airliner:airlin gyroscopic:gyroscop adjustable:adjust defensible:defens irritant:irrit replacement:replac adjustment:adjust dependent:depend adoption:adopt
		homologou:homolog communism:commun activate:activ angulariti:angular homologous:homolog effective:effect bowdlerize:bowdler
		probate:probat rate:rate cease:ceas controll:control roll:roll at:at is:is as:as by:by say:sai syzygy:syzygi yes:ye bees:bee apologies:apolog archaeology:archaeolog
		owing:ow snowed:snow boxed:box played:plai toying:toi hoed:ho trying:try being:be agreement:agreement opinion:opinion exertion:exert union:union ss:ss s:s added:ad`.trim().split(/\s+/)) {
		const [word, want] = pair.split(":");
		assert.equal(stem(word), want, word);
	}
});

test("words are distinguished from other text", () => {
	const facts = (text) => [hasWord, isWord, startsWithWord, endsWithWord].map((f) => (f(text) ? "y" : "n")).join("");
	for (const [text, want] of [["dns", "yyyy"], ["", "nnnn"], ["-", "nnnn"], ["dns-", "ynyn"], ["-dns", "ynny"], ["a b", "ynyy"], ["障", "yyyy"], ["障害", "ynyy"], ["größe", "yyyy"], ["42", "yyyy"], ["々", "yyyy"], ["x障", "ynyy"]]) assert.equal(facts(text), want, text);
	assert.equal(firstWord(" - dns"), 3);
	assert.equal(firstWord("- -"), -1);
	assert.deepEqual(["dns", "ab", "a1c", "größe", "abc"].map(stemmable), [true, false, false, false, true]);
});

test("text is folded regardless of case and of ways to encode a letter", () => {
	assert.equal(fold("DNS"), "dns");
	assert.equal(fold("STO\u0308RUNG"), "störung");
	assert.equal(fold("ΣΑΣ"), "σασ", "a sigma at the end is one like others");
	assert.equal(key("Load-Balancer_x\u00a0y \t"), "loadbalancerxy");
	assert.equal(key("a.b"), "a.b");
});

test("words are sorted by UTF-8", () => {
	const want = ["", "a", "ab", "b", "é", "\ud7ff", "\ue000", "ﬁ", "\uffff", "𝒳", "𠀀"];
	for (const [i, a] of want.entries()) for (const [j, b] of want.entries()) assert.equal(Math.sign(compare(a, b)), Math.sign(i - j), `${a} and ${b}`);
});

test("the edit distance counts two swapped letters as one", () => {
	for (const [a, b, want] of [["", "", 0], ["", "abc", 3], ["abc", "", 3], ["dns", "dns", 0], ["dns", "dsn", 1], ["dns", "dn", 1], ["dns", "dnss", 1], ["dns", "dxs", 1], ["certifcate", "certificate", 1], ["abcd", "badc", 2], ["kitten", "sitting", 3], ["ca", "abc", 3], ["𝒳a", "a𝒳", 1], ["ab", "ba", 1], ["xab", "yba", 2]]) assert.equal(distance(a, b), want, `${a} ${b}`);
});

test("a text is split into words with positions, without stop words", () => {
	assert.deepEqual(analyser.tokens("The zone-transfers was of PM-0042, 障害 Größe"), [
		{ term: "zone", spelling: "zone", start: 4, end: 8, position: 2 },
		{ term: "transfer", spelling: "transfers", start: 9, end: 18, position: 3 },
		{ term: "pm", spelling: "pm", start: 26, end: 28, position: 6 },
		{ term: "0042", spelling: "", start: 29, end: 33, position: 7 },
		{ term: "障", spelling: "", start: 35, end: 36, position: 8 },
		{ term: "害", spelling: "", start: 36, end: 37, position: 9 },
		{ term: "gross", spelling: "größe", start: 38, end: 43, position: 10 },
	]);
});

test("a phrase keeps the positions of stop words within it", () => {
	const words = (text, prefix) => analyser.phrase(text, prefix).map(({ term, gap, prefix }) => (gap ? "." : term + (prefix ? "*" : ""))).join(" ");
	for (const [text, prefix, want] of [["loss of the zone", false, "loss . . zone"], ["the zone", false, "zone"], ["zone of", false, "zone"], ["zone transfers", false, "zone transfer"], ["of", false, ""], ["zone trans", true, "zone trans*"], ["Zone", true, "zone*"], ["loss of ZO", true, "loss zo*"]]) assert.equal(words(text, prefix), want, text);
	assert.deepEqual(analyser.phrase("Zones", false), [{ term: "zone", spelling: "zones" }]);
});

test("a prefix may have a shorter stem", () => {
	assert.deepEqual(analyser.stemsBefore("certificat"), ["certificat", "certific", "certif"]);
	assert.deepEqual(analyser.stemsBefore("relati"), ["relati", "rel", "relat"]);
	assert.deepEqual(analyser.stemsBefore("creati"), ["creati", "cre", "creat"]);
	assert.deepEqual(analyser.stemsBefore("create"), ["creat", "cre"]);
	assert.deepEqual(analyser.stemsBefore("zo"), []);
	assert.deepEqual(analyser.stemsBefore("zon1"), []);
	assert.deepEqual(analyser.stemsBefore("the"), []);
	assert.deepEqual(analyser.stemsBefore("zones"), ["zone"]);
});

// --- Queries.
const read = (text) => show(parse(text, settings).root);
test("queries are parsed", () => {
	const want = {
		"": "everything", "  ": "everything", "-": "everything", "dns": "dns", "dns zone": "(dns zone)", "+dns -zone": "(+dns -zone)", "-dns": "(-dns)", "NOT dns": "(-dns)", "NOT NOT dns": "dns", "NOT -dns": "dns", "-(NOT dns)": "(-(-dns))",
		"a AND b": "and(a b)", "a OR b": "or(a b)", "a OR b AND c": "or(a and(b c))", "a AND NOT b": "and(a not(b))", "a AND -b": "and(a not(b))", "a AND -": "a", "and or": "(and or)", "(a b) c": "((a b) c)", "((a))": "a", "a AND (b OR c)": "and(a or(b c))",
		'"zone transfer"': '"zone transfer"', "“zone”x": '("zone" x)', '""': "everything", "certif*": "certif*", "certif**": "certif*", "dns~": "dns~1", "dns~1": "dns~1", "dns~2": "dns~2", "*": "everything", "**": "everything",
		"title:dns": "title:dns", "Title:dns": "title:dns", "ticket:PM-1": "ids:PM-1", "title:(a b)": "(title:a title:b)", 'title:"a b"': 'title:"a b"', "title:ab*": "title:ab*", "c:x": "c:x", "http://x": "http://x", "a1:x": "a1:x", "x -y": "(x -y)", "x - y": "(x y)", "x+y": "x+y",
		"severity:critical": '#severity:"critical"', "severity:cri*": '#severity:"cri"*', 'severity:"near miss"': '#severity:"near miss"', "tag:dns tag:tls": 'or(#tag:"dns" #tag:"tls")', "+tag:dns +tag:tls": '(#tag:"dns" #tag:"tls")', "tags:dns severity:high": '(#tag:"dns" #severity:"high")', "dns tag:tls": '(#tag:"tls" dns)',
		"+tag:dns -tag:tls": '(#tag:"dns" -#tag:"tls")', "tag:(a b)": 'or(#tag:"a" #tag:"b")', "tag:(a AND b)": 'and(#tag:"a" #tag:"b")', "tag:(a -b)": '(#tag:"a" -#tag:"b")', 'tag:("a b" c*)': 'or(#tag:"a b" #tag:"c"*)', "tag:(-a)": '(-#tag:"a")',
		"duration:90": "#duration:[90..90]", "duration:>1h": "#duration:(60..)", "duration:>=60": "#duration:[60..)", "duration:<60": "#duration:(..60)", "duration:<=60": "#duration:(..60]", "duration:=60": "#duration:[60..60]", "duration:> 60": "#duration:(60..)", 'duration:"> 60"': "#duration:(60..)", 'duration:>"1 h"': "#duration:(60..)", "duration:30..60": "#duration:[30..60]", "duration:30..": "#duration:[30..)", "duration:..60": "#duration:(..60]",
		"date:1970-01-02": "#date:[1..2)", "date:>1970-01-02": "#date:[2..)", "date:>=1970-01-02": "#date:[1..)", "date:<1970-01-02": "#date:(..1)", "date:<=1970-01-02": "#date:(..2)", "date:1970-01..1970-02": "#date:[0..59)", "date:1970-01-02..1970-01-02": "#date:[1..2)", "year:1970": "#date:[0..365)",
		"error: refused": "(error: refused)", "tag:a OR b": 'or(#tag:"a" b)', "(tag:a OR tag:b) x": '(or(#tag:"a" #tag:"b") x)', "x (tag:a)": '(#tag:"a" x)', "NOT tag:a": '(-#tag:"a")', dnsANDzone: "dnsANDzone",
		"dns AND": "(dns AND)", "OR dns": "(OR dns)", "a OR OR b": "(a or(OR b))", "x NOT": "(x NOT)", "NOT AND x": "and(NOT x)", "NOT OR": "(NOT OR)", "()": "everything", "x ( )": "x", "exit -1": "(exit -1)", "NO ROOM LEFT OR FREE": "(NO ROOM LEFT OR FREE)", "DNS AND TLS": "and(DNS TLS)",
		"*fi": "*fi", "a*b": "a*b", "a-*": "a-*", "titel:x": "titel:x", "title:": "title:", "tag: x": "(tag: x)", "(tag:)": "tag:",
	};
	assert.deepEqual(Object.fromEntries(Object.keys(want).map((text) => [text, read(text)])), want);
});

test("an invalid query has an error with place, message and hint", () => {
	const told = (text) => {
		try {
			return read(text);
		} catch (error) {
			if (!(error instanceof SyntaxFault)) throw error;
			return `${error.caret()}|${error.message}|${error.hint}`;
		}
	};
	const want = Object.fromEntries([
		["(a", "(a\n^|a parenthesis is not closed|add a closing parenthesis"], ["a)", 'a)\n ^|a closing parenthesis without an opening one|write ")" in quotes to search for it as text'],
		['a "b', 'a "b\n  ^^|a quote is not closed|add a closing quote'], ["((((( a", "((((( a\n    ^|the query is nested too deeply|"], ["NOT NOT NOT NOT NOT a", "NOT NOT NOT NOT NOT a\n                ^^^|the query is nested too deeply|"],
		["a b c d e f g", "a b c d e f g\n            ^|the query has more than 6 words|remove some words"], ["ab* bc~ cd*", "ab* bc~ cd*\n        ^^^|the query has more than 2 words with * or ~|write some of the words in full"], ["tag:a* tag:b* tag:c*", "tag:a* tag:b* tag:c*\n                  ^^|the query has more than 2 words with * or ~|write some of the words in full"],
		["dns~3", "dns~3\n   ^^|~ must be followed by 1 or 2|write ~1 or ~2"], ["a-b~1", "a-b~1\n^^^^^|~ only works on a single word|put ~1 after a single word"],
		["tag:-_", "tag:-_\n    ^^|tag: needs a value|write it as tag:dns"], ["tag:(title:a)", "tag:(title:a)\n           ^|tag: accepts only values|write it as tag:dns"],
		["date:soon", 'date:soon\n     ^^^^|date: takes a day, month or year, not "soon"|write it as date:2026-01'], ["duration:..", 'duration:..\n         ^^|duration: takes minutes, or a duration such as 2h30m, not ".."|write it as duration:>60'], ["duration:60..30", "duration:60..30\n         ^^^^^^|the range ends before it begins|write the smaller value first"],
	]);
	assert.deepEqual(Object.fromEntries(Object.keys(want).map((text) => [text, told(text)])), want);
	assert.equal(told("a ".repeat(51)), `${"a ".repeat(51).slice(0, 60)}\n${"^".repeat(60)}|the query has 102 characters, more than 100|remove some words`);
	assert.equal(told(`${"𝒳".repeat(98)} a`).split("|")[1], undefined, "a query of 100 characters is too long");
	assert.equal(told("\ud800x").split("|")[1], "the query is not valid UTF-8");
	assert.equal(told(`${"a".repeat(70)} (b`), `…${"a".repeat(59)} (b\n${" ".repeat(61)}^|a parenthesis is not closed|add a closing parenthesis`);
	assert.equal(told(`(${"a".repeat(70)}`), `(${"a".repeat(60)}…\n^|a parenthesis is not closed|add a closing parenthesis`);
	assert.equal(told(`${"a".repeat(59)} (b`), `${"a".repeat(59)} (b\n${" ".repeat(60)}^|a parenthesis is not closed|add a closing parenthesis`);
	assert.equal(told("a\tb)").split("|")[0], "a b)\n   ^", "a caret stands beside its place behind a tab");
});

test("what looks like the query language but is text has a hint", () => {
	const hints = (text) => parse(text, settings).hints.join("|");
	for (const [text, want] of [
		["titel:x", 'there is no field "titel", so it is text; did you mean title:?'], ["quixotic:x", 'there is no field "quixotic", so it is text'], ["error: x", ""], ["title:x", ""],
		["tag: x", "tag: without a value is text; to search in the field, write it as tag:dns"], ["a*b", "* stands for the rest of a word only at its end, as in certif*; elsewhere it is text"], ["certif*", ""],
	]) assert.equal(hints(text), want, text);
});

// --- Excerpts.
const piece = (spans) => spans.map(({ text, mark }) => (mark ? `[${text}]` : text)).join("");
const found = (texts, ...words) => {
	const { title, pieces } = excerpts(texts, analyser, words.map((each) => ({ fields: ["title", "summary", "causes", "ids", "labels"], words: each.split(" ").map((word) => (word === "." ? null : new Set(word.split("|")))) })));
	return [piece(title), ...pieces.map(({ field, spans }) => `${field}: ${piece(spans)}`)];
};

test("excerpts mark matches", () => {
	const texts = [["title", "DNS zone expired"], ["summary", "The secondaries lost the zone.", "A transfer timed out."], ["causes", "A zone transfer failed, the transfer of a zone."], ["labels", "zone"], ["ids", "PM-0042"]];
	assert.deepEqual(found(texts, "zone"), ["DNS [zone] expired", "summary: The secondaries lost the [zone].", "causes: A [zone] transfer failed, the transfer of a [zone]."]);
	assert.deepEqual(found(texts, "zone transfer"), ["DNS zone expired", "causes: A [zone transfer] failed, the transfer of a zone."]);
	assert.deepEqual(found(texts, "transfer . . zone"), ["DNS zone expired", "causes: A zone transfer failed, the [transfer of a zone]."]);
	assert.deepEqual(found(texts, "transfer"), ["DNS zone expired", "summary: A [transfer] timed out.", "causes: A zone [transfer] failed, the [transfer] of a zone."]);
	assert.deepEqual(found(texts, "transfer", "zone"), ["DNS [zone] expired", "summary: The secondaries lost the [zone].", "causes: A [zone] [transfer] failed, the [transfer] of a [zone]."]);
	assert.deepEqual(found(texts, "42"), ["DNS zone expired", "ids: PM-[0042]"], "a ticket is found by its number without zeros");
	assert.deepEqual(found(texts, "0042"), ["DNS zone expired", "ids: PM-[0042]"]);
	assert.deepEqual(found(texts, "pm"), ["DNS zone expired", "ids: [PM]-0042"]);
	assert.deepEqual(found(texts, "nothing"), ["DNS zone expired", "summary: The secondaries lost the zone."], "where nothing is in the text, the beginning of the summary stands");
	assert.deepEqual(found([["causes", "x"]], "nothing"), [""]);
	assert.equal(firstMark(texts, analyser, [{ fields: ["summary", "causes"], words: [new Set(["transfer"])] }]), "transfer");
	assert.equal(firstMark(texts, analyser, [{ fields: ["title"], words: [new Set(["dn"]), new Set(["zone"])] }]), "DNS zone");
	assert.equal(firstMark(texts, analyser, [{ fields: ["title"], words: [new Set(["transfer"])] }]), "", "a word of another field is given");
	assert.equal(firstMark(texts, analyser, [{ fields: ["title"], words: [new Set(["zone"])] }]), "zone");
});

test("overlapping marks are merged, adjacent ones are not", () => {
	const texts = [["summary", "alpha beta gamma delta"]];
	assert.deepEqual(found(texts, "alpha beta", "beta gamma"), ["", "summary: [alpha beta gamma] delta"]);
	assert.deepEqual(found(texts, "alpha beta gamma", "beta"), ["", "summary: [alpha beta gamma] delta"], "a mark within another ends it early");
	assert.deepEqual(found(texts, "beta", "alpha beta gamma"), ["", "summary: [alpha beta gamma] delta"]);
	assert.deepEqual(found([["summary", "障害だ"]], "障", "害"), ["", "summary: [障][害]だ"]);
});

test("the pieces with the most matches are shown, in reading order", () => {
	const texts = [["summary", "one"], ["causes", "one two"], ["causes", "two one three"], ["causes", "three two one"]];
	assert.deepEqual(found(texts, "on|one", "two"), ["", "causes: [one] [two]", "causes: [two] [one] three"]);
	assert.deepEqual(found(texts, "on|one", "two", "three"), ["", "causes: [two] [one] [three]", "causes: [three] [two] [one]"]);
});

test("a long text is cut between words around its matches", () => {
	const word = (n) => Array.from({ length: n }, (_, i) => `w${String(i).padStart(3, "0")}`).join(" "); // five characters each
	const one = (text, ...words) => found([["summary", text]], ...words)[1].slice("summary: ".length);
	const whole = word(36); // 179 characters
	assert.equal(one(`${whole}x`, "w000"), `[w000]${whole.slice(4)}x`, "a text of 180 characters is cut");
	assert.equal(one(`${whole}xy`, "w000"), `[w000]${whole.slice(4, 174)}…`);
	const long = word(100);
	assert.equal(one(long, "w050"), `…${long.slice(210, 250)}[w050]${long.slice(254, 389)}…`);
	assert.equal(one(long, "w099"), `…${long.slice(320, 495)}[w099]`);
	assert.equal(one(long, "w003"), `${long.slice(0, 15)}[w003]${long.slice(19, 179)}…`);
	assert.equal(one(long, "w003", "w060", "w070"), `…${long.slice(260, 300)}[w060]${long.slice(304, 350)}[w070]${long.slice(354, 439)}…`, "it is cut where less of what was looked for stands");
	const blank = "x".repeat(400);
	assert.equal(one(`${blank} end ${blank}`, "end"), `…${"x".repeat(44)} [end] ${"x".repeat(131)}…`, "a text with hardly a blank is cut at one");
	const wide = "𝒳".repeat(200);
	const [cut] = excerpts([["summary", `${wide} end ${wide}`]], analyser, [{ fields: ["summary"], words: [new Set(["end"])] }]).pieces;
	assert.equal(cut.spans.every(({ text }) => text.isWellFormed()), true, "a character is cut in two");
	const [start] = excerpts([["summary", `x${wide}`]], analyser, []).pieces;
	assert.equal(start.spans[0].text.isWellFormed(), true, "a character is cut in two");
});

// --- Scores.
const list = (places) => {
	const docs = Object.keys(places).map(Number);
	return { df: docs.length, docs, frequencies: docs.map((doc) => places[doc].length), positions: (doc) => places[doc] ?? [] };
};
const norms = [1, 0.5, 0.25, 1, 1];
const term = (places, boost = 1) => new Term(list(places), norms, boost, 5);
const near = (found, docs, scores) => {
	assert.deepEqual([...found.docs], docs);
	[...found.scores].forEach((score, i) => assert.ok(Math.abs(score - scores[i]) < 1e-12, `document ${docs[i]} scores ${score}, want ${scores[i]}`));
};
const idf = (df) => 1 + Math.log(5 / (df + 1));

test("a word scores by its frequency, the length of the field and how rare it is", () => {
	const word = term({ 0: [1, 2, 3, 4], 1: [7] });
	near(word.find(), [0, 1], [2 * idf(2), 0.5 * idf(2)]);
	assert.equal(word.weight(), idf(2) ** 2);
	assert.equal(term({ 0: [1] }, 2).weight(), 4 * idf(1) ** 2);
	word.setNorm(0.1);
	near(word.find(), [0, 1], [2 * idf(2) ** 2 * 0.1, 0.5 * idf(2) ** 2 * 0.1]);
	const boosted = term({ 3: [1] }, 2);
	boosted.setNorm(0.5);
	near(boosted.find(), [3], [2 * idf(1) * 0.5 * idf(1)]);
});

test("one of several words has its share of the score, all of them the sum", () => {
	const a = () => term({ 0: [1], 3: [1] }), b = () => term({ 3: [2], 4: [1] });
	const w = idf(2), norm = 1 / Math.sqrt(2 * w * w);
	near(new Any([a(), b()], 5).find(), [0, 3, 4], [w * w * norm / 2, 2 * w * w * norm, w * w * norm / 2]);
	near(new All([a(), b()], 5).find(), [3], [2 * w * w * norm]);
	const any = new Any([a(), b()], 5);
	assert.equal(any.count, 4);
	assert.equal(any.weight(), 2 * w * w);
	assert.deepEqual(any.positions(3), [1, 2]);
	any.setNorm(1);
	near(any.find(), [0, 3, 4], [w * w / 2, 2 * w * w, w * w / 2]);
	near(new Any([a()], 5).find(), [0, 3], [w, w]);
});

test("a group finds what must match, adds the scores of what should, and leaves out what must not", () => {
	const must = term({ 0: [1], 3: [1], 4: [1] }), should = term({ 3: [2] }), not = term({ 4: [1] });
	const [m, s] = [idf(3), idf(1)], norm = 1 / Math.sqrt(m * m + s * s);
	const group = new Group(must, should, not);
	near(group.find(), [0, 3], [m * m * norm, m * m * norm + s * s * norm]);
	assert.equal(group.count, 4);
	assert.equal(group.weight(), m * m + s * s);
	group.setNorm(1);
	near(group.find(), [0, 3], [m * m, m * m + s * s]);
	const bare = new Group(term({ 0: [1], 4: [1] }), null, term({ 4: [1] }));
	near(bare.find(), [0], [idf(2)]);
	assert.equal(bare.count, 2);
	near(new Group(term({ 0: [1] }), term({ 1: [1] }), null).find(), [0], [idf(1) / Math.SQRT2]);
});

test("a filter finds the given documents, with score 0", () => {
	const filter = new Filter([1, 4]);
	filter.setNorm(2);
	near(filter.find(), [1, 4], [0, 0]);
	assert.deepEqual([filter.count, filter.weight()], [2, 0]);
	near(new All([new Filter([0, 4]), term({ 0: [1], 3: [1] })], 5).find(), [0], [idf(2)]);
});

test("the words of a phrase are consecutive", () => {
	const rows = [term({ 0: [1, 5], 1: [4] }), null, term({ 0: [7], 1: [5] })];
	const phrase = new Phrase(rows, 5);
	assert.deepEqual(phrase.positions(0), [7]);
	assert.deepEqual(phrase.positions(1), []);
	assert.deepEqual([...phrase.find().docs], [0]);
	assert.equal(phrase.count, 4);
	assert.deepEqual([...new Phrase([term({ 0: [1] }), term({ 0: [2], 1: [2] })], 5).find().docs], [0]);
	assert.deepEqual([...new Phrase([term({ 0: [1] }), term({ 0: [1, 3] })], 5).find().docs], []);
	const w = idf(2), norm = 1 / Math.sqrt(2 * w * w);
	near(phrase.find(), [0], [Math.SQRT2 * w * w * norm + w * w * norm]);
	assert.equal(phrase.weight(), 2 * w * w);
	phrase.setNorm(1);
	near(phrase.find(), [0], [Math.SQRT2 * w * w + w * w]);
});

test("another spelling has a share of the score, or is left out", () => {
	const some = () => term({ 0: [1], 3: [1], 4: [1] });
	near(new Spelt(some(), [[0, 3], [3, 4]], 0.5).find(), [0, 3, 4], [idf(3) / 2, idf(3), idf(3) / 2]);
	near(new Spelt(some(), [[0, 3], [3, 4]], 0).find(), [3], [idf(3)]);
	assert.equal(new Spelt(some(), [], 0).count, 3);
});

test("a part of the body is what is between its marks", () => {
	const marks = term({ 0: [2, 6], 1: [2, 6], 3: [1, 9], 4: [1, 3] }, 0);
	const part = new Part(term({ 0: [3], 1: [2, 6, 7], 3: [5], 4: [0, 1, 3] }), marks, 5);
	assert.deepEqual([...part.find().docs], [0, 3]);
});
