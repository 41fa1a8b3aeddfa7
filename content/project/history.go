package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/git"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/source"
)

// A home is a repository that post mortems come from. Its folder of post mortems appears in
// the site's tree.
type home struct {
	source *source.Source
	folder string
	at     string
}

// homes returns the main repository and the sources of the config.
func (p *Project) homes() []home {
	all := []home{{p.Source, p.Config.Content, p.Config.Content}}
	for i, src := range p.others {
		all = append(all, home{src, p.Config.Sources[i].Content, p.Config.Mount(p.Config.Sources[i])})
	}
	return all
}

// Commits returns the hash of the commit that is checked out in each repository of the
// project, main repository first. It is "" for a repository without commits.
func (p *Project) Commits() (hashes []string) {
	for _, h := range p.homes() {
		hashes = append(hashes, h.source.Commit)
	}
	return hashes
}

// FileURL returns the address at which a forge shows a file of the site's tree, as of the commit
// that is checked out in its repository, or "" if that is not known.
func (p *Project) FileURL(name string) string {
	for i, h := range p.homes() {
		if origin, _ := p.Config.Origin(name); i == 0 && origin == nil || i > 0 && origin == &p.Config.Sources[i-1] {
			return p.Config.FileURL(name, h.source.Commit)
		}
	}
	return ""
}

// outside returns the path in the site's tree of a file in the repository's folder.
func (h home) outside(name string) string {
	inside, _ := below(name, h.folder)
	return path.Join(h.at, inside)
}

// below returns the path of a file relative to a folder, and whether the folder contains it.
func below(name, folder string) (inside string, ok bool) {
	return strings.CutPrefix(name, strings.TrimPrefix(folder+"/", "./"))
}

// AddHistory sets the history of each post mortem. Without git, or if the history is
// incomplete, it warns the user, or returns an error if required is set.
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

// Histories returns the history of each file, by its path in the site's tree. It calls posts
// only when it needs them, so they can be read in the meantime.
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
			p.env.Warn(fmt.Sprintf("%v; continuing without history", err), "")
		}
		for name, history := range found {
			all[h.outside(name)] = history
		}
	}
	return all, nil
}

