// Searches the post mortems of searched.txtar with the search scripts and the files of
// the index.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Search, SyntaxFault } from "./search/search.js";
import { fetchFrom, Stale, Store } from "./search/store.js";

const file = (name) => new Uint8Array(readFileSync(new URL(`index/${name}`, import.meta.url)));
const requested = [];
const read = async (name, version) => {
	requested.push(version === undefined ? name : `${name}?${version}`);
	return file(name);
};
const search = await Search.open(read);
const slug = async ({ doc }) => (await search.store.document(doc)).slug;
const slugs = async ({ hits }) => (await Promise.all(hits.map(slug))).join(" ");
const found = async (text, ...order) => slugs(await search.search(text, ...order));
const sorted = (text) => text.split(" ").sort().join(" ");

test("queries find the documents that match", async () => {
	const want = Object.fromEntries([
		["", "bare clock edge grave pool undated zone"], ["zone", "edge zone"], ["zones", "edge zone"], ["nothing", "bare"], ["certificate", "edge"], ["qqq", ""], ["the", "bare clock edge grave pool undated zone"], ["the qqq", ""],
		['"zone transfer"', "edge"], ['"transfer zone"', ""], ['"renewed the certificate of the gateway"', "edge"], ['"renewed the certificate the gateway"', ""], ['"lost the zone"', "zone"], ['title:"zone lost"', "zone"], ['summary:"zone transfer"', ""], ['causes:"zone transfer"', "edge"],
		["+timeout -summary:timeout", "zone"], ["causes:timeout", "zone"], ["-timeout", "edge"], ["NOT (timeout OR zone)", ""], ["timeout AND zone", "zone"], ["timeout AND NOT zone", "bare clock grave pool undated"], ["zone OR disks", "edge grave zone"], ["+zone +transfer -certificate", "zone"], ["zone -qqq", "edge zone"], ["+zone qqq", "edge zone"],
		["certifi*", "edge"], ["certificat*", "edge"], ["dat*", "pool"], ["transf*", "edge zone"], ["title:dr*", "clock"], ["certifcate~1", "edge"], ["certifcat~1", ""], ["certifca~2", "edge"], ["qqqqqq~2", ""], ["title:conection~", "pool"], ["summary:conection~", "pool"],
		["title:timeout", "bare"], ["body:certificate", "edge"], ["title:zone", "zone"], ["labels:tls", "edge"], ["id:PM-2026-0007", "edge"], ["INC0042", "edge"], ["id:42", "edge"], ["42", "edge"], ["inc42", "grave"], ["障害", "undated"], ["störung", "undated"],
		["severity:high", "pool zone"], ["severity:hig", ""], ["severity:hi*", "pool zone"], ["severity:high severity:critical", "edge pool zone"], ["severity:high service:dns", "zone"], ["+severity:high +service:payments", "pool"], ["-severity:high", "bare clock edge grave undated"], ['tag:"load balancer"', "edge"], ["tag:LoadBalancer", "edge"], ["timeout severity:high", "pool zone"], ["zone severity:high", "zone"], ["service:booking", "bare edge undated"], ["severity:qqq", ""],
		["date:2026", "edge zone"], ["date:>2025", "edge zone"], ["date:<=2025", "bare clock grave pool"], ["date:2025-06-01", "clock pool"], ["date:>2025-06-01", "edge zone"], ["date:>=2025-06-01", "clock edge pool zone"], ["date:<2025-06-01", "bare grave"], ["date:2024..2025", "clock grave pool"], ["year:2026", "edge zone"], ["-date:2026", "bare clock grave pool undated"],
		["duration:120", "edge"], ["duration:>=120", "edge grave"], ["duration:>120", "grave"], ["duration:<20", "pool undated"], ["duration:<=20", "pool undated zone"], ["duration:0", "pool"], ["duration:1.5", "undated"], ["duration:72h", "grave"], ["duration:..2h", "edge pool undated zone"],
	]);
	const got = {};
	for (const query of Object.keys(want)) got[query] = sorted(await found(query));
	assert.deepEqual(got, want);
});

