// Package site decides which pages exist and where they are. A [Site] is a
// function of a collection, a config and a theme: the same input yields the
// same bytes. Pages are rendered on request, so a site of any size can be
// written or served with little memory.
//
// Every address is relative to the page that holds it: the same output works at
// a domain's root, below any folder, and from a plain file server.
package site
