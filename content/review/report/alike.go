package report

import (
	"strings"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/review"
)

// maxAlike is the most post mortems that the comment names as looking like a new one.
const maxAlike = 3

// alikeMarkdown says which post mortems look like a new one, and why, so that its reviewer can compare them.
func alikeMarkdown(d Diff, document review.Document) string {
	var parts []string
	for _, other := range d.Alike[document.Path] {
		if len(parts) == maxAlike {
			break
		}
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
