// Does in a folder what a server does elsewhere: loads the modules and the files that scripts ask for. Each is in a
// script that passes it on: a module with define, a file with give. No other scripts know of this one.
globalThis.pmsite = (() => {
	const scripts = new Map(); // what scripts that were loaded, or are in the page, have passed on, by address

	const plain = (address) => address.split(/[?#]/)[0];
	const current = () => plain(document.currentScript.src);

	const load = (address) => {
		const src = plain(new URL(address, document.baseURI).href);
		if (!scripts.has(src)) {
			const loaded = new Promise((done, failed) => {
				const script = document.createElement("script");
				script.onload = () => (scripts.get(src) === loaded ? failed(new Error(`${src} passes nothing on`)) : done(scripts.get(src)));
				script.onerror = () => failed(new Error(`${src} cannot be read`));
				script.src = src;
				document.head.append(script);
			});
			loaded.catch(() => scripts.delete(src)); // the next attempt loads it again
			scripts.set(src, loaded);
		}
		return scripts.get(src);
	};

	const define = (imports, make) => {
		const base = current();
		scripts.set(base, Promise.all(imports.map((address) => load(new URL(address, base)))).then((modules) => make(...modules)));
	};
	const give = (base64) => scripts.set(current(), base64);

	globalThis.fetch = async (address) => {
		const base64 = await load(plain(new URL(address, document.baseURI).href) + ".js");
		return new Response(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
	};

	// Links that scripts make lead to files, too.
	const folder = /^([^?#]*\/)?(?=[?#]|$)/;
	const lead = (node) => {
		for (const link of node.matches("a[href]") ? [node] : node.querySelectorAll("a[href]")) {
			const href = link.getAttribute("href");
			const { host, protocol, pathname } = link;
			const here = host === location.host && protocol === location.protocol;
			if (here && pathname.endsWith("/") && !/^[?#]|^$/.test(href)) link.setAttribute("href", href.replace(folder, "$1index.html"));
		}
	};
	new MutationObserver((changes) => {
		for (const { type, target, addedNodes } of changes) {
			for (const node of type === "attributes" ? [target] : addedNodes) if (node instanceof Element) lead(node);
		}
	}).observe(document, { subtree: true, childList: true, attributeFilter: ["href"] });

	return { define, give, import: load };
})();
