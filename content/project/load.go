package project

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/collection"
)

// Load loads the collection. Jobs is the number of files to read in parallel; 0 means the
// number of CPUs.
func (p *Project) Load(ctx context.Context, jobs int) (*collection.Collection, error) {
	opts := collection.OptionsOf(p.Config)
	opts.Jobs, opts.Now = jobs, p.env.Now()
	return p.loadWith(ctx, opts)
}

func (p *Project) loadWith(ctx context.Context, opts collection.Options) (*collection.Collection, error) {
	c, err := p.reading(opts, func(progress func(done, total int)) (*collection.Collection, error) {
		return collection.Load(ctx, p.Tree, opts, progress)
	})
	if err == nil {
		err = p.addUnmerged(c)
	}
	return c, err
}

// LoadCached is like [Project.Load], but does not read documents again that have not changed
// since [Project.WriteCache]. Fresh is the number of documents that it read.
func (p *Project) LoadCached(ctx context.Context) (c *collection.Collection, fresh int, err error) {
	opts := collection.OptionsOf(p.Config)
	opts.Now = p.env.Now()
	cache, _ := cachefile.Read(p.cacheFile()) // without a cache, everything is read
	c, err = p.reading(opts, func(progress func(done, total int)) (c *collection.Collection, err error) {
		c, fresh, err = collection.LoadCached(ctx, cache, p.env.Program, p.Tree, opts, progress)
		return c, err
	})
	return c, fresh, err
}

// reading shows the progress of read, and adds advice to its error.
func (p *Project) reading(opts collection.Options, read func(progress func(done, total int)) (*collection.Collection, error)) (*collection.Collection, error) {
	if err := p.refuseSubmodule(); err != nil {
		return nil, err
	}
	progress := p.env.Progress("reading")
	c, err := read(progress.Show)
	progress.Done()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, p.ExplainMissing(err)
	}
	return c, err
}

// Cached reports whether the documents have been cached.
func (p *Project) Cached() bool {
	_, err := os.Stat(p.cacheFile())
	return err == nil
}

// WriteCache writes the documents of a work tree to the cache. Files in a commit have no
// times by which to recognize changes, so their documents are not cached.
func (p *Project) WriteCache(c *collection.Collection) {
	name := p.cacheFile()
	if name == "" || p.Source.Dir == "" {
		return
	}
	if err := cachefile.Write(name, func(w io.Writer) error { return c.WriteCache(w, p.env.Program) }); err != nil {
		p.env.CacheFailed(err)
	}
}

// cacheFile returns the name of the cache file, or "" without a cache folder.
func (p *Project) cacheFile() string {
	if p.env.CacheDir == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(p.Root + "\x00" + p.Config.Content))
	return filepath.Join(p.env.CacheDir, "documents-"+hex.EncodeToString(sum[:8]))
}
