// Says what the shapes of charts stand for, at once: beside the pointer or finger, and beside the bar that has the focus.
// Browsers show the titles of shapes late, not on phones and not on focus; without this file, they do so. The bars of a
// chart are one stop of the Tab key, and arrows lead from one to the next.
const moves = { ArrowLeft: -1, ArrowRight: 1 };
const hint = " ← and → lead to the others.";

// take prepares a drawing. Its titles become texts of the tooltip, so that no browser shows them as well.
const take = (plot) => {
	for (const title of plot.querySelectorAll("title")) {
		const shape = title.parentNode;
		shape.dataset.tip = title.textContent;
		if (shape.matches("a")) shape.ariaLabel = title.textContent;
		title.remove();
	}
	for (const drawing of plot.querySelectorAll("svg.chart")) {
		const [first, ...others] = drawing.querySelectorAll("a");
		for (const bar of others) bar.tabIndex = -1;
		if (first && others.length) drawing.querySelector("desc").append(hint);
	}
};

const tip = document.createElement("p");
Object.assign(tip, { className: "tip", hidden: true, ariaHidden: "true" });

// tell shows the text of a shape beside a point, within the window. A text that was dismissed returns after that of another
// shape.
let telling = null, dismissed = null;
const tell = (shape, x, y) => {
	if (shape && shape !== dismissed) dismissed = null;
	telling = shape === dismissed ? null : shape;
	tip.hidden = !telling;
	if (tip.hidden) return;
	tip.textContent = shape.dataset.tip;
	const { width, height } = tip.getBoundingClientRect();
	tip.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - width - 4))}px`;
	tip.style.top = `${y > height + 16 ? y - height - 12 : y + 16}px`;
};
const told = (element) => element?.closest?.("[data-tip]") ?? null;
const focused = () => {
	const bar = told(document.activeElement), box = bar?.getBoundingClientRect();
	tell(bar, box ? box.left + box.width / 2 : 0, box?.top);
};
const pointed = (event) => {
	const shape = told(event.target);
	if (shape) tell(shape, event.clientX, event.clientY);
	else focused();
};

const move = (event) => {
	const bar = told(event.target), step = moves[event.key];
	if (!bar || !step || event.altKey || event.ctrlKey || event.metaKey) return;
	const bars = [...bar.closest("svg.chart").querySelectorAll("a")], next = bars[bars.indexOf(bar) + step];
	event.preventDefault();
	if (!next) return;
	bar.tabIndex = -1;
	next.tabIndex = 0;
	next.focus();
};

document.body.append(tip);
for (const plot of document.querySelectorAll(".plot")) take(plot);
document.addEventListener("drawn", (event) => take(event.target));
for (const name of ["pointermove", "pointerdown"]) document.addEventListener(name, pointed);
for (const name of ["focusin", "focusout"]) document.addEventListener(name, focused);
document.addEventListener("keydown", (event) => {
	if (event.key === "Escape" && telling) tell((dismissed = telling));
	else move(event);
});
document.addEventListener("scroll", focused, { passive: true });
