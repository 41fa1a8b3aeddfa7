package site_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write what the code gives into the golden files")

// TestReading compares what a reader sees on the pages of three documents of the
// sample, from the title in the tab to the last link, with golden files: one
// document with a picture, code, luck and a cancelled action item, one with two outages
// and two incidents, and a draft whose outage is ongoing. Golden files hold text,
// not markup: a link is [text](target), the cells of a table row are between bars,
// rows during an outage begin with a thick bar, and a time is followed by its
// instant.
func TestReading(t *testing.T) {
	t.Parallel()
	s := sampleWithDrafts(t)
	for slug, says := range map[string][]string{
		"2025-09-14-vessel-tracking-backlog":    {"| Duration of the outage | 5 h 20 min | sum of the intervals", "![Queue depth over the morning", "× cancelled"},
		"2024-06-28-ticket-gates-offline-twice": {"Duration: 2 h 15 min", "[hedged by action item 6](#action-6)", "Incidents: INC0104, INC0106"},
		"2026-11-22-terminal-wifi-sign-in":      {"Draft. This post mortem is still being written.", "Duration: ongoing", "[DNS zone expired, June 2025](../../postmortems/2025-06-05-dns-zone-expired-at-secondaries/)"},
	} {
		got := read(t, render(t, s, "postmortems/"+slug+"/index.html"))
		for _, want := range says {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the page does not show %q", slug, want)
			}
		}
		golden := filepath.Join("testdata", slug+".txt")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if i, had, has := firstDifference(string(want), got); i > 0 {
			t.Errorf("%s:%d: the page used to show\n\t%s\nand now shows\n\t%s\n(run with -update to accept)", golden, i, had, has)
		}
	}
}

// firstDifference returns the number of the first line, from 1, in which two texts
// differ; 0 if they are equal.
func firstDifference(want, got string) (line int, had, has string) {
	if want == got {
		return 0, "", ""
	}
	before, after := strings.Split(want, "\n"), strings.Split(got, "\n")
	at := func(lines []string, i int) string {
		if i < len(lines) {
			return lines[i]
		}
		return "(the end)"
	}
	i := 0
	for at(before, i) == at(after, i) {
		i++
	}
	return i + 1, at(before, i), at(after, i)
}

// read returns the text that a page shows: its title and description, and the text
// of its main part, one line a block.
func read(t testing.TB, src string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	for n := range root.Descendants() {
		switch {
		case n.Data == "title" && n.Parent.Data == "head":
			r.line("", "title: "+text(n))
		case n.Data == "meta" && slices.Contains([]string{"description", "robots"}, attr(n, "name")):
			r.line("", attr(n, "name")+": "+attr(n, "content"))
		case n.Data == "main":
			r.blocks(n, "")
		}
	}
	return r.String()
}

// says checks that a text contains every string of want and none of not.
func says(t testing.TB, name, text string, want, not []string) {
	t.Helper()
	for _, line := range want {
		if !strings.Contains(text, line) {
			t.Errorf("%s does not say %q:\n%s", name, line, text)
		}
	}
	for _, line := range not {
		if strings.Contains(text, line) {
			t.Errorf("%s says %q, but must not", name, line)
		}
	}
}

type reading struct{ strings.Builder }

func (r *reading) line(indent, text string) {
	if text != "" {
		r.WriteString(indent + text + "\n")
	}
}

// blocks writes the children of a node. Inline nodes become one line.
func (r *reading) blocks(n *html.Node, indent string) {
	var run strings.Builder
	flush := func() {
		r.line(indent, tidy(run.String()))
		run.Reset()
	}
	for c := range n.ChildNodes() {
		if !isBlock(c) {
			run.WriteString(inline(c))
			continue
		}
		flush()
		r.block(c, indent)
	}
	flush()
}

var headings = []string{"h1", "h2", "h3", "h4", "h5", "h6"}

func (r *reading) block(n *html.Node, indent string) {
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		r.WriteString("\n")
		r.line(indent, strings.Repeat("#", slices.Index(headings, n.Data)+1)+" "+text(n))
	case "ul", "ol":
		number := 0
		for c := range n.ChildNodes() {
			if c.Data != "li" {
				continue
			}
			number++
			if n.Data == "ul" || attr(n, "class") == "timeline" {
				r.item(c, indent, "- ")
			} else {
				r.item(c, indent, strconv.Itoa(number)+". ")
			}
		}
	case "tr":
		var cells []string
		for c := range n.ChildNodes() {
			if c.Data == "td" || c.Data == "th" {
				cells = append(cells, text(c))
			}
		}
		r.line(indent, mark(n, "late", "! ")+"| "+strings.Join(cells, " | ")+" |")
	case "dt":
		r.WriteString(indent + text(n) + ": ")
	case "dd":
		r.line("", text(n))
	case "pre":
		for line := range strings.Lines(strings.TrimRight(plain(n), "\n")) {
			r.line(indent+"    ", strings.TrimRight(line, "\n"))
		}
	case "summary", "legend":
		r.line(indent, "▸ "+text(n))
	default:
		r.blocks(n, indent)
	}
}

// item writes an entry of a list, and below it the lists within it.
func (r *reading) item(n *html.Node, indent, bullet string) {
	var parts []string
	var run strings.Builder
	var nested []*html.Node
	flush := func() {
		if s := tidy(run.String()); s != "" {
			parts = append(parts, s)
		}
		run.Reset()
	}
	for c := range n.ChildNodes() {
		switch {
		case c.Data == "ul" || c.Data == "ol":
			nested = append(nested, c)
		case isBlock(c):
			flush()
			if s := text(c); s != "" {
				parts = append(parts, s)
			}
		default:
			run.WriteString(inline(c))
		}
	}
	flush()
	r.line(indent, bullet+mark(n, "out", "▌ ")+strings.Join(parts, " / "))
	for _, list := range nested {
		r.block(list, indent+"  ")
	}
}

// mark returns a sign for a class that changes how an element looks.
func mark(n *html.Node, class, sign string) string {
	if slices.Contains(strings.Fields(attr(n, "class")), class) {
		return sign
	}
	return ""
}

func isBlock(n *html.Node) bool {
	switch n.Data {
	case "article", "header", "section", "aside", "nav", "footer", "div", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th", "dl", "dt", "dd",
		"pre", "details", "summary", "figure", "fieldset", "legend", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6":
		return n.Type == html.ElementNode
	}
	return false
}

// text returns a node's content in one line; blocks within it are separated by a
// slash.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		if isBlock(c) && tidy(b.String()) != "" {
			b.WriteString(" / ")
		}
		if isBlock(c) {
			b.WriteString(text(c))
		} else {
			b.WriteString(inline(c))
		}
	}
	return tidy(b.String())
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

func inline(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if n.Type != html.ElementNode {
		return ""
	}
	switch n.Data {
	case "script", "style", "svg", "input":
		return ""
	case "img":
		return "![" + attr(n, "alt") + "](" + attr(n, "src") + ")"
	case "a":
		return "[" + text(n) + "](" + attr(n, "href") + ")"
	case "code":
		return "`" + text(n) + "`"
	case "time":
		if at := attr(n, "datetime"); strings.Contains(at, "T") {
			return text(n) + " (" + at + ")"
		}
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(inline(c))
	}
	return b.String()
}

// plain returns the text of a node unchanged.
func plain(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
