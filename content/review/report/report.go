// Package report writes what a branch changes, in the forms that people and
// programs read. It decides nothing: the order is the one it is given.
package report

import (
	"io"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/review"
)

// A Diff is what there is to report.
type Diff struct {
	Base, Head string // as the user names them; Head is "" for the work tree
	Documents  []review.Document
	Totals     []review.Total
	Findings   []check.Finding          // in files that the branch touches
	URL        func(path string) string // where a file of the head can be read; nil when not known
	Color      bool
}

// A Format is one form of report.
type Format struct {
	Name, Doc string
	Write     func(w io.Writer, d Diff) error
}

// Formats lists the forms, the one for people first.
func Formats() []Format {
	return []Format{
		{"text", "for people", text},
		{"markdown", "the comment on a pull request", markdown},
		{"json", "for programs, with schema_version", asJSON},
	}
}

// Lookup finds a form by its name; false when there is none.
func Lookup(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// verb says what happened to a document.
func verb(d review.Document) string {
	switch d.Kind {
	case review.Added:
		return "new"
	case review.Renamed:
		return "renamed"
	case review.Removed:
		return "removed"
	}
	return "changed"
}

// of returns what is wrong in a file; notes are left out.
func of(findings []check.Finding, path string) (out []check.Finding) {
	for _, f := range findings {
		if f.File == path && f.Level != content.Info {
			out = append(out, f)
		}
	}
	return out
}

// elsewhere are the findings in files of which no document is reported: those
// that cannot be read, and those whose text is the same to readers.
func elsewhere(d Diff) (out []check.Finding) {
	told := map[string]bool{}
	for _, document := range d.Documents {
		told[document.Path] = true
	}
	for _, f := range d.Findings {
		if !told[f.File] && f.Level != content.Info {
			out = append(out, f)
		}
	}
	return out
}

// said is a change in a line; all action items of a new document are.
func said(d review.Document, c review.Change) string {
	if d.Kind == review.Added {
		return strings.Replace(c.String(), "action item added: ", "action item: ", 1)
	}
	return c.String()
}
