package content

import "embed"

// Sample is the sample collection: the post mortems of a fictional ferry operator, below
// postmortems/, what people found when they compared them, and _template.md, from which new documents are created.
//
//go:embed all:postmortems _template.md _recurrences.yaml
var Sample embed.FS
