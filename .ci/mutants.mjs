// Measures the tests: makes small changes to the program's behaviour, one at a time, and
// counts those that a test detects. gremlins changes Go code, mutate.mjs the scripts of
// the theme and of the preview.
//
//	node .ci/mutants.mjs MINUTES [PACKAGE [SEED]]
//
// The time is divided among the packages by their size; time that one does not use goes to
// the next ones. The seed determines the order of files within a package. The exit status
// is 1 if something could not be measured.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { mutants } from "./mutate.mjs";

const least = 40; // minimum seconds per package
const root = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), "..");
process.chdir(root);

const [minutes, pattern = "./...", seed = String(Date.now() % 1e6)] = process.argv.slice(2).map((word) => word || undefined);
if (!(Number(minutes) > 0)) {
	console.error("error: the number of minutes is missing\nhint: make mutants MINUTES=30");
	process.exit(2);
}

// random returns numbers from 0 to 1, the same ones for the same seed (mulberry32).
let state = [...seed].reduce((sum, c) => Math.imul(sum, 31) + c.charCodeAt(0), 7);
const random = () => {
	state = (state + 0x6d2b79f5) | 0;
	let t = Math.imul(state ^ (state >>> 15), state | 1);
	t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
	return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const shuffled = (list) => list.map((each) => [random(), each]).sort(([a], [b]) => a - b).map(([, each]) => each);

const output = (name, ...args) => execFileSync(name, args, { encoding: "utf8", maxBuffer: 1e8 });
const size = (file) => readFileSync(file, "utf8").split("\n").length;
const now = () => performance.now() / 1000;

const temp = mkdtempSync(join(tmpdir(), "mutants-"));
process.on("exit", () => rmSync(temp, { recursive: true, force: true }));
const running = new Set();
for (const signal of ["SIGINT", "SIGTERM"])
	process.on(signal, () => {
		for (const stop of running) stop();
		process.exit(130);
	});

// run runs a command and returns its output and status. After a number of seconds it kills
// the command and everything that it started.
const run = (name, args, { seconds, ...options }) =>
	new Promise((done) => {
		const child = spawn(name, args, { detached: true, stdio: ["ignore", "pipe", "pipe"], ...options });
		let text = "", late = false;
		const stop = () => {
			try {
				process.kill(-child.pid, "SIGKILL");
			} catch {} // it has ended
		};
		const timer = setTimeout(() => {
			late = true;
			stop();
		}, seconds * 1000);
		running.add(stop);
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (text += data));
		child.on("error", (error) => (text += error.message));
		child.on("close", (code) => {
			clearTimeout(timer);
			running.delete(stop);
			done({ text, late, code });
		});
	});

// --- Packages and files to measure.
const wanted = output("go", "list", "-f", "{{.Dir}}|{{range .GoFiles}}{{.}} {{end}}|{{range .IgnoredGoFiles}}{{.}} {{end}}", pattern).trim().split("\n").map((line) => {
	const [dir, ...lists] = line.split("|");
	const [files, ignored] = lists.map((list) => list.trim().split(" ").filter(Boolean)); // ignored: of other systems
	return { dir: dir.slice(root.length + 1), files: files.filter((file) => file !== "doc.go"), ignored };
});
const all = output("go", "list", "-f", "{{.Dir}}", "./...").trim().split("\n").map((dir) => dir.slice(root.length + 1));
// A script belongs to the package whose folder contains it.
const home = (file) => all.filter((dir) => file.startsWith(`${dir}/`)).sort((a, b) => b.length - a.length)[0];
const scripts = output("git", "ls-files", "themes/*.js", ":!themes/default/assets/mermaid", "site/serve/*.js").trim().split("\n").filter((file) => wanted.some(({ dir }) => dir === home(file)));
const jobs = [
	...wanted.filter(({ files }) => files.length).map((job) => ({ ...job, what: job.dir, measure: measurePackage, lines: job.files.reduce((sum, file) => sum + size(join(job.dir, file)), 0) })),
	...scripts.map((file) => ({ what: file, measure: measureScript, lines: size(file) })),
];

