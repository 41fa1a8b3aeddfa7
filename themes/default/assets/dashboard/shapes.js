// Draws series in the same shapes as the pages.
import { fill, format, short } from "./words.js";
import { periodLabels } from "./periods.js";
import * as svg from "./svg.js";
import { above, bottom, number, plot, rowHeight, share, tag } from "./svg.js";

const layersOf = ({ values, rows }) =>
	values.map(({ look }, k) => ({ ...look, values: rows.map((row) => row.values[k]), notes: rows.map((row) => row.notes[k]) }));
const labelsOf = ({ span, rows }) => (span?.length ? periodLabels(span) : rows.map(({ name }) => ({ text: name })));

// The first value of the vocabulary, the most severe, is on top.
const columns = (frame, panel, series) => {
	const labels = labelsOf(series), n = labels.length;
	const layers = panel.series.counting.items ? layersOf(series) : layersOf(series).reverse();
	const axis = svg.ceiling(svg.highest(layers, n));
	const [defs, paint] = svg.paints(frame.id, layers);
	const [grid, ticks] = svg.levels(above, axis);
	let body = defs + grid;
	for (let i = 0; i < n; i++) {
		let total = 0, foot = above + plot, column = "";
		layers.forEach((l, k) => {
			total += l.values[i];
			const head = Math.round(above + plot * (1 - total / axis[0]));
			if (head < foot) column += svg.bar(l.notes[i], { ...paint[k], y: head, height: foot - head });
			foot = head;
		});
		body += tag("svg", { x: share(i + 0.08, n), width: share(0.84, n) }, column);
	}
	return svg.open(frame, "columns", above + plot + bottom, body, ticks + svg.labelsBelow(labels, above + plot + 18));
};

// named returns a row's name, with the text for its end at the right.
const named = (name, end, y) =>
	svg.text("name", "0", y + 14, "", name) + svg.text("tick", "100%", y + 14, "end", end);

const rows = (frame, panel, series) => {
	const layers = layersOf(series);
	const most = Math.max(svg.highest(layers, series.rows.length), 1);
	const part = (v) => `${number((100 * v) / most)}%`;
	const [defs, paint] = svg.paints(frame.id, layers);
	let body = defs, texts = "";
	series.rows.forEach((row, i) => {
		const y = rowHeight * i;
		let x = 0;
		texts += named(row.name, fill(panel.end, row.facts), y);
		layers.forEach((l, k) => {
			const v = l.values[i];
			if (!v) return;
			body += svg.bar(l.notes[i], { ...paint[k], x: part(x), y: number(y + 20), width: part(v), height: 14 });
			x += v;
		});
	});
	return svg.open(frame, "rows", rowHeight * series.rows.length, body, texts);
};

// If there are many edges, only every second one has room for a label. The end of the last bin is 0 if it
// is open.
const edges = ({ bins }) =>
	[...bins.map((b) => b.from), bins.at(-1).to].map((v, i) => {
		if (!v && i) return { text: "" };
		if (bins.length <= 8) return { text: short(v), minor: i % 3 > 0 };
		return { text: i % 2 ? "" : short(v), minor: i % 4 > 0 };
	});
const histogram = (frame, panel, series) => {
	const n = series.bins.length, top = above + 16 * series.marks.length;
	const axis = svg.ceiling(Math.max(0, ...series.bins.map((b) => b.n)));
	let [body, texts] = svg.levels(top, axis);
	series.rows.forEach(({ values: [c], notes: [note] }, i) => {
		if (!c) return;
		const place = { x: share(i + 0.02, n), y: number(top + plot * (1 - c / axis[0])), width: share(0.96, n) };
		body += svg.bar(note, { class: "tone-1", ...place, height: number((plot * c) / axis[0]) });
	});
	series.marks.forEach((m, i) => {
		const x = share(m.at, n), y = above + 16 * i, right = m.at > n / 2;
		const words = svg.text("name", right ? "-5" : "5", y, right ? "end" : "start", m.text);
		body += tag("line", { class: "mark", x1: x, x2: x, y1: number(y - 8), y2: number(top + plot) });
		texts += tag("svg", { x, overflow: "visible" }, words);
	});
	texts += svg.edgesBelow(edges(series), n, top + plot + 18);
	return svg.open(frame, "histogram", top + plot + bottom, body, texts) + strip(panel.list, n, series.dots);
};
const strip = ({ key, title, desc }, n, dots) => {
	const dot = (d) => svg.dot(d, { class: `dot ${d.kind}`, cx: share(d.at, n), cy: 14, r: 6 });
	const axis = `<line class="axis" x2="100%" y1="14" y2="14"/>`;
	return svg.open({ id: `pm-chart-${key}`, title, desc }, "strip", 28, axis + dots.map(dot).join(""));
};

