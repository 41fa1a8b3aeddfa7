// Package feed writes the machine-readable siblings of the pages: Atom and JSON
// feeds, the sitemap, and the data behind the figures as JSON and CSV.
//
// The data format is documented by [Record] and [ActionRecord] and has a
// schema_version, which changes when a field changes its meaning or is removed.
// Fields may be added at any time. Times are RFC 3339, durations are whole
// seconds, and unknown values are null.
package feed
