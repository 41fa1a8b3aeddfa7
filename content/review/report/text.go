package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	checkreport "github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/review"
)

const (
	bold   = "1"
	red    = "31"
	yellow = "33"
	green  = "32"
)

func text(w io.Writer, d Diff) error {
	out := &printer{Writer: bufio.NewWriter(w), color: d.Color}
	for i, document := range d.Documents {
		if i > 0 {
			out.line("")
		}
		out.document(document, findingsIn(d.Findings, document.Path))
	}
	if rest := elsewhere(d); len(rest) > 0 {
		out.line("")
		out.findings(rest, true)
	}
	if len(d.Totals) > 0 {
		out.totals(d.Totals)
	}
	if len(d.Documents) == 0 && len(d.Findings) == 0 {
		out.line("no post mortem differs from " + d.Base)
	}
	return out.Flush()
}

type printer struct {
	*bufio.Writer
	color bool
}

func (p *printer) line(s string) { fmt.Fprintln(p, s) }

func (p *printer) paint(color, s string) string {
	if !p.color {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}

func (p *printer) document(d review.Document, findings []check.Finding) {
	p.line(p.paint(bold, checkreport.Printable(fmt.Sprintf("%s: %s", outcome(d), d.Title))))
	p.line("  " + checkreport.Printable(d.Path))
	if d.From != "" {
		p.line("  from " + checkreport.Printable(d.From))
	}
	if d.Summary != "" {
		p.line("  " + checkreport.Printable(d.Summary))
	}
	for _, fact := range d.Facts {
		p.line("  " + checkreport.Printable(fact.Name+": "+fact.Value))
	}
	for _, c := range d.Changes {
		color := ""
		switch c.Kind {
		case review.ActionClosed:
			color = green
		case review.ActionRemoved, review.ActionReopened:
			color = yellow
		}
		line := checkreport.Printable(changeLine(d, c))
		if color != "" {
			line = p.paint(color, line)
		}
		p.line("  " + line)
	}
	p.findings(findings, false)
}

func (p *printer) findings(findings []check.Finding, withFile bool) {
	for _, f := range findings {
		color := yellow
		if f.Level == content.Error {
			color = red
		}
		place := fmt.Sprintf("line %d", f.Line)
		if withFile {
			place = fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		p.line("  " + p.paint(color, f.Level.String()+":") + checkreport.Printable(fmt.Sprintf(" %s: %s [%s]", place, f.Message, f.Rule)))
	}
}

func (p *printer) totals(totals []review.Total) {
	p.line("")
	p.line(p.paint(bold, "the collection"))
	width, before := 0, 0
	for _, t := range totals {
		width, before = max(width, utf8.RuneCountInString(t.Name)), max(before, utf8.RuneCountInString(t.Before))
	}
	for _, t := range totals {
		p.line(fmt.Sprintf("  %s%s  %s%s → %s", t.Name, strings.Repeat(" ", width-utf8.RuneCountInString(t.Name)),
			strings.Repeat(" ", before-utf8.RuneCountInString(t.Before)), t.Before, t.After))
	}
}
