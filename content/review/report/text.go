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
		out.document(document)
		out.alike(d.alikeTo(document))
		out.findings(findingsIn(d.Findings, document.Path), false)
		out.findings(leftIn(d.Ahead, document.Path), false)
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

func (p *printer) document(d review.Document) {
	p.styled("", console.Bold, d.Outcome()+": "+d.Title)
	p.line("  " + d.Path)
	if d.From != "" {
		p.line("  from " + d.From)
	}
	if line := facts(d); len(line) > 0 && len(d.Facts) == 0 {
		p.line("  " + strings.Join(line, " · "))
	}
	if d.Reason != "" {
		p.line("  reason: " + d.Reason)
	}
	if d.Summary != "" {
		p.line("  " + d.Summary)
	}
	for _, fact := range d.Facts {
		p.line("  " + fact.Name + ": " + fact.Value)
	}
	if len(d.Corrects) > 0 {
		p.styled("  ", console.Yellow, "the page will say: "+correction(d))
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
}

// findings prints a line for each message.
func (p *printer) findings(findings []check.Finding, withFile bool) {
	for _, g := range groups(findings) {
		style, label := console.Yellow, g.level.String()
		switch g.level {
		case content.Error:
			style = console.Red
		case content.Info:
			style, label = console.Faint, "to write before the review"
		}
		for _, m := range g.messages {
			p.Line(console.Plain("  "), console.Span{Style: style, Text: label + ":"}, console.Plain(fmt.Sprintf(" %s: %s [%s]", placesText(m.places, withFile), m.text, g.rule)))
		}
	}
}

// placesText lists all places of a message, as in "lines 44–58, 60".
func placesText(list []place, withFile bool) string {
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = p.String()
		if withFile {
			parts[i] = p.file + ":" + parts[i]
		}
	}
	text := strings.Join(parts, ", ")
	switch {
	case withFile:
		return text
	case len(list) == 1 && list[0].first == list[0].last:
		return "line " + text
	}
	return "lines " + text
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
