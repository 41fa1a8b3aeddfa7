import assert from "node:assert/strict";
import { test } from "node:test";
import { event, fresh, html, open, settled, until } from "./dom.mjs";

// --- reload.js: the page is updated when the server says that it has changed.
class Events extends EventTarget {
	static opened = [];
	readyState = 1;
	constructor(address) {
		super();
		this.address = address;
		Events.opened.push(this);
	}
	close() { this.readyState = 2; }
	say(type, data, lastEventId = "") { this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data), lastEventId })); }
}
globalThis.EventSource = Events;
globalThis.CustomEvent = class extends Event {
	constructor(type, { detail }) { super(type); this.detail = detail; }
};

const start = async (main, { before = () => {}, head = "" } = {}) => {
	const document = open(`${head}${main === null ? "<p>no main</p>" : `<main>${main}</main>`}`, "http://host/a b/?q=1");
	document.currentScript = { dataset: { sums: "s1" } };
	document.hidden = false;
	const told = [];
	document.addEventListener("pmsite:main", ({ detail }) => told.push(["main", detail]));
	document.addEventListener("pmsite:notes", ({ detail }) => told.push(["notes", detail]));
	Events.opened = [];
	before(document);
	await fresh("./reload.js");
	const events = () => Events.opened.at(-1);
	const become = (main, title = "New title") => events().say("main", `<title>${title}</title><main>${main}</main>`, "s2");
	return { document, told, events, become, main: document.querySelector("main"), shown: () => document.querySelector("main").innerHTML, again: () => location.went.length };
};

test("the page requests its events", async () => {
	const { events, told } = await start("<p>x</p>");
	assert.equal(events().address, "/-pmsite/events?page=%2Fa%2520b%2F&sums=s1");
	assert.deepEqual(told.map(([name]) => name), ["main"]);
	assert.equal(told[0][1].main.innerHTML, "<p>x</p>");
});

test("texts are updated in place", async () => {
	const { become, main, shown, again, document, told } = await start("<h1>Title</h1><p>one <b>two</b></p><p>three</p>");
	const [, p] = main.children, bold = p.querySelector("b"), text = bold.firstChild;
	become("<h1>Title</h1><p>one <b>zwei</b></p><p>three</p>");
	assert.equal(shown(), "<h1>Title</h1><p>one <b>zwei</b></p><p>three</p>");
	assert.ok(main.children[1] === p && p.querySelector("b") === bold && bold.firstChild === text, "what only changes its words is made anew");
	assert.equal(document.title, "New title");
	assert.equal(again(), 0);
	assert.equal(told.length, 2);
	assert.equal(told[1][1].main.querySelector("b").textContent, "zwei");
	assert.equal(told[1][1].live.get(told[1][1].main.querySelector("b")), bold, "others are not told what on the page is what was served");
	become("<h1>Title</h1><p>eins <b>zwei</b></p><p>drei</p>");
	assert.equal(shown(), "<h1>Title</h1><p>eins <b>zwei</b></p><p>drei</p>");
	assert.equal(bold.firstChild, text);
	become("<h1>Heading</h1><p>eins <b>zwei</b></p><p>drei</p>");
	assert.equal(shown(), "<h1>Heading</h1><p>eins <b>zwei</b></p><p>drei</p>");
	assert.equal(again(), 0);
});

test("blocks are added and removed between those that stay", async () => {
	const { become, main, shown, again } = await start("<p>a</p><p>b</p><p>c</p>");
	const [a, b, c] = main.children;
	become("<p>a</p><p>new</p><p>b</p><p>c</p>");
	assert.equal(shown(), "<p>a</p><p>new</p><p>b</p><p>c</p>");
	become("<p>a</p><p>new</p><p>b</p><p>c</p><ul><li>end</li></ul>");
	assert.equal(shown(), "<p>a</p><p>new</p><p>b</p><p>c</p><ul><li>end</li></ul>");
	become("<p>b</p><p>c</p><ul><li>end</li></ul>");
	assert.equal(shown(), "<p>b</p><p>c</p><ul><li>end</li></ul>");
	become("<p>b</p><p>c</p><ul><li>end!</li></ul>");
	become("<ol><li>other</li></ol><p>c</p><ul><li>end!</li></ul>");
	assert.equal(shown(), "<ol><li>other</li></ol><p>c</p><ul><li>end!</li></ul>");
	become("");
	assert.equal(shown(), "");
	become("<p>again</p>");
	assert.equal(shown(), "<p>again</p>");
	assert.equal(again(), 0);
	assert.equal(main.contains(a) || main.contains(b) || main.contains(c), false);
});

