package git

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
)

// A programStore is a store that uses the git program: a few long-running git cat-file processes for objects, and short
// ones for the rest. These take little time, so they cannot be cancelled.
type programStore struct {
	program Program
	place   Place
	cache   *lru
	cats    *pool[*catFile] // that answer with objects
	sizers  *pool[*catFile] // that answer with their sizes
}

func openProgramStore(p Place, program Program) (st *programStore, idSize int, err error) {
	g := &programStore{
		program: program, place: p, cache: newLRU(cacheBytes),
		cats:   newPool(func() (*catFile, error) { return &catFile{}, nil }),
		sizers: newPool(func() (*catFile, error) { return &catFile{}, nil }),
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

func (g *programStore) read(id OID) (o Object, err error) {
	if o, ok := g.cache.get(id); ok {
		return o, nil
	}
	err = g.ask(g.cats, "--batch", func(c *catFile) error {
		o, err = c.read(id)
		return err
	})
	if err != nil {
		return o, fmt.Errorf("object %s: %w", id, err)
	}
	g.cache.put(id, o)
	return o, nil
}

// blob asks for the size first.
func (g *programStore) blob(id OID) (Object, error) {
	size, err := g.size(id)
	if err == nil {
		err = CheckSize(size)
	}
	if err != nil {
		return Object{}, err
	}
	return g.read(id)
}

func (g *programStore) size(id OID) (n int64, err error) {
	err = g.ask(g.sizers, "--batch-check", func(c *catFile) error {
		_, n, err = c.header(id)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("object %s: %w", id, err)
	}
	return n, nil
}

// ask calls question with a process of git cat-file. If an object is missing, it asks once more with a new process: the
// first one may have listed the packs just before git repacked them.
func (g *programStore) ask(cats *pool[*catFile], mode string, question func(*catFile) error) error {
	c, err := cats.get()
	if err != nil {
		return err
	}
	defer cats.put(c)
	for again := true; ; again = false {
		if c.cmd == nil {
			if err := c.start(g.program.command(context.Background(), g.place, "cat-file", mode)); err != nil {
				return err
			}
		}
		err := question(c)
		if !errors.Is(err, ErrMissing) || c.cmd == nil || !again {
			return err
		}
		if err := c.Close(); err != nil {
			return err
		}
	}
}

func (g *programStore) close() error { return errors.Join(g.cats.close(), g.sizers.close()) }

func (g *programStore) forget() error {
	g.cache.clear()
	return g.close()
}
