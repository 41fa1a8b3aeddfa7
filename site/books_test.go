package site_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
)

// TestBooks checks the documents to print of the sample: they have every post mortem of a year or a service, oldest first,
// with anchors of its own, and links among these stay in the document.
func TestBooks(t *testing.T) {
	t.Parallel()
	s := sample(t, func(in *site.Input) { in.Drafts, in.Books = true, true })
	pages := map[string]*page{}
	for _, name := range s.Paths() {
		if strings.HasSuffix(name, "/book/index.html") {
			pages[name] = parse(t, render(t, s, name))
		}
	}
	if len(pages) != 4+13 {
		t.Errorf("there are %d books", len(pages))
	}
	chapter := regexp.MustCompile(`<article class="chapter" id="book_([^"]+)">`)
	for name, p := range pages {
		for id, n := range p.ids {
			if n > 1 {
				t.Errorf("%s: id %q occurs %d times", name, id, n)
			}
		}
		src := render(t, s, name)
		var slugs []string
		for _, m := range chapter.FindAllStringSubmatch(src, -1) {
			slugs = append(slugs, m[1])
		}
		if len(slugs) == 0 || !slices.IsSorted(slugs) {
			t.Errorf("%s has the chapters %q", name, slugs)
		}
		for _, link := range p.links {
			if fault := follow(s, pages, "/", name, link); fault != "" {
				t.Errorf("%s: link %q %s", name, link, fault)
			}
			if slices.ContainsFunc(slugs, func(slug string) bool { return strings.HasSuffix(link, "/postmortems/"+slug+"/") }) {
				t.Errorf("%s: link %q leaves the book", name, link)
			}
		}
		for _, named := range regexp.MustCompile(` aria-labelledby="([^"]+)"`).FindAllStringSubmatch(src, -1) {
			for id := range strings.FieldsSeq(named[1]) {
				if p.ids[id] == 0 {
					t.Errorf("%s: nothing has the id %q", name, id)
				}
			}
		}
		if strings.Count(src, "<h1") != 1 || strings.Contains(src, `name="pm-zone"`) {
			t.Errorf("%s has several titles, or several choices of the time zone", name)
		}
	}
	year := render(t, s, "years/2025/book/index.html")
	says(t, "a book", year, []string{"<title>Post mortems of 2025", `<meta name="robots" content="noindex">`, `href="#book_2025-09-14-vessel-tracking-backlog"`}, []string{`id="summary"`, `class="source"`})
	says(t, "the year", render(t, s, "years/2025/index.html"), []string{`href="../../years/2025/book/">All of them as one document to print</a>`}, nil)
	says(t, "a tag", render(t, s, "tags/dns/index.html"), nil, []string{"to print"})
}

// TestNoBooks checks that only who asks for books gets them.
func TestNoBooks(t *testing.T) {
	t.Parallel()
	s := sampleWithDrafts(t)
	for _, name := range s.Paths() {
		if strings.Contains(name, "/book/") {
			t.Errorf("there is %s", name)
		}
	}
	says(t, "a year", render(t, s, "years/2025/index.html"), nil, []string{"to print"})
}