test("hits are in the requested order, equal ones newest first", async () => {
	const severities = ["critical", "high", "medium", "low", "near miss"];
	assert.equal(await found("", "date"), "edge zone clock pool grave bare undated", "newest first, what has no date last");
	assert.equal(await found("", "relevance"), "edge zone clock pool grave bare undated");
	assert.equal(await found("", "severity", severities), "edge zone pool undated clock grave bare", "most severe first, those without one last");
	assert.equal(await found("", "severity", ["near miss", "high"]), "clock zone pool edge undated grave bare", "a severity that is not in the list comes after those that are, and before none");
	assert.equal(await found("", "duration"), "grave edge zone undated pool clock bare", "longest first, what is not known last");
	assert.equal(await found("timeout"), "bare clock zone grave pool undated", "the best first: in the title, often, in a short text");
	assert.equal(await found("timeout", "date"), "zone clock pool grave bare undated");
	assert.equal(await found("zone", "date"), "edge zone");
	assert.equal(await found("zone"), "zone edge");
});

test("a result has scores, a total and the words that no document has", async () => {
	const result = await search.search("zone qqq severity:none");
	assert.deepEqual([result.text, result.total, result.missing.map(({ node, field }) => [node.text, field])], ["zone qqq severity:none", 0, [["none", "severity"], ["qqq", undefined]].toReversed()]);
	const { total, hits, missing } = await search.search("zone -qqq");
	assert.equal(total, 2);
	assert.ok(hits[0].score > hits[1].score && hits[1].score > 0);
	assert.deepEqual(missing, [], "a word that must not be there is missed");
	assert.deepEqual((await search.search("severity:high")).hits.map(({ score }) => score), [0, 0]);
	const [stemmed] = (await search.search("zones")).hits, [spelt] = (await search.search("zone")).hits;
	assert.ok(spelt.score > 0 && stemmed.score > 0);
});

test("another spelling of a word has half the score, unless no document has the exact one", async () => {
	const scores = async (query) => {
		const { hits } = await search.search(query);
		return Object.fromEntries(await Promise.all(hits.map(async (hit) => [await slug(hit), hit.score])));
	};
	const [renewed, renewals, nobody] = [await scores("renewed"), await scores("renewals"), await scores("renewing")];
	const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);
	near(renewed.edge, nobody.edge);
	near(renewed.pool, nobody.pool / 2);
	near(renewals.edge, nobody.edge / 2);
	near(renewals.pool, nobody.pool);
});

test("a prefix or a misspelled word may only match a limited number of words", async () => {
	const few = await Search.open(async (name) => file(name));
	const most = (n, query) => {
		few.settings.limits.expansion = n;
		return few.search(query).then(({ total }) => total, (error) => `${error.caret()}|${error.message}|${error.hint}`);
	};
	assert.equal(await most(1, "summary:secondar*"), 1);
	assert.equal(await most(0, "zone summary:secondar*"), "zone summary:secondar*\n             ^^^^^^^^^|secondar* matches more than 0 words|write more of the word");
	assert.equal(await most(1, "summary:databse~1"), 1);
	assert.equal(await most(0, "summary:databse~1"), "summary:databse~1\n        ^^^^^^^^^|databse~1 matches more than 0 words|write more of the word");
});

test("a facet counts its values, in the order of the vocabulary or the most frequent first", async () => {
	const counts = async (query, name) => (await search.count(await search.search(query), name)).map(({ value, count }) => `${value} ${count}`).join(", ");
	assert.equal(await counts("", "severity"), "critical 1, high 2, medium 1, near miss 1");
	assert.equal(await counts("", "service"), 'booking 3, payments 2, dns 1, edge-gateway 1, the "old" store 1');
	assert.equal(await counts("zone", "severity"), "critical 1, high 1");
	assert.equal(await counts("zone", "tag"), "dns 1, load balancer 1, tls 1");
	assert.equal(await counts("qqq", "severity"), "");
});