const tooFew = (what, seconds) => `${what}: ${Math.round(seconds)} seconds are too few to change anything\nhint: give it more minutes`;

// --- Go.
const module = output("go", "list", "-m").trim();

// gremlins includes the packages below a package, and treats package main as the one at the
// root. This wrapper of the go command corrects both.
const bin = join(temp, "bin");
mkdirSync(bin);
writeFileSync(join(bin, "go"), `#!/bin/sh
for arg; do
	shift
	case $arg in
		${module}) arg=. ;;
		./*/...) arg=\${arg%/...} ;;
	esac
	set -- "$@" "$arg"
done
exec "${output("sh", "-c", "command -v go").trim()}" "$@"
`);
chmodSync(join(bin, "go"), 0o755);
let gremlins = "";
const quote = (file) => file.replace(/[.\\+*?^$()[\]{}|]/g, "\\$&");

async function measurePackage({ dir, files, ignored }, seconds) {
	if (!gremlins) {
		gremlins = join(temp, "gremlins");
		output("go", "build", "-modfile=.ci/gremlins.mod", "-o", gremlins, "github.com/go-gremlins/gremlins/cmd/gremlins");
	}
	const end = now() + seconds;
	const lines = [];
	let failed = "", cut = false;
	// A few files at a time, so that the seed determines the order of files, not their
	// names. Each time costs a run of the tests.
	for (let rest = shuffled(files), some; !failed && rest.length && (!lines.length || now() < end - seconds / 4); ) {
		const begun = now();
		const few = Math.ceil(files.length / 4);
		[some, rest] = [rest.slice(0, few), rest.slice(few)];
		const others = [...files, ...ignored].filter((file) => !some.includes(file)).map((file) => `^${quote(file)}$`);
		const work = mkdtempSync(join(temp, "go-"));
		const args = ["unleash", ...["/", "^doc\\.go$", ...others].flatMap((each) => ["-E", each]), "--workers", "1", "--timeout-coefficient", "3", `./${dir}`];
		const { text, late, code } = await run(gremlins, args, { seconds: Math.max(5, end - begun), env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, TMPDIR: work } });
		rmSync(work, { recursive: true, force: true });
		const found = text.replace(/\x1b\[\d*m/g, "").matchAll(/^ *(KILLED|LIVED|TIMED OUT|NOT COVERED|NOT VIABLE) ([A-Z_]+) at (\S+?):(\d+):\d+$/gm);
		for (const [, status, type, file, line] of found) lines.push({ status, type: type.toLowerCase().replaceAll("_", " "), file: join(dir, file), line });
		cut ||= late;
		if (!late && code !== 0) failed = `${dir}: gremlins ends with ${code}\n${text.slice(-1500)}`;
	}
	if (!lines.length && cut && !failed) failed = tooFew(dir, seconds);
	return { lines, failed };
}

// --- Scripts.
// testsOf returns the names of the tests that run a script with Node.js, fast ones first.
const testsOf = (file) => {
	const name = file.split("/").at(-1).replace(".js", "");
	if (file.startsWith("site/serve/")) return [["site/serve", "TestScripts"]];
	if (file.includes("/search/")) return [["themes", "TestScripts/search"], ["index", "TestScript|TestParity"]];
	const drawn = file.includes("/dashboard/");
	const script = drawn ? "dashboard" : name === "theme" ? "site" : name;
	return [["themes", `TestScripts/${script}`], ...(drawn || name === "register" ? [["site", "TestDashboardScript|TestWhether"]] : [])];
};
const copy = join(temp, "copy");
const binaries = new Map();
const binary = (dir) => {
	if (!binaries.size) for (const file of output("git", "ls-files", "-co", "--exclude-standard").trim().split("\n")) cpSync(file, join(copy, file));
	if (!binaries.has(dir)) {
		const path = join(temp, `${dir.replaceAll("/", "-")}.test`);
		output("go", "test", "-c", "-o", path, `./${dir}`);
		binaries.set(dir, path);
	}
	return binaries.get(dir);
};

