package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/source"
)

// worthKeeping is from how many documents on that had to be read it is worth to
// write all of them down for the next start.
const worthKeeping = 100

// resume is load for a command that somebody waits for: it begins with what was
// kept of the documents. Fresh is how many were read.
func (a *app) resume(ctx context.Context, p *project) (c *content.Collection, fresh int, err error) {
	opts := p.config.Options()
	opts.Now = a.now()
	kept, _ := source.KeptFile(documentsFile(p)) // or nothing
	c, err = a.reading(opts, func(progress func(done, total int)) (c *content.Collection, err error) {
		c, fresh, err = content.Resume(ctx, kept, program(), p.tree, opts, progress)
		return c, err
	})
	return c, fresh, err
}

func isKept(p *project) bool {
	_, err := os.Stat(documentsFile(p))
	return err == nil
}

// keep writes down what is known of the documents of a work tree; those of a
// commit tell nothing by which to know them again.
func (a *app) keep(p *project, c *content.Collection) {
	name := documentsFile(p)
	if name == "" || p.source.Dir == "" {
		return
	}
	if err := source.KeepFile(name, func(w io.Writer) error { return c.Keep(w, program()) }); err != nil {
		a.cacheFailed(err)
	}
}

// documentsFile is "" where there is no cache.
func documentsFile(p *project) string {
	dir := cacheDir()
	if dir == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(p.root))
	return filepath.Join(dir, "documents-"+hex.EncodeToString(sum[:8]))
}

// program tells builds apart, which may read documents differently; "" if that
// cannot be told.
func program() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return strings.Join([]string{version(), name, info.ModTime().UTC().String()}, " ")
}
