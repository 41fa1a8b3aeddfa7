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

// addHistory tells each post mortem how it came to be. Without git, or where its
// history cannot be read whole, the user hears why; it is an error where the
// history is required.
func (a *app) addHistory(ctx context.Context, p *project, c *content.Collection, required bool) error {
	history, err := a.readHistory(ctx, p)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && required:
		return fail(err, "")
	case err != nil:
		a.say("%s %v; going on without history", a.paint(a.stderr, yellow, "warning:"), err)
		return nil
	case history == nil && required:
		return fail(errors.New("there is no history: this is no git repository, or one without a commit"), "")
	case history == nil:
		return nil
	case history.Truncated && required:
		return fail(errors.New("the history is cut off, as in a shallow clone"), shallowHint)
	case history.Truncated:
		a.say("%s the history is cut off, as in a shallow clone: when post mortems were written is unknown", a.paint(a.stderr, yellow, "warning:"))
		a.say("hint: %s", shallowHint)
	}
	h := a.historian(p, c)
	histories, err := h.Histories(ctx, versions(history), history.Truncated)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && required:
		return fail(err, "")
	case err != nil:
		a.say("%s %v; going on without history", a.paint(a.stderr, yellow, "warning:"), err)
		return nil
	}
	for _, pm := range c.PostMortems {
		pm.History = histories[pm.Path]
	}
	_ = h.Cache.Save() // one that cannot be written is none
	return nil
}

// readHistory is nil without a commit.
func (a *app) readHistory(ctx context.Context, p *project) (*source.History, error) {
	if p.source.GitErr != nil {
		return nil, p.source.GitErr
	}
	if p.source.Commit == "" {
		return nil, nil
	}
	progress := a.progress("reading the history")
	defer progress.done()
	return p.source.History(ctx, p.config.Content)
}

func (a *app) historian(p *project, c *content.Collection) *review.Historian {
	byPath := make(map[string]*content.PostMortem, len(c.PostMortems))
	for _, pm := range c.PostMortems {
		byPath[pm.Path] = pm
	}
	h := &review.Historian{
		Read:    p.source.Blob,
		Options: p.config.Options(),
		Role:    func(address string) string { return p.config.RoleOf[strings.ToLower(address)] },
		Known: func(path, blob string) (*content.PostMortem, []byte) {
			pm := byPath[path]
			if pm == nil {
				return nil, nil
			}
			src, err := fs.ReadFile(p.source.FS, path)
			if err != nil || source.BlobHash(src, blob) != blob {
				return nil, nil
			}
			return pm, src
		},
	}
	if dir := cacheDir(); dir != "" {
		h.Cache = review.OpenCache(dir, p.root+"\x00"+h.Options.Fingerprint())
	}
	return h
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
