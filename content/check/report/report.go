// Package report writes findings in formats for people and tools. It keeps the order and
// the levels of the findings.
package report

import (
	"fmt"
	"io"
	"path"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// Options control how a report is written. The zero value is for plain text without notes.
type Options struct {
	Color   bool   // text with ANSI colours
	Verbose bool   // text includes notes
	Version string // of the program
	Home    string // the address of the program's page
	Folder  string // folder of the files in their repository, by which CI systems find them; "" or "." for its root
}

// A Format is a format of reports.
type Format struct {
	Name, Doc string
	Write     func(w io.Writer, findings []check.Finding, opts Options) error
}

// Formats returns all formats, the one for people first.
func Formats() []Format {
	return []Format{
		{"text", "for people, with the source line", text},
		{"json", "for programs, with schema_version", asJSON},
		{"github", "annotations in GitHub Actions", github},
		{"gitlab", "GitLab's code quality report", gitlab},
		{"sarif", "SARIF 2.1.0, for code scanning", sarif},
		{"junit", "JUnit XML, for test reports", junit},
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

// inRepository returns the findings with paths from the root of the repository.
func inRepository(findings []check.Finding, folder string) []check.Finding {
	out := slices.Clone(findings)
	for i := range out {
		out[i].File = path.Join(folder, out[i].File)
	}
	return out
}

// place returns where a finding is, in the style of compilers.
func place(f check.Finding) string { return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column) }

// message returns what a finding says, with its rule.
func message(f check.Finding) string { return f.Message + " [" + f.Rule + "]" }

// byLevel returns one of three values, depending on the level.
func byLevel[V any](level content.Level, failed, warning, info V) V {
	return map[content.Level]V{content.Error: failed, content.Warning: warning, content.Info: info}[level]
}
