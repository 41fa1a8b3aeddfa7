package report

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
)

// maxWidth is the maximum width of an excerpt from a source line, in characters.
const maxWidth = 110

// text writes each finding with its hint and an excerpt from its line. It leaves out notes
// unless opts.Verbose is set.
func text(w io.Writer, findings []check.Finding, opts Options) error {
	buffer := bufio.NewWriter(w)
	out := console.NewWriter(buffer)
	out.Color = opts.Color
	for _, f := range findings {
		if f.Level == content.Info && !opts.Verbose {
			continue
		}
		style := byLevel(f.Level, console.Red, console.Yellow, console.Faint)
		out.Line(console.Plain(place(f)+": "), console.Span{Style: style, Text: f.Level.String() + ":"}, console.Plain(" "+message(f)))
		if f.Hint != "" {
			out.Line(console.Span{Style: console.Faint, Text: "hint: " + f.Hint})
		}
		if line, caret := excerpt(f); line != "" {
			out.Line(console.Plain("  " + line))
			out.Line(console.Plain("  "), console.Span{Style: style, Text: caret})
		}
	}
	return buffer.Flush()
}

// excerpt returns the part of the source line around a finding, and the marks to print
// below it.
func excerpt(f check.Finding) (line, caret string) {
	runes := []rune(strings.ReplaceAll(f.Source, "\t", " "))
	from := min(max(f.Column-1, 0), len(runes))
	to := len(runes)
	if f.EndLine == f.Line {
		to = min(max(f.EndColumn-1, from), len(runes))
	}
	start, end := 0, min(len(runes), maxWidth)
	if to > maxWidth {
		start = max(0, min(from-20, len(runes)-maxWidth))
		end = min(len(runes), start+maxWidth)
	}
	before, after := "", ""
	if start > 0 {
		before = "…"
	}
	if end < len(runes) {
		after = "…"
	}
	line = console.Visible(before + string(runes[start:end]) + after)
	if strings.TrimSpace(line) == "" {
		return "", ""
	}
	indent := width(string(runes[start:from])) + utf8.RuneCountInString(before)
	return strings.TrimRight(line, " "), strings.Repeat(" ", indent) + strings.Repeat("^", max(1, width(string(runes[from:min(to, end)]))))
}

// width returns the number of terminal columns of a text: two for Chinese, Japanese and
// Korean characters and for emoji, none for combining marks.
func width(text string) (n int) {
	for _, r := range text {
		switch {
		case r >= 0x300 && r <= 0x36f, r == 0x200d, r >= 0xfe00 && r <= 0xfe0f:
		case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
			r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
			n += 2
		default:
			n++
		}
	}
	return n
}
