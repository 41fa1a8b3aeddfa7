// Periods: months since the year 0, in steps of 1, 3 or 12.
export const MONTH = 1, QUARTER = 3, YEAR = 12;
export const months = (day) => {
	const d = new Date(day * 864e5);
	return d.getUTCFullYear() * 12 + d.getUTCMonth();
};
const period = (step, n) => {
	const year = String(Math.floor((n * step) / 12)).padStart(4, "0");
	const month = (n * step) % 12;
	if (step === MONTH) return `${year}-${String(month + 1).padStart(2, "0")}`;
	return step === QUARTER ? `${year} Q${month / 3 + 1}` : year;
};

const monthNames = "January February March April May June July August September October November December".split(" ");

// A Span is a sequence of consecutive periods, oldest first.
class Span {
	constructor(step, first, last) {
		Object.assign(this, { step, first, last, length: last - first + 1 });
	}
	at(i) { return period(this.step, this.first + i); }
	words(i) { // as people say it: March 2026
		const n = this.first + i;
		return this.step === MONTH ? `${monthNames[n % 12]} ${this.year(i)}` : this.at(i);
	}
	year(i) { return Math.floor(((this.first + i) * this.step) / 12); }
	starts(i) { return ((this.first + i) * this.step) % 12 === 0; }
	lastDay(i) {
		const next = (this.first + i + 1) * this.step;
		return Date.UTC(Math.floor(next / 12), next % 12, 0) / 864e5;
	}
	index(month) {
		const n = month === null ? -1 : Math.floor(month / this.step);
		return n >= this.first && n <= this.last ? n - this.first : -1;
	}
	in(step) {
		if (!this.length) return this;
		const first = Math.floor((this.first * this.step) / step);
		return new Span(step, first, Math.floor(((this.last + 1) * this.step - 1) / step));
	}
	until(month) {
		if (!this.length) return this;
		return new Span(this.step, this.first, Math.max(this.first, Math.min(this.last, Math.floor(month / this.step))));
	}
	newest(most) { return new Span(this.step, Math.max(this.first, this.last - most + 1), this.last); }
	map(f) { return Array.from({ length: this.length }, (_, i) => f(i)); }
	named(i) { return this.at(i).replace(" ", ""); } // as queries write it
	stretch() { return `${this.named(0)}..${this.named(this.length - 1)}`; }
}

// latest returns the periods from the oldest post mortem to a month, limited to the
// most recent ones.
export const latest = (posts, until, step, most) => {
	const last = Math.floor(until / step);
	let first = Infinity;
	for (const p of posts) {
		const n = p.month === null ? Infinity : Math.floor(p.month / step);
		if (n <= last && n < first) first = n;
	}
	return first <= last ? new Span(step, Math.max(first, last - most + 1), last) : new Span(step, 0, -1);
};

// fit returns the periods from the oldest post mortem to a month: months if a chart has
// room for them, or else quarters, or else years.
const mostMonths = 13, mostQuarters = 21, mostYears = 20;
export const fit = (posts, until) => {
	const all = latest(posts, until, MONTH, 12 * mostYears), quarters = all.in(QUARTER);
	if (all.length <= mostMonths) return all;
	return quarters.length <= mostQuarters ? quarters : all.in(YEAR).newest(mostYears);
};


// periodLabels labels the columns of a span with years, and the periods within a year
// where there is room.
export const periodLabels = (span) =>
	span.map((i) => {
		const name = span.at(i).slice(5), few = span.length <= 13;
		const starts = span.starts(i) && (!few || span.step === QUARTER || i > 0);
		if (span.step === YEAR || starts) return { text: String(span.year(i)) };
		if (few && span.step === MONTH) return { text: monthNames[name - 1].slice(0, 3), minor: name % 3 !== 1 };
		return few ? { text: name, minor: true } : { text: "" };
	});

const written = /^(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?$/i;
const monthsIn = (words) => {
	const [, year, quarter, month] = written.exec(words) ?? [];
	const first = year * 12 + (quarter ? 3 * (quarter - 1) : month ? month - 1 : 0);
	return [first, first + (quarter ? 2 : month ? 0 : 11)];
};
// isPeriod reports whether a text is a period, or two of them with .. between them.
export const isPeriod = (words) => /^[^.]+(\.\.[^.]+)?$/.test(words) && words.split("..").every((end) => written.test(end));

// inPeriods returns a function that reports whether a month is in 2026, 2026Q1,
// 2026-03, or between two of them, as in 2026..2027.
export const inPeriods = (words) => {
	const ends = words.split("..").map(monthsIn);
	return (month) => month !== null && month >= ends[0][0] && month <= ends.at(-1)[1];
};