test("an incomplete query finds words by their prefix", async () => {
	const typed = async (text, ...more) => {
		const result = await search.typed(text, ...more);
		return [await slugs(result), result.instead, result.better];
	};
	assert.deepEqual(await typed("certifi"), ["edge", "certifi*", undefined]);
	assert.deepEqual(await typed("zone certifi", "date"), ["edge zone", "zone certifi*", undefined]);
	assert.deepEqual(await typed("zone"), ["zone edge", undefined, undefined]);
	assert.deepEqual(await typed("c"), ["", undefined, ""], "one letter is the beginning of too many");
	assert.deepEqual(await typed("certifi "), ["edge", "certificate ", undefined], "a word with a blank behind is finished");
	assert.deepEqual(await typed("certifcate"), ["edge", "certificate", undefined]);
	assert.deepEqual(await typed('"certifi"'), ["", undefined, '"certificate"']);
	assert.deepEqual(await typed("qqqq zone"), ["zone edge", undefined, undefined], "what is found is no reason for other words");
	await assert.rejects(typed("(a"), SyntaxFault);
	const broken = await Search.open(async (name) => file(name)), answer = broken.search.bind(broken);
	broken.search = async (text) => (text.endsWith("*") ? Promise.reject(new Error("down")) : answer(text));
	await assert.rejects(broken.typed("certifi"), /down/, "an index that cannot be reached is taken for a query that finds nothing");
	const many = Array(20).fill("zo*").join(" ");
	assert.deepEqual((await typed(`${many} certifi`))[1], undefined, "a word more with * would be too many");
});

test("a corrected query is suggested if nothing is found", async () => {
	const want = {
		certifcate: "certificate", "title:certifcate": "title:certificate", zonne: "zone", "zonne transfre": "zone transfer", zone: "", qqqqqqqq: "", zo: "", xy: "", certifcte: "certificate", sorm: "storm",
		"severity:hihg": "severity:high", "severity:critcal zonne": "severity:critical zone", "tag:loadbalancr": 'tag:"load balancer"', 'tag:"load balancr"': 'tag:"load balancer"', "severity:xxxx": "", "tag:tsl": "tag:tls", "tag:xy": "", '"zonne"': '"zone"', '"zonne lost"': "", "zonne~1": "", "zone -qqqq": "",
	};
	const got = {};
	for (const text of Object.keys(want)) got[text] = await search.didYouMean(await search.search(text));
	assert.deepEqual(got, want);
});

test("a hit shows its title and excerpts of its text", async () => {
	const result = await search.search('"zone transfer" gateway');
	const shown = await search.show(result.hits[0], result);
	assert.deepEqual({ ...shown, texts: 0, pieces: shown.pieces.map(({ field, spans }) => `${field}: ${spans.map(({ text, mark }) => (mark ? `[${text}]` : text)).join("")}`) }, {
		...(await search.store.document(result.hits[0].doc)), texts: 0, name: "Edge certificate expired", title: [{ text: "Edge certificate expired" }],
		pieces: ["summary: Nobody renewed the certificate of the [gateway].", "causes: The [zone transfer] was not involved. Certificates were renewed by hand."],
	});
	assert.deepEqual([shown.slug, shown.date, shown.severity, shown.services.join()], ["edge", "2026-03-05", "critical", "edge-gateway,booking"]);
	const prefixed = await search.search("causes:invol* title:edge");
	const { title, pieces } = await search.show(prefixed.hits[0], prefixed);
	assert.deepEqual([title[0], pieces[0].spans[1]], [{ text: "Edge", mark: true }, { text: "involved", mark: true }]);
});

