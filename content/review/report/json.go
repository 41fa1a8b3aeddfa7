package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/pmsite/pmsite/content/check"
	checkreport "github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/review"
)

// asJSON writes findings in the format of "check --format json".
func asJSON(w io.Writer, d Diff) error {
	found, err := findingsJSON(d.Findings)
	if err != nil {
		return err
	}
	ahead, err := findingsJSON(d.Ahead)
	if err != nil {
		return err
	}
	var head *string
	if d.Head != "" {
		head = &d.Head
	}
	documents := make([]document, len(d.Documents))
	for i, described := range d.Documents {
		documents[i] = document{described, described.Outcome(), d.alikeTo(described)}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		SchemaVersion int             `json:"schema_version"`
		Base          string          `json:"base"`
		Head          *string         `json:"head"`
		PostMortems   []document      `json:"postmortems"`
		Totals        []review.Total  `json:"totals"`
		Findings      json.RawMessage `json:"findings"`
		Ahead         json.RawMessage `json:"before_review"`
	}{1, d.Base, head, documents, notNil(d.Totals), found, ahead})
}

func findingsJSON(findings []check.Finding) (json.RawMessage, error) {
	format, _ := checkreport.Lookup("json")
	var b bytes.Buffer
	if err := format.Write(&b, findings, checkreport.Options{}); err != nil {
		return nil, err
	}
	var list struct {
		Findings json.RawMessage `json:"findings"`
	}
	err := json.Unmarshal(b.Bytes(), &list)
	return list.Findings, err
}

// A document is what JSON says of a post mortem.
type document struct {
	review.Document
	Outcome    string  `json:"outcome"` // such as "new draft"
	LooksAlike []Alike `json:"looks_alike"`
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
