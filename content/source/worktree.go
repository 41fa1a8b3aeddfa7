package source

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/git"
)

// worktreeFS is a folder on disk without the files that git ignores. It caches the rules of each folder.
type worktreeFS struct {
	root   *os.Root
	dir    *os.File // the same folder
	prefix string   // the path of root from the work tree's top, with a trailing slash; "" for the top

	mu   sync.Mutex
	dirs map[string]*folder

	index func() *git.Index // without files if it cannot be read
}

// A folder holds what decides which entries of a directory are visible.
type folder struct {
	parent  *folder
	ignored bool         // git ignores it: only tracked files are visible
	nested  bool         // it is another repository, and appears empty
	rules   []ignoreFile // from its .gitignore; for the root, also from those above it
	err     error        // why it cannot be opened
}

func newWorktreeFS(root *os.Root, p git.Place, repo *git.Repository) (*worktreeFS, error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	w := &worktreeFS{root: root, dir: dir, index: sync.OnceValue(func() *git.Index { return readIndex(repo) }), dirs: map[string]*folder{}}
	if p.Prefix != "." {
		w.prefix = p.Prefix + "/"
	}
	top := &folder{}
	if p.Common != "" {
		b, err := os.ReadFile(filepath.Join(p.Common, "info", "exclude"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		top.rules = append(top.rules, parseIgnore("", string(b), false))
	}
	base := ""
	for at := range strings.SplitSeq(strings.TrimSuffix(w.prefix, "/"), "/") {
		if at == "" {
			break
		}
		b, err := readIgnore(func(name string) (fs.FileInfo, error) { return os.Lstat(filepath.Join(p.Top, base, name)) },
			func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(p.Top, base, name)) })
		if err != nil {
			return nil, err
		}
		top.rules = append(top.rules, parseIgnore(base, b, false))
		base = path.Join(base, at)
	}
	w.dirs["."] = top
	return w, w.loadRules(".", top)
}

func (w *worktreeFS) close() error { return errors.Join(w.root.Close(), w.dir.Close()) }

// readIgnore reads a folder's .gitignore file, if it has one. Like git, it does not follow a symbolic link.
func readIgnore(lstat func(string) (fs.FileInfo, error), read func(string) ([]byte, error)) (string, error) {
	info, err := lstat(".gitignore")
	if err != nil || !info.Mode().IsRegular() {
		return "", nil
	}
	b, err := read(".gitignore")
	return string(b), err
}

func (w *worktreeFS) loadRules(name string, f *folder) error {
	text, err := readIgnore(func(n string) (fs.FileInfo, error) { return w.root.Lstat(path.Join(name, n)) },
		func(n string) ([]byte, error) { return w.root.ReadFile(path.Join(name, n)) })
	if err != nil {
		return err
	}
	if text != "" {
		base := strings.TrimSuffix(w.prefix, "/")
		if name != "." {
			base = w.prefix + name
		}
		f.rules = append(f.rules, parseIgnore(base, text, false))
	}
	return nil
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
		f.nested = err == nil
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

// tracked reports whether a path from the work tree's top is a file in the index, or a folder that contains one.
func (w *worktreeFS) tracked(name string) bool {
	_, found := w.index().Find(name)
	return found || w.index().Holds(name)
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

// readIndex reads the index. If that fails, ignored files stay hidden even if they are tracked.
func readIndex(repo *git.Repository) *git.Index {
	if repo != nil {
		if x, err := repo.Index(); err == nil {
			return x
		}
	}
	return &git.Index{}
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
