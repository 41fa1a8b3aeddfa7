package preview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/source"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/render"
	"github.com/pmsite/pmsite/site/serve"
)

// A comparison holds the state of the site at the commit where the branch left another one.
type comparison struct {
	name    string // of the other branch, tag or commit
	between string // the two commits
	tree    fs.FS  // files of the commit where the branch left it
	touched map[string]bool

	mu        sync.Mutex
	rebuilder site.Rebuilder
}

// renew updates the comparison for the project p.
func (k *comparison) renew(ctx context.Context, p *project.Project) error {
	head := cmp.Or(p.Source.Commit, "HEAD")
	hash, err := p.Source.MergeBase(ctx, head, k.name)
	if err != nil {
		return fmt.Errorf("--compare: %w", err)
	}
	base, err := p.Source.At(hash)
	if err != nil {
		return fmt.Errorf("--compare: %w", err)
	}
	if k.tree, err = source.WithMounts(base.FS, p.Mounts...); err != nil {
		return fmt.Errorf("--compare: %w", err)
	}
	if between := hash + " " + head; k.between != between {
		if k.touched, err = p.Source.Changed(ctx, hash, p.Config.Content); err != nil {
			return fmt.Errorf("--compare: %w", err)
		}
		k.between = between
	}
	return nil
}

// touch marks the documents that differ between the collections as touched.
func (k *comparison) touch(before, now *collection.Collection) {
	was := map[string]*content.PostMortem{}
	for _, pm := range slices.Concat(before.PostMortems, before.Removed) {
		was[pm.Path] = pm
	}
	all := maps.Clone(k.touched) // the old map is in use
	for _, pm := range slices.Concat(now.PostMortems, now.Removed) {
		if was[pm.Path] != pm {
			all[pm.Path] = true
		}
		delete(was, pm.Path)
	}
	for name := range was {
		all[name] = true
	}
	k.touched = all
}

// base returns the base of the site; its pages are computed on demand.
func (k *comparison) base(ctx context.Context, in site.Input, now time.Time) *serve.Base {
	c, tree, differing := in.Collection, k.tree, k.touched
	before := sync.OnceValues(func() (*collection.Collection, error) {
		if len(differing) == 0 {
			return c, nil
		}
		old, err := c.Reload(ctx, tree, now, slices.Sorted(maps.Keys(differing)))
		if errors.Is(err, fs.ErrNotExist) {
			return &collection.Collection{FS: tree}, nil // there were no post mortems yet
		}
		return old, err
	})
	changes := sync.OnceValue(func() *changes {
		old, err := before()
		if err != nil {
			return &changes{err: err}
		}
		return &changes{name: k.name, documents: review.Documents(among(old.PostMortems, differing), among(c.PostMortems, differing)), before: old, in: in}
	})
	return &serve.Base{
		Name: k.name,
		Site: lazySite(sync.OnceValues(func() (*site.Site, error) {
			old, err := before()
			if err != nil {
				return nil, err
			}
			k.mu.Lock()
			defer k.mu.Unlock()
			past := in
			past.Collection = old
			return k.rebuilder.Next(past)
		})),
		Changes: func(page string) *serve.Changes { return changes().on(page) },
	}
}

// among returns the post mortems whose files are in the set.
func among(posts []*content.PostMortem, files map[string]bool) (out []*content.PostMortem) {
	for _, pm := range posts {
		if files[pm.Path] {
			out = append(out, pm)
		}
	}
	return out
}

// A lazySite is built when one of its files is requested.
type lazySite func() (*site.Site, error)

func (l lazySite) Open(name string) (fs.File, error) {
	s, err := l()
	if err != nil {
		return nil, err
	}
	return s.Open(name)
}

// changes are the changes of the whole collection.
type changes struct {
	name      string
	documents []review.Document
	before    *collection.Collection
	in        site.Input
	err       error
}

// on returns the changes for a page: those of the post mortem that it shows, or all of them
// on the home page.
func (c *changes) on(page string) *serve.Changes {
	switch {
	case c.err != nil:
		return &serve.Changes{Title: fmt.Sprintf("Cannot determine what changed: %v", c.err)}
	case page == "index.html":
		return c.all()
	}
	pm := shownOn(page, c.in.Collection.PostMortems)
	for _, d := range c.documents {
		if pm == nil || d.After != pm {
			continue
		}
		if d.Kind == review.Added {
			return &serve.Changes{Title: "New: " + c.name + " does not have it yet"}
		}
		out := &serve.Changes{Title: "Changed since " + c.name, BasePage: pageOf(content.SlugOf(cmp.Or(d.From, d.Path)))}
		if d.From != "" {
			out.List = append(out.List, serve.Change{Text: "path", From: d.From, To: d.Path})
		}
		for _, change := range d.Changes {
			out.List = append(out.List, inWords(change))
		}
		return out
	}
	return nil
}

func inWords(c review.Change) serve.Change {
	if (c.Kind == review.Field || c.Kind == review.Figure) && c.From+c.To != "" {
		return serve.Change{Text: c.Name, From: c.From, To: c.To}
	}
	return serve.Change{Text: c.String()}
}

// all returns the post mortems that differ and the figures of the collection.
func (c *changes) all() *serve.Changes {
	out := &serve.Changes{Title: "No post mortem differs from " + c.name, BasePage: "index.html"}
	if n := len(c.documents); n > 0 {
		out.Title = render.Plural(n, "post mortem") + " changed since " + c.name
	}
	for _, d := range c.documents {
		entry := serve.Change{Kind: "changed", Text: d.Title, Page: pageOf(content.SlugOf(d.Path))}
		switch d.Kind {
		case review.Added:
			entry.Kind = "new"
		case review.Removed:
			entry.Kind, entry.Gone = "removed", true
		}
		for _, change := range d.Changes {
			if change.Kind == review.Field && change.Name == "status" {
				entry.From, entry.To = change.From, change.To
			}
		}
		out.List = append(out.List, entry)
	}
	for _, total := range review.Totals(c.before.PostMortems, c.in.Collection.PostMortems, c.in.AsOf, c.in.Config.Vocabularies) {
		out.Figures = append(out.Figures, serve.Change{Text: total.Name, From: total.Before, To: total.After})
	}
	return out
}
