package content

import "embed"

// Sample is the sample collection: the post mortems of an invented ferry
// operator, below postmortems/, and the template that new documents are made
// from, _template.md.
//
//go:embed all:postmortems _template.md
var Sample embed.FS
