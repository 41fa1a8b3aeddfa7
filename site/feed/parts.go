package feed

import (
	"io"
	"iter"
	"strconv"
)

// A Part is a file with a part of the data of a site that has too much for one.
type Part struct {
	Path        string `json:"path"`   // relative to the list of the parts
	Period      string `json:"period"` // of the dates of its post mortems: 2026, 2026-03 or 2026-03-05; "" if they have none
	PostMortems int    `json:"post_mortems"`
}

// Parts writes {"schema_version", "as_of", "time_zones", "parts": […]} in place of the data, one part a line.
func Parts(w io.Writer, parts iter.Seq[Part], asOf string) error {
	return writeList(w, "parts", parts, asOf)
}

// PartsCSV writes one line for each part.
func PartsCSV(w io.Writer, parts iter.Seq[Part]) error {
	return writeCSV(w, []string{"path", "period", "post_mortems"}, func(yield func([]string) bool) {
		for p := range parts {
			if !yield([]string{p.Path, p.Period, strconv.Itoa(p.PostMortems)}) {
				return
			}
		}
	})
}
