// Enhancements only: every page works without this file.
const root = document.documentElement;
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const make = (name, set) => Object.assign(document.createElement(name), set);

// What the reader has chosen is kept if the browser allows it.
const keep = (name, value) => {
	try {
		localStorage.setItem(name, value);
	} catch {}
};
const kept = (name) => {
	try {
		return localStorage.getItem(name);
	} catch {}
};

// Colour theme: system, light or dark.
const toggle = one(".theme");
const themes = ["auto", "light", "dark"];
const theme = () => root.dataset.theme || "auto";
const label = () => (toggle.ariaLabel = toggle.title = `Colour theme: ${theme()}`);
toggle.onclick = () => {
	const next = themes[(themes.indexOf(theme()) + 1) % 3];
	if (next === "auto") delete root.dataset.theme;
	else root.dataset.theme = next;
	keep("pmsite-theme", next);
	label();
};
label();
toggle.hidden = false; // as a layout may have it

// Timeline: times as written, in UTC, or in the reader's time zone. Clocks are those that
// the site was built with, since a browser may have other rules. The reader's zone is
// offered if it shows other times, and if the clocks can be read: in a folder, only a portable
// site has them.
const zones = one(".zones");
if (zones) {
	const inputs = [...zones.querySelectorAll("input")];
	const [written, own] = [inputs[0], inputs.at(-1)];
	const times = all(".timeline time, .moments time");
	const original = times.map((time) => time.textContent);
	const convert = (offset) =>
		times.map((time, i) => {
			const about = original[i][0] === "~" ? "~" : "";
			const utc = Date.parse(time.dateTime) / 1000;
			const at = new Date((utc + offset(utc)) * 1000).toISOString(); // 2026-03-05T14:05:00.000Z
			const days = (Date.parse(at.slice(0, 10)) - Date.parse(time.dataset.day)) / 864e5;
			const shift = days ? ` ${days > 0 ? "+" : "−"}${Math.abs(days)} d` : "";
			return about + at.slice(11, 11 + original[i].length - about.length) + shift;
		});
	const texts = { written: original, UTC: convert(() => 0) };
	const offer = () => {
		own.parentNode.hidden = !texts.own;
		zones.hidden = inputs.length === 2 && !texts.own;
	};
	const show = (input) => {
		input.checked = true;
		root.classList.toggle("other-zone", input !== written);
		times.forEach((time, i) => (time.textContent = texts[input.value][i]));
	};
	const wanted = kept("pmsite-zone");
	const choose = (value) => {
		const input = inputs.find((input) => input.value === value);
		if (input && value === wanted) show(input);
	};
	const addOwn = async () => {
		const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
		const { zones: index, clocks } = await (await fetch(zones.dataset.zones)).json();
		const [first, ...changes] = clocks[index[zone]];
		const converted = convert((at) => {
			const next = changes.findIndex((change, i) => i % 2 === 0 && change > at);
			return [first, ...changes].at(next < 0 ? -1 : next);
		});
		const same = inputs.find(({ value }) => texts[value]?.join() === converted.join());
		if (same) return wanted === "own" && show(same);
		texts.own = converted;
		own.nextSibling.data = ` ${zone}`;
		offer();
		choose("own");
	};
	zones.onchange = ({ target }) => {
		keep("pmsite-zone", target.value);
		show(target);
	};
	offer();
	choose("UTC");
	if (location.protocol !== "file:" || globalThis.pmsite) addOwn().catch(() => {});
}

// Timeline: only the rows with an event, if there are others.
const timeline = one(".timeline");
if (timeline && one(".timeline > .event") && one(".timeline > li:not(.event)")) {
	const box = make("input", { type: "checkbox", onchange: () => root.classList.toggle("milestones-only", box.checked) });
	const label = make("label", { className: "milestones" });
	label.append(box, " milestones only");
	timeline.before(label);
}

// Links to places: they copy themselves. Controls are part of the text, so that theirs are added here.
if (navigator.clipboard) {
	for (const control of all(".prose li[id^='control-']")) {
		control.append(" ", make("a", { className: "anchor", href: `#${control.id}`, textContent: "#", ariaLabel: "Link to this control" }));
	}
	const links = all(".anchor");
	const said = make("p", { className: "unseen", role: "status" });
	if (links.length) one("main").append(said);
	for (const link of links) {
		link.title = "Copy link";
		link.onclick = async () => {
			await navigator.clipboard.writeText(link.href);
			link.classList.add("copied");
			said.textContent = "Link copied";
			setTimeout(() => {
				link.classList.remove("copied");
				said.textContent = "";
			}, 1500);
		};
	}
}

// Code: a button that copies it.
for (const pre of navigator.clipboard ? all("pre.code") : []) {
	const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
	button.onclick = async () => {
		await navigator.clipboard.writeText(pre.textContent);
		button.textContent = "Copied";
		setTimeout(() => (button.textContent = "Copy"), 1500);
	};
	const box = make("div", { className: "codebox" });
	pre.replaceWith(box);
	box.append(pre, button);
}

// Table of contents: open beside the text, with the current section marked.
const toc = one(".toc");
if (toc) {
	const wide = matchMedia("(min-width: 64em)");
	(wide.onchange = () => (toc.open = wide.matches))();
	const links = all(".toc a");
	const heads = links.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1))));
	const mark = () => {
		const at = heads.findLastIndex((head) => head.getBoundingClientRect().top < 120);
		links.forEach((a, i) => a.classList.toggle("here", i === Math.max(at, 0)));
	};
	onscroll = () => requestAnimationFrame(mark);
	mark();
}

// Search: its script is fetched when the search box gets the focus. On the search page it runs at once if the address has a
// query, and otherwise after what the page comes with is on the screen.
const find = one("form[data-script]");
if (find) {
	const input = find.elements.q;
	const attach = () => import(new URL(find.dataset.script, document.baseURI).href).then((module) => module.attach(find));
	if (!find.matches(".search")) input.addEventListener("focus", attach, { once: true });
	else if (location.search) attach();
	else requestAnimationFrame(() => setTimeout(attach));
	addEventListener("keydown", (event) => {
		if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
		event.preventDefault();
		if (input.checkVisibility()) input.focus();
		else location.assign(find.action);
	});
}
