package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/review"
)

const (
	maxTitle = 140 // characters of titles
	maxText  = 400 // characters of other texts
	maxRows  = 10  // rows of the timeline
)

// headMarkdown says what kind of change it is, of which document, and how serious that was, below a heading that
// begins with mark.
func headMarkdown(d Diff, document review.Document, mark string) string {
	head := fmt.Sprintf("\n%s %s: %s\n", mark, upper(document.Outcome()), titleMarkdown(d, document))
	if line := factsMarkdown(d, document, mark); line != "" {
		head += "\n" + line + "\n"
	}
	return head
}

// restMarkdown says what else a reviewer needs to know of a document.
func restMarkdown(d Diff, document review.Document) string {
	var b strings.Builder
	switch {
	case document.From != "":
		fmt.Fprintf(&b, "\n%s → %s\n", console.MarkdownCode(document.From), console.MarkdownCode(document.Path))
	case d.URL == nil || document.Kind == review.Removed: // the title does not lead to the file
		fmt.Fprintf(&b, "\n%s\n", console.MarkdownCode(document.Path))
	}
	if document.Reason != "" {
		b.WriteString("\nReason: " + console.Markdown(shortened(document.Reason, maxText)) + "\n")
	}
	if document.Kind == review.Removed {
		d.URL = nil // findings are about a file that is gone
	}
	if document.Summary != "" {
		b.WriteString("\n> " + console.Markdown(shortened(document.Summary, maxText)) + "\n")
	}
	if len(document.Corrects) > 0 {
		b.WriteString("\nThe page will say: " + console.Markdown(correction(document)) + "\n")
	}
	b.WriteString(alikeMarkdown(d, document))
	b.WriteString(changesMarkdown(d, document))
	b.WriteString(itemsMarkdown(d, document))
	if findings := findingsIn(d.Findings, document.Path); len(findings) > 0 {
		b.WriteString("\n**" + tally(findings) + "**\n\n" + findingsMarkdown(d, findings, false))
	}
	if left := leftIn(d.Ahead, document.Path); len(left) > 0 {
		b.WriteString(folded("To be written before the review: "+plural(len(left), "place"), findingsMarkdown(d, left, false)))
	}
	b.WriteString(foldedMarkdown(document))
	return b.String()
}

func titleMarkdown(d Diff, document review.Document) string {
	title := console.Markdown(shortened(document.Title, maxTitle))
	if d.URL == nil || document.Kind == review.Removed {
		return title
	}
	return link(title, d.URL(document.Path))
}

// factsMarkdown is the line below the heading. Of one document of several, it does not say that there is no error:
// the overview does.
func factsMarkdown(d Diff, document review.Document, mark string) string {
	var parts []string
	for _, fact := range facts(document) {
		text := console.Markdown(shortened(fact, maxText))
		if strings.Contains(fact, " → ") {
			text = "**" + text + "**"
		}
		parts = append(parts, text)
	}
	switch findings := findingsIn(d.Findings, document.Path); {
	case mark == onlyMark && document.Kind != review.Removed:
		parts = append(parts, verdict(findings))
	case len(findings) > 0:
		parts = append(parts, tally(findings))
	}
	if page := d.page(document); page != "" {
		parts = append(parts, link("preview", page))
	}
	return strings.Join(parts, " · ")
}

// shortened cuts a text that has more characters, at a blank if there is one near the limit.
func shortened(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	cut := string(runes[:limit])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

// changesMarkdown lists the changes that neither the facts nor the action items show, nor follow from the timeline.
func changesMarkdown(d Diff, document review.Document) string {
	var lines []string
	for _, c := range document.Changes {
		switch c.Kind {
		case review.Timeline:
			lines = append(lines, rowsMarkdown(d, document, c)...)
		case review.Field, review.OwnKey, review.Text:
			if !inFacts(c) {
				lines = append(lines, changeMarkdown(c))
			}
		case review.Figure:
			if !follows(document) && !inFacts(c) {
				lines = append(lines, changeMarkdown(c))
			}
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return "\n- " + strings.Join(lines, "\n- ") + "\n"
}

func changeMarkdown(c review.Change) string { return console.Markdown(shortened(c.String(), maxText)) }

// rowsMarkdown lists the rows of the timeline that differ.
func rowsMarkdown(d Diff, document review.Document, c review.Change) (lines []string) {
	if len(document.Rows) == 0 || len(document.Rows) > maxRows {
		return []string{changeMarkdown(c)}
	}
	for _, row := range document.Rows {
		name := row.Event
		if name == "" {
			name = "row of the timeline"
		}
		text := console.Markdown(name + " " + rowChange(row))
		if row.Line > 0 {
			text += " (" + d.lineLink(fmt.Sprintf("line %d", row.Line), place{document.Path, row.Line, row.Line}) + ")"
		}
		lines = append(lines, text)
	}
	return lines
}

// rowChange says what happened to a row, with its times.
func rowChange(row review.Row) string {
	form := "15:04"
	if !sameDay(row.From, row.To) {
		form = "2006-01-02 15:04"
	}
	when := func(t time.Time) string {
		if t.IsZero() {
			return "no time"
		}
		return t.Format(form)
	}
	switch {
	case row.Change == "added":
		return "added: " + when(row.To)
	case row.Change == "removed":
		return "removed: " + when(row.From)
	case row.From.Equal(row.To):
		return "reworded"
	}
	return when(row.From) + " → " + when(row.To)
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// follows reports whether figures of the document follow from its timeline.
func follows(d review.Document) bool {
	for _, c := range d.Changes {
		if c.Kind == review.Timeline {
			return true
		}
	}
	return false
}

// foldedMarkdown folds what a reviewer can look up: the figures that follow from a changed timeline, and all facts of a
// new document.
func foldedMarkdown(d review.Document) string {
	if len(d.Facts) > 0 {
		var rows strings.Builder
		for _, fact := range d.Facts {
			fmt.Fprintf(&rows, "| %s | %s |\n", fact.Name, console.Markdown(shortened(fact.Value, maxText)))
		}
		return folded("All facts and figures", "| | value |\n|---|---|\n"+rows.String())
	}
	var figures []review.Total
	for _, c := range d.Changes {
		if c.Kind == review.Figure && follows(d) && !inFacts(c) {
			figures = append(figures, review.Total{Name: c.Name, Before: c.From, After: c.To})
		}
	}
	if len(figures) == 0 {
		return ""
	}
	return folded("Follows from the timeline: "+plural(len(figures), "figure"), totalsTable(figures))
}

// folded returns markdown that a reader opens. The summary has no markup.
func folded(summary, body string) string {
	return "\n<details><summary>" + summary + "</summary>\n\n" + body + "\n</details>\n"
}

func totalsTable(totals []review.Total) string {
	var b strings.Builder
	b.WriteString("| | before | after |\n|---|---:|---:|\n")
	for _, t := range totals {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", t.Name, t.Before, t.After)
	}
	return b.String()
}
