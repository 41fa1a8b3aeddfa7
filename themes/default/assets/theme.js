// Applies the stored colour theme before anything is drawn.
try {
	const theme = localStorage.getItem("pmsite-theme");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
