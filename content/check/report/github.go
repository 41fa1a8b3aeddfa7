package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
)

var (
	githubText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// github writes workflow commands, which GitHub shows at the lines of a pull request.
// GitHub expects an inclusive last column, and columns only for a range in a single line.
func github(w io.Writer, findings []check.Finding, opts Options) error {
	out := bufio.NewWriter(w)
	for _, f := range inRepository(findings, opts.Folder) {
		place := fmt.Sprintf("file=%s,line=%d,endLine=%d", console.Visible(githubProperty.Replace(f.File)), f.Line, f.EndLine)
		if f.Line == f.EndLine {
			place += fmt.Sprintf(",col=%d,endColumn=%d", f.Column, max(f.Column, f.EndColumn-1))
		}
		message := console.Visible(f.Message)
		if f.Hint != "" {
			message += "\nhint: " + console.Visible(f.Hint)
		}
		fmt.Fprintf(out, "::%s %s,title=%s::%s\n", byLevel(f.Level, "error", "warning", "notice"), place, githubProperty.Replace(f.Rule), githubText.Replace(message))
	}
	return out.Flush()
}
