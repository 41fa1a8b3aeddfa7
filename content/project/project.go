package project

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/source"
)

// An Opener opens the project of a folder, as often as it is asked to. It is for
// one goroutine at a time.
type Opener struct {
	Env

	Dir     string // where to look for the repository; "" means the working directory
	Config  string // config file; "" means the pmsite.yaml of the repository
	Offline bool   // read the config's sources as they were last fetched

	fetched map[string]bool // addresses of the sources that were fetched since
}

// A Project is a repository of post mortems, as it was when it was opened.
type Project struct {
	Root   string // folder that holds pmsite.yaml or .git, or else the one given
	Source *source.Source
	Config *config.Config
	Tree   fs.FS          // the source's tree, with the config's other sources in it
	Mounts []source.Mount // where the other sources are in the tree

	env    Env
	others []*source.Source // in the order of the config
	held   atomic.Int32     // users besides the one that opened it
}

// Open finds the repository and opens it with the sources of its config, which are
// fetched if they lie elsewhere. With a ref, both the config and the post mortems
// are those of that commit.
func (o *Opener) Open(ctx context.Context, ref string) (*Project, error) {
	p, err := o.OpenAlone(ref)
	return o.withSources(ctx, p, err)
}

// OpenFiles is [Opener.Open] for a work tree of which git is not asked anything.
func (o *Opener) OpenFiles(ctx context.Context) (*Project, error) {
	p, err := o.openWith(func(root string) (*source.Source, error) {
		if o.withDefaults().Getenv("GIT_DIR") != "" {
			return o.OpenSource(root, "")
		}
		return source.Files(root)
	})
	return o.withSources(ctx, p, err)
}

// OpenAlone is [Opener.Open] without the sources of the config.
func (o *Opener) OpenAlone(ref string) (*Project, error) {
	return o.openWith(func(root string) (*source.Source, error) { return o.OpenSource(root, ref) })
}

func (o *Opener) withSources(ctx context.Context, p *Project, err error) (*Project, error) {
	if err != nil {
		return nil, err
	}
	if err := o.openSources(ctx, p); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

func (o *Opener) openWith(open func(root string) (*source.Source, error)) (*Project, error) {
	root, err := o.Root()
	if err != nil {
		return nil, err
	}
	p := &Project{Root: root, env: o.withDefaults()}
	if p.Source, err = open(root); err != nil {
		return nil, err
	}
	if p.Source.GitErr != nil {
		p.env.Warn(fmt.Sprintf("%v; going on without history", p.Source.GitErr), "")
	}
	p.Tree = p.Source.FS
	if p.Config, err = o.ReadConfig(p.Source.FS); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// OpenSource opens the files of a repository: its work tree, or with a ref a
// commit. GIT_DIR and GIT_WORK_TREE of the environment are heeded as git does.
func (o *Opener) OpenSource(root, ref string) (src *source.Source, err error) {
	env := o.withDefaults()
	switch gitDir := env.Getenv("GIT_DIR"); {
	case ref != "":
		src, err = source.Commit(root, ref)
	case gitDir != "":
		src, err = source.WorktreeWith(root, gitDir, cmp.Or(env.Getenv("GIT_WORK_TREE"), root))
	default:
		src, err = source.Open(root, "") // a bare repository has HEAD only
	}
	if err == nil {
		src.CacheDir, src.CacheFailed = env.CacheDir, env.CacheFailed
	}
	return src, err
}

// Settings finds the repository and reads its config, without asking git.
func (o *Opener) Settings() (root string, cfg *config.Config, err error) {
	if root, err = o.Root(); err != nil {
		return "", nil, err
	}
	cfg, err = o.ReadConfig(os.DirFS(root))
	return root, cfg, err
}

// Root looks in the opener's folder and its parents for pmsite.yaml or .git. Where
// there is neither, the folder itself is the root.
func (o *Opener) Root() (string, error) {
	root, err := FindRoot(o.Dir)
	if err != nil {
		return "", hint(err, "-C takes the folder of a repository")
	}
	return root, nil
}

// FindRoot is [Opener.Root] for any folder.
func FindRoot(dir string) (string, error) {
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
		for _, name := range []string{ConfigName, ".git"} {
			if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
				return folder, nil
			}
		}
		if folder == filepath.Dir(folder) {
			return start, nil
		}
	}
}

// OnDisk returns the place of a file of the tree in the file system, "" for one of
// a commit.
func (p *Project) OnDisk(name string) string {
	dir := p.Source.Dir
	s, inside := p.Config.Origin(name)
	for i := range p.others {
		if s == &p.Config.Sources[i] {
			dir = p.others[i].Dir
		}
	}
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, filepath.FromSlash(inside))
}

// Hold makes the next call of [Project.Close] do nothing, for somebody who goes on
// using the project.
func (p *Project) Hold() { p.held.Add(1) }

// Close releases what was opened.
func (p *Project) Close() {
	if p.held.Add(-1) >= 0 {
		return
	}
	for _, s := range append(p.others, p.Source) {
		_ = s.Close() // it was only read
	}
}

// AsOf returns the day on which "overdue" is seen: the day given, or else that of
// the commit, so that a commit always gives the same site, or today outside of git.
func (p *Project) AsOf(day string) (content.Date, error) {
	if day != "" {
		date, err := content.ParseDate(day)
		if err != nil {
			return date, hint(fmt.Errorf("--as-of: %w", err), "write it as 2026-03-05")
		}
		return date, nil
	}
	return Today(p.Source, p.Config, p.env.Now()), nil
}

// Today returns the day of a source's commit in the zone of the config, or of now
// if there is no commit.
func Today(src *source.Source, cfg *config.Config, now time.Time) content.Date {
	if !src.Time.IsZero() {
		now = src.Time
	}
	return content.DateOf(now.In(cmp.Or(cfg.Zone, time.UTC)))
}
