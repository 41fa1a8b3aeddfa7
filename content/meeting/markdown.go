package meeting

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
)

// Details are what a sheet says besides questions and voices.
type Details struct {
	AsOf     content.Date // decides which action items are overdue
	Findings []Finding    // what is still to be done about the document
	URL      string       // address of the post mortem's page, "" if it has none
}

// A Finding is a problem of the document.
type Finding struct {
	Line          int // 1-based
	Rule, Message string
}

// maxFindings is the maximum number of findings on a sheet.
const maxFindings = 10

// Markdown returns the sheet as markdown. The second page follows a thematic break.
func (s Sheet) Markdown(d Details) string { return s.first(d) + "---\n\n" + s.second(d) }

// first returns the page for the talk about what happened. It has no action items.
func (s Sheet) first(d Details) string {
	var b strings.Builder
	title := console.Markdown(cmp.Or(s.PM.Title, s.PM.Slug))
	if d.URL != "" {
		title = "[" + title + "](" + d.URL + ")"
	}
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", title, strings.Join(s.facts(), " · "))
	b.WriteString("What did people see, and what did it mean to them at that moment? What to do about it is on the next page.\n\n## Questions\n\n")
	for i, q := range s.Questions {
		fmt.Fprintf(&b, "%d. %s%s\n", i+1, q.Text, q.links(d.URL))
	}
	if len(s.Questions) == 0 {
		b.WriteString("The timeline has no rows to ask about. Begin with one: who noticed what first, and when?\n")
	}
	b.WriteString("\n## Voices\n\n")
	writeVoices(&b, "Heard, since they wrote it", s.Heard(), "nobody; the post mortem names no authors")
	writeVoices(&b, "Not heard yet", s.NotHeard(), "")
	return b.String()
}

// facts returns what somebody needs to know before the first question.
func (s Sheet) facts() (out []string) {
	add := func(text string) {
		if text != "" {
			out = append(out, console.Markdown(text))
		}
	}
	add(s.PM.ID)
	add(s.PM.Date.String())
	add(strings.Join(s.PM.Services, ", "))
	add(s.PM.Severity)
	if outage := s.PM.Outage(); outage.Known() {
		add(content.FormatDuration(outage.Total()))
	}
	add(s.PM.Status)
	return out
}

// links returns links to the rows of a question.
func (q Question) links(page string) string {
	if page == "" {
		return ""
	}
	var out []string
	for _, anchor := range q.Rows[:min(len(q.Rows), 3)] {
		out = append(out, fmt.Sprintf("[%s](%s#%s)", strings.Replace(anchor, "timeline-", "row ", 1), page, anchor))
	}
	return " (" + strings.Join(out, ", ") + ")"
}

func writeVoices(b *strings.Builder, head string, voices []Voice, nobody string) {
	if len(voices) == 0 {
		if nobody != "" {
			fmt.Fprintf(b, "**%s:** %s.\n\n", head, nobody)
		}
		return
	}
	fmt.Fprintf(b, "**%s:**\n\n", head)
	for _, v := range voices {
		fmt.Fprintf(b, "- %s", console.Markdown(v.Role))
		if len(v.Why) > 0 {
			fmt.Fprintf(b, " (%s)", console.Markdown(strings.Join(v.Why, "; ")))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
}

// writeFindings writes the first findings, and how many there are besides.
func writeFindings(b *strings.Builder, findings []Finding) {
	if len(findings) == 0 {
		return
	}
	b.WriteString("## Still open in the document\n\n")
	for _, f := range findings[:min(len(findings), maxFindings)] {
		fmt.Fprintf(b, "- line %d: %s (`%s`)\n", f.Line, console.Markdown(f.Message), f.Rule)
	}
	if more := len(findings) - maxFindings; more > 0 {
		fmt.Fprintf(b, "- and %d more, which `pmsite check` lists\n", more)
	}
	b.WriteByte('\n')
}

// second returns the page for what follows.
func (s Sheet) second(d Details) string {
	var b strings.Builder
	b.WriteString("# What follows\n\nFor the end of the meeting, or another day.\n\n## Action items\n\n")
	switch {
	case len(s.PM.ActionItems) > 0:
		b.WriteString("| Action item | Owner | Due | Status |\n| --- | --- | --- | --- |\n")
		for _, item := range s.PM.ActionItems {
			due := ""
			if !item.Due.IsZero() {
				due = item.Due.String()
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", console.Markdown(item.Title), console.Markdown(cmp.Or(item.Owner, "nobody yet")), due, item.StateOn(d.AsOf))
		}
	case s.PM.NoActions != "":
		fmt.Fprintf(&b, "None: %s\n", console.Markdown(s.PM.NoActions))
	default:
		b.WriteString("None yet.\n")
	}
	if failed := s.failed(); len(failed) > 0 {
		b.WriteString("\n## Controls that did not hold\n\n")
		for _, c := range failed {
			answer := "no action item answers it"
			if c.AnsweredBy != "" {
				answer = "answered by " + strings.Replace(c.AnsweredBy, "action-", "action item ", 1)
			}
			fmt.Fprintf(&b, "- %s: %s; %s\n", console.Markdown(c.Name), c.Outcome, answer)
		}
	}
	b.WriteByte('\n')
	writeFindings(&b, d.Findings)
	b.WriteString("## What we learned today\n\nWhat is news to somebody, and where should it stand: in the timeline, the lessons, or nowhere yet?\n")
	return b.String()
}

func (s Sheet) failed() (out []content.Control) {
	for _, c := range s.PM.Controls {
		if c.Failed() {
			out = append(out, c)
		}
	}
	return out
}
