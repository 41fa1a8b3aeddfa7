// Measures pages of a site with Lighthouse: node measure.mjs ADDRESS [PATH ...]. Without paths, it
// measures a page of each kind.
import { existsSync } from "node:fs";
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const kinds = [
	"", "postmortems/", "postmortems/2025-02-10-payments-connection-pool/", "dashboard/", "dashboard/2025/", "dashboard/definitions/",
	"services/", "services/booking/", "severities/critical/", "tags/", "tags/dns/", "vendors/", "controls/", "digest/", "action-items/", "lessons/",
	"tickets/", "review/", "years/", "search/",
];
const [address, ...paths] = process.argv.slice(2);
const chromePath = process.env.CHROME_PATH ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const chrome = await launcher.launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
let failed = false;
console.log("performance  accessibility  practices  SEO    LCP ms    CLS   KiB  page");
try {
	for (const path of paths.length ? paths : kinds) {
		const { lhr } = await lighthouse(address + path, { port: chrome.port, output: [], logLevel: "error" });
		const scores = ["performance", "accessibility", "best-practices", "seo"].map(name => Math.round(lhr.categories[name].score * 100));
		const figure = name => lhr.audits[name].numericValue;
		failed ||= scores.some(score => score < 100);
		console.log([
			String(scores[0]).padStart(11), String(scores[1]).padStart(14), String(scores[2]).padStart(10), String(scores[3]).padStart(4),
			figure("largest-contentful-paint").toFixed(0).padStart(9), figure("cumulative-layout-shift").toFixed(3).padStart(6),
			(figure("total-byte-weight") / 1024).toFixed(0).padStart(5), "/" + path,
		].join(" "));
		for (const name of ["accessibility", "best-practices", "seo"]) {
			for (const { id } of lhr.categories[name].auditRefs) {
				const audit = lhr.audits[id];
				if (audit.score !== null && audit.score < 1) console.log(`  ${name}: ${audit.title}`);
			}
		}
	}
} finally {
	await chrome.kill();
}
process.exitCode = failed ? 1 : 0;
