package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/source"
)

// cacheDir is where work is kept for the next run; "" where the system has no
// such place.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "pmsite")
}

// cacheFailed says once that there is no cache: what it would hold is worked out
// each time.
func (a *app) cacheFailed(err error) {
	a.uncached.Do(func() {
		a.say("%s the cache cannot be written: %v; going on without", a.paint(a.stderr, yellow, "warning:"), err)
	})
}

// A home is a repository that post mortems come from: its folder of post mortems
// appears somewhere in the site's tree.
type home struct {
	source *source.Source
	folder string
	at     string
}

// homes are the main repository and the sources of the config.
func (p *project) homes() []home {
	all := []home{{p.source, p.config.Content, p.config.Content}}
	for i, src := range p.others {
		all = append(all, home{src, p.config.Sources[i].Content, p.config.Mount(p.config.Sources[i])})
	}
	return all
}

// outside gives the path in the site's tree of a file of the repository.
func (h home) outside(name string) string { return h.at + strings.TrimPrefix(name, h.folder) }

// addHistory tells each post mortem how it came to be. Without git, or where its
// history cannot be read whole, the user hears why; it is an error where the
// history is required.
func (a *app) addHistory(ctx context.Context, p *project, c *content.Collection, required bool) error {
	found, err := a.histories(ctx, p, func() map[string]*content.PostMortem { return byPath(c) }, required)
	for _, pm := range c.PostMortems {
		pm.History = found[pm.Path]
	}
	return err
}

func byPath(c *content.Collection) map[string]*content.PostMortem {
	out := make(map[string]*content.PostMortem, len(c.PostMortems))
	for _, pm := range c.PostMortems {
		out[pm.Path] = pm
	}
	return out
}

// histories gives what git knows of each file, by its path in the site's tree.
// Posts are asked for when they are needed, and may still be read until then.
func (a *app) histories(ctx context.Context, p *project, posts func() map[string]*content.PostMortem, required bool) (map[string]*content.History, error) {
	posts = sync.OnceValue(posts)
	all := map[string]*content.History{}
	for _, h := range p.homes() {
		found, err := a.historiesOf(ctx, p, h, posts, required)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil && required {
			return nil, err
		}
		if err != nil {
			a.say("%s %v; going on without history", a.paint(a.stderr, yellow, "warning:"), err)
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

func (a *app) historiesOf(ctx context.Context, p *project, h home, posts func() map[string]*content.PostMortem, required bool) (map[string]*content.History, error) {
	history, err := a.readHistory(ctx, h)
	switch {
	case err != nil:
		return nil, err
	case history == nil && required:
		return nil, errors.New("there is no history: this is no git repository, or one without a commit")
	case history == nil:
		return nil, nil
	case history.Truncated && required:
		return nil, fail(errors.New("the history is cut off, as in a shallow clone"), source.ShallowHint)
	case history.Truncated:
		a.say("%s the history is cut off, as in a shallow clone: when post mortems were written is unknown", a.paint(a.stderr, yellow, "warning:"))
		a.say("hint: %s", source.ShallowHint)
	}
	historian := a.historian(p, h, posts)
	found, err := historian.Histories(ctx, versions(history), history.Truncated)
	if err := historian.Cache.Save(); err != nil { // an interrupted run, too, has learned something
		a.cacheFailed(err)
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
func (a *app) readHistory(ctx context.Context, h home) (*source.History, error) {
	if h.source.GitErr != nil {
		return nil, h.source.GitErr
	}
	if h.source.Commit == "" {
		return nil, nil
	}
	progress := a.progress("reading the history")
	defer progress.done()
	return h.source.History(ctx, h.folder)
}

func (a *app) historian(p *project, h home, posts func() map[string]*content.PostMortem) *review.Historian {
	out := &review.Historian{
		Read:    h.source.Blob,
		Options: p.config.Options(),
		Role:    func(address string) string { return p.config.RoleOf[strings.ToLower(address)] },
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
	if dir := cacheDir(); dir != "" {
		out.Cache = review.OpenCache(dir, p.root+"\x00"+h.at+"\x00"+out.Options.Fingerprint())
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
