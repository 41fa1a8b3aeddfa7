package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/source"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

const configName = "pmsite.yaml"

// A project is a repository of post mortems and its config.
type project struct {
	root   string // folder that holds pmsite.yaml or .git, or the one given
	source *source.Source
	config *content.Config
	tree   fs.FS            // the source's, with the config's other sources in it
	others []*source.Source // in the order of the config
	mounts []source.Mount   // of the others
	held   atomic.Int32     // how many use it beside who opened it
}

// hold puts off what close does until close was called once more.
func (p *project) hold() { p.held.Add(1) }

// open finds the repository and reads its config, as openAlone does. The sources
// of the config are opened, too, and fetched if they are elsewhere.
func (a *app) open(ctx context.Context, ref string) (*project, error) {
	p, err := a.openAlone(ref)
	return a.withSources(ctx, p, err)
}

// openFiles is open for a work tree of which nobody asks git anything.
func (a *app) openFiles(ctx context.Context) (*project, error) {
	p, err := a.openWith(func(root string) (*source.Source, error) {
		if a.getenv("GIT_DIR") != "" {
			return a.openSource(root, "")
		}
		return source.Files(root)
	})
	return a.withSources(ctx, p, err)
}

func (a *app) withSources(ctx context.Context, p *project, err error) (*project, error) {
	if err != nil {
		return nil, err
	}
	if err := a.openSources(ctx, p); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// openAlone finds the repository and reads its config. With a ref, both the
// config and the post mortems are those of that commit.
func (a *app) openAlone(ref string) (*project, error) {
	return a.openWith(func(root string) (*source.Source, error) { return a.openSource(root, ref) })
}

func (a *app) openWith(open func(root string) (*source.Source, error)) (*project, error) {
	root, err := findRoot(a.dir)
	if err != nil {
		return nil, fail(err, "-C takes the folder of a repository")
	}
	p := &project{root: root}
	if p.source, err = open(root); err != nil {
		return nil, fail(err, "")
	}
	if p.source.GitErr != nil {
		a.say("%s %v; going on without history", a.paint(a.stderr, yellow, "warning:"), p.source.GitErr)
	}
	p.tree = p.source.FS
	if p.config, err = a.readConfig(p.source.FS); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// onDisk gives the place of a file of the site's tree in the file system, "" for
// one of a commit.
func (p *project) onDisk(name string) string {
	dir := p.source.Dir
	s, inside := p.config.Origin(name)
	for i := range p.others {
		if s == &p.config.Sources[i] {
			dir = p.others[i].Dir
		}
	}
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, filepath.FromSlash(inside))
}

// close lets go of what was only read.
func (p *project) close() {
	if p.held.Add(-1) >= 0 {
		return
	}
	for _, s := range append(p.others, p.source) {
		_ = s.Close()
	}
}

// settings finds the repository and reads its config, without asking git.
func (a *app) settings() (root string, config *content.Config, err error) {
	if root, err = findRoot(a.dir); err != nil {
		return "", nil, fail(err, "-C takes the folder of a repository")
	}
	config, err = a.readConfig(os.DirFS(root))
	return root, config, err
}

func (a *app) openSource(root, ref string) (src *source.Source, err error) {
	switch gitDir := a.getenv("GIT_DIR"); {
	case ref != "":
		src, err = source.Commit(root, ref)
	case gitDir != "":
		src, err = source.WorktreeWith(root, gitDir, cmp.Or(a.getenv("GIT_WORK_TREE"), root))
	default:
		src, err = source.Open(root, "") // a bare repository has HEAD only
	}
	if err == nil {
		src.CacheDir, src.CacheFailed = cacheDir(), a.cacheFailed
	}
	return src, err
}

// findRoot looks in the folder and its parents for pmsite.yaml or .git; where
// there is neither, the folder itself is the root.
func findRoot(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(start); err != nil {
		return "", err
	} else if !info.IsDir() {
		return "", fmt.Errorf("%q is not a folder", dir)
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		for _, name := range []string{configName, ".git"} {
			if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
				return folder, nil
			}
		}
		if folder == filepath.Dir(folder) {
			return start, nil
		}
	}
}

