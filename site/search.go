package site

import (
	"fmt"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/render"
)

// early lists the files that share data which takes much memory. They are written
// first, so that the data can be released.
type early struct {
	files    []string
	manifest string                                                // the one of them whose key is the same only if those of all are
	export   *index.Export                                         // has the data
	sum      func(*content.PostMortem) (_ collection.Sum, ok bool) // see [builder.sumOf]
}

// firstHits is the number of hits that the search shows at first.
const firstHits = 10

// addSearch adds the page /search/ and the index files that its script reads.
func (b *builder) addSearch() {
	b.early.export, b.early.sum = index.NewExport(b.posts, b.in.Config.Options()), b.sumOf
	newest := b.early.export.Newest(firstHits)
	p := b.at("search", "search", "search/", "Search", "Full-text search in all post mortems")
	b.addPage(p, "search.html", func(k *key) { k.postMortems(newest...) }, func(p render.Page) any {
		page := &render.SearchPage{Page: p, Severities: b.in.Config.Vocabularies.Severity.Values}
		for _, pm := range newest {
			opening := index.Opening(pm)
			page.Newest = append(page.Newest, render.FirstHit{PM: pm, Text: opening.String(), Anchor: opening.Anchor})
		}
		return page
	})
	for name, write := range b.early.export.Files() {
		b.add("search/"+name, b.fromExport(name), write)
		b.early.files = append(b.early.files, "search/"+name)
	}
	b.early.manifest = "search/" + index.ManifestFile
}

// fromExport returns a function from for a file of the index. Of most files, the content is known once the data is.
func (b *builder) fromExport(name string) func(*key) {
	if name == index.ManifestFile {
		return fromSum(b.all)
	}
	if posts := b.early.export.MadeFrom(name); posts != nil {
		return fromValues(posts)
	}
	return fromSum(func() (collection.Sum, bool) { return b.early.export.Sum(name), true })
}

// recall lets the early files reuse what they shared when a site was written to the target before.
func (r *reuser) recall(e early, opts WriteOptions) {
	if r == nil || r.recalled {
		return
	}
	r.recalled = true
	name := cacheName(opts.CacheDir, "search", r.target)
	cached, _ := cachefile.Read(name) // without one, everything is computed
	cachefile.MarkUsed(name, opts.Now)
	e.export.Reuse(cached, opts.Program, e.sum)
}

// remember keeps what the early files share for the next site, unless that is known.
func (r *reuser) remember(e early, opts WriteOptions) {
	if r == nil {
		return
	}
	if write := e.export.Cache(); write != nil {
		if err := cachefile.Write(cacheName(opts.CacheDir, "search", r.target), write); err != nil {
			r.failed = fmt.Errorf("remember what the search index was made from: %w", err)
		}
	}
}
