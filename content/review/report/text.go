package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/review"
)

func text(w io.Writer, d Diff) error {
	buffer := bufio.NewWriter(w)
	out := &printer{console.NewWriter(buffer)}
	out.Color = d.Color
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
	return buffer.Flush()
}

type printer struct{ *console.Writer }

func (p *printer) line(text string) { p.styled("", "", text) }

// styled writes a line in a style after an indent.
func (p *printer) styled(indent string, style console.Style, text string) {
	p.Line(console.Plain(indent), console.Span{Style: style, Text: text})
}

func (p *printer) document(d review.Document, findings []check.Finding) {
	p.styled("", console.Bold, fmt.Sprintf("%s: %s", outcome(d), d.Title))
	p.line("  " + d.Path)
	if d.From != "" {
		p.line("  from " + d.From)
	}
	if d.Summary != "" {
		p.line("  " + d.Summary)
	}
	for _, fact := range d.Facts {
		p.line("  " + fact.Name + ": " + fact.Value)
	}
	for _, c := range d.Changes {
		style := console.Style("")
		switch c.Kind {
		case review.ActionClosed:
			style = console.Green
		case review.ActionRemoved, review.ActionReopened:
			style = console.Yellow
		}
		p.styled("  ", style, changeLine(d, c))
	}
	p.findings(findings, false)
}

func (p *printer) findings(findings []check.Finding, withFile bool) {
	for _, f := range findings {
		style := console.Yellow
		if f.Level == content.Error {
			style = console.Red
		}
		place := fmt.Sprintf("line %d", f.Line)
		if withFile {
			place = fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		p.Line(console.Plain("  "), console.Span{Style: style, Text: f.Level.String() + ":"}, console.Plain(fmt.Sprintf(" %s: %s [%s]", place, f.Message, f.Rule)))
	}
}

func (p *printer) totals(totals []review.Total) {
	p.line("")
	p.styled("", console.Bold, "the collection")
	width, before := 0, 0
	for _, t := range totals {
		width, before = max(width, utf8.RuneCountInString(t.Name)), max(before, utf8.RuneCountInString(t.Before))
	}
	for _, t := range totals {
		p.line(fmt.Sprintf("  %s%s  %s%s → %s", t.Name, strings.Repeat(" ", width-utf8.RuneCountInString(t.Name)),
			strings.Repeat(" ", before-utf8.RuneCountInString(t.Before)), t.Before, t.After))
	}
}
