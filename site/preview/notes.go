package preview

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/source"
	"github.com/pmsite/pmsite/site/serve"
)

// notes returns a function that returns the findings in the post mortem that a page shows.
func (f *Follower) notes(p *project.Project, c *collection.Collection, asOf content.Date) func(ctx context.Context, page string) *serve.Notes {
	return func(ctx context.Context, page string) *serve.Notes {
		pm := shownOn(page, c.PostMortems)
		if pm == nil {
			return nil
		}
		file := p.DiskPath(pm.Path)
		out := &serve.Notes{File: pm.Path, Link: f.Editor.link(file, 1, 1)}
		known, err := f.known.of(ctx, p.Source)
		if err != nil {
			out.List = append(out.List, serve.Note{Line: 1, Level: content.Warning.String(), Message: fmt.Sprintf("names of people are not checked: %v", err)})
		}
		in := check.Input{Collection: c, Config: p.Config, AsOf: asOf, People: known, Touched: map[string]bool{pm.Path: true}}
		for _, found := range check.Run(ctx, in) {
			if found.File == pm.Path {
				out.List = append(out.List, serve.Note{
					Line: found.Line, Link: f.Editor.link(file, found.Line, found.Column), Level: found.Level.String(),
					Message: found.Message, Hint: found.Hint, Name: found.Rule,
				})
			}
		}
		return out
	}
}

// shownOn returns the post mortem that a page shows, or nil.
func shownOn(page string, posts []*content.PostMortem) *content.PostMortem {
	rest, ok := strings.CutPrefix(page, "postmortems/")
	slug, isPage := strings.CutSuffix(rest, "/index.html")
	if ok && isPage {
		for _, pm := range posts {
			if pm.Slug == slug {
				return pm
			}
		}
	}
	return nil
}

// pageOf returns the file of the page that shows a post mortem.
func pageOf(slug string) string { return "postmortems/" + slug + "/index.html" }

// known caches the people of one commit.
type known struct {
	mu     sync.Mutex
	commit string
	people []check.Person
}

func (k *known) of(ctx context.Context, src *source.Source) ([]check.Person, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.commit != src.Commit || src.Commit == "" {
		all, err := project.People(ctx, src)
		if err != nil {
			return nil, err
		}
		k.commit, k.people = src.Commit, all
	}
	return k.people, nil
}
