package git

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// cacheBytes limits the cache of objects, which also serve as bases of deltas. git has the same limit. With a higher
// one, walking a large folder needs too much memory; with a lower one, reading all files of a commit is slow.
const cacheBytes = 96 << 20

// goGit is the store that needs no git program.
type goGit struct {
	place   Place
	cache   *lru
	readers *pool[*reader]
	indexes packIndexes

	config  *config.Config
	partial bool // a partial clone: some objects are only at the remote

	mu      sync.Mutex // guards storage
	storage *filesystem.Storage
}

func openGoGit(p Place) (*goGit, error) {
	g := &goGit{place: p, cache: newLRU(cacheBytes), storage: newStorage(p.GitDir, p.Common, noCache{}, sharedOptions)}
	g.readers = newPool(func() (*reader, error) { return newReader(p, g.cache, &g.indexes) })
	return g, g.checkFormat()
}

// checkFormat reads the configuration and returns an error if go-git cannot read the repository's format. It accepts
// extensions that change neither objects nor refs, although go-git's own Open refuses them.
func (g *goGit) checkFormat() error {
	var err error
	if g.config, err = g.storage.Config(); err != nil {
		return fmt.Errorf("read its configuration: %w", err)
	}
	for _, o := range g.config.Raw.Section("extensions").Options {
		switch strings.ToLower(o.Key) {
		case "noop", "noop-v1", "worktreeconfig", "preciousobjects", "relativeworktrees":
		case "objectformat":
			if !strings.EqualFold(o.Value, "sha1") {
				return fmt.Errorf("its object format is %s, which go-git cannot read", o.Value)
			}
		case "refstorage":
			if !strings.EqualFold(o.Value, "files") {
				return fmt.Errorf("its ref storage is %s, which go-git cannot read", o.Value)
			}
		case "partialclone":
			g.partial = true
		default:
			return fmt.Errorf("it uses the extension %q, which go-git does not support", o.Key)
		}
	}
	for _, s := range g.config.Raw.Section("remote").Subsections {
		if strings.EqualFold(s.Option("promisor"), "true") || s.Option("partialclonefilter") != "" {
			g.partial = true
		}
	}
	return nil
}

func (g *goGit) read(id OID) (o Object, err error) {
	err = g.ask(func(r *reader) error {
		o, err = r.read(id, 0)
		return err
	})
	return o, err
}

func (g *goGit) blob(id OID) (Object, error) { return g.read(id) } // which sees the size before the data

func (g *goGit) size(id OID) (n int64, err error) {
	err = g.ask(func(r *reader) error {
		n, err = r.size(id)
		return err
	})
	return n, err
}

// ask calls question with a reader. If an object is missing, git may have repacked it since the reader was opened: ask
// tries again with a new reader, as long as that one finds other packs.
func (g *goGit) ask(question func(*reader) error) error {
	r, err := g.readers.get()
	if err != nil {
		return err
	}
	err = question(r)
	for errors.Is(err, ErrMissing) {
		fresh, err2 := newReader(g.place, g.cache, &g.indexes)
		if err2 != nil {
			return errors.Join(err2, g.readers.drop(r))
		}
		old := r
		r = fresh
		if err2 := old.Close(); err2 != nil {
			return errors.Join(err2, g.readers.drop(r))
		}
		if r.samePacks(old) {
			break
		}
		err = question(r)
	}
	g.readers.put(r)
	return err
}

func (g *goGit) close() error { return g.readers.close() }

func (g *goGit) forget() error {
	g.cache.clear()
	return g.readers.close()
}
