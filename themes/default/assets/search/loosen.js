// Loosens a query that has found nothing, as the index does.
import { words } from "./analysis.js";

// leaves returns the words and phrases of a query, null if there is anything else: what is
// excluded must begin with a digit, as in exit code -1.
function leaves(n, excluded = false) {
	if (!n) return null;
	if ((n.kind === "word" || n.kind === "phrase") && !n.field) return excluded && !/^[0-9]/.test(n.text) ? null : [n];
	if (n.kind !== "group" || n.filters.length || excluded) return null;
	const all = [...n.must, ...n.should].map((child) => leaves(child)).concat(n.mustNot.map((child) => leaves(child, true)));
	return all.includes(null) ? null : all.flat();
}

// loosened returns a query for any of the words of a parsed query, "" if it has more than
// words and phrases, or would stay the same.
export function loosened(root) {
	const all = leaves(root)?.sort((a, b) => a.from - b.from);
	if (!all) return "";
	let single = !(root.mustNot?.length > 0);
	const found = [];
	for (const { kind, text } of all) {
		const own = words(text);
		found.push(...own);
		single &&= own.length === 1 && kind === "word";
		if (/^[0-9]+(?:\.[0-9]+)+$/.test(text)) found.push("v" + own[0]);
	}
	const out = found.flatMap((word, i) => {
		const amount = word.match(/^([0-9]+)([num]?s|m|h|d|min|sec|hrs?|[kmgt]?i?b|k|[kmg]?hz|[rqt]ps|px)$/);
		const joined = i > 0 && /^(?:[num]?s|m|h|d|min|sec|hrs?|[kmgt]?i?b|k|[kmg]?hz|[rqt]ps|px)$/.test(word) && /^[0-9]+$/.test(found[i - 1]);
		return [word, ...(amount ? amount.slice(1) : []), ...(joined ? [found[i - 1] + word] : [])];
	});
	return single && out.length === found.length ? "" : out.join(" ");
}