test("changes of elements that the theme's scripts may reference reload the page", async () => {
	for (const [was, is] of [
		["<p>a</p><h2>b</h2>", "<p>a</p>"], ["<p>a</p>", "<p>a</p><div><time>1</time></div>"], ["<p class=\"x\">a</p>", "<p class=\"y\"><button>b</button></p>"], ["<pre>a</pre><p>b</p>", "<p>b</p>"], ["<p>a</p>", "<p>a</p><form></form>"], ["<p>a</p>", "<p>a</p><details></details>"], ["<p>a</p>", "<nav></nav><p>a</p>"], ["<p>a</p>", "<p>a</p><script></script>"],
	]) {
		const { become, again, shown } = await start(was);
		become(is);
		assert.equal(again(), 1, `${was} becomes ${is}`);
		assert.equal(shown(), was, "the page is changed in part before it loads again");
	}
});

test("changed attributes replace the element, or reload the page", async () => {
	const inside = await start('<p class="a">x</p><p>y</p>');
	inside.become('<p class="b">x</p><p>y</p>');
	assert.deepEqual([inside.shown(), inside.again()], ['<p class="b">x</p><p>y</p>', 0]);
	const { events, again } = await start("<p>x</p>");
	events().say("main", '<main class="b"><p>x</p></main>', "s2");
	assert.equal(again(), 1);
});

test("elements that a script has moved reload the page", async () => {
	for (const [act, is] of [[(main) => main.children[1].remove(), "<p>a</p><p>changed</p>"], [(main) => main.children[1].remove(), "<p>a</p>"], [(main) => {
		const box = document.createElement("div");
		main.children[1].replaceWith(box);
		box.append(document.createElement("i"));
	}, "<p>a</p><i>x</i><b>y</b>"]]) {
		const { main, become, again } = await start("<p>a</p><p>b</p>");
		act(main);
		become(is);
		assert.equal(again(), 1, is);
	}
	const { main, become, again } = await start("<p>a</p><p>b</p>");
	const box = document.createElement("div");
	main.children[1].replaceWith(box);
	become("<p>a</p><p>new</p><p>b</p>");
	assert.equal(again(), 1, "what is new is put before a block that is elsewhere");
});

test("a page reloads if its old or new version has no main part", async () => {
	const without = await start(null);
	without.events().say("main", "<main></main>");
	assert.equal(without.again(), 1);
	assert.deepEqual(without.told, []);
	const { events, again } = await start("<p>x</p>");
	events().say("main", "<p>x</p>");
	assert.equal(again(), 1);
	events().say("reload", "");
	assert.equal(again(), 2);
});

test("the focus is restored after a reload", async () => {
	const first = await start('<p><a id="here"></a></p>', { before: (document) => (document.activeElement = document.querySelector("#here")) });
	first.events().say("reload", "");
	assert.equal(sessionStorage.getItem("pmsite-focus"), "/a%20b/#here");
	for (const [kept, want] of [["/a%20b/#here", true], ["/other/#here", false], [null, false]]) {
		const { document } = await start('<p><a id="here"></a></p>', { before: () => kept && sessionStorage.setItem("pmsite-focus", kept) });
		page.dispatchEvent(event("load"));
		assert.equal(document.activeElement === document.querySelector("#here"), want, `kept: ${kept}`);
		assert.ok(!document.scrolled, "the page scrolls to what has the focus");
		assert.equal(sessionStorage.getItem("pmsite-focus"), null, "where the focus was is remembered for longer than once");
	}
	const nowhere = await start("<p>x</p>");
	nowhere.events().say("reload", "");
	assert.equal(sessionStorage.getItem("pmsite-focus"), null);
});

