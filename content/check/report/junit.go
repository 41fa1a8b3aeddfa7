package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
)

type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr"`
		Line    int           `xml:"line,attr"`
		Failure *junitFailure `xml:"failure,omitempty"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit writes one suite per file and one case per finding. Cases for notes pass. Without
// findings it writes a single case that passes, because some tools treat an empty report
// as a failure.
func junit(w io.Writer, findings []check.Finding, opts Options) error {
	report := junitSuites{Name: "pmsite check"}
	for _, f := range inRepository(findings, opts.Folder) {
		if n := len(report.Suites); n == 0 || report.Suites[n-1].Name != f.File {
			report.Suites = append(report.Suites, junitSuite{Name: f.File})
		}
		suite := &report.Suites[len(report.Suites)-1]
		one := junitCase{Name: fmt.Sprintf("%s %d:%d", f.Rule, f.Line, f.Column), Class: f.Rule, File: f.File, Line: f.Line}
		body := console.Visible(fmt.Sprintf("%s: %s: %s", place(f), f.Level, message(f)))
		if f.Hint != "" {
			body += "\nhint: " + console.Visible(f.Hint)
		}
		if f.Level == content.Info {
			one.Output = body
		} else {
			one.Failure = &junitFailure{f.Level.String(), console.Visible(f.Message), body}
			suite.Failures++
			report.Failures++
		}
		suite.Cases = append(suite.Cases, one)
		suite.Tests++
		report.Tests++
	}
	if len(report.Suites) == 0 {
		report.Tests = 1
		report.Suites = []junitSuite{{Name: "pmsite check", Tests: 1, Cases: []junitCase{{Name: "no findings", Class: "pmsite"}}}}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(report); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
