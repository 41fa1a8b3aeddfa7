package report

import (
	"encoding/json"
	"io"

	"github.com/pmsite/pmsite/content/check"
)

type jsonReport struct {
	SchemaVersion int           `json:"schema_version"`
	Findings      []jsonFinding `json:"findings"`
}

type jsonFinding struct {
	File      string   `json:"file"`
	Line      int      `json:"line"`
	Column    int      `json:"column"`
	EndLine   int      `json:"end_line"`
	EndColumn int      `json:"end_column"`
	Level     string   `json:"level"`
	Rule      string   `json:"rule"`
	Message   string   `json:"message"`
	Hint      *string  `json:"hint"`
	Fix       *jsonFix `json:"fix"`
}

type jsonFix struct {
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Text      string `json:"text"`
}

func asJSON(w io.Writer, findings []check.Finding, _ Options) error {
	report := jsonReport{1, make([]jsonFinding, len(findings))}
	for i, f := range findings {
		report.Findings[i] = jsonFinding{f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Level.String(), f.Rule, f.Message, nil, nil}
		if f.Hint != "" {
			report.Findings[i].Hint = &f.Hint
		}
		if f.Fix != nil {
			fix := jsonFix(*f.Fix)
			report.Findings[i].Fix = &fix
		}
	}
	return encode(w, report)
}

func encode(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
