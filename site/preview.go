package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/render"
)

// A Preview makes one site after the other of a collection that is being
// written. What was derived from a post mortem or a theme is kept as long as
// that is the same; files are worked out when they are asked for. Each site has
// the bytes that [New] would give it, and never changes. The zero value is
// ready; several goroutines may ask for files, one for sites.
type Preview struct {
	derived  map[*content.PostMortem]*derived
	last     *builder // of the site before
	theme    *render.Theme
	themeSum string

	hasTicket func(number string) bool // of the site before

	mu      sync.Mutex
	relater *index.Relater // the last one made
}

// derived is what depends on one post mortem alone.
type derived struct {
	record  metrics.Record
	links   []string // destinations in its text
	tickets []string // the paths of its tickets' pages
	layout  uint64   // sums up what decides which files there are
}

// Next gives the site of the collection as it is now.
func (p *Preview) Next(in Input) (*Site, error) {
	theme, err := p.sameTheme(in.Theme)
	if err != nil {
		return nil, err
	}
	b := newBuilder(in, theme)
	b.records = make([]metrics.Record, len(b.posts))
	all := make(map[*content.PostMortem]*derived, len(b.posts))
	tickets := make([][]string, len(b.posts))
	for i, d := range p.deriveAll(b.posts) {
		all[b.posts[i]] = d
		b.records[i], tickets[i] = d.record, d.tickets
		b.layout = b.layout*31 + d.layout
	}
	if p.last != nil && p.sameLinks(p.last, b, all) {
		b.links, b.bySlug = p.last.links, p.last.bySlug
	} else {
		b.links = sync.OnceValue(func() *links { return newLinks(b.published, func(i int) []string { return all[b.posts[i]].links }) })
		b.bySlug = sync.OnceValue(b.slugs)
	}
	b.tickets = sync.OnceValue(func() []*ticket {
		tickets, _ := gatherTickets(b.posts)
		return tickets
	})
	if p.hasTicket == nil || !p.sameTickets(b.posts, all) {
		p.hasTicket = recurring(tickets)
	}
	b.page.Site.HasTicket = p.hasTicket
	p.derived, p.last = all, &builder{published: b.published, posts: b.posts, links: b.links, bySlug: b.bySlug}
	relater := sync.OnceValue(func() *index.Relater { return p.relate(b.posts) })
	b.related = func(pm *content.PostMortem) []index.Related { return relater().Related(pm) }
	b.preview = newPreview(b)
	return b.Site, nil
}

// sameLinks reports whether everything lies where it lay before.
func (p *Preview) sameLinks(before, b *builder, all map[*content.PostMortem]*derived) bool {
	if len(b.posts) != len(before.posts) || !b.published.SameFiles(before.published) {
		return false
	}
	for i, pm := range b.posts {
		old := before.posts[i]
		if pm != old && (pm.Path != old.Path || pm.ID != old.ID || !slices.Equal(pm.Attachments, old.Attachments) || !slices.Equal(all[pm].links, p.derived[old].links)) {
			return false
		}
	}
	return true
}

// sameTickets reports whether the same numbers are mentioned as before.
func (p *Preview) sameTickets(posts []*content.PostMortem, all map[*content.PostMortem]*derived) bool {
	if p.last == nil || len(posts) != len(p.last.posts) {
		return false
	}
	for i, pm := range posts {
		if old := p.last.posts[i]; pm != old && !slices.Equal(all[pm].tickets, p.derived[old].tickets) {
			return false
		}
	}
	return true
}

// slugs gives the place of each post mortem by its slug.
func (b *builder) slugs() map[string]int {
	slugs := make(map[string]int, len(b.posts))
	for i, pm := range b.posts {
		slugs[pm.Slug] = i
	}
	return slugs
}

// deriveAll works on all processors, but for what is kept.
func (p *Preview) deriveAll(posts []*content.PostMortem) []*derived {
	out := make([]*derived, len(posts))
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(posts); i += workers {
				if out[i] = p.derived[posts[i]]; out[i] == nil {
					out[i] = derive(posts[i])
				}
			}
		})
	}
	wg.Wait()
	return out
}

