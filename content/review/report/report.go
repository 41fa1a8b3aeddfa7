// Package report writes what a branch changes, in formats for people and programs. It
// keeps the order of the changes; only the comment on a pull request puts what is worst first.
package report

import (
	"io"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/review"
)

// A Diff holds the changes and findings to report.
type Diff struct {
	Base, Head string // revisions as the user named them; Head is "" for the work tree
	Documents  []review.Document
	Totals     []review.Total
	Findings   []check.Finding          // in files that the branch touches
	Ahead      []check.Finding          // what is still to be written in drafts before the review
	URL        func(path string) string // returns the address of a file at the head; nil if unknown
	Alike      map[string][]Alike       // post mortems that look like a new one, by its path
	AsOf       content.Date             // decides which action items are overdue; zero for none
	Preview    string                   // address of the site with the changes if it ends in a slash, or else of its zip file; "" if there is none
	Color      bool                     // text with ANSI colours
}

// Alike is a post mortem that looks like a new one.
type Alike struct {
	Path   string `json:"path"`
	Key    string `json:"key"` // its id, or else its slug
	Title  string `json:"title"`
	Reason string `json:"reason"` // what both share
}

// A Format is a format of reports.
type Format struct {
	Name, Doc string
	Write     func(w io.Writer, d Diff) error
}

// Formats returns all formats, the one for people first.
func Formats() []Format {
	return []Format{
		{"text", "for people", text},
		{"markdown", "the comment on a pull request", markdown},
		{"json", "for programs, with schema_version", asJSON},
	}
}

// Names returns the names of all formats.
func Names() (names []string) {
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Lookup returns the format with the name. It returns false if there is none.
func Lookup(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// outcome returns what happened to a document, in a word.
func outcome(d review.Document) string {
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

// correction returns what the page of a completed post mortem says if facts of it change.
func correction(d review.Document) string { return "Corrected: " + strings.Join(d.Corrects, "; ") }

// findingsIn returns the errors and warnings in a file.
func findingsIn(findings []check.Finding, path string) (out []check.Finding) {
	for i := range findings {
		if f := &findings[i]; f.File == path && f.Level != content.Info {
			out = append(out, *f)
		}
	}
	return out
}

// leftIn returns what is still to be written in a file. Nothing of it is wrong in a draft, so these are no errors and warnings.
func leftIn(ahead []check.Finding, path string) []check.Finding {
	left := findingsIn(ahead, path)
	for i := range left {
		left[i].Level = content.Info
	}
	return left
}

// elsewhere returns the errors and warnings in files that are not among the reported
// documents: those that cannot be parsed, and those without a visible change.
func elsewhere(d Diff) (out []check.Finding) {
	reported := map[string]bool{}
	for _, document := range d.Documents {
		reported[document.Path] = true
	}
	for _, f := range d.Findings {
		if !reported[f.File] && f.Level != content.Info {
			out = append(out, f)
		}
	}
	return out
}

// changeLine describes a change in one line. It leaves out "added" for the action items
// of a new document, all of which are new.
func changeLine(d review.Document, c review.Change) string {
	if d.Kind == review.Added {
		return strings.Replace(c.String(), "action item added: ", "action item: ", 1)
	}
	return c.String()
}
