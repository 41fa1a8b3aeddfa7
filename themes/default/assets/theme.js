// Applies the stored colour theme before anything is drawn, and tells whether the address asks
// for something else than the page shows at first.
if (location.search) document.documentElement.dataset.asked = "";
