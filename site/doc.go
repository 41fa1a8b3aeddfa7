// Package site decides which pages exist and where they lie. A [Site] is a
// function of a collection, a config and a theme: the same input gives the
// same bytes. Pages are rendered when they are asked for, so that a site of
// any size is written, or served, with little memory.
//
// Every address is relative to the page that holds it: one output works at a
// domain's root, below any folder, and from a plain file server.
package site
