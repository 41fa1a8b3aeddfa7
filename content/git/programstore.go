package git

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"strings"
)

// A programStore is a store that uses the git program: a few long-running git cat-file processes for objects, and short
// ones for the rest. These take little time, so they cannot be cancelled.
type programStore struct {
	program Program
	place   Place
	cache   *lru
	cats    *pool[*catFile]
}

func openProgramStore(p Place, program Program) (st *programStore, idSize int, err error) {
	g := &programStore{
		program: program, place: p, cache: newLRU(cacheBytes),
		cats: newPool(func() (*catFile, error) { return &catFile{}, nil }),
	}
	format, err := g.run("rev-parse", "--show-object-format")
	if err != nil {
		return nil, 0, err
	}
	if strings.TrimSpace(format) == "sha256" {
		return g, sha256.Size, nil
	}
	return g, sha1.Size, nil
}

func (g *programStore) run(args ...string) (string, error) {
	return g.program.run(context.Background(), g.place, args...)
}

func (g *programStore) read(id OID) (Object, error) {
	if o, ok := g.cache.get(id); ok {
		return o, nil
	}
	c, err := g.cats.get()
	if err != nil {
		return Object{}, err
	}
	defer g.cats.put(c)
	if c.cmd == nil {
		if err := c.start(g.program.command(context.Background(), g.place, "cat-file", "--batch")); err != nil {
			return Object{}, err
		}
	}
	o, err := c.read(id)
	if err != nil {
		return o, fmt.Errorf("object %s: %w", id, err)
	}
	g.cache.put(id, o)
	return o, nil
}

func (g *programStore) close() error { return g.cats.close() }

func (g *programStore) forget() error {
	g.cache.clear()
	return g.cats.close()
}
