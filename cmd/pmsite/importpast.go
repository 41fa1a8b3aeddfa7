package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/source"
)

// A past knows the git history of imported documents.
type past struct {
	opener    *project.Opener
	sources   map[string]*source.Source // by folder
	histories map[string]*source.History
}

func (p *past) close() {
	for _, s := range p.sources {
		_ = s.Close()
	}
}

// open opens the repository of a folder once.
func (p *past) open(dir string) (*source.Source, error) {
	if s := p.sources[dir]; s != nil {
		return s, nil
	}
	s, err := p.opener.OpenSource(dir)
	if err != nil {
		return nil, err
	}
	if p.sources == nil {
		p.sources, p.histories = map[string]*source.Source{}, map[string]*source.History{}
	}
	p.sources[dir] = s
	return s, nil
}

// tree returns the tree of a repository, and the path of an argument in it.
func (p *past) tree(from, arg string) (*importTree, string, error) {
	s, err := p.open(from)
	if err != nil {
		return nil, "", fail(fmt.Errorf("--from: %w", err), "it takes a folder with a repository")
	}
	name := path.Clean(filepath.ToSlash(arg))
	if !fs.ValidPath(name) {
		return nil, "", fail(fmt.Errorf("import %q: not a path in %s", arg, from), "with --from, paths are relative to the repository")
	}
	return &importTree{FS: s.FS, dir: from}, name, nil
}

// added returns the date of the commit that added a document, and says so. The date is zero if git does
// not know the document.
func (p *past) added(ctx context.Context, d *incoming) (content.Date, string) {
	created, ok := p.history(ctx, d.tree.dir).Created(d.name)
	if !ok {
		return content.Date{}, ""
	}
	return content.DateOf(created), "from the commit that added the file"
}

// authors returns the roles of those who have changed a document, sorted.
func (p *past) authors(ctx context.Context, d *incoming, roleOf map[string]string) (roles []string) {
	for _, r := range p.history(ctx, d.tree.dir).Files[d.name] {
		if role := roleOf[strings.ToLower(r.Author.Email)]; role != "" && !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	slices.Sort(roles)
	return roles
}

// history returns the history of a folder's repository, which is empty if there is none.
func (p *past) history(ctx context.Context, dir string) *source.History {
	if h := p.histories[dir]; h != nil {
		return h
	}
	h := &source.History{}
	if s, err := p.open(dir); err == nil {
		if found, err := s.History(ctx, "."); err == nil {
			h = found
		}
		p.histories[dir] = h
	}
	return h
}

// move removes the old file of a document that has been written, if it is in the same repository and
// as it was committed, so that git takes the new file for it and its history goes on.
func (p *past) move(root string, d *incoming) {
	s := p.sources[d.tree.dir]
	own, err := p.open(root)
	if err != nil || s.Dir == "" || s.Commit == "" || s.Place().Common != own.Place().Common {
		return
	}
	committed, err := s.At(s.Commit)
	if err != nil {
		return
	}
	text, err := fs.ReadFile(committed.FS, d.name)
	if err != nil || !bytes.Equal(text, d.src) {
		d.leave("file: " + d.shown + " is not as it was committed, and stays")
		return
	}
	if err := os.Remove(filepath.Join(s.Dir, filepath.FromSlash(d.name))); err != nil {
		d.leave("file: " + d.shown + " stays: " + err.Error())
		return
	}
	d.moved = true
}
