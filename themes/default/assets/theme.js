// Says that scripts run, and applies the stored colour theme, before anything is drawn.
document.documentElement.dataset.scripts = "";
try {
	const theme = localStorage.getItem("pmsite-theme");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
