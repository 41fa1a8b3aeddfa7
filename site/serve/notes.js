// Shows the server's notes on the page in a corner, isolated from the page's own
// style.
(() => {
	let panel, body;
	const make = () => {
		panel = document.createElement("aside");
		panel.setAttribute("aria-label", "Findings");
		panel.hidden = true;
		const shadow = panel.attachShadow({ mode: "open" });
		const style = document.createElement("link");
		Object.assign(style, { rel: "stylesheet", href: "/-pmsite/preview.css", onload: () => (panel.hidden = !body.firstChild) });
		body = document.createElement("div");
		body.className = "pmsite-notes";
		shadow.append(style, body);
		document.body.append(panel);
	};
	const kept = "pmsite-notes";
	document.addEventListener("pmsite:notes", ({ detail }) => {
		if (!panel) make();
		const focus = [...body.querySelectorAll("a, summary")].indexOf(panel.shadowRoot.activeElement);
		body.innerHTML = detail;
		body.parentNode.querySelector("link").sheet && (panel.hidden = !detail);
		const details = body.querySelector("details");
		if (!details) return;
		details.open = sessionStorage.getItem(kept) === "open";
		details.addEventListener("toggle", () => sessionStorage.setItem(kept, details.open ? "open" : "closed"));
		if (focus >= 0) [...body.querySelectorAll("a, summary")].at(focus)?.focus({ preventScroll: true });
	});
})();
