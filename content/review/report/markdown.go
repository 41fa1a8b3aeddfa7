package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/review"
)

// Marker is the first line of the markdown report. It is invisible to readers; a workflow
// uses it to find the comment to update.
const Marker = "<!-- pmsite diff -->"

// A comment on GitHub can have 65,536 characters, which is more than a reviewer reads.
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
		fmt.Fprintf(&b, "\n… and %d more that do not fit in this comment.\n", omitted)
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

// headline returns the one line that every reviewer reads.
func headline(d Diff) string {
	if len(d.Documents) == 0 && len(d.Findings) == 0 {
		return "No post mortem changes."
	}
	counts := map[string]int{}
	for _, document := range d.Documents {
		counts[outcome(document)]++
	}
	var parts []string
	for _, name := range []string{"new", "changed", "renamed", "removed"} {
		if counts[name] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[name], name))
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
	title := console.Markdown(document.Title)
	if d.URL != nil && document.Kind != review.Removed {
		title = fmt.Sprintf("[%s](%s)", title, d.URL(document.Path))
	}
	fmt.Fprintf(&b, "\n### %s: %s\n\n%s", strings.ToUpper(outcome(document)[:1])+outcome(document)[1:], title, console.MarkdownCode(document.Path))
	if document.From != "" {
		b.WriteString(", was " + console.MarkdownCode(document.From))
	}
	b.WriteString("\n")
	if document.Summary != "" {
		b.WriteString("\n> " + console.Markdown(document.Summary) + "\n")
	}
	if len(document.Facts) > 0 {
		b.WriteString("\n| | |\n|---|---|\n")
		for _, fact := range document.Facts {
			fmt.Fprintf(&b, "| %s | %s |\n", fact.Name, console.Markdown(fact.Value))
		}
	}
	if len(document.Changes) > 0 {
		b.WriteString("\n" + changesTitle[document.Kind] + "\n\n")
		for _, c := range document.Changes {
			b.WriteString("- " + changeMarkdown(document, c) + "\n")
		}
	}
	if findings := findingsIn(d.Findings, document.Path); len(findings) > 0 {
		b.WriteString("\nFindings:\n\n" + findingsMarkdown(d, findings, false))
	}
	return b.String()
}

// changesTitle is the line above the list of changes.
var changesTitle = map[review.Kind]string{
	review.Added: "Follow-up:", review.Field: "Changes:", review.Renamed: "Other changes:",
}

// changeMarkdown writes in bold what a reviewer should not overlook.
func changeMarkdown(d review.Document, c review.Change) string {
	text := console.Markdown(changeLine(d, c))
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

// findingsMarkdown lists findings by line and, with withFile, by file.
func findingsMarkdown(d Diff, findings []check.Finding, withFile bool) string {
	var b strings.Builder
	for _, f := range findings[:min(len(findings), maxFindings)] {
		sign := "⚠️ warning"
		if f.Level == content.Error {
			sign = "❌ error"
		}
		place := fmt.Sprintf("line %d", f.Line)
		if withFile {
			place = console.MarkdownCode(fmt.Sprintf("%s:%d", f.File, f.Line))
		}
		if d.URL != nil {
			place = fmt.Sprintf("[%s](%s?plain=1#L%d)", place, d.URL(f.File), f.Line)
		}
		fmt.Fprintf(&b, "- %s, %s: %s (%s)", sign, place, console.Markdown(f.Message), console.MarkdownCode(f.Rule))
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

// hint shows the text between backticks, which can be typed, as code.
func hint(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return console.Markdown(s)
	}
	for i, part := range parts {
		if i%2 == 0 {
			parts[i] = console.Markdown(part)
		} else if part != "" {
			parts[i] = console.MarkdownCode(part)
		}
	}
	return strings.Join(parts, "")
}
