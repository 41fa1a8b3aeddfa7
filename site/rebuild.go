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

// A Rebuilder makes one site after another from a collection that is being edited. It
// reuses what it has computed from a post mortem or theme that has not changed, and
// computes files on demand. Each site has the same bytes as one from [New], and never
// changes. The zero value is ready to use. Its sites are safe for concurrent use; the
// Rebuilder itself must be used by one goroutine at a time.
type Rebuilder struct {
	derived  map[*content.PostMortem]*derived
	last     *builder // of the previous site
	theme    *render.Theme
	themeSum string

	hasTicket func(number string) bool // of the previous site

	mu      sync.Mutex
	relater *index.RelatedFinder // the last one made
}

// derived holds what depends on one post mortem alone.
type derived struct {
	record  metrics.Record
	links   []string // destinations in its text
	tickets []string // the paths of its tickets' pages
	layout  uint64   // checksum of everything that decides which files there are
}

// Next returns the site of the collection as it is now.
func (p *Rebuilder) Next(in Input) (*Site, error) {
	theme, err := p.sameTheme(in.Theme)
	if err != nil {
		return nil, err
	}
	b := newBuilder(in, theme)
	b.layout = uint64(in.AsOf.Time().Unix()) // months have a page once something in them is overdue
	b.records = make([]metrics.Record, len(b.posts))
	all := make(map[*content.PostMortem]*derived, len(b.posts))
	tickets := make([][]string, len(b.posts))
	for i, d := range p.deriveAll(b.posts) {
		all[b.posts[i]] = d
		b.records[i], tickets[i] = d.record, d.tickets
		b.layout = b.layout*31 + d.layout
	}
	others := slices.Concat(b.published.Hidden, b.published.Removed) // the files of the former are not published
	for i, d := range p.deriveAll(others) {
		all[others[i]] = d
		b.layout = b.layout*31 + d.layout
	}
	if p.last != nil && p.sameLinks(p.last, b, all) {
		b.links, b.bySlug = p.last.links, p.last.bySlug
	} else {
		b.links = sync.OnceValue(func() *links {
			return newLinks(b.published, func(pm *content.PostMortem) []string { return all[pm].links })
		})
		b.bySlug = sync.OnceValue(b.slugs)
	}
	b.tickets = sync.OnceValue(func() []*ticket { return gatherTickets(b.posts) })
	if p.hasTicket == nil || !p.sameTickets(b.posts, all) {
		p.hasTicket = recurring(tickets)
	}
	b.page.Site.HasTicket = p.hasTicket
	p.derived, p.last = all, &builder{published: b.published, posts: b.posts, links: b.links, bySlug: b.bySlug}
	relater := sync.OnceValue(func() *index.RelatedFinder { return p.relate(b.posts) })
	b.related = func(pm *content.PostMortem) []index.Related { return relater().Related(pm) }
	b.pairs = sync.OnceValue(func() []metrics.Recurrence { return relater().Recurrences(b.search()) })
	b.onDemand = newOnDemand(b)
	return b.Site, nil
}

// sameLinks reports whether every file is at the same place as before.
func (p *Rebuilder) sameLinks(before, b *builder, all map[*content.PostMortem]*derived) bool {
	if len(b.posts) != len(before.posts) || !b.published.SameFiles(before.published) || !slices.Equal(b.published.Hidden, before.published.Hidden) || !slices.Equal(b.published.Removed, before.published.Removed) {
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

// sameTickets reports whether the same ticket numbers are mentioned as before.
func (p *Rebuilder) sameTickets(posts []*content.PostMortem, all map[*content.PostMortem]*derived) bool {
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

// slugs returns the index of each post mortem by its slug.
func (b *builder) slugs() map[string]int {
	slugs := make(map[string]int, len(b.posts))
	for i, pm := range b.posts {
		slugs[pm.Slug] = i
	}
	return slugs
}

// deriveAll derives what is new or changed, on all CPUs.
func (p *Rebuilder) deriveAll(posts []*content.PostMortem) []*derived {
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

// facetKeys are the keys whose values may each have a page.
var facetKeys = slices.DeleteFunc(content.Keys(), func(k content.Key) bool { return k.Facet == "" })

func derive(pm *content.PostMortem) *derived {
	d := &derived{record: metrics.Records([]*content.PostMortem{pm})[0], links: pm.Links()}
	d.tickets = ticketPaths(pm)
	sum := fnv.New64a()
	_, _ = fmt.Fprintf(sum, "%q", []any{pm.Path, pm.ID, pm.Aliases, pm.Attachments, pm.Date.String(), d.links, d.tickets})
	_, _ = fmt.Fprintf(sum, "%q", eventMonths(pm))
	for _, key := range facetKeys {
		_, _ = fmt.Fprintf(sum, "%q", key.Values(pm))
	}
	d.layout = sum.Sum64()
	return d
}

// Layout returns a checksum of everything that decides which files the site has. If two
// sites of a [Rebuilder] with the same config have the same layout, [Site.Err] returns
// the same for both.
func (s *Site) Layout() uint64 { return s.layout }

func (p *Rebuilder) relate(posts []*content.PostMortem) *index.RelatedFinder {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.relater = index.NewRelatedFinder(posts, p.relater)
	return p.relater
}

// sameTheme returns the parsed theme. It parses the theme again if one of its files has
// changed.
func (p *Rebuilder) sameTheme(fsys fs.FS) (*render.Theme, error) {
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

// onDemand finds the files of one site when they are requested.
type onDemand struct {
	builder *builder
	kinds   []func() map[string]file // the files of each function in pages
	whole   func() *Site
	err     error // of whole
}

func newOnDemand(b *builder) *onDemand {
	p := &onDemand{builder: b}
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

// alone returns the files of one kind.
func (p *onDemand) alone(add func(*builder)) map[string]file {
	b := *p.builder
	b.Site, b.single = &Site{files: map[string]file{}}, true
	add(&b)
	return b.files
}

func (p *onDemand) file(name string) (f file, found bool) {
	if rest, ok := strings.CutPrefix(name, "postmortems/"); ok {
		slug, _, _ := strings.Cut(rest, "/")
		if i, ok := p.builder.bySlug()[strings.TrimSuffix(slug, ".md")]; ok {
			files := p.alone(func(b *builder) { b.addPostMortem(i, b.records[i]) })
			if f, found := files[name]; found {
				return f, true
			}
		}
	}
	if data, ok := p.builder.theme.Assets()[name]; ok {
		return file{alone, asset(data)}, true
	}
	for _, kind := range p.kinds {
		if f, found := kind()[name]; found {
			return f, true
		}
	}
	f, found = p.whole().files[name]
	return f, found
}

// Err returns the error that [New] would return for the collection, such as two files
// with the same path. For a site of a [Rebuilder] it has to list all files first.
func (s *Site) Err() error {
	if s.onDemand == nil {
		return nil
	}
	s.onDemand.whole()
	return s.onDemand.err
}
