// Pieces of a document's text that show why it was found. They are spans of
// plain text, {text, mark}, which callers must turn into text nodes.

const pieceLength = 180; // approximate number of characters
const pieces = 2;

// match returns the last token of a match that begins at token i, or -1.
function match(words, tokens, i) {
	let at = i;
	for (let offset = 0; offset < words.length; offset++) {
		if (!words[offset]) continue;
		const wanted = tokens[i].position + offset;
		while (at < tokens.length && (tokens[at].position < wanted || (tokens[at].position === wanted && !words[offset].has(tokens[at].term)))) at++;
		if (at === tokens.length || tokens[at].position !== wanted || (offset === 0 && at !== i)) return -1;
	}
	return at;
}

// withNumbers adds the number of an id, as written and without leading zeros.
function withNumbers(tokens) {
	return tokens.flatMap((token) => {
		const digits = token.term.match(/[0-9]*$/)[0];
		const parts = new Set([digits, digits.replace(/^0+/, "")]);
		parts.delete("");
		parts.delete(token.term);
		return [token, ...[...parts].map((term) => ({ ...token, term }))];
	});
}

function excerpt(field, order, text, analyser, matchers) {
	let tokens = analyser.tokens(text), distinct = 0;
	if (field === "ids") tokens = withNumbers(tokens);
	const marks = [];
	for (const { fields, words } of matchers) {
		if (!fields.includes(field)) continue;
		const before = marks.length;
		tokens.forEach((token, i) => {
			const last = match(words, tokens, i);
			if (last >= 0) marks.push([token.start, tokens[last].end]);
		});
		if (marks.length > before) distinct++;
	}
	const merged = [];
	for (const each of marks.sort((a, b) => a[0] - b[0])) {
		const last = merged.at(-1);
		if (last && each[0] < last[1]) last[1] = Math.max(last[1], each[1]);
		else merged.push([...each]);
	}
	return { field, order, text, marks: merged, distinct };
}

// range returns the range of the text to show, cut between words.
function range({ text, marks }, length) {
	if (text.length <= length) return [0, text.length];
	let most = -1, from = 0;
	marks.forEach(([first], i) => {
		const near = marks.slice(i).filter(([, end]) => end - first <= (length * 2) / 3).length;
		if (near > most) [most, from] = [near, first];
	});
	from = Math.max(0, Math.min(from - (length >> 2), text.length - length));
	if (from > 0) {
		const cut = text.slice(from).indexOf(" ");
		if (cut >= 0 && cut < 30) from += cut + 1;
	}
	let to = Math.min(text.length, from + length);
	const cut = text.slice(from, to).lastIndexOf(" ");
	if (to < text.length && cut > length / 2) to = from + cut;
	// Characters beyond U+FFFF take two units.
	if (/[\udc00-\udfff]/.test(text[from] ?? "")) from++;
	if (/[\udc00-\udfff]/.test(text[to] ?? "")) to++;
	return [from, to];
}

function spans(e, length) {
	const [from, to] = range(e, length);
	const out = [];
	let at = from, lead = from > 0 ? "…" : "";
	for (const [begin, end] of e.marks) {
		if (begin < from || end > to) continue;
		out.push({ text: lead + e.text.slice(at, begin) }, { text: e.text.slice(begin, end), mark: true });
		[at, lead] = [end, ""];
	}
	out.push({ text: lead + e.text.slice(at, to) + (to < e.text.length ? "…" : "") });
	return out.filter(({ text }) => text);
}

const all = (texts, analyser, matchers, anchors = []) => {
	let order = 0;
	return texts.flatMap(([field, ...list], i) => list.map((text, j) => ({ ...excerpt(field, order++, text, analyser, matchers), anchor: anchors[i]?.[j] ?? "" })));
};

// excerpts returns the title and the pieces with the most matches, in reading
// order, with the anchors of their sections. If the text has no matches, the piece is the beginning
// of the summary.
export function excerpts(texts, analyser, matchers, anchors) {
	const found = all(texts, analyser, matchers, anchors);
	const title = found.find(({ field }) => field === "title");
	let best = found.filter(({ field, marks }) => field !== "title" && field !== "labels" && marks.length);
	best = best.sort((a, b) => b.distinct - a.distinct || a.order - b.order).slice(0, pieces).sort((a, b) => a.order - b.order);
	if (!best.length) best = found.filter(({ field }) => field === "summary").slice(0, 1);
	return {
		title: title ? spans(title, title.text.length) : [],
		pieces: best.map((e) => ({ field: e.field, anchor: e.anchor, spans: spans(e, pieceLength) })),
	};
}

// firstMark returns the first match in a document, as written.
export function firstMark(texts, analyser, matchers) {
	const e = all(texts, analyser, matchers).find(({ marks }) => marks.length);
	return e ? e.text.slice(...e.marks[0]) : "";
}
