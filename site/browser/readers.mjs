// Reads a built site as other programs do, and prints what each of them reads as JSON.
// usage: node readers.mjs SITE TIMELINE.ndjson
import { readFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import ICAL from "ical.js";
import ical from "node-ical";
import Parser from "rss-parser";

const [site, timeline] = process.argv.slice(2);
const text = (name) => readFile(`${site}/${name}`, "utf8");
const byID = (entries, when) => Object.fromEntries(entries.map((entry) => [entry.url, when(entry)]));

const atom = parseAtomFeed(await text("feed.xml"));
const rss = await new Parser({ customFields: { item: ["updated"] } }).parseString(await text("feed.xml"));
const json = parseJsonFeed(await text("feed.json"));
const feeds = {
	"feedsmith, Atom": byID(atom.entries.map((entry) => ({ ...entry, url: entry.links[0].href })), ({ published, updated }) => [published, updated]),
	"rss-parser, Atom": byID(rss.items.map((item) => ({ ...item, url: item.link })), ({ isoDate, updated }) => [isoDate.replace(".000Z", "Z"), updated]),
	"feedsmith, JSON": byID(json.items, ({ date_published, date_modified }) => [date_published, date_modified]),
};

const calendar = await text("action-items/due.ics");
const day = (date) => date.toISOString().slice(0, 10);
const calendars = {
	"ical.js": new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent").map((event) => [new ICAL.Event(event).summary, new ICAL.Event(event).startDate.toString()]),
	"node-ical": Object.values(ical.sync.parseICS(calendar)).filter(({ type }) => type === "VEVENT").map(({ summary, start }) => [summary, day(new Date(start.getTime() - 60_000 * start.getTimezoneOffset()))]),
};

const db = await (await DuckDBInstance.create(":memory:")).connect();
const [row] = (await db.runAndReadAll(`select typeof(max("time")) as type, max("time")::varchar as last from read_json('${timeline}')`)).getRowObjectsJson();
console.log(JSON.stringify({ feeds, calendars, timeline: row }));
process.exit();
