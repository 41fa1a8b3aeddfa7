package site

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/content/svg"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

// Marker is the name of the file that marks a folder as made by pmsite. Only such a
// folder is ever replaced. The file lists the entries that pmsite put at the top.
const Marker = config.SiteMarker

func (b *builder) addAttachments() {
	for to, name := range b.links().files {
		if strings.EqualFold(path.Ext(name), ".svg") {
			b.add(to, b.fromFile(name), func(w io.Writer) error { return b.picture(w, name) })
		} else {
			b.add(to, b.fromFile(name), func(w io.Writer) error { return b.copy(w, name) })
		}
	}
}

// picture writes an SVG picture without what a browser would run or load. In place of a file
// that is no such picture, it writes one that says so.
func (b *builder) picture(w io.Writer, name string) error {
	f, err := b.in.Collection.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, svg.MaxSize+1))
	if err != nil {
		return err
	}
	clean, _, err := svg.Clean(src)
	if err != nil {
		clean = svg.Refused(err)
	}
	if _, err = w.Write(clean); err != nil {
		return err
	}
	sum := sha256.Sum256(src)
	return b.unlessChanged(name, collection.Sum(sum[:]))
}

func (b *builder) addNotFound() {
	p := b.at("notfound", "", "", "Page not found", "There is no such page")
	p.File, p.NoIndex = "404.html", true
	b.addPage(p, "notfound.html", alone, func(p render.Page) any { return render.NewNotFoundPage(p) })
}

func (b *builder) addFeeds() {
	b.addFeed("", b.page.Site.Title, b.records, "feed.xml", feed.Atom)
	b.addFeed("", b.page.Site.Title, b.records, "feed.json", feed.JSON)
	for _, t := range taxonomies {
		if !t.feeds {
			continue
		}
		terms := b.terms[t.name]()
		for _, term := range terms {
			b.addFeed(term.path, b.page.Site.Title+": "+term.value, term.records, "feed.xml", feed.Atom)
		}
		for from, term := range b.formerTerms(t, terms) { // feed readers follow no redirect of a page
			b.addFeed(from, b.page.Site.Title+": "+term.value, term.records, "feed.xml", feed.Atom)
		}
	}
	b.addOwnerFeeds()
}

func (b *builder) addFeed(folder, title string, records []metrics.Record, name string, write func(io.Writer, feed.Feed) error) {
	newest := sync.OnceValue(func() []feed.Entry { return b.newest(folder, records) })
	b.add(folder+name, func(k *key) {
		b.facts(fromValues(title, newest()))(k)
		for _, entry := range newest() {
			if h := entry.PM.History; h != nil {
				k.add(entry.PM.Slug, h.Corrections)
			}
		}
	}, func(w io.Writer) error {
		f := feed.Feed{
			Title: title, Description: b.page.Site.Description, Language: b.page.Site.Language,
			Home: b.address(folder, folder), Self: b.address(folder, folder+name),
		}
		f.Entries = newest()
		return write(w, f)
	})
}

// newest returns the entries of a feed.
func (b *builder) newest(folder string, records []metrics.Record) []feed.Entry {
	entries := make([]feed.Entry, 0, len(records))
	for _, r := range records {
		entries = append(entries, feed.Entry{PM: r.PM, Publication: b.seen()[r.PM]})
	}
	entries = feed.Newest(entries)
	for i := range entries {
		entries[i].URL = b.address(folder, entries[i].PM.Address())
	}
	return entries
}

// address returns an absolute address if the site has a base_url, else one relative
// to a folder.
func (b *builder) address(from, to string) string {
	if base := b.page.Site.BaseURL; base != "" {
		return base + escapePath(to)
	}
	return render.Relative(from, escapePath(to))
}

// addSitemap adds the list of pages for search engines, and robots.txt. A sitemap
// needs absolute addresses: without a base_url there is only robots.txt. Without either
// for search engines, robots.txt asks them to read nothing.
func (b *builder) addSitemap() {
	base := b.page.Site.BaseURL
	if b.page.NoIndex {
		b.add("robots.txt", alone, asset([]byte("User-agent: *\nDisallow: /\n")))
		return
	}
	if base != "" {
		b.add("sitemap.xml", func(k *key) {
			fromSum(b.allFacts)(k)
			for _, pm := range b.posts {
				k.add(b.seen()[pm].Updated)
			}
		}, func(w io.Writer) error {
			var pages []feed.Page
			for _, path := range []string{"", "postmortems/", "dashboard/", "dashboard/definitions/", "action-items/", "lessons/", "controls/", digestsPath} {
				pages = append(pages, feed.Page{URL: base + path})
			}
			for _, t := range taxonomies {
				pages = append(pages, feed.Page{URL: base + t.name + "/"})
			}
			for _, pm := range b.posts {
				if !pm.IsDraft() {
					pages = append(pages, feed.Page{URL: base + escapePath(pm.Address()), Modified: b.seen()[pm].Updated})
				}
			}
			return feed.Sitemap(w, pages)
		})
	}
	b.add("robots.txt", alone, func(w io.Writer) error {
		lines := "User-agent: *\nAllow: /\n"
		if base != "" {
			lines += "Sitemap: " + base + "sitemap.xml\n"
		}
		_, err := io.WriteString(w, lines)
		return err
	})
}

// addAssets adds the files of the theme. The scripts that draw diagrams are larger than most sites, and are only
// added if there is a diagram. A folder of a theme may have names that differ only in case; checks of documents prevent
// that for all other files.
func (b *builder) addAssets() {
	diagrams := slices.ContainsFunc(b.posts, hasDiagram)
	folded := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(b.theme.Assets())) {
		key := content.FoldAddress(name)
		if other, taken := folded[key]; taken {
			b.errs = append(b.errs, fmt.Errorf("the theme's %s and %s are one file on Windows and macOS: rename one of them", other, name))
		}
		folded[key] = name
	}
	for name, data := range b.theme.Assets() {
		if diagrams || !strings.HasPrefix(name, "assets/mermaid.") {
			b.add(name, alone, asset(data))
		}
	}
}

func asset(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// addMarkers adds the marker. It runs last, since the marker lists all other entries
// at the top.
func (b *builder) addMarkers() {
	if b.single {
		return
	}
	b.add(".nojekyll", alone, func(io.Writer) error { return nil })
	top := map[string]bool{Marker: true}
	for name := range b.files {
		first, _, _ := strings.Cut(name, "/")
		top[first] = true
	}
	b.add(Marker, fromValues(top), func(w io.Writer) error {
		lines := []string{"# made by pmsite; the names below are replaced by the next build, others are kept"}
		for name := range top {
			lines = append(lines, name)
		}
		slices.Sort(lines[1:])
		_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
		return err
	})
}

// errNotOurs is wrapped by the error of [Site.Write] that refuses to replace a
// folder.
var errNotOurs = errors.New("was not made by pmsite")
