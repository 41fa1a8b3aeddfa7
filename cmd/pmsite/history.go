package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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

// shallowHint says how to get all of a history.
const shallowHint = "fetch all of it: fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab), git fetch --unshallow"

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
	byPath := make(map[string]*content.PostMortem, len(c.PostMortems))
	for _, pm := range c.PostMortems {
		byPath[pm.Path] = pm
	}
	for _, h := range p.homes() {
		err := a.addHistoryOf(ctx, p, h, byPath, required)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && required {
			return err
		}
		if err != nil {
			a.say("%s %v; going on without history", a.paint(a.stderr, yellow, "warning:"), err)
		}
	}
	return nil
}

func (a *app) addHistoryOf(ctx context.Context, p *project, h home, byPath map[string]*content.PostMortem, required bool) error {
	history, err := a.readHistory(ctx, h)
	switch {
	case err != nil:
		return err
	case history == nil && required:
		return errors.New("there is no history: this is no git repository, or one without a commit")
	case history == nil:
		return nil
	case history.Truncated && required:
		return fail(errors.New("the history is cut off, as in a shallow clone"), shallowHint)
	case history.Truncated:
		a.say("%s the history is cut off, as in a shallow clone: when post mortems were written is unknown", a.paint(a.stderr, yellow, "warning:"))
		a.say("hint: %s", shallowHint)
	}
	historian := a.historian(p, h, byPath)
	histories, err := historian.Histories(ctx, versions(history), history.Truncated)
	if err != nil {
		return err
	}
	for name, found := range histories {
		if pm := byPath[h.outside(name)]; pm != nil {
			pm.History = found
		}
	}
	_ = historian.Cache.Save() // one that cannot be written is none
	return nil
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

func (a *app) historian(p *project, h home, byPath map[string]*content.PostMortem) *review.Historian {
	out := &review.Historian{
		Read:    h.source.Blob,
		Options: p.config.Options(),
		Role:    func(address string) string { return p.config.RoleOf[strings.ToLower(address)] },
		Known: func(path, blob string) (*content.PostMortem, []byte) {
			pm := byPath[h.outside(path)]
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