// owns reports whether a post mortem in the site's tree comes from this home, and not from
// another one that is mounted below it.
func (h home) owns(name string, homes []home) bool {
	owner, shortest := "", len(name)+1
	for _, other := range homes {
		if inside, ok := below(name, other.at); ok && len(inside) < shortest {
			owner, shortest = other.at, len(inside)
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
		return nil, errors.New("there is no history: this is not a git repository, or it has no commits")
	case history == nil:
		return nil, nil
	case history.Truncated && required:
		return nil, git.Hint(errors.New("the history is cut off, as in a shallow clone"), git.ShallowHint)
	case history.Truncated:
		p.env.Warn("the history is cut off, as in a shallow clone: when post mortems were written is unknown", git.ShallowHint)
	}
	historian := p.historian(h, posts)
	mailmap, err := h.source.Mailmap()
	if err != nil {
		return nil, err
	}
	found, err := historian.Histories(ctx, p.versions(history, mailmap), history.Truncated)
	if err := historian.Cache.Save(); err != nil { // even if the run was interrupted
		p.env.CacheFailed(err)
	}
	if err != nil {
		return nil, err
	}
	if history.Truncated {
		for at := range posts() {
			if !h.owns(at, p.homes()) {
				continue
			}
			inside, _ := below(at, h.at)
			if name := path.Join(h.folder, inside); found[name] == nil {
				found[name] = &content.History{Truncated: true} // git knows only a part
			}
		}
	}
	return found, nil
}

// A read is the history of a source as it is being read.
type read struct {
	done    chan struct{} // closed when the others are set
	history *source.History
	err     error
}

// ReadHistory begins to read what git knows, for a later call of [Project.AddHistory] or [Project.Histories]. [Project.Close]
// ends it.
func (p *Project) ReadHistory(ctx context.Context) {
	ctx, p.endReading = context.WithCancel(ctx)
	p.begun = map[*source.Source]*read{}
	for _, h := range p.homes() {
		if h.source.GitErr != nil || h.source.Commit == "" || p.begun[h.source] != nil {
			continue
		}
		r := &read{done: make(chan struct{})}
		p.begun[h.source] = r
		p.beside.Go(func() {
			defer close(r.done)
			r.history, r.err = h.source.History(ctx, h.folder)
		})
	}
}

// readHistory returns the history of a home, or nil if it has no commit.
func (p *Project) readHistory(ctx context.Context, h home) (*source.History, error) {
	if h.source.GitErr != nil {
		return nil, h.source.GitErr
	}
	if h.source.Commit == "" {
		return nil, nil
	}
	if r := p.begun[h.source]; r != nil {
		delete(p.begun, h.source) // it takes much memory
		progress := p.env.Progress("reading the history")
		defer progress.Done()
		select {
		case <-r.done:
			return r.history, r.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	progress := p.env.Progress("reading the history")
	defer progress.Done()
	return h.source.History(ctx, h.folder)
}

func (p *Project) historian(h home, posts func() map[string]*content.PostMortem) *review.Historian {
	out := &review.Historian{
		Read:    h.source.Blob,
		Options: p.Config.Options(),
		Role:    p.role,
		Known: func(path, blob string) (*content.PostMortem, []byte) {
			pm := posts()[h.outside(path)]
			if pm == nil {
				return nil, nil
			}
			src, err := fs.ReadFile(h.source.FS, path)
			if err != nil || git.BlobHash(src, blob) != blob {
				return nil, nil
			}
			return pm, src
		},
	}
	if dir := p.env.CacheDir; dir != "" && !p.env.NoCache {
		out.Cache = review.OpenCache(dir, p.Root+"\x00"+h.at+"\x00"+out.Options.Fingerprint())
	}
	return out
}

// versions converts a history to the types of package review.
func (p *Project) versions(h *source.History, mailmap *git.Mailmap) map[string][]review.Version {
	out := make(map[string][]review.Version, len(h.Files))
	for name, revisions := range h.Files {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		list := make([]review.Version, len(revisions))
		for i, r := range revisions {
			list[i] = review.Version{Commit: r.Hash, Time: r.Time, Author: p.address(r.Author, mailmap), Blob: r.Blob, Before: r.Before, Path: r.Path, Renamed: r.Change == source.Renamed}
			list[i].Consents = p.consents(h.Agreements[r.Hash], mailmap)
			if m, merged := h.Merges[r.Hash]; merged {
				list[i].Merge = &review.Merge{
					Commit: m.Hash, Time: m.Time,
					Consents: append(p.consents(h.Agreements[m.Hash], mailmap), review.Consent{How: content.MergedBy, Address: p.address(m.Author, mailmap)}),
				}
			}
			if r.Change == source.Deleted {
				list[i].Blob = ""
			}
		}
		out[name] = list
	}
	return out
}

// consents converts trailers in which people agree to the types of package review.
func (p *Project) consents(agreements []source.Agreement, mailmap *git.Mailmap) (out []review.Consent) {
	for _, a := range agreements {
		how := content.ReviewedBy
		if a.Approved {
			how = content.ApprovedBy
		}
		out = append(out, review.Consent{How: how, Address: p.address(a.By, mailmap)})
	}
	return out
}

// role returns the role of an address, or "" if it has none.
func (p *Project) role(address string) string { return p.Config.RoleOf[strings.ToLower(address)] }

// address returns the address of an author by which to find a role: the one that a mailmap
// gives, unless only the one in the commit has a role.
func (p *Project) address(author git.Person, mailmap *git.Mailmap) string {
	if mapped := mailmap.Map(author).Email; p.role(mapped) != "" || p.role(author.Email) == "" {
		return mapped
	}
	return author.Email
}