test("style sheets are replaced after the new ones have loaded", async () => {
	const { events, document, again } = await start("<p>x</p>", { head: '<link rel="stylesheet" href="a.css"><link rel="icon" href="i"><link rel="stylesheet" href="b.css">' });
	const links = () => document.querySelectorAll("link").map((link) => link.href).join();
	events().say("style", '<link rel="stylesheet" href="a2.css"><link rel="stylesheet" href="b2.css">', "s3");
	assert.equal(links(), "a.css,a2.css,i,b.css,b2.css");
	for (const link of document.querySelectorAll("link")) link.onload?.();
	assert.equal(links(), "a2.css,i,b2.css");
	assert.equal(again(), 0);
	events().say("style", '<link rel="stylesheet" href="a2.css">');
	assert.equal(again(), 1);
});

test("events of the page are passed on", async () => {
	const { events, told } = await start("<p>x</p>");
	events().say("notes", "<p>late</p>");
	assert.deepEqual(told.at(-1), ["notes", "<p>late</p>"]);
});

test("hidden pages close their connection, and later catch up from what they show", async () => {
	const { events, document, become } = await start("<p>x</p>");
	const see = (hidden) => {
		document.hidden = hidden;
		document.dispatchEvent(event("visibilitychange"));
	};
	become("<p>y</p>");
	see(false);
	assert.equal(Events.opened.length, 1, "a page in sight asks again though it hears");
	see(true);
	assert.equal(events().readyState, 2);
	see(true);
	assert.equal(Events.opened.length, 1);
	see(false);
	assert.equal(Events.opened.length, 2);
	assert.ok(events().address.endsWith("&sums=s2"), "what has become of the page is forgotten");
	events().say("style", "", "s4");
	page.dispatchEvent(event("pagehide"));
	assert.equal(events().readyState, 2);
	see(false);
	assert.ok(events().address.endsWith("&sums=s4"));
	const hidden = await start("<p>x</p>", { before: (document) => (document.hidden = true) });
	assert.equal(Events.opened.length, 0);
	page.dispatchEvent(event("pagehide"));
	page.dispatchEvent(event("pageshow", { persisted: false }));
	assert.equal(hidden.again(), 0);
	page.dispatchEvent(event("pageshow", { persisted: true }));
	assert.equal(hidden.again(), 1, "a page from the browser's memory is shown as it was");
});

// --- notes.js: the server's notes on the page, in a corner.
const notes = async () => {
	const document = open("<main></main>");
	await fresh("./notes.js");
	const say = (detail) => document.dispatchEvent(new CustomEvent("pmsite:notes", { detail }));
	return { document, say, panel: () => document.querySelector("aside"), body: () => document.querySelector("aside").shadowRoot.querySelector(".pmsite-notes"), link: () => document.querySelector("aside").shadowRoot.querySelector("link") };
};

test("notes are shown once their style sheet has loaded, and hidden if there are none", async () => {
	const { document, say, panel, body, link } = await notes();
	assert.equal(panel(), null);
	say("<p>late</p>");
	assert.equal(panel().hidden, true, "remarks are shown without their style");
	assert.equal(panel().getAttribute("aria-label"), "Findings");
	assert.deepEqual([link().rel, link().href], ["stylesheet", "/-pmsite/preview.css"]);
	link().onload();
	link().sheet = {};
	assert.equal(panel().hidden, false);
	assert.equal(body().innerHTML, "<p>late</p>");
	say("");
	assert.equal(panel().hidden, true);
	link().onload();
	assert.equal(panel().hidden, true);
	say("<p>again</p>");
	assert.equal(panel().hidden, false);
	assert.equal(document.querySelectorAll("aside").length, 1, "there is a panel for each time");
});

test("notes stay expanded, and keep the focus", async () => {
	const { say, panel, body } = await notes();
	const remarks = '<details><summary>2 findings</summary><a href="a">a</a><a href="b">b</a></details>';
	say(remarks);
	const details = () => body().querySelector("details");
	assert.equal(details().open, false);
	details().open = true;
	details().dispatchEvent(event("toggle"));
	assert.equal(sessionStorage.getItem("pmsite-notes"), "open");
	panel().shadowRoot.activeElement = body().querySelector("a[href='b']");
	say(remarks);
	assert.equal(details().open, true);
	assert.equal(document.activeElement, body().querySelector("a[href='b']"));
	assert.equal(document.scrolled, false, "the page scrolls to the remarks");
	details().open = false;
	details().dispatchEvent(event("toggle"));
	assert.equal(sessionStorage.getItem("pmsite-notes"), "closed");
	document.activeElement = document.body;
	panel().shadowRoot.activeElement = body().querySelector("summary");
	say(remarks);
	assert.equal(details().open, false);
	assert.equal(document.activeElement, body().querySelector("summary"), "the first that can have the focus loses it");
	panel().shadowRoot.activeElement = null;
	document.activeElement = document.body;
	say(remarks);
	assert.equal(document.activeElement, document.body, "remarks take the focus though they had it not");
});

