package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/source"
)

// A home is a repository that post mortems come from: its folder of post mortems
// appears somewhere in the site's tree.
type home struct {
	source *source.Source
	folder string
	at     string
}

// homes are the main repository and the sources of the config.
func (p *Project) homes() []home {
	all := []home{{p.Source, p.Config.Content, p.Config.Content}}
	for i, src := range p.others {
		all = append(all, home{src, p.Config.Sources[i].Content, p.Config.Mount(p.Config.Sources[i])})
	}
	return all
}

// Commits returns the hash of the commit that each repository of the project has
// checked out, the main one first; "" for one without commits.
func (p *Project) Commits() (hashes []string) {
	for _, h := range p.homes() {
		hashes = append(hashes, h.source.Commit)
	}
	return hashes
}

// outside gives the path in the site's tree of a file of the repository.
func (h home) outside(name string) string { return h.at + strings.TrimPrefix(name, h.folder) }

// AddHistory tells each post mortem how it came to be. Without git, or where its
// history cannot be read whole, the user hears why; it is an error where the
// history is required.
func (p *Project) AddHistory(ctx context.Context, c *collection.Collection, required bool) error {
	found, err := p.Histories(ctx, func() map[string]*content.PostMortem { return ByPath(c) }, required)
	for _, pm := range c.PostMortems {
		pm.History = found[pm.Path]
	}
	return err
}

// ByPath returns the post mortems of a collection by their paths.
func ByPath(c *collection.Collection) map[string]*content.PostMortem {
	out := make(map[string]*content.PostMortem, len(c.PostMortems))
	for _, pm := range c.PostMortems {
		out[pm.Path] = pm
	}
	return out
}

// Histories returns what git knows of each file, by its path in the site's tree.
// Posts are asked for when they are needed, and may still be read until then.
func (p *Project) Histories(ctx context.Context, posts func() map[string]*content.PostMortem, required bool) (map[string]*content.History, error) {
	posts = sync.OnceValue(posts)
	all := map[string]*content.History{}
	for _, h := range p.homes() {
		found, err := p.historiesOf(ctx, h, posts, required)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil && required {
			return nil, err
		}
		if err != nil {
			p.env.Warn(fmt.Sprintf("%v; going on without history", err), "")
		}
		for name, history := range found {
			all[h.outside(name)] = history
		}
	}
	return all, nil
}

// owns says whether a post mortem of the site's tree is of this home, and not of
// another one that is mounted below it.
func (h home) owns(name string, homes []home) bool {
	owner := ""
	for _, other := range homes {
		if strings.HasPrefix(name, other.at+"/") && len(other.at) > len(owner) {
			owner = other.at
		}
	}
	return owner == h.at
}

func (p *Project) historiesOf(ctx context.Context, h home, posts func() map[string]*content.PostMortem, required bool) (map[string]*content.History, error) {
	history, err := p.readHistory(ctx, h)
	switch {
	case err != nil:
		return nil, err
	case history == nil && required:
		return nil, errors.New("there is no history: this is no git repository, or one without a commit")
	case history == nil:
		return nil, nil
	case history.Truncated && required:
		return nil, hint(errors.New("the history is cut off, as in a shallow clone"), source.ShallowHint)
	case history.Truncated:
		p.env.Warn("the history is cut off, as in a shallow clone: when post mortems were written is unknown", source.ShallowHint)
	}
	historian := p.historian(h, posts)
	found, err := historian.Histories(ctx, versions(history), history.Truncated)
	if err := historian.Cache.Save(); err != nil { // an interrupted run, too, has learned something
		p.env.CacheFailed(err)
	}
	if err != nil {
		return nil, err
	}
	if history.Truncated {
		for at := range posts() {
			name := h.folder + strings.TrimPrefix(at, h.at)
			if found[name] == nil && h.owns(at, p.homes()) {
				found[name] = &content.History{Truncated: true} // there is more to know
			}
		}
	}
	return found, nil
}

// readHistory is nil without a commit.
func (p *Project) readHistory(ctx context.Context, h home) (*source.History, error) {
	if h.source.GitErr != nil {
		return nil, h.source.GitErr
	}
	if h.source.Commit == "" {
		return nil, nil
	}
	progress := p.env.Progress("reading the history")
	defer progress.Done()
	return h.source.History(ctx, h.folder)
}

func (p *Project) historian(h home, posts func() map[string]*content.PostMortem) *review.Historian {
	out := &review.Historian{
		Read:    h.source.Blob,
		Options: p.Config.Options(),
		Role:    func(address string) string { return p.Config.RoleOf[strings.ToLower(address)] },
		Known: func(path, blob string) (*content.PostMortem, []byte) {
			pm := posts()[h.outside(path)]
			if pm == nil {
				return nil, nil
			}
			src, err := fs.ReadFile(h.source.FS, path)
			if err != nil || source.BlobHash(src, blob) != blob {
				return nil, nil
			}
			return pm, src
		},
	}
	if dir := p.env.CacheDir; dir != "" {
		out.Cache = review.OpenCache(dir, p.Root+"\x00"+h.at+"\x00"+out.Options.Fingerprint())
	}
	return out
}

// versions says in review's terms what git knows.
func versions(h *source.History) map[string][]review.Version {
	out := make(map[string][]review.Version, len(h.Files))
	for name, revisions := range h.Files {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		list := make([]review.Version, len(revisions))
		for i, r := range revisions {
			list[i] = review.Version{Commit: r.Hash, Time: r.Time, Author: r.Author, Blob: r.Blob, Path: r.Path, Renamed: r.Change == source.Renamed}
			if r.Change == source.Deleted {
				list[i].Blob = ""
			}
		}
		out[name] = list
	}
	return out
}
