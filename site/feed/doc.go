// Package feed writes the machine-readable siblings of the pages: Atom and
// JSON feeds, the sitemap, and the data behind the figures as JSON and CSV.
//
// The data format is documented by [Record] and [ActionRecord] and carries a
// schema_version, which changes when a field changes its meaning or goes away;
// fields may be added at any time. Times are RFC 3339, durations whole seconds,
// what is unknown is null.
package feed
