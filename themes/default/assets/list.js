// Loads the filters of the list of post mortems when one is used, in the page or in the
// address. Without this file, the list is complete.
const box = document.querySelector(".listfilter");

const fetched = async (address) => {
	const response = await fetch(address);
	if (!response.ok) throw new Error(response.status);
	return response.json();
};

const say = (textContent) => document.querySelector(".picked").replaceChildren(Object.assign(document.createElement("p"), { className: "note", textContent }));

let loaded;
const load = () => {
	if (loaded) return;
	loaded = true;
	const { list, posts, figures, rows } = box.dataset;
	const module = (name) => import(new URL(name, location));
	box.ariaBusy = "true";
	say("The filters are being loaded.");
	Promise.all([module(list), module(posts), fetched(figures), fetched(rows)])
		.then(([{ attach }, ...found]) => attach(box, ...found))
		.catch(() => {
			loaded = false;
			say("The list could not be filtered; it shows all post mortems.");
		})
		.finally(() => (box.ariaBusy = null));
};

if (box) {
	const names = ["sort", ...box.dataset.filters.split(" ")];
	box.addEventListener("input", load);
	for (const choice of box.querySelectorAll("details")) choice.addEventListener("toggle", load);
	if ([...new URLSearchParams(location.search)].some(([name, value]) => value && names.includes(name))) load();
}
