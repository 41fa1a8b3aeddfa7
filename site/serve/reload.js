// Keeps the page up to date with the preview. The server tells when the page has
// changed. If only texts differ, the script updates the main part in place; otherwise
// it reloads the page. It runs before other scripts, to see the page as it was served.
(() => {
	const parse = (text) => new DOMParser().parseFromString(text, "text/html");
	const page = encodeURIComponent(location.pathname);
	let served = document.querySelector("main");
	const live = new WeakMap(); // node as served -> node on the page
	const pair = (a, b) => {
		live.set(a, b);
		for (let i = 0; i < a.childNodes.length; i++) pair(a.childNodes[i], b.childNodes[i]);
	};
	if (served) {
		const copy = served.cloneNode(true);
		pair(copy, served);
		served = copy;
	}
	// Scripts of the theme may keep references to these.
	const held = "script, pre, time, form, input, button, nav, details, h1, h2, h3, h4, h5, h6";
	const fixed = (node) => node.nodeType === 1 && (node.matches(held) || node.querySelector(held));
	const follow = (a, b) => {
		live.set(b, live.get(a));
		for (let i = 0; i < a.childNodes.length; i++) follow(a.childNodes[i], b.childNodes[i]);
	};
	const alike = (a, b) => a.nodeName === b.nodeName && a.cloneNode().isEqualNode(b.cloneNode());

	// change lists the edits that turn a, as served, into b. It returns false if edits are
	// not enough.
	const change = (a, b, todo) => {
		if (a.isEqualNode(b)) return todo.push(() => follow(a, b));
		if (!live.get(a)?.isConnected) return false;
		if (a.nodeType === 3 && b.nodeType === 3) {
			return todo.push(() => ((live.get(a).data = b.data), live.set(b, live.get(a))));
		}
		if (!alike(a, b)) return false;
		const [as, bs] = [[...a.childNodes], [...b.childNodes]];
		let from = 0, to = 0;
		while (from < Math.min(as.length, bs.length) && as[from].isEqualNode(bs[from])) from++;
		while (to < Math.min(as.length, bs.length) - from && as.at(-1 - to).isEqualNode(bs.at(-1 - to))) to++;
		for (let i = 0; i < from; i++) change(as[i], bs[i], todo);
		for (let i = 1; i <= to; i++) change(as.at(-i), bs.at(-i), todo);
		const [old, fresh] = [as.slice(from, as.length - to), bs.slice(from, bs.length - to)];
		todo.push(() => live.set(b, live.get(a)));
		if (old.length === fresh.length && old.every((node, i) => node.nodeType === fresh[i].nodeType && (node.nodeType === 3 || alike(node, fresh[i])))) {
			return old.every((node, i) => change(node, fresh[i], todo));
		}
		if ([...old, ...fresh].some(fixed) || [...old, ...as.slice(as.length - to)].some((node) => live.get(node).parentNode !== live.get(a))) return false;
		return todo.push(() => {
			const next = to ? live.get(as.at(-to)) : null;
			for (const node of fresh) {
				const made = document.importNode(node, true);
				pair(node, made);
				live.get(a).insertBefore(made, next);
			}
			for (const node of old) live.get(node).remove();
		});
	};

	const where = "pmsite-focus";
	const reload = () => {
		const id = document.activeElement?.id;
		if (id) sessionStorage.setItem(where, location.pathname + "#" + id);
		location.reload();
	};
	const [path, id] = (sessionStorage.getItem(where) ?? "").split("#");
	sessionStorage.removeItem(where);
	if (id && path === location.pathname) addEventListener("load", () => document.getElementById(id)?.focus({ preventScroll: true }));

	// Tell other scripts of the preview that the page or its notes have changed.
	const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`pmsite:${name}`, { detail }));
	let { sums } = document.currentScript.dataset;
	let events;
	const listen = () => {
		events = new EventSource(`/-pmsite/events?page=${page}&sums=${sums}`);
		events.addEventListener("reload", reload);
		events.addEventListener("style", ({ data }) => {
			const links = [...parse(JSON.parse(data)).querySelectorAll('link[rel="stylesheet"]')];
			const old = [...document.querySelectorAll('link[rel="stylesheet"]')];
			if (links.length !== old.length) return reload();
			old.forEach((link, i) => {
				const next = link.cloneNode();
				next.setAttribute("href", links[i].getAttribute("href"));
				next.onload = () => link.remove(); // never without a style
				link.after(next);
			});
		});
		events.addEventListener("main", ({ data }) => {
			const next = parse(JSON.parse(data));
			const main = next.querySelector("main");
			const todo = [];
			if (!served || !main || !change(served, main, todo)) return reload();
			for (const step of todo) step();
			served = main;
			document.title = next.title;
			tell("main", { main: served, live });
		});
		events.addEventListener("notes", ({ data }) => tell("notes", JSON.parse(data)));
		for (const kind of ["main", "style"]) events.addEventListener(kind, ({ lastEventId }) => (sums = lastEventId));
	};
	// A browser opens at most six connections to a host, and every visible page holds
	// one. Hidden pages close theirs, and catch up when they become visible.
	const inSight = () => {
		const open = events?.readyState < 2;
		if (document.hidden && open) events.close();
		if (!document.hidden && !open) listen();
	};
	inSight();
	document.addEventListener("visibilitychange", inSight);
	addEventListener("pagehide", () => events?.close());
	addEventListener("pageshow", ({ persisted }) => persisted && reload());
	if (served) tell("main", { main: served, live });
})();
