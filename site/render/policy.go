package render

// Policy is the content security policy of every page: it loads only the site's own files, and runs no inline script
// and no inline style. A blob is a picture that one of these scripts made: a diagram. Post mortems need nothing else, so nothing in them can load or run more.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
