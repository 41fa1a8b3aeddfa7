package content

import "embed"

// Sample is the sample collection: the post mortems of a fictional ferry operator, below
// postmortems/, and _template.md, from which new documents are created.
//
//go:embed all:postmortems _template.md
var Sample embed.FS
