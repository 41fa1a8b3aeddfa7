// Rewrites a query for what post mortems have, as the index does.
import { isWord, spans } from "./analysis.js";
import { isName } from "./query.js";

const maxTyped = 5; // words of a query that somebody has typed; a longer one is pasted
const maxChecks = 64; // sequences of words that are looked up for a query

// edited returns a text with the parts replaced: [from, to, text].
export const edited = (text, edits) =>
	edits.sort((a, b) => b[0] - a[0]).reduce((out, [from, to, better]) => out.slice(0, from) + better + out.slice(to), text);

const children = (n) => [...(n.children ?? []), ...(n.must ?? []), ...(n.should ?? []), ...(n.mustNot ?? []), ...(n.filters ?? []).flat()];
const leaves = (n) => (!n ? 0 : children(n).length ? children(n).reduce((sum, child) => sum + leaves(child), 0) : 1);

// loose returns the names that consist of several words and may be sought in pieces. If the
// query finds nothing, phrases may be, too.
const loose = (root, nothing) =>
	root ? [...(root.should ?? []), root].filter((n) => ["word", "phrase"].includes(n.kind) && (isName(n) || nothing) && !n.field && !isWord(n.text)) : [];

// valuesAsText replaces filters whose values no post mortem has by text, as in status:503.
function valuesAsText(text, lost) {
	return lost.flatMap(({ node, field }) => {
		const name = field && text.slice(0, node.from).match(/[\p{L}_-]+:$/u)?.[0];
		if (!name) return [];
		const from = node.from - name.length;
		return [[from, node.to, `"${text.slice(from, node.to).replaceAll('"', " ")}"`]];
	});
}

const asTyped = (text) => (/^[\p{L}\p{M}\p{N}._-]+$/u.test(text) && !["AND", "OR", "NOT"].includes(text) ? text : `"${text}"`);

// runs divides a text into the longest sequences of words that some post mortem has, from its
// beginning on.
async function runs(text, holds, checks) {
	const out = [];
	for (let words = spans(text); words.length; ) {
		const end = (i) => words[i][1] + words[i][0].length;
		let n = 1;
		while (n < words.length && checks.left > 0) {
			checks.left--;
			if (!(await holds(text.slice(words[0][1], end(n))))) break;
			n++;
		}
		out.push(asTyped(text.slice(words[0][1], end(n - 1))));
		words = words.slice(n);
	}
	return out;
}

// closest returns the text of the closest query, or the same text, and whether something
// mistyped is corrected there, of what is surely mistyped. corrections returns edits for what is mistyped, holds reports
// whether some post mortem has a name.
export async function closest({ text, root, total, missing }, corrections, holds) {
	const typed = leaves(root) <= maxTyped, nothing = total === 0;
	const sure = missing.filter(({ node, field }) => field || (node.kind === "word" && typed && !/[0-9]/.test(node.text)));
	let edits = await corrections(text, sure);
	const corrected = edits.length > 0;
	if (nothing && !corrected) edits = valuesAsText(text, missing);
	const checks = { left: maxChecks };
	for (const leaf of loose(root, nothing)) {
		const found = await runs(leaf.text, holds, checks);
		if (found.length > 1) edits.push([leaf.from, leaf.to, found.join(" ")]);
	}
	if (nothing && loose(root, false).length) {
		for (const n of [...(root.must ?? []), ...(root.mustNot ?? [])]) {
			if (n.kind === "word" && !n.field && "+-".includes(text[n.from - 1] ?? " ")) edits.push([n.from - 1, n.from, ""]);
		}
	}
	return { text: edited(text, edits), corrected, sure };
}
