// Marks in the margin what differs from the base, which the notice on the page names.
// The marks are placed over the page, so that they do not depend on its style. The
// mark of a changed block shows its old text.
(() => {
	const passed = "nav, footer, script, .pmsite-fault, .pmsite-compare";
	const containers = "main, article, section, div, header, ol, ul, dl, table, tbody, thead, details, figure, aside, fieldset";
	const text = (node) => node.textContent.trim().replace(/\s+/g, " ");
	const key = (node) => {
		const targets = [...node.querySelectorAll("a[href], img[src]")].map((n) => n.getAttribute("src") ?? n.getAttribute("href").replace(/^#.*/, ""));
		return [node.nodeName, text(node), ...targets].join("\n");
	};
	const words = (text) => (text.match(/\S+\s*/g) ?? []).map((word) => ({ key: word.trim(), word }));
	const blocks = (node) => [...node.children].filter((child) => !child.matches(passed)).map((child) => ({ node: child, key: key(child), words: new Set(words(text(child)).map(({ key }) => key)) }));

	// align returns the pairs, in the order of both lists, with the highest total weight.
	const align = (a, b, weight) => {
		const weights = a.map((x) => Float32Array.from(b, (y) => weight(x, y)));
		const best = Array.from({ length: a.length + 1 }, () => new Float32Array(b.length + 1));
		for (let i = a.length - 1; i >= 0; i--) {
			for (let j = b.length - 1; j >= 0; j--) best[i][j] = Math.max(weights[i][j] && best[i + 1][j + 1] + weights[i][j], best[i + 1][j], best[i][j + 1]);
		}
		const pairs = [];
		for (let i = 0, j = 0; i < a.length && j < b.length; ) {
			if (best[i][j] === best[i + 1][j]) i++;
			else if (best[i][j] === best[i][j + 1]) j++;
			else pairs.push([i++, j++]);
		}
		return pairs;
	};
	const same = (x, y) => (x.key === y.key ? 1 : 0);
	const alike = (x, y) => (x.node.nodeName !== y.node.nodeName ? 0 : 0.1 + [...x.words].filter((word) => y.words.has(word)).length / Math.max(1, x.words.size, y.words.size));

	// common is align for equal elements, most of which are at the ends.
	const common = (a, b) => {
		let from = 0, to = 0;
		while (from < Math.min(a.length, b.length) && same(a[from], b[from])) from++;
		while (to < Math.min(a.length, b.length) - from && same(a.at(-1 - to), b.at(-1 - to))) to++;
		const pairs = Array.from({ length: from }, (_, i) => [i, i]);
		for (const [i, j] of align(a.slice(from, a.length - to), b.slice(from, b.length - to), same)) pairs.push([from + i, from + j]);
		for (let k = to; k > 0; k--) pairs.push([a.length - k, b.length - k]);
		return pairs;
	};

	// compared shows the words that were removed and added.
	const compared = (was, is) => {
		const [a, b] = [words(was), words(is)];
		const out = [];
		const put = (name, list) => {
			if (!list.length) return;
			const node = document.createElement(name);
			node.textContent = list.map(({ word }) => word).join("").trim();
			out.push(node, " ");
		};
		let i = 0, j = 0;
		for (const [x, y] of [...(a.length * b.length < 1e7 ? common(a, b) : []), [a.length, b.length]]) {
			put("del", a.slice(i, x));
			put("ins", b.slice(j, y));
			if (b[y]) out.push(b[y].key, " ");
			[i, j] = [x + 1, y + 1];
		}
		return out;
	};

	// differ lists the changes of blocks between b and a, each with its current place and
	// its old content. A removed block is marked at the block after it, or else before it.
	const differ = (a, b, found) => {
		const [as, bs] = [blocks(a), blocks(b)];
		if (!as.length || !bs.length) return found.push({ at: a, was: text(b) });
		const pairs = [];
		let i = 0, j = 0;
		for (const [x, y] of [...common(as, bs), [as.length, bs.length]]) {
			for (const [k, l] of align(as.slice(i, x), bs.slice(j, y), alike)) pairs.push([i + k, j + l]);
			pairs.push([x, y]);
			[i, j] = [x + 1, y + 1];
		}
		i = j = 0;
		for (const [x, y] of pairs) {
			for (; i < x; i++) found.push({ at: as[i].node });
			const gone = bs.slice(j, y).map(({ node }) => text(node)).filter(Boolean);
			if (gone.length) found.push({ at: (as[x] ?? as.at(-1)).node, was: gone.join("\n"), gone: as[x] ? "above" : "below" });
			if (as[x] && !same(as[x], bs[y])) {
				if (as[x].node.matches(containers)) differ(as[x].node, bs[y].node, found);
				else found.push({ at: as[x].node, was: text(bs[y].node) });
			}
			[i, j] = [x + 1, y + 1];
		}
	};

	const layer = document.createElement("div");
	const shadow = layer.attachShadow({ mode: "open" });
	shadow.innerHTML = `<link rel="stylesheet" href="/-pmsite/preview.css"><div class="pmsite-marks"></div>`;
	const list = shadow.lastChild;
	let marks = [];
	const place = () => {
		for (const { block, gone, mark } of marks) {
			const box = block.getBoundingClientRect();
			mark.hidden = !block.checkVisibility() || !box.height;
			const [top, height] = gone ? [(gone === "above" ? box.top : box.bottom) - 5, 10] : [box.top, box.height];
			mark.style.cssText = `top: ${top + scrollY}px; left: ${Math.max(2, box.left + scrollX - 14)}px; height: ${height}px`;
		}
	};
	const draw = (found, live) => {
		list.replaceChildren();
		marks = found.flatMap(({ at, was, gone }) => {
			const block = live.get(at);
			if (!block?.isConnected) return [];
			const mark = document.createElement(was ? "details" : "div");
			mark.className = gone ? "gone" : was ? "changed" : "added";
			if (was) {
				const summary = document.createElement("summary");
				summary.setAttribute("aria-label", gone ? "Removed" : "Changed");
				summary.title = gone ? "Removed; press to see what was here" : "Changed; press to see how it was";
				const old = document.createElement("p");
				old.append(...compared(was, gone ? "" : text(at)));
				mark.append(summary, old);
			} else {
				mark.title = "New";
			}
			list.append(mark);
			return [{ block, gone, mark }];
		});
		if (!layer.isConnected) document.body.append(layer);
		place();
	};

	let requests = 0;
	document.addEventListener("pmsite:main", async ({ detail: { main, live } }) => {
		const base = main.querySelector(".pmsite-compare[data-base]")?.dataset.base;
		if (!base) return draw([], live);
		const request = ++requests;
		const answer = await fetch(base);
		const old = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
		if (request !== requests || !answer.ok || !old) return;
		const found = [];
		differ(main, old, found);
		draw(found, live);
	});
	new ResizeObserver(place).observe(document.body);
})();
