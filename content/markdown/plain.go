package markdown

import (
	"html"
	"strings"
)

// Paragraphs gives the plain text that the fragment shows, a string for each
// block, white space folded. It is taken from the HTML: keeping the text as well
// would double the memory of a collection.
func (f Fragment) Paragraphs() (blocks []string) {
	if f.Empty() {
		return nil
	}
	rest := f.HTML(func(string) (string, bool) { return "", false })
	var b strings.Builder
	flush := func() {
		if text := foldSpace(html.UnescapeString(b.String())); text != "" {
			blocks = append(blocks, text)
		}
		b.Reset()
	}
	for {
		text, tag, found := strings.Cut(rest, "<")
		b.WriteString(text)
		if !found {
			flush()
			return blocks
		}
		// goldmark escapes > in attributes, so a tag ends at the next one.
		tag, rest, _ = strings.Cut(tag, ">")
		name, attributes, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
		switch name {
		case "img":
			b.WriteString(alternative(attributes))
		case "p", "li", "ul", "ol", "pre", "blockquote", "table", "thead", "tbody", "tr", "div", "hr",
			"h1", "h2", "h3", "h4", "h5", "h6":
			flush()
		case "br", "br/", "td", "th":
			b.WriteByte(' ')
		}
	}
}

// foldSpace makes every run of white space one space, and drops it at the ends.
// Most texts need nothing of it and keep their memory.
func foldSpace(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\n\t\r\v\f\u00a0\u0085") || strings.Contains(s, "  ") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

func alternative(attributes string) string {
	_, text, _ := strings.Cut(attributes, `alt="`)
	text, _, _ = strings.Cut(text, `"`)
	return text
}

// Sharing gives the text, in the fragment's own memory where its HTML is the
// same, as it is for a sentence without markup.
func (f Fragment) Sharing(text string) string {
	if text == f.html {
		return f.html
	}
	return text
}
