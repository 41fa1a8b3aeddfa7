package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// A Mount makes a folder of one tree appear as a folder of another.
type Mount struct {
	At  string // where it appears; must not exist, neither in the main tree nor in another mount, except as a submodule
	FS  fs.FS
	Dir string // the folder of FS that appears there
}

// mountFS is a tree with other trees mounted into it.
type mountFS struct {
	main   fs.FS
	mounts map[string]Mount
	above  map[string][]string // by folder: the names of its entries that lead to mounts
}

// WithMounts returns main with the mounts in place. It adds folders above a mount that main does not have. A mount never
// hides anything in main. The result implements the same interfaces as the FS of a [Source], if the trees do.
func WithMounts(main fs.FS, mounts ...Mount) (fs.FS, error) {
	m := &mountFS{main: main, mounts: map[string]Mount{}, above: map[string][]string{}}
	for _, mount := range mounts {
		if err := m.add(mount); err != nil {
			return nil, fmt.Errorf("mount at %q: %w", mount.At, err)
		}
	}
	return m, nil
}

func (m *mountFS) add(mount Mount) error {
	if !fs.ValidPath(mount.At) || mount.At == "." {
		return fs.ErrInvalid
	}
	if info, err := fs.Stat(mount.FS, mount.Dir); err != nil {
		return err
	} else if !info.IsDir() {
		return &fs.PathError{Op: "open", Path: mount.Dir, Err: errNotDir}
	}
	if _, err := fs.Lstat(m, mount.At); err == nil && !IsRepository(m, mount.At) {
		return fmt.Errorf("%w there", fs.ErrExist)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	m.mounts[mount.At] = mount
	for at := mount.At; at != "."; at = path.Dir(at) {
		if dir := path.Dir(at); !slices.Contains(m.above[dir], path.Base(at)) {
			m.above[dir] = append(m.above[dir], path.Base(at))
		}
	}
	return nil
}

// find returns the tree that contains a path, and the path within that tree.
func (m *mountFS) find(name string) (fs.FS, string) {
	for at := name; at != "." && at != "/"; at = path.Dir(at) {
		if mount, ok := m.mounts[at]; ok {
			return mount.FS, path.Join(mount.Dir, strings.TrimPrefix(name[len(at):], "/"))
		}
	}
	return m.main, name
}

// call calls f with the tree that contains a path, and the path within that tree. Errors have the path that the caller
// gave.
func call[T any](m *mountFS, op, name string, f func(fsys fs.FS, name string) (T, error)) (T, error) {
	var zero T
	if !fs.ValidPath(name) {
		return zero, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	result, err := f(m.find(name))
	if err != nil {
		return zero, &fs.PathError{Op: op, Path: name, Err: cause(err)}
	}
	return result, nil
}

// Open implements [fs.FS].
func (m *mountFS) Open(name string) (fs.File, error) {
	if _, mounted := m.mounts[name]; mounted || m.above[name] != nil {
		info, err := m.Stat(name)
		if err != nil {
			return nil, err
		}
		list, err := m.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &openDir{info: info, path: name, list: list}, nil
	}
	return call(m, "open", name, fs.FS.Open)
}

// ReadFile implements [fs.ReadFileFS].
func (m *mountFS) ReadFile(name string) ([]byte, error) {
	return call(m, "readfile", name, fs.ReadFile)
}

// ReadDir implements [fs.ReadDirFS].
func (m *mountFS) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := call(m, "readdir", name, fs.ReadDir)
	if len(m.above[name]) == 0 {
		return list, err
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	list = slices.DeleteFunc(slices.Clone(list), func(e fs.DirEntry) bool {
		_, mounted := m.mounts[path.Join(name, e.Name())]
		return mounted // over a submodule
	})
	for _, sub := range m.above[name] {
		if slices.ContainsFunc(list, func(e fs.DirEntry) bool { return e.Name() == sub }) {
			continue // main has this folder above a mount, too
		}
		info, err := m.Stat(path.Join(name, sub))
		if err != nil {
			return nil, err
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	sortEntries(list)
	return list, nil
}

// Stat implements [fs.StatFS].
func (m *mountFS) Stat(name string) (fs.FileInfo, error) { return m.info("stat", name, fs.Stat) }

// Lstat implements [fs.ReadLinkFS].
func (m *mountFS) Lstat(name string) (fs.FileInfo, error) { return m.info("lstat", name, fs.Lstat) }

func (m *mountFS) info(op, name string, stat func(fs.FS, string) (fs.FileInfo, error)) (fs.FileInfo, error) {
	info, err := call(m, op, name, stat)
	if m.above[name] != nil && errors.Is(err, fs.ErrNotExist) {
		return fileInfo{name: path.Base(name), mode: fs.ModeDir | 0o555, time: time.Time{}}, nil
	}
	if err != nil {
		return nil, err
	}
	if m.above[name] != nil && !info.IsDir() {
		return nil, &fs.PathError{Op: op, Path: name, Err: errNotDir}
	}
	if _, mounted := m.mounts[name]; mounted {
		return named{info, path.Base(name)}, nil
	}
	return info, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (m *mountFS) ReadLink(name string) (string, error) {
	return call(m, "readlink", name, fs.ReadLink)
}
