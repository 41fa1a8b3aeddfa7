package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/source"
)

// offlineFlag is for the commands that read the sources of the config.
func (a *app) offlineFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.offline, "offline", false, "take the config's sources as they were last fetched")
}

// openSources opens every source of the config and mounts it into the tree.
func (a *app) openSources(ctx context.Context, p *project) error {
	if len(p.config.Sources) == 0 {
		return nil
	}
	for i := range p.config.Sources {
		s := &p.config.Sources[i]
		src, err := a.openOther(ctx, p, *s)
		if err != nil {
			return fmt.Errorf("sources: %w", err)
		}
		src.CacheDir, src.CacheFailed = cacheDir(), a.cacheFailed
		p.others = append(p.others, src)
		if src.Dir == "" {
			s.Branch = src.Branch
		}
		p.mounts = append(p.mounts, source.Mount{At: p.config.Mount(*s), FS: src.FS, Dir: s.Content})
	}
	tree, err := source.Mounted(p.source.FS, p.mounts...)
	if err != nil {
		return fail(fmt.Errorf("sources: %w", err), "`content:` of a source names its folder of post mortems, `prefix:` where they go")
	}
	p.tree = tree
	return nil
}

// openOther opens a path in place, and the copy of what lies elsewhere.
func (a *app) openOther(ctx context.Context, p *project, s content.SourceRepository) (*source.Source, error) {
	if source.IsAddress(s.URL) {
		return a.openRemote(ctx, s)
	}
	dir := s.URL
	if !filepath.IsAbs(dir) {
		base := p.root
		if a.config != "" {
			base = filepath.Dir(a.config)
		}
		dir = filepath.Join(base, filepath.FromSlash(dir))
	}
	return source.Open(dir, s.Ref)
}

// openRemote fetches a repository once in a run: a preview that rebuilds shows
// what it found when it began.
func (a *app) openRemote(ctx context.Context, s content.SourceRepository) (*source.Source, error) {
	cache := cacheDir()
	if cache == "" {
		return nil, errors.New("there is no cache folder to keep a copy in")
	}
	remote := source.Remote{
		URL: s.URL, CacheDir: cache, Offline: a.offline || a.fetched[s.URL], Token: a.token,
	}
	src, fetched, err := remote.Open(ctx, s.Ref)
	if err != nil {
		return nil, err
	}
	if a.offline && !a.fetched[s.URL] {
		a.say("%s source %q is as it was on %s", a.paint(a.stderr, yellow, "warning:"), s.Prefix, fetched.Format("2006-01-02 15:04"))
	}
	if a.fetched == nil {
		a.fetched = map[string]bool{}
	}
	a.fetched[s.URL] = true
	return src, nil
}

// worktrees are the folders of post mortems of those sources that are read as
// they lie on disk.
func (p *project) worktrees() (folders []string) {
	for i, src := range p.others {
		if src.Dir != "" {
			folders = append(folders, filepath.Join(src.Dir, filepath.FromSlash(p.config.Sources[i].Content)))
		}
	}
	return folders
}

// gitDirs are the folders in which git keeps what is checked out.
func (p *project) gitDirs() []string {
	dirs := p.source.GitDirs()
	for _, src := range p.others {
		if src.Dir != "" {
			dirs = append(dirs, src.GitDirs()...)
		}
	}
	return dirs
}
