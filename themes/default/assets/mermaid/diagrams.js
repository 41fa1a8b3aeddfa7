// Draws the diagrams of a post mortem as pictures, in which nothing runs or loads. Only pages
// with a diagram have this script. It is no module, so that it also works in a folder. It loads
// mermaid, which is large, when a diagram comes near or the reader presses a key, as for printing.
(() => {
	const maxSource = 20_000; // characters; a longer source stays text, since drawing it takes seconds
	const maxSources = 60_000; // of all diagrams that are drawn on a page
	const root = document.documentElement;
	const { library } = document.currentScript.dataset;

	// mermaid measures texts in the page, whose policy refuses style elements and attributes. So the
	// page adopts the rules of a diagram as a style sheet, in whose place a group is drawn; attributes
	// are set as properties, and have another name in text that is parsed.
	const sheet = new CSSStyleSheet();
	let rules = "";
	const { createElement } = document;
	document.createElement = (name, options) => {
		if (name !== "style") return createElement.call(document, name, options);
		return Object.defineProperty(document.createElementNS("http://www.w3.org/2000/svg", "g"), "innerHTML", {
			set: (text) => sheet.replaceSync((rules = text)),
		});
	};
	// A picture loads nothing, so what it is made from does not either: addresses of other files are left out.
	const hasAddress = (value) => /\\|url\(\s*["']?[^"'#\s]/i.test(value);
	const loads = (element, name, value) => element instanceof SVGElement && (/^(?:xlink:)?(?:href|src)$/.test(name) ? !/^#/.test(value) : hasAddress(value));
	const { setProperty } = CSSStyleDeclaration.prototype;
	CSSStyleDeclaration.prototype.setProperty = function (name, value, priority) {
		if (!hasAddress(value)) setProperty.call(this, name, value, priority);
	};
	const { setAttribute, setAttributeNS } = Element.prototype;
	Element.prototype.setAttribute = function (name, value) {
		if (loads(this, name, value)) return;
		if (name === "style") this.style.cssText = value;
		else setAttribute.call(this, name, value);
	};
	Element.prototype.setAttributeNS = function (space, name, value) {
		if (!loads(this, name, value)) setAttributeNS.call(this, space, name, value);
	};
	window.Image = function () {
		throw new Error("a diagram contains no other pictures");
	};
	const { parseFromString } = DOMParser.prototype;
	DOMParser.prototype.parseFromString = function (text, type) {
		return parseFromString.call(this, String(text).replaceAll(' style="', ' data-style="'), type);
	};

	const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

	// Returns the picture of a diagram: an SVG document with the size and the ground that it has in the page.
	const draw = async (source, id, ground) => {
		mermaid.initialize({
			startOnLoad: false,
			securityLevel: "strict",
			htmlLabels: false,
			suppressErrorRendering: true,
			theme: isDark() ? "dark" : "default",
			fontFamily: "system-ui, sans-serif",
			secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "htmlLabels", "fontFamily", "altFontFamily", "themeCSS", "dompurifyConfig"],
		});
		document.adoptedStyleSheets = [sheet];
		try {
			const { svg } = await mermaid.render(id, source);
			const picture = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
			const { width, height } = picture.viewBox.baseVal;
			picture.setAttribute("width", Math.ceil(width));
			picture.setAttribute("height", Math.ceil(height));
			picture.setAttribute("data-style", `background: ${ground}`);
			picture.prepend("\0");
			const style = `<style>${rules.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</style>`;
			return new XMLSerializer().serializeToString(picture).replaceAll(' data-style="', ' style="').replace("\0", () => style);
		} finally {
			document.adoptedStyleSheets = [];
			document.getElementById(`d${id}`)?.remove();
		}
	};

	const name = (source) => /^\s*(?:accTitle\s*:|title\b:?)\s*(.+)$/m.exec(source)?.[1] || source.trim().split("\n")[0];

	const make = (tag, set, ...children) => {
		const element = Object.assign(document.createElement(tag), set);
		element.append(...children);
		return element;
	};

	// Puts the picture before its source, which stays below it.
	const show = (diagram, svg) => {
		if (!diagram.image) {
			const { pre, source } = diagram;
			diagram.image = make("img", { alt: name(source) });
			const figure = make("figure", { className: "diagram" }, diagram.image);
			const block = pre.closest(".codebox") ?? pre;
			block.replaceWith(figure);
			figure.append(make("details", {}, make("summary", { textContent: "Source of the diagram" }), block));
		}
		URL.revokeObjectURL(diagram.image.src);
		diagram.image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
	};

	const refuse = (diagram, reason) => {
		if (diagram.note) return;
		diagram.note = make("p", { className: "quiet", textContent: `This diagram cannot be drawn: ${reason}` });
		(diagram.pre.closest(".codebox") ?? diagram.pre).after(diagram.note);
	};

	const diagrams = [...document.querySelectorAll("pre > code.language-mermaid")].map((code) => ({ pre: code.parentElement, source: code.textContent }));

	const load = () => new Promise((resolve, reject) => {
		const failed = () => reject(new Error("the script that draws it could not be loaded."));
		document.head.append(make("script", { src: library, onload: resolve, onerror: failed }));
	});

	const drawAll = async () => {
		let left = maxSources;
		for (const [i, diagram] of diagrams.entries()) {
			if (diagram.source.length > Math.min(maxSource, left)) {
				refuse(diagram, `its source is longer than ${maxSource} characters, or the page's diagrams than ${maxSources}.`);
				continue;
			}
			left -= diagram.source.length;
			try {
				show(diagram, await draw(diagram.source, `pm-diagram-${i}`, getComputedStyle(diagram.pre).backgroundColor));
			} catch (error) {
				refuse(diagram, `${error.message.split("\n")[0].replace(/[:.]+$/, "")}.`);
			}
		}
	};

	// One drawing follows the other: they share the style sheet.
	let drawn, dark = isDark();
	const redraw = () => (drawn = drawn.then(drawAll));
	const begin = () => {
		if (drawn) return;
		drawn = load();
		redraw().catch(({ message }) => diagrams.forEach((diagram) => refuse(diagram, message)));
	};
	const follow = () => {
		if (dark === isDark()) return;
		dark = isDark();
		if (drawn) redraw();
	};
	const near = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && begin(), { rootMargin: "50% 0px" });
	for (const { pre } of diagrams) near.observe(pre);
	for (const event of ["keydown", "beforeprint"]) addEventListener(event, begin, { once: true });
	root.addEventListener("mouseleave", begin, { once: true }); // perhaps to the menu of the browser, to print: that does not wait
	if (document.body.classList.contains("kind-book")) begin(); // books are for printing
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
	new MutationObserver(follow).observe(root, { attributeFilter: ["data-theme"] });
})();
