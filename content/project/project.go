package project

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/source"
)

// An Opener opens the project of a folder, any number of times. It must be used by one
// goroutine at a time.
type Opener struct {
	Env

	Dir     string // where to look for the repository; "" means the working directory
	Config  string // config file; "" means the pmsite.yaml of the repository
	Offline bool   // use the config's sources as last fetched

	fetched map[string]bool // URLs of the sources that this opener has fetched
}

// A Project is the state of a repository of post mortems when it was opened.
type Project struct {
	Root       string // folder that contains pmsite.yaml or .git, or else the given folder
	Source     *source.Source
	Config     *config.Config
	ConfigText []byte         // of the file that Config was read from; nil if there is none
	Tree       fs.FS          // the source's tree, including the config's other sources
	Mounts     []source.Mount // places of the other sources in the tree

	configFile string // path of the config in the repository; begins with ../ if it is elsewhere

	env    Env
	others []*source.Source // in the order of the config
	held   atomic.Int32     // number of additional users

	beside     sync.WaitGroup           // what is done beside other work: writing the cache and reading the history
	begun      map[*source.Source]*read // see ReadHistory
	endReading context.CancelFunc       // nil before ReadHistory
}

// Open finds the repository and opens it with the sources of its config. It fetches sources
// with a URL. With a ref, it reads both the config and the post mortems from that commit.
func (o *Opener) Open(ctx context.Context, ref string) (*Project, error) {
	p, err := o.OpenWithoutSources(ref)
	return o.withSources(ctx, p, err)
}

// OpenFiles is like [Opener.Open] without a ref, but does not look up the commit of a work
// tree.
func (o *Opener) OpenFiles(ctx context.Context) (*Project, error) {
	p, err := o.openWith(func(at git.Place) (*source.Source, error) {
		if at.Bare() {
			return source.OpenPlace(at, "")
		}
		return source.Files(at)
	})
	return o.withSources(ctx, p, err)
}

// OpenFilesWithoutSources is like [Opener.OpenFiles], without the sources of the config, and only for
// a work tree.
func (o *Opener) OpenFilesWithoutSources() (*Project, error) {
	return o.openWith(source.Files)
}

// OpenWithoutSources is like [Opener.Open], without the sources of the config.
func (o *Opener) OpenWithoutSources(ref string) (*Project, error) {
	return o.openWith(func(at git.Place) (*source.Source, error) { return source.OpenPlace(at, ref) })
}

