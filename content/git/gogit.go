package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// cacheBytes bounds the objects cached for the next reader and as bases of deltas. It is what git keeps, too; more makes
// the walk of a large folder need too much memory, less makes reading all files of a commit slow.
const cacheBytes = 96 << 20

// goGit is the store that needs no git program.
type goGit struct {
	place   Place
	cache   *lru
	readers *pool[*reader]
	indexes packIndexes

	config  *config.Config
	partial bool // some objects were left at a remote

	mu      sync.Mutex // guards what follows
	storage *filesystem.Storage
}

func openGoGit(p Place) (*goGit, error) {
	g := &goGit{place: p, cache: newLRU(cacheBytes), storage: newStorage(p.GitDir, p.Common, noCache{}, shared)}
	g.readers = newPool(func() (*reader, error) { return newReader(p, g.cache, &g.indexes) })
	return g, g.understood()
}

// understood returns why go-git cannot read all of the repository; nil when it can. Extensions that change neither objects nor refs
// do not matter here, though go-git's own Open refuses them.
func (g *goGit) understood() error {
	var err error
	if g.config, err = g.storage.Config(); err != nil {
		return fmt.Errorf("read its configuration: %w", err)
	}
	for _, o := range g.config.Raw.Section("extensions").Options {
		switch strings.ToLower(o.Key) {
		case "noop", "noop-v1", "worktreeconfig", "preciousobjects", "relativeworktrees":
		case "objectformat":
			if !strings.EqualFold(o.Value, "sha1") {
				return fmt.Errorf("its objects are named by %s, which go-git cannot read", o.Value)
			}
		case "refstorage":
			if !strings.EqualFold(o.Value, "files") {
				return fmt.Errorf("its refs are kept as %s, which go-git cannot read", o.Value)
			}
		case "partialclone":
			g.partial = true
		default:
			return fmt.Errorf("it uses the extension %q, which go-git does not know", o.Key)
		}
	}
	for _, s := range g.config.Raw.Section("remote").Subsections {
		if strings.EqualFold(s.Option("promisor"), "true") || s.Option("partialclonefilter") != "" {
			g.partial = true
		}
	}
	return nil
}

func (g *goGit) read(id OID) (Object, error) {
	if len(id) != 20 {
		return Object{}, fmt.Errorf("object %s: %w", id, ErrMissing)
	}
	r, err := g.readers.get()
	if err != nil {
		return Object{}, err
	}
	o, err := r.read(id, 0)
	if errors.Is(err, ErrMissing) { // git may have packed it since
		fresh, err2 := newReader(g.place, g.cache, &g.indexes)
		if err2 != nil {
			return Object{}, errors.Join(err2, g.readers.drop(r))
		}
		if err := r.Close(); err != nil {
			return Object{}, errors.Join(err, g.readers.drop(fresh))
		}
		r = fresh
		o, err = r.read(id, 0)
	}
	g.readers.put(r)
	return o, err
}

func (g *goGit) close() error { return g.readers.close() }

func (g *goGit) forget() error {
	g.cache.clear()
	return g.readers.close()
}

func (g *goGit) index() (map[string]IndexEntry, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var written time.Time
	if info, err := os.Stat(filepath.Join(g.place.GitDir, "index")); err == nil {
		written = info.ModTime()
	}
	idx, err := g.storage.Index()
	if err != nil {
		return nil, fmt.Errorf("read the index: %w", err)
	}
	files := make(map[string]IndexEntry, len(idx.Entries))
	for _, e := range idx.Entries {
		files[e.Name] = newIndexEntry(e, written)
	}
	return files, nil
}
