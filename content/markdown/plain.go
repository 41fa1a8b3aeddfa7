package markdown

import (
	"html"
	"strings"
)

// Paragraphs returns the plain text of the fragment as one string per block, with white space
// folded. It extracts the text from the HTML, because storing both would double the memory of a
// collection.
func (f Fragment) Paragraphs() (blocks []string) {
	if f.Empty() {
		return nil
	}
	rest := f.fill(func(string) (string, bool) { return "", false }, func(*strings.Builder, string, string) bool { return false })
	var b joined
	flush := func() {
		if text := foldSpace(html.UnescapeString(b.String())); text != "" {
			blocks = append(blocks, text)
		}
		b = joined{}
	}
	for {
		text, tag, found := strings.Cut(rest, "<")
		b.add(text)
		if !found {
			flush()
			return blocks
		}
		// goldmark escapes > in attributes, so a tag ends at the next one.
		tag, rest, _ = strings.Cut(tag, ">")
		name, attributes, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
		switch name {
		case "img":
			b.add(alternative(attributes))
		case "p", "li", "ul", "ol", "pre", "blockquote", "table", "thead", "tbody", "tr", "div", "hr", "details", "summary",
			"h1", "h2", "h3", "h4", "h5", "h6":
			flush()
		case "br", "br/", "td", "th":
			b.add(" ")
		}
	}
}

// A joined text shares the memory of its first part if it is the only one, as in most paragraphs.
type joined struct {
	one  string
	more []byte
}

func (j *joined) add(s string) {
	switch {
	case s == "":
	case j.one == "" && j.more == nil:
		j.one = s
	default:
		if j.more == nil {
			j.more = append(make([]byte, 0, 2*len(j.one)), j.one...)
		}
		j.more = append(j.more, s...)
	}
}

func (j *joined) String() string {
	if j.more == nil {
		return j.one
	}
	return string(j.more)
}

// foldSpace replaces every run of white space by a space and trims both ends. Most texts need no
// change and are returned as they are.
func foldSpace(s string) string {
	s = strings.TrimSpace(s)
	for i := 0; i+1 < len(s); i++ {
		c, next := s[i], s[i+1]
		if c == ' ' && next == ' ' || c >= '\t' && c <= '\r' || c == 0xc2 && (next == 0x85 || next == 0xa0) { // U+0085, U+00A0
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return s
}

func alternative(attributes string) string {
	_, text, _ := strings.Cut(attributes, `alt="`)
	text, _, _ = strings.Cut(text, `"`)
	return text
}

// Sharing returns the text. If it equals the HTML, as for a sentence without markup, the result
// shares the fragment's memory.
func (f Fragment) Sharing(text string) string {
	if text == f.html {
		return f.html
	}
	return text
}
