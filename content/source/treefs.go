package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// treeFS is a commit's tree as a file system. It caches directories, but not files.
type treeFS struct {
	repo *git.Repository
	time time.Time
	root *treeNode

	prefix     string             // the path of root from the top, with a trailing slash; "" for the top
	attributes func() *attributes // of the files from the top; nil if they do not matter
}

// A treeNode is a file or directory of a tree. It implements fs.DirEntry.
type treeNode struct {
	fs   *treeFS
	name string
	mode fs.FileMode
	id   git.OID // "" for a submodule

	submodule bool

	once sync.Once // guards list, sub and err
	list []fs.DirEntry
	sub  map[string]*treeNode
	err  error
}

var (
	errSymlink    = errors.New("is a symbolic link, which is not followed")
	errNotRegular = errors.New("is neither a file nor a directory")
	errIsDir      = errors.New("is a directory")
	errNotDir     = errors.New("is not a directory")
	errNotLink    = errors.New("is not a symbolic link")
)

// newTreeFS opens the folder prefix of a tree.
func newTreeFS(repo *git.Repository, tree git.OID, prefix string, t time.Time) (*treeFS, error) {
	f := &treeFS{repo: repo, time: t}
	f.root = &treeNode{fs: f, name: ".", mode: fs.ModeDir | 0o555, id: tree}
	n, err := f.find("open", prefix)
	if err != nil {
		return nil, err
	}
	if !n.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: prefix, Err: errNotDir}
	}
	f.root = &treeNode{fs: f, name: ".", mode: fs.ModeDir | 0o555, id: n.id}
	return f, nil
}

func (f *treeFS) find(op, name string) (*treeNode, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n := f.root
	if name == "." {
		return n, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		err := errNotDir
		if n.mode&fs.ModeSymlink != 0 {
			err = errSymlink
		}
		if n.IsDir() {
			err = n.load()
		}
		if err == nil && n.sub[part] == nil {
			err = fs.ErrNotExist
		}
		if err != nil {
			return nil, &fs.PathError{Op: op, Path: name, Err: err}
		}
		n = n.sub[part]
	}
	return n, nil
}

// node returns the node of an entry.
func (f *treeFS) node(e git.RawEntry) *treeNode {
	n := &treeNode{fs: f, name: string(e.Name), mode: e.FileMode(), id: git.OID(e.ID)}
	if e.Mode&0o170000 == git.ModeSubmodule {
		n.id, n.submodule = "", true
	}
	return n
}

// load reads a directory's tree.
func (n *treeNode) load() error {
	n.once.Do(func() {
		n.sub = map[string]*treeNode{}
		if n.id == "" {
			return
		}
		o, err := n.fs.repo.Read(n.id)
		if err == nil && o.Kind != git.KindTree {
			err = fmt.Errorf("object %s is a %s, not a tree", n.id, o.Kind)
		}
		for rest := o.Data; err == nil && len(rest) > 0; {
			var e git.RawEntry
			if e, rest, err = git.NextEntry(rest, len(n.id)); err != nil {
				break
			}
			sub := n.fs.node(e)
			n.sub[sub.name] = sub
			n.list = append(n.list, sub)
		}
		sortEntries(n.list) // git sorts folders as if their names ended in a slash
		n.err = err
	})
	return n.err
}

func (n *treeNode) data() ([]byte, error) { return n.fs.repo.Blob(n.id) }

func (n *treeNode) Name() string      { return n.name }
func (n *treeNode) IsDir() bool       { return n.mode.IsDir() }
func (n *treeNode) Type() fs.FileMode { return n.mode.Type() }

func (n *treeNode) Info() (fs.FileInfo, error) {
	info := fileInfo{name: n.name, mode: n.mode, time: n.fs.time}
	if n.IsDir() {
		return info, nil
	}
	size, err := n.fs.repo.Size(n.id)
	info.size, info.id = size, n.id
	return info, err
}

func (f *treeFS) Open(name string) (fs.File, error) {
	n, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	if n.mode&fs.ModeSymlink != 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errSymlink}
	}
	if n.IsDir() {
		if err := n.load(); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &openDir{info: fileInfo{name: path.Base(name), mode: n.mode, time: f.time}, path: name, list: n.list}, nil
	}
	return &treeFile{node: n, path: name}, nil
}

// ReadFile implements [fs.ReadFileFS]. The caller may modify the bytes.
func (f *treeFS) ReadFile(name string) ([]byte, error) {
	n, err := f.find("readfile", name)
	if err != nil {
		return nil, err
	}
	switch {
	case n.mode&fs.ModeSymlink != 0:
		err = errSymlink
	case n.IsDir():
		err = errIsDir
	}
	var data []byte
	if err == nil {
		data, err = n.data()
	}
	if err != nil {
		return nil, &fs.PathError{Op: "readfile", Path: name, Err: err}
	}
	return append(make([]byte, 0, len(data)), data...), nil
}

// ReadDir implements [fs.ReadDirFS].
func (f *treeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := f.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errNotDir}
	}
	if err := n.load(); err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	return append(make([]fs.DirEntry, 0, len(n.list)), n.list...), nil
}

// Stat implements [fs.StatFS]. Like Open, it refuses a symbolic link.
func (f *treeFS) Stat(name string) (fs.FileInfo, error) {
	info, err := f.Lstat(name)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: errSymlink}
	}
	return info, err
}

// Lstat implements [fs.ReadLinkFS].
func (f *treeFS) Lstat(name string) (fs.FileInfo, error) {
	n, err := f.find("stat", name)
	if err != nil {
		return nil, err
	}
	info, err := n.Info()
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return info, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (f *treeFS) ReadLink(name string) (string, error) {
	n, err := f.find("readlink", name)
	if err != nil {
		return "", err
	}
	err = errNotLink
	var data []byte
	if n.mode&fs.ModeSymlink != 0 {
		data, err = n.data()
	}
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(data), nil
}
