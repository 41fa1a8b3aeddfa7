// Package report writes findings in the forms that people and tools read. It
// decides nothing: order and levels are those it is given.
package report

import (
	"fmt"
	"io"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// Options say how a report is written. The zero value is plain text for a file.
type Options struct {
	Color   bool   // text with ANSI colours
	Verbose bool   // text with what is worth knowing too
	Version string // of the program
}

// A Format is one form of report.
type Format struct {
	Name, Doc string
	Write     func(w io.Writer, findings []check.Finding, opts Options) error
}

// Formats lists the forms, the one for people first.
func Formats() []Format {
	return []Format{
		{"text", "for people, with the line that is meant", text},
		{"json", "for programs, with schema_version", asJSON},
		{"github", "annotations of GitHub Actions", github},
		{"gitlab", "GitLab's code quality report", gitlab},
		{"sarif", "SARIF 2.1.0, for code scanning", sarif},
		{"junit", "JUnit XML, for test reports", junit},
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

// head is a finding's first line, as compilers write it.
func head(f check.Finding, level string) string {
	return fmt.Sprintf("%s:%d:%d: %s %s [%s]", f.File, f.Line, f.Column, level, f.Message, f.Rule)
}

// byLevel chooses one of three words.
func byLevel(level content.Level, failed, warning, info string) string {
	return map[content.Level]string{content.Error: failed, content.Warning: warning, content.Info: info}[level]
}
