package feed

import (
	"encoding/json"
	"io"
	"iter"
)

// A ListRow is what a list shows of a post mortem and its figures do not say.
type ListRow struct {
	ID      string // "" if it has none
	Summary string // as much of it as a list shows
	Stated  bool   // whether its duration is as stated, not as timed
}

type listJSON struct {
	SchemaVersion int      `json:"schema_version"`
	ID            []string `json:"id"`
	Summary       []string `json:"summary"`
	Stated        []int    `json:"stated"` // places of those with a stated duration
}

// List writes the rest of what the script of the list of post mortems shows, besides [Figures], and in the same order.
func List(w io.Writer, rows iter.Seq[ListRow]) error {
	out := listJSON{SchemaVersion: SchemaVersion, ID: []string{}, Summary: []string{}, Stated: []int{}}
	for row := range rows {
		if row.Stated {
			out.Stated = append(out.Stated, len(out.ID))
		}
		out.ID, out.Summary = append(out.ID, row.ID), append(out.Summary, row.Summary)
	}
	return json.NewEncoder(w).Encode(out)
}
