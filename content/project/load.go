package project

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/source"
)

// Load reads the collection; jobs is the number of files read in parallel, 0 for
// the number of CPUs.
func (p *Project) Load(ctx context.Context, jobs int) (*collection.Collection, error) {
	opts := collection.OptionsOf(p.Config)
	opts.Jobs, opts.Now = jobs, p.env.Now()
	return p.loadWith(ctx, opts)
}

func (p *Project) loadWith(ctx context.Context, opts collection.Options) (*collection.Collection, error) {
	return p.reading(opts, func(progress func(done, total int)) (*collection.Collection, error) {
		return collection.Load(ctx, p.Tree, opts, progress)
	})
}

// LoadCached is [Project.Load] for somebody who waits: documents that have not
// changed since [Project.WriteCache] are not read again. Fresh is the number of
// those that were read.
func (p *Project) LoadCached(ctx context.Context) (c *collection.Collection, fresh int, err error) {
	opts := collection.OptionsOf(p.Config)
	opts.Now = p.env.Now()
	cache, _ := source.KeptFile(p.cacheFile()) // or nothing
	c, err = p.reading(opts, func(progress func(done, total int)) (c *collection.Collection, err error) {
		c, fresh, err = collection.LoadCached(ctx, cache, p.env.Program, p.Tree, opts, progress)
		return c, err
	})
	return c, fresh, err
}

// reading shows the progress, and explains that there is nothing to read.
func (p *Project) reading(opts collection.Options, read func(progress func(done, total int)) (*collection.Collection, error)) (*collection.Collection, error) {
	progress := p.env.Progress("reading")
	c, err := read(progress.Show)
	progress.Done()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, NoContent(err, opts.Root)
	}
	return c, err
}

// NoContent adds advice to an error that says that the collection's folder is not
// there.
func NoContent(err error, folder string) error {
	return hint(err, fmt.Sprintf("post mortems are *.md files below %s/; `content:` in %s names another folder", folder, ConfigName))
}

// Cached reports whether there is a cache of the documents.
func (p *Project) Cached() bool {
	_, err := os.Stat(p.cacheFile())
	return err == nil
}

// WriteCache writes what is known of the documents of a work tree, for the next
// run. Those of a commit have no times by which to know them again.
func (p *Project) WriteCache(c *collection.Collection) {
	name := p.cacheFile()
	if name == "" || p.Source.Dir == "" {
		return
	}
	if err := source.KeepFile(name, func(w io.Writer) error { return c.WriteCache(w, p.env.Program) }); err != nil {
		p.env.CacheFailed(err)
	}
}

// cacheFile returns "" where there is no cache.
func (p *Project) cacheFile() string {
	if p.env.CacheDir == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(p.Root))
	return filepath.Join(p.env.CacheDir, "documents-"+hex.EncodeToString(sum[:8]))
}
