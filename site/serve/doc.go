// Package serve shows an fs.FS in a browser, and tells the browser when there
// is a newer one. It does not know what a post mortem is, and writes nothing.
//
// It is a preview for the person at the keyboard: it answers requests for its
// own host only, so that no other site can read it, and every answer carries a
// policy under which pages load nothing from elsewhere.
package serve