func (o *Opener) withSources(ctx context.Context, p *Project, err error) (*Project, error) {
	if err != nil {
		return nil, err
	}
	if err = p.refuseSubmodule(); err == nil {
		err = o.AddSources(ctx, p)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

func (o *Opener) openWith(open func(git.Place) (*source.Source, error)) (*Project, error) {
	root, err := o.Root()
	if err != nil {
		return nil, err
	}
	p := &Project{Root: root, env: o.withDefaults()}
	if p.Source, err = o.openSource(root, open); err != nil {
		return nil, err
	}
	if p.Source.GitErr != nil {
		p.env.Warn(fmt.Sprintf("%v; continuing without history", p.Source.GitErr), "")
	}
	if p.Source.IndexErr != nil {
		p.env.Warn(fmt.Sprintf("%v; post mortems are missing that are not checked out, or that git ignores although it tracks them", p.Source.IndexErr), "")
	}
	p.Tree = p.Source.FS
	p.Config, p.ConfigText, err = o.readConfig(root, p.Source.FS)
	if err == nil {
		p.configFile, err = o.configFile(root)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	if p.Source.Prefix != "." {
		p.Config.Repository.Folder = p.Source.Prefix
	}
	return p, nil
}

// OpenSource opens the work tree of a repository, or HEAD of a bare one.
func (o *Opener) OpenSource(root string) (*source.Source, error) {
	return o.openSource(root, func(at git.Place) (*source.Source, error) { return source.OpenPlace(at, "") })
}

// openSource opens the source of a folder. Every command finds the repository here, so that
// all respect git's environment variables alike.
func (o *Opener) openSource(root string, open func(git.Place) (*source.Source, error)) (*source.Source, error) {
	env := o.withDefaults()
	absolute := func(name string) string {
		if name == "" || filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(cmp.Or(o.Dir, "."), name)
	}
	at, err := git.LocateIn(root, git.Environment{
		GitDir: absolute(env.Getenv("GIT_DIR")), WorkTree: absolute(env.Getenv("GIT_WORK_TREE")), IndexFile: env.Getenv("GIT_INDEX_FILE"),
		Objects: absolute(env.Getenv("GIT_OBJECT_DIRECTORY")), Alternate: env.Getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES"),
	})
	if err != nil {
		return nil, err
	}
	src, err := open(at)
	if err == nil {
		env.setCache(src)
	}
	return src, err
}

// Settings finds the repository and reads its config.
func (o *Opener) Settings() (root string, cfg *config.Config, err error) {
	p, err := o.OpenFilesWithoutSources()
	if err != nil {
		return "", nil, err
	}
	defer p.Close()
	return p.Root, p.Config, nil
}

// Root returns the first of the opener's folder and its parents that contains pmsite.yaml or
// .git, or is a bare repository, or else the folder itself.
func (o *Opener) Root() (string, error) {
	root, err := FindRoot(o.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("there is no folder %q", cmp.Or(o.Dir, "."))
	}
	if err != nil {
		return "", git.Hint(err, "-C takes a folder in a repository")
	}
	return root, nil
}

// FindRoot is like [Opener.Root], for any folder.
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
		if filepath.Base(folder) != ".git" && git.IsRepository(folder) {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return start, nil
		}
	}
}

// Beside returns the files of the repository as the config sees them: from its folder, to which the paths of its theme
// are relative.
func (p *Project) Beside() fs.FS {
	beside, err := fs.Sub(p.Source.FS, p.Config.Folder)
	if err != nil { // no valid path
		return p.Source.FS
	}
	return beside
}

// DiskPath returns the path on disk of a file in the tree, or "" if it is in a commit.
func (p *Project) DiskPath(name string) string {
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

// HasConfig reports whether the repository has a config, or the caller has named one.
func (p *Project) HasConfig() bool { return p.ConfigText != nil }

// KeepOpen makes the next call of [Project.Close] do nothing, so that the caller can continue to
// use the project.
func (p *Project) KeepOpen() { p.held.Add(1) }

// Close waits until the cache has been written, and releases the resources of the project.
func (p *Project) Close() {
	if p.held.Add(-1) >= 0 {
		return
	}
	if p.endReading != nil {
		p.endReading()
	}
	p.beside.Wait()
	for _, s := range append(p.others, p.Source) {
		_ = s.Close() // it was opened for reading only
	}
}

// AsOf returns the date that decides what is overdue. The day is a date such as 2026-03-05,
// "today", or "commit": the date of the commit, so that a commit always produces the same
// site, or today outside of git. The default, "", means "commit".
func (p *Project) AsOf(day string) (content.Date, error) {
	switch day {
	case "", "commit":
		return Today(p.Source, p.Config, p.env.Now()), nil
	case "today":
		return Today(&source.Source{}, p.Config, p.env.Now()), nil
	}
	date, err := content.ParseDate(day)
	if err != nil {
		return date, git.Hint(fmt.Errorf("--as-of: %w", err), "write it as 2026-03-05, or write today or commit")
	}
	return date, nil
}

// Today returns the date of a source's commit, or of now if there is no commit, in the
// config's time zone.
func Today(src *source.Source, cfg *config.Config, now time.Time) content.Date {
	if !src.Time.IsZero() {
		now = src.Time
	}
	return content.DateOf(now.In(cmp.Or(cfg.Zone, time.UTC)))
}
