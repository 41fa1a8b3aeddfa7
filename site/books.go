package site

import (
	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// bound are the taxonomies of whose terms there are books, with what their titles say of a term.
var bound = map[string]string{"years": "of ", "services": "about "}

// addBooks adds a document of each year and of each service, to print: the text of their post mortems in one page.
func (b *builder) addBooks() {
	if !b.in.Books {
		return
	}
	index := make(map[*content.PostMortem]int, len(b.posts))
	for i, pm := range b.posts {
		index[pm] = i
	}
	for _, t := range taxonomies {
		if bound[t.name] == "" {
			continue
		}
		for _, term := range b.terms[t.name]() {
			posts := make([]int, len(term.records))
			for i, r := range term.records {
				posts[len(posts)-1-i] = index[r.PM] // oldest first
			}
			b.addBook(t, term, posts)
		}
	}
}

func (b *builder) addBook(t taxonomy, term *term, posts []int) {
	p := b.at("book", t.name, bookPath(term), "Post mortems "+bound[t.name]+term.value, "The post mortems "+bound[t.name]+term.value+" as one document, to print",
		render.Link{Title: t.title, Path: t.name + "/"}, render.Link{Title: term.value, Path: term.path})
	p.NoIndex, p.Feeds = true, nil
	b.addPage(p, "book.html", func(k *key) {
		for _, i := range posts {
			b.fromPostMortem(k, i)
		}
	}, func(p render.Page) any {
		p.Commit = lastCommit(term.records...)
		page := &render.BookPage{Page: p}
		p.Crumbs = nil
		for _, i := range posts {
			post := b.postMortemPage(p, i)
			page.Posts = append(page.Posts, post)
			page.Diagrams = page.Diagrams || post.Diagrams
		}
		return page
	})
}

func bookPath(t *term) string { return t.path + "book/" }

// bookOf returns the path of the book of a term, or "" if there is none.
func (b *builder) bookOf(t taxonomy, term *term) string {
	if !b.in.Books || bound[t.name] == "" {
		return ""
	}
	return bookPath(term)
}
