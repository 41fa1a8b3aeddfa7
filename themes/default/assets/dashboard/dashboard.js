// Computes the dashboard's numbers and drawings for a filter from
// /data/figures.json. The file also has the panels. The result is the same as that
// of the built pages, which a test checks. These modules do not touch the
// document.
import { days, links } from "./words.js";
import { fit, months } from "./periods.js";
import { isLate, select } from "./posts.js";
import { summaries } from "./figures.js";
import { followed } from "./counts.js";
import { recurring } from "./lists.js";
import { show } from "./panels.js";
import { answered } from "./answers.js";

export { meant, records } from "./posts.js";
export { keepUnits, unbroken } from "./words.js";

const once = (make) => {
	let made;
	return () => (made ??= [make()])[0];
};

// begin returns the panels of the post mortems that match a filter, by key, and
// the answers. Each is computed on first use, which must be before the next begin.
// A panel without numbers is null. Availability is left out, since it has its own
// range of days.
export const begin = (data, all, f = {}) => {
	const posts = select(data, all, f);
	const until = f.until ? Math.min(data.as_of, days(f.until)) : data.as_of;
	const figures = once(() => {
		const has = new Uint8Array(all.length);
		for (const p of posts) has[p.at] = 1;
		return summaries(data, posts, has);
	});
	const chosen = {
		data, posts, until, figures, to: links(f, data),
		failing: once(() => recurring(posts, data)), follow: once(() => followed(posts)),
		late: once(() => posts.filter((p) => isLate(data, p)).toSorted((a, b) => a.date - b.date)),
		span: fit(posts, months(until)),
	};
	const panels = Object.fromEntries(data.panels.map((panel) => [panel.key, once(() => show(chosen, panel))]));
	const has = (key) => panels[key]() !== null;
	return { count: posts.length, panels, answers: () => data.answers.map((a) => answered(chosen, a, has)) };
};

// dashboard returns all panels and answers at once.
export const dashboard = (data, all, f) => {
	const { count, panels, answers } = begin(data, all, f);
	return { count, panels: Object.values(panels).map((panel) => panel()).filter(Boolean), answers: answers() };
};
