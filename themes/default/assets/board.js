// The dashboard's numbers and drawings for a filter, from /data/figures.json,
// and which post mortems a filter picks. They are those of the pages that were
// built, computed the same way: a test compares both. Nothing here touches the
// document.

// --- Words and numbers, as the pages write them.
const plural = (n, noun) => (n === 1 ? `1 ${noun}` : `${n} ${noun}s`);
const percent = (part, whole) => {
	if (!whole) return "–";
	const x = (100 * part) / whole;
	const r = Math.round(x);
	return `${x % 1 === 0.5 && r % 2 ? r - 1 : r} %`; // halves to the even number
};
export const format = (s) => {
	if (s < 60) return `${Math.floor(s)} s`;
	let m = Math.round(s / 60);
	if (m >= 1440) m = Math.round(m / 60) * 60;
	const parts = [[Math.floor(m / 1440), "d"], [Math.floor(m / 60) % 24, "h"], [m >= 1440 ? 0 : m % 60, "min"]];
	return parts.filter(([n]) => n).map(([n, unit]) => `${n} ${unit}`).join(" ");
};
const short = (s) => (s === 0 ? "0" : s < 3600 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h`);
const given = (text) => text || "not given";
const number = (v, digits = 1) => String(Math.round(v * 10 ** digits) / 10 ** digits + 0);
const escape = (s) => s.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" })[c]);
const query = (s) => encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sum = (list) => list.reduce((a, b) => a + b, 0);
export const date = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

// --- Periods: months since the year 0, in steps of 1, 3 or 12.
const MONTH = 1, QUARTER = 3, YEAR = 12;
const months = (day) => {
	const d = new Date(day * 864e5);
	return d.getUTCFullYear() * 12 + d.getUTCMonth();
};
const period = (step, n) => {
	const year = String(Math.floor((n * step) / 12)).padStart(4, "0");
	const month = (n * step) % 12;
	return step === MONTH ? `${year}-${String(month + 1).padStart(2, "0")}` : step === QUARTER ? `${year} Q${month / 3 + 1}` : year;
};
class Span {
	constructor(step, first, last) {
		Object.assign(this, { step, first, last, length: last - first + 1 });
	}
	at(i) { return period(this.step, this.first + i); }
	year(i) { return Math.floor(((this.first + i) * this.step) / 12); }
	starts(i) { return ((this.first + i) * this.step) % 12 === 0; }
	index(month) {
		const n = month === null ? -1 : Math.floor(month / this.step);
		return n >= this.first && n <= this.last ? n - this.first : -1;
	}
	in(step) { return this.length ? new Span(step, Math.floor((this.first * this.step) / step), Math.floor(((this.last + 1) * this.step - 1) / step)) : this; }
	until(month) { return this.length ? new Span(this.step, this.first, Math.max(this.first, Math.min(this.last, Math.floor(month / this.step)))) : this; }
	newest(most) { return new Span(this.step, Math.max(this.first, this.last - most + 1), this.last); }
	map(f) { return Array.from({ length: this.length }, (_, i) => f(i)); }
}
const latest = (posts, until, step, most) => {
	const last = Math.floor(until / step);
	let first = Infinity;
	for (const p of posts) {
		const n = p.month === null ? Infinity : Math.floor(p.month / step);
		if (n <= last && n < first) first = n;
	}
	return first <= last ? new Span(step, Math.max(first, last - most + 1), last) : new Span(step, 0, -1);
};

// --- Distributions. Durations are seconds; null is unknown, -1 ongoing.
const percentile = (sorted, p) => {
	if (!sorted.length) return 0;
	const h = ((sorted.length - 1) * p) / 100;
	const low = Math.floor(h);
	return Math.round((sorted[low] + (h - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low])) * 1e9) / 1e9;
};
const summarize = (values) => {
	const room = new Float64Array(values.length);
	let count = 0, ongoing = 0, total = 0;
	for (const v of values) {
		if (v === -1) ongoing++;
		else if (v !== null) {
			room[count++] = v;
			total += v;
		}
	}
	const sorted = room.subarray(0, count).sort();
	return described(sorted, values.length - count - ongoing, ongoing, total);
};
const described = (sorted, unknown, ongoing, total) => {
	const count = sorted.length;
	return {
		sorted, count, ongoing, total, unknown,
		p25: percentile(sorted, 25), median: percentile(sorted, 50), p75: percentile(sorted, 75), p90: percentile(sorted, 90), enough: count >= 5,
	};
};
// The order statistics that hold the median with 95 % (see the definitions).
const interval = ({ sorted, count: n }) => {
	let below = 0, term = -n * Math.LN2, low = 0;
	for (; low <= n / 2; low++) {
		below += Math.exp(term);
		if (below > 0.025) break;
		term += Math.log(n - low) - Math.log(low + 1);
	}
	return low ? [sorted[low - 1], sorted[n - low]] : null;
};

// --- Drawings.
const plot = 180, above = 12, bottom = 24, rowHeight = 42;
const share = (at, n) => (n ? `${number((100 * at) / n)}%` : "0%");
const hint = (text) => (text ? `<title>${escape(text)}</title>` : "");
const text = (kind, x, y, anchor, words) => `<text class="${kind}" x="${x}" y="${number(y)}"${anchor ? ` text-anchor="${anchor}"` : ""}>${escape(words)}</text>`;
const open = (id, title, desc, kind, height, body) =>
	`<svg class="chart ${kind}" role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${number(height)}"><title id="${id}-title">${escape(title)}</title><desc id="${id}-desc">${escape(desc)}</desc>${body}</svg>`;
const level = (kind, y, words) => `<line class="${kind}" x2="100%" y1="${number(y)}" y2="${number(y)}"/>${text("tick", "-8", y + 4, "end", words)}`;
const below = (labels, n, from, y) => `<g text-anchor="middle">${labels.map((l, i) => (l.text ? text(l.minor ? "tick minor" : "tick", share(i + from, n), y, "", l.text) : "")).join("")}</g>`;
const labelsBelow = (labels, y) => below(labels, labels.length, 0.5, y);
const edgesBelow = (edges, n, y) => below(edges, n, 0, y);
const ceiling = (most) => {
	let step = 1;
	for (let i = 0; most > 5 * step; i++) step *= [2, 2.5, 2][i % 3];
	return [Math.max(step, Math.ceil(most / step) * step), step];
};
const highest = (layers, n) => Math.max(0, ...Array.from({ length: n }, (_, i) => sum(layers.map((l) => l.values[i]))));
const levels = (top, [end, step]) => {
	let out = "";
	for (let v = 0; v <= end; v += step) out += level(v ? "grid" : "axis", top + plot * (1 - v / end), number(v, 2));
	return out;
};
const paints = (id, layers) => {
	let defs = "";
	const list = layers.map((l) => {
		if (!l.hatched) return `class="${l.kind}"`;
		defs += `<defs><pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="${l.kind}" width="5" height="5"/><rect class="gap" width="1.5" height="5"/></pattern></defs>`;
		return `fill="url(#${id}-hatch)"`;
	});
	return [defs, list];
};
const columns = (id, title, desc, labels, hints, layers) => {
	const n = labels.length, axis = ceiling(highest(layers, n));
	const [defs, paint] = paints(id, layers);
	let body = defs + levels(above, axis);
	for (let i = 0; i < n; i++) {
		body += `<svg x="${share(i + 0.08, n)}" width="${share(0.84, n)}">${hint(hints[i])}`;
		let total = 0, foot = above + plot;
		layers.forEach((l, k) => {
			total += l.values[i];
			const head = Math.round(above + plot * (1 - total / axis[0]));
			if (head < foot) body += `<rect ${paint[k]} y="${head}" height="${foot - head}"/>`;
			foot = head;
		});
		body += "</svg>";
	}
	return open(id, title, desc, "columns", above + plot + bottom, body + labelsBelow(labels, above + plot + 18));
};
const rows = (id, title, desc, names, ends, layers) => {
	const most = Math.max(highest(layers, names.length), 1);
	const [defs, paint] = paints(id, layers);
	const body = names.map((name, i) => {
		const y = rowHeight * i;
		let x = 0, out = text("name", "0", y + 14, "", name) + text("tick", "100%", y + 14, "end", ends[i]);
		layers.forEach((l, k) => {
			const v = l.values[i];
			if (!v) return;
			out += `<rect ${paint[k]} x="${number((100 * x) / most)}%" y="${number(y + 20)}" width="${number((100 * v) / most)}%" height="14">${hint(`${name}: ${number(v, 2)} ${l.name}`)}</rect>`;
			x += v;
		});
		return out;
	});
	return open(id, title, desc, "rows", rowHeight * names.length, defs + body.join(""));
};
const histogram = (id, title, desc, edges, counts, hints, marks, kind) => {
	const n = counts.length, top = above + 16 * marks.length, axis = ceiling(Math.max(0, ...counts));
	let body = levels(top, axis);
	counts.forEach((c, i) => (body += `<rect class="${kind}" x="${share(i + 0.02, n)}" y="${number(top + plot * (1 - c / axis[0]))}" width="${share(0.96, n)}" height="${number((plot * c) / axis[0])}">${hint(hints[i])}</rect>`));
	marks.forEach((m, i) => {
		const x = share(m.at, n), y = above + 16 * i, right = m.at > n / 2;
		body += `<line class="mark" x1="${x}" x2="${x}" y1="${number(y - 8)}" y2="${number(top + plot)}"/><svg x="${x}" overflow="visible">${text("name", right ? "-5" : "5", y, right ? "end" : "start", m.text)}</svg>`;
	});
	return open(id, title, desc, "histogram", top + plot + bottom, body + edgesBelow(edges, n, top + plot + 18));
};
const strip = (id, title, desc, n, dots) =>
	open(id, title, desc, "strip", 28, `<line class="axis" x2="100%" y1="14" y2="14"/>${dots.map((d) => `<circle class="dot ${d.kind}" cx="${share(d.at, n)}" cy="14" r="6">${hint(d.text)}</circle>`).join("")}`);
const lines = (id, title, desc, labels, ticks, list) => {
	const n = labels.length, height = number(above + plot + bottom);
	const low = Math.log(ticks[0]), high = Math.log(ticks.at(-1));
	const y = (v) => above + plot * (1 - Math.min(1, Math.max(0, ((v > 0 ? Math.log(v) : low) - low) / (high - low))));
	let body = ticks.map((t, i) => level(i ? "grid" : "axis", y(t), format(t))).join("");
	for (const { kind, points } of list) {
		body += `<svg viewBox="0 0 ${100 * n} ${height}" preserveAspectRatio="none" width="100%" height="${height}">`;
		for (let i = 0; i < n; i++) {
			const from = i;
			while (i < n && points[i]) i++;
			if (i === from) continue;
			const run = points.slice(from, i).map((p, k) => [100 * (from + k) + 50, p]);
			if (run.length === 1) {
				const [[x, p]] = run;
				body += `<rect class="band ${kind}" x="${x - 20}" y="${number(y(p.p75))}" width="40" height="${number(y(p.p25) - y(p.p75))}"/>`;
				continue;
			}
			const path = (key) => run.map(([x, p], k) => `${k ? "L" : "M"}${x} ${number(y(p[key]))}`).join("");
			body += `<path class="band ${kind}" d="${path("p75")}${run.toReversed().map(([x, p]) => `L${x} ${number(y(p.p25))}`).join("")}Z"/><path class="line ${kind}" d="${path("median")}"/>`;
		}
		body += "</svg>";
	}
	for (const { kind, points } of list)
		points.forEach((p, i) => {
			if (!p) return;
			const x = share(i + 0.5, n);
			if (p.interval) body += `<line class="whisker ${kind}" x1="${x}" x2="${x}" y1="${number(y(p.interval[0]))}" y2="${number(y(p.interval[1]))}"/>`;
			body += `<circle class="dot ${kind}" cx="${x}" cy="${number(y(p.median))}" r="4">${hint(p.hint)}</circle>`;
		});
	return open(id, title, desc, "lines", above + plot + bottom, body + labelsBelow(labels, above + plot + 18));
};
const ranges = (id, title, desc, ticks, list) => {
	const low = Math.log(ticks[0]), high = Math.log(ticks.at(-1)), height = rowHeight * list.length;
	const at = (v) => Math.min(1, Math.max(0, ((v > 0 ? Math.log(v) : low) - low) / (high - low)));
	let body = "";
	ticks.forEach((t, i) => {
		const x = share(at(t), 1);
		body += `<line class="grid" x1="${x}" x2="${x}" y2="${number(height)}"/>${text("tick", x, height + 16, i ? (i + 1 < ticks.length ? "middle" : "end") : "start", format(t))}`;
	});
	list.forEach((row, i) => {
		const y = rowHeight * i;
		body += text("name", "0", y + 14, "", row.name) + text("tick", "100%", y + 14, "end", row.end);
		if (!row.enough) return;
		const from = at(row.p25), to = at(row.p75), middle = number(y + 28);
		body += `<g>${hint(row.hint)}<line class="whisker tone-1" x1="${share(to, 1)}" x2="${share(at(row.p90), 1)}" y1="${middle}" y2="${middle}"/><rect class="spread" x="${share(from, 1)}" y="${number(y + 22)}" width="${share(to - from, 1)}" height="12"/><circle class="dot tone-1" cx="${share(at(row.median), 1)}" cy="${middle}" r="5"/></g>`;
	});
	return open(id, title, desc, "ranges", height + 22, body);
};
const heat = (id, title, desc, labels, limits, list) => {
	const n = labels.length;
	const body = list.map((row, k) => {
		const y = rowHeight * k;
		const cells = row.values.map((v, i) => (v > 0 ? `<rect class="level-${1 + limits.filter((l) => l <= v).length}" x="${share(i + 0.05, n)}" width="${share(0.9, n)}" height="16">${hint(row.hints[i])}</rect>` : ""));
		return `${text("name", "0", y + 14, "", row.name)}${text("tick", "100%", y + 14, "end", row.end)}<svg y="${number(y + 20)}" height="16"><rect class="level-0" width="100%" height="16"/>${cells.join("")}</svg>`;
	});
	return open(id, title, desc, "heat", rowHeight * list.length + 20, body.join("") + labelsBelow(labels, rowHeight * list.length + 14));
};

// --- Panels: what the page shows of each series.
const cell = (words, path = "") => ({ text: String(words), path });
const count = (n, path, words = n) => cell(words, n ? path : "");
const page = (p, anchor = "") => `postmortems/${p.slug}/${anchor}`;
const days = (date) => Date.parse(date) / 864e5;

// links gives the addresses of the post mortems and action items of a scope
// that have what is named too.
const links = (scope) => {
	const value = (name, text) => ((name === "since" && scope[name] > text) || (name === "until" && scope[name] < text) ? scope[name] : text);
	const asked = (pairs) => {
		const own = Object.entries(scope).filter(([name]) => name === "service" || !(name in pairs));
		const more = Object.entries(pairs).filter(([name, text]) => name !== "service" || text !== scope.service);
		const all = [...own, ...more.map(([name, text]) => [name === "service" && scope.service ? "also" : name, value(name, text || "-")])];
		return all.map(([name, text]) => `${name}=${query(text)}`).join("&");
	};
	return { posts: (pairs) => `postmortems/?${asked(pairs)}`, items: (pairs) => `action-items/?${asked(pairs)}` };
};
const outside = (n) => (n ? `; ${n} more on other dates, or without one` : "");
const monthNames = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const periodLabels = (span) =>
	span.map((i) => {
		const name = span.at(i).slice(5);
		if (span.step === YEAR || (span.starts(i) && (span.length > 12 || span.step === QUARTER))) return { text: String(span.year(i)) };
		if (span.length <= 12 && span.step === MONTH) return { text: monthNames[name - 1], minor: i % 3 > 0 };
		return span.length <= 12 ? { text: name, minor: true } : { text: "" };
	});
const named = (span, i) => span.at(i).replace(" ", "");
const stretch = (span) => `${named(span, 0)}..${named(span, span.length - 1)}`;
const elsewhere = "Other dates, or none";
const knownCells = (to, key, s, pairs = {}) => [count(s.count, to.posts({ ...pairs, [key]: "known" })), count(s.unknown, to.posts({ ...pairs, [key]: "unknown" })), count(s.ongoing, to.posts({ ...pairs, [key]: "ongoing" }))];
const glyphs = { critical: "▲", high: "■", medium: "◆", low: "●", "near miss": "○" };

const seriesPanel = (key, title, posts, span, to, values, knownValues, slugs, look) => {
	const all = values.map(() => 0), counts = span.map(() => values.map(() => 0));
	let out = 0;
	for (const p of posts) {
		const i = span.index(p.month), k = p[key];
		all[k]++;
		if (i < 0) out++;
		else counts[i][k]++;
	}
	const others = [...values.keys()].filter((k) => k >= knownValues && all[k]).sort((a, b) => all[b] - all[a] || compare(values[a], values[b]));
	const order = [...Array(knownValues).keys(), ...others];
	const n = counts.map((row) => order.map((k) => row[k]));
	const sums = order.map((_, k) => sum(n.map((row) => row[k])));
	const total = sum(sums);
	if (!total) return null;
	const looks = order.map((k, i) => look(i, values[k], slugs[k]));
	const names = order.map((k) => given(values[k]));
	const hints = n.map((row, i) => `${span.at(i)}: ${sum(row)}${row.map((c, k) => (c ? `, ${names[k]} ${c}` : "")).join("")}`);
	const layers = order.map((_, k) => ({ name: names[k], kind: looks[k][0], values: n.map((row) => row[k]) })).reverse();
	return {
		key, note: plural(total, "post mortem") + outside(out), legend: names.map((name, k) => ({ name, kind: looks[k][0], glyph: looks[k][1] })),
		head: ["Period", ...names, "All"],
		rows: [
			...n.map((row, i) => [cell(span.at(i)), ...row.map((c, k) => count(c, to.posts({ in: named(span, i), [key]: values[order[k]] }))), count(sum(row), to.posts({ in: named(span, i) }))]),
			[cell("All"), ...order.map((k, i) => count(sums[i], to.posts({ in: stretch(span), [key]: values[k] }))), count(total, to.posts({ in: stretch(span) }))],
			[cell("Share"), ...sums.map((c) => cell(percent(c, total))), cell("")],
			...(out ? [[cell(elsewhere), ...order.map(() => cell("")), count(out, to.posts({ not_in: stretch(span) }))]] : []),
		],
		drawing: columns(`pm-chart-${key}`, title, `Stacked columns of ${plural(total, "post mortem")}, from ${span.at(0)} to ${span.at(span.length - 1)}. The table below has the numbers.`, periodLabels(span), hints, layers),
	};
};

const edges = [0, 60, 120, 240, 480, 900, 1800, 3600, 7200, 14400, 28800, 57600, 115200, 230400, 460800];
const durationPanel = (d, posts, data, to) => {
	if (!d.count) return null;
	const bin = (v) => edges.findLastIndex((e) => e <= v);
	const first = bin(d.sorted[0]), last = bin(d.sorted.at(-1));
	const bins = edges.slice(first, last + 1).map((from, i) => ({ from, to: edges[first + i + 1] ?? 0, n: 0 }));
	for (const v of d.sorted) bins[bin(v) - first].n++;
	const place = (v) => {
		for (const [i, b] of bins.entries()) {
			if (!b.to) return i + 0.5;
			if (v >= b.to) continue;
			return i + Math.max(0, b.from ? Math.log(v / b.from) / Math.log(b.to / b.from) : v / b.to);
		}
		return bins.length;
	};
	const name = (b) => (b.to ? `${short(b.from)} to ${short(b.to)}` : `${short(b.from)} and more`);
	const ends = [...bins.map((b) => b.from), bins.at(-1).to].map((v, i) => (bins.length <= 8 ? { text: short(v), minor: i % 3 > 0 } : { text: i % 2 ? "" : short(v), minor: i % 4 > 0 }));
	const marks = d.enough ? [["median", d.median], ["p75", d.p75], ["p90", d.p90]] : [];
	const eighth = d.sorted.at(-Math.min(6, d.count));
	const longest = posts.filter((p) => p.duration !== null && p.duration >= eighth).toSorted((a, b) => b.duration - a.duration).slice(0, 6);
	const desc = `Columns of how many of ${plural(d.count, "outage")} last how long, on a logarithmic scale. The table below has the numbers and the longest.`;
	return {
		key: "durations", note: counted(d), few: d.enough ? "" : "Too few to say where the median lies.", legend: [], head: ["Duration", "Post mortems"],
		rows: [...bins.map((b) => [cell(name(b)), count(b.n, to.posts({ duration: `${b.from / 60}..${b.to ? b.to / 60 : ""}` }))]), ...marks.map(([m, v]) => [cell(m), cell(format(v))]), ...knownCells(to, "duration", d).map((c, i) => [cell(["known", "unknown", "ongoing"][i]), c]), ...longest.map((p) => [cell(p.title, page(p)), cell(format(p.duration))])],
		drawing: histogram("pm-chart-durations", "How long outages last", desc, ends, bins.map((b) => b.n), bins.map((b) => `${name(b)}: ${b.n}`), marks.map(([m, v]) => ({ at: place(v), text: `${m} ${format(v)}` })), "tone-1") +
			strip("pm-chart-longest", "The longest outages", "A dot for each of the longest outages, listed in the table below.", bins.length, longest.map((p) => ({ at: place(p.duration), text: `${p.title}: ${format(p.duration)}`, kind: `sev-${data.slugs.severities[p.severity]}` }))),
	};
};
const counted = (s) => `${s.count} known, ${s.unknown} unknown${s.ongoing ? `, ${s.ongoing} ongoing` : ""}`;

const scale = [60, 240, 900, 3600, 14400, 86400, 345600, 1382400, 5529600];
const around = (low, high) => {
	let from = 0, to = scale.length - 1;
	while (from < to - 1 && scale[from + 1] <= low) from++;
	while (to > from + 1 && scale[to - 1] >= high) to--;
	return scale.slice(from, to + 1);
};
const trendPanel = (posts, quarters, to) => {
	if (!quarters.length) return null;
	const group = (span, key) => {
		const groups = span.map(() => []);
		let out = 0;
		for (const p of posts) {
			const i = span.index(p.month);
			if (i < 0) out++;
			else groups[i].push(p[key]);
		}
		return [groups.map(summarize), out];
	};
	const dense = group(quarters, "time_to_restore")[0].filter((s) => s.enough).length * 2 >= quarters.length;
	const span = dense ? quarters : quarters.in(YEAR);
	const list = [["Time to restore", "time_to_restore"], ["Time to detect", "time_to_detect"]].map(([name, key], k) => {
		const [points, out] = group(span, key);
		for (const p of points) p.interval = p.enough ? interval(p) : null;
		points.forEach((p, i) => (p.hint = `${name}, ${span.at(i)}: median ${format(p.median)} of ${p.count}`));
		return { name, key, out, all: points, kind: `tone-${k + 1}`, points: points.map((p) => (p.enough ? p : null)) };
	});
	const drawn = list.flatMap((l) => l.points.filter(Boolean));
	const low = drawn.reduce((m, p) => Math.min(m, p.p25), Infinity);
	const high = drawn.reduce((m, p) => Math.max(m, p.p75, p.interval?.[1] ?? 0), 0);
	const range = (p) => (p.interval ? `${format(p.interval[0])} to ${format(p.interval[1])}` : "");
	const row = (l, i) => {
		const p = l.all[i];
		const head = [cell(span.at(i)), cell(l.name), ...knownCells(to, l.key, p, { in: named(span, i) })];
		return [...head, ...(p.enough ? [format(p.p25), format(p.median), format(p.p75), range(p)] : ["", "too few", "", ""]).map((t) => cell(t))];
	};
	const panel = {
		key: "trend", note: `Median and the middle half, logarithmic scale${outside(list[0].out)}`, legend: list.map((l) => ({ name: l.name.toLowerCase(), kind: l.kind, glyph: "●" })),
		head: ["Period", "Figure", "Known", "Unknown", "Ongoing", "p25", "Median", "p75", "Median, 95 % interval"], rows: span.map((i) => list.map((l) => row(l, i))).flat(),
		few: high ? "" : "Too few to say: no period has five known values.", drawing: "",
	};
	if (!high) return panel;
	const desc = "Lines of the median time to restore and to detect by period, with bands from the 25th to the 75th percentile and whiskers for the uncertainty of the median. The table below has the numbers.";
	panel.drawing = lines("pm-chart-trend", "Are outages getting shorter?", desc, periodLabels(span), around(low, high), list);
	return panel;
};

// figuresOf describes every figure of the chosen post mortems, until it is called
// again. Their values are in order already.
const figuresOf = (data, { count, has }) =>
	data.order.map(({ known, sorted, ongoing, room }) => {
		let n = 0, total = 0, still = 0;
		for (const i of ongoing) still += has[i];
		for (let i = 0; i < known.length; i++)
			if (has[known[i]]) {
				room[n++] = sorted[i];
				total += sorted[i];
			}
		return described(room.subarray(0, n), count - n - still, still, total);
	});
const timesPanel = (summaries, data, chosen, to) => {
	if (!chosen) return null;
	const list = data.figures.map(({ key, name }, k) => {
		const s = summaries[k];
		const [middle, p25, p75, p90] = [s.median, s.p25, s.p75, s.p90].map(format);
		return { ...s, key, name, end: s.enough ? middle : `too few (${s.count})`, hint: `${name}: median ${middle}, p25 ${p25}, p75 ${p75}, p90 ${p90} of ${s.count}`, cells: s.enough ? [middle, p75, p90] : ["too few", "", ""] };
	});
	const drawn = list.filter((s) => s.enough);
	const panel = {
		key: "times", note: "Median, middle half and p90, logarithmic scale", legend: [], head: ["Figure", "Known", "Unknown", "Ongoing", "Median", "p75", "p90", "Total"], drawing: "",
		rows: list.map((s) => [cell(s.name), ...knownCells(to, s.key, s), ...s.cells.map((t) => cell(t)), cell(s.count ? format(s.total) : "–")]),
	};
	const high = Math.max(0, ...drawn.map((s) => s.p90));
	if (!high) return { ...panel, few: "Too few to say: no figure has five known values." };
	const desc = "Bars from the 25th to the 75th percentile of each figure, with a dot at the median and a line to the 90th percentile. The table below has the numbers.";
	panel.drawing = ranges("pm-chart-times", "Where the time goes", desc, around(Math.min(...drawn.map((s) => s.p25)), high), list.filter((s) => s.count));
	return panel;
};
// tally counts places in a vocabulary: its own values first, then others, most
// frequent first; the place of "not given" is -1.
const tally = (lists, values, known) => {
	const n = new Map(Array.from({ length: known }, (_, k) => [k, 0]));
	for (const list of lists) for (const k of list.length ? list : [-1]) n.set(k, (n.get(k) ?? 0) + 1);
	const all = [...n].map(([k, n]) => ({ k, n, name: values[k] ?? "" }));
	return [...all.filter(({ k }) => k >= 0 && k < known).sort((a, b) => a.k - b.k), ...all.filter(({ k }) => k < 0 || k >= known).sort((a, b) => b.n - a.n || compare(a.name, b.name))];
};
const impactPanel = (posts, data, to) => {
	if (!posts.length) return null;
	const list = tally(posts.map((p) => p.impact), data.impacts, data.known[3]);
	const share = (c) => percent(c.n, posts.length);
	return {
		key: "impact", note: `${plural(posts.length, "post mortem")}, of which some have several`, legend: [], head: ["Impact", "Post mortems", "Share"],
		rows: list.map((c) => [cell(given(c.name)), count(c.n, to.posts({ impact: c.name })), cell(share(c))]),
		drawing: rows("pm-chart-impact", "Impact", "Bars of post mortems by impact. The table below has the numbers.", list.map((c) => given(c.name)), list.map((c) => `${c.n}, ${share(c)}`), [{ name: "post mortems", kind: "tone-1", values: list.map((c) => c.n) }]),
	};
};

const limits = [900, 3600, 14400, 57600];
const outagesPanel = (posts, data, span, to) => {
	const byService = new Map(), nobody = [-1];
	let unknown = 0, ongoing = 0;
	for (const { duration, service, passed } of posts) {
		if (duration === -1) ongoing++;
		if (duration === null) unknown++;
		if (duration === null || duration === -1) continue;
		const services = service.length ? service : nobody;
		for (let k = 0; k < services.length; k++) {
			const s = services[k];
			let row = byService.get(s);
			if (!row) byService.set(s, (row = { place: s, name: data.services[s] ?? "", time: new Array(span.length).fill(0), out: 0, posts: 0 }));
			row.posts++;
			for (let i = 0; i < passed.length; i += 2) {
				const at = passed[i] - span.first; // months, as the span's steps are
				if (at < 0 || at >= span.length) row.out += passed[i + 1];
				else row.time[at] += passed[i + 1];
			}
		}
	}
	if (!byService.size || !span.length) return null;
	for (const row of byService.values()) row.inside = sum(row.time);
	let list = [...byService.values()].sort((a, b) => b.inside - a.inside || b.inside + b.out - a.inside - a.out || compare(a.name, b.name));
	if (list.length > 6) {
		const rest = list.slice(6);
		const merged = { merged: rest.length, time: span.map((i) => sum(rest.map((r) => r.time[i]))), out: sum(rest.map((r) => r.out)), posts: 0 };
		const others = new Set(rest.map((r) => r.place));
		for (const p of posts) if (p.duration !== null && p.duration !== -1 && (p.service.length ? p.service : nobody).some((s) => others.has(s))) merged.posts++;
		merged.inside = sum(merged.time);
		list = [...list.slice(0, 6), merged];
	}
	const listed = list.filter((r) => !r.merged).map((r) => r.name || "-").join("|");
	const name = (r) => (r.merged ? plural(r.merged, "other service") : given(r.name));
	const of = (r, pairs) => to.posts({ ...(r.merged ? { not_service: listed } : { service: r.name }), ...pairs });
	const without = [["unknown", unknown], ["ongoing", ongoing]].filter(([, n]) => n);
	const bounds = ["0", ...limits.map(short)];
	return {
		key: "outages", note: `${span.at(0)} to ${span.at(span.length - 1)}; in the table, minutes by month. Without time: ${unknown} unknown, ${ongoing} ongoing`,
		legend: bounds.map((b, i) => ({ name: i < limits.length ? `${b} to ${bounds[i + 1]}` : `${b} and more`, kind: `level-${i + 1}` })),
		head: ["Service", "Outages", "All time", ...span.map((i) => span.at(i))],
		rows: [
			...list.map((r) => [cell(name(r)), count(r.posts, of(r, { duration: "known" })), cell(format(r.inside + r.out)), ...r.time.map((t, i) => count(t, of(r, { out: named(span, i) }), Math.floor(t / 60)))]),
			...without.map(([state, n]) => [cell(state), count(n, to.posts({ duration: state })), cell(""), ...span.map(() => cell(""))]),
		],
		drawing: heat("pm-chart-outages", "Outage time by service and month", "A row for each service, a cell for each month, the darker the longer the service was out. The table below has the numbers.", periodLabels(span), limits,
			list.map((r) => ({ name: name(r), end: format(r.inside), values: r.time, hints: r.time.map((t, i) => `${span.at(i)}: ${format(t)}`) }))),
	};
};

// --- Action items: closed, open, overdue.
const standing = (name = "") => ({ name, n: [0, 0, 0] });
const size = (s) => sum(s.n);
const standingLegend = [{ name: "closed", kind: "done" }, { name: "open", kind: "open" }, { name: "overdue", kind: "late", hatched: true }];
const standingLayers = (list) => standingLegend.map((l, k) => ({ ...l, values: list.map((s) => s.n[k]) }));
const standings = ["closed", "on time", "overdue"];
const standingCells = (to, head, s, pairs = {}) => [cell(head), ...s.n.map((c, k) => count(c, to.items({ ...pairs, state: standings[k] }))), count(size(s), to.items(pairs)), cell(percent(s.n[0], size(s)))];
const standingHead = ["Closed", "Open", "Overdue", "All", "Closing rate"];
const ages = [0, 30, 90, 180, 365];
const ageAt = (day, asOf) => (day === null ? ages.length : ages.findLastIndex((a) => a <= Math.max(0, asOf - day)));
const ageRange = (i) => (i < ages.length ? `${ages[i]}..${ages[i + 1] ?? ""}` : "");
const ageNames = [...ages.map((a, i) => (i + 1 < ages.length ? `${a}–${ages[i + 1] - 1}` : `${a}+`)), "unknown"];

const followUp = (posts, data, span) => {
	const f = { all: standing(), outside: standing(), types: data.types.map(standing), owners: data.owners.map(standing), cohorts: span.map((i) => standing(span.at(i))), ages: ageNames.map(() => [0, 0]), states: data.states.map(() => 0), tracked: 0, noDue: 0, longest: 0 };
	for (const p of posts) {
		const i = span.index(p.month);
		const cohort = i < 0 ? f.outside : f.cohorts[i];
		const age = f.ages[ageAt(p.date, data.as_of)];
		const { items } = p;
		for (let at = 0; at < items.length; at += 5) {
			const state = items[at + 2], flags = items[at + 3], late = items[at + 4];
			f.all.n[state]++;
			cohort.n[state]++;
			f.types[items[at]].n[state]++;
			f.states[flags >> 2]++;
			f.tracked += flags & 1;
			if (late > f.longest) f.longest = late;
			if (!state) continue;
			f.owners[items[at + 1]].n[state]++;
			if (!(flags & 2)) f.noDue++;
			age[0]++;
			if (state === 2) age[1]++;
		}
	}
	const order = (a, b) => size(b) - size(a) || compare(a.name, b.name);
	f.types = [...f.types.slice(0, data.known[2]), ...f.types.slice(data.known[2]).filter(size).sort(order)];
	f.owners = f.owners.filter(size).sort((a, b) => b.n[2] - a.n[2] || order(a, b));
	return f;
};
const actionsPanel = (f, to) => {
	const all = size(f.all);
	if (!all) return null;
	return {
		key: "actions", note: `${plural(all, "action item")}, ${percent(f.all.n[0], all)} closed`, legend: standingLegend, head: ["Type", ...standingHead],
		rows: [...f.types.map((s) => standingCells(to, given(s.name), s, { type: s.name })), standingCells(to, "All", f.all)],
		drawing: rows("pm-chart-actions", "Action items by type", `Bars of ${plural(all, "action item")} by type: closed, open and overdue. The table below has the numbers.`, f.types.map((s) => given(s.name)), f.types.map((s) => String(size(s))), standingLayers(f.types)),
	};
};
const statesPanel = (f, data, to) => {
	const all = size(f.all);
	if (!all) return null;
	const known = data.known[4];
	const list = f.states.map((n, k) => ({ n, k, name: data.states[k] })).filter((c) => c.k < known || c.n);
	list.sort((a, b) => Math.min(a.k, known) - Math.min(b.k, known) || b.n - a.n || compare(a.name, b.name));
	const row = (name, n, of, pairs) => [cell(name), count(n, to.items(pairs)), cell(percent(n, of))];
	return {
		key: "states", note: `${plural(all, "action item")}; ${percent(f.tracked, all)} have tracking; ${f.noDue} open without a due date`, legend: [], head: ["State", "Action items", "Share"],
		rows: [...list.map((c) => row(given(c.name), c.n, all, { state: c.name })), row("with tracking", f.tracked, all, { tracking: "yes" }), row("open without a due date", f.noDue, f.all.n[1] + f.all.n[2], { state: "unfinished", due: "" })],
		drawing: rows("pm-chart-states", "Action items by state", "Bars of action items by state. The table below has the numbers.", list.map((c) => given(c.name)), list.map((c) => `${c.n}, ${percent(c.n, all)}`), [{ name: "action items", kind: "tone-1", values: list.map((c) => c.n) }]),
	};
};
const cohortsPanel = (f, span, to) => {
	if (!size(f.all) || !span.length) return null;
	return {
		key: "cohorts", note: `${plural(size(f.all) - size(f.outside), "action item")} by the period of the incident${outside(size(f.outside))}`, legend: standingLegend, head: ["Period", ...standingHead],
		rows: [...f.cohorts.map((s, i) => standingCells(to, s.name, s, { in: named(span, i) })), ...(size(f.outside) ? [standingCells(to, elsewhere, f.outside, { not_in: stretch(span) })] : [])],
		drawing: columns("pm-chart-cohorts", "Are promises kept?", "Stacked columns of action items by the period of their incident: closed, open and overdue. The table below has the numbers.", periodLabels(span),
			f.cohorts.map((s) => `${s.name}: ${s.n[0]} closed, ${s.n[1]} open, ${s.n[2]} overdue`), standingLayers(f.cohorts)),
	};
};
const still = (s) => s.n[1] + s.n[2];
const ownersPanel = (f, to) => {
	if (!f.owners.length) return null;
	const shown = f.owners.slice(0, 6);
	const cells = (name, s, pairs = {}) => [cell(name), count(still(s), to.items({ ...pairs, state: "unfinished" })), count(s.n[2], to.items({ ...pairs, state: "overdue" }))];
	let note = `${still(f.all)} open, of which ${f.all.n[2]} overdue`;
	if (f.longest) note += `, the longest ${plural(f.longest, "day")}`;
	if (f.owners.length > 6) note += `; ${plural(f.owners.length - 6, "more owner")} in the register`;
	return {
		key: "owners", note, more: cell("Overdue action items", to.items({ state: "overdue" })), legend: standingLegend.slice(1), head: ["Owner", "Open", "Overdue"],
		rows: [...shown.map((s) => cells(s.name || "nobody", s, { owner: s.name })), cells("All", f.all)],
		drawing: rows("pm-chart-owners", "Open action items by owner", "Bars of open and overdue action items by owner, most overdue first. The table below has the numbers.", shown.map((s) => s.name || "nobody"), shown.map((s) => `${s.n[2]} overdue of ${still(s)}`), standingLayers(shown).slice(1)),
	};
};
const agesPanel = (f, to) => {
	const list = f.ages.map(([n, late], i) => ({ name: ageNames[i], age: ageRange(i), n, late })).filter((a, i) => i < ages.length || a.n);
	const n = sum(list.map((a) => a.n));
	if (!n) return null;
	const layers = [{ name: "open", kind: "open", values: list.map((a) => a.n - a.late) }, { name: "overdue", kind: "late", hatched: true, values: list.map((a) => a.late) }];
	return {
		key: "ages", note: `${plural(n, "open item")} by the days since the incident`, legend: standingLegend.slice(1), head: ["Days since the incident", "Open", "Overdue"],
		rows: list.map((a) => [cell(a.name), count(a.n, to.items({ age: a.age, state: "unfinished" })), count(a.late, to.items({ age: a.age, state: "overdue" }))]),
		drawing: columns("pm-chart-ages", "Age of open action items", "Columns of open and overdue action items by the days since the incident. The table below has the numbers.", list.map((a) => ({ text: a.name })), list.map((a) => `${a.name} days: ${a.n} open, of which ${a.late} overdue`), layers),
	};
};

// --- Controls, vendors, luck, review: tables.
const recurring = (posts, data) => {
	const groups = new Map();
	for (const p of posts)
		for (let i = 0; i < p.control.length; i += 2) {
			const [name, key] = p.control.slice(i, i + 2);
			if (!groups.has(key)) groups.set(key, { name: data.controls[name], key: data.control_keys[key], where: [] });
			groups.get(key).where.push([p, p.anchor[i / 2]]);
		}
	return [...groups.values()].filter((g) => g.where.length > 1).sort((a, b) => b.where.length - a.where.length);
};
const failed = ({ where }) => {
	const n = new Set(where.map(([p]) => p)).size;
	return plural(where.length, "time") + (n < where.length ? ` in ${plural(n, "post mortem")}` : "");
};
const controlsPanel = (list, to) => {
	const path = (g) => to.posts({ control: g.key });
	return {
		key: "controls", note: `${plural(list.length, "control")} failed more than once`, legend: [], head: ["Control", "Failed", "Newest"], drawing: "",
		rows: list.slice(0, 6).map((g) => [cell(g.name), cell(failed(g), path(g)), cell(g.where[0][0].date === null ? "" : date(g.where[0][0].date), page(g.where[0][0], `#${g.where[0][1]}`))]),
	};
};
const vendorsPanel = (posts, data, to) => {
	const groups = new Map();
	for (const p of posts) {
		if (!groups.has(p.vendor)) groups.set(p.vendor, []);
		groups.get(p.vendor).push(p);
	}
	const list = [...groups].filter(([v]) => data.vendors[v]).map(([v, group]) => ({ name: data.vendors[v], posts: group.length, ...Object.fromEntries(["duration", "time_to_engage_vendor", "vendor_to_restore"].map((k) => [k, summarize(group.map((p) => p[k]))])) }));
	list.sort((a, b) => b.posts - a.posts || b.duration.total - a.duration.total || compare(a.name, b.name));
	const median = (s) => (s.enough ? `${format(s.median)} (${s.count})` : `too few (${s.count})`);
	const known = (v, key, words) => count(v[key].count, to.posts({ vendor: v.name, [key]: "known" }), words);
	return {
		key: "vendors", note: `${plural(list.length, "vendor")}; times from detected to contacted, from contacted to restored, with how many are known`, legend: [], head: ["Vendor", "Post mortems", "Outage time", "Engaged, median", "Restored, median"], drawing: "",
		rows: list.slice(0, 6).map((v) => [cell(v.name), count(v.posts, to.posts({ vendor: v.name })), known(v, "duration", format(v.duration.total)), known(v, "time_to_engage_vendor", median(v.time_to_engage_vendor)), known(v, "vendor_to_restore", median(v.vendor_to_restore))]),
	};
};
const luckPanel = (posts, to) => {
	const hedged = sum(posts.map((p) => p.hedged)), not = sum(posts.map((p) => p.unhedged));
	if (!hedged && !not) return null;
	const bare = posts.filter((p) => p.unhedged);
	return {
		key: "luck", note: `${plural(bare.length, "post mortem")} with luck that no action item hedges; the newest below`, legend: [], head: ["Luck", "Lessons", "Share"], drawing: "",
		rows: [[cell("hedged by an action item"), count(hedged, to.posts({ luck: "hedged" })), cell(percent(hedged, hedged + not))], [cell("not hedged"), count(not, to.posts({ luck: "unhedged" })), cell(percent(not, hedged + not))],
			...bare.slice(0, 3).map((p) => [cell(p.title, page(p)), cell("not hedged"), cell("")])],
	};
};
const statuses = ["draft", "review", "completed"];
const isLate = (data, p) => data.target_days > 0 && p.status !== 2 && p.date !== null && data.as_of - p.date > data.target_days;
const pipelinePanel = (posts, data, to) => {
	const n = ageNames.map(() => [0, 0]);
	for (const p of posts) if (p.status < 2) n[ageAt(p.date, data.as_of)][p.status]++;
	const all = sum(n.flat());
	if (!all) return null;
	const late = posts.filter((p) => isLate(data, p)).toSorted((a, b) => a.date - b.date);
	const cells = (list, i) => list.map((c, status) => count(c, to.posts({ age: ageRange(i), status: statuses[status] })));
	return {
		key: "pipeline", note: `${plural(all, "post mortem")} not completed${late.length ? `, ${late.length} of them late; the longest late below` : ""}`, legend: [], head: ["Days since the incident", "Drafts", "In review"], drawing: "",
		more: late.length ? cell(`All ${late.length} late`, to.posts({ late: "yes" })) : undefined,
		rows: [...n.map((list, i) => [cell(ageNames[i]), ...cells(list, i)]).filter((_, i) => i < ages.length || sum(n[i])), ...late.slice(0, 6).map((p) => [cell(p.title, page(p)), cell(plural(data.as_of - p.date, "day")), cell("late")])],
	};
};

// --- Answers: what the panels say in short.
const recentDays = 365;
const capital = (words) => words[0].toUpperCase() + words.slice(1);
const answers = (posts, data, f, until, controls, to) => {
	const side = (name, days) => {
		const since = until - days - recentDays + 1, end = until - days;
		const part = posts.filter((p) => p.date !== null && p.date >= since && p.date <= end);
		const s = summarize(part.map((p) => p.time_to_restore));
		s.interval = interval(s);
		let words = `${name}: ${s.count} known`;
		if (s.enough) words += `, median ${format(s.median)}`;
		if (s.interval) words += ` (95 %: ${s.interval.map(format).join(" to ")})`;
		const window = { since: date(since), until: date(end) };
		return { part, window, interval: s.interval, cell: count(s.count, to.posts({ ...window, time_to_restore: "known" }), words) };
	};
	const now = side(`last ${recentDays} days`, 0), before = side(`${recentDays} days before`, recentDays);
	let verdict = "No certain change";
	if (!now.interval || !before.interval) verdict = "Too few to say";
	else if (now.interval[1] < before.interval[0]) verdict = "Yes, shorter";
	else if (now.interval[0] > before.interval[1]) verdict = "No, longer";
	const noticed = tally(now.part.map((p) => [p.detection]), data.detections, data.known[1]).filter((c) => c.n);
	const first = noticed.reduce((most, c) => (c.n > (most?.n ?? 0) ? c : most), null);
	const late = f.all.n[2], open = still(f.all);
	return [
		{ question: "Are outages getting shorter?", chart: "trend", text: verdict, rests: [now.cell, before.cell] },
		{
			question: "Who finds them first?", chart: "detection", text: first ? `${capital(given(first.name))}: ${first.n} of ${now.part.length}` : "Nobody had to",
			rests: [...noticed.map((c) => count(c.n, to.posts({ ...now.window, detection: c.name }), `${given(c.name)}: ${c.n}`)), cell(`in the last ${recentDays} days`)],
		},
		{
			question: "Which promises are overdue?", chart: "owners", text: late ? `${late} of ${open} open` : "None", late: late > 0,
			rests: late ? [cell(`all ${late}, the longest ${plural(f.longest, "day")}`, to.items({ state: "overdue" })), ...f.owners.slice(0, 3).filter((s) => s.n[2]).map((s) => cell(`${s.name || "nobody"}: ${s.n[2]}`, to.items({ owner: s.name, state: "overdue" })))] : [cell(`of ${open} open`)],
		},
		{
			question: "Which controls keep failing?", chart: "controls", text: controls.length ? `${controls.length} failed again` : "None failed twice",
			rests: controls.slice(0, 3).map((g) => cell(`${g.name}: ${plural(g.where.length, "time")}`, to.posts({ control: g.key }))),
		},
	];
};

// --- Filters: a name, and which post mortems have a value. "-" is a value that
// is not given.
const none = "-";
const alike = (names, slugs, value) => {
	const at = names.indexOf(value === none ? "" : value);
	return new Set([...names.keys()].filter((i) => i === at || (slugs && at >= 0 && slugs[i] === slugs[at])));
};
const one = (key, names, slugs) => (data, value) => {
	const places = alike(data[names], data.slugs[slugs], value);
	return (p) => places.has(p[key]);
};
const several = (key, names, slugs) => (data, value) => {
	const places = alike(data[names], data.slugs[slugs], value);
	return (p) => (value === none ? !p[key].length : p[key].some((k) => places.has(k)));
};
// range reads from..to, of which the second is the first that is outside.
export const range = (words) => {
	const [from, to] = words.split("..").map((w) => (w === "" ? Infinity : Number(w)));
	return (n) => n >= from && n < to;
};
const monthsIn = (words) => {
	const [, year, quarter, month] = /^(\d{4})(?:Q([1-4])|-(\d\d))?$/.exec(words) ?? [];
	const first = year * 12 + (quarter ? 3 * (quarter - 1) : month ? month - 1 : 0);
	return [first, first + (quarter ? 2 : month ? 0 : 11)];
};
// inPeriods reads 2026, 2026Q1, 2026-03, or two of them with .. between.
export const inPeriods = (words) => {
	const ends = words.split("..").map(monthsIn);
	return (month) => month !== null && month >= ends[0][0] && month <= ends.at(-1)[1];
};
const age = (data, p) => Math.max(0, data.as_of - p.date);
const figure = ({ values }, value) => {
	const states = { known: (v) => v !== null && v >= 0, unknown: (v) => v === null, ongoing: (v) => v === -1 };
	const inside = range(value);
	const holds = states[value] ?? ((v) => states.known(v) && inside(v / 60));
	return (p) => holds(values[p.at]);
};
const filters = {
	in: (_, value) => ((inside) => (p) => inside(p.month))(inPeriods(value)),
	not_in: (_, value) => ((inside) => (p) => !inside(p.month))(inPeriods(value)),
	since: (_, value) => (p) => p.date !== null && p.date >= days(value),
	until: (_, value) => (p) => p.date !== null && p.date <= days(value),
	service: several("service", "services", "services"),
	also: several("service", "services", "services"), // beside another
	not_service: (data, value) => {
		const listed = value.split("|");
		return (p) => (p.service.length ? p.service.map((s) => data.services[s]) : [none]).some((name) => !listed.includes(name));
	},
	severity: one("severity", "severities", "severities"),
	detection: one("detection", "detections", "detections"),
	impact: several("impact", "impacts"),
	vendor: one("vendor", "vendors", "vendors"),
	tag: several("tag", "tags", "tags"),
	status: (_, value) => (p) => statuses[p.status] === value,
	age: (data, value) => ((inside) => (p) => (p.date === null ? value === none : inside(age(data, p))))(range(value)),
	late: (data) => (p) => isLate(data, p),
	luck: (_, value) => (p) => p[value] > 0,
	control: (data, value) => ((key) => (p) => p.control.some((k, i) => i % 2 && k === key))(data.control_keys.indexOf(value)),
	out: (_, value) => ((inside) => (p) => p.passed.some((month, i) => i % 2 === 0 && inside(month) && p.passed[i + 1] > 0))(inPeriods(value)),
	reaching: (_, value) => (p) => p.reach > 0 && p.reach <= Number(value),
	missing: (_, value) => (p) => p.reach < 0 && p.reach >= -Number(value),
};

// select gives the post mortems that a filter picks: names and values as in the
// addresses that tables lead to. Names that there are not pick nothing out.
export const select = (data, all, f) => {
	const tests = Object.entries(f).filter(([, value]) => value).flatMap(([name, value]) => {
		const column = data.figures.find((c) => c.key === name);
		return column ? [figure(column, value)] : filters[name] ? [filters[name](data, value)] : [];
	});
	return tests.length ? all.filter((p) => tests.every((test) => test(p))) : all;
};

// records turns the columns of the file into one object for each post mortem,
// and puts what is known of each figure in order, once for all filters.
export const records = (data) => {
	const keys = ["slug", "title", "date", "status", "severity", "detection", "service", "vendor", "impact", "tag", "passed", "control", "anchor", "hedged", "unhedged", "reach", "items"];
	const figures = data.figures.filter(({ key }) => ["duration", "time_to_detect", "time_to_restore", "time_to_engage_vendor", "vendor_to_restore"].includes(key));
	data.order = data.figures.map(({ values }) => {
		const places = [...values.keys()];
		const known = Int32Array.from(places.filter((i) => values[i] !== null && values[i] >= 0)).sort((a, b) => values[a] - values[b]);
		return { known, sorted: Float64Array.from(known, (i) => values[i]), ongoing: places.filter((i) => values[i] === -1), room: new Float64Array(known.length) };
	});
	return data.slug.map((_, i) => {
		const p = Object.fromEntries(keys.map((k) => [k, data[k][i]]));
		for (const { key, values } of figures) p[key] = values[i];
		p.at = i;
		p.month = p.date === null ? null : months(p.date);
		return p;
	});
};

const once = (make) => {
	let made;
	return () => (made ??= [make()])[0];
};

// begin gives the panels of the post mortems that a filter picks, by their keys,
// and the answers: each is worked out when it is asked for, and only until the
// next begin. A panel without numbers is null. Availability is not among them: it
// has its own days.
export const begin = (data, all, f = {}) => {
	const posts = select(data, all, f);
	const to = links(f);
	const last = f.until ? Math.min(data.as_of, days(f.until)) : data.as_of;
	const span = latest(posts, months(last), QUARTER, 12);
	const follow = once(() => followUp(posts, data, span));
	const controls = once(() => recurring(posts, data));
	const summaries = once(() => {
		const chosen = { count: posts.length, has: new Uint8Array(all.length) };
		for (const p of posts) chosen.has[p.at] = 1;
		return figuresOf(data, chosen);
	});
	const severityLook = (_, value, slug) => [`sev-${slug}`, glyphs[value] ?? "▪"];
	const toneLook = (i) => [`tone-${(i % 5) + 1}`, "■"];
	const makers = {
		severity: () => seriesPanel("severity", "Severity over time", posts, span, to, data.severities, data.known[0], data.slugs.severities, severityLook),
		durations: () => durationPanel(summaries()[data.figures.findIndex((f) => f.key === "duration")], posts, data, to),
		trend: () => trendPanel(posts, span, to),
		times: () => timesPanel(summaries(), data, posts.length, to),
		detection: () => seriesPanel("detection", "Who noticed", posts, span, to, data.detections, data.known[1], data.slugs.detections, toneLook),
		outages: () => outagesPanel(posts, data, span.in(MONTH).until(months(data.as_of)).newest(12), to),
		impact: () => impactPanel(posts, data, to),
		actions: () => actionsPanel(follow(), to),
		states: () => statesPanel(follow(), data, to),
		cohorts: () => cohortsPanel(follow(), span, to),
		owners: () => ownersPanel(follow(), to),
		ages: () => agesPanel(follow(), to),
		controls: () => controlsPanel(controls(), to),
		vendors: () => vendorsPanel(posts, data, to),
		luck: () => luckPanel(posts, to),
		pipeline: () => pipelinePanel(posts, data, to),
	};
	const panels = Object.fromEntries(Object.entries(makers).map(([key, make]) => [key, once(() => ((p) => (p?.rows.length ? p : null))(make()))]));
	const answered = () => answers(posts, data, follow(), last, controls(), to).map((a) => ({ ...a, chart: panels[a.chart]() ? a.chart : "" }));
	return { count: posts.length, panels, answers: answered };
};

// board gives all of it at once.
export const board = (data, all, f) => {
	const { count, panels, answers } = begin(data, all, f);
	return { count, panels: Object.values(panels).map((panel) => panel()).filter(Boolean), answers: answers() };
};
