package report

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/review"
)

// maxPlaces is the maximum number of ranges of lines that a finding lists.
const maxPlaces = 12

// link returns a link; text is markdown. Nothing in the address ends the link, or notifies anybody.
func link(text, address string) string {
	return "[" + text + "](" + strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", "@", "%40").Replace(address) + ")"
}

// lineLink returns text, which is markdown, as a link to lines of a file at the head, if its address is known.
// GitHub and GitLab both understand the form of the fragment.
func (d Diff) lineLink(text string, p place) string {
	if d.URL == nil || p.first == 0 {
		return text
	}
	address := fmt.Sprintf("%s?plain=1#L%d", d.URL(p.file), p.first)
	if p.last > p.first {
		address += fmt.Sprintf("-L%d", p.last)
	}
	return link(text, address)
}

// places lists where findings are: "line 7", "lines 44–58, 60" or, with files, "`a.md:44–58`, `b.md:7`".
func (d Diff) places(list []place, withFile bool) string {
	if !withFile && len(list) == 1 && list[0].first == list[0].last {
		return d.lineLink("line "+list[0].String(), list[0])
	}
	var parts []string
	for _, p := range list[:min(len(list), maxPlaces)] {
		text := p.String()
		if withFile {
			text = console.MarkdownCode(p.file + ":" + text)
		}
		parts = append(parts, d.lineLink(text, p))
	}
	if rest := len(list) - maxPlaces; rest > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", rest))
	}
	if withFile {
		return strings.Join(parts, ", ")
	}
	return "lines " + strings.Join(parts, ", ")
}

// page returns the address of a document's page in the preview, or "" if the preview is not a site on a server.
func (d Diff) page(document review.Document) string {
	if !strings.HasSuffix(d.Preview, "/") || document.After == nil {
		return ""
	}
	return d.Preview + "postmortems/" + url.PathEscape(content.SlugOf(document.Path)) + "/"
}
