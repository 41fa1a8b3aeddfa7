package project

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/source"
)

// openSources opens every source of the config and mounts it into the tree.
func (o *Opener) openSources(ctx context.Context, p *Project) error {
	if len(p.Config.Sources) == 0 {
		return nil
	}
	for i := range p.Config.Sources {
		s := &p.Config.Sources[i]
		src, err := o.openOther(ctx, p, *s)
		if err != nil {
			return fmt.Errorf("sources: %w", err)
		}
		src.CacheDir, src.CacheFailed = p.env.CacheDir, p.env.CacheFailed
		p.others = append(p.others, src)
		if src.Dir == "" {
			s.Branch = src.Branch
		}
		p.Mounts = append(p.Mounts, source.Mount{At: p.Config.Mount(*s), FS: src.FS, Dir: s.Content})
	}
	tree, err := source.Mounted(p.Source.FS, p.Mounts...)
	if err != nil {
		return hint(fmt.Errorf("sources: %w", err), "`content:` of a source names its folder of post mortems, `prefix:` where they go")
	}
	p.Tree = tree
	return nil
}

// openOther opens a path in place, and a copy of what lies elsewhere.
func (o *Opener) openOther(ctx context.Context, p *Project, s config.SourceRepository) (*source.Source, error) {
	if source.IsAddress(s.URL) {
		return o.openRemote(ctx, p, s)
	}
	dir := s.URL
	if !filepath.IsAbs(dir) {
		base := p.Root
		if o.Config != "" {
			base = filepath.Dir(o.Config)
		}
		dir = filepath.Join(base, filepath.FromSlash(dir))
	}
	return source.Open(dir, s.Ref)
}

// openRemote fetches a repository once for each opener: a preview that rebuilds
// shows what it found when it began.
func (o *Opener) openRemote(ctx context.Context, p *Project, s config.SourceRepository) (*source.Source, error) {
	if p.env.CacheDir == "" {
		return nil, errors.New("there is no cache folder to keep a copy in")
	}
	remote := source.Remote{
		URL: s.URL, CacheDir: p.env.CacheDir, Offline: o.Offline || o.fetched[s.URL], Token: p.env.Token,
	}
	src, fetched, err := remote.Open(ctx, s.Ref)
	if err != nil {
		return nil, err
	}
	if o.Offline && !o.fetched[s.URL] {
		p.env.Warn(fmt.Sprintf("source %q is as it was on %s", s.Prefix, fetched.Format("2006-01-02 15:04")), "")
	}
	if o.fetched == nil {
		o.fetched = map[string]bool{}
	}
	o.fetched[s.URL] = true
	return src, nil
}

// Worktrees returns the folders of post mortems of those other sources that are
// read as they lie on disk.
func (p *Project) Worktrees() (folders []string) {
	for i, src := range p.others {
		if src.Dir != "" {
			folders = append(folders, filepath.Join(src.Dir, filepath.FromSlash(p.Config.Sources[i].Content)))
		}
	}
	return folders
}

// GitDirs returns the folders in which git keeps what is checked out.
func (p *Project) GitDirs() []string {
	dirs := p.Source.GitDirs()
	for _, src := range p.others {
		if src.Dir != "" {
			dirs = append(dirs, src.GitDirs()...)
		}
	}
	return dirs
}

// Forget lets go of what reading from git has left in memory.
func (p *Project) Forget() {
	for _, h := range p.homes() {
		h.source.Forget()
	}
}
