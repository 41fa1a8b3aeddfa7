// How filters are said in words.
import { meant } from "./posts.js";

const labels = { in: "period", not_in: "not in period", since: "from", until: "until", out: "out of service in", age: "age in days", reaching: "out in the last (days)", missing: "without times in the last (days)", also: "and service", not_service: "service other than", control: "failed control", caught_by: "caught by", factor: "contributing factor" };

// lists are the names of the lists of values.
export const lists = { service: "services", also: "services", control: "control_keys", severity: "severities", status: "statuses", detection: "detections", impact: "impacts", harm: "harms", caught_by: "caughts", vendor: "vendors", factor: "factors", tag: "tags" };

export const element = (name, properties = {}, ...children) => {
	const e = Object.assign(document.createElement(name), properties);
	e.append(...children);
	return e;
};

export const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;

export const label = (data, name) => data.figures.find((f) => f.key === name)?.name.toLowerCase() ?? labels[name] ?? name;

const folded = (text) => text.toLowerCase().replace(/[-_\s]+/g, " ");
export const isSame = (one, other) => folded(one) === folded(other);

const period = "a year, quarter or month, such as 2026, 2026Q2 or 2026-03, or a range of them, such as 2025..2026-03";
const day = "a day, such as 2026-03-05", days = "a number of days";
const forms = { year: "a year, such as 2026", in: period, not_in: period, out: period, since: day, until: day, age: "a range of days, such as 30..90", reaching: days, missing: days, luck: "hedged, open or unhedged" };
const figure = "a range of minutes, such as 60..120, nor known, unknown, ongoing, none, before or not applicable";

// spelt returns a value as the post mortems spell it.
export const spelt = (data, name, value) => {
	if (value === "-") return "not given";
	const word = meant(data, name, value);
	if (name === "status" && isSame(word, "review")) return "in review";
	if (forms[name] === period) return word.toUpperCase();
	if (data.figures.some((f) => f.key === name)) return word.toLowerCase();
	return data[lists[name]]?.find((known) => isSame(known, word)) ?? word.replaceAll("|", ", ");
};

const few = 12;

// fault says why a value selects nothing.
export const fault = (data, name, value) => {
	const named = label(data, name);
	const form = forms[name] ?? (data.figures.some((f) => f.key === name) ? figure : "");
	if (form) return `${named}: “${value}” is not ${form}.`;
	const known = (data[lists[name]] ?? []).filter(Boolean);
	return `${named}: no post mortem has “${value}”${known.length && known.length <= few ? `; known are ${known.join(", ")}` : ""}.`;
};
