// Parts of drawings. Horizontal lengths are percentages of the width, vertical
// lengths are pixels.
import { keepUnits, sum, thousands } from "./words.js";

export const plot = 180, above = 12, bottom = 24, rowHeight = 42;

export const number = (v, digits = 1) => String(Math.round(v * 10 ** digits) / 10 ** digits + 0);
export const share = (at, n) => (n ? `${number((100 * at) / n)}%` : "0%");
const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
export const escape = (s) => s.replace(/[&<>"']/g, (c) => signs[c]);

// tag returns an element. Attributes that are undefined or empty are left out.
export const tag = (name, attributes, inner) => {
	const list = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== "");
	const start = `<${name}${list.map(([key, value]) => ` ${key}="${value}"`).join("")}`;
	return inner === undefined ? `${start}/>` : `${start}>${inner}</${name}>`;
};
export const hint = (text) => (text ? `<title>${escape(keepUnits(text))}</title>` : "");
export const text = (kind, x, y, anchor, words) =>
	tag("text", { class: kind, x, y: number(y), "text-anchor": anchor }, escape(words));

// linked returns shapes as one link to what they stand for, and bar a rectangle. Without a path, they are no link.
export const linked = ({ text, path }, shapes) => (path ? tag("a", { href: escape(path) }, hint(text) + shapes) : tag("g", {}, hint(text) + shapes));
export const bar = (note, attributes) => linked(note, tag("rect", attributes));
// dot returns a circle, which is a link if the note has a path.
export const dot = (note, attributes) => (note.path ? linked(note, tag("circle", attributes)) : tag("circle", attributes, hint(note.text)));

// open returns a drawing with its shapes, and its texts above them. It is an image, or a group if it has links, which
// then has no texts for a screen reader.
export const open = ({ id, title, desc }, kind, height, shapes, texts = "") => {
	const linked = shapes.includes("<a ");
	const name = { "aria-label": escape(title), "aria-describedby": `${id}-desc`, width: "100%", height: number(height) };
	const parts = `<desc id="${id}-desc">${escape(desc)}</desc>${shapes}${linked ? `<g aria-hidden="true">${texts}</g>` : texts}`;
	return tag("svg", { class: `chart ${kind}`, role: linked ? "group" : "img", ...name }, parts);
};

// level returns a horizontal line, and tick its label on the left.
export const level = (kind, y) => tag("line", { class: kind, x2: "100%", y1: number(y), y2: number(y) });
export const tick = (y, words) => text("tick", "-8", y + 4, "end", words);

const below = (labels, n, from, y) => {
	const one = (l, i) => (l.text ? text(l.minor ? "tick minor" : "tick", share(i + from, n), y, "", l.text) : "");
	return `<g text-anchor="middle">${labels.map(one).join("")}</g>`;
};
export const labelsBelow = (labels, y) => below(labels, labels.length, 0.5, y);
export const edgesBelow = (edges, n, y) => below(edges, n, 0, y);

// ceiling returns the end of an axis that has room for most, and its step.
export const ceiling = (most) => {
	let step = 1;
	for (let i = 0; most > 5 * step; i++) step *= [2, 2.5, 2][i % 3];
	return [Math.max(step, Math.ceil(most / step) * step), step];
};
export const highest = (layers, n) =>
	Math.max(0, ...Array.from({ length: n }, (_, i) => sum(layers.map((l) => l.values[i]))));
export const levels = (top, [end, step]) => {
	let lines = "", ticks = "";
	for (let v = 0; v <= end; v += step) {
		const y = top + plot * (1 - v / end);
		lines += level(v ? "grid" : "axis", y);
		ticks += tick(y, thousands(v));
	}
	return [lines, ticks];
};

// paints returns the patterns of hatched layers, and the attribute that colours
// each layer. A hatched layer has no class, since a rule of the style sheet would
// override the pattern.
export const paints = (id, layers) => {
	let defs = "";
	const list = layers.map((l) => {
		if (!l.hatched) return { class: l.kind };
		const square = { width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
		const stripes = `<rect class="${l.kind}" width="5" height="5"/><rect class="gap" width="1.5" height="5"/>`;
		defs += `<defs>${tag("pattern", { id: `${id}-hatch`, ...square }, stripes)}</defs>`;
		return { fill: `url(#${id}-hatch)` };
	});
	return [defs, list];
};

// onScale returns a function for the position of a value on a logarithmic scale,
// from 0 to 1. A scale that begins at 0 is linear.
export const onScale = (ticks) => {
	if (ticks[0] === 0) return (v) => Math.min(1, Math.max(0, v / ticks.at(-1)));
	const low = Math.log(ticks[0]), high = Math.log(ticks.at(-1));
	return (v) => Math.min(1, Math.max(0, ((v > 0 ? Math.log(v) : low) - low) / (high - low)));
};
