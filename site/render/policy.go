package render

// Policy is the content security policy of every page: it loads only the site's own files, and runs no inline script
// and no inline style. Post mortems need nothing else, so nothing in them can load or run more.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
