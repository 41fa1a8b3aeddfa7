// Package render turns page structs and a theme into HTML. The structs are the
// theme API: a template is executed with one of them and may use every exported
// field and method.
//
// A theme is a file tree: templates/*.html, one for each page kind, and
// assets/, whose files are published under names that contain a hash of their
// content. Package render reads no other files and knows no addresses except
// those passed to it.
package render
