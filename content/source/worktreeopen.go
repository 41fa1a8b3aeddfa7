package source

import (
	"bytes"
	"errors"
	"io/fs"
	"path"

	"github.com/pmsite/pmsite/content/git"
)

// find is like lstat, but fails for anything that is neither a file nor a directory.
func (w *worktreeFS) find(op, name string) (fs.FileInfo, error) {
	info, err := w.lstat(op, name)
	if err != nil {
		return nil, err
	}
	switch mode := info.Mode(); {
	case mode.IsRegular(), mode.IsDir():
		return info, nil
	case mode&fs.ModeSymlink != 0:
		return nil, &fs.PathError{Op: op, Path: name, Err: errSymlink}
	default: // opening a pipe would block
		return nil, &fs.PathError{Op: op, Path: name, Err: errNotRegular}
	}
}

func (w *worktreeFS) Open(name string) (fs.File, error) {
	if f := w.openRegular(name); f != nil {
		return f, nil
	}
	info, err := w.find("open", name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		list, err := w.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &openDir{info: named{info, path.Base(name)}, path: name, list: list}, nil
	}
	if git.CheckSize(info.Size()) != nil {
		return &largeFile{info, name}, nil
	}
	f, err := w.root.Open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: cause(err)}
	}
	return f, nil
}

// openRegular is a fast path for visible regular files. It returns nil if the file needs the slow path, which also
// returns the right error.
func (w *worktreeFS) openRegular(name string) fs.File {
	if !fs.ValidPath(name) || name == "." {
		return nil
	}
	if in := w.folder(path.Dir(name)); in.err != nil || !w.visible(in, name, false) {
		return nil
	}
	f, err := openBeneath(w.dir, name)
	if err != nil {
		return nil
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || git.CheckSize(info.Size()) != nil {
		_ = f.Close()
		return nil
	}
	return f
}

// readOpen reads an open file into one piece of memory, and closes it.
func readOpen(f fs.File) ([]byte, error) {
	var data bytes.Buffer
	info, err := f.Stat()
	if err == nil {
		data.Grow(int(info.Size()) + bytes.MinRead)
		_, err = data.ReadFrom(f)
	}
	return data.Bytes(), errors.Join(err, f.Close())
}

// named replaces the name of a FileInfo, for a directory that was opened by another name.
type named struct {
	fs.FileInfo
	name string
}

func (n named) Name() string { return n.name }

// ReadFile implements [fs.ReadFileFS].
func (w *worktreeFS) ReadFile(name string) ([]byte, error) {
	if f := w.openRegular(name); f != nil {
		data, err := readOpen(f)
		if err != nil {
			return nil, &fs.PathError{Op: "readfile", Path: name, Err: cause(err)}
		}
		return data, nil
	}
	info, err := w.find("readfile", name)
	if err != nil {
		return nil, err
	}
	err = git.CheckSize(info.Size())
	if info.IsDir() {
		err = errIsDir
	}
	if err != nil {
		return nil, &fs.PathError{Op: "readfile", Path: name, Err: err}
	}
	data, err := w.root.ReadFile(name)
	if err != nil {
		return nil, &fs.PathError{Op: "readfile", Path: name, Err: cause(err)}
	}
	return data, nil
}

// ReadDir implements [fs.ReadDirFS].
func (w *worktreeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	in := w.folder(name)
	if in.err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: in.err}
	}
	d, err := w.root.Open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: cause(err)}
	}
	defer d.Close()
	all, err := d.ReadDir(-1)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: cause(err)}
	}
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	list := all[:0]
	for _, e := range all {
		if w.visible(in, prefix+e.Name(), e.IsDir()) {
			list = append(list, e)
		}
	}
	sortEntries(list)
	return list, nil
}

// Stat implements [fs.StatFS]. Like Open, it refuses a symbolic link.
func (w *worktreeFS) Stat(name string) (fs.FileInfo, error) {
	info, err := w.find("stat", name)
	if err != nil {
		return nil, err
	}
	return named{info, path.Base(name)}, nil
}

// Lstat implements [fs.ReadLinkFS].
func (w *worktreeFS) Lstat(name string) (fs.FileInfo, error) {
	info, err := w.lstat("lstat", name)
	if err != nil {
		return nil, err
	}
	return named{info, path.Base(name)}, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (w *worktreeFS) ReadLink(name string) (string, error) {
	info, err := w.lstat("readlink", name)
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink == 0 {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: errNotLink}
	}
	to, err := w.root.Readlink(name)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: cause(err)}
	}
	return to, nil
}
