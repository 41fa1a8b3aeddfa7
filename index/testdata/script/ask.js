// Runs the search script for the tests. It reads requests as JSON, one a line, and
// writes one response a line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Analyser } from "./analysis.js";
import { parse, show, SyntaxFault } from "./query.js";
import { Search } from "./search.js";

const searches = new Map();
const open = async (dir) => {
	if (!searches.has(dir)) searches.set(dir, await Search.open(async (name) => new Uint8Array(readFileSync(`${dir}/${name}`))));
	return searches.get(dir);
};
const fault = (error) => {
	if (!(error instanceof SyntaxFault)) throw error;
	return { caret: error.caret(), message: error.message, hint: error.hint };
};

const answers = {
	parse({ settings }, text) {
		try {
			const { root, hints } = parse(text, settings);
			return { tree: [show(root), ...hints].join("\n  hint: ") };
		} catch (error) {
			return fault(error);
		}
	},
	async ask(search, text) {
		const { total, instead = "", corrected, missing, hits } = await search.ask(text);
		const slugs = await Promise.all(hits.slice(0, 10).map(async ({ doc }) => (await search.store.document(doc)).slug));
		return { total, instead, corrected: Boolean(corrected), missing: missing.map(({ node }) => node.text), slugs };
	},
	tokens({ settings }, text) {
		return new Analyser(settings).tokens(text).map(({ term, position }) => `${position} ${term}`);
	},
	async search(search, text) {
		try {
			const result = await search.search(text);
			const hits = result.hits.slice(0, 50);
			const slugs = await Promise.all(hits.map(async ({ doc }) => (await search.store.document(doc)).slug));
			const counts = (await Promise.all(search.settings.facets.map(async ({ name }) => ({ name, values: await search.count(result, name) })))).flatMap(({ name, values }) => values.map(({ value, count }) => `${name}:${value}=${count}`));
			return { total: result.total, slugs, scores: hits.map(({ score }) => score), counts: counts.sort() };
		} catch (error) {
			return fault(error);
		}
	},
	async show(search, text) {
		const result = await search.search(text);
		const best = result.hits[0] && (await search.show(result.hits[0], result));
		return { best, better: result.total ? "" : await search.didYouMean(result) };
	},
	// cost returns the bytes that a reader's first visit downloads: until the page is
	// ready, and for a query with ten excerpts and three facets.
	async cost(_, text, dir) {
		let bytes = 0;
		const search = await Search.open(async (name) => {
			const data = new Uint8Array(readFileSync(`${dir}/${name}`));
			bytes += data.length;
			return data;
		});
		await search.store.columns();
		const ready = bytes;
		const result = await search.search(text);
		await Promise.all(result.hits.slice(0, 10).map((hit) => search.show(hit, result)));
		await Promise.all(["severity", "service", "year"].map((name) => search.count(result, name)));
		return { ready, query: bytes - ready };
	},
};

for await (const line of createInterface({ input: process.stdin })) {
	const { what, dir, text } = JSON.parse(line);
	console.log(JSON.stringify(await answers[what](await open(dir), text, dir)));
}
