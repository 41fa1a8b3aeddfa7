package site

import (
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/render"
)

// addSearch adds the page /search/ and the index files that its script reads.
func (b *builder) addSearch() {
	p := b.at("search", "search", "search/", "Search", "Full-text search in all post mortems")
	b.addPage(p, "search.html", alone, func(p render.Page) any {
		return &render.SearchPage{Page: p, Severities: b.in.Config.Vocabularies.Severity.Values}
	})
	export := index.NewExport(b.posts, b.in.Config.Options())
	b.early.release = export.Release
	for name, write := range export.Files() {
		from := b.fromAll
		if posts := export.MadeFrom(name); posts != nil {
			from = fromValues(posts)
		}
		b.add("search/"+name, from, write)
		b.early.files = append(b.early.files, "search/"+name)
	}
}