func derive(pm *content.PostMortem) *derived {
	d := &derived{record: metrics.Records([]*content.PostMortem{pm})[0], links: pm.Links()}
	for _, t := range pm.Tickets() {
		d.tickets = append(d.tickets, render.TicketPath(t.Number))
	}
	sum := fnv.New64a()
	_, _ = fmt.Fprintf(sum, "%q", []any{
		pm.Path, pm.ID, pm.Aliases, pm.Attachments, pm.Date.String(), pm.Tags, pm.Services, pm.Impacts, pm.Severity, pm.Detection, pm.Status, pm.Vendor, d.links, d.tickets,
	})
	d.layout = sum.Sum64()
	return d
}

// Layout is another for a site of a [Preview] that may have other files than the
// one before it, with the same config: if it is not, Err gives the same.
func (s *Site) Layout() uint64 { return s.layout }

// recurring answers whether a number is mentioned more than once.
func recurring(tickets [][]string) func(number string) bool {
	counts := sync.OnceValue(func() map[string]int {
		counts := make(map[string]int, 2*len(tickets))
		for _, paths := range tickets {
			for _, path := range paths {
				counts[path]++
			}
		}
		return counts
	})
	return func(number string) bool { return counts()[render.TicketPath(number)] > 1 }
}

func (p *Preview) relate(posts []*content.PostMortem) *index.Relater {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.relater = index.NewRelater(posts, p.relater)
	return p.relater
}

// sameTheme parses the theme if a file of it has changed.
func (p *Preview) sameTheme(fsys fs.FS) (*render.Theme, error) {
	hash := sha256.New()
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		_, _ = fmt.Fprintf(hash, "%s\x00%d\x00%s", name, len(data), data)
		return err
	})
	sum := hex.EncodeToString(hash.Sum(nil))
	if err == nil && p.theme != nil && sum == p.themeSum {
		return p.theme.Renew(), nil
	}
	theme, err := render.LoadTheme(fsys)
	if err != nil {
		return nil, err
	}
	p.theme, p.themeSum = theme, sum
	return theme, nil
}

// A preview finds the files of one site.
type preview struct {
	builder *builder
	kinds   []func() map[string]file // the files of each of pages
	whole   func() *Site
	err     error // of whole
}

func newPreview(b *builder) *preview {
	p := &preview{builder: b}
	for _, add := range pages {
		p.kinds = append(p.kinds, sync.OnceValue(func() map[string]file { return p.alone(add) }))
	}
	p.whole = sync.OnceValue(func() *Site {
		all := *b
		all.Site = &Site{files: map[string]file{}, Posts: b.Posts, Hidden: b.Hidden}
		p.err = all.complete()
		return all.Site
	})
	return p
}

// alone gives the files of one kind.
func (p *preview) alone(add func(*builder)) map[string]file {
	b := *p.builder
	b.Site, b.single = &Site{files: map[string]file{}}, true
	add(&b)
	return b.files
}

func (p *preview) file(name string) file {
	if rest, ok := strings.CutPrefix(name, "postmortems/"); ok {
		slug, _, _ := strings.Cut(rest, "/")
		if i, ok := p.builder.bySlug()[strings.TrimSuffix(slug, ".md")]; ok {
			files := p.alone(func(b *builder) { b.addPostMortem(i, b.records[i]) })
			if f := files[name]; f != nil {
				return f
			}
		}
	}
	if data, ok := p.builder.theme.Assets()[name]; ok {
		return asset(data)
	}
	for _, kind := range p.kinds {
		if f := kind()[name]; f != nil {
			return f
		}
	}
	return p.whole().files[name]
}

// Err gives what [New] would say of the collection: two files that want to be
// one. It works out every file of a preview.
func (s *Site) Err() error {
	if s.preview == nil {
		return nil
	}
	s.preview.whole()
	return s.preview.err
}
