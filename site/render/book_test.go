package render

import (
	"html/template"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestChapter checks what becomes of an article in a book.
func TestChapter(t *testing.T) {
	a, b := &content.PostMortem{Slug: "2026-01-02-a", Title: "<A>"}, &content.PostMortem{Slug: "2026-02-03-ö"}
	book := &BookPage{Page: Page{Path: "years/2026/book/"}, Posts: []*PostMortemPage{{PM: a}, {PM: b}}}
	for article, want := range map[string]string{
		`<h1>T</h1><h2 id="x">S</h2><h6>six</h6>`:              `<h2>T</h2><h3 id="book_2026-01-02-a_x">S</h3><h6>six</h6>`,
		`<section class="facts" aria-label="Facts">`:           `<section class="facts" aria-label="&lt;A&gt;: Facts">`,
		`<a class="go" href="#x">x</a>`:                        `<a class="go" href="#book_2026-01-02-a_x">x</a>`,
		`<svg aria-labelledby="t d"><rect fill="url(#h)"/>`:    `<svg aria-labelledby="book_2026-01-02-a_t book_2026-01-02-a_d"><rect fill="url(#book_2026-01-02-a_h)"/>`,
		`<a href="../../../postmortems/2026-01-02-a/">`:        `<a href="#book_2026-01-02-a">`,
		`<a href="../../../postmortems/2026-02-03-%C3%B6/#x">`: `<a href="#book_2026-02-03-ö_x">`,
		`<a href="../../../postmortems/other/#x">`:             `<a href="../../../postmortems/other/#x">`,
		`<a href="https://example.org/#x">`:                    `<a href="https://example.org/#x">`,
		`<code>&lt;h1 id=&#34;x&#34;&gt;</code>`:               `<code>&lt;h1 id=&#34;x&#34;&gt;</code>`,
	} {
		if got := book.Chapter(a, template.HTML(article)); string(got) != want {
			t.Errorf("%s became %s, want %s", article, got, want)
		}
	}
}
