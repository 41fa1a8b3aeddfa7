// Leads to what mentions a ticket number: that of the address (?q=CHG0012345 or #CHG0012345), of the box, or of an address
// without a page (/tickets/CHG0012345/). Without this file, the lists lead there.

// keyOf returns the key of a number in the lists. That of a number with other signs than letters, digits, hyphens and
// underscores ends with ~, and in the lists continues with a checksum. If its letters and digits are none or too many,
// it is X~.
const keyOf = (number) => {
	const joined = number.trim().replace(/\s+/g, "-");
	if (/^([\w-]{1,60}|.*~[\da-f]{8})$/i.test(joined)) return joined.toUpperCase();
	const base = joined.normalize("NFC").toUpperCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
	return !base || base.startsWith("X-") || new TextEncoder().encode(base).length > 110 ? "X~" : `${base}~`;
};

const all = (selector) => [...document.querySelectorAll(selector)];
const folded = (text) => text.trim().replace(/\s+/g, " ").normalize("NFC").toLowerCase();
const query = (number) => `?q=${encodeURIComponent(number)}`;

// decoded returns a part of an address as people mean it: a % that encodes nothing stays.
const decoded = (part) => new URLSearchParams(`q=${part.replace(/[+&]/g, encodeURIComponent)}`).get("q");

// wanted returns the number of the address, or "". What follows # may be the page's own, such as #pm-all.
const wanted = () => {
	const hash = decoded(location.hash.slice(1));
	return new URLSearchParams(location.search).get("q") ?? (hash.startsWith("pm-") && document.getElementById(hash) ? "" : hash);
};

const lead = (form) => {
	const number = wanted(), key = keyOf(number);
	if (!number.trim()) return;
	form.elements.q.value = number;
	const entry = all(".numbers a[id]").find((a) => a.id === key || folded(a.textContent) === folded(number));
	const [list] = all(".numberlists a").filter((a) => key.startsWith(a.dataset.prefix)).sort((a, b) => b.dataset.prefix.length - a.dataset.prefix.length);
	if (entry) location.replace(entry.href);
	else if (list) location.replace(list.href + query(number));
	else form.querySelector(".note").textContent = `No post mortem mentions ${number}.`;
};

const form = globalThis.document?.querySelector(".ticketfinder");
if (form) {
	form.hidden = false; // as a page of an older theme has it
	addEventListener("hashchange", () => lead(form));
	lead(form);
}

// An address below /tickets/ that has no page.
if (globalThis.document?.querySelector(".kind-notfound")) {
	const [, tickets, number] = /^(.*\/tickets\/)([^/]+)\/?(?:index\.html)?$/.exec(location.pathname) ?? [];
	if (number) location.replace(tickets + query(decoded(number)));
}
