// Package preview keeps a served site up to date with the files of a project: it follows
// changes, marks differences from a base, and shows errors and findings in the pages.
package preview
