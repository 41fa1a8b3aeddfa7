package meeting

import (
	"fmt"
	"html"
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// style is for paper: black on white, room to write below each question, and two pages.
const style = `body { font: 11pt/1.4 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .4rem } h2 { font-size: 1.1rem; margin: 1.2rem 0 .4rem; break-after: avoid }
ol li { margin-bottom: 2.6rem; break-inside: avoid } ul li { break-inside: avoid } a { color: inherit }
table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #888; padding: .25rem .4rem; text-align: left; vertical-align: top }
tr { break-inside: avoid } section + section { border-top: 1px solid #888; margin-top: 2rem; padding-top: 1.5rem }
@page { margin: 15mm }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10pt } section + section { break-before: page; border: 0; margin: 0; padding: 0 } ol li { margin-bottom: 1.5rem } h1 { font-size: 1.35rem } h2 { margin-top: .8rem } ul { margin: .2rem 0 } p { margin: .3rem 0 } }`

// HTML returns the sheet as a page to print. It has no scripts and loads nothing.
func (s Sheet) HTML(d Details) string {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + html.EscapeString("Review: "+s.PM.Title) + "</title>\n<style>\n" + style + "\n</style>\n</head>\n<body>\n")
	for _, page := range []string{s.first(d), s.second(d)} {
		b.WriteString("<section>\n" + render(page) + "</section>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return b.String()
}

// render returns the safe HTML of markdown.
func render(text string) string {
	doc, err := markdown.Parse([]byte(text), markdown.Options{})
	if err != nil { // the text is the package's own
		return "<pre>" + html.EscapeString(text) + "</pre>\n"
	}
	asWritten := func(dest string) (string, bool) { return dest, true }
	var b strings.Builder
	for _, block := range doc.Blocks {
		if block.Kind == markdown.Heading {
			fmt.Fprintf(&b, "<h%d>%s</h%[1]d>\n", block.Level, doc.HeadingHTML(block).HTML(asWritten))
			continue
		}
		b.WriteString(doc.HTML(block).HTML(asWritten))
	}
	return b.String()
}
