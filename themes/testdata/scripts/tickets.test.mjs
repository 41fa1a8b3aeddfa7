import assert from "node:assert/strict";
import { test } from "node:test";
import { fresh, open } from "./dom.mjs";

const finder = `<form class="ticketfinder" hidden><input name="q"><p class="note"></p></form>`;
const lists = `${finder}<a href="/pm/tickets/all/C/" data-prefix="C">C…</a>`.replace("<a", `<ul class="numberlists"><a`) + `<a href="/pm/tickets/all/CHG1/" data-prefix="CHG1">CHG1…</a></ul>`;
const numbers = `${finder}<ul class="numbers"><a id="CHG12" href="/pm/postmortems/a/#action-1">CHG12</a><a id="ACME-WEB-12~0123ABCD" href="/pm/postmortems/b/">acme/web#12</a></ul>`;

// visit opens a page and returns where its script leads, and what it says.
const visit = async (markup, address) => {
	const document = open(markup, `http://host/pm/${address}`);
	let led = "";
	location.replace = (to) => (led = String(to));
	await fresh("./tickets.js");
	return [led, document.querySelector(".note")?.textContent ?? ""];
};

test("an address leads to what mentions its number", async () => {
	for (const [markup, address, want] of [
		[lists, "tickets/", ""],
		[lists, "tickets/#pm-all", ""],
		[lists, "tickets/?q=chg12", "/pm/tickets/all/CHG1/?q=chg12"],
		[lists, "tickets/#CHG2", "/pm/tickets/all/C/?q=CHG2"],
		[numbers, "tickets/all/?q=chg12", "/pm/postmortems/a/#action-1"],
		[numbers, "tickets/all/#CHG12", "/pm/postmortems/a/#action-1"],
		[numbers, "tickets/all/?q=acme-web-12~0123abcd", "/pm/postmortems/b/"],
		[numbers, "tickets/all/?q=ACME%2Fweb%2312", "/pm/postmortems/b/"],
	]) assert.deepEqual(await visit(markup, address), [want, ""], address);
});

test("a number that nothing mentions is named", async () => {
	for (const [markup, address] of [[lists, "tickets/?q=D1"], [numbers, "tickets/all/?q=D1"]]) assert.deepEqual(await visit(markup, address), ["", "No post mortem mentions D1."], address);
});

test("only a missing page of a ticket leads to its number", async () => {
	const markup = `<main class="kind-notfound"></main>`;
	for (const [address, want] of [
		["tickets/CHG12/", "/pm/tickets/?q=CHG12"],
		["tickets/CHG12", "/pm/tickets/?q=CHG12"],
		["tickets/CHG12/index.html", "/pm/tickets/?q=CHG12"],
		["tickets/acme-web-12~0123abcd/", "/pm/tickets/?q=acme-web-12~0123abcd"],
		["tickets/page/99/", ""],
		["tags/CHG12/", ""],
	]) assert.deepEqual(await visit(markup, address), [want, ""], address);
});
