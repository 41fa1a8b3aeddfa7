package report

import (
	"bytes"
	"encoding/json"
	"io"

	checkreport "github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/review"
)

// asJSON writes findings in the format of "check --format json".
func asJSON(w io.Writer, d Diff) error {
	format, _ := checkreport.Lookup("json")
	var b bytes.Buffer
	if err := format.Write(&b, d.Findings, checkreport.Options{}); err != nil {
		return err
	}
	var found struct {
		Findings json.RawMessage `json:"findings"`
	}
	if err := json.Unmarshal(b.Bytes(), &found); err != nil {
		return err
	}
	var head *string
	if d.Head != "" {
		head = &d.Head
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		SchemaVersion int               `json:"schema_version"`
		Base          string            `json:"base"`
		Head          *string           `json:"head"`
		PostMortems   []review.Document `json:"postmortems"`
		Totals        []review.Total    `json:"totals"`
		Findings      json.RawMessage   `json:"findings"`
	}{1, d.Base, head, notNil(d.Documents), notNil(d.Totals), found.Findings})
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