// --- marks.js: differences from the base, in the margin.
const observed = [];
globalThis.ResizeObserver = class { constructor(run) { this.run = run; observed.push(this); } observe(part) { this.part = part; } };
const marked = async (main, base, { ok = true, notice = '<div class="pmsite-compare" data-base="/base"></div>' } = {}) => {
	const document = open(`<main>${notice}${main}</main>`);
	const asked = [];
	globalThis.fetch = async (address) => (asked.push(address), { ok, text: async () => (base === null ? "<p>nothing</p>" : `<main>${base}</main>`) });
	await fresh("./marks.js");
	const page = document.querySelector("main"), live = new Map();
	const pair = (node) => (live.set(node, node), node.childNodes.forEach(pair));
	pair(page);
	let i = 0;
	for (const block of page.querySelectorAll("*")) block.box = { top: 100 * i, bottom: 100 * i + 50, left: 40, height: 50, i: i++ };
	const tell = () => document.dispatchEvent(new CustomEvent("pmsite:main", { detail: { main: page, live } }));
	const layer = () => document.body.children.find((child) => child.shadowRoot);
	const marks = () => (layer()?.shadowRoot.querySelector(".pmsite-marks").children ?? []).map((mark) => `${mark.className}${mark.localName === "details" ? `: ${mark.querySelector("p").innerHTML.trim()}` : ""}`);
	return { document, page, live, tell, asked, layer, marks, see: async () => {
		tell();
		await settled();
		return marks();
	} };
};
const differing = async (main, base, more) => (await marked(main, base, more)).see();

test("new, changed and removed blocks are marked", async () => {
	for (const [main, base, want, why] of [
		["<p>a</p><p>b</p>", "<p>a</p><p>b</p>", []],
		["<p>a</p><p>new</p><p>b</p>", "<p>a</p><p>b</p>", ["added"]],
		["<p>a</p><p>b</p>", "<p>a</p><p>gone</p><p>b</p>", ["gone: <del>gone</del>"]],
		["<p>a</p>", "<p>a</p><p>at the end</p>", ["gone: <del>at the end</del>"]],
		["<p>one two three</p>", "<p>one 2 three</p>", ["changed: one <del>2</del> <ins>two</ins> three"]],
		["<p>one two</p>", "<p>one two three</p>", ["changed: one two <del>three</del>"]],
		["<p>zero one</p>", "<p>one</p>", ["changed: <ins>zero</ins> one"]],
		["<p>one   two\n three</p>", "<p>one two three</p>", [], "blanks alone are no difference"],
		["<p><a href=\"/x\">a</a></p>", "<p><a href=\"/y\">a</a></p>", ["changed: a"], "another address is a difference"],
		["<p><a href=\"#x\">a</a></p>", "<p><a href=\"#y\">a</a></p>", [], "places in the page are no difference"],
		["<p><img src=\"x\">a</p>", "<p><img src=\"y\">a</p>", ["changed: a"]],
		["<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>", ["gone: <del>c</del>"], "a list is looked into"],
		["<table><tbody><tr><td>a</td></tr><tr><td>b x</td></tr></tbody></table>", "<table><tbody><tr><td>a</td></tr><tr><td>b y</td></tr></tbody></table>", ["changed: b <del>y</del> <ins>x</ins>"]],
		["<p>same words here</p><h2>t</h2>", "<h2>t</h2><p>same words here</p>", ["added", "gone: <del>same words here</del>"]],
		["<h2>title</h2>", "<p>title</p>", ["added", "gone: <del>title</del>"], "another kind of block is another block"],
		["<p>alpha beta</p><p>gamma delta</p>", "<p>gamma delta x</p>", ["added", "changed: gamma delta <del>x</del>"], "a block is compared with the one that it has most in common with"],
		["<p>alpha beta x</p><p>new words</p>", "<p>alpha beta</p>", ["changed: alpha beta <ins>x</ins>", "added"]],
		["<nav>a</nav><p>x</p>", "<nav>b</nav><p>x</p>", [], "what leads through the site is compared"],
		["<footer>a</footer><p>x</p>", "<p>x</p>", []],
		["<div></div>", "<div><p>a</p></div>", ["changed: <del>a</del>"]],
		["<p>x</p>", "<p> </p><p>x</p>", [], "an empty block that is gone is marked"],
		["<p>b</p>", "<p>a1</p><p>a2</p><p>b</p>", ["gone: <del>a1\na2</del>"]],
	]) assert.deepEqual(await differing(main, base), want, why ?? `${base} becomes ${main}`);
});

