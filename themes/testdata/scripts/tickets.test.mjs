import assert from "node:assert/strict";
import { test } from "node:test";
import { fresh, open } from "./dom.mjs";

const finder = `<form class="ticketfinder" hidden><input name="q"><p class="note"></p></form>`;
const lists = `${finder}<a href="/pm/tickets/all/C/" data-prefix="C">C…</a>`.replace("<a", `<ul class="numberlists"><a`) + `<a href="/pm/tickets/all/CHG1/" data-prefix="CHG1">CHG1…</a><a href="/pm/tickets/all/X/" data-prefix="X">X…</a></ul><h2 id="pm-all">All</h2>`;
const numbers = `${finder}<ul class="numbers"><a id="CHG12" href="/pm/postmortems/a/#action-1">CHG12</a><a id="ACME-WEB-12~0123ABCD" href="/pm/postmortems/b/">acme/web#12</a><a id="X~0123ABCD" href="/pm/tickets/x~0123abcd/">..</a><a id="PM-1" href="/pm/postmortems/c/">PM-1</a><a id="50~0123ABCD" href="/pm/postmortems/d/">50%</a></ul>`;

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
		[numbers, "tickets/all/#acme/web%2312", "/pm/postmortems/b/"],
		[numbers, "tickets/all/#pm-1", "/pm/postmortems/c/"],
		[numbers, "tickets/all/#50%", "/pm/postmortems/d/"],
		[numbers, "tickets/all/?q=50%25", "/pm/postmortems/d/"],
		[lists, "tickets/?q=..", "/pm/tickets/all/X/?q=.."],
		[lists, `tickets/?q=${"(9)".repeat(60)}`, `/pm/tickets/all/X/?q=${encodeURIComponent("(9)".repeat(60))}`],
		[numbers, "tickets/all/?q=..", "/pm/tickets/x~0123abcd/"],
		[numbers, "tickets/all/?q=+", ""],
	]) assert.deepEqual(await visit(markup, address), [want, ""], address);
});

test("a number that nothing mentions is named", async () => {
	for (const [markup, address, number] of [
		[lists, "tickets/?q=D1", "D1"],
		[numbers, "tickets/all/?q=D1", "D1"],
		[numbers, "tickets/all/?q=%EF%BF%BD", "\uFFFD"],
		[numbers, "tickets/all/#%FF", "\uFFFD"],
		[lists, "tickets/#70%", "70%"],
		[lists, "tickets/#a+b&c%20d", "a+b&c d"],
		[lists, "tickets/#pm-1", "pm-1"],
	]) assert.deepEqual(await visit(markup, address), ["", `No post mortem mentions ${number}.`], address);
});

test("only a missing page of a ticket leads to its number", async () => {
	const markup = `<main class="kind-notfound"></main>`;
	for (const [address, want] of [
		["tickets/CHG12/", "/pm/tickets/?q=CHG12"],
		["tickets/CHG12", "/pm/tickets/?q=CHG12"],
		["tickets/CHG12/index.html", "/pm/tickets/?q=CHG12"],
		["tickets/acme-web-12~0123abcd/", "/pm/tickets/?q=acme-web-12~0123abcd"],
		["tickets/50%/", "/pm/tickets/?q=50%25"],
		["tickets/50%25/", "/pm/tickets/?q=50%25"],
		["tickets/page/99/", ""],
		["tags/CHG12/", ""],
	]) assert.deepEqual(await visit(markup, address), [want, ""], address);
});
