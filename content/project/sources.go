package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/source"
)

// AddSources opens all sources of the config, as [Opener.Open] does, for a project that was opened without them. If that
// fails, the project stays as it was.
func (o *Opener) AddSources(ctx context.Context, p *Project) error {
	opened, err := o.openSources(ctx, p)
	if err != nil {
		for _, src := range opened {
			_ = src.Close() // it was opened for reading only
		}
		p.Mounts = nil
		return err
	}
	p.others = opened
	return nil
}

// openSources opens all sources of the config and mounts them into the tree. It also returns those that it has opened
// before an error.
func (o *Opener) openSources(ctx context.Context, p *Project) (opened []*source.Source, err error) {
	if len(p.Config.Sources) == 0 {
		return nil, nil
	}
	for i := range p.Config.Sources {
		s := &p.Config.Sources[i]
		src, err := o.openOther(ctx, p, *s)
		if err != nil {
			return opened, fmt.Errorf("sources: %w", err)
		}
		p.env.setCache(src)
		opened = append(opened, src)
		if err := refuseNewer(src, s.Prefix); err != nil {
			return opened, err
		}
		if src.Dir == "" {
			s.Branch = src.Branch
		}
		p.Mounts = append(p.Mounts, source.Mount{At: p.Config.Mount(*s), FS: src.FS, Dir: s.Content})
	}
	tree, err := source.WithMounts(p.Source.FS, p.Mounts...)
	if err != nil {
		return opened, git.Hint(fmt.Errorf("sources: %w", err), "set `content:` of the source to its folder of post mortems, and `prefix:` to the name of the folder in which they appear")
	}
	p.Tree = tree
	return opened, nil
}

// refuseNewer returns an error for a source whose config says that its documents are in a newer format. Nothing else of
// that config counts.
func refuseNewer(src *source.Source, prefix string) error {
	text, err := fs.ReadFile(src.FS, ConfigName)
	if err != nil {
		return nil // it has no config, and says nothing
	}
	name := path.Join(prefix, ConfigName)
	if problem, newer := config.NewerFormat(name, text); newer {
		return &ConfigError{name, text, []content.Problem{problem}}
	}
	return nil
}

// openOther opens a source: a path in place, or a copy of a URL.
func (o *Opener) openOther(ctx context.Context, p *Project, s config.SourceRepository) (*source.Source, error) {
	if git.IsAddress(s.URL) {
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

// openRemote opens a copy of a repository. Each opener fetches it only once, so a preview
// shows its state at the start.
func (o *Opener) openRemote(ctx context.Context, p *Project, s config.SourceRepository) (*source.Source, error) {
	if p.env.CacheDir == "" {
		return nil, errors.New("there is no cache folder for copies of sources")
	}
	remote := source.Remote{
		URL: s.URL, CacheDir: p.env.CacheDir, Offline: o.Offline || o.fetched[s.URL], Token: p.env.Token,
	}
	src, fetched, err := remote.Open(ctx, s.Ref)
	if err != nil {
		return nil, err
	}
	if o.Offline && !o.fetched[s.URL] {
		p.env.Warn(fmt.Sprintf("using the copy of source %q from %s", s.Prefix, fetched.Format("2006-01-02 15:04")), "")
	}
	if o.fetched == nil {
		o.fetched = map[string]bool{}
	}
	o.fetched[s.URL] = true
	return src, nil
}

// Worktrees returns the content folders of those other sources that are work trees on disk.
func (p *Project) Worktrees() (folders []string) {
	for i, src := range p.others {
		if src.Dir != "" {
			folders = append(folders, filepath.Join(src.Dir, filepath.FromSlash(p.Config.Sources[i].Content)))
		}
	}
	return folders
}

// GitDirs returns the git directories of the work trees.
func (p *Project) GitDirs() []string {
	dirs := p.Source.GitDirs()
	for _, src := range p.others {
		if src.Dir != "" {
			dirs = append(dirs, src.GitDirs()...)
		}
	}
	return dirs
}

// DropCache frees the memory used for reading from git.
func (p *Project) DropCache() {
	for _, h := range p.homes() {
		h.source.DropCache()
	}
}
