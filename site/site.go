package site

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

// PageSize is the number of entries on a page of a list. On those of a list of more than manyPages, it is twice that.
const PageSize = 50

const manyPages = 20

// An Input holds everything that a site is made from.
type Input struct {
	Collection *collection.Collection // required; as loaded, with hidden post mortems
	Config     *config.Config         // required
	Theme      fs.FS                  // required
	AsOf       content.Date           // the day that decides what is overdue
	Drafts     bool                   // publish drafts too
	Version    string                 // of pmsite, shown in the footer
	Branches   []review.Branch        // branches in review, newest first
	Preview    string                 // folder of the published site in which this one is a preview, such as pr/12; "" if it is none
	Books      bool                   // there is a document to print of each year and each service
	Portable   bool                   // the site opens from a folder, without a server; not for a [Rebuilder]

	// FileURL returns the address at which a forge shows a file of the collection's file system, or "". Links to files
	// that are not on the site lead there; nil means nowhere.
	FileURL func(name string) string

	// ToWrite returns what is still to be written in a draft of a collection, by line. It uses nothing
	// but the draft's text and the config; nil means that this is not known.
	ToWrite func(c *collection.Collection, pm *content.PostMortem) []content.Problem

	// LineURL returns the address, which pages link to whatever its scheme, at which a line of a document opens, or "".
	LineURL func(name string, line int) string
}

// A Site holds every file of the output, by path. It is immutable and safe for
// concurrent use.
type Site struct {
	files  map[string]file
	paths  []string                   // sorted
	dirs   func() map[string][]string // folder -> its entries, sorted; computed on first use
	early  early
	Posts  int // post mortems published
	Hidden int // drafts left out

	keyOf    func(name string, f file) (sum collection.Sum, ok bool) // see [builder.keyOf]
	layout   uint64                                                  // see Layout
	onDemand *onDemand                                               // of a site whose files are computed on demand; nil if all are known
}

// A file is one file of the output. It is made when somebody asks for it.
type file struct {
	from  func(k *key)            // adds what write uses to a key; nil if that is not known
	write func(w io.Writer) error // writes the content
}

// A builder gathers the files of a site.
type builder struct {
	*Site
	in        Input
	published *collection.Collection
	posts     []*content.PostMortem // of published
	records   []metrics.Record
	page      render.Page // the part that all pages share
	theme     *render.Theme
	links     func() *links
	related   func(*content.PostMortem) []index.Related
	pairs     func() []metrics.Recurrence // that may be about the same thing
	tickets   func() []*ticket
	// ticketURLs are the addresses that post mortems give, by ticket, see [content.FoldName].
	ticketURLs func() map[string]string
	items      func() []feed.RegisterItem // action items, most urgent first
	seen       func() map[*content.PostMortem]content.Publication
	failed     func() map[string]metrics.Control               // controls that failed, by key
	returns    func() map[*content.PostMortem][]metrics.Return // see [builder.returned]
	lag        func() int                                      // see [metrics.PublishLag]
	columns    func() feed.Columns                             // of all post mortems
	shared     func() (collection.Sum, bool)                   // of what all files are made from
	all        func() (collection.Sum, bool)                   // of what the site shows of all post mortems
	allFacts   func() (collection.Sum, bool)                   // the same of facts only, see [builder.factsOf]
	sums       func() map[*content.PostMortem]postSums         // what the site shows of each post mortem
	read       *sync.Map                                       // name of a file of the repository -> the sum that is in a key
	terms      map[string]func() []*term                       // by the name of their taxonomy, see [builder.gatherTerms]
	errs       []error
	bySlug     func() map[string]int // of a site of a [Rebuilder]
	single     bool                  // only one file is wanted, so kinds with a file for each post mortem add none
}

// New decides which files the site consists of. It renders nothing yet, except parts
// that several pages share. It returns an error if the theme is broken or two files
// have the same path; see [Site.Err].
func New(in Input) (*Site, error) {
	theme, err := render.LoadTheme(in.Theme)
	if err != nil {
		return nil, err
	}
	b := newBuilder(in, theme)
	relations := sync.OnceValue(func() *index.Relations { return index.NewRelations(b.posts) })
	related := sync.OnceValue(func() map[*content.PostMortem][]index.Related { return relations().Related() })
	b.pairs = sync.OnceValue(func() []metrics.Recurrence { return relations().Recurrences(b.search()) })
	b.related = func(pm *content.PostMortem) []index.Related { return related()[pm] }
	go related() // the first page that needs it waits for it
	b.records = metrics.Records(b.posts)
	b.links = sync.OnceValue(func() *links { return newLinks(b.published, (*content.PostMortem).Links) })
	tickets := gatherTickets(b.posts)
	b.tickets, b.page.Site.HasTicket = func() []*ticket { return tickets }, recurringIn(tickets)
	if err := b.complete(); err != nil {
		return nil, err
	}
	return b.Site, nil
}

