// The search box in the header, which shows the best hits as you type.
import { element, latest, lazily, piece, plural, title, trouble, walk } from "./show.js";

const most = 5;

export function attach(form) {
	const input = form.elements.q;
	const base = new URL(form.action), root = new URL("..", base);
	const open = lazily(base);
	const status = element("p", { className: "unseen", role: "status" });
	const list = element("div", { className: "answers", hidden: true });
	form.append(list, status);

	const show = (...children) => {
		list.replaceChildren(...children);
		list.hidden = false;
	};
	const close = () => (list.hidden = true);
	const address = (text) => `${base.href}?q=${encodeURIComponent(text)}`;

	const answer = latest(async (text) => {
		if (!text.trim()) return close();
		try {
			const search = await open();
			const result = await search.typed(text);
			const hits = await Promise.all(result.hits.slice(0, most).map((hit) => search.show(hit, result)));
			if (input.value !== text || !form.contains(document.activeElement)) return;
			const all = element("a", { className: "all", href: address(text), textContent: result.total > most ? `All ${plural(result.total, "post mortem")}` : "Search page" });
			const items = hits.map((hit) => element("li", {}, title(hit, root), element("p", { className: "meta", textContent: [hit.date, ...(hit.services ?? [])].join(" · ") }), ...hit.pieces.slice(0, 1).map((each) => piece(each))));
			const notes = [];
			if (result.instead) notes.push(element("p", { className: "note", textContent: `Results for ${result.instead}` }));
			if (result.total && result.missing.length) notes.push(element("p", { className: "note", textContent: `No post mortem has ${result.missing.map(({ node }) => node.text).join(", ")}` }));
			if (!result.total) notes.push(element("p", { className: "note" }, "Nothing found. ", result.better ? element("a", { href: address(result.better), textContent: `Did you mean ${result.better}?` }) : ""));
			show(...notes, ...(items.length ? [element("ul", {}, ...items)] : []), all);
			status.textContent = result.total ? `${plural(result.total, "post mortem")}${result.instead ? ` for ${result.instead}` : ""}` : "Nothing found";
		} catch (error) {
			const lists = element("p", {}, element("a", { href: new URL("postmortems/", root).href, textContent: "All post mortems" }));
			show(...trouble(error, () => answer(input.value), [lists]));
			status.textContent = error.message;
		}
	});

	input.addEventListener("input", () => answer(input.value));
	input.addEventListener("focus", ({ relatedTarget }) => form.contains(relatedTarget) || answer(input.value));
	form.addEventListener("keydown", (event) =>
		walk(event, input, [...list.querySelectorAll("a")], () => {
			if (list.hidden) input.blur();
			else input.focus();
			close();
		}),
	);
	form.addEventListener("focusout", ({ relatedTarget }) => {
		if (!form.contains(relatedTarget)) close();
	});
	open().catch(() => {}); // errors are shown when something is typed
	if (document.activeElement === input) answer(input.value);
}