const lines = (frame, panel, series) => {
	const labels = labelsOf(series), n = labels.length, height = number(above + plot + bottom);
	const at = svg.onScale(series.scale), label = (t) => (panel.shape === "shares" ? `${100 * t} %` : format(t));
	const y = (v) => above + plot * (1 - at(v));
	const path = (run, key) => run.map(([x, p], k) => `${k ? "L" : "M"}${x} ${number(y(p[key]))}`).join("");
	const back = (run) => run.toReversed().map(([x, p]) => `L${x} ${number(y(p.low))}`).join("");
	const band = (kind, run) => {
		if (run.length > 1) {
			const around = `${path(run, "high")}${back(run)}Z`, line = path(run, "median");
			return tag("path", { class: `band ${kind}`, d: around }) + tag("path", { class: `line ${kind}`, d: line });
		}
		const [[x, p]] = run;
		const place = { x: x - 20, y: number(y(p.high)), width: 40, height: number(y(p.low) - y(p.high)) };
		return tag("rect", { class: `band ${kind}`, ...place });
	};
	let body = series.scale.map((t, i) => svg.level(i ? "grid" : "axis", y(t))).join("");
	const texts = series.scale.map((t) => svg.tick(y(t), label(t))).join("");
	for (const { kind, points } of series.lines) {
		let bands = "";
		for (let i = 0; i < n; i++) {
			const from = i;
			while (i < n && points[i]) i++;
			if (i > from) bands += band(kind, points.slice(from, i).map((p, k) => [100 * (from + k) + 50, p]));
		}
		const box = { viewBox: `0 0 ${100 * n} ${height}`, preserveAspectRatio: "none", width: "100%", height };
		body += tag("svg", box, bands);
	}
	const dot = (kind, p, x) => {
		const ends = p.interval && { y1: number(y(p.interval.low)), y2: number(y(p.interval.high)) };
		const whisker = ends ? tag("line", { class: `whisker ${kind}`, x1: x, x2: x, ...ends }) : "";
		return whisker + svg.dot(p.note, { class: `dot ${kind}`, cx: x, cy: number(y(p.median)), r: 4 });
	};
	for (const { kind, points } of series.lines)
		points.forEach((p, i) => (body += p ? dot(kind, p, share(i + 0.5, n)) : ""));
	return svg.open(frame, "lines", above + plot + bottom, body, texts + svg.labelsBelow(labels, above + plot + 18));
};

const ranges = (frame, _, { scale, ranges: list }) => {
	const at = svg.onScale(scale), height = rowHeight * list.length;
	const line = (t) => tag("line", { class: "grid", x1: share(at(t), 1), x2: share(at(t), 1), y2: number(height) });
	const tick = (t, i) => svg.text("tick", share(at(t), 1), height + 16, i ? (i + 1 < scale.length ? "middle" : "end") : "start", format(t));
	const row = (r, i) => {
		const y = rowHeight * i;
		if (!r.enough) return "";
		const from = at(r.low), to = at(r.high), middle = number(y + 28);
		const far = { x1: share(to, 1), x2: share(at(r.far), 1), y1: middle, y2: middle };
		const bar = { x: share(from, 1), y: number(y + 22), width: share(to - from, 1), height: 12 };
		const dot = { cx: share(at(r.median), 1), cy: middle, r: 5 };
		return svg.linked(r.note, tag("line", { class: "whisker tone-1", ...far }) + tag("rect", { class: "spread", ...bar }) + tag("circle", { class: "dot tone-1", ...dot }));
	};
	const texts = [...scale.map(tick), ...list.map((r, i) => named(r.name, r.end, rowHeight * i))];
	return svg.open(frame, "ranges", height + 22, scale.map(line).join("") + list.map(row).join(""), texts.join(""));
};

// Lower bounds of the second to the last level of a heat map, in seconds.
const limits = [900, 3600, 14400, 57600];
const heat = (frame, panel, series) => {
	const labels = labelsOf(series), n = labels.length;
	const body = series.rows.map((row, k) => {
		const y = rowHeight * k;
		const cells = row.values.map((v, i) => {
			if (!v) return "";
			const kind = `level-${1 + limits.filter((l) => l <= v).length}`;
			const place = { x: share(i + 0.05, n), width: share(0.9, n), height: 16 };
			return svg.bar(row.notes[i], { class: kind, ...place });
		});
		const ground = `<rect class="level-0" width="100%" height="16"/>`;
		return tag("svg", { y: number(y + 20), height: 16 }, ground + cells.join(""));
	});
	const height = rowHeight * series.rows.length;
	const names = series.rows.map((row, k) => named(row.name, fill(panel.end, row.facts), rowHeight * k)).join("");
	return svg.open(frame, "heat", height + 20, body.join(""), names + svg.labelsBelow(labels, height + 14));
};

const shapes = { columns, rows, histogram, lines, shares: lines, ranges, heat };

// draw returns the drawing of a series. It is empty for panels without a shape,
// and for lines and ranges of too few values.
export const draw = (panel, series, desc) => {
	if (!panel.shape || (series.few && !series.bins)) return "";
	return shapes[panel.shape]({ id: `pm-chart-${panel.key}`, title: panel.title, desc }, panel, series);
};

// legend returns the colours of a drawing, if there are several.
export const legend = (panel, series) => {
	if (panel.shape === "heat") {
		const from = ["0", ...limits.map(short)];
		const upTo = (i) => (i < limits.length ? `to ${from[i + 1]}` : "and more");
		return from.map((words, i) => ({ name: `${words} ${upTo(i)}`, kind: `level-${i + 1}` }));
	}
	if (panel.shape === "lines" || panel.shape === "shares")
		return series.lines.map(({ name, kind }) => ({ name: name.toLowerCase(), kind, glyph: "●" }));
	if (!panel.shape || !panel.series.counting?.split) return [];
	return series.values.map(({ name, look }) => ({ name, ...look }));
};
