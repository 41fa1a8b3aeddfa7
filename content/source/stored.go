package source

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/pmsite/pmsite/content/git"
)

// OpenStored opens a file with the content that git stores, or would store if the file was added: in the work tree it
// may have other line ends, another encoding, or $Id$ expanded. Stat describes the file in the work tree. Programs that
// git runs as filters are not run.
func (w *worktreeFS) OpenStored(name string) (fs.File, error) {
	f, err := w.Open(name)
	if err != nil {
		return nil, err
	}
	c := w.conversion(name)
	info, err := f.Stat()
	if err != nil || info.IsDir() || c == (conversion{filter: c.filter}) {
		return f, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: cause(err)}
	}
	return &storedFile{info, bytes.NewReader(w.stored(name, data, c))}, nil
}

// A storedFile is an fs.File over the content that git stores.
type storedFile struct {
	info fs.FileInfo
	*bytes.Reader
}

func (f *storedFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *storedFile) Close() error               { return nil }

// stored returns what git stores of the content of a file.
func (w *worktreeFS) stored(name string, data []byte, c conversion) []byte {
	e, found := w.index.Find(w.prefix + name)
	if found && git.ObjectID(git.KindBlob, data, len(e.ID)) == e.ID {
		return data // it was added when git converted nothing
	}
	return c.stored(data, func() []byte {
		if !found {
			return nil
		}
		o, _ := w.repo.Read(e.ID) // without it, the file is taken for a new one
		return o.Data
	})
}

// loadAttributes makes the attributes of the work tree's files known.
func (w *worktreeFS) loadAttributes(p git.Place, config *git.Config) (err error) {
	if w.autoCRLF, err = config.AutoCRLF(); err != nil {
		return err
	}
	if w.top = w.root; w.prefix != "" {
		if w.top, err = os.OpenRoot(p.Top); err != nil {
			return err
		}
	}
	w.attributes, err = newAttributes(p, config, w.readAttributes)
	return err
}

func (w *worktreeFS) conversion(name string) conversion {
	if w.attributes == nil {
		return conversion{}
	}
	return conversionOf(w.attributes.of(w.prefix+name), w.autoCRLF)
}

// Unconverted says what keeps the content of a file from being the same in the work tree and in a commit, such as a
// filter that only git runs; "" if nothing does.
func (w *worktreeFS) Unconverted(name string) string { return w.conversion(name).unknown() }

// readAttributes reads a .gitattributes file of the work tree, by its path from the top. Like git, it follows no link,
// and reads one that is left out of the work tree from the index.
func (w *worktreeFS) readAttributes(name string) string {
	info, err := w.top.Lstat(name)
	if err != nil {
		e, found := w.index.Find(name)
		if !found {
			return ""
		}
		o, _ := w.repo.Read(e.ID)
		return string(o.Data)
	}
	if !info.Mode().IsRegular() {
		return ""
	}
	text, _ := w.top.ReadFile(name)
	return string(text)
}

// OpenStored is that of the work tree; the content of the others is as it is stored.
func (s *sparseFS) OpenStored(name string) (fs.File, error) {
	return firstOf(s, name, s.worktreeFS.OpenStored, s.openSkipped)
}

// Unconverted is like that of a work tree, for a commit.
func (f *treeFS) Unconverted(name string) string {
	if f.attributes == nil {
		return ""
	}
	return conversionOf(f.attributes().of(f.prefix+name), false).unknown()
}

// attributesOf returns the attributes of a commit's files, once they are needed.
func attributesOf(p git.Place, repo *git.Repository, c *git.Commit) (func() *attributes, error) {
	top, err := newTreeFS(repo, c.Tree, ".", c.Time)
	if err != nil {
		return nil, err
	}
	read := func(name string) string {
		text, _ := top.ReadFile(name)
		return string(text)
	}
	return sync.OnceValue(func() *attributes {
		if config, err := repo.Config(); err == nil {
			if a, err := newAttributes(p, config, read); err == nil {
				return a
			}
		}
		return &attributes{read: read, folders: map[string][]attributeRule{}} // without the user's own
	}), nil
}

// OpenStored opens a file in the tree that contains it.
func (m *mountFS) OpenStored(name string) (fs.File, error) {
	return call(m, "open", name, func(fsys fs.FS, name string) (fs.File, error) {
		if stored, ok := fsys.(interface{ OpenStored(string) (fs.File, error) }); ok {
			return stored.OpenStored(name)
		}
		return fsys.Open(name)
	})
}

// Unconverted is that of the tree that contains the file.
func (m *mountFS) Unconverted(name string) string {
	fsys, inside := m.find(name)
	if tree, ok := fsys.(interface{ Unconverted(string) string }); ok {
		return tree.Unconverted(inside)
	}
	return ""
}
