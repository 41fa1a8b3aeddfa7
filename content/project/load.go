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

// Load loads the collection. It parses only documents that are not in the cache, and writes the cache if it lacks many.
// Jobs is the number of files to read in parallel; 0 means the number of CPUs.
func (p *Project) Load(ctx context.Context, jobs int) (*collection.Collection, error) {
	opts := collection.OptionsOf(p.Config)
	opts.Jobs = jobs
	return p.loadWith(ctx, opts)
}

func (p *Project) loadWith(ctx context.Context, opts collection.Options) (*collection.Collection, error) {
	c, fresh, err := p.loadCached(ctx, opts)
	if err != nil {
		return nil, err
	}
	if opts.Wanted == nil && fresh*worthCaching > len(c.PostMortems) {
		p.beside.Go(func() { p.WriteCache(c) })
	}
	return c, p.addUnmerged(c)
}

// worthCaching is the number of documents of which one must be missing in the cache to write it again: parsing a
// document takes many times as long as writing it.
const worthCaching = 50

// LoadCached is like [Project.Load], but does not even read documents whose files have kept their size and times
// since [Project.WriteCache], and leaves it to the caller to write the cache. Fresh is the number of documents that are
// worth caching: those that it read, or in a commit, where files have no times of their own, those that it parsed.
func (p *Project) LoadCached(ctx context.Context) (c *collection.Collection, fresh int, err error) {
	opts := collection.OptionsOf(p.Config)
	opts.Times = p.Source.Dir != ""
	return p.loadCached(ctx, opts)
}

func (p *Project) loadCached(ctx context.Context, opts collection.Options) (c *collection.Collection, fresh int, err error) {
	opts.Now = p.env.Now()
	cache := p.readCache(p.cacheFile())
	c, err = p.reading(opts, func(progress func(done, total int)) (c *collection.Collection, err error) {
		c, fresh, err = collection.LoadCached(ctx, cache, p.env.Program, p.Tree, opts, progress)
		return c, err
	})
	return c, fresh, err
}

// readCache returns a cache file, or "" if there is none.
func (p *Project) readCache(name string) string {
	if name == "" {
		return ""
	}
	cache, _ := cachefile.Read(name)
	cachefile.MarkUsed(name, p.env.Now())
	return cache
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

// WriteCache writes the documents to the cache, and removes caches that have long not been used.
func (p *Project) WriteCache(c *collection.Collection) {
	name := p.cacheFile()
	if name == "" {
		return
	}
	if err := cachefile.Write(name, func(w io.Writer) error { return c.WriteCache(w, p.env.Program) }); err != nil {
		p.env.CacheFailed(err)
		return
	}
	cachefile.Prune(p.env.CacheDir, p.env.Now())
}

// cacheFile returns the name of the cache file, or "" without a cache.
func (p *Project) cacheFile() string {
	return p.cacheNamed("documents", p.Config.Content)
}

// cacheNamed returns the name of a file for a cache of one kind and purpose, or "" without a cache.
func (p *Project) cacheNamed(kind, purpose string) string {
	if p.env.CacheDir == "" || p.env.NoCache {
		return ""
	}
	sum := sha256.Sum256([]byte(p.Root + "\x00" + purpose))
	return filepath.Join(p.env.CacheDir, kind+"-"+hex.EncodeToString(sum[:8]))
}