test("marks describe their block, and are beside it", async () => {
	const { see, layer, page, tell } = await marked("<p>new</p><p>a</p><p>one</p><p>z</p>", "<p>a</p><p>two one</p><p>gone</p><p>z</p><p>end</p>");
	globalThis.scrollX = 5;
	globalThis.scrollY = 1000;
	assert.deepEqual(await see(), ["added", "changed: <del>two</del> one", "gone: <del>gone</del>", "gone: <del>end</del>"]);
	const marks = layer().shadowRoot.querySelector(".pmsite-marks").children;
	assert.deepEqual(marks.map((mark) => mark.style.cssText), ["top: 1100px; left: 31px; height: 50px", "top: 1300px; left: 31px; height: 50px", "top: 1395px; left: 31px; height: 10px", "top: 1445px; left: 31px; height: 10px"]);
	assert.deepEqual(marks.map((mark) => mark.querySelector("summary")?.title ?? mark.title), ["New", "Changed; press to see how it was", "Removed; press to see what was here", "Removed; press to see what was here"]);
	assert.deepEqual(marks.slice(1).map((mark) => mark.querySelector("summary").getAttribute("aria-label")), ["Changed", "Removed", "Removed"]);
	assert.equal(layer().shadowRoot.querySelector("link").href, "/-pmsite/preview.css");
	const [, block, , folded, empty] = page.children;
	block.box = { ...block.box, left: 3, top: 7 };
	folded.shown = false;
	empty.box = { ...empty.box, height: 0 };
	observed.at(-1).run();
	assert.equal(observed.at(-1).part, document.body);
	assert.equal(marks[0].style.cssText, "top: 1007px; left: 2px; height: 50px", "a mark leaves the page at the left");
	assert.deepEqual(marks.map((mark) => mark.hidden), [false, true, true, true], "what is folded away is marked");
	tell();
	await settled();
	assert.equal(document.body.children.filter((child) => child.shadowRoot).length, 1);
});

test("there are no marks without a base, and old ones are removed", async () => {
	const { see, page, marks, asked, document } = await marked("<p>new</p>", "<p>old</p><p>more</p>");
	assert.notDeepEqual(await see(), []);
	assert.deepEqual(asked, ["/base"]);
	page.querySelector(".pmsite-compare").remove();
	assert.deepEqual(await see(), []);
	assert.equal(asked.length, 1);
	assert.deepEqual(await differing("<p>a</p>", "<p>b</p>", { notice: '<div class="pmsite-compare"></div>' }), []);
	assert.deepEqual(await differing("<p>a</p>", "<p>b</p>", { ok: false }), []);
	assert.deepEqual(await differing("<p>a</p>", null), []);
});

test("marks are those of the last response, and of blocks that are still on the page", async () => {
	const { tell, marks, page } = await marked("<p>new</p><p>a</p>", "<p>a</p>");
	const answers = [];
	globalThis.fetch = () => new Promise((done) => answers.push((base) => done({ ok: true, text: async () => `<main>${base}</main>` })));
	tell();
	tell();
	answers[1]("<p>a</p>");
	await settled();
	assert.deepEqual(marks(), ["added"]);
	answers[0]("<p>new</p><p>a</p><p>b</p>");
	await settled();
	assert.deepEqual(marks(), ["added"], "an answer that came late is shown");
	page.children[1].remove();
	tell();
	answers[2]("<p>a</p>");
	await settled();
	assert.deepEqual(marks(), []);
});
