package report

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/drift"
)

// Marker is the first line of the markdown. It is invisible to readers; a workflow uses it to find the issue to update.
const Marker = "<!-- pmsite drift -->"

// maxMarkdown is the maximum length of the markdown: an issue on GitHub can have 65,536 characters.
const maxMarkdown = 60_000

// Markdown returns the body of an issue, or "" if nothing differs.
func Markdown(r Report) string {
	if len(r.Differences) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(Marker + "\n" + console.Markdown(r.headline()) + "\n")
	omitted, certain := 0, false
	add := func(text string, counts int) {
		if b.Len()+len(text) > maxMarkdown {
			omitted += counts
			return
		}
		b.WriteString(text)
	}
	for _, finding := range drift.Findings() {
		differences := r.of(finding)
		if len(differences) > 0 {
			heading := headings[finding]
			add("\n### "+strings.ToUpper(heading[:1])+heading[1:]+"\n\n", 0)
		}
		for _, d := range differences {
			certain = certain || d.State != ""
			add(fmt.Sprintf("- %s (%s): %s\n", r.link(d), console.Markdown(d.PM.Key()), console.Markdown(Describe(d))), 1)
		}
	}
	if omitted > 0 {
		fmt.Fprintf(&b, "\n… and %d more that do not fit in this issue; `pmsite drift` lists all.\n", omitted)
	}
	for _, g := range r.Gaps {
		add("\n"+console.Markdown(describeGap(g))+": "+gapHint(g, console.MarkdownCode(g.Command))+".\n", 0)
	}
	if text := r.describeElsewhere(); text != "" {
		add("\n"+console.Markdown(text)+"\n", 0)
	}
	if certain {
		b.WriteString("\n`pmsite drift --fix` writes the statuses that are certain.\n")
	}
	return b.String()
}

// link returns the title of an item, which leads to its page if the site has an address.
func (r Report) link(d drift.Difference) string {
	title := console.Markdown(d.Item.Title)
	if !r.Linked {
		return title
	}
	return "[" + title + "](" + r.URL(d.PM) + "#" + d.Item.Anchor + ")"
}
