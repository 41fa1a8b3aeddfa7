// Comforts of the charts: every table can be copied as CSV.
const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
// A leading quote keeps spreadsheets from taking a text for a formula.
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
export const csv = (table) =>
	[...table.rows].map((row) => [...row.cells].map((cell) => quoted(harmless(cell.textContent.trim()))).join(",")).join("\r\n") + "\r\n";

for (const table of navigator.clipboard ? document.querySelectorAll("table.data") : []) {
	const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy as CSV" });
	button.onclick = async () => {
		await navigator.clipboard.writeText(csv(table));
		button.textContent = "Copied";
		setTimeout(() => (button.textContent = "Copy as CSV"), 1500);
	};
	table.closest("figure").querySelector(".foot").append(button);
}
