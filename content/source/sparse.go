package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// sparseFS is a work tree with the files that git tracks but does not check out. It reads them from the object store, so
// that a sparse checkout has the same files as a full one. Files on disk take precedence.
type sparseFS struct {
	*worktreeFS
	rest *treeFS
}

// withSkipped adds the files that git does not check out to a work tree. If there are none, it returns w.
func withSkipped(w *worktreeFS) (fs.FS, error) {
	skipped, err := w.index.Skipped()
	if err != nil {
		return nil, err
	}
	f := &treeFS{repo: w.repo, time: time.Unix(0, 0).UTC()} // the files have no time; their IDs tell whether they change
	f.root = f.emptyFolder(".")
	for _, e := range skipped {
		if name, ok := strings.CutPrefix(e.Path, w.prefix); ok {
			f.add(name, e)
		}
	}
	if len(f.root.sub) == 0 {
		return w, nil
	}
	f.root.listAll()
	return &sparseFS{w, f}, nil
}

// emptyFolder returns a folder that no tree object describes.
func (f *treeFS) emptyFolder(name string) *treeNode {
	n := &treeNode{fs: f, name: name, mode: fs.ModeDir | 0o555, sub: map[string]*treeNode{}}
	n.once.Do(func() {})
	return n
}

// add adds a file to a tree of such folders.
func (f *treeFS) add(name string, e git.IndexEntry) {
	in := f.root
	parts := strings.Split(name, "/")
	for _, dir := range parts[:len(parts)-1] {
		if in.sub[dir] == nil {
			in.sub[dir] = f.emptyFolder(dir)
		}
		in = in.sub[dir]
	}
	in.sub[path.Base(name)] = f.node(git.RawEntry{Mode: e.Mode, Name: []byte(path.Base(name)), ID: []byte(e.ID)})
}

// listAll sets the lists of a folder and those below it.
func (n *treeNode) listAll() {
	for _, sub := range n.sub {
		n.list = append(n.list, sub)
		sub.listAll()
	}
	sortEntries(n.list)
}

// firstOf calls f on the disk and, if there is no such file, on the object store.
func firstOf[T any](s *sparseFS, name string, onDisk, inGit func(name string) (T, error)) (T, error) {
	found, err := onDisk(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return found, err
	}
	skipped, err2 := inGit(name)
	if errors.Is(err2, fs.ErrNotExist) {
		return found, err
	}
	var where *fs.PathError
	if errors.Is(err2, git.ErrMissing) && errors.As(err2, &where) {
		where.Err = git.Hint(fmt.Errorf("not checked out, and missing from the repository: %w", where.Err),
			"fetch and check out its folder: git sparse-checkout add "+path.Dir(s.prefix+name))
	}
	return skipped, err2
}

// Open implements [fs.FS].
func (s *sparseFS) Open(name string) (fs.File, error) {
	f, err := firstOf(s, name, s.worktreeFS.Open, s.openSkipped)
	if d, ok := f.(*openDir); ok {
		d.list, err = s.ReadDir(name)
	}
	return f, err
}

// openSkipped opens a file of the object store, if the object is there.
func (s *sparseFS) openSkipped(name string) (fs.File, error) {
	f, err := s.rest.Open(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// ReadFile implements [fs.ReadFileFS].
func (s *sparseFS) ReadFile(name string) ([]byte, error) {
	return firstOf(s, name, s.worktreeFS.ReadFile, s.rest.ReadFile)
}

// ReadDir implements [fs.ReadDirFS].
func (s *sparseFS) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := firstOf(s, name, s.worktreeFS.ReadDir, s.rest.ReadDir)
	if err != nil {
		return nil, err
	}
	onDisk := make(map[string]bool, len(list))
	for _, e := range list {
		onDisk[e.Name()] = true
	}
	skipped, _ := s.rest.ReadDir(name) // none if the folder is only on disk
	for _, e := range skipped {
		if !onDisk[e.Name()] {
			list = append(list, e)
		}
	}
	sortEntries(list)
	return list, nil
}

// Stat implements [fs.StatFS].
func (s *sparseFS) Stat(name string) (fs.FileInfo, error) {
	return firstOf(s, name, s.worktreeFS.Stat, s.rest.Stat)
}

// Lstat implements [fs.ReadLinkFS].
func (s *sparseFS) Lstat(name string) (fs.FileInfo, error) {
	return firstOf(s, name, s.worktreeFS.Lstat, s.rest.Lstat)
}

// ReadLink implements [fs.ReadLinkFS].
func (s *sparseFS) ReadLink(name string) (string, error) {
	return firstOf(s, name, s.worktreeFS.ReadLink, s.rest.ReadLink)
}
