package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	checkreport "github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/review"
)

// Marker is the first line of the markdown form. It is not seen; a workflow
// finds by it the comment to update.
const Marker = "<!-- pmsite diff -->"

// A comment on GitHub takes 65,536 characters; what a reviewer reads is less.
const (
	maxComment  = 60_000
	maxFindings = 50
)

func markdown(w io.Writer, d Diff) error {
	var b strings.Builder
	b.WriteString(Marker + "\n## Post mortems\n\n")
	b.WriteString(headline(d) + "\n")
	omitted := 0
	for _, document := range d.Documents {
		part := documentMarkdown(d, document)
		if b.Len()+len(part) > maxComment {
			omitted++
			continue
		}
		b.WriteString(part)
	}
	if omitted > 0 {
		fmt.Fprintf(&b, "\n… and %d more, for which there is no room here.\n", omitted)
	}
	if rest := elsewhere(d); len(rest) > 0 {
		b.WriteString("\n### Other files\n\n" + findingsMarkdown(d, rest, true))
	}
	if len(d.Totals) > 0 {
		b.WriteString("\n### The collection\n\n| | before | after |\n|---|---:|---:|\n")
		for _, t := range d.Totals {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", t.Name, t.Before, t.After)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// headline is what a reviewer reads if nothing else.
func headline(d Diff) string {
	if len(d.Documents) == 0 && len(d.Findings) == 0 {
		return "No post mortem changes."
	}
	counts := map[string]int{}
	for _, document := range d.Documents {
		counts[verb(document)]++
	}
	var parts []string
	for _, what := range []string{"new", "changed", "renamed", "removed"} {
		if counts[what] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[what], what))
		}
	}
	levels := map[content.Level]int{}
	for _, f := range d.Findings {
		levels[f.Level]++
	}
	verdict := "**no errors**"
	if n := levels[content.Error]; n > 0 {
		verdict = fmt.Sprintf("**%s**", plural(n, "error"))
	}
	if n := levels[content.Warning]; n > 0 {
		verdict += ", " + plural(n, "warning")
	}
	if len(parts) == 0 {
		return verdict + "."
	}
	return strings.Join(parts, ", ") + "; " + verdict + "."
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func documentMarkdown(d Diff, document review.Document) string {
	var b strings.Builder
	title := escape(document.Title)
	if d.URL != nil && document.Kind != review.Removed {
		title = fmt.Sprintf("[%s](%s)", title, d.URL(document.Path))
	}
	fmt.Fprintf(&b, "\n### %s: %s\n\n%s", strings.ToUpper(verb(document)[:1])+verb(document)[1:], title, code(document.Path))
	if document.From != "" {
		b.WriteString(", was " + code(document.From))
	}
	b.WriteString("\n")
	if document.Summary != "" {
		b.WriteString("\n> " + escape(document.Summary) + "\n")
	}
	if len(document.Facts) > 0 {
		b.WriteString("\n| | |\n|---|---|\n")
		for _, fact := range document.Facts {
			fmt.Fprintf(&b, "| %s | %s |\n", fact.Name, escape(fact.Value))
		}
	}
	if len(document.Changes) > 0 {
		b.WriteString("\n" + what[document.Kind] + "\n\n")
		for _, c := range document.Changes {
			b.WriteString("- " + changeMarkdown(document, c) + "\n")
		}
	}
	if findings := of(d.Findings, document.Path); len(findings) > 0 {
		b.WriteString("\nWhat is wrong:\n\n" + findingsMarkdown(d, findings, false))
	}
	return b.String()
}

// what leads to the list of changes.
var what = map[review.Kind]string{
	review.Added: "What follows from it:", review.Field: "What changes:", review.Renamed: "What changes besides:",
}

// changeMarkdown sets apart what a reviewer should not overlook.
func changeMarkdown(d review.Document, c review.Change) string {
	text := escape(said(d, c))
	switch c.Kind {
	case review.ActionRemoved, review.ActionReopened:
		return "**" + text + "**"
	case review.Field:
		if c.Name == "status" || c.Name == "severity" {
			return "**" + text + "**"
		}
	}
	return text
}

// findingsMarkdown lists findings, those of one file by their lines alone.
func findingsMarkdown(d Diff, findings []check.Finding, withFile bool) string {
	var b strings.Builder
	for _, f := range findings[:min(len(findings), maxFindings)] {
		sign := "⚠️ warning"
		if f.Level == content.Error {
			sign = "❌ error"
		}
		place := fmt.Sprintf("line %d", f.Line)
		if withFile {
			place = code(fmt.Sprintf("%s:%d", f.File, f.Line))
		}
		if d.URL != nil {
			place = fmt.Sprintf("[%s](%s?plain=1#L%d)", place, d.URL(f.File), f.Line)
		}
		fmt.Fprintf(&b, "- %s, %s: %s (%s)", sign, place, escape(f.Message), code(f.Rule))
		if f.Hint != "" {
			b.WriteString("<br>" + hint(f.Hint))
		}
		b.WriteString("\n")
	}
	if len(findings) > maxFindings {
		fmt.Fprintf(&b, "- … and %d more\n", len(findings)-maxFindings)
	}
	return b.String()
}

// hint shows what is to be typed, which stands between backticks, as code.
func hint(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return escape(s)
	}
	for i, part := range parts {
		if i%2 == 0 {
			parts[i] = escape(part)
		} else if part != "" {
			parts[i] = code(part)
		}
	}
	return strings.Join(parts, "")
}

// escape keeps text from being markup, an address from becoming a link, and the
// comment from calling anybody: a zero-width space goes behind every @ and #.
func escape(s string) string {
	var b strings.Builder
	for _, r := range checkreport.Printable(s) {
		switch {
		case r == '@' || r == '#':
			b.WriteRune(r)
			b.WriteRune('\u200b')
		case r == '<':
			b.WriteString("&lt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_{}[]()!|~>", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return strings.NewReplacer("://", ":&#47;/", "www.", "www&#46;").Replace(b.String())
}

// code shows text as it is; a backtick would end it.
func code(s string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "¦", "\n", " ").Replace(checkreport.Printable(s)) + "`"
}