test("files are read once, and failures are tried again", async () => {
	let down = true;
	const names = [];
	const store = await Store.open(async (name, version) => {
		names.push(name);
		if (down && name === "columns.bin") throw new Error("down");
		return file(name);
	});
	await assert.rejects(store.columns(), /down/);
	await assert.rejects(store.columns(), /down/);
	down = false;
	await store.columns();
	await store.columns();
	assert.deepEqual(names, ["manifest.bin", "columns.bin", "columns.bin", "columns.bin"]);
	assert.ok(requested.includes("manifest.bin"));
	assert.ok(requested.includes(`columns.bin?${store.settings.stamps.columns}`), "files are read without their version");
	assert.ok(requested.some((name) => name.startsWith("documents/") && name.endsWith(`?${store.settings.stamp}`)), "texts are read without the version of the site");
	assert.equal(requested.filter((name) => name.startsWith("columns.bin")).length, 1);
});

test("files that a host has decompressed are read as well", async () => {
	const unpacked = await Search.open(async (name) => new Uint8Array(gunzipSync(file(name))));
	assert.equal((await unpacked.search("zone")).total, 2);
});

test("a new version of the site is read again, once", async () => {
	let old = true, opened = 0;
	const next = await Search.open(async (name) => {
		const bytes = gunzipSync(file(name));
		if (name === "manifest.bin") opened++;
		if (name.startsWith("postings") && old) bytes[2] ^= 1; // of another version
		if (name.startsWith("postings")) old = false;
		return new Uint8Array(bytes);
	});
	assert.equal((await next.search("zone", "date")).total, 2);
	assert.equal(opened, 2);
	const never = await Search.open(async (name) => {
		const bytes = gunzipSync(file(name));
		if (name.startsWith("postings")) bytes[2] ^= 1;
		return new Uint8Array(bytes);
	});
	await assert.rejects(never.search("zone"), Stale);
	await assert.rejects(never.search("(a"), SyntaxFault);
});

test("a file of another version of the site is noticed, whichever it is", async () => {
	for (const [kind, query, order] of [["columns", "zone"], ["postings", "zone"], ["positions", '"zone transfer"'], ["words", "zonne~1"], ["ids", "inc004~1"], ["facets", "severity:high"], ["numbers", "duration:>2h", "duration"]]) {
		let stale = 0;
		const mixed = await Search.open(async (name) => {
			const bytes = new Uint8Array(gunzipSync(file(name)));
			if (name.startsWith(kind) && !stale++) bytes[0] ^= 1;
			return bytes;
		});
		await mixed.search(query, order);
		assert.ok(stale > 1, `${kind} of another version are not read again`);
	}
});

test("a version of the site has the files in common with another one that do not differ", async () => {
	const other = await Search.open(async (name) => {
		const bytes = new Uint8Array(gunzipSync(file(name)));
		if (name !== "manifest.bin") return bytes;
		const settings = JSON.parse(new TextDecoder().decode(bytes));
		settings.stamp++;
		return new TextEncoder().encode(JSON.stringify(settings));
	});
	assert.equal((await other.search("zone", "date")).total, 2);
});

test("files are fetched from an address, with their version", async () => {
	const calls = [];
	const reader = fetchFrom("http://host/search/");
	globalThis.fetch = async (address, { cache }) => {
		calls.push(`${address} ${cache}`);
		return { ok: true, arrayBuffer: async () => new Uint8Array([1, 2]).buffer };
	};
	assert.deepEqual(await reader("manifest.bin"), new Uint8Array([1, 2]));
	await reader("postings/0000.bin", 7);
	await reader("postings/0000.bin", 0);
	assert.deepEqual(calls, ["http://host/search/manifest.bin no-cache", "http://host/search/postings/0000.bin?v=7 default", "http://host/search/postings/0000.bin?v=0 default"]);
	globalThis.fetch = async () => ({ ok: false, status: 404, statusText: "Not Found" });
	await assert.rejects(reader("ids.bin"), /^Error: ids.bin: 404 Not Found$/);
	const below = await Search.open("http://host/search/").catch((error) => error.message);
	assert.equal(below, "manifest.bin: 404 Not Found");
});
