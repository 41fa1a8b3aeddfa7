package render

import (
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// BookPage is /years/2026/book/ and /services/dns/book/: post mortems as one document, to print.
type BookPage struct {
	Page
	Posts    []*PostMortemPage // oldest first; at least one
	Diagrams bool              // see [PostMortemPage]
	anchors  map[string]string // of the post mortems, by the links to their pages; nil if not known yet
}

// Anchor returns the anchor of a post mortem on the page. It is no anchor of a theme or a document, since none begins like it.
func (p *BookPage) Anchor(pm *content.PostMortem) string { return "book_" + pm.Slug }

// Templates and fragments write attributes between double quotes, which they escape everywhere else, so that what these
// match is markup.
var (
	bookAttribute = regexp.MustCompile(` (id|href|for|aria-labelledby|aria-describedby|fill)="([^"]*)"`)
	bookLandmark  = regexp.MustCompile(`(<(?:section|aside)\b[^>]* aria-label=")`)
	bookHeading   = regexp.MustCompile(`(</?h)([1-5])\b`)
)

// Chapter returns the article of a post mortem as a part of the page: its headings are one level lower, its anchors begin
// with that of the post mortem, its landmarks with its title, and links to the page's post mortems stay on it.
func (p *BookPage) Chapter(pm *content.PostMortem, article template.HTML) template.HTML {
	prefix := p.Anchor(pm) + "_"
	out := bookAttribute.ReplaceAllStringFunc(string(article), func(attribute string) string {
		m := bookAttribute.FindStringSubmatch(attribute)
		name, value := m[1], m[2]
		switch {
		case name == "href":
			value = p.link(value, prefix)
		case name == "fill":
			value = strings.Replace(value, "url(#", "url(#"+prefix, 1)
		default:
			value = prefix + strings.ReplaceAll(value, " ", " "+prefix)
		}
		return " " + name + `="` + value + `"`
	})
	title := template.HTMLEscapeString(pm.Title)
	out = bookLandmark.ReplaceAllStringFunc(out, func(start string) string { return start + title + ": " })
	return template.HTML(bookHeading.ReplaceAllStringFunc(out, func(tag string) string { //nolint:gosec // only anchors and levels differ
		return tag[:len(tag)-1] + string(tag[len(tag)-1]+1)
	}))
}

// link returns a link of a post mortem whose anchors get a prefix, as it is on the page.
func (p *BookPage) link(link, prefix string) string {
	if p.anchors == nil {
		p.anchors = make(map[string]string, len(p.Posts))
		for _, post := range p.Posts {
			p.anchors[(&url.URL{Path: p.PostMortemURL(post.PM)}).EscapedPath()] = p.Anchor(post.PM)
		}
	}
	to, fragment, _ := strings.Cut(link, "#")
	anchor, here := p.anchors[to]
	switch {
	case to == "" && fragment != "":
		return "#" + prefix + fragment
	case here && fragment == "":
		return "#" + anchor
	case here:
		return "#" + anchor + "_" + fragment
	}
	return link
}
