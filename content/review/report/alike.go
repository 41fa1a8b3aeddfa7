package report

import (
	"strings"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/review"
)

// maxAlike is the most post mortems that a report names as looking like a new one.
const maxAlike = 3

// alikeTo returns the post mortems to name as looking like a document, so that its reviewer can compare them.
func (d Diff) alikeTo(document review.Document) []Alike {
	list := notNil(d.Alike[document.Path])
	return list[:min(len(list), maxAlike)]
}

// alike prints what looks like a document, and why, a line for each.
func (p *printer) alike(list []Alike) {
	for _, other := range list {
		p.line("  looks alike: " + other.Key + ", " + other.Title + " (" + other.Reason + ")")
	}
}

func alikeMarkdown(d Diff, document review.Document) string {
	var parts []string
	for _, other := range d.alikeTo(document) {
		title := console.Markdown(shortened(other.Key+", "+other.Title, maxTitle))
		if d.URL != nil {
			title = link(title, d.URL(other.Path))
		}
		parts = append(parts, title+" ("+console.Markdown(other.Reason)+")")
	}
	if len(parts) == 0 {
		return ""
	}
	return "\nLooks alike: " + strings.Join(parts, "; ") + "\n"
}
