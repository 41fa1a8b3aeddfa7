package source

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/git"
)

// worktreeFS is a folder on disk without the files that git ignores. It caches the rules of each folder.
type worktreeFS struct {
	root   *os.Root
	top    *os.Root // the work tree's top, which may be root
	dir    *os.File // the same folder as root
	prefix string   // the path of root from the work tree's top, with a trailing slash; "" for the top
	fold   bool     // names match in either case, as with core.ignoreCase

	mu   sync.Mutex
	dirs map[string]*folder

	attributes *attributes // nil without a repository
	autoCRLF   bool        // core.autocrlf converts line ends

	repo     *git.Repository   // nil without a repository
	index    *git.Index        // without files if it cannot be read
	indexErr error             // why it cannot
	tracked  func(string) bool // whether a path from the work tree's top is in the index, as a file or a folder of files
}

// A folder holds what decides which entries of a directory are visible.
type folder struct {
	parent  *folder
	ignored bool         // git ignores it: only tracked files are visible
	nested  bool         // it is another repository, and appears empty
	rules   []ignoreFile // from its .gitignore; for the root, also from those above it
	err     error        // why it cannot be opened
}

func newWorktreeFS(root *os.Root, p git.Place, repo *git.Repository, config *git.Config) (*worktreeFS, error) {
	fold, err := config.Bool("core.ignoreCase")
	if err != nil {
		return nil, err
	}
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	w := &worktreeFS{root: root, dir: dir, fold: fold, repo: repo, dirs: map[string]*folder{}}
	if p.Prefix != "." {
		w.prefix = p.Prefix + "/"
	}
	w.index, w.indexErr = readIndex(repo)
	w.tracked = w.inIndex
	if w.fold {
		w.tracked = inFolded(w.index)
	}
	top := &folder{}
	w.dirs["."] = top
	if err = w.loadLists(top, p, config); err == nil {
		err = w.loadRules(".", top)
	}
	if err == nil && repo != nil {
		err = w.loadAttributes(p, config)
	}
	if err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	return w, nil
}

func (w *worktreeFS) close() error {
	err := errors.Join(w.root.Close(), w.dir.Close())
	if w.top != nil && w.top != w.root {
		err = errors.Join(err, w.top.Close())
	}
	return err
}

// folder returns the folder of a directory. Its err is set if the directory is not visible.
func (w *worktreeFS) folder(name string) *folder {
	w.mu.Lock()
	f := w.dirs[name]
	w.mu.Unlock()
	if f != nil {
		return f
	}
	parent := w.folder(path.Dir(name))
	f = &folder{parent: parent}
	switch info, err := w.root.Lstat(name); {
	case parent.err != nil:
		f.err = parent.err
	case parent.nested || isDotGit(name):
		f.err = fs.ErrNotExist
	case err != nil:
		f.err = cause(err)
	case info.Mode()&fs.ModeSymlink != 0:
		f.err = errSymlink
	case !info.IsDir():
		f.err = errNotDir
	case !w.visible(parent, name, true):
		f.err = fs.ErrNotExist
	default:
		f.ignored = parent.ignored || w.ignores(parent, name, true)
		_, err := w.root.Lstat(path.Join(name, ".git"))
		e, _ := w.index.Find(w.prefix + name) // a submodule that is not checked out has no .git
		f.nested = err == nil || e.Mode == git.ModeSubmodule
		f.err = w.loadRules(name, f)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if known := w.dirs[name]; known != nil {
		return known
	}
	if f.err == nil || !errors.Is(f.err, fs.ErrNotExist) {
		w.dirs[name] = f
	}
	return f
}

// visible reports whether an entry of the folder in is part of the tree.
func (w *worktreeFS) visible(in *folder, name string, dir bool) bool {
	if in.nested || isDotGit(name) {
		return false
	}
	if !in.ignored && !w.ignores(in, name, dir) {
		return true
	}
	return w.tracked(w.prefix + name)
}

// isDotGit reports whether a path's last element is .git, in any case, since some file systems ignore case.
func isDotGit(name string) bool { return strings.EqualFold(path.Base(name), ".git") }

func (w *worktreeFS) ignores(in *folder, name string, dir bool) bool {
	full := w.prefix + name
	for f := in; f != nil; f = f.parent {
		for i := len(f.rules) - 1; i >= 0; i-- {
			if ignored, decided := f.rules[i].match(full, dir); decided {
				return ignored
			}
		}
	}
	return false
}

// lstat describes a visible entry of the tree.
func (w *worktreeFS) lstat(op, name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	var in *folder
	if name != "." {
		if in = w.folder(path.Dir(name)); in.err != nil {
			return nil, &fs.PathError{Op: op, Path: name, Err: in.err}
		}
	}
	info, err := w.root.Lstat(name)
	if err == nil && in != nil && !w.visible(in, name, info.IsDir()) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: cause(err)}
	}
	return info, nil
}

// cause strips a PathError, whose path is not in the form that the caller used.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
