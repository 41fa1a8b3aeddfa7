// What the search page and the box in the header share. Text of documents only
// ever becomes text nodes, so that it cannot be markup.
import { Search, SyntaxFault } from "./search.js";

export const element = (name, properties = {}, ...children) => {
	const e = Object.assign(document.createElement(name), properties);
	e.append(...children.filter((child) => child !== null && child !== ""));
	return e;
};

export const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;

// lazily returns a function that opens the search once. After a failure it
// tries again.
export function lazily(base) {
	let opened = null;
	return () => (opened ??= Search.open(base).catch((error) => {
		opened = null;
		throw error;
	}));
}

// latest runs one task at a time. Of the tasks requested in the meantime, it
// runs only the last.
export function latest(run) {
	let running = false, next = null;
	return async (...task) => {
		next = task;
		if (running) return;
		running = true;
		while (next) {
			const now = next;
			next = null;
			await run(...now);
		}
		running = false;
	};
}

// unbroken returns the parts of a text, of which short words with hyphens are not broken, as the pages do.
const hyphenated = /([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+)/u, numbered = /^\p{L}{1,6}(?:-\p{N}{1,6}){1,3}$/u;
const unbroken = (text) => text.split(hyphenated).map((part, i) => (i % 2 && ([...part].length <= 8 || numbered.test(part)) ? element("span", { className: "nobr", textContent: part }) : part));

export const marked = (spans) => spans.flatMap(({ text, mark }) => (mark ? element("mark", {}, ...unbroken(text)) : unbroken(text)));

const address = (hit, root) => new URL(`postmortems/${encodeURIComponent(hit.slug)}/`, root).href;

// title returns the link to a hit.
export const title = (hit, root) => element("a", { href: address(hit, root) }, ...(hit.title.length ? marked(hit.title) : unbroken(hit.name)));

// piece returns a piece of a hit's text. With a root, its label leads to the section.
export function piece({ field, anchor, spans }, hit, root) {
	const label = root && anchor ? element("a", { href: `${address(hit, root)}#${encodeURIComponent(anchor)}`, textContent: field }) : field;
	return element("p", { className: "piece" }, element("small", {}, label, " "), ...marked(spans));
}

// trouble explains an error in the query, or in loading the index.
export function trouble(error, again, lists) {
	if (error instanceof SyntaxFault) {
		return [element("pre", { className: "caret", textContent: error.caret() }), element("p", {}, `${error.message}.`, error.hint ? ` Hint: ${error.hint}.` : "")];
	}
	const button = element("button", { type: "button", textContent: "Try again", onclick: again });
	return [element("p", {}, `The search could not be loaded (${error.message}). `, button), ...lists];
}

// walk moves the focus with the arrow keys from the box through the links and
// back. Escape leaves.
export function walk(event, input, links, leave) {
	if (event.key === "Escape") return leave();
	const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
	if (!step || !(event.target === input || links.includes(event.target))) return;
	const at = links.indexOf(event.target) + step;
	const to = at < 0 ? input : links[Math.min(at, links.length - 1)];
	if (to) {
		event.preventDefault();
		to.focus();
	}
}
