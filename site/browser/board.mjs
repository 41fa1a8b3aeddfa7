// Prints the panels that the dashboard's script computes for filters given on
// standard input, and how long each took: node board.mjs board.js figures.json
import { readFileSync } from "node:fs";

const { board, records } = await import(`file://${process.argv[2]}`);
const data = JSON.parse(readFileSync(process.argv[3], "utf8"));
const all = records(data);
const out = JSON.parse(readFileSync(0, "utf8")).map((filter) => {
	const begin = performance.now();
	const { count, panels } = board(data, all, filter);
	return { count, panels, milliseconds: performance.now() - begin };
});
process.stdout.write(JSON.stringify(out));
