// A small DOM with what the scripts of pages use, without styles and layout. A test
// sets the position of an element on the screen with its "box".

const reflected = { className: "class", id: "id", href: "href", src: "src", rel: "rel", type: "type", name: "name", role: "role", scope: "scope", title: "title", dateTime: "datetime", htmlFor: "for", ariaHidden: "aria-hidden", ariaLabel: "aria-label" };
const flags = { hidden: "hidden", open: "open" };
const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#34|#39);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#34": '"', "#39": "'" })[name]);
const void_ = /^(br|hr|img|input|link|meta|rect|line|circle)$/;

class Node extends EventTarget {
	parentNode = null;
	childNodes = [];
	get children() { return this.childNodes.filter((node) => node.nodeType === 1); }
	get firstChild() { return this.childNodes[0] ?? null; }
	get lastChild() { return this.childNodes.at(-1) ?? null; }
	get nextSibling() { return this.parentNode?.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null; }
	get isConnected() { return this.nodeType === 9 || !!(this.parentNode ?? this.host)?.isConnected; }
	get textContent() { return this.childNodes.map((node) => node.textContent).join(""); }
	set textContent(text) { this.replaceChildren(...(text === "" ? [] : [text])); }
	get innerHTML() { return this.childNodes.map(html).join(""); }
	set innerHTML(text) { this.replaceChildren(...parse(text)); }
	contains(node) { for (; node; node = node.parentNode) if (node === this) return true; return false; }
	remove() {
		if (this.parentNode) this.parentNode.childNodes = this.parentNode.childNodes.filter((node) => node !== this);
		this.parentNode = null;
	}
	insertBefore(node, next) {
		const list = node.nodeType === 11 ? [...node.childNodes] : [node];
		for (const each of list) {
			each.remove();
			this.childNodes.splice(next ? this.childNodes.indexOf(next) : this.childNodes.length, 0, each);
			each.parentNode = this;
		}
		return node;
	}
	#put(nodes, next) { for (const node of nodes) this.insertBefore(node instanceof Node ? node : new Text(String(node)), next); }
	append(...nodes) { this.#put(nodes, null); }
	prepend(...nodes) { this.#put(nodes, this.firstChild); }
	after(...nodes) { const next = this.nextSibling; this.parentNode.#put(nodes, next); }
	replaceWith(node) { this.parentNode.insertBefore(node, this); this.remove(); }
	replaceChildren(...nodes) { for (const node of [...this.childNodes]) node.remove(); this.append(...nodes); }
	querySelectorAll(selector) { return [...below(this)].filter((node) => fits(node, selector, this)); }
	querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
	isEqualNode(other) { return html(this) === html(other); }
	// Events bubble up from here; listeners get the element where they began as target.
	dispatchEvent(event) {
		if (!Object.hasOwn(event, "target")) Object.defineProperty(event, "target", { value: this, configurable: true });
		this[`on${event.type}`]?.(event);
		for (const heard of this.heard?.get(event.type) ?? []) {
			if (heard.once) this.heard.get(event.type).delete(heard);
			heard.listener.call(this, event);
		}
		if (event.bubbles) (this.parentNode ?? null)?.dispatchEvent(event);
		return !event.defaultPrevented;
	}
	addEventListener(type, listener, { once = false } = {}) {
		this.heard ??= new Map();
		if (!this.heard.has(type)) this.heard.set(type, new Set());
		this.heard.get(type).add({ listener, once });
	}
}

export class Text extends Node {
	nodeType = 3;
	nodeName = "#text";
	constructor(data) { super(); this.data = data; }
	get textContent() { return this.data; }
	cloneNode() { return new Text(this.data); }
}

export class Fragment extends Node {
	nodeType = 11;
	nodeName = "#document-fragment";
	cloneNode(deep) { const copy = new Fragment(); if (deep) copy.append(...this.childNodes.map((node) => node.cloneNode(true))); return copy; }
}

const dashed = (key) => `data-${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
export class Element extends Node {
	nodeType = 1;
	attributes = new Map();
	style = {};
	box = { top: 0, bottom: 0, left: 0, width: 0, height: 0 };
	shown = true; // result of checkVisibility
	constructor(name) {
		super();
		this.localName = name.toLowerCase();
		this.nodeName = this.localName.toUpperCase();
		if (this.localName === "template") this.content = new Fragment();
		this.dataset = new Proxy({}, {
			get: (_, key) => (typeof key === "string" ? this.getAttribute(dashed(key)) ?? undefined : undefined),
			set: (_, key, value) => (this.setAttribute(dashed(key), value), true),
			deleteProperty: (_, key) => this.attributes.delete(dashed(key)) || true,
		});
		this.classList = { contains: (name) => this.className.split(" ").includes(name), toggle: (name, on) => {
			const rest = this.className.split(" ").filter((each) => each && each !== name);
			this.className = (on ? [...rest, name] : rest).join(" ");
		} };
	}
	getAttribute(name) { return this.attributes.get(name) ?? null; }
	setAttribute(name, value) { this.attributes.set(name, String(value)); }
	matches(selector) { return fits(this, selector, null); }
	closest(selector) { for (let node = this; node?.nodeType === 1; node = node.parentNode) if (node.matches(selector)) return node; return null; }
	getBoundingClientRect() { return this.box; }
	checkVisibility() { return this.shown; }
	focus({ preventScroll = false } = {}) {
		this.ownerDocument.scrolled = !preventScroll; // to the element with the focus
		const before = this.ownerDocument.activeElement;
		if (before === this) return;
		this.ownerDocument.activeElement = this;
		if (before !== this.ownerDocument.body) before.dispatchEvent(event("focusout", { relatedTarget: this }));
		this.dispatchEvent(event("focus", { relatedTarget: before, bubbles: false }));
	}
	blur() { this.ownerDocument.activeElement = this.ownerDocument.body; this.dispatchEvent(event("focusout", { relatedTarget: null })); }
	click() { this.dispatchEvent(event("click")); }
	cloneNode(deep = false) {
		const copy = new Element(this.localName);
		for (const [name, value] of this.attributes) copy.attributes.set(name, value);
		if (deep) copy.append(...this.childNodes.map((node) => node.cloneNode(true)));
		if (deep && this.content) copy.content = this.content.cloneNode(true);
		return copy;
	}
	get ownerDocument() { return globalThis.document; }
	attachShadow() { this.shadowRoot = new Fragment(); this.shadowRoot.host = this; this.shadowRoot.activeElement = null; return this.shadowRoot; }
	// Tables.
	get tHead() { return this.querySelector("thead"); }
	get tBodies() { return this.querySelectorAll("tbody"); }
	get rows() { return this.querySelectorAll("tr"); }
	get cells() { return this.children; }
	// Forms.
	get options() { return this.querySelectorAll("option"); }
	get value() {
		if (this.localName === "select") return this.options[this.selectedIndex]?.value ?? "";
		return this.written ?? this.getAttribute("value") ?? (this.localName === "option" ? this.textContent : "");
	}
	set value(value) {
		if (this.localName === "select") this.selectedIndex = this.options.findIndex((option) => option.value === value);
		else if (this.localName === "option") this.setAttribute("value", value);
		else this.written = value;
	}
	get selectedIndex() { return this.selected ?? 0; }
	set selectedIndex(i) { this.selected = i; }
	get elements() {
		const list = this.querySelectorAll("input, select, button, textarea");
		return Object.assign([...list], Object.fromEntries(list.filter(({ name }) => name).map((control) => [control.name, control])));
	}
	get action() { return new URL(this.getAttribute("action"), this.ownerDocument.baseURI).href; }
	get hash() { return new URL(this.href, "http://host/").hash; }
}
for (const [property, name] of Object.entries(reflected))
	Object.defineProperty(Element.prototype, property, { get() { return this.getAttribute(name) ?? ""; }, set(value) { this.setAttribute(name, value); } });
for (const [property, name] of Object.entries(flags))
	Object.defineProperty(Element.prototype, property, { get() { return this.attributes.has(name); }, set(on) { if (on) this.attributes.set(name, ""); else this.attributes.delete(name); } });

function* below(node) {
	for (const child of node.children) {
		yield child;
		yield* below(child);
	}
}

// html returns the markup of a node.
export function html(node) {
	if (node.nodeType === 3) return escape(node.data);
	const inner = (node.content ?? node).childNodes.map(html).join("");
	if (node.nodeType !== 1) return inner;
	const open = `<${node.localName}${[...node.attributes].sort().map(([name, value]) => ` ${name}="${escape(value)}"`).join("")}>`;
	return void_.test(node.localName) && !inner ? open : `${open}${inner}</${node.localName}>`;
}

// parse parses well-formed markup.
export function parse(text) {
	const root = new Fragment(), open = [root];
	for (const [, close, name, attributes, self, words] of text.matchAll(/<(?:(\/)?([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/)?|![^>]*)>|([^<]+)/g)) {
		const at = open.at(-1);
		if (words !== undefined) (at.content ?? at).append(new Text(unescape(words)));
		else if (close) open.pop();
		else if (name) {
			const e = new Element(name);
			for (const [, key, value] of attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) e.attributes.set(key, unescape(value ?? ""));
			(at.content ?? at).append(e);
			if (!self && !void_.test(name)) open.push(e);
		}
	}
	return [...root.childNodes];
}

// fits reports whether an element matches a selector.
function fits(node, selector, scope) {
	return split(selector, ",").some((each) => follows(node, split(each, " ").filter(Boolean), scope));
}
function split(text, at) {
	let depth = 0, out = [""];
	for (const c of text) {
		if ("([".includes(c)) depth++;
		if (")]".includes(c)) depth--;
		if (c === at && !depth) out.push("");
		else out[out.length - 1] += c;
	}
	return out;
}
function follows(node, steps, scope) {
	const last = steps.at(-1), rest = steps.slice(0, -1);
	if (!simple(node, last, scope)) return false;
	if (!rest.length) return true;
	if (rest.at(-1) === ">") return node.parentNode?.nodeType === 1 && follows(node.parentNode, rest.slice(0, -1), scope);
	for (let up = node.parentNode; up?.nodeType === 1; up = up.parentNode) if (follows(up, rest, scope)) return true;
	return false;
}
function simple(node, selector, scope) {
	for (const [, name, id, className, attribute, operator, value, pseudo, argument] of selector.matchAll(/([a-zA-Z*][\w-]*|\*)|#([\w-]+)|\.([\w-]+)|\[([\w-]+)(?:(\*?=)["']((?:\\.|[^"'\\])*)["'])?\]|:([\w-]+)(?:\(((?:\[[^\]]*\]|[^()])*)\))?/g)) {
		if (name && name !== "*" && node.localName !== name.toLowerCase()) return false;
		if (id && node.id !== id) return false;
		if (className && !node.classList.contains(className)) return false;
		if (attribute) {
			const has = node.getAttribute(attribute), want = value?.replace(/\\(.)/g, "$1");
			if (has === null || (operator === "=" && has !== want) || (operator === "*=" && !has.includes(want))) return false;
		}
		if (pseudo === "not" && fits(node, argument, scope)) return false;
		if (pseudo === "scope" && node !== scope) return false;
		if (pseudo === "has" && !(argument.startsWith(">") ? node.children.some((child) => fits(child, argument.slice(1), scope)) : node.querySelector(argument))) return false;
	}
	return true;
}

// event returns an event that bubbles, with the given properties.
export const event = (type, { bubbles = true, ...more } = {}) => Object.assign(new Event(type, { bubbles, cancelable: true }), more);

// open makes markup the document of this process, at an address.
export function open(markup, address = "http://host/site/") {
	const document = new Node();
	const root = new Element("html"), body = new Element("body");
	Object.assign(document, {
		nodeType: 9, nodeName: "#document", documentElement: root, body, activeElement: body, baseURI: address, title: "",
		createElement: (name) => new Element(name),
		importNode: (node, deep) => node.cloneNode(deep),
		getElementById: (id) => document.querySelectorAll("*").find((e) => e.id === id) ?? null,
	});
	document.append(root);
	root.append(body);
	body.innerHTML = markup;
	const url = new URL(address);
	const location = Object.assign(Object.defineProperties({}, Object.fromEntries(["href", "pathname", "search", "hash"].map((key) => [key, { get: () => url[key], set: (value) => (url[key] = value) }]))), { went: [], assign: (to) => location.went.push(to), reload: () => location.went.push("again"), toString: () => url.href });
	const kept = () => {
		const all = new Map();
		return { all, getItem: (key) => all.get(key) ?? null, setItem: (key, value) => all.set(key, value), removeItem: (key) => all.delete(key) };
	};
	const page = new Node();
	const set = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
	set("document", document);
	set("location", location);
	set("localStorage", kept());
	set("sessionStorage", kept());
	set("history", { replaceState: (_, __, to) => (url.href = new URL(to || url.pathname, url).href) });
	set("navigator", { clipboard: { text: "", writeText: async (text) => { navigator.clipboard.text = text; } } });
	set("addEventListener", (...args) => page.addEventListener(...args));
	set("page", page); // listens to the events of the window
	set("innerWidth", 1000);
	set("innerHeight", 800);
	set("scrollX", 0);
	set("scrollY", 0);
	set("onscroll", null);
	set("requestAnimationFrame", (run) => run());
	// Timers wait here until the test runs them.
	set("timers", []);
	set("setTimeout", (run, after = 0) => (after ? timers.push({ run, after }) : setImmediate(run)));
	set("CSS", { escape: (text) => text.replace(/["\\]/g, "\\$&") });
	set("FormData", class {
		constructor(form) { this.list = [...form.elements].filter((control) => control.name && (control.type !== "checkbox" || control.checked)).map((control) => [control.name, control.value]); }
		[Symbol.iterator]() { return this.list[Symbol.iterator](); }
	});
	set("DOMParser", class {
		parseFromString(text) {
			const parsed = new Fragment();
			parsed.append(...parse(text));
			parsed.title = parsed.querySelector("title")?.textContent ?? "";
			return parsed;
		}
	});
	return document;
}

// settled waits for promises and for timers without delay.
export const settled = async (turns = 12) => {
	for (let i = 0; i < turns; i++) await new Promise((done) => setImmediate(done));
};

// until waits until a condition is true, for example that a module is loaded.
export const until = async (holds, what = String(holds)) => {
	for (const begun = performance.now(); !holds(); await settled(1)) if (performance.now() - begun > 20_000) throw new Error(`never true: ${what}`);
};

// fresh runs a script with side effects as on a new page.
let times = 0;
export const fresh = (name) => import(new URL(`${name}?${++times}`, import.meta.url));

// mockFetch makes fetch return files, by the ends of their addresses. It returns the list of
// requested addresses.
export const mockFetch = (files) => {
	const requested = [];
	globalThis.fetch = async (address) => {
		requested.push(String(address));
		const name = Object.keys(files).find((each) => String(address).split("?")[0].endsWith(each));
		const body = files[name];
		if (body === undefined || body === null) return { ok: false, status: 404, statusText: "Not Found" };
		return { ok: true, status: 200, json: async () => JSON.parse(body), text: async () => body, arrayBuffer: async () => body };
	};
	return requested;
};
