// Package preview keeps a site on show in step with the files of a project: it follows
// changes, marks what differs from a base, and shows faults and findings in the pages.
package preview
