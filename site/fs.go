package site

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Open implements [fs.FS]. A file is rendered when it is opened, and its size is
// known from then on. Files have no modification time.
func (s *Site) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if _, found := s.file(name); found {
		var buf bytes.Buffer
		if err := s.Render(&buf, name); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &openFile{bytes.NewReader(buf.Bytes()), info{name: path.Base(name), size: int64(buf.Len())}}, nil
	}
	if names, ok := s.whole().dirs()[name]; ok {
		return &openDir{site: s.whole(), name: name, names: names}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// An info describes a file or folder.
type info struct {
	name string
	size int64
	dir  bool
}

func (i info) Name() string               { return i.name }
func (i info) Size() int64                { return i.size }
func (i info) ModTime() time.Time         { return time.Time{} }
func (i info) IsDir() bool                { return i.dir }
func (i info) Sys() any                   { return nil }
func (i info) Type() fs.FileMode          { return i.Mode().Type() }
func (i info) Info() (fs.FileInfo, error) { return i, nil }
func (i info) String() string             { return fs.FormatFileInfo(i) }
func (i info) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type openFile struct {
	*bytes.Reader
	info info
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

type openDir struct {
	site  *Site
	name  string
	names []string
	at    int
}

func (d *openDir) Stat() (fs.FileInfo, error) { return info{name: path.Base(d.name), dir: true}, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: fs.ErrInvalid}
}

// ReadDir returns the entries sorted by name.
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.names[d.at:]
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 {
		rest = rest[:min(n, len(rest))]
	}
	d.at += len(rest)
	out := make([]fs.DirEntry, len(rest))
	for i, name := range rest {
		out[i] = d.site.entry(path.Join(d.name, name))
	}
	return out, nil
}

// An entry describes a file without rendering it. Its Info method renders the file
// to learn its size.
func (s *Site) entry(name string) fs.DirEntry {
	if _, ok := s.dirs()[name]; ok {
		return info{name: path.Base(name), dir: true}
	}
	return lazyEntry{info{name: path.Base(name)}, s, name}
}

type lazyEntry struct {
	info
	site *Site
	path string
}

func (e lazyEntry) Info() (fs.FileInfo, error) {
	var n counter
	if err := e.site.Render(&n, e.path); err != nil {
		return nil, err
	}
	e.size = int64(n)
	return e.info, nil
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// listFolders returns the entries of every folder.
func (s *Site) listFolders() map[string][]string {
	dirs := map[string][]string{".": nil}
	for _, name := range s.paths {
		for {
			dir := path.Dir(name)
			_, known := dirs[dir]
			dirs[dir] = append(dirs[dir], path.Base(name))
			if known || dir == "." {
				break
			}
			name = dir
		}
	}
	for dir, names := range dirs {
		slices.SortFunc(names, strings.Compare)
		dirs[dir] = slices.Compact(names)
	}
	return dirs
}