// readConfigFile gives the config's text, nil if there is none.
func (a *app) readConfigFile(fsys fs.FS) (name string, src []byte, err error) {
	if a.config != "" {
		name = a.config
		src, err = os.ReadFile(a.config)
	} else {
		name = configName
		src, err = fs.ReadFile(fsys, configName)
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil, nil
		}
	}
	if err != nil {
		return name, nil, fail(fmt.Errorf("config: %w", err), "")
	}
	return name, src, nil
}

// A configError tells what is wrong with the config.
type configError struct {
	name     string
	src      []byte
	problems []content.Problem
}

func (e *configError) Error() string {
	lines := make([]string, len(e.problems))
	for i, p := range e.problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (a *app) readConfig(fsys fs.FS) (*content.Config, error) {
	name, src, err := a.readConfigFile(fsys)
	if err != nil {
		return nil, err
	}
	if src == nil {
		return content.DefaultConfig(), nil
	}
	config, problems := content.ParseConfig(name, src)
	if content.HasErrors(problems) {
		return nil, &failure{statusFailed, &configError{name, src, problems}, ""}
	}
	return config, nil
}

// load reads the collection and shows progress on a terminal.
func (a *app) load(ctx context.Context, p *project, jobs int) (*content.Collection, error) {
	opts := p.config.Options()
	opts.Jobs, opts.Now = jobs, a.now()
	return a.loadWith(ctx, p, opts)
}

func (a *app) loadWith(ctx context.Context, p *project, opts content.Options) (*content.Collection, error) {
	return a.reading(opts, func(progress func(done, total int)) (*content.Collection, error) {
		return content.Load(ctx, p.tree, opts, progress)
	})
}

// reading shows the progress, and explains that there is nothing to read.
func (a *app) reading(opts content.Options, read func(progress func(done, total int)) (*content.Collection, error)) (*content.Collection, error) {
	progress := a.progress("reading")
	c, err := read(progress.show)
	progress.done()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail(err, fmt.Sprintf("post mortems are *.md files below %s/; `content:` in %s names another folder", opts.Root, configName))
	}
	return c, err
}

// asOf is the day on which "overdue" is seen: the commit's, so that a commit
// always gives the same site, or today outside of git.
func (a *app) asOf(p *project, flag string) (content.Date, error) {
	if flag != "" {
		day, err := content.ParseDate(flag)
		if err != nil {
			return day, fail(fmt.Errorf("--as-of: %w", err), "write it as 2026-03-05")
		}
		return day, nil
	}
	now := p.source.Time
	if now.IsZero() {
		now = a.now()
	}
	return content.DateOf(now.In(zoneOf(p.config))), nil
}

func zoneOf(c *content.Config) *time.Location {
	if c.Zone != nil {
		return c.Zone
	}
	return time.UTC
}

// site decides what the site consists of.
func (a *app) site(ctx context.Context, p *project, c *content.Collection, asOf content.Date, drafts bool) (*site.Site, error) {
	theme, err := openTheme(p)
	if err != nil {
		return nil, err
	}
	branches, err := a.branchesInReview(ctx, p)
	if err != nil {
		return nil, err
	}
	for _, h := range p.homes() {
		h.source.Forget()
	}
	s, err := site.New(site.Input{
		Collection: c, Config: p.config, Theme: theme, AsOf: asOf, Drafts: drafts, Version: version(), Branches: branches,
	})
	if err != nil {
		return nil, fail(err, "")
	}
	return s, nil
}

// openTheme finds a built-in theme, or a folder of the repository, and lays the
// files of theme/ over it.
func openTheme(p *project) (fs.FS, error) {
	theme, err := themes.Open(p.config.Theme)
	if err != nil {
		if info, statErr := fs.Stat(p.source.FS, filepath.ToSlash(p.config.Theme)); statErr != nil || !info.IsDir() {
			return nil, fail(err, "`theme:` takes a built-in theme or a folder of the repository")
		}
		if theme, err = fs.Sub(p.source.FS, filepath.ToSlash(p.config.Theme)); err != nil {
			return nil, fail(err, "")
		}
	}
	if info, err := fs.Stat(p.source.FS, "theme"); err == nil && info.IsDir() {
		own, err := fs.Sub(p.source.FS, "theme")
		if err != nil {
			return nil, fail(err, "")
		}
		theme = themes.Overlay(own, theme)
	}
	return theme, nil
}