const limits = new Map(); // seconds of a test, by its command
const test = ([path, names, cwd], most) => run(path, ["-test.run", names, "-test.failfast", "-test.timeout", "5m"], { cwd, seconds: most });
// limit runs tests on the unchanged scripts.
async function limit(each) {
	const key = each.join();
	if (!limits.has(key)) {
		const begun = now(), { code, text } = await test(each, 300);
		if (code !== 0 || text.includes("no tests to run")) throw new Error(`the tests ${each[1]} do not pass on the unchanged script\n${text.slice(-1500)}`);
		limits.set(key, 10 + 4 * (now() - begun));
	}
	return limits.get(key);
}

async function measureScript({ what: file }, seconds) {
	const source = readFileSync(file, "utf8"), changed = join(copy, file);
	const tests = testsOf(file).map(([dir, names]) => [binary(dir), names, join(copy, dir)]);
	const end = now() + seconds, lines = [];
	for (const { type, line, text, change } of shuffled(mutants(source))) {
		if (now() > end) break;
		let status = "LIVED";
		for (const each of tests) {
			writeFileSync(changed, source);
			const most = await limit(each);
			writeFileSync(changed, text);
			const { late, code } = await test(each, most);
			if (late) status = "TIMED OUT";
			else if (code !== 0) status = "KILLED";
			if (status !== "LIVED") break;
		}
		lines.push({ status, type, file, line, change });
	}
	writeFileSync(changed, source);
	return { lines, failed: lines.length ? "" : tooFew(file, seconds) };
}

// --- Dividing the time, and the table.
console.log(`seed ${seed}: ${jobs.length} packages and scripts in ${minutes} minutes`);
const stop = now() + 60 * minutes;
const table = [], failures = [];
for (const [i, job] of jobs.entries()) {
	const rest = jobs.slice(i), total = rest.reduce((sum, { lines }) => sum + lines, 0);
	const left = Math.max(0, stop - now());
	const floor = Math.min(least, left / rest.length);
	const share = floor + ((left - floor * rest.length) * job.lines) / total;
	let result;
	try {
		result = await job.measure(job, share);
	} catch (error) {
		result = { lines: [], failed: `${job.what}: ${error.message}` };
	}
	const n = (status) => result.lines.filter((each) => each.status === status).length;
	const row = { what: job.what, tried: n("KILLED") + n("LIVED") + n("TIMED OUT"), killed: n("KILLED"), lived: n("LIVED"), late: n("TIMED OUT"), uncovered: n("NOT COVERED") };
	table.push(row);
	if (result.failed) failures.push(result.failed);
	console.log(`${job.what}: ${row.killed} of ${row.killed + row.lived}`);
	for (const { status, file, line, type, change } of result.lines.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)))
		if (status === "LIVED") console.log(`  lived: ${file}:${line} ${type}${change ? `  ${change}` : ""}`);
}

const rate = ({ killed, lived }) => (killed + lived ? (killed / (killed + lived)).toFixed(2) : "–");
const whole = { what: "all" };
for (const key of ["tried", "killed", "lived", "late", "uncovered"]) whole[key] = table.reduce((sum, row) => sum + row[key], 0);
const width = Math.max(...table.map(({ what }) => what.length), 8);
console.log(`\n${"package".padEnd(width)}  tried killed  lived timed out not covered   rate`);
for (const row of [...table, whole])
	console.log([row.what.padEnd(width), ...[[row.tried, 6], [row.killed, 6], [row.lived, 6], [row.late, 9], [row.uncovered, 11], [rate(row), 6]].map(([value, wide]) => String(value).padStart(wide))].join(" "));
for (const each of failures) console.error(`error: ${each}`);
process.exitCode = failures.length ? 1 : 0;