// newBuilder returns a builder that knows which post mortems are published. The caller
// fills in what is derived from them.
func newBuilder(in Input, theme *render.Theme) *builder {
	published := in.Collection.Published(in.Drafts || in.Config.ShowDrafts)
	b := &builder{
		Site: &Site{files: map[string]file{}, Posts: len(published.PostMortems), Hidden: len(in.Collection.PostMortems) - len(published.PostMortems)},
		in:   in, published: published, posts: published.PostMortems, theme: theme, terms: map[string]func() []*term{},
	}
	theme.Vocabularies = in.Config.Vocabularies
	b.items = sync.OnceValue(b.actions)
	b.seen = sync.OnceValue(func() map[*content.PostMortem]content.Publication {
		return content.Publications(b.posts, in.Drafts || in.Config.ShowDrafts)
	})
	b.lag = sync.OnceValue(func() int { return metrics.PublishLag(b.records, in.AsOf) })
	b.failed = sync.OnceValue(b.failures)
	b.returns = sync.OnceValue(b.returned)
	b.columns = sync.OnceValue(func() feed.Columns {
		return feed.NewColumns(b.records, b.settings(metrics.Span{}, nil), content.Slug, content.NameSlug)
	})
	b.ticketURLs = sync.OnceValue(b.gatherTicketURLs)
	b.shared, b.sums = sync.OnceValues(b.sharedInputs), sync.OnceValue(b.sumPosts)
	b.all, b.allFacts = sync.OnceValues(b.sumAll), sync.OnceValues(b.sumFacts)
	b.read = &sync.Map{}
	for _, t := range taxonomies {
		b.terms[t.name] = sync.OnceValue(func() []*term { return b.gatherTerms(t) })
	}
	b.page = render.Page{Site: &render.Site{
		Title: in.Config.Title, Description: in.Config.Description, Language: in.Config.Language, BaseURL: in.Config.BaseURL,
		AsOf: in.AsOf, Version: in.Version, Count: len(b.posts), Theme: theme, Severities: meanings(in.Config.Vocabularies.Severity),
		TrackerURL: b.trackerURL, SourceURL: in.Config.EditURL, CommitURL: in.Config.CommitURL, Origin: origin(in.Config),
		Preview: in.Preview,
	}, NoIndex: in.Config.NoIndex || in.Preview != ""}
	return b
}

// meanings returns the definitions of the values that have one, in the order of the values.
func meanings(v *content.Vocabulary) (out []render.Meaning) {
	for _, value := range v.Values {
		if text := v.Definitions[value]; text != "" {
			out = append(out, render.Meaning{Value: value, Text: text})
		}
	}
	return out
}

// complete lists every file, even after an error, and returns the first error.
func (b *builder) complete() error {
	b.Site.keyOf = b.keyOf
	for _, add := range pages {
		add(b)
	}
	if b.in.Portable {
		b.makePortable()
	}
	b.paths = slices.Sorted(maps.Keys(b.files))
	b.dirs = sync.OnceValue(b.listFolders)
	if len(b.errs) > 0 {
		return b.errs[0]
	}
	return nil
}

// pages lists every kind of page and file. A new kind is a new line here.
var pages = []func(*builder){
	(*builder).addHome,
	(*builder).addList,
	(*builder).addPostMortems,
	(*builder).addRemoved,
	(*builder).addReview,
	(*builder).addAttachments,
	(*builder).addTaxonomies,
	(*builder).addBooks,
	(*builder).addDashboards,
	(*builder).addActions,
	(*builder).addLessons,
	(*builder).addControls,
	(*builder).addDigests,
	(*builder).addRecurrences,
	(*builder).addTickets,
	(*builder).addSearch,
	served((*builder).addNotFound),
	(*builder).addRedirects,
	served((*builder).addFeeds),
	(*builder).addData,
	served((*builder).addSitemap),
	served((*builder).addHosting),
	(*builder).addAssets,
	(*builder).addMarkers,
}

// served returns a kind of files that a portable site does not have, since only servers and their clients need them.
func served(add func(*builder)) func(*builder) {
	return func(b *builder) {
		if !b.in.Portable {
			add(b)
		}
	}
}

// add registers a file with what it is made from. It records an error if another file has the same path, which
// happens when an alias is the address of a page.
func (b *builder) add(name string, from func(*key), write func(io.Writer) error) {
	if _, taken := b.files[name]; taken {
		b.errs = append(b.errs, fmt.Errorf("two files have the path %q", name))
		return
	}
	b.files[name] = file{from, write}
}

// addPage registers a page that a template renders. It calls make when the page is
// requested; make uses nothing but p, what from adds, and what all files are made from.
func (b *builder) addPage(p render.Page, template string, from func(*key), make func(p render.Page) any) {
	if p.File == "" {
		p.File = "index.html"
	}
	b.add(p.Path+p.File, func(k *key) {
		k.add(p.Title, p.Description, p.Crumbs, p.NoIndex, p.Feeds)
		from(k)
	}, func(w io.Writer) error {
		return b.theme.Render(w, template, make(p))
	})
}

// at returns the common part of the page at a path.
func (b *builder) at(kind, section, path, title, description string, crumbs ...render.Link) render.Page {
	p := b.page
	p.Kind, p.Section, p.Path, p.Title, p.Description, p.Crumbs = kind, section, path, title, description, crumbs
	if !b.in.Portable {
		p.Feeds = []render.Link{{Title: b.page.Site.Title, Path: "feed.xml"}, {Title: b.page.Site.Title, Path: "feed.json"}}
	}
	return p
}

// Paths returns the path of every file, sorted.
func (s *Site) Paths() []string { return s.whole().paths }

// file returns the file at a path.
func (s *Site) file(name string) (f file, found bool) {
	if s.onDemand != nil {
		return s.onDemand.file(name)
	}
	f, found = s.files[name]
	return f, found
}

// whole returns the site with all its files listed.
func (s *Site) whole() *Site {
	if s.onDemand != nil {
		return s.onDemand.whole()
	}
	return s
}

// Render writes the content of a file. The error is [fs.ErrNotExist] if there is no
// such file.
func (s *Site) Render(w io.Writer, name string) error {
	f, found := s.file(name)
	if !found {
		return fs.ErrNotExist
	}
	if err := f.write(w); err != nil && !errors.Is(err, errChanged) {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return nil
}
