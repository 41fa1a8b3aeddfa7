// Says that scripts run, and whether the address asks for something else than the page shows at
// first, and applies the stored colour theme, before anything is drawn.
document.documentElement.dataset.scripts = "";
if (location.search) document.documentElement.dataset.asked = "";
try {
	const theme = localStorage.getItem("pmsite-theme");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
